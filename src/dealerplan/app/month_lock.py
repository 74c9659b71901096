"""When a month's actuals are due, and whether they may still change.

A month is shut for a measure once it is closed, or from the day after the lock day of a plan that has the measure; in
both cases until it is reopened, which says why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from dealerplan.book.reading import Known, Mark
from dealerplan.domain.event import Closed, Reopened
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Plan
from dealerplan.errors import UsageError
from dealerplan.words import say


def local_day(at: str) -> date:
    """The local day of a time as the book keeps it."""
    return datetime.fromisoformat(at).astimezone().date()


class MonthLock(NamedTuple):
    """Which months of a store are shut, as its log and its plans say on a day."""

    plans: Sequence[Plan]
    marks: Mapping[Month, Mark]
    today: date

    def lock_day(self, month: Month, measure: str | None = None) -> date | None:
        """The last day to record a month, or one of its measures, without reopening it; None where no plan says."""
        days = [
            plan.reporting.lock_day(month)
            for plan in self.plans
            if month in plan.period and (measure is None or measure in plan.measures)
        ]
        return min((day for day in days if day is not None), default=None)

    def is_closed(self, month: Month) -> bool:
        """Whether somebody closed the month."""
        return month in self.marks and isinstance(self.marks[month].event, Closed)

    def is_without_business(self, month: Month) -> bool:
        """Whether somebody closed the month because there was no business in it."""
        return month in self.marks and self.marks[month].event == Closed(month, no_business=True)

    def is_locked(self, month: Month, measure: str | None = None) -> bool:
        """Whether the lock day has passed, and nobody reopened the month after it."""
        day = self.lock_day(month, measure)
        mark = self.marks.get(month)
        if day is None or self.today <= day:
            return False
        return not (mark and isinstance(mark.event, Reopened) and local_day(mark.entry.at) > day)

    def objection(self, month: Month, measures: Sequence[str], option: str) -> UsageError | None:
        """What speaks against writing measures of a month; `option` names the store in commands."""
        hint = say('open it first: dealerplan reopen {words} --why "…"', words=f"{month}{option}")
        if measures and self.is_closed(month):
            return UsageError(say("{month} is closed", month=month), hint)
        if self.lock_day(month) is None or not (locked := [id for id in measures if self.is_locked(month, id)]):
            return None
        day = min(day for id in locked if (day := self.lock_day(month, id)))
        return UsageError(say("{month} is locked since the end of {day}", month=month, day=day), hint)


def lock_of(plans: Sequence[Plan], known: Known, today: date) -> MonthLock:
    """The lock of the plans' store."""
    return MonthLock(plans, known.marks, today)
