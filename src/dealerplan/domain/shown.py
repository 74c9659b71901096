"""The one place where a number becomes text: on screen in either language, and in JSON.

Rounding never tells a lie: a figure gets as many digits as it takes to stay on its side of its goal.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from dealerplan.domain.number import LONGEST, exact, finite, rounded_to_sum
from dealerplan.domain.symbols import SHARES
from dealerplan.domain.unit import Unit
from dealerplan.words import Lang, say, text

Side = Literal["down", "up"]  # which way to round; by default the nearest

WAN = 10**4
SCALES = ((WAN, "万"), (10**8, "亿"))
POINTS = say(" points")
MOST_PLACES = LONGEST + 3  # what a recorded number in per mille may have


class Amount(NamedTuple):
    """An amount in a sentence or cell, with its unit where that has a scale: `58.6万元`; see quantity.

    One that is `named` has any unit with it: `437.63万元`, `CNY 4,376,300`, `107 vehicles`. Money that is `large`
    stands among others in 万元 and is told so in Chinese, whatever its size, with the same two decimals.
    """

    value: Fraction
    unit: Unit | None = None
    thresholds: tuple[Fraction, ...] = ()
    signed: bool = False
    rough: bool = False
    side: Side | None = None
    named: bool = False
    large: bool = False

    def said(self, lang: Lang) -> str:
        """Its text."""
        digits = self.digits(lang)
        if self.unit is None or not (self.named or self.unit.is_scaled):
            return digits
        return self.unit.of(self.value).around(digits, lang)

    def digits(self, lang: Lang) -> str:
        """Its number alone."""
        money = self.unit is not None and self.unit.kind == "money" and not self.unit.is_scaled
        places = max(2, self.unit.places) if self.unit is not None else 2
        large = self.large and self.unit is not None and self.unit.is_money
        text = quantity(self.value, lang, money, self.thresholds, self.rough, self.side, places, large)
        return _plus(self.value, self.signed) + text


class InSum(NamedTuple):
    """One of several differences that add up to a whole, as they are shown with it; `at` is which of them it is.

    The whole may itself be one of several, `within` which it is shown; one that is not `signed` has words for its side.
    """

    at: int
    values: tuple[Fraction, ...]
    whole: Fraction
    unit: Unit | None = None
    within: InSum | None = None
    signed: bool = True
    large: bool = False

    def said(self, lang: Lang) -> str:
        """Its text: all of them in 万元, or with as many decimals, where one of them is."""
        one, places, word = self._told(lang)
        value = self._shown(lang) if self.signed else abs(self._shown(lang))
        digits = _plus(value, self.signed) + _written(int(value / one * 10**places), places, trim=False) + word
        return digits if self.unit is None else self.unit.around(digits, lang)

    def _shown(self, lang: Lang) -> Fraction:
        """Its value as it is shown."""
        one, places, _ = self._told(lang)
        whole, values = self.whole, [*self.values]
        if self.within is not None:
            whole = self.within._shown(lang)
            largest = max(range(len(values)), key=lambda at: abs(values[at]))
            values[largest] += whole - sum(values)
        return rounded_to_sum(values, whole, one / 10**places)[self.at]

    def _told(self, lang: Lang) -> tuple[Fraction, int, str]:
        """In what all of them are told: what stands as 1, the decimals, and its word."""
        if self.within is not None:
            return self.within._told(lang)
        is_money = self.unit is not None and self.unit.is_money and not self.unit.is_scaled
        if self.large and is_money and lang == "zh":
            return Fraction(WAN), 2, "万"
        for scale, name in reversed(SCALES) if is_money and lang == "zh" else ():
            if abs(self.whole) >= scale:
                return Fraction(scale), 2, name
        are_whole = all(one.denominator == 1 for one in (self.whole, *self.values))
        return Fraction(1), 0 if are_whole else 2, ""


class InFull(NamedTuple):
    """A recorded number with every digit, so that a slip shows, as it can be typed again under its unit.

    Without a unit of shares, a `sign` of them, % or ‰, tells it as so many of them.
    """

    value: Fraction
    unit: Unit | None = None
    sign: str = ""

    def said(self, _: Lang) -> str:
        """Its text, the same in both languages."""
        if self.unit is not None and self.unit.share is not None:
            return f"{exact(self.value / self.unit.share):,f}{self.unit.text_of_share}"
        digits = f"{exact(self.value / SHARES.get(self.sign, 1)):,f}{self.sign}"
        return self.unit.behind(digits) if self.unit is not None and self.unit.is_scaled else digits


class Percent(NamedTuple):
    """A fraction as a percentage in a sentence or cell; see percent."""

    value: Fraction
    thresholds: tuple[Fraction, ...] = ()
    places: int = 1
    trim: bool = False
    signed: bool = False
    side: Side | None = None

    def said(self, _: Lang) -> str:
        """Its text, the same in both languages."""
        return _plus(self.value, self.signed) + percent(self.value, self.thresholds, self.places, self.trim, self.side)


class Points(NamedTuple):
    """A difference in percentage points in a sentence or cell, with their name or without; see points."""

    value: Fraction
    places: int = 1
    named: bool = False
    signed: bool = True
    side: Side | None = None

    def said(self, lang: Lang) -> str:
        """Its text."""
        name = text(POINTS, lang) if self.named else ""
        return _plus(self.value, self.signed) + points(self.value, self.places, self.side) + name


class Scale(NamedTuple):
    """How the amounts of a row are written, all alike: its unit, of `large` money 万元 in Chinese and thousands in
    English, of `huge` money 亿元 and millions; and how many decimals, in Chinese and in English.
    """

    unit: Unit | None = None
    percent: bool = False
    large: bool = False
    places: tuple[int, int] = (0, 0)
    huge: bool = False

    def one(self, lang: Lang) -> Fraction:
        """What stands as 1."""
        if self.percent:
            return Fraction(1, 100)
        if self.huge:
            return Fraction(10**8 if lang == "zh" else 10**6)
        return Fraction((10**4 if lang == "zh" else 10**3) if self.large else 1)

    def decimals(self, lang: Lang) -> int:
        """How many decimals every amount has."""
        return self.places[0 if lang == "zh" else 1]

    def said(self, lang: Lang) -> str:
        """The unit that stands once in the row."""
        if self.unit is None or self.percent:
            return "-"
        name = text(self.unit.named(lang), lang)
        if not self.large:
            return name
        return ("万" if not name.isascii() else "万 ") + name if lang == "zh" else f"{name} '000"


class Scaled(NamedTuple):
    """An amount in the scale of its row, without its unit; words may stand `before` and `behind` its digits."""

    value: Fraction
    scale: Scale
    signed: bool = False
    side: Side | None = None
    before: object = ""
    behind: object = ""

    def number(self, lang: Lang) -> Decimal:
        """Its digits."""
        return _decimal(self._whole(lang), self.scale.decimals(lang))

    def said(self, lang: Lang) -> str:
        """Its text."""
        digits = _written(self._whole(lang), self.scale.decimals(lang), trim=False)
        sign = _plus(self.value, self.signed)
        return f"{text(self.before, lang)}{sign}{digits}{'%' * self.scale.percent}{text(self.behind, lang)}"

    def _whole(self, lang: Lang) -> int:
        above, each = self.value.as_integer_ratio()
        one = self.scale.one(lang)
        return _whole(above * one.denominator, each * one.numerator, self.scale.decimals(lang), self.side)


def count(number: int) -> Scaled:
    """So many of a table's row."""
    return Scaled(Fraction(number), Scale())


class Hits(NamedTuple):
    """How many of several, in a cell: `7/9`."""

    hits: int
    of: int

    def said(self, _: Lang) -> str:
        """Its text, the same in every language."""
        return f"{self.hits}/{self.of}"


def in_scale(scale: Scale, least: tuple[int, int], pairs: Iterable[tuple[Fraction, Fraction]]) -> Scale:
    """The scale with as many decimals as keep every value on its side of what it is compared with."""
    compared = list(pairs)

    def places(lang: Lang, of: int) -> int:
        one = scale.one(lang)
        shown = [(value / one, (other / one,)) for value, other in compared]
        return max([of, *(_told(value, of, others, None)[1] for value, others in shown)])

    return scale._replace(places=(places("zh", least[0]), places("en", least[1])))


def _plus(value: Fraction, signed: bool) -> str:
    return "+" if signed and value > 0 else ""


def quantity(
    value: Fraction,
    lang: Lang,
    money: bool = False,
    thresholds: Iterable[Fraction] = (),
    rough: bool = False,
    side: Side | None = None,
    places: int = 2,
    large: bool = False,
) -> str:
    """An amount or count: `145万` or `1,450,000`. Counts are written out; `thresholds` are what it is compared with.

    `places` are its decimals at most, where it has no more. A `rough` one is a quotient, that has no cents of its own;
    `side` says which way to round. `large` money is told in 万, and has two decimals or none.
    """
    thresholds, size, word = tuple(thresholds), 1, ""
    if large and money and lang == "zh":
        whole, decimals = _told(value, 2, thresholds, side, below=WAN)
        return _written(whole, decimals, trim=not whole % 10**decimals) + "万"
    whole, decimals = _told(value, _places(value, rough, places), thresholds, side)
    for scale, name in SCALES if money and lang == "zh" else ():
        if abs(whole) * size >= scale * 10**decimals:
            (whole, decimals), size, word = _told(value, 2, thresholds, side, below=scale), scale, name
    return _written(whole, decimals) + word


def percent(
    value: Fraction, thresholds: Iterable[Fraction] = (), places: int = 1, trim: bool = False, side: Side | None = None
) -> str:
    """A fraction as a percentage: `24.2%`; `thresholds` are what it is compared with, `trim` drops closing zeros."""
    return _written(*_told(value, places, thresholds, side, times=100), trim) + "%"


def points(value: Fraction, places: int = 1, side: Side | None = None) -> str:
    """A difference of two fractions in percentage points: `-0.8`."""
    return _written(*_told(value, places, (_ZERO,), side, times=100), trim=False)


_ZERO = Fraction(0)


def json_number(value: Fraction | None, places: int = 6, side: Side | None = None) -> Decimal | int | None:
    """A whole number, or a plain decimal: exact where it ends, else `places` decimals, or as many as six digits take,
    rounded to a side.

    What is smaller than a tenth gets eight digits, so that no bound drawn at the sixth decimal is crossed.
    """
    if value is None:
        return None
    if value.denominator == 1:
        return value.numerator
    ends = finite(value)
    if ends is not None and ends[1] <= MOST_PLACES:
        return _decimal(*ends)
    first = leading(value)
    places = max(places, (5 if first >= -1 else 7) - first)
    return _decimal(_whole(*value.as_integer_ratio(), places, side), places)


def leading(value: Fraction) -> int:
    """The decimal exponent of the first digit of a value that is not 0: 2 for 345, -1 for 0.3, -2 for 0.03."""
    above, below = abs(value.numerator), value.denominator
    exponent = len(str(above)) - len(str(below))
    is_reached = above * 10 ** max(-exponent, 0) >= below * 10 ** max(exponent, 0)
    return exponent if is_reached else exponent - 1


def _places(value: Fraction, rough: bool, most: int) -> int:
    """Decimals to show: those of an amount of money or a count, fewer on large quotients, its unit's on small ones."""
    if not rough and not 10**most % value.denominator:
        return most
    size = abs(value.numerator) // value.denominator
    if size:
        return 0 if size >= 1000 else 1 if size >= 100 else 2
    return max(2, most, _SMALL - leading(value) if abs(value) < Fraction(1, 10) and value else 0)


_SMALL = 2  # decimals behind the first digit of what is less than a tenth


def _written(whole: int, places: int, trim: bool = True) -> str:
    """So many of the last decimal place, in groups of three digits; `trim` drops closing zeros."""
    if not places:
        return f"{whole:,}"
    head, part = divmod(abs(whole), 10**places)
    digits = f"{part:0{places}}"
    if trim:
        digits = digits.rstrip("0")
    return f"{'-' if whole < 0 else ''}{head:,}{'.' if digits else ''}{digits}"


def _told(
    value: Fraction, places: int, thresholds: Iterable[Fraction], side: Side | None, times: int = 1, below: int = 1
) -> tuple[int, int]:
    """Round `times` a value, or a part of it, to so many of the last decimal place, and how many places these are.

    They are more where rounding would carry the value onto or over a threshold, or off an equal one. An equal threshold
    without an exact decimal, such as a third, is rounded alike.
    """
    above, each = value.as_integer_ratio()
    whole = _whole(above * times, each * below, places, side)
    if above * times * 10**places % (each * below):  # else nothing is rounded, so nothing can cross a threshold
        ratios = [one.as_integer_ratio() for one in thresholds]
        orders = [(one, _order(above, each, *one)) for one in ratios]
        apart = [(one, order) for one, order in orders if order or finite(value) is not None]
        while any(_order(whole * below, 10**places * times, *one) != order for one, order in apart):
            places += 1
            whole = _whole(above * times, each * below, places, side)
    return whole, places


def _order(above: int, below: int, threshold: int, part: int) -> int:
    """Whether above / below is more (1) than threshold / part, less (-1), or equal; much quicker than of fractions."""
    one, other = above * part, threshold * below
    return (one > other) - (one < other)


def _decimal(whole: int, places: int) -> Decimal:
    """So many of the last decimal place."""
    return Decimal(f"{whole}E-{places}")


def _whole(above: int, each: int, places: int, side: Side | None) -> int:
    """Round above / each half away from zero, or to a side, exactly, to so many of the last decimal place."""
    parts: int = above * 10**places
    match side:
        case "down":
            return parts // each
        case "up":
            return -(-parts // each)
        case _:
            half = (2 * abs(parts) + each) // (2 * each)
            return half if parts > 0 else -half
