"""How a group's amounts are written: one scale a row or column, money in 亿 or 万, in millions or thousands.

The last digit stands for as much in either language, so that parts that are rounded to their whole add up in both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from dealerplan.domain.plan import Target
from dealerplan.domain.shown import Points, Scale, Scaled, in_scale
from dealerplan.domain.unit import Unit
from dealerplan.view.document import NONE, Cell
from dealerplan.words import Message, say, say_as

HUGE, LARGE = 10**9, 10**5  # of money, from which it is told in 亿 and millions, in 万 and thousands
HUGE_PLACES, LARGE_PLACES = (3, 1), (1, 0)  # decimals then, in Chinese and in English: 100,000 and 1,000 each
SHORT = 3  # letters of a unit behind a figure
PERCENT_PLACES = 2


def scale_for(
    target: Target, values: Iterable[Fraction | None], limits: Iterable[Fraction | None] = (), huge: bool = True
) -> Scale:
    """The scale of amounts of a target, as exact as keeps each on its side of its `limits`; 亿 only where `huge`."""
    known = [one for one in values if one is not None]
    pairs = [(value, limit) for value in known for limit in limits if limit is not None and limit != value]
    most, unit = max(map(abs, known), default=Fraction(0)), target.unit
    if unit is not None and unit.is_money and not unit.is_scaled and most >= LARGE:
        if huge and most >= HUGE:
            return in_scale(Scale(unit, huge=True), HUGE_PLACES, pairs)
        return in_scale(Scale(unit, large=True), LARGE_PLACES, pairs)
    places = PERCENT_PLACES if target.as_percent else _places(known)
    return in_scale(Scale(unit, target.as_percent), (places, places), pairs)


def exact_scale(target: Target, values: Iterable[Fraction | None]) -> Scale:
    """The scale of amounts of a target with all their digits, two decimals at most."""
    whole = all(one is None or one.denominator == 1 for one in values)
    return Scale(target.unit, target.as_percent, places=(0, 0) if whole else (2, 2))


def _places(values: Sequence[Fraction]) -> int:
    """None of whole numbers, else as many as tell their size."""
    most = max(map(abs, values), default=Fraction(0))
    if all(one.denominator == 1 for one in values) or most >= 1000:
        return 0
    return 1 if most >= 100 else 2


def step(scale: Scale) -> Fraction:
    """What 1 of the last digit stands for."""
    return scale.one("zh") * Fraction(1, 10 ** scale.decimals("zh"))


def amount(value: Fraction, scale: Scale, signed: bool = False) -> Scaled:
    """An amount in a cell, with its unit where that is short."""
    return Scaled(value, scale, signed, behind=_behind(scale, short_unit(scale.unit)))


def named(value: Fraction, scale: Scale, signed: bool = False) -> Scaled | Points:
    """An amount in a sentence, with its unit."""
    if scale.percent and signed:
        return Points(value, max(scale.decimals("zh"), 1), named=True)
    unit = "" if scale.percent or scale.unit is None else scale.unit.behind("")
    return Scaled(value, scale, signed, behind=_behind(scale, unit))


def amount_cell(value: Fraction | None, scale: Scale) -> Cell:
    """A cell with an amount, or with nothing."""
    return NONE if value is None else Cell(amount(value, scale))


def _behind(scale: Scale, unit: str) -> Message | str:
    """`亿元`, `M CNY`, `台`; of percentages nothing."""
    if scale.percent:
        return ""
    if not (scale.huge or scale.large):
        return unit
    size = say_as("huge money", "M") if scale.huge else say_as("large money", "k")
    return say("{one}{two}", one=size, two=unit)


def short_unit(unit: Unit | None) -> str:
    """A unit that stands behind each figure: 元, 台, CNY."""
    return unit.behind("") if unit is not None and is_short(unit) else ""


def is_short(unit: Unit | None) -> bool:
    """Whether a unit is short enough to stand behind each figure; a longer one stands with the name."""
    return unit is None or unit.kind == "share" or len(unit.text) <= SHORT
