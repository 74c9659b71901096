"""The day on which months end: which days a month has, and which month a day lies in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from dealerplan.domain.month import Month, Period

_DAY = timedelta(days=1)


class MonthEnd(NamedTuple):
    """The `day` of the calendar month of its name that a month ends on, 1 to 28; None is the calendar's last.

    With 25, 2026-03 is 26 February to 25 March (amendments C.10).
    """

    day: int | None = None

    def last_day(self, month: Month) -> date:
        """A month's last day."""
        return month.last_day if self.day is None else month.first_day.replace(day=self.day)

    def first_day(self, month: Month) -> date:
        """A month's first day, the one after the last of the month before."""
        return month.first_day if self.day is None else self.last_day(month.plus(-1)) + _DAY

    def days(self, month: Month) -> Iterator[date]:
        """A month's days in their order."""
        first = self.first_day(month)
        return (first + timedelta(days=index) for index in range(self.length(month)))

    def length(self, month: Month) -> int:
        """How many days a month has."""
        return month.days if self.day is None else (self.last_day(month) - self.first_day(month)).days + 1

    def counts(self, numbers: Sequence[int | None]) -> bool:
        """Whether numbers count a month's days in their order: 1, 2, 3; or with 25 from 26 to 28 or on, then from 1."""
        first = (self.day or 31) + 1
        orders = [[*range(1, 32)], *([*range(first, end + 1), *range(1, first)] for end in range(max(28, first), 32))]
        return any([*numbers] == order[: len(numbers)] for order in orders)

    def month_of(self, day: date) -> Month:
        """The month that a day lies in; that of today is the current one."""
        month = Month.of(day)
        return month if self.day is None or day.day <= self.day else month.plus(1)

    def last_ended(self, day: date) -> Month:
        """The last month that ended before a day."""
        return self.month_of(day).plus(-1)

    def last_due(self, day: date, period: Period) -> Month:
        """The month of a period that is to be reported on a day: its last one that has ended; before any, that which
        has, which is not in the period."""
        return min(self.last_ended(day), period.last)


CALENDAR = MonthEnd()
"""Months that end with the calendar's."""

LATEST = 31
"""How plan files may call the calendar's last day."""
