"""Months, periods and the spans in them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealerplan.domain.month import Each, Month, Period, read_day
from dealerplan.errors import Invalid
from tests.domain.texts import near

months = st.builds(Month, st.integers(1900, 2200), st.integers(1, 12))


def names(period: Period) -> str:
    return " ".join(map(str, period))


@pytest.mark.parametrize(
    "text", ["2026-03", "2026-3", " 2026-03 ", "２０２６－０３", "2026/03", "2026.3", "202603", "2026年3月"]
)
def test_month(text: str) -> None:
    assert Month.parse(text) == Month(2026, 3)
    assert str(Month.parse(text)) == "2026-03"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is not a month"),
        ("2026", "is not a month"),
        ("2026-", "is not a month"),
        ("2026年3", "is not a month"),
        ("20263", "is not a month"),
        ("2026-03-01", "is not a month"),
        ("26-03", "is not a month"),
        ("2026-003", "is not a month"),
        ("٢٠٢٦-03", "is not a month"),
        ("2026-00", "there is no month"),
        ("2026-13", "there is no month"),
        ("1899-12", "there is no month"),
        ("2201-01", "there is no month"),
        ("0000-01", "there is no month"),
    ],
)
def test_no_month(text: str, message: str) -> None:
    with pytest.raises(Invalid) as caught:
        Month.parse(text)
    assert message in str(caught.value.message)
    assert str(caught.value.hint) == "write year and month: 2026-03"


@given(months, st.integers(-400, 400))
def test_plus_and_since_are_inverse(month: Month, by: int) -> None:
    assert month.plus(by).since(month) == by
    assert month.plus(by).plus(-by) == month
    assert (month.plus(by) > month) == (by > 0)


@given(months)
def test_days_of_a_month(month: Month) -> None:
    assert Month.parse(str(month)) == month
    assert Month.of(month.first_day) == Month.of(month.last_day) == month
    assert (month.last_day - month.first_day).days + 1 == month.days
    assert month.first_day.day == 1


@pytest.mark.parametrize(("text", "days"), [("2026-02", 28), ("2028-02", 29), ("2100-02", 28), ("2026-12", 31)])
def test_days(text: str, days: int) -> None:
    assert Month.parse(text).days == days


@pytest.mark.parametrize(
    ("text", "first", "last", "label"),
    [
        ("2026", "2026-01", "2026-12", "2026"),
        ("2026-H1", "2026-01", "2026-06", "2026-H1"),
        ("2026-H2", "2026-07", "2026-12", "2026-H2"),
        ("2026-h2", "2026-07", "2026-12", "2026-H2"),
        ("2026-Q1", "2026-01", "2026-03", "2026-Q1"),
        ("2026-q3", "2026-07", "2026-09", "2026-Q3"),
        ("2026-Q4", "2026-10", "2026-12", "2026-Q4"),
        ("2026-03", "2026-03", "2026-03", "2026-03"),
        ("２０２６－Ｈ２", "2026-07", "2026-12", "2026-H2"),
    ],
)
def test_period(text: str, first: str, last: str, label: str) -> None:
    period = Period.parse(text)
    assert period == Period(Month.parse(first), Month.parse(last))
    assert period.label == label


@pytest.mark.parametrize(
    ("first", "last", "label"),
    [
        ("2026-07", "2027-06", "2026-07..2027-06"),
        ("2026-02", "2026-04", "2026-02..2026-04"),
        ("2026-04", "2026-09", "2026-04..2026-09"),
        ("2026-01", "2026-02", "2026-01..2026-02"),
        ("2026-01", "2027-12", "2026-01..2027-12"),
        ("2026-01", "2026-04", "2026-01..2026-04"),
        ("2026-12", "2026-12", "2026-12"),
    ],
)
def test_label(first: str, last: str, label: str) -> None:
    assert Period(Month.parse(first), Month.parse(last)).label == label


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is not a period"),
        ("next year", "is not a period"),
        ("26", "is not a period"),
        ("2026-X1", "is not a period"),
        ("2026-Q", "is not a period"),
        ("2026..2027", "is not a period"),
        ("2026-Q5", "there is no 2026-Q5"),
        ("2026-Q0", "there is no 2026-Q0"),
        ("2026-H3", "there is no 2026-H3"),
        ("1899", "there is no month 1899-01"),
        ("2026-13", "there is no month 2026-13"),
    ],
)
def test_no_period(text: str, message: str) -> None:
    with pytest.raises(Invalid) as caught:
        Period.parse(text)
    assert message in str(caught.value.message)
    assert caught.value.hint is not None


def test_a_period_is_its_months() -> None:
    period = Period(Month(2026, 11), Month(2027, 2))
    assert names(period) == "2026-11 2026-12 2027-01 2027-02"
    assert len(period) == 4
    assert Month(2027, 1) in period
    assert Month(2027, 3) not in period
    assert Month(2026, 10) not in period
    assert "2027-01" not in period  # type: ignore[comparison-overlap]  # text is no month


@pytest.mark.parametrize(
    ("each", "spans"),
    [
        ("quarter", ["2026-07 2026-08 2026-09", "2026-10 2026-11 2026-12"]),
        ("half", ["2026-07 2026-08 2026-09 2026-10 2026-11 2026-12"]),
    ],
)
def test_spans(each: Each, spans: list[str]) -> None:
    assert [names(span) for span in Period.parse("2026-H2").spans(each)] == spans


def test_spans_begin_with_the_period() -> None:
    year = Period(Month(2026, 4), Month(2027, 3))
    assert [str(span.first) for span in year.spans("quarter")] == ["2026-04", "2026-07", "2026-10", "2027-01"]
    assert year.spans("year") == (year,)
    assert [names(span) for span in year.spans("month")] == [str(month) for month in year]


YEAR = Period.parse("2026")
SPLIT = Period(Month(2026, 7), Month(2027, 6))
LONG = Period(Month(2026, 1), Month(2027, 6))


@pytest.mark.parametrize(
    ("period", "span", "selected"),
    [
        (YEAR, "3-5", "2026-03 2026-04 2026-05"),
        (YEAR, "3–5", "2026-03 2026-04 2026-05"),
        (YEAR, "11", "2026-11"),
        (YEAR, "5-5", "2026-05"),
        (YEAR, "Q1", "2026-01 2026-02 2026-03"),
        (YEAR, "q4", "2026-10 2026-11 2026-12"),
        (YEAR, "H2", "2026-07 2026-08 2026-09 2026-10 2026-11 2026-12"),
        (YEAR, "2026-11", "2026-11"),
        (YEAR, "1-12", names(YEAR)),
        (SPLIT, "11-2", "2026-11 2026-12 2027-01 2027-02"),
        (SPLIT, "12-1", "2026-12 2027-01"),
        (SPLIT, "2027-Q1", "2027-01 2027-02 2027-03"),
        (Period.parse("2026-H2"), "Q3", "2026-07 2026-08 2026-09"),  # the period has no third quarter of its own
        (Period.parse("2026-H2"), "H2", names(Period.parse("2026-H2"))),
        (SPLIT, "7-6", names(SPLIT)),
        (LONG, "9", "2026-09"),
        (LONG, "2027-03", "2027-03"),
        (YEAR, "一季度", "2026-01 2026-02 2026-03"),
        (YEAR, "第4季度", "2026-10 2026-11 2026-12"),
        (YEAR, "上半年", names(Period.parse("2026-H1"))),
        (YEAR, "下半年", names(Period.parse("2026-H2"))),
        (YEAR, "1月", "2026-01"),
        (YEAR, "十二月", "2026-12"),
        (YEAR, "1月至3月", "2026-01 2026-02 2026-03"),
        (YEAR, "1-3月", "2026-01 2026-02 2026-03"),
        (YEAR, "Jan-Mar", "2026-01 2026-02 2026-03"),
        (YEAR, "September", "2026-09"),
    ],
)
def test_select(period: Period, span: str, selected: str) -> None:
    assert " ".join(map(str, period.select(span))) == selected


@pytest.mark.parametrize(
    ("period", "span", "message"),
    [
        (YEAR, "", "names no months"),
        (YEAR, "spring", "names no months"),
        (YEAR, "3-5-7", "names no months"),
        (YEAR, "3+5", "names no months"),
        (YEAR, "0-3", "there is no month 0-3"),
        (YEAR, "3-13", "there is no month 3-13"),
        (YEAR, "13", "there is no month 13"),
        (YEAR, "Q5", "there is no Q5"),
        (YEAR, "H0", "there is no H0"),
        (YEAR, "2027-01", "2027-01 is outside the period 2026"),
        (YEAR, "2026-13", "there is no month 2026-13"),
        (SPLIT, "Q1", "Q1 may mean months 1 to 3 of the calendar or 2026-07..2026-09 of the period"),
        (SPLIT, "H2", "H2 may mean months 7 to 12 of the calendar or 2027-01..2027-06 of the period"),
        (Period.parse("2026-H2"), "Q1", "Q1 may mean months 1 to 3 of the calendar or 2026-07..2026-09"),
        (SPLIT, "2026-Q2", "2026-Q2 is outside the period"),
        (Period.parse("2026-H1"), "Q3", "Q3 is outside the period 2026-H1"),
        (Period.parse("2026-H1"), "6-7", "6-7 is outside the period 2026-H1"),
        (LONG, "3-5", "3-5 lies twice in the period 2026-01..2027-06"),
    ],
)
def test_select_refuses(period: Period, span: str, message: str) -> None:
    with pytest.raises(Invalid) as caught:
        period.select(span)
    assert message in str(caught.value.message)
    assert caught.value.hint is not None


def test_outside_says_which_months_there_are() -> None:
    with pytest.raises(Invalid) as caught:
        SPLIT.select("2026-06")
    assert str(caught.value.hint) == "choose a month from 2026-07 to 2027-06"


@pytest.mark.parametrize("text", ["2026-03-31", "2026-3-31", " 2026-03-31 ", "２０２６－０３－３１"])
def test_day(text: str) -> None:
    assert read_day(text) == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is not a day"),
        ("2026/4/30", "is not a day"),
        ("2026-04", "is not a day"),
        ("20260430", "is not a day"),
        ("2026-W18-4", "is not a day"),
        ("春节", "is not a day"),
        ("2026-02-30", "there is no day 2026-02-30"),
        ("2026-13-01", "there is no day 2026-13-01"),
        ("0000-01-01", "there is no day 0000-01-01"),
        ("9999-01-01", "there is no day 9999-01-01"),
    ],
)
def test_no_day(text: str, message: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_day(text)
    assert message in str(caught.value.message)
    assert caught.value.hint is not None


@given(near("2026-03", "2026-H2", "2026", "3-5", "Q1", "2026-03-31"))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_or_invalid(text: str) -> None:
    for read in (Month.parse, Period.parse, YEAR.select, SPLIT.select, LONG.select, read_day):
        with suppress(Invalid):
            read(text)


@given(months, st.integers(0, 35))
def test_a_label_of_one_word_is_read_back(first: Month, more: int) -> None:
    period = Period(first, first.plus(more))
    if ".." not in period.label and period.first.year <= 2200:
        assert Period.parse(period.label) == period


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("6月", "write the year too, such as 2026-06"), ("六月份", "write the year too, such as 2026-06"),
        ("Jun.", "write the year too, such as 2026-06"), ("June 2027", "write 2027-06"), ("2027 June", "write 2027-06"),
    ],
)  # fmt: skip
def test_a_month_in_words_is_told_in_numbers(text: str, hint: str) -> None:
    with pytest.raises(Invalid) as caught:
        Month.parse(text)
    assert str(caught.value.hint) == hint


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("June 15 2026", "write 2026-06-15"), ("15th of June, 2026", "write 2026-06-15"),
        ("20260615", "write 2026-06-15"),
        ("2026年6月15日", "write 2026-06-15"), ("6/15/2026", "write 2026-06-15"), ("15.6.2026", "write 2026-06-15"),
        ("6月15日", "write the year too, such as 2026-06-15"), ("5/6/2026", "write year, month and day: 2026-03-31"),
        ("June 31 2026", "write year, month and day: 2026-03-31"),
    ],
)  # fmt: skip
def test_a_day_in_words_is_told_in_numbers(text: str, hint: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_day(text)
    assert str(caught.value.hint) == hint
