"""Headings of what stands at a month's end, and of dates up to which figures count, over flows and levels."""

from __future__ import annotations

from datetime import date

import pytest

from dealerplan.app.values import Dictionary
from dealerplan.domain.plan import Plan
from dealerplan.planfile.load import load
from tests.intake.reading import KNOWN, problems, values, xlsx_bytes


def plan() -> Plan:
    found = load(
        b"plan: p\nstore: east\nperiod: 2026\n"
        b"measures: {intake: {unit: x}, stock: {unit: x, over_time: last}, score: {unit: x, over_time: mean}}\n"
        b"targets: {t: {formula: intake + stock + score, goal: 1}}\n",
        "p.yaml",
    )
    assert isinstance(found, Plan)
    return found


LEVELS = KNOWN._replace(measures=Dictionary([plan()]), totals=plan().targets)
ENDS = (date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31))


def by_dates(measure: str, ends: tuple[date, ...] = ENDS, head: str = "截止日期") -> bytes:
    return xlsx_bytes(("a", [[head, measure], *([day, 640 * at] for at, day in enumerate(ends, 1))]))


@pytest.mark.parametrize("head", ["截止日期", "As of date"])
def test_dates_up_to_which_figures_count(head: str) -> None:
    (found,) = problems(by_dates("intake", head=head), known=LEVELS)[:1]
    assert "cell A1 (row 1, column A): dates up to which figures count stand here" in found
    assert problems(by_dates("stock", head=head), known=LEVELS) == []
    assert problems(by_dates("intake", ENDS[:1], head), known=LEVELS) == []
    assert problems(by_dates("intake", head="日期"), known=LEVELS) == []


@pytest.mark.parametrize("head", ["期末余额", "期末数", "月末", "Closing balance"])
def test_what_stands_at_a_months_end(head: str) -> None:
    text = "2026年3月,,\n项目,期初余额,{}\n{},167,257\n"
    (found,) = problems(text.format(head, "intake"), known=LEVELS)
    assert f"row 2, column 3: {head} is of a month's end" in found
    for measure in ("stock", "score"):
        assert problems(text.format(head, measure), known=LEVELS) == []


FILTERS = [("年", "(多项)"), ("年", "(全部)"), ("年份", "(Multiple Items)"), ("门店", "(全部)"), ("Store", "(All)")]


@pytest.mark.parametrize("cells", FILTERS)
def test_filters_of_pivots_that_leave_several(cells: tuple[str, str]) -> None:
    rows: list[list[object]] = [list(cells), [], ["行标签", "intake"], ["1月", 150], ["2月", 160]]
    assert problems(xlsx_bytes(("a", rows))) != []
    assert problems(xlsx_bytes(("a", rows)), "2026-01") != []
    rows[2:] = [["项目", "实际"], ["intake", 150]]
    assert problems(xlsx_bytes(("a", rows)), "2026-01") != []


def test_filters_that_the_table_explains() -> None:
    months: list[list[object]] = [["年", "(全部)"], [], ["行标签", "intake"], ["2026-01", 150]]
    assert len(values(xlsx_bytes(("a", months)))) == 1
    stores: list[list[object]] = [["门店", "(全部)"], [], ["2026年1月"], ["项目", "east", "west"], ["intake", 150, 5]]
    assert len(values(xlsx_bytes(("a", stores)))) == 2
    stores[3:] = [["门店", "intake"], ["east", 150]]
    assert len(values(xlsx_bytes(("a", stores)))) == 1
