"""Goals against last year: `over last year`, `+15% on last year`, `与去年持平`, `较上年增长15%`, `提高2个百分点`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from dealerplan.domain.amount import read_amount
from dealerplan.domain.pattern import pattern
from dealerplan.errors import Invalid
from dealerplan.words import Message, say


class LastYear(NamedTuple):
    """What is asked of last year's value: so many times it, or so much more of it in points (0.02 is 2 points)."""

    factor: Fraction | None = None
    points: Fraction | None = None

    def goal(self, base: Fraction | None) -> Fraction | None:
        """The goal where last year had `base`; None where that is unknown, or a factor of what is not positive."""
        if base is None:
            return None
        if self.points is not None:
            return base + self.points
        return base * self.factor if self.factor is not None and base > 0 else None


class Told(NamedTuple):
    """What was read; whether it asks for a fall; whether in words, so that "at least 20% less" is a ceiling."""

    last_year: LastYear
    falls: bool = False
    turns: bool = False


_YEAR = r"(?:last year|the (?:previous|prior) year|(?:去年|上年|上一年)度?(?:同期|同月)?|同期)"
_SHARES = "%|‰|per ?cent|pp|(?:percentage )?points?|pts?|(?:个)?百分点"
_PART = rf"(?P<number>[\d.,]+)\s*(?P<unit>{_SHARES})"
_AMOUNT = rf"(?P<number>[\d.,]+)\s*(?P<unit>{_SHARES}|times|x|倍)"
_ON = r"(?:on|over|above|vs\.?|versus|against|from|than|compared (?:with|to))"
_RISE = "增长|提高|提升|上升|上涨|增加|增"
_FALL = "下降|降低|减少|下滑|下调|压降|降|减"
_MORE = rf"(?P<more>(?:{_RISE})了?|多|高)"
_LESS = rf"(?P<less>(?:{_FALL})了?|少|低)"
_UP = r"(?P<more>up|growth(?: of)?|grow(?: by)?|increase(?: of| by)?)"
_DOWN = r"(?P<less>down|decline(?: of| by)?|decrease(?: of| by)?)"
_LOWER, _HIGHER = "(?P<less>less|lower|fewer|down)", "(?P<more>more|higher|up|growth)"
_YOY = r"(?:yoy|y/y|y-o-y|year[- ]on[- ]year|year[- ]over[- ]year)"
_FORMS = tuple(
    pattern(form, re.IGNORECASE)
    for form in (
        rf"(?P<same>{_YEAR}(?:水平)?|[与和同跟比较]?{_YEAR}(?:水平)?(?:相比)?(?:持平|相同|一样|相当)|同比持平)",
        rf"(?:{_YEAR})\s*(?P<sign>[+-])\s*{_AMOUNT}",
        rf"(?P<sign>[+-])?\s*{_AMOUNT}\s*(?:{_LOWER}|{_HIGHER})?\s*{_ON}\s+{_YEAR}",
        rf"(?:{_UP}|{_DOWN})\s*(?P<sign>[+-])?\s*{_AMOUNT}\s*(?:{_ON}\s+{_YEAR}|{_YOY})",
        rf"(?P<sign>[+-])?\s*{_AMOUNT}\s*(?:(?P<less>down|decline)|(?P<more>up|growth|increase))?\s*{_YOY}(?:\s+growth)?",
        rf"{_YOY}\s*(?:growth)?\s*(?P<sign>[+-])?\s*{_AMOUNT}",
        rf"(?P<sign>[+-])?\s*{_AMOUNT}\s*(?P<less>below|under|less than)\s+{_YEAR}",
        rf"{_AMOUNT}\s*(?:of\s+)?(?P<whole>{_YEAR})",
        rf"(?P<whole>{_YEAR})的?\s*{_AMOUNT}",
        rf"(?:同比|环比去年|[比较]{_YEAR}|[与和同跟]{_YEAR}相比|在?{_YEAR}(?:的?基础)上)\s*(?:{_LESS}|{_MORE})?\s*(?P<sign>[+-])?\s*{_AMOUNT}",
        rf"(?:(?P<less>{_FALL})|(?P<more>{_RISE}))\s*(?P<sign>[+-])?\s*(?P<number>[\d.,]+)\s*(?P<unit>(?:个)?百分点)",
    )
)
_SPOKEN_OF = pattern(rf"{_YEAR}|{_YOY}|同比|百分点", re.IGNORECASE)
_GROWTH = tuple(  # without a word of last year
    pattern(form, re.IGNORECASE)
    for form in (
        rf"(?P<sign>[+-])\s*{_PART}",
        rf"(?:{_LESS}|{_MORE})\s*{_PART}",
        rf"(?:{_UP}|{_DOWN})\s*{_PART}",
        rf"{_PART}\s*(?:(?P<less>down|lower|decline|decrease|less)|(?P<more>up|higher|growth|increase|more))",
    )
)
_SAME = pattern(r"持平|一样|相同|\bsame\b|\bflat\b|\bequal|\bmatch|\blevel\b|in line", re.IGNORECASE)
_PERCENT = pattern("per ?cent", re.IGNORECASE)
_UNSAID = pattern(_PART, re.IGNORECASE)
_POINTS = pattern("pp|points?|pts?|百分点", re.IGNORECASE)
_TIMES = ("times", "x", "倍")


def read_last_year(text: str, directed: bool = False) -> Told | None:
    """What a text without its direction asks of last year's value; None where it speaks of none. Raises Invalid.

    `directed` is whether the direction was said: only then is a rise of less than nothing (同比增长-5%) clear.
    """
    for form in _FORMS:
        if match := form.fullmatch(text.strip()):
            return _told(match, text, directed)
    if _SPOKEN_OF.search(text) and of_growth(text) is None:
        raise _unclear(text)
    return None


def of_growth(text: str) -> Message | None:
    """A growth that names no year as it is written against last year: `up 5%`, `+2pp`, `增长5%`."""
    for form in _GROWTH:
        if match := form.fullmatch(text.strip()):
            said = match.groupdict()
            return _by(said, bool(said.get("less")) or said.get("sign") == "-")
    return None


def _by(said: Mapping[str, str | None], falls: bool) -> Message:
    """A rise or fall as it is written against last year."""
    amount = _amount(said)
    return say("-{amount} on last year", amount=amount) if falls else say("+{amount} on last year", amount=amount)


def _amount(said: Mapping[str, str | None]) -> str:
    """`15%`, `2pp`; a word for percent becomes its sign."""
    unit = said["unit"] or ""
    return f"{said['number']}{_PERCENT.sub('%', unit)}"


def _either(one: Message, other: Message) -> Message:
    return say("write {one} or {other}", one=one, other=other)


def _told(match: re.Match[str], text: str, directed: bool) -> Told:
    said = match.groupdict()
    if said.get("same"):
        return Told(LastYear(Fraction(1)))
    if said.get("sign") == "-" and (said.get("less") or (said.get("more") and not directed)):
        raise _two_minded(said, text)
    number, unit = read_amount(said["number"]), said["unit"].lower()
    turns = bool(said.get("less"))
    falls = turns or said.get("sign") == "-"
    by = -number if falls else number
    if said.get("whole"):
        return Told(LastYear(_share(number, unit, text)))
    if _POINTS.search(unit):
        return Told(LastYear(points=by / 100), falls, turns)
    if unit in _TIMES:
        raise _unclear(text)
    return Told(LastYear(1 + _share(by, unit, text)), falls, turns)


def _share(number: Fraction, unit: str, text: str) -> Fraction:
    if _POINTS.search(unit):
        raise _unclear(text)
    return number if unit in _TIMES else number / (1000 if unit == "‰" else 100)


def _unclear(text: str) -> Invalid:
    message = say("{text} is no goal against last year", text=text)
    return Invalid(message, _hint_of(text))


def _hint_of(text: str) -> Message:
    """What may be meant by a text that speaks of last year, with its own figure."""
    if _SAME.search(text):
        return say("write {example}", example=say("at least last year"))
    found = [*_UNSAID.finditer(text)]
    if len(found) != 1:
        return say("write +15% on last year, 110% of last year, or +2pp on last year")
    said = found[0].groupdict()
    return _either(_by(said, falls=False), _by(said, falls=True))


def _two_minded(said: Mapping[str, str | None], text: str) -> Invalid:
    """A rise by less than nothing may be a floor or a ceiling; a fall by less than nothing a fall or a rise."""
    amount = _amount(said)
    one, other = _by(said, falls=True), _by(said, falls=False)
    if not said.get("less"):
        one = say("at least -{amount} on last year", amount=amount)
        other = say("at most -{amount} on last year", amount=amount)
    return Invalid(say("{text} may mean {one} or {other}", text=text, one=one, other=other), _either(one, other))
