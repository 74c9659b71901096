"""How a group's period will end: from the landings of its stores, which move together in part (docs/landing.md)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import fsum, sqrt
from typing import NamedTuple

from dealerplan.domain.goal import Goal
from dealerplan.domain.number import summed
from dealerplan.evaluate.roller import Roller
from dealerplan.evaluate.rollup import GroupTarget
from dealerplan.evaluate.season import TENTH, Outcome
from dealerplan.evaluate.tally import ZERO, Ahead, TargetTally

TOGETHER = 0.5
"""How much of their errors stores share: markets and seasons are the same for all."""


class GroupLanding(NamedTuple):
    """The value of all stores at the period's end as expected now, from so many stores; see Landing.

    The range and the chance are None where one of the stores has none.
    """

    low: Fraction | None
    mid: Fraction
    high: Fraction | None
    chance: Fraction | None
    years: int
    stores: int


def group_landing(of: GroupTarget, roller: Roller) -> GroupLanding | None:
    """The landing of a group's target: of sums the sum of its stores', of N / D that of N over that of D.

    A level is that of the stores open in the last month: what has closed by then has none (group.md, 9.5).
    """
    end, last = roller.group.month_end, roller.group.months_of(of.target).last
    known = [
        line.tally
        for line in of.lines
        if line.tally.goals and not (of.target.kind == "level" and line.store.is_closed(last, end))
    ]
    ahead = [tally.ahead for tally in known if tally.ahead is not None]
    if not ahead or of.target.each or roller.how not in ("sum", "ratio"):
        return None
    mid = summed(one.mid for one in ahead) if roller.how == "sum" else _ratio(ahead, roller)
    if mid is None:
        return None
    half = _half(ahead, roller) if len(ahead) == len(known) else None
    years = min(one.years for one in ahead)
    if half is None:
        return GroupLanding(None, mid, None, None, years, len(ahead))
    low, high = mid - half, mid + half
    return GroupLanding(low, mid, high, _chance(mid, half, _goal(of, known, roller)), years, len(ahead))


def _ratio(ahead: Sequence[Ahead], roller: Roller) -> Fraction | None:
    parts, both = roller.parts, [one.parts for one in ahead if one.parts is not None]
    below = summed(one[1] for one in both)
    if parts is None or len(both) < len(ahead) or not below:
        return None
    return _rounded(parts.factor * summed(one[0] for one in both) / below)


def _half(ahead: Sequence[Ahead], roller: Roller) -> Fraction | None:
    """Half of the range: a part of the stores' errors adds up, the rest evens out in part."""
    halves = [(one.high - one.low) / 2 for one in ahead if one.low is not None and one.high is not None]
    if len(halves) < len(ahead):
        return None
    if roller.how == "ratio":
        below = [one.parts[1] if one.parts else ZERO for one in ahead]
        total = summed(below)
        halves = [half * one / total for half, one in zip(halves, below, strict=True)]
    errors = [float(half) for half in halves]
    together = TOGETHER * fsum(errors) ** 2 + (1 - TOGETHER) * fsum(error**2 for error in errors)
    return _rounded(Fraction(sqrt(together)))


def _goal(of: GroupTarget, known: Sequence[TargetTally], roller: Roller) -> Goal | None:
    """What all stores together are asked at the end."""
    if of.goal is None or of.goal.is_range:
        return None
    asked = summed(tally.goals[0] for tally in known) if roller.how == "sum" else of.rolled.expected
    return None if asked is None else of.goal._replace(value=asked)


def _chance(mid: Fraction, half: Fraction, goal: Goal | None) -> Fraction | None:
    if goal is None:
        return None
    if not half:
        return Fraction(goal.held_by(mid))
    chance = Outcome(float(mid), 0.0, float(half) / TENTH).chance(goal)
    return None if chance is None else _rounded(Fraction(chance))


def _rounded(value: Fraction) -> Fraction:
    """Six digits behind the point."""
    return Fraction(round(value * 1_000_000), 1_000_000)
