"""What texts say of time."""

from __future__ import annotations

import pytest
from hypothesis import given as sampled
from hypothesis import strategies as st

from dealerplan.domain.month_end import MonthEnd
from dealerplan.sheets.when import Day, When, read_times

MARCH = When(2026, 3)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03", "2026/3", "2026.03", "2026.3", "202603", "2026年3月", "2026年03月份", "2026年三月", "二〇二六年三月", "26年3月",
        "2026年第3期", "2026年3期", "03/2026", "3-2026", "Mar 2026", "March, 2026", "2026 Mar", "Mar-26", "Mar'26", "Mar 26",
        "Period 3 2026", "P03 2026", "2026M03", "2026 年 3 月", "２０２６年３月",
    ],
)  # fmt: skip
def test_months(text: str) -> None:
    times = read_times(text)
    assert (times.months, times.spans, times.rest) == ((MARCH,), False, "")


@pytest.mark.parametrize("text", ["3月", "三月", "3月份", "Mar", "March", "第3期"])
def test_months_without_a_year(text: str) -> None:
    assert read_times(text).months == (When(None, 3),)


@pytest.mark.parametrize(
    "text",
    [
        "1-3月", "2026年1-3月", "2026.1-3", "2026年1月至3月", "2026-01~2026-03", "202601-202603", "一至三月", "1、2、3月", "Jan-Mar 2026",
        "January to March", "Jan - Mar 26", "three months ended March 31, 2026", "3 months ended", "前三个月", "Q1", "2026Q1", "1Q",
        "第一季度", "一季度", "1季度", "Q1-Q3", "first quarter", "上半年", "H1", "half year", "全年", "full year", "年报",
    ],
)  # fmt: skip
def test_several_months(text: str) -> None:
    times = read_times(text)
    assert times.spans
    assert times.months == ()


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-15", "2026/3/15", "2026.3.15", "2026年3月15日", "20260315", "March 15, 2026", "15 March 2026", "15-Mar-2026", "15.03.2026",
        "3/15/2026", "15/3/2026", "2026-03-15 10:22:30",
    ],
)  # fmt: skip
def test_days(text: str) -> None:
    assert read_times(text).days == (Day(MARCH, 15, MARCH),)


@pytest.mark.parametrize(
    "text", ["日报", "每日", "当日", "daily", "第2周", "week 12", "上旬", "2026年3月上半月", "1-15日", "3月1日-15日"]
)
def test_less_than_a_month(text: str) -> None:
    times = read_times(text)
    assert times.parts or len(times.days) == 2


@pytest.mark.parametrize("text", ["2026-03-01 至 2026-03-31", "2026年3月1日-31日", "March 1-31, 2026", "2026.3.1-3.31"])
def test_periods(text: str) -> None:
    assert read_times(text).days == (Day(MARCH, 1, MARCH, is_first=True), Day(MARCH, 31, MARCH, is_last=True))


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-26 至 2026-03-25", "2026年2月26日-3月25日", "2026.2.26-3.25", "26 Feb - 25 Mar 2026", "Feb 26 – Mar 25, 2026",
        "26 Feb 2026 to 25 Mar 2026", "26/02/2026 - 25/03/2026", "20260226-20260325",
    ],
)  # fmt: skip
def test_periods_of_months_that_end_on_the_25th(text: str) -> None:
    """They are of one month; where months end with the calendar's, of two."""
    times = read_times(text, MonthEnd(25))
    assert times.days == (Day(MARCH, 26, When(2026, 2), is_first=True), Day(MARCH, 25, MARCH, is_last=True))
    assert (times.spans, times.months, times.rest.strip("\x00 ")) == (False, (), "")
    assert read_times(text).spans


@pytest.mark.parametrize("text", ["1-25 Mar 2026", "2026年3月1日-25日"])
def test_days_that_are_no_whole_month(text: str) -> None:
    first, last = read_times(text, MonthEnd(25)).days
    assert (first.is_first, last.is_last) == (False, True)


@pytest.mark.parametrize("text", ["2026-03-01 至 2026-03-31", "1-31 March 2026"])
def test_a_month_of_the_calendar_is_of_two_that_end_within_it(text: str) -> None:
    assert read_times(text, MonthEnd(25)).spans


def test_days_over_the_year_s_end() -> None:
    january = When(2026, 1)
    for text in ("2025年12月26日-1月25日", "26 Dec - 25 Jan 2026", "Dec 26, 2025 - Jan 25"):
        assert [day.when for day in read_times(text, MonthEnd(25)).days] == [january, january]


def test_years_are_no_days() -> None:
    """`Jan 26 - Mar 26` may be months of 2026."""
    assert read_times("Jan 26 - Mar 26").days == ()


@pytest.mark.parametrize(
    "text", ["制表日期：2026-04-05 10:22", "打印时间 2026/4/5", "Printed on 2026-04-05", "导出于2026年4月5日"]
)
def test_the_day_of_the_print_is_none(text: str) -> None:
    assert read_times(text).days == ()


@pytest.mark.parametrize("text", ["截至2026年3月底", "as of March 2026", "through 2026-03", "截止2026年3月末"])
def test_up_to_a_month(text: str) -> None:
    times = read_times(text)
    assert (times.until, times.months) == (True, (MARCH,))


@pytest.mark.parametrize("text", ["2026", "2026年", "2026年度", "FY2026", "fy 26", "26年"])
def test_years(text: str) -> None:
    assert read_times(text).years == (2026,)


@pytest.mark.parametrize(
    "text", ["接车台次", "figures that may be restated later", "12", "3.5", "No. 7", "第3店", "1/2/2026"]
)
def test_what_says_nothing_of_time(text: str) -> None:
    times = read_times(text)
    assert (times.months, times.years, times.days, times.spans, times.parts) == ((), (), (), False, False)


@sampled(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    read_times(text)
