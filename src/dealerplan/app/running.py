"""Which months of a store have begun and which are over.

Its plans may end their months on different days. What concerns several of them has begun, and is over, once it is for
each.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from dealerplan.domain.month import Month
from dealerplan.domain.month_end import MonthEnd
from dealerplan.domain.plan import Plan
from dealerplan.errors import Invalid
from dealerplan.words import say


def ends_of(plans: Iterable[Plan]) -> list[MonthEnd]:
    """The days on which plans end their months, each once."""
    return list(dict.fromkeys(plan.month_end for plan in plans))


def concerned(plans: Sequence[Plan], month: Month, measures: Collection[str] = ()) -> Sequence[Plan]:
    """The plans that a month is of, else all; where measures are named, of those that have any of them."""
    having = [plan for plan in plans if not measures or any(id in plan.measures for id in measures)]
    return [plan for plan in having if month in plan.period] or having


def current_month(plans: Sequence[Plan], today: date) -> Month:
    """The month that is running; where plans differ, the earlier."""
    return min(end.month_of(today) for end in ends_of(plans))


def future(plans: Sequence[Plan], month: Month, today: date) -> Invalid | None:
    """What speaks against a month that has not begun for each of the plans."""
    now = current_month(plans, today)
    message = say("{month} lies in the future", month=month)
    return Invalid(message, say("the current month is {month}", month=now)) if month > now else None


def is_over(plans: Sequence[Plan], month: Month, today: date) -> bool:
    """Whether a month has ended for each of the plans."""
    return month < current_month(plans, today)
