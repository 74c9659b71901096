"""What a flow's goal owes each month, exactly: the months always add up to the goal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from math import lcm
from typing import NamedTuple

from dealerplan.domain.goal import Goal
from dealerplan.domain.month import Month
from dealerplan.domain.number import over_one

Weights = Sequence[Fraction | int]


class Owed(NamedTuple):
    """What months owe, each as so many of a `part` of 1; those that owe nothing known are not in it."""

    wholes: Mapping[Month, int]
    part: int

    def of(self, month: Month) -> Fraction | None:
        """What a month owes."""
        whole = self.wholes.get(month)
        return None if whole is None else Fraction(whole, self.part)

    def over(self, months: Iterable[Month]) -> Fraction:
        """What months owe together."""
        return Fraction(sum([self.wholes.get(month, 0) for month in months]), self.part)


class InForce(NamedTuple):
    """A goal and the first month that it holds for; `weights`, of all months, are None where the earlier ones stay."""

    start: Month
    goal: Goal
    weights: Weights | None = None


def owed_by_month(
    months: Sequence[Month], goals: Sequence[InForce], weights: Weights, decimals: int, end: int = 0
) -> Owed:
    """What each of the months owes under goals that follow each other, the first from the beginning.

    A later goal keeps what the months before it owed and spreads the rest over the months from it on, by its weights.
    One that is less than those months owed, or the first to be decided, is spread over all of them (amendments B.5 and
    B.6). Months owe nothing (are not in the answer) while the goal is unknown. `end` chooses a range's low (0) or
    high (-1) end.
    """
    values = [goal.ends()[end].value for _, goal, _ in goals]
    unit = 10**decimals
    part = lcm(unit, *[value.denominator for value in values if value is not None])
    owed: list[int] = []
    known, all_weights = False, weights
    for (start, _, revised), value in zip(goals, values, strict=True):
        at = max(start.since(months[0]), 0)
        if at >= len(months):
            continue
        if revised is not None:
            weights, all_weights = revised, joined(all_weights, revised, at)
        owed, was_known, known = owed[:at], known, value is not None
        if value is None:
            continue
        whole, kept = value.numerator * (part // value.denominator), sum(owed)
        if not was_known or 0 <= whole < kept:
            owed = spread(whole, all_weights, part // unit)
        else:
            owed += spread(whole - kept, weights[at:], part // unit)
    return Owed(dict(zip(months, owed, strict=False)), part)


def joined(weights: Weights, later: Weights, at: int) -> Weights:
    """Weights up to a place, and others from there on, which together weigh what the first did there."""
    total, rest = sum(later[at:]), sum(weights[at:])
    if not at:
        return later
    return [*weights[:at], *([rest * Fraction(one) / total for one in later[at:]] if total else weights[at:])]


def spread(whole: int, weights: Weights, step: int) -> list[int]:
    """Split a whole number by weights: cumulative shares rounded down to steps, the last exactly the number.

    Weights that come to nothing share it evenly.
    """
    shares, _ = over_one(weights)
    *cumulative, total = accumulate(shares if sum(shares) else [1] * len(shares))
    below = total * step
    marks = [whole * share // below * step for share in cumulative]
    return [later - earlier for earlier, later in pairwise([0, *marks, whole])]
