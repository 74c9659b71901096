"""Goals against last year: `over last year`, `+15% on last year`, `去年的110%`, `提高2个百分点`."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from dealerplan.domain.number import read_number
from dealerplan.errors import Invalid
from dealerplan.words import say


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


_YEAR = r"(?:last year|the (?:previous|prior) year|(?:去年|上年|上一年)(?:同期|同月)?|同期)"
_AMOUNT = r"(?P<number>[\d.,]+)\s*(?P<unit>%|‰|per ?cent|pp|(?:percentage )?points?|pts?|(?:个)?百分点|times|x|倍)"
_ON = r"(?:on|over|above|vs\.?|versus|against|from|than|compared (?:with|to))"
_RISE = "增长|提高|提升|上升|上涨|增加|增"
_FALL = "下降|降低|减少|下滑|下调|压降|降|减"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?P<same>{_YEAR})",
        rf"(?P<sign>[+-])?\s*{_AMOUNT}\s*(?:(?P<less>less|lower|fewer|down)|more|higher|up|growth)?\s*{_ON}\s+{_YEAR}",
        rf"(?P<sign>[+-])?\s*{_AMOUNT}\s*(?P<less>below|under|less than)\s+{_YEAR}",
        rf"{_AMOUNT}\s*(?:of\s+)?(?P<whole>{_YEAR})",
        rf"(?P<whole>{_YEAR})的?\s*{_AMOUNT}",
        rf"(?:同比|环比去年|[比较](?:{_YEAR}))\s*(?:(?P<less>{_FALL})|{_RISE})?\s*(?P<sign>[+-])?\s*{_AMOUNT}",
        rf"(?:(?P<less>{_FALL})|{_RISE})\s*(?P<number>[\d.,]+)\s*(?P<unit>(?:个)?百分点)",
    )
)
_SPOKEN_OF = re.compile(rf"{_YEAR}|同比|百分点", re.IGNORECASE)
_POINTS = re.compile("pp|points?|pts?|百分点", re.IGNORECASE)
_TIMES = ("times", "x", "倍")


def read_last_year(text: str) -> Told | None:
    """What a text without its direction asks of last year's value; None where it speaks of none. Raises Invalid."""
    for form in _FORMS:
        if match := form.fullmatch(text.strip()):
            return _told(match, text)
    if _SPOKEN_OF.search(text):
        raise _unclear(text)
    return None


def _told(match: re.Match[str], text: str) -> Told:
    said = match.groupdict()
    if said.get("same"):
        return Told(LastYear(Fraction(1)))
    number, unit = read_number(said["number"]), said["unit"].lower()
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
    return Invalid(message, say("write +15% on last year, 110% of last year, or +2pp on last year"))
