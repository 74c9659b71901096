"""Files of a store whose months end on the 25th: their days are those of its months."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from dealerplan.domain.month import Month
from dealerplan.domain.month_end import CALENDAR, MonthEnd
from dealerplan.errors import Refused
from dealerplan.intake.read import read_file
from tests.intake.reading import KNOWN, OPTIONS

END = MonthEnd(25)
APRIL = OPTIONS._replace(today=date(2026, 3, 26))  # the 25th's, that is


def taken(text: str, where: Path, month: str | None = None, end: MonthEnd = END) -> dict[str, Fraction]:
    """The values of a file of one measure, by month."""
    file = where / "file.csv"
    file.write_text(text, encoding="utf-8")
    found = read_file(file, "file", KNOWN._replace(month_end=end), (month and Month.parse(month)) or None, APRIL)
    return {str(one.month): one.value for one in found.given}


def refused(text: str, where: Path, month: str | None = None) -> str:
    with pytest.raises(Refused) as error:
        taken(text, where, month)
    return str(error.value.each[0].message)


def titled(title: str, head: str = "实际", below: str = "") -> str:
    return f"{title}\n数据项,{head}\n接车台次,640\n{below}\n"


@pytest.mark.parametrize(
    "title",
    [
        "26 Feb - 25 Mar 2026", "Feb 26 - Mar 25, 2026", "2026年2月26日至3月25日", "2026.02.26-2026.03.25",
        "2026年3月（2.26-3.25）",
        "统计期间：2026-02-26 至 2026-03-25", "2026年3月", "2026年3月（28天）",
    ],
)  # fmt: skip
def test_a_title_of_the_whole_month(title: str, tmp_path: Path) -> None:
    assert taken(titled(title), tmp_path) == {"2026-03": 640}


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("2026年3月1日至3月25日", "leaves out days of 2026-03"),
        ("1-25 Mar 2026", "leaves out days of 2026-03"),
        ("26 Feb - 24 Mar 2026", "leaves out days of 2026-03"),
        ("2026年3月1日至3月31日", "more or less than one month"),
        ("2026年3月（31天）", "more or less than one month"),
    ],
)
def test_a_title_of_other_days(title: str, said: str, tmp_path: Path) -> None:
    assert said in refused(titled(title), tmp_path, "2026-03")


def test_where_months_end_with_the_calendar_s_these_are_days_of_two(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        taken(titled("26 Feb - 25 Mar 2026"), tmp_path, end=CALENDAR)


def test_a_file_made_before_the_month_s_last_day(tmp_path: Path) -> None:
    made = {day: titled("2026年3月", below=f"制表日期：2026-{day}") for day in ("02-27", "03-24", "03-25", "03-26")}
    for day in ("02-27", "03-24"):
        assert "not whole" in refused(made[day], tmp_path)
    for day in ("03-25", "03-26"):
        assert taken(made[day], tmp_path) == {"2026-03": 640}


def test_a_month_to_date_is_the_month_once_it_has_ended(tmp_path: Path) -> None:
    assert taken(titled("2026年3月", "本月累计"), tmp_path) == {"2026-03": 640}
    assert "has not ended" in refused(titled("2026年4月", "本月累计"), tmp_path)


@pytest.mark.parametrize(
    ("heads", "months"),
    [
        (("2026-01-25", "2026-02-25"), ["2026-01", "2026-02"]),
        (("2025-12-26", "2026-01-26"), ["2026-01", "2026-02"]),
        (("2026-01-01", "2026-02-01"), ["2026-01", "2026-02"]),  # as spreadsheets write months
        (("2026-01-31", "2026-02-28"), None),
    ],
)
def test_dates_that_stand_for_months(heads: Sequence[str], months: Sequence[str] | None, tmp_path: Path) -> None:
    text = f"数据项,{','.join(heads)}\n接车台次,1,2\n"
    if months is None:
        assert "figures of days" in refused(text, tmp_path)
    else:
        assert [*taken(text, tmp_path)] == months


# days and their total

MARCH = [date(2026, 2, 26) + timedelta(days=index) for index in range(28)]
OF_THE_CALENDAR = [date(2026, 3, 1) + timedelta(days=index) for index in range(31)]


def down(days: Sequence[object], title: str = "") -> str:
    return f"{title}日期,接车台次\n" + "".join(f"{day},2\n" for day in days) + f"合计,{2 * len(days)}\n"


def across(days: Sequence[object], title: str = "2026年3月\n") -> str:
    heads, values = ",".join(map(str, days)), ",".join("2" for _ in days)
    return f"{title}数据项,{heads},合计\n接车台次,{values},{2 * len(days)}\n"


NUMBERS = [day.day for day in MARCH]


@pytest.mark.parametrize(
    "text",
    [
        down(MARCH), across(MARCH, ""), across(NUMBERS), down(NUMBERS, "2026年3月\n"),
        across([f"{day.month}月{day.day}日" for day in MARCH]),
    ],
)  # fmt: skip
def test_the_total_of_all_days_is_the_month(text: str, tmp_path: Path) -> None:
    assert taken(text, tmp_path) == {"2026-03": 56}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (down(OF_THE_CALENDAR), "lacks days of 2026-03: 2026-02-26, 2026-02-27, 2026-02-28"),
        (down(MARCH[:-1]), "lacks days of 2026-03: 2026-03-25"),
        (down(NUMBERS[:-1], "2026年3月\n"), "lacks days of 2026-03: 2026-03-25"),
        (across(range(1, 32)), "2026-03 begins on 2026-02-26, and these days on day 1"),
        (across(range(1, 29)), "2026-03 begins on 2026-02-26, and these days on day 1"),
        (down(range(1, 32), "2026年3月\n"), "2026-03 begins on 2026-02-26, and these days on day 1"),
    ],
)
def test_a_total_of_other_days(text: str, said: str, tmp_path: Path) -> None:
    assert said in refused(text, tmp_path, "2026-03")


@pytest.mark.parametrize(("day", "value"), [("2026-03-25", 60), ("2026-03-26", None), ("2026-02-27", None)])
def test_a_daily_report_s_month_to_date(day: str, value: int | None, tmp_path: Path) -> None:
    text = f"日报 {day}\n数据项,当日,本月累计\n接车台次,3,60\n"
    if value is None:
        assert f"these figures go up to {day}, and the month went on" in refused(text, tmp_path)
    else:
        assert taken(text, tmp_path) == {"2026-03": value}
