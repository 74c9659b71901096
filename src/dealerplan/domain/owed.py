"""What a flow's goal owes each month, exactly: the months always add up to the goal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import NamedTuple

from dealerplan.domain.goal import Goal
from dealerplan.domain.month import Month

Owed = Mapping[Month, Fraction]
Weights = Sequence[Fraction | int]


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
    owed: dict[Month, Fraction] = {}
    known, all_weights = False, weights
    for start, goal, revised in goals:
        at = max(start.since(months[0]), 0)
        if at >= len(months):
            continue
        if revised is not None:
            weights, all_weights = revised, joined(all_weights, revised, at)
        value, before = goal.ends()[end].value, {month: owed[month] for month in months[:at] if month in owed}
        kept = sum(before.values(), Fraction(0))
        if value is None:
            owed = before
        elif not known or 0 <= value < kept:
            owed = dict(zip(months, spread(value, all_weights, decimals), strict=True))
        else:
            owed = before | dict(zip(months[at:], spread(value - kept, weights[at:], decimals), strict=True))
        known = value is not None
    return owed


def joined(weights: Weights, later: Weights, at: int) -> Weights:
    """Weights up to a place, and others from there on, which together weigh what the first did there."""
    total, rest = sum(later[at:]), sum(weights[at:])
    if not at:
        return later
    return [*weights[:at], *([rest * Fraction(one) / total for one in later[at:]] if total else weights[at:])]


def spread(amount: Fraction, weights: Weights, decimals: int) -> list[Fraction]:
    """Split an amount by weights: cumulative shares rounded down, the last exactly the amount.

    Weights that come to nothing share it evenly.
    """
    *cumulative, total = accumulate(weights if sum(weights) else [1] * len(weights))
    unit = 10**decimals
    above, below = amount.numerator * unit, amount.denominator * total
    marks = [0, *(above * share // below for share in cumulative)]
    steps = [Fraction(later - earlier, unit) for earlier, later in pairwise(marks)]
    return [*steps, amount - Fraction(marks[-1], unit)]
