"""Targets and members of some months (amendments B.10): nothing asks for, or nags about, the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_ask import Terminal
from tests.conftest import Dealerplan

PLAN = """\
plan: sales
store: north
period: 2026
measures:
  orders: {unit: 台}
  sold: {unit: 台, members: {east: {}, west: {from: 2026-04, until: 2026-05}}}
targets:
  events: {goal: 12, unit: 场, from: 2026-05, until: 2026-10}
  orders: {goal: 1500}
  sold: {goal: 900}
"""
MONTHS = {
    "2026-03": ["orders", "sold.east"],
    "2026-04": ["orders", "sold.east", "sold.west"],
    "2026-05": ["orders", "sold.east", "sold.west", "events"],
    "2026-06": ["orders", "sold.east", "events"],
    "2026-11": ["orders", "sold.east"],
}


@pytest.fixture(autouse=True)
def _workspace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEALERPLAN_TODAY", "2026-12-08")
    Path("plans").mkdir()
    Path("plans/sales.yaml").write_text(PLAN, encoding="utf-8")


def test_a_form_has_what_its_month_asks_for(dealerplan: Dealerplan) -> None:
    for month, ids in MONTHS.items():
        rows = dealerplan("export", "--form", month, "--format", "csv").out.splitlines()[3:]
        assert [row.split(",")[1] for row in rows] == ids
    dealerplan("record", "2026-03", "events=1", DEALERPLAN_TODAY="2026-12-08")
    assert "events,events," in dealerplan("export", "--form", "2026-03", "--format", "csv").out, "what is recorded"


def test_a_terminal_asks_for_it() -> None:
    from io import StringIO

    from dealerplan.cli.run import run

    for month, ids in MONTHS.items():
        out = Terminal()
        environ = {"DEALERPLAN_TODAY": "2026-12-08", "DEALERPLAN_USER": "li"}
        run(["record", month], Terminal("\n" * 9), out, StringIO(), environ)
        assert f"{month}: {len(ids)} to record" in out.getvalue()


def test_due_and_close_ask_for_it(dealerplan: Dealerplan) -> None:
    for month, ids in MONTHS.items():
        due = dealerplan("due", month, "--format", "json", DEALERPLAN_TODAY="2026-12-08").json()["plans"][0]
        assert [one["measure"] for one in due["missing"]] == ids
        dealerplan("record", month, *(f"{id}=1" for id in ids), DEALERPLAN_TODAY="2026-12-08")
        assert dealerplan("close", month, DEALERPLAN_TODAY="2026-12-08").out == f"{month} is closed\n"


def test_a_report_tells_that_the_last_months_are_not_recorded(dealerplan: Dealerplan) -> None:
    """Also where the first target is not for all of them."""
    dealerplan("record", "2026-01", "orders=100", "sold.east=80", DEALERPLAN_TODAY="2026-12-08")
    for month, gap in (
        ("2026-03", "February to March"),
        ("2026-06", "February to June"),
        ("2026-12", "February to December"),
    ):
        report = dealerplan("report", "--as-of", month, "--format", "md", DEALERPLAN_TODAY="2027-01-08").out
        assert f"Not recorded in {gap}: orders, sold.east" in report


def test_a_target_of_later_months_is_not_missed_before(dealerplan: Dealerplan) -> None:
    for month in ("2026-01", "2026-02"):
        dealerplan("record", month, "orders=130", "sold.east=80", DEALERPLAN_TODAY="2026-12-08")
    answer = dealerplan("status", "--as-of", "2026-02", DEALERPLAN_TODAY="2026-12-08")
    assert "Not recorded" not in answer.out
    assert "- from May" in answer.out
    assert "January to February: events not due yet" in answer.out
    report = dealerplan("report", "--as-of", "2026-02", "--format", "md", DEALERPLAN_TODAY="2026-12-08").out
    assert "ot recorded" not in report
    assert "Not complete" not in report


def test_a_file_with_empty_cells_outside_is_whole(dealerplan: Dealerplan) -> None:
    Path("year.csv").write_text(
        "measure,2026-03,2026-04\norders,100,110\nsold.east,8,9\nsold.west,,5\nevents,,\n", encoding="utf-8"
    )
    answer = dealerplan("record", "--from", "year.csv", DEALERPLAN_TODAY="2026-12-08")
    assert (answer.code, answer.err) == (0, "")
    Path("year.csv").write_text("measure,2026-06\nsold.west,5\n", encoding="utf-8")
    answer = dealerplan("record", "--from", "year.csv", DEALERPLAN_TODAY="2026-12-08")
    assert answer.code == 2
    assert (
        "year.csv: row 2, column 2: sold.west is there from 2026-04 until 2026-05 (plan sales), not in 2026-06"
        in answer.err
    )
