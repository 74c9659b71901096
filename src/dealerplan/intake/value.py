"""A cell to the exact value of a measure."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from dealerplan.domain.amount import NoNumber, Percentage, read_amount
from dealerplan.domain.number import canonical, narrow, of_exponent, signed, split
from dealerplan.domain.plan import Measure
from dealerplan.domain.symbols import SHARES
from dealerplan.domain.unit import Unit, is_currency
from dealerplan.errors import Invalid
from dealerplan.intake.units import share_of
from dealerplan.sheets.cell import Content, Fault, Number, fold, plain
from dealerplan.sheets.facets import is_unit
from dealerplan.sheets.when import read_times
from dealerplan.words import say

_UNSURE = frozenset("- -- --- — —— – / \\ // 无 暂无 未知 未统计 没有 n/a na n.a. null none nil ? ？ . 、".split())
_ERRORS = re.compile(r"#(?:REF!|DIV/0!|N/A|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|#+)|Err:\d+", re.IGNORECASE)
_QUICK = re.compile(r"(0|[1-9]\d{0,14})(?:\.(\d{1,6}))?", re.ASCII)
_SIGN = re.compile(r"([+-]?)\s*([¥￥$€£])\s*(?=[\d.,]+$)")
_CUT = re.compile(r"[+-]?0[\d,]")


class Scaled(NamedTuple):
    """The unit that a heading, row or title gives values, and how many of the measure's own one of it is."""

    unit: Unit | None
    times: Fraction


def read_value(content: Content, measure: Measure, scale: Scaled | None = None) -> Fraction | None:
    """The value of a cell; None where it is empty. Raises Invalid.

    `scale` is what stands around the cell, such as 万元 over 元: a number alone is in it, one with a unit in its own.
    """
    if isinstance(content, str):
        if not content:
            return None
        quick = _QUICK.fullmatch(content)
        if quick is not None and scale is None and share_of(measure) is None:
            return _quick(quick)
        return _read_text(content, measure, scale)
    if isinstance(content, Number):
        if content.unit:
            return _of_format(content, measure, scale)
        given = content.value
        value = given
        if content.percent:
            value = _percent(given, measure)
        elif share_of(measure) is not None:
            value = read_amount(canonical(given), measure.unit)
        return value if scale is None else value * scale.times
    if isinstance(content, Fault):
        raise fault_of(content)
    assert isinstance(content, date)
    raise Invalid(say("a date stands where a number belongs"), say("write the number"))


def _of_format(number: Number, measure: Measure, scale: Scaled | None) -> Fraction | None:
    """A number with the unit that its format writes; a currency's sign says nothing of the scale around it."""
    code = is_currency(number.unit)
    own = measure.unit
    if code is not None and not any(char.isalpha() for char in number.unit):
        if own is not None and own.kind == "money" and own.base not in (code, "JPY" if code == "CNY" else code):
            raise Invalid(
                say(
                    "{text} is money of another unit than {unit}",
                    text=f"{number.unit}{canonical(number.value)}",
                    unit=own,
                ),
                say("write the number in {unit}", unit=own),
            )
        if own is None or own.kind == "money":
            return read_value(number._replace(unit=""), measure, scale)
    return _read_text(f"{canonical(number.value)}{number.unit}", measure, scale)


def fault_of(fault: Fault) -> Invalid:
    """What is wrong with a cell of a workbook that can be no value."""
    if fault.kind == "error":
        hint = say("mend the formula, or write the number")
        return Invalid(say("{error} is the error of a formula", error=fault.text), hint)
    if fault.kind == "uncomputed":
        hint = say("open and save the file in a spreadsheet program first")
        return Invalid(say("this formula was never computed"), hint)
    if fault.kind == "truth":
        return Invalid(say("true or false stands where a number belongs"), say("write the number"))
    return Invalid(say("a time of day stands where a number belongs"), say("write the number"))


def is_figure(content: Content) -> bool:
    """Whether a cell holds a number, alone or with a unit, a sign or a currency around it; a day holds none."""
    if isinstance(content, Number):
        return True
    if not isinstance(content, str) or not any(map(str.isdigit, content)):
        return False
    try:
        parts = split(signed(plain(content).removeprefix("'")))
    except Invalid:
        return True
    if parts is None or not (not parts.before or is_currency(parts.before)):
        return False
    if parts.behind and read_times(content).rest != plain(content).casefold():
        return False  # 3月
    return not parts.behind or parts.behind in SHARES or is_unit(parts.behind)


def is_percent(content: Content) -> bool:
    """Whether a cell shows a percentage."""
    return content.percent if isinstance(content, Number) else _plain_text(content)[-1:] in SHARES


def may_be_number(content: Content) -> bool:
    """Whether leaving a cell out could lose a number: any digit but those of a day, any formula gone wrong."""
    if isinstance(content, str):
        return (
            _ERRORS.fullmatch(_plain_text(content)) is not None
            or is_figure(content)
            or any(map(str.isdigit, read_times(content).rest))
        )
    return isinstance(content, (Number, Fault))


def _plain_text(content: Content) -> str:
    return plain(content) if isinstance(content, str) else ""


def _quick(match: re.Match[str]) -> Fraction:
    whole, part = match.groups()
    return Fraction(int(whole + part), 10 ** len(part)) if part else Fraction(int(whole))


def _read_text(content: str, measure: Measure, scale: Scaled | None) -> Fraction | None:
    text = checked_text(content)
    return number_in(text, measure, scale) if text else None


def checked_text(content: str) -> str:
    """A cell's text in plain signs; raises Invalid for one that says no number: the error of a formula, a dash."""
    text = plain(content).removeprefix("'").strip()
    if _ERRORS.fullmatch(text):
        raise fault_of(Fault("error", text))
    if fold(text) in _UNSURE or text.casefold() in _UNSURE:
        hint = say("write 0, or leave the cell empty")
        raise Invalid(say("{text} may mean 0 or not known", text=content), hint)
    if _CUT.match(narrow(signed(text))):
        hint = say("was it cut at a comma? Quote numbers with commas, or save the file as xlsx")
        raise Invalid(say("{text} begins with a 0", text=content), hint)
    return text


def number_in(text: str, measure: Measure, scale: Scaled | None) -> Fraction:
    """The number of a text under a scale; raises Invalid."""
    number = signed(text)
    if scale is None or is_percent(text):
        return _number(number, measure)
    signed_by = _SIGN.match(number)
    if signed_by is not None and scale.unit is not None and scale.unit.is_money:
        _number(number, measure)  # of the measure's currency, or refused
        number = number.replace(signed_by[2], "", 1)  # a sign says nothing of the scale around it
    parts = split(number)
    if scale.unit is None and parts is not None and parts.behind:
        message = say("{text} has a scale, and so has its heading", text=text)
        raise Invalid(message, say("write the number out in the heading's unit"))
    return _number(number, measure._replace(unit=scale.unit)) * scale.times


def _number(number: str, measure: Measure) -> Fraction:
    """The number of a text in its measure's unit; raises Invalid, which offers percentages only where one may stand."""
    try:
        return read_amount(number, measure.unit)
    except NoNumber as error:
        if _takes_percent(measure) or of_exponent(narrow(number)):
            raise
        hint = say("write it like 6000000, 6,000,000, 6M or 800k")
        raise Invalid(error.message, hint) from None


def _percent(value: Fraction, measure: Measure) -> Fraction:
    """A percentage; raises Invalid for a measure of which none is recorded."""
    if _takes_percent(measure):
        return value
    raise Percentage(measure.unit, value)


def _takes_percent(measure: Measure) -> bool:
    return measure.unit is None or share_of(measure) is not None
