"""A store whose months end on the 25th (amendments C.10): what has ended, open days, reports and milestones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import refused
from tests.cli.test_ask import Terminal
from tests.conftest import Answer, Dealerplan

PLAN = """\
plan: sales
store: north
period: 2026
reporting: {month_ends: 25, on_time_until: 5, locked_after: 10}
calendar: {closed: [2026-02-26, 2026-03-26]}
measures:
  orders: {unit: 台}
targets:
  orders: {goal: 3650, phasing: open_days}
  daily: {formula: orders / days, goal: 3}
milestones:
  show: {name: Spring show, due: 2026-03-28}
  fair: {name: Fair, due: 2026-02-27}
  review: {name: Review}
"""
SERVICE = "plan: service\nstore: north\nperiod: 2026\ntargets: {intake: {goal: 1200, unit: 台}}\n"


@pytest.fixture(autouse=True)
def _workspace() -> None:
    Path("plans").mkdir()
    Path("plans/sales.yaml").write_text(PLAN, encoding="utf-8")


def add(text: str, name: str = "service") -> None:
    Path(f"plans/{name}.yaml").write_text(text, encoding="utf-8")


def on(dealerplan: Dealerplan, day: str, *words: str) -> Answer:
    return dealerplan(*words, DEALERPLAN_TODAY=f"2026-{day}")


def status(dealerplan: Dealerplan, *words: str, day: str = "04-08") -> Any:
    return on(dealerplan, day, "status", "--format", "json", *words).json()["plans"][0]


# which month is running


def test_a_month_begins_on_the_26th(dealerplan: Dealerplan) -> None:
    refused(on(dealerplan, "03-25", "record", "2026-04", "orders=1"), "2026-04 lies in the future", "is 2026-03")
    refused(on(dealerplan, "03-26", "record", "2026-04", "orders=1"), "2026-04 has not ended")
    assert on(dealerplan, "03-26", "record", "2026-04", "orders=1", "--sure").code == 0
    assert on(dealerplan, "03-26", "record", "2026-03", "orders=1").code == 0


def test_the_month_that_is_due(dealerplan: Dealerplan) -> None:
    for day, month in (("03-25", "2026-02"), ("03-26", "2026-03"), ("04-25", "2026-03"), ("04-26", "2026-04")):
        assert on(dealerplan, day, "due", "--format", "json").json()["plans"][0]["month"] == month


def test_its_days_are_said(dealerplan: Dealerplan) -> None:
    assert "2026-03 is 2026-02-26 to 2026-03-25\nOn time until 2026-04-05\nLocked after 2026-04-10" in (
        on(dealerplan, "03-26", "due").out
    )
    assert "2026-03 为 2026-02-26 至 2026-03-25" in on(dealerplan, "03-26", "due", "--lang", "zh").out


def test_the_month_asked_for_on_a_terminal(dealerplan: Dealerplan) -> None:
    from io import StringIO

    from dealerplan.cli.run import run

    out, err = Terminal(), StringIO()
    environ = {"DEALERPLAN_TODAY": "2026-03-26", "DEALERPLAN_USER": "li"}
    assert run(["record"], Terminal("\n640\n"), out, err, environ) == 0
    assert "Month [2026-03]:" in out.getvalue()
    assert dealerplan("history", "--format", "json").json()["revisions"][0]["month"] == "2026-03"


@pytest.mark.parametrize(("day", "warns"), [("03-25", True), ("03-26", False)])
def test_closing_a_month_that_is_not_over(dealerplan: Dealerplan, day: str, warns: bool) -> None:
    on(dealerplan, day, "record", "2026-03", "orders=1", "--sure")
    assert ("2026-03 is not over yet" in on(dealerplan, day, "close", "2026-03").err) is warns


def test_notes_of_the_month_that_has_begun(dealerplan: Dealerplan) -> None:
    refused(on(dealerplan, "03-25", "note", "orders", "2026-04", "late cars"), "lies in the future")
    assert on(dealerplan, "03-26", "note", "orders", "2026-04", "late cars").code == 0


# days


def test_open_days_and_days(dealerplan: Dealerplan) -> None:
    on(dealerplan, "03-26", "record", "2026-03", "orders=84")
    of = {one["id"]: one for one in status(dealerplan)["targets"]}
    assert of["daily"]["actual"] == 3  # 28 days
    owed = [month["expected"] for month in of["orders"]["months"]]
    # 3650 over 365 - 2 open days, 31 in January, 31 in February, 27 in March
    assert owed == [3650 * 31 // 363, 3650 * 62 // 363 - 3650 * 31 // 363, 3650 * 89 // 363 - 3650 * 62 // 363]


# milestones


def test_milestones_keep_their_dates(dealerplan: Dealerplan) -> None:
    on(dealerplan, "03-26", "record", "2026-03", "orders=84")
    found = {one["id"]: one for one in status(dealerplan, "--as-of", "2026-03")["milestones"]}
    assert found["show"] | {"results": []} == found["show"] | {"due": "2026-03-28", "status": "upcoming", "results": []}
    assert found["review"]["due"] == "2026-12-31"
    assert "due this month" in on(dealerplan, "03-26", "status").out


def test_a_report_is_of_its_month_s_last_day(dealerplan: Dealerplan) -> None:
    on(dealerplan, "03-26", "record", "2026-03", "orders=84")
    on(dealerplan, "03-26", "done", "fair", "--on", "2026-02-27")
    report = on(dealerplan, "04-08", "report", "--as-of", "2026-03", "--format", "md").out
    assert "2026-03 is 2026-02-26 to 2026-03-25" in report
    assert "Milestones as of 2026-03-25" in report
    assert "| Fair | 2026-02-27 | 2026-02-27 |" in report, "done in the month reported"
    assert "--as-of 2026-03" in report
    assert "Milestones as of 2026-03-25" in on(dealerplan, "03-26", "report", "--as-of", "2026-03").out


def test_without_actuals_the_last_month_that_ended_is_reported(dealerplan: Dealerplan) -> None:
    for day, month in (("03-25", "2026-02"), ("03-26", "2026-03")):
        report = on(dealerplan, day, "report").out
        assert f"--as-of {month}" in report
        again = report.splitlines()[-1].split()[1:]
        assert on(dealerplan, "06-01", *again).out == report


# several plans of one store


def test_plans_without_a_common_measure_may_differ(dealerplan: Dealerplan) -> None:
    add(SERVICE)
    assert "months-disagree" not in dealerplan("check").out
    day = "03-26"
    assert on(dealerplan, day, "record", "2026-04", "orders=1", "--sure").code == 0
    refused(on(dealerplan, day, "record", "2026-04", "intake=1"), "2026-04 lies in the future")
    refused(on(dealerplan, day, "record", "2026-04", "orders=2", "intake=1"), "2026-04 lies in the future")
    refused(on(dealerplan, day, "close", "2026-04", "--allow-missing"), "2026-04 lies in the future")
    assert "2026-03 is not over yet" in on(dealerplan, day, "close", "2026-03", "--allow-missing").err
    months = {one["plan"]: one["month"] for one in on(dealerplan, day, "due", "--format", "json").json()["plans"]}
    assert months == {"sales": "2026-03", "service": "2026-02"}


def test_plans_that_share_measures_must_agree(dealerplan: Dealerplan) -> None:
    add("plan: board\nstore: north\nperiod: 2026-H1\ntargets: {orders: {goal: 1200, unit: 台}}\n", "board")
    found = dealerplan("check", "--format", "json").json()["findings"]
    said = [one["message"] for one in found if one["code"] == "months-disagree"]
    assert said == ["the months end on day 25, in plans/board.yaml on the calendar's last day, and both have orders"]
    refused(on(dealerplan, "03-26", "record", "2026-04", "orders=1"), "2026-04 lies in the future")


def test_of_other_years_they_need_not(dealerplan: Dealerplan) -> None:
    add("plan: before\nstore: north\nperiod: 2025\ntargets: {orders: {goal: 1200, unit: 台}}\n", "before")
    assert "months-disagree" not in dealerplan("check").out
    assert on(dealerplan, "03-26", "record", "2026-03", "orders=1").code == 0


def test_files_are_read_by_each_plan_s_months(dealerplan: Dealerplan) -> None:
    add(SERVICE.replace("north", "south"))
    Path("march.csv").write_text("26 Feb - 25 Mar 2026\nmeasure,actual\norders,84\n", encoding="utf-8")
    refused(on(dealerplan, "04-08", "record", "--from", "march.csv"), "end their months on different days", "--store")
    assert on(dealerplan, "04-08", "record", "--from", "march.csv", "--store", "north").code == 0
    Path("april.csv").write_text("2026-04\nmeasure,actual\norders,84\n", encoding="utf-8")
    assert on(dealerplan, "05-08", "record", "--from", "april.csv", "--store", "north").code == 0
