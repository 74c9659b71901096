"""The story of a flow's gap: where it arose, what has been made up since, and what is still to be had."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

from dealerplan.domain.month import Month
from dealerplan.evaluate.need import Need
from dealerplan.evaluate.scorecard import TargetCard
from dealerplan.evaluate.target_context import ZERO


class MonthGap(NamedTuple):
    """What a recorded month had beyond what it owed; below 0 what it lacked."""

    month: Month
    gap: Fraction


class Best(NamedTuple):
    """What each month to come needs on average, and the best month so far: `beyond` is by what share it is more."""

    need: Need
    monthly: Fraction
    month: Month
    value: Fraction
    beyond: Fraction | None

    @property
    def hard(self) -> bool:
        """Whether no month so far had as much."""
        return self.monthly > self.value


Gaps = tuple[MonthGap, ...]


class Story(NamedTuple):
    """A flow's gap month by month, the recorded ones alone, which add up to it.

    `groups` are its parts: the month that is most to blame, the earlier ones, those after it, and last those up to now
    that together did better than they owed, each only where there are any; none where no month is to blame. `last` is
    the gap at the end of the month before, None in the first.
    """

    gaps: Gaps
    groups: tuple[Gaps, ...]
    last: Fraction | None


def story_of(card: TargetCard) -> Story | None:
    """The story of a flow that builds up over its months; None where nothing is recorded, or its goal is open."""
    if not card.target.adds_up or card.figures.gap is None:
        return None
    told = ((one.month, one.actual, one.expected) for one in card.months)
    gaps = [MonthGap(month, had - owed) for month, had, owed in told if had is not None and owed is not None]
    good = -1 if card.goal.is_ceiling else 1
    at = min(range(len(gaps)), key=lambda at: gaps[at].gap * good)
    earlier = [one for one in gaps if one.month < card.months[-1].month]
    last = total(earlier) if earlier else None
    if gaps[at].gap * good >= 0:
        return Story(tuple(gaps), (), last)
    since = _made_up([one.gap * good for one in gaps[at + 1 :]]) + at + 1
    parts = (gaps[at : at + 1], gaps[:at], gaps[at + 1 : since], gaps[since:])
    return Story(tuple(gaps), tuple(tuple(part) for part in parts if part), last)


def best_of(card: TargetCard) -> Best | None:
    """What a flow needs a month beside its best month; None where it needs nothing, or has no month yet."""
    needs = (one for one in card.needs if one.kind == "need" and not one.seasonal and one.per in ("month", "rest"))
    need = next(needs, None) if card.target.adds_up else None
    value = next((one.actual for one in card.months if one.month == card.best_month), None)
    if need is None or card.best_month is None or value is None:
        return None
    monthly = need.amount / need.months if need.per == "rest" else need.amount
    return Best(need, monthly, card.best_month, value, monthly / value - 1 if value > 0 else None)


def _made_up(gaps: Sequence[Fraction]) -> int:
    """Where the longest run up to the end begins that is above 0 together; after the end where none is."""
    sums = [*accumulate(reversed(gaps))]
    return len(gaps) - max((length for length, total in enumerate(sums, 1) if total > 0), default=0)


def total(gaps: Sequence[MonthGap]) -> Fraction:
    """What months have beyond what they owe, together."""
    return sum((one.gap for one in gaps), ZERO)
