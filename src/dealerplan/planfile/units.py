"""The units of a plan: of formulas, and what is wrong where they don't go together."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from dealerplan.domain.formula import Formula, measures_of, weights
from dealerplan.domain.formula_unit import Dimension, dimension, is_far, is_scaling, is_ten
from dealerplan.domain.goal import Goal, WrittenGoal
from dealerplan.domain.plan import Measure
from dealerplan.domain.unit import Unit, differ, factor, unrelated
from dealerplan.errors import Invalid
from dealerplan.words import say

Measures = Mapping[str, Measure]


def decimals_of(stated: Unit | None, formula: Formula, measures: Measures) -> int:
    """What owed amounts are rounded down to: the measures' decimals; where none has a unit, also the target's own.

    A hundredth of a measure or less has so many decimals more: 台 / 10000.
    """
    used = [measures[id] for id in measures_of(formula)]
    own = [stated.places] if stated and all(measure.unit is None for measure in used) else []
    finer = [len(str(int(1 / abs(by)))) for by in (weights(formula) or {}).values() if 0 < abs(by) <= Fraction(1, 100)]
    return max([*own, *(measure.decimals for measure in used)]) + max(finer, default=0)


def unit_misfit(own: Unit, formula: Formula, measures: Measures) -> Invalid | None:
    """A target's own unit that is not that of its formula: another scale, or of something else."""
    found = dimension(formula, measures)
    if found is None or found.is_number:
        return None
    if own.share is not None and is_multiplied(found):
        return _multiplied(f"unit: {own}", found)
    if found.unit is None or found.unit.base == "?" or not _contradict(found, found.unit, own):
        return None
    if found.factor == 1:
        message = say("the formula is in {unit}, not in {other}", unit=found.unit, other=own)
        return Invalid(message, say("write unit: {unit}, or leave it out", unit=found.unit))
    message = say(
        "the formula is in {unit} times {factor}, not in {other}",
        unit=found.unit, factor=str(found.factor), other=own,
    )  # fmt: skip
    return Invalid(message, say("write the unit that it has then, or take the constant out of the formula"))


def _contradict(found: Dimension, measured: Unit, own: Unit) -> bool:
    """Whether a stated unit can't be that of a value, whose constants may bring it to another scale."""
    if measured.share is not None and own.share is not None:
        return False
    times, most = factor(measured, own), 100
    if times is None:
        most, heads = 1000, [unit._replace(per=None) for unit in (measured, own)]
        times = factor(*heads)
        if times is None:
            return "money" in (measured.kind, own.kind) or (measured.per is None and unrelated(*heads))
    off = found.factor / times
    return off != 1 and (found.factor == 1 or is_far(off, most))


def is_multiplied(found: Dimension) -> bool:
    """Whether the formula makes percentages or per milles of its values itself: N / D * 100."""
    times = found.factor / found.brings
    return is_ten(times) and (is_scaling(times) or found.brings != 1)


def _multiplied(text: str, found: Dimension) -> Invalid:
    message = say(
        "the formula multiplies by {factor} itself, so {text} says it twice",
        factor=str(found.factor / found.brings), text=text,
    )  # fmt: skip
    return Invalid(message, say("take the constant out of the formula, or write the plain number"))


def percent_misfit(goal: WrittenGoal, formula: Formula, measures: Measures) -> Invalid | None:
    """A goal in percent of a formula that multiplies by 100 itself."""
    found = dimension(formula, measures)
    is_twice = Goal(goal.text, last_year=goal.last_year).percent and found is not None and is_multiplied(found)
    return _multiplied(goal.text, found) if found is not None and is_twice else None


def within_misfit(part: Unit | None, whole: Unit | None, name: str) -> Invalid | None:
    """A part in another unit than the whole it lies within."""
    if part is None or whole is None or not differ(part, whole):
        return None
    message = say("it is in {unit}, and {whole}, of which it is a part, in {other}", unit=part, whole=name, other=whole)
    return Invalid(message, say("give both one unit"))
