"""`close` freezes a month of a store, `reopen` opens it again for a reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Answer, Dealerplan

PLAN = """\
plan: p
store: s
period: 2026
targets:
  sold: {goal: 1200, unit: 台}
  visits: {goal: 9000, unit: 批}
"""


@pytest.fixture(autouse=True)
def _workspace() -> None:
    Path("plans").mkdir()
    Path("plans/p.yaml").write_text(PLAN, encoding="utf-8")


def closed(dealerplan: Dealerplan, *words: str) -> Any:
    return dealerplan("status", "--format", "json", *words).json()["plans"][0]["closed"]


def refused(answer: Answer, *sentences: str) -> None:
    assert (answer.code, answer.out) == (2, "")
    for sentence in sentences:
        assert sentence in answer.err


def test_a_month_closes_when_it_is_whole(dealerplan: Dealerplan) -> None:
    dealerplan("record", "2026-01", "sold=100")
    refused(dealerplan("close", "2026-01"), "2026-01 lacks visits", "--allow-missing")
    dealerplan("record", "2026-01", "visits=800")
    assert dealerplan("close", "2026-01").out == "2026-01 is closed\n"
    assert closed(dealerplan) == ["2026-01"]
    assert "Closed: January" in dealerplan("status").out
    assert dealerplan("close", "2026-01").out == "2026-01 was closed already; nothing changed\n"


def test_or_with_what_is_missing(dealerplan: Dealerplan) -> None:
    assert dealerplan("close", "2026-02", "--allow-missing").code == 0
    refused(dealerplan("record", "2026-02", "sold=90"), "2026-02 is closed", "dealerplan reopen 2026-02 --why")


def test_a_closed_month_changes_only_when_reopened(dealerplan: Dealerplan) -> None:
    dealerplan("record", "2026-01", "sold=100", "visits=800")
    dealerplan("close", "2026-01")
    refused(dealerplan("correct", "2026-01", "sold=101", "--why", "late invoice"), "2026-01 is closed")
    assert "nothing changed" in dealerplan("record", "2026-01", "sold=100").out
    refused(dealerplan("reopen", "2026-01"), "reopening needs a reason")
    assert dealerplan("reopen", "2026-01", "--why", "late invoice").out == "2026-01 is open again\n"
    assert dealerplan("correct", "2026-01", "sold=101", "--why", "late invoice").code == 0
    assert dealerplan("reopen", "2026-01", "--why", "again").out == "2026-01 was not closed; nothing changed\n"
    assert closed(dealerplan) == []


def test_closes_are_known_at_a_time(dealerplan: Dealerplan) -> None:
    dealerplan("close", "2026-01", "--allow-missing", today="2026-02-05")
    dealerplan("reopen", "2026-01", "--why", "late invoice", today="2026-03-05")
    assert closed(dealerplan, "--known-at", "2026-02-10") == ["2026-01"]
    assert closed(dealerplan, "--known-at", "2026-03-10") == []


def test_only_the_plans_months_are_listed(dealerplan: Dealerplan) -> None:
    dealerplan("close", "2025-12", "--allow-missing")
    assert closed(dealerplan) == []


def test_what_can_not_close(dealerplan: Dealerplan) -> None:
    refused(dealerplan("close", "2026-05"), "2026-05 lies in the future")
    refused(dealerplan("close", "2026-13"), "there is no month 2026-13")
    refused(dealerplan("close"), "MONTH is missing")
    assert not Path("dealerplan.db").exists()


def test_what_a_closed_month_lacks_is_said(dealerplan: Dealerplan) -> None:
    answer = dealerplan("close", "2026-04", "--allow-missing")
    assert answer.out == "2026-04 is closed\n"
    assert answer.err == "warning: 2 measures are missing\nwarning: 2026-04 is not over yet\n"


def test_a_month_without_business(dealerplan: Dealerplan) -> None:
    dealerplan("record", "2026-01", "sold=100", "visits=800")
    answer = dealerplan("close", "2026-02", "--no-business", "--why", "rebuilding")
    assert (answer.code, answer.out, answer.err) == (0, "2026-02 is closed: no business\n", "")
    again = dealerplan("close", "2026-02", "--no-business", "--why", "rebuilding")
    assert again.out == "2026-02 was closed already; nothing changed\n"
    plan = dealerplan("status", "--format", "json").json()["plans"][0]
    assert (plan["no_business"], plan["closed"], plan["as_of"]) == (["2026-02"], ["2026-02"], "2026-01")
    assert "No business: February" in dealerplan("status").out
    assert dealerplan("due", "2026-02", "--format", "json").json()["plans"][0]["missing"] == []
    refused(dealerplan("record", "2026-02", "sold=1"), "2026-02 is closed", "dealerplan reopen 2026-02")


def test_opened_again_it_is_a_month_as_any(dealerplan: Dealerplan) -> None:
    dealerplan("close", "2026-02", "--no-business", "--why", "rebuilding")
    dealerplan("reopen", "2026-02", "--why", "we sold one after all")
    assert dealerplan("record", "2026-02", "sold=1", "visits=1").code == 0
    plan = dealerplan("status", "--format", "json").json()["plans"][0]
    assert (plan["no_business"], plan["as_of"]) == ([], "2026-02")


def test_no_business_needs_a_reason_and_an_empty_month(dealerplan: Dealerplan) -> None:
    refused(dealerplan("close", "2026-02", "--no-business"), "a month without business needs a reason")
    refused(dealerplan("close", "2026-02", "--why", "x"), "--why goes with --no-business")
    both = ("--no-business", "--allow-missing", "--why", "x")
    refused(dealerplan("close", "2026-02", *both), "--allow-missing goes with no --no-business")
    dealerplan("record", "2026-02", "sold=1")
    empty = dealerplan("close", "2026-02", "--no-business", "--why", "rebuilding")
    refused(empty, "2026-02 has sold recorded", "withdraw first")
    dealerplan("correct", "2026-02", "sold=", "--why", "of another store")
    assert dealerplan("close", "2026-02", "--no-business", "--why", "rebuilding").code == 0
    refused(dealerplan("close", "2030-02", "--no-business", "--why", "x"), "lies in the future")


def test_only_what_is_due_in_a_month_is_asked_for(dealerplan: Dealerplan) -> None:
    plan = """\
plan: p
store: s
period: 2026
measures:
  sold: {unit: 台, members: {east: {}, west: {from: 2026-02}}}
  trials: {unit: 次, within: visits}
  visits: {unit: 批}
  unused: {unit: 次}
targets:
  sold: {goal: 1200}
  trials: {goal: 90, from: 2026-03}
"""
    Path("plans/p.yaml").write_text(plan, encoding="utf-8")

    def missing(month: str) -> list[str]:
        plan = dealerplan("due", month, "--format", "json").json()["plans"][0]
        assert plan["measures"] == len(plan["missing"])
        return [one["measure"] for one in plan["missing"]]

    assert missing("2026-01") == ["sold.east", "unused"]
    assert missing("2026-02") == ["sold.east", "sold.west", "unused"]
    assert missing("2026-03") == ["sold.east", "sold.west", "trials", "visits", "unused"]
    dealerplan("record", "2026-01", "sold.east=9", "unused=0")
    assert dealerplan("close", "2026-01").out == "2026-01 is closed\n"


def test_why_there_was_no_business_is_said(dealerplan: Dealerplan) -> None:
    dealerplan("record", "2026-01", "sold=100", "visits=800")
    dealerplan("close", "2026-02", "--no-business", "--why", "装修")
    dealerplan("record", "2026-03", "sold=100", "visits=800")
    due = dealerplan("due", "2026-02", "--lang", "zh").out
    assert "s 2026年2月停业：装修" in due
    assert "li 于 2026-04-08 结账，停业：装修" in due
    assert dealerplan("history", "--month", "2026-02").out == "s, 2026-02: no business: 装修\n"
    assert "s, 2026-02: no business: 装修\n" in dealerplan("history").out
    assert "no business" not in dealerplan("history", "sold").out
    assert "No business: February (装修)" in dealerplan("status").out
    assert "No business: February (装修)" in dealerplan("report").out
    shown = dealerplan("show", "sold").out
    assert "February (no business)" in shown
    assert "sum of 2 months" in shown


def test_a_month_with_something_recorded_may_have_the_rest_as_0(dealerplan: Dealerplan) -> None:
    dealerplan("record", "2026-02", "sold=1")
    refused(dealerplan("close", "2026-02", "--no-business", "--why", "x"), "else record as 0 what there was none of")


def test_nothing_recorded_is_not_some_of_some(dealerplan: Dealerplan) -> None:
    assert "s, February 2026: none of 2 recorded" in dealerplan("due", "2026-02").out
    assert "2 项均未录入" in dealerplan("due", "2026-02", "--lang", "zh").out
