"""The units of formulas, by those of their measures."""

from __future__ import annotations

from collections.abc import Mapping

from dealerplan.domain.formula import Formula, measures_of, quotient, weights
from dealerplan.domain.plan import Measure
from dealerplan.domain.unit import Unit, factor, quotient_of, same

Measures = Mapping[str, Measure]


def unit_of(formula: Formula, measures: Measures) -> Unit | None:
    """The unit of a formula's value: one of a sum's measures, or N's over D's where they differ."""
    parts = quotient(formula)
    if parts is None:
        return unit_of_sum(formula, measures)
    above, below = (unit_of_sum(part, measures) for part in (parts.above, parts.below))
    return quotient_of(above, below) if above and below and not same(above, below) else None


def unit_of_sum(formula: Formula, measures: Measures) -> Unit | None:
    """The one unit of what is added with no weight, where all else is brought to it by weights."""
    factors = weights(formula)
    if factors is None:
        return None
    units = [measures[id].unit for id in measures_of(formula)]
    if all(same(unit, units[0]) for unit in units):
        return units[0]
    plain = [measures[id].unit for id, weight in factors.items() if abs(weight) == 1]
    own = plain[0] if plain else None
    brought = own is not None and all(_brings(measures[id].unit, own, abs(weight)) for id, weight in factors.items())
    return own if brought else None


def _brings(unit: Unit | None, own: Unit, weight: object) -> bool:
    """Whether a weight is what brings a unit to another."""
    return unit is not None and factor(unit, own) == weight


def like_by_like(formula: Formula, measures: Measures) -> bool:
    """Whether it divides two sums of the same unit, without a constant factor."""
    parts = quotient(formula)
    if parts is None or parts.factor != 1:
        return False
    above, below = (unit_of_sum(part, measures) for part in (parts.above, parts.below))
    return above is not None and same(above, below)


def is_share(formula: Formula, measures: Measures) -> bool:
    """Whether a formula's values are shares: N / D of one unit, or of none, or measures in percent."""
    units = [measures[id].unit for id in measures_of(formula)]
    if quotient(formula) and all(same(unit, units[0]) for unit in units):
        return True
    return bool(units) and all(unit is not None and unit.share is not None for unit in units)
