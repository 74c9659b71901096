"""`due` lists who has not reported; the on-time day and the lock day are two settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import AddPlan
from tests.conftest import Dealerplan

PLAN = """\
plan: service
name: Service
store: s
period: 2026
owner: Chen
reporting: {on_time_until: 5, locked_after: 31}
measures:
  revenue:  {name: Revenue, unit: 元}
  intake:   {name: Intake, unit: 台}
  reworked: {name: Reworked, unit: 台}
  sold:     {name: Sold, unit: 台, members: [east, west]}
  churn:    {name: Churn, unit: 人}
targets:
  revenue: {goal: 600万, owner: Li}
  rate:    {formula: reworked / intake, goal: under 2%, owner: Wang}
  ticket:  {formula: revenue / intake, goal: 500, owner: Li}
  sold:    {goal: 900, owner: Zhao}
  churn:   {goal: at most 90}
"""
OTHER = """\
plan: parts
store: s
period: 2026
targets: {parts: {goal: 12, owner: Sun}, revenue: {goal: 600万, owner: Li}}
"""


@pytest.fixture(autouse=True)
def _workspace() -> None:
    Path("plans").mkdir()
    Path("plans/service.yaml").write_text(PLAN, encoding="utf-8")


def plan(dealerplan: Dealerplan, *words: str, **more: str) -> Any:
    return dealerplan("due", "--format", "json", *words, **more).json()["plans"][0]


def test_missing_measures_by_owner_of_the_targets_on_them(dealerplan: Dealerplan) -> None:
    dealerplan("record", "2026-03", "reworked=9", "sold.east=40", today="2026-04-03")
    found = plan(dealerplan)
    assert found["month"] == "2026-03"  # the last month that ended
    assert found["measures"] == 6
    assert [(one["measure"], one["owners"]) for one in found["missing"]] == [
        ("revenue", ["Li"]),
        ("intake", ["Wang", "Li"]),
        ("sold.west", ["Zhao"]),
        ("churn", ["Chen"]),  # no owner of its own: the plan's
    ]
    assert (found["on_time_until"], found["days_late"], found["late"]) == ("2026-04-05", 3, [])
    assert dealerplan("due", "--format", "csv").out.splitlines()[2] == (
        "service,s,2026-03,intake,Intake,Wang; Li,2026-04-05,3,2026-04-30"
    )


def test_a_department_answers_where_nobody_else_does(dealerplan: Dealerplan) -> None:
    Path("plans/service.yaml").write_text(PLAN.replace("owner: Chen", "department: Service dept."), encoding="utf-8")
    assert plan(dealerplan)["missing"][-1]["owners"] == ["Service dept."]


def test_a_month_opened_again_is_not_about_to_be_locked(dealerplan: Dealerplan) -> None:
    assert "Locked after 2026-04-30" in dealerplan("due", "2026-03", today="2026-04-20").out
    assert "Locked since the end of 2026-04-30" in dealerplan("due", "2026-03", today="2026-05-02").out
    dealerplan("reopen", "2026-03", "--why", "an invoice", today="2026-05-02")
    answer = dealerplan("due", "2026-03", today="2026-05-03").out
    assert "Locked" not in answer
    assert "opened again on" in answer
    dealerplan("close", "2026-03", "--allow-missing", today="2026-05-04")
    assert "\nClosed\n" in dealerplan("due", "2026-03", today="2026-05-05").out


def test_the_text(dealerplan: Dealerplan) -> None:
    dealerplan("record", "2026-03", "revenue=9", "intake=1", "reworked=0", "sold.east=1", today="2026-04-05")
    dealerplan("record", "2026-03", "churn=3", today="2026-04-07")
    assert (
        dealerplan("due").out
        == """\
Service
s, March 2026: 1 of 6 not recorded
On time until 2026-04-05
Days late: 3
Locked after 2026-04-30

Owner  Measure    Id
---------------------------
Zhao   Sold.west  sold.west

Recorded late

- Churn: recorded on 2026-04-07 by li
"""
    )


def test_all_recorded(dealerplan: Dealerplan) -> None:
    values = ["revenue=9", "intake=1", "reworked=0", "sold.east=1", "sold.west=1", "churn=3"]
    dealerplan("record", "2026-03", *values, today="2026-04-05")
    dealerplan("close", "2026-03")
    assert dealerplan("due", "--fail-on", "missing").code == 0
    assert "all 6 recorded" in dealerplan("due").out
    assert "closed on 2026-04-08 by li" in dealerplan("due").out
    assert plan(dealerplan)["closed"] is True


def test_a_correction_is_not_late(dealerplan: Dealerplan) -> None:
    dealerplan("record", "2026-03", "intake=1", today="2026-04-05")
    dealerplan("correct", "2026-03", "intake=2", "--why", "counted twice", today="2026-04-09")
    assert plan(dealerplan)["late"] == []


@pytest.mark.parametrize(
    ("fail_on", "today", "code"),
    [("missing", "2026-04-01", 1), ("late", "2026-04-05", 0), ("late", "2026-04-06", 1)],
)
def test_fail_on(dealerplan: Dealerplan, fail_on: str, today: str, code: int) -> None:
    assert dealerplan("due", "--fail-on", fail_on, today=today).code == code


def test_several_plans_and_months_outside(dealerplan: Dealerplan) -> None:
    Path("plans/parts.yaml").write_text(OTHER, encoding="utf-8")
    answer = dealerplan("due", "--format", "json").json()
    assert [(one["plan"], one["on_time_until"]) for one in answer["plans"]] == [
        ("parts", None), ("service", "2026-04-05"),
    ]  # fmt: skip
    outside = dealerplan("due", "2025-12")
    assert (outside.code, "service: 2026" in outside.err) == (2, True)


class TestTheLockDay:
    """April has 30 days: locked_after 31 is its last."""

    LATE = "2026-05-01"

    def test_up_to_it_a_month_is_open(self, dealerplan: Dealerplan) -> None:
        assert dealerplan("record", "2026-03", "intake=640", today="2026-04-30").code == 0

    def test_after_it_a_month_changes_only_when_reopened(self, dealerplan: Dealerplan) -> None:
        dealerplan("record", "2026-03", "intake=640", today="2026-04-08")
        for words in (["record", "2026-03", "reworked=9"], ["correct", "2026-03", "intake=1", "--why", "late invoice"]):
            refused = dealerplan(*words, today=self.LATE)
            assert refused.code == 2
            assert "2026-03 is locked since the end of 2026-04-30" in refused.err
            assert 'dealerplan reopen 2026-03 --why "…"' in refused.err
        assert "nothing changed" in dealerplan("record", "2026-03", "intake=640", today=self.LATE).out
        assert plan(dealerplan, "2026-03", today=self.LATE)["locked"] is True
        assert (
            dealerplan("reopen", "2026-03", "--why", "late invoice", today=self.LATE).out == "2026-03 is open again\n"
        )
        assert dealerplan("record", "2026-03", "reworked=9", today="2026-05-20").code == 0

    def test_the_exception_is_kept_until_the_month_is_closed(self, dealerplan: Dealerplan) -> None:
        dealerplan("reopen", "2026-03", "--why", "late invoice", today=self.LATE)
        found = plan(dealerplan, "2026-03", today=self.LATE)
        assert found["turns"] == [{"turn": "opened", "day": self.LATE, "by": "li", "why": "late invoice"}]
        assert "opened again on 2026-05-01 by li: late invoice" in dealerplan("due", "2026-03", today=self.LATE).out
        dealerplan("close", "2026-03", "--allow-missing", today=self.LATE)
        assert "2026-03 is closed" in dealerplan("record", "2026-03", "reworked=9", today=self.LATE).err

    def test_reopening_before_it_is_no_exception_to_it(self, dealerplan: Dealerplan) -> None:
        dealerplan("close", "2026-03", "--allow-missing", today="2026-04-08")
        dealerplan("reopen", "2026-03", "--why", "late invoice", today="2026-04-09")
        assert dealerplan("record", "2026-03", "reworked=9", today=self.LATE).code == 2

    def test_it_binds_the_plan_s_own_measures_and_months(self, dealerplan: Dealerplan) -> None:
        Path("plans/parts.yaml").write_text(OTHER, encoding="utf-8")
        assert dealerplan("record", "2026-03", "parts=1", today=self.LATE).code == 0
        assert dealerplan("record", "2026-03", "revenue=1", today=self.LATE).code == 2
        assert dealerplan("record", "2025-03", "revenue=1", today=self.LATE).code == 0  # last year's, for yoy


def test_the_report_names_who_is_asked(dealerplan: Dealerplan, add_plan: AddPlan) -> None:
    add_plan(
        "p", "store: s", "owner: boss", "measures: {intake: {}, reworked: {}, sold: {}}",
        "targets: {volume: {formula: intake, goal: 5}, rate: {formula: reworked / intake, goal: 2%, owner: Wang},"
        " sold: {goal: 9}}",
    )  # fmt: skip
    dealerplan("record", "2026-02", "intake=1", "reworked=0", "sold=1", "--store", "s")
    asked = {
        one["measure"]: one["owners"]
        for one in dealerplan("due", "2026-03", "--store", "s", "--format", "json").json()["plans"][0]["missing"]
    }
    assert asked == {"intake": ["Wang"], "reworked": ["Wang"], "sold": ["boss"]}
    said = " ".join(dealerplan("report", "p", "--as-of", "2026-03").out.split())
    assert "not recorded in January, March intake, reworked Wang" in said
    assert "not recorded in January, March sold boss" in said
