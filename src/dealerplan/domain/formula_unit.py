"""The units of formulas, found from those of their measures step by step: what may be added, and what a quotient is."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from dealerplan.domain.formula import (
    Formula,
    Name,
    Number,
    Operation,
    Operator,
    divisions,
    measures_of,
    quotient,
    written,
)
from dealerplan.domain.plan import Measure
from dealerplan.domain.unit import Unit, factor, quotient_of, same, unrelated
from dealerplan.errors import Invalid
from dealerplan.words import Message, say

Measures = Mapping[str, Measure]


class Dimension(NamedTuple):
    """What a value is of: a unit, or none of a plain number and of like divided by like.

    `factor` is what constants multiply it by, `brings` what the scales of like divided by like would have to be
    multiplied by to be a share: 元 / 万元 is one with the factor 1/10000.
    """

    unit: Unit | None
    factor: Fraction = Fraction(1)
    is_like: bool = False
    brings: Fraction = Fraction(1)

    @property
    def is_number(self) -> bool:
        """Whether it is a constant."""
        return self.unit is None and not self.is_like

    @property
    def is_share(self) -> bool:
        """Whether it is like divided by like: 1 is the whole."""
        return self.is_like and self.factor == self.brings

    def times(self, other: Fraction) -> Dimension:
        """Multiplied by a constant."""
        return self._replace(factor=self.factor * other)


NAMELESS = Unit("", "quantity", "?")
"""Stands for the unit of measures that have none: like each other, and like nothing else."""

_CALENDAR = {"months": Unit("", "time", "月"), "days": Unit("", "time", "天"), "open_days": Unit("", "time", "天")}
_ENGLISH = {"月": "month", "天": "day"}


def dimension(formula: Formula, measures: Measures) -> Dimension | None:
    """What a formula's value is of; None where that can't be told. Raises Invalid for a sum of what can't be added."""
    return _Walk(measures).dimension(formula)


def misfit(formula: Formula, measures: Measures) -> Invalid | None:
    """What is wrong with a formula that adds or divides what has no common scale; None of any other."""
    walk = _Walk(measures)
    try:
        found = walk.dimension(formula)
    except Invalid as error:
        return error
    return walk.unequal(formula) if found and found.is_like and _is_off(found) else None


def doubts(formula: Formula, measures: Measures) -> list[Invalid]:
    """Sums of what nobody adds: money and things, kilograms and hours."""
    walk = _Walk(measures)
    walk.dimension(formula)
    return walk.doubts


def _is_off(found: Dimension) -> bool:
    """Whether like is divided by like of another scale, and no constant makes up for it."""
    return found.brings != 1 and (found.factor == 1 or is_far(found.factor / found.brings))


def unit_of(formula: Formula, measures: Measures) -> Unit | None:
    """The unit of a formula's value; None too where a constant makes another scale of it, such as 万元 * 10000."""
    found = _known(formula, measures)
    if found is None or found.unit is None or not found.unit.text or is_scaling(found.factor):
        return None
    is_per_time = found.unit.per is not None and found.unit.per.kind == "time" and found.factor != 1
    return None if is_per_time else found.unit


def is_share(formula: Formula, measures: Measures) -> bool:
    """Whether a formula's values are shares: like by like of one unit or of none, or of measures in percent."""
    units = [measures[id].unit for id in measures_of(formula)]
    if units and all(unit is not None and unit.share is not None for unit in units):
        return True
    found = _known(formula, measures)
    return found is not None and found.is_share


def _known(formula: Formula, measures: Measures) -> Dimension | None:
    """What a formula's value is of; None too of one that is refused."""
    try:
        return dimension(formula, measures)
    except Invalid:
        return None


def is_share_of_like(formula: Formula, measures: Measures) -> bool:
    """Whether it is N / D of two sums of the same unit, and so shown as a percentage of itself."""
    named = all(measures[id].unit is not None for id in measures_of(formula))
    return named and quotient(formula) is not None and is_share(formula, measures)


def is_scaling(times: Fraction) -> bool:
    """Whether a constant brings units to another scale: 100, 1000, 10000, or a thousandth, but not a hundredth."""
    return is_ten(times) and (abs(times) >= 100 or abs(times) <= Fraction(1, 1000))


def is_ten(times: Fraction) -> bool:
    """Whether a constant is a power of ten other than 1."""
    digits = str(max(abs(times.numerator), times.denominator))
    return min(abs(times.numerator), times.denominator) == 1 and digits.rstrip("0") == "1" and abs(times) != 1


def is_far(times: Fraction, most: int = 1000) -> bool:
    """Whether a constant is that much or more, or that part or less: it can only come from a scale."""
    return not Fraction(1, most) < abs(times) < most


class _Walk:
    """From the measures up."""

    def __init__(self, measures: Measures) -> None:
        self.measures = measures
        self.doubts: list[Invalid] = []

    def dimension(self, formula: Formula) -> Dimension | None:
        if isinstance(formula, Number):
            return Dimension(None, formula.value)
        if isinstance(formula, Name):
            return Dimension(_CALENDAR.get(formula.id) or self.measures[formula.id].unit or NAMELESS)
        left, right = self.dimension(formula.left), self.dimension(formula.right)
        if left is None or right is None:
            return None
        match formula.operator:
            case "*":
                return _product(left, right)
            case "/":
                return self._quotient(formula, left, right)
            case _:
                return self._sum(formula, left, right)

    def _sum(self, formula: Operation, left: Dimension, right: Dimension) -> Dimension | None:
        if left.is_number or right.is_number:
            return right if left.is_number else left
        if left.unit is None or right.unit is None:
            return left if left == right else None
        if same(left.unit, right.unit):
            return left if left.factor == right.factor else Dimension(left.unit)
        if not (left.unit.text and right.unit.text):
            return None
        times = factor(right.unit, left.unit)
        if times is None:
            if unrelated(left.unit, right.unit) and left.factor == right.factor == 1:
                self._doubt(formula, left.unit, right.unit)
            return None
        brought = times * left.factor / right.factor
        if brought == 1:
            return right if right.factor == 1 else left
        if left.factor == right.factor or is_far(brought, 50):
            is_scaled = left.factor == right.factor or is_scaling(right.factor / left.factor)
            raise self._unlike(formula, left.unit, right.unit, brought if is_scaled else times)
        return None

    def unequal(self, formula: Formula) -> Invalid:
        """The first division of like by like of another scale, of a formula that has one."""
        found = (self._scales_apart(above, below) for above, below in divisions(formula))
        return next(filter(None, found))

    def _scales_apart(self, above: Formula, below: Formula) -> Invalid | None:
        left, right = self.dimension(above), self.dimension(below)
        if left is None or right is None or left.unit is None or right.unit is None:
            return None
        times = factor(right.unit, left.unit)
        if times is None or times == 1:
            return None
        made = left.factor / right.factor
        brings = times * made if is_scaling(made) else times
        return self._unlike(Operation("/", above, below), left.unit, right.unit, brings)

    def _check_by_time(self, formula: Operation, left: Dimension, right: Dimension) -> None:
        """Refuse a level divided by what a month has, in another scale: 万元 / (元 / months)."""
        assert left.unit is not None
        assert right.unit is not None
        per = left.unit.per or right.unit.per
        if per is None or per.kind != "time" or (left.unit.per and right.unit.per):
            return
        times = factor(left.unit._replace(per=None), right.unit._replace(per=None))
        if times is not None and times != 1 and is_far(left.factor / right.factor / times, 50):
            raise self._unlike(formula, left.unit, right.unit, 1 / times)

    def _doubt(self, formula: Operation, one: Unit, other: Unit) -> None:
        """Money of two currencies is never added; what else is added may be points, and is only told."""
        found = self._unlike(formula, one, other, None)
        if one.is_money and other.is_money:
            raise found
        self.doubts.append(found)

    def _unlike(self, formula: Operation, one: Unit, other: Unit, times: Fraction | None) -> Invalid:
        """What is joined and does not fit; `times` brings the second to the first."""
        names = {id: self.measures[id].name for id in measures_of(formula)}
        fills: dict[str, object] = {"one": written(formula.left, names), "unit": one}
        fills |= {"other": written(formula.right, names), "second": other}
        if formula.operator == "/":
            message = say("{one} is in {unit} and {other} in {second}: their quotient is no share", **fills)
        else:
            message = say("{one} is in {unit} and {other} in {second}: they can't be added so", **fills)
        return Invalid(message, _brought(formula.right, times, one, other))

    def _quotient(self, formula: Operation, left: Dimension, right: Dimension) -> Dimension | None:
        if right.is_number or right.is_like:
            known = right.factor and (right.is_number or not left.is_number)
            return left.times(right.brings / right.factor) if known else None
        assert right.unit is not None
        if left.unit is None:
            return None
        if right.unit.share is not None:
            return left.times(1 / right.factor)
        times = factor(left.unit, right.unit)
        if times is not None:
            return Dimension(None, left.factor / right.factor, True, times)
        if left.unit.is_money and right.unit.is_money and left.factor == right.factor == 1:
            raise self._unlike(formula, left.unit, right.unit, None)
        self._check_by_time(formula, left, right)
        whole = _rate(left.unit, right.unit)
        return Dimension(whole, left.factor / right.factor) if whole else None


def _rate(above: Unit, below: Unit) -> Unit | None:
    """The unit of a quotient, where it has a name."""
    if above.per or below.per:
        return above._replace(text="")  # nobody has a name for it, but its scale is known
    if above.share is not None or not above.text:
        return above if above == NAMELESS and _is_calendar(below) else None
    if _is_calendar(below):
        text = below.base if not above.text[-1:].isascii() else _ENGLISH[below.base]
        return quotient_of(above, below._replace(text=text))
    return quotient_of(above, below) if below.text else None


def _is_calendar(unit: Unit) -> bool:
    return not unit.text and unit.kind == "time"


def _product(left: Dimension, right: Dimension) -> Dimension | None:
    """A share of something is of its unit; of two units, or of the calendar's and another, nothing is known."""
    if left.is_number or right.is_number:
        return right.times(left.factor) if left.is_number else left.times(right.factor)
    for one, other in ((left, right), (right, left)):
        if one.is_like or (one.unit is not None and one.unit.share is not None):
            return other.times(one.factor / one.brings)
    return None


def _brought(formula: Formula, times: Fraction | None, to: Unit, unit: Unit) -> Message:
    """What to write so that a formula is in another's unit."""
    if times is None:
        is_money = to.is_money and unit.is_money
        return say("make a target of each currency") if is_money else say("make a target of each")
    operator: Operator = "*" if times > 1 else "/"
    brought = Operation(operator, formula, Number(max(times, 1 / times)))
    return say("write {example}, or give both one unit", example=written(brought))
