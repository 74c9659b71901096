"""What a flow's goal owes each month, exactly: the months always add up to the goal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise

from dealerplan.domain.goal import Goal
from dealerplan.domain.month import Month, Period
from dealerplan.domain.number import rounded_down
from dealerplan.domain.plan import OpenDays, Phasing, Target

Owed = Mapping[Month, Fraction]


def shares(phasing: Phasing, period: Period, open_days: OpenDays) -> tuple[Fraction, ...]:
    """Each month's share of the goal; they add up to 1. A period without an open day is shared evenly."""
    if phasing == "even":
        return _normal([Fraction(1)] * len(period))
    if phasing == "open_days":
        return _normal([Fraction(open_days(month)) for month in period])
    return phasing


def owed_by_month(target: Target, period: Period, open_days: OpenDays, until: Month | None, end: int = 0) -> Owed:
    """What each month of the period owes under the goals in force up to and in the month `until`.

    A revision keeps what the months before it owed and spreads the rest of the new goal over those from it on.
    Months owe nothing (are not in the answer) while the goal is undecided. `end` chooses a range's low (0) or
    high (-1) end.
    """
    if target.each:
        return _owed_each(target, period, end)
    weights = shares(target.phasing, period, open_days)
    owed: dict[Month, Fraction] = {}
    for start, goal in _goals(target, period, until):
        owed = {month: amount for month, amount in owed.items() if month < start}
        value = goal.ends()[end].value
        if value is not None:
            rest = Period(start, period.last)
            amount = value - sum(owed.values())
            owed |= zip(rest, spread(amount, weights[-len(rest) :], target.decimals), strict=True)
    return owed


def _goals(target: Target, period: Period, until: Month | None) -> list[tuple[Month, Goal]]:
    later = [(revision.start, revision.goal) for revision in target.revisions]
    return [(period.first, target.goal)] + [(start, goal) for start, goal in later if until and start <= until]


def _owed_each(target: Target, period: Period, end: int) -> Owed:
    """A goal of each span's own, spread evenly over the span's months."""
    assert target.each is not None
    owed: dict[Month, Fraction] = {}
    for span in period.spans(target.each):
        value = target.goal_in(span.last).ends()[end].value
        if value is not None:
            owed |= zip(span, spread(value, [Fraction(1)] * len(span), target.decimals), strict=True)
    return owed


def spread(amount: Fraction, weights: Sequence[Fraction], decimals: int) -> list[Fraction]:
    """Split an amount by weights: cumulative shares rounded down, the last exactly the amount."""
    cumulative = [Fraction(0)]
    cumulative += [rounded_down(amount * share, decimals) for share in accumulate(_normal(weights))]
    cumulative[-1] = amount
    return [later - earlier for earlier, later in pairwise(cumulative)]


def _normal(weights: Sequence[Fraction]) -> tuple[Fraction, ...]:
    total = sum(weights)
    if not total:
        return _normal([Fraction(1)] * len(weights))
    return tuple(weight / total for weight in weights)
