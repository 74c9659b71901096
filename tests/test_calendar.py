"""Open days of a month."""

from __future__ import annotations

from datetime import date

import pytest

from dealerplan.calendar import knows, open_days
from dealerplan.domain.month import Month, Period
from dealerplan.domain.month_end import MonthEnd
from dealerplan.domain.plan import Calendar


@pytest.mark.parametrize(("month", "days"), [("2026-01", 31), ("2026-02", 28), ("2028-02", 29), ("2026-04", 30)])
def test_every_day_is_open(month: str, days: int) -> None:
    assert open_days(Calendar())(Month.parse(month)) == days


@pytest.mark.parametrize(("year", "days"), [("2024", 251), ("2025", 248), ("2026", 248)])
def test_china_s_working_days_with_make_up_workdays(year: str, days: int) -> None:
    assert sum(map(open_days(Calendar(open="workdays")), Period.parse(year))) == days


def test_make_up_workdays_are_open_and_holidays_are_not() -> None:
    count = open_days(Calendar(open="workdays"))
    assert count(Month(2026, 2)) == 16  # 20 weekdays, 15 to 23 off, 14 and 28 made up
    assert count(Month(2026, 10)) == 18


def test_another_country() -> None:
    assert open_days(Calendar("DE", "workdays"))(Month(2026, 12)) == 22


@pytest.mark.parametrize("rule", ["all", "workdays"])
def test_closed_days_are_taken_out_once(rule: str) -> None:
    friday, saturday = date(2026, 3, 13), date(2026, 3, 14)
    whole = open_days(Calendar(open=rule))  # type: ignore[arg-type]  # one of the two
    without = open_days(Calendar(open=rule, closed=frozenset({friday, saturday})))  # type: ignore[arg-type]
    lost = 2 if rule == "all" else 1  # the Saturday was closed anyway
    assert whole(Month(2026, 3)) - without(Month(2026, 3)) == lost
    assert whole(Month(2026, 4)) == without(Month(2026, 4))


def test_months_that_end_on_the_25th() -> None:
    closed = frozenset({date(2026, 2, 25), date(2026, 2, 26)})  # of February, and of March
    of_all = open_days(Calendar(closed=closed, month_end=MonthEnd(25)))
    assert [of_all(Month(2026, number)) for number in (1, 2, 3)] == [31, 30, 27]
    of_work = open_days(Calendar(open="workdays", month_end=MonthEnd(25)))
    assert of_work(Month(2026, 2)) == 18  # 26 to 30 January, 2 to 14 February with a Saturday made up, 24 and 25


@pytest.mark.parametrize(
    ("country", "known"), [("CN", True), ("DE", True), ("XX", False), ("", False), ("china", False)]
)
def test_countries(country: str, known: bool) -> None:
    assert knows(country) is known
