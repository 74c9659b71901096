"""A cell to the exact value of a measure."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from dealerplan.domain.number import NUMBER, canonical, narrow, read_number, why_no_number
from dealerplan.domain.plan import Measure
from dealerplan.domain.symbols import SHARES
from dealerplan.errors import Invalid
from dealerplan.intake.content import Content, Fault, Number, fold, plain
from dealerplan.intake.units import base_of, check_currency, share_of
from dealerplan.intake.when import without_days
from dealerplan.words import say

_UNSURE = frozenset("- -- --- — —— – / \\ // 无 暂无 未知 未统计 没有 n/a na n.a. null none nil ? ？ . 、".split())
_ERRORS = re.compile(r"#(?:REF!|DIV/0!|N/A|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|#+)|Err:\d+", re.IGNORECASE)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_SPACED = re.compile(r"(?<=\d)[ ](?=\d{3}(?:\D|$))")
_SIGNS = ("¥", "$", "€", "£")
_QUICK = re.compile(r"(0|[1-9]\d{0,14})(?:\.(\d{1,6}))?", re.ASCII)
_CUT = re.compile(r"[+-]?0[\d,]")
_SCALED = re.compile(r"[万亿千kM%‰]$")


def read_value(content: Content, measure: Measure, scale: Fraction | None = None) -> Fraction | None:
    """The value of a cell; None where it is empty. Raises Invalid.

    `scale` is what a heading's unit multiplies by, such as 10,000 for 万元.
    """
    if isinstance(content, str):
        if not content:
            return None
        quick = _QUICK.fullmatch(content)
        if quick is not None and scale is None and share_of(measure) is None:
            return _quick(quick)
        return _read_text(content, measure, scale)
    if isinstance(content, Number):
        given = content.value
        value = _percent(given, measure) if content.percent else _shared(given, measure, canonical(given))
        return value if scale is None else value * scale
    if isinstance(content, Fault):
        raise _fault(content)
    assert isinstance(content, date)
    raise Invalid(say("a date stands where a number belongs"), say("write the number"))


def _fault(fault: Fault) -> Invalid:
    if fault.kind == "error":
        hint = say("mend the formula, or write the number")
        return Invalid(say("{error} is the error of a formula", error=fault.text), hint)
    if fault.kind == "uncomputed":
        hint = say("open and save the file in a spreadsheet program first")
        return Invalid(say("this formula was never computed"), hint)
    if fault.kind == "truth":
        return Invalid(say("true or false stands where a number belongs"), say("write the number"))
    return Invalid(say("a time of day stands where a number belongs"), say("write the number"))


def is_percent(content: Content) -> bool:
    """Whether a cell shows a percentage."""
    return content.percent if isinstance(content, Number) else _ends(content)[-1:] in SHARES


def may_be_number(content: Content) -> bool:
    """Whether leaving a cell out could lose a number: any digit but those of a day, any formula gone wrong."""
    if isinstance(content, str):
        return _ERRORS.fullmatch(_ends(content)) is not None or any(map(str.isdigit, without_days(content)))
    return isinstance(content, (Number, Fault))


def _ends(content: Content) -> str:
    return plain(content) if isinstance(content, str) else ""


def _quick(match: re.Match[str]) -> Fraction:
    whole, part = match.groups()
    return Fraction(int(whole + part), 10 ** len(part)) if part else Fraction(int(whole))


def _read_text(content: str, measure: Measure, scale: Fraction | None) -> Fraction | None:
    text = plain(content).removeprefix("'").strip()
    if not text:
        return None
    if _ERRORS.fullmatch(text):
        raise _fault(Fault("error", text))
    if fold(text) in _UNSURE or text.casefold() in _UNSURE:
        hint = say("write 0, or leave the cell empty")
        raise Invalid(say("{text} may mean 0 or not known", text=content), hint)
    number = _bare(text, measure)
    scaled = _SCALED.search(number)
    value = _number(number, measure)
    if scaled is None:
        value = _shared(value, measure, content)
    elif scaled[0] in SHARES:
        return _percent(value, measure)
    if scale is not None and scaled is not None and scale != 1:
        message = say("{text} has a scale, and so has its heading", text=content)
        raise Invalid(message, say("write the number out in the heading's unit"))
    return value if scale is None else value * scale


def _number(text: str, measure: Measure) -> Fraction:
    """The number of a text; raises Invalid, which offers percentages only where one may be recorded."""
    if _CUT.match(narrow(text)):
        hint = say("was it cut at a comma? Quote numbers with commas, or save the file as xlsx")
        raise Invalid(say("{text} begins with a 0", text=text), hint)
    if NUMBER.fullmatch(narrow(text)) or why_no_number(narrow(text)) or _takes_percent(measure):
        return read_number(text)
    hint = say("write it like 6000000, 6,000,000, 600万, 1.2亿, 6M or 800k")
    raise Invalid(say("{text} is not a number", text=text or "''"), hint)


def _bare(text: str, measure: Measure) -> str:
    """The text as a plain signed number: without accountants' brackets, currency, and the measure's own unit."""
    negative, text = False, text.strip()
    bracketed = _BRACKETS.fullmatch(text)
    if bracketed is not None:
        negative, text = True, bracketed[1].strip()
    text = _without_unit(text, measure)
    if text.endswith("-") and text[:-1].strip()[-1:].isdigit() and not negative:
        negative, text = True, text[:-1].strip()
    return ("-" if negative else "") + _SPACED.sub("", text)


def _without_unit(text: str, measure: Measure) -> str:
    """The text without a unit that is the measure's own; raises Invalid for money of another country."""
    if measure.unit is None:
        return text
    check_currency(text, measure)
    own = base_of(measure.unit)
    sign, body = ("-", text[1:].strip()) if text.startswith("-") else ("", text)
    for mark in _SIGNS:
        if body.startswith(mark) and base_of(mark) == own:
            return sign + body[len(mark) :].strip()
    for unit in (measure.unit, *(("人民币", "元", "RMB", "CNY") if own == base_of("元") else ())):
        if base_of(unit)[1] not in SHARES and body.casefold().endswith(unit.casefold()) and body != unit:
            return sign + body[: -len(unit)].strip()
    return text


def _percent(value: Fraction, measure: Measure) -> Fraction:
    """A percentage; raises Invalid for a measure of which none is recorded."""
    if _takes_percent(measure):
        return value
    message = say("a percentage stands where {unit} belong", unit=measure.unit)
    raise Invalid(message, say("write the number that was counted"))


def _takes_percent(measure: Measure) -> bool:
    return measure.unit is None or share_of(measure) is not None


def _shared(value: Fraction, measure: Measure, text: str) -> Fraction:
    """A number without a sign, for a measure whose unit is a percent; raises Invalid where it could mean two things."""
    share = share_of(measure)
    if share is None:
        return value
    if 0 < abs(value) <= 1:
        message = say("{text} may be a fraction or a percentage", text=text)
        raise Invalid(message, say("write {example}", example="95.3%" if measure.unit != "‰" else "2‰"))
    return value * share
