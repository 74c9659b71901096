"""The units of a plan: of formulas, and what is wrong where they don't go together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dealerplan.domain import formula as formulas
from dealerplan.domain.formula import Formula, Operation
from dealerplan.domain.formula_unit import unit_of_sum
from dealerplan.domain.plan import Measure, Target
from dealerplan.domain.unit import Unit, factor
from dealerplan.errors import Invalid
from dealerplan.words import Message, say

Measures = Mapping[str, Measure]


def is_percentage(target: Target, alike: bool) -> bool:
    """Whether values are shown as percentages: as goals are written, else where the formula divides like by like."""
    if target.unit is not None and target.unit.share is not None:
        return True
    goals = [
        goal for goal in (target.goal, *(revision.goal for revision in target.revisions)) if goal.value is not None
    ]
    return any(goal.percent for goal in goals) if goals else alike


def decimals_of(stated: Unit | None, used: Sequence[Measure]) -> int:
    """What owed amounts are rounded down to: the measures' decimals; where none has a unit, also the target's own."""
    own = [stated.places] if stated and all(measure.unit is None for measure in used) else []
    return max([*own, *(measure.decimals for measure in used)])


def sum_misfits(formula: Formula, measures: Measures) -> Iterator[Invalid]:
    """Sums that add what has no common scale: 元 to 万元, or two currencies."""
    weights = formulas.weights(formula)
    if weights is None:
        if isinstance(formula, Operation):
            yield from sum_misfits(formula.left, measures)
            yield from sum_misfits(formula.right, measures)
        return
    plain = [measures[id] for id, weight in weights.items() if abs(weight) == 1]
    for other in plain[1:]:
        if (found := _apart(plain[0], other)) is not None:
            yield found
            return


def _apart(one: Measure, other: Measure) -> Invalid | None:
    if one.unit is None or other.unit is None or one.unit.kind != other.unit.kind or not differ(one.unit, other.unit):
        return None
    message = say(
        "{one} is in {unit} and {other} in {second}: they can't be added so",
        one=one.name, unit=one.unit, other=other.name, second=other.unit,
    )  # fmt: skip
    return Invalid(message, _brought(one, other))


def _brought(one: Measure, other: Measure) -> Message:
    """What to write so that the second counts in the unit of the first."""
    assert one.unit is not None
    assert other.unit is not None
    times = factor(other.unit, one.unit)
    if times is None:
        return say("make a target of each currency")
    term = f"{other.id} * {times}" if times > 1 else f"{other.id} / {1 / times}"
    return say("write {example}, or give both one unit", example=term)


def differ(one: Unit, other: Unit) -> bool:
    """Whether two units are of one thing at two scales, or one of them is money that the other is not."""
    times = factor(one, other)
    return times != 1 if times is not None else "money" in (one.kind, other.kind)


def unit_misfit(own: Unit, formula: Formula, measures: Measures) -> Invalid | None:
    """A target's own unit that is not that of its plain sum of measures."""
    weights = formulas.weights(formula)
    if weights is None or any(abs(weight) != 1 for weight in weights.values()):
        return None
    measured = unit_of_sum(formula, measures)
    if measured is None or not differ(measured, own):
        return None
    message = say("the formula is in {unit}, not in {other}", unit=measured, other=own)
    return Invalid(message, say("write unit: {unit}, or leave it out", unit=measured))


def within_misfit(part: Unit | None, whole: Unit | None, name: str) -> Invalid | None:
    """A part in another unit than the whole it lies within."""
    if part is None or whole is None or not differ(part, whole):
        return None
    message = say("it is in {unit}, and {whole}, of which it is a part, in {other}", unit=part, whole=name, other=whole)
    return Invalid(message, say("give both one unit"))
