"""What a flow's goal owes each month, exactly: the months always add up to the goal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise

from dealerplan.domain.month import MONTHS_IN, Month
from dealerplan.domain.plan import OpenDays, Phasing, Target

Owed = Mapping[Month, Fraction]
Weights = Sequence[Fraction | int]


def owed_by_month(
    target: Target, months: Sequence[Month], open_days: OpenDays, until: Month | None, end: int = 0
) -> Owed:
    """What each of the period's months owes under the goals in force up to and in the month `until`.

    Months owe nothing (are not in the answer) while the goal is undecided. `end` chooses a range's low (0) or
    high (-1) end.
    """
    if not target.each:
        return _owed(target, months, _weights(target.phasing, months, open_days), until, end)
    owed: dict[Month, Fraction] = {}
    size = MONTHS_IN[target.each]
    for at in range(0, len(months), size):
        owed |= _owed(target, months[at : at + size], [1] * size, until, end)
    return owed


def _owed(target: Target, months: Sequence[Month], weights: Weights, until: Month | None, end: int) -> Owed:
    """The months of one goal: a revision keeps what those before it owed, and spreads the rest of the new goal."""
    owed: dict[Month, Fraction] = {}
    goals = [(months[0], target.goal)]
    goals += [(revision.start, revision.goal) for revision in target.revisions if until and revision.start <= until]
    for start, goal in goals:
        at = max(start.since(months[0]), 0)
        if at >= len(months):
            continue
        owed = {month: owed[month] for month in months[:at] if month in owed}
        value = goal.ends()[end].value
        if value is not None:
            rest = value - sum(owed.values())
            owed |= zip(months[at:], spread(rest, weights[at:], target.decimals), strict=True)
    return owed


def _weights(phasing: Phasing, months: Sequence[Month], open_days: OpenDays) -> Weights:
    if phasing == "even":
        return [1] * len(months)
    if phasing == "open_days":
        return [open_days(month) for month in months]
    return phasing


def spread(amount: Fraction, weights: Weights, decimals: int) -> list[Fraction]:
    """Split an amount by weights: cumulative shares rounded down, the last exactly the amount.

    Weights that are all zero share it evenly.
    """
    *cumulative, total = accumulate(weights if any(weights) else [1] * len(weights))
    unit = 10**decimals
    above, below = amount.numerator * unit, amount.denominator * total
    marks = [0, *(above * share // below for share in cumulative)]
    steps = [Fraction(later - earlier, unit) for earlier, later in pairwise(marks)]
    return [*steps, amount - Fraction(marks[-1], unit)]
