"""Months that end within the calendar's: which days they have, and which month a day lies in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerplan.domain.month import Month
from dealerplan.domain.month_end import CALENDAR, MonthEnd

ENDS = st.sampled_from([CALENDAR, *(MonthEnd(day) for day in range(1, 29))])
MONTHS = st.builds(Month, st.integers(1901, 2199), st.integers(1, 12))


@pytest.mark.parametrize(
    ("day", "month", "first", "last", "length"),
    [
        (None, "2026-02", "2026-02-01", "2026-02-28", 28),
        (25, "2026-03", "2026-02-26", "2026-03-25", 28),
        (25, "2028-03", "2028-02-26", "2028-03-25", 29),
        (25, "2026-01", "2025-12-26", "2026-01-25", 31),
        (20, "2026-05", "2026-04-21", "2026-05-20", 30),
        (28, "2026-03", "2026-03-01", "2026-03-28", 28),
        (28, "2028-03", "2028-02-29", "2028-03-28", 29),
    ],
)
def test_the_days_of_a_month(day: int | None, month: str, first: str, last: str, length: int) -> None:
    end, of = MonthEnd(day), Month.parse(month)
    assert (str(end.first_day(of)), str(end.last_day(of)), end.length(of)) == (first, last, length)


@pytest.mark.parametrize(
    ("day", "on", "month"),
    [
        (None, date(2026, 3, 31), "2026-03"),
        (25, date(2026, 3, 25), "2026-03"),
        (25, date(2026, 3, 26), "2026-04"),
        (25, date(2026, 12, 26), "2027-01"),
        (28, date(2028, 2, 29), "2028-03"),
    ],
)
def test_the_month_of_a_day(day: int | None, on: date, month: str) -> None:
    assert str(MonthEnd(day).month_of(on)) == month


@given(ENDS, MONTHS)
def test_months_follow_each_other_without_a_gap(end: MonthEnd, month: Month) -> None:
    assert end.last_day(month) + timedelta(days=1) == end.first_day(month.plus(1))
    assert {end.month_of(day) for day in end.days(month)} == {month}
    assert len([*end.days(month)]) == end.length(month)


@given(ENDS, MONTHS)
def test_its_days_are_counted_in_their_order(end: MonthEnd, month: Month) -> None:
    numbers = [day.day for day in end.days(month)]
    assert all(end.counts(numbers[:upto]) for upto in range(1, len(numbers) + 1))
    assert not end.counts(numbers[::-1])


def test_not_every_count_is_one_of_days() -> None:
    assert MonthEnd(25).counts([26, 27, 28, 1, 2])
    assert not MonthEnd(25).counts([26, 27, 1, 2])
    assert not MonthEnd(25).counts([25, 26])
    assert not CALENDAR.counts([26, 27, 28, 1])
