"""The one reading of a typed number with whatever stands around it: sign, currency, scale, unit, percent."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from dealerplan.domain.number import WORDS, Split, canonical, narrow, of_exponent, split
from dealerplan.domain.pattern import pattern
from dealerplan.domain.symbols import QUANTITIES, SHARE_WORDS, SHARES, YEN
from dealerplan.domain.unit import Unit, factor, fold, is_currency, read_typed_unit
from dealerplan.errors import Invalid
from dealerplan.words import say


class Reading(NamedTuple):
    """One of the ways to read a text: how it is typed so that it means this alone, and its value."""

    text: str
    value: Fraction


class OfUnit(Invalid):
    """A number that is refused for what it says under its unit; under another it may be right."""


class Percentage(OfUnit):
    """A percentage where amounts of a unit belong; of things it has a `value`, which is doubtful."""

    def __init__(self, unit: Unit | None, value: Fraction | None = None) -> None:
        message = say("a percentage stands where {unit} belong", unit=unit or "-")
        super().__init__(message, say("write the number that was counted"))
        self.value = value if unit is not None and unit.is_of_things else None


class Ambiguous(OfUnit):
    """A number that may mean two values; the first of its `readings` is the one in the own unit."""

    def __init__(self, text: str, *readings: Reading) -> None:
        one, other = (reading.text for reading in readings)
        message = say("{text} may mean {one} or {other}", text=text.strip(), one=one, other=other)
        super().__init__(message, say("write {one} or {other}", one=one, other=other))
        self.text = text.strip()
        self.readings = readings


class Undeclared(OfUnit):
    """A number with a unit where none is declared; `unit` is the one to declare."""

    def __init__(self, text: str, value: Fraction, written: Unit) -> None:
        self.is_of_scale = written.kind == "money" or written.scale != 1  # a number alone may be of another scale
        self.unit = "元" if written.base == "CNY" and not text.isascii() else written.base
        number, example = canonical(value), f"unit: {self.unit}"
        if self.is_of_scale:
            hint = say("declare the unit, on the measure or target: {example}", example=example)
        elif written.counts_things and value.denominator != 1:
            hint = say("write {example}", example=number)
        else:
            hint = say("write {number}, or declare it: {example}", number=number, example=example)
        super().__init__(say("{text} names a unit, and none is declared", text=text.strip()), hint)


def check_amount(text: str) -> str:
    """The text, where a number stands in it, whatever its unit; raises NoNumber."""
    if split(text) is None:
        raise _no_number(text)
    return text


def read_amount(text: str, unit: Unit | None = None) -> Fraction:
    """A typed number in the scale of its own `unit`: `58.6`, `58.6万元` and `586,000元` are one under 万元.

    Shares are fractions: 93 and 93% are 0.93 under %. Raises Invalid for what isn't of the unit, Ambiguous for what
    may be two things. Without a unit, scales and percentages are read, and units refused.
    """
    parts = split(text)
    if parts is None or (parts.before and is_currency(parts.before) is None):
        raise _no_number(text)
    word = fold(parts.behind)
    odd = _ODD.search(parts.behind) or of_exponent(narrow(text).strip())
    if odd and (unit is None or word != fold(unit.text)):
        raise _no_number(text)
    if not parts.before and not word:
        return _bare(parts.value, unit, text)
    if word in SHARE_WORDS:
        return _share(parts.value * SHARES[SHARE_WORDS[word]], unit, bool(parts.before))
    return _with_unit(parts, _written(parts, unit, text), unit, text)


class NoNumber(Invalid):
    """A text that is no number at all."""


_ODD = pattern(r"^(?!000['’]?s)\d|[^\w\s$¥€£₩฿₫₹₽²³㎡/'’%‰]|[_1-9]")


def _bare(value: Fraction, unit: Unit | None, text: str) -> Fraction:
    """A number alone: of a share in its percents, unless it may be the fraction."""
    share = unit.share if unit is not None else None
    if share is None:
        return value
    assert unit is not None
    if 0 < abs(value) <= 1:
        sign = unit.text_of_share
        readings = (Reading(f"{canonical(one / share)}{sign}", one) for one in (value * share, value))
        raise Ambiguous(text, *readings)
    return value * share


def _share(value: Fraction, unit: Unit | None, with_currency: bool) -> Fraction:
    """A percentage, where the unit may have one."""
    if with_currency or not (unit is None or unit.share is not None or unit.per is not None):
        raise Percentage(unit, None if with_currency else value)
    return value


def _written(parts: Split, own: Unit | None, text: str) -> Unit:
    """The unit that stands around a number; raises Invalid."""
    if own is not None and not parts.before and fold(parts.behind) == fold(own.text) not in WORDS:
        return own
    try:
        unit = read_typed_unit(f"{parts.before} {parts.behind}")
    except Invalid:
        raise _no_number(text) from None
    if not _is_known(unit) and (own is None or factor(unit, own) is None):
        raise _no_number(text)
    yen = own is not None and own.base == "JPY" and YEN in (parts.before, parts.behind)
    return unit._replace(base="JPY") if yen and own else unit


def _is_known(unit: Unit) -> bool:
    """Whether it is made of words of units alone; what is not may say anything, such as `650 a month`."""
    bare = unit.base == "" and unit.per is None
    return bare or unit.kind != "quantity" or unit.base in QUANTITIES.values()


def _with_unit(parts: Split, written: Unit, own: Unit | None, text: str) -> Fraction:
    """A number with a scale, a unit, or both."""
    value = parts.value * written.scale
    if own is None:
        if written.is_bare_scale:
            return value
        raise Undeclared(text, value, written)
    if written.is_bare_scale and (own.is_scaled or fold(parts.behind) == fold(own.text)):
        raise _ambiguous(parts.value, written.scale, own, text)
    if written.is_bare_scale and own.kind != "share":
        return value
    times = factor(written, own)
    if times is None and own.per is not None and written.per is None:
        times = factor(written, own._replace(per=None))  # 800元 of 元/台
    if times is None:
        raise _of_another(written, own, text)
    return parts.value * times


def _ambiguous(value: Fraction, scale: Fraction, own: Unit, text: str) -> Ambiguous:
    """A scale without a unit, where the own unit has a scale: is it the unit's, or of the unit?"""

    def reading(amount: Fraction) -> Reading:
        number = canonical(amount)  # without commas, which mean something within the braces of a plan file
        return Reading(_behind(number, own) if own.is_scaled else number, amount)

    inner = value * scale / own.scale if own.is_scaled else value
    outer = value * scale
    said = _out(outer, own) if own.is_scaled else canonical(outer)
    return Ambiguous(text, reading(inner), Reading(said, outer))


_SCALED_SIGN = pattern(r"([$¥€£₩฿₫₹₽])\s*(.+)")
_LARGE = (("亿", 10**8), ("万", 10**4), ("", 1))
_LARGE_LATIN = (("bn", 10**9), ("m", 10**6), ("k", 1000), ("", 1))


def _behind(number: str, own: Unit) -> str:
    """A number with a scaled unit as it is typed: `58.6万元`, `$3.2 million`."""
    sign = _SCALED_SIGN.fullmatch(own.text)
    return f"{sign[1]}{number} {sign[2]}" if sign else own.behind(number)


def _out(amount: Fraction, own: Unit) -> str:
    """An amount of a scaled unit in a scale that people say it in: `1200亿元`, `470m USD`."""
    sizes = _LARGE_LATIN if own.text.isascii() else _LARGE
    whole = abs(amount * own.scale)
    name, size = next((one for one in sizes if whole >= one[1]), sizes[-1])
    number = canonical(amount * own.scale / size)
    sign = _SCALED_SIGN.fullmatch(own.text)
    if sign:
        return f"{sign[1]}{number}{name}"
    return f"{number}{name}{_word(own)}" if not own.text.isascii() else f"{number}{name} {_word(own)}"


def _word(own: Unit) -> str:
    """A scaled unit without its scale."""
    word = own.text.lstrip("十百千万亿")
    return word if word != own.text and word else "元" if own.base == "CNY" and not own.text.isascii() else own.base


def _of_another(written: Unit, own: Unit, text: str) -> OfUnit:
    hint = say("write the number in {unit}", unit=own)
    if written.kind == "money":
        return OfUnit(say("{text} is money of another unit than {unit}", text=text.strip(), unit=own), hint)
    return OfUnit(say("{text} is not in {unit}", text=text.strip(), unit=own), hint)


def _no_number(text: str) -> NoNumber:
    usual = say("write it like 6000000, 6,000,000, 6M, 800k, 93% or 2‰")
    return NoNumber(say("{text} is not a number", text=text or "''"), of_exponent(narrow(text).strip()) or usual)
