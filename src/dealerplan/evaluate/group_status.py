"""The status of a group's target, by the rules of a store's over the sums of P (group.md, 9.13)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple, Protocol

from dealerplan.domain.goal import Goal
from dealerplan.domain.month import Month
from dealerplan.domain.number import summed
from dealerplan.domain.plan import Target
from dealerplan.evaluate.roller import Roller
from dealerplan.evaluate.status import WORST_FIRST, Status, is_beyond_zero, is_crossed, of_sum, of_value
from dealerplan.evaluate.tally import ZERO, Sums, TargetTally


class Figures(Protocol):
    """What a status is told by."""

    @property
    def actual(self) -> Fraction | None:
        """The value over P."""
        ...


class Whole(NamedTuple):
    """A target's stores, their parts of P, the ends of Σ of their goals in force, and whether any pair is missing."""

    target: Target
    roller: Roller
    tallies: Sequence[TargetTally]
    parts: Sequence[Sums]
    as_of: Month | None
    goals: Sequence[Fraction]
    is_missing: bool

    @property
    def goal(self) -> Goal | None:
        """A goal in the direction that all stores' have; None where they differ, or none is decided."""
        decided = [tally.goal for tally in self.tallies if tally.goals]
        ops = {goal.op for goal in decided}
        return decided[0] if len(ops) == 1 else None

    @property
    def against(self) -> Fraction | None:
        """What sums are attained against."""
        return self.goals[0] if self.goals else None

    @property
    def is_over(self) -> bool:
        """Whether the figures are final: as of the last month, and no pair is missing."""
        last = self.roller.group.months_of(self.target).last
        if self.as_of is None or self.as_of < last:
            return False
        if self.target.kind == "level":
            return not any(last in tally.missing for tally in self.tallies if tally.goals)
        return not self.is_missing


class Part(NamedTuple):
    """A store's target in one place; it `counts` once the store is there, and before that is only asked."""

    tally: TargetTally
    sums: Sums | None
    goals: tuple[Fraction, ...]
    is_missing: bool
    counts: bool = True


def whole_of(roller: Roller, stores: Sequence[Part], as_of: Month | None) -> Whole:
    """A target of some stores together."""
    tallies = tuple(one.tally for one in stores if one.counts)
    parts = tuple(one.sums for one in stores if one.sums is not None)
    is_missing = any(one.is_missing for one in stores if one.goals)
    return Whole(roller.target, roller, tallies, parts, as_of, in_force(roller, stores), is_missing)


def part_of(tally: TargetTally, here: bool = True) -> Part:
    """A store's target as a whole."""
    return part_at(tally, tally.whole, tally.goals, tally.missing, here)


def part_at(
    tally: TargetTally, sums: Sums | None, goals: tuple[Fraction, ...], missing: Sequence[Month], here: bool
) -> Part:
    """A store's target in a place where it is, was or will be."""
    return Part(tally, sums, goals, bool(missing), here or sums is not None or bool(missing))


def in_force(roller: Roller, stores: Sequence[Part]) -> tuple[Fraction, ...]:
    """The ends of Σ of the goals in force: of a level of the stores recorded, a mean's by their weights."""
    own = [one for one in stores if one.goals and (roller.target.kind != "level" or one.sums is not None)]
    ends = range(min((len(one.goals) for one in own), default=0))
    if roller.how != "mean":
        return tuple(summed(one.goals[at] for one in own) for at in ends)
    weights = [ZERO if one.sums is None else one.sums.weight for one in own]
    whole = summed(weights)
    return tuple(
        summed(one.goals[at] * weight for one, weight in zip(own, weights, strict=True)) / whole for at in ends if whole
    )


def status_of(whole: Whole, figures: Figures) -> Status | None:
    """The status; None where each store is judged alone, or its goals have no one direction or no one figure."""
    if whole.target.each:
        return None
    if not any(tally.goals for tally in whole.tallies):
        return "undecided" if any(tally.goal.undecided for tally in whole.tallies) else "no_data"
    if not whole.parts or figures.actual is None:
        return "no_data"
    if whole.goal is None:
        return None
    ends = (0, 1) if whole.goal.is_range else (0,)
    owed = [whole.roller.expected(whole.parts, end) for end in ends]
    if any(one is None for one in owed):
        return None
    lines = [one for one in owed if one is not None]
    if whole.target.kind == "flow":
        found = [_flow(whole, goal, figures.actual, line, end)
                 for goal, line, end in zip(whole.goal.ends(), lines, ends, strict=True)]  # fmt: skip
        return min(found, key=WORST_FIRST.index)
    return _held(whole, figures.actual, lines)


def _flow(whole: Whole, goal: Goal, actual: Fraction, expected: Fraction, end: int) -> Status:
    asked = goal._replace(value=whole.goals[end])
    can_fall = any(tally.can_fall for tally in whole.tallies if tally.goals)
    is_settled = is_crossed(asked, actual) and is_beyond_zero(asked) and not can_fall
    return of_sum(asked, actual, expected, whole.target.tolerance, whole.is_over, is_settled).status


def _held(whole: Whole, actual: Fraction, lines: Sequence[Fraction]) -> Status:
    """A rate or level against what its stores' goals come to."""
    least = whole.target.min_volume
    if least is not None and summed(part.weight for part in whole.parts) < least:
        return "too_few"
    assert whole.goal is not None
    goal = whole.goal._replace(value=lines[0], high=lines[1] if whole.goal.is_range else None)
    return of_value(goal, actual, whole.target.tolerance, whole.is_over).status
