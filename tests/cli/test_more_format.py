"""What the collection's plans need beyond the contract: moved dates, members of members, wholes of results."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Dealerplan

PLAN = """\
plan: p
store: s
period: 2026
measures:
  revenue: {unit: 元, members: {东: [甲, 乙], 西: []}}
  used: {unit: 元}
targets:
  revenue: {goal: 1200, owner: 王, split: {东: {goal: 800, owner: 李, split: {甲: 500, 乙: 300}}, 西: 400}}
  used: {name: 广告费, goal: ≤ 120}
  band: {formula: used, goal: 24 .. 120, name: 费用区间}
milestones:
  fair:
    name: 春季车展
    due: 2026-03-31
    revisions: [{from: 2026-03, due: 2026-05-15, why: 场地改期}]
    results: {orders: ≥ 40, visits: tbd, first: {name: 首次来店, goal: tbd, within: visits}}
"""


@pytest.fixture(autouse=True)
def _workspace() -> None:
    Path("plans").mkdir()
    Path("plans/p.yaml").write_text(PLAN, encoding="utf-8")


def plan(dealerplan: Dealerplan, *words: str) -> Any:
    return dealerplan("status", "--format", "json", *words).json()["plans"][0]


def test_members_of_members_add_up(dealerplan: Dealerplan) -> None:
    answer = dealerplan("record", "2026-01", "revenue.东.甲=50", "revenue.东.乙=30", "revenue.西=20")
    assert answer.code == 0, answer.err
    found = {one["id"]: one for one in plan(dealerplan)["targets"]}
    assert {id: found[id]["actual"] for id in ("revenue", "revenue.东", "revenue.东.甲")} == {
        "revenue": 100, "revenue.东": 80, "revenue.东.甲": 50,
    }  # fmt: skip
    assert (found["revenue.东.甲"]["part_of"], found["revenue.东.甲"]["owner"]) == ("revenue.东", "李")
    assert "record revenue.东.甲, revenue.东.乙" in dealerplan("record", "2026-01", "revenue.东=5").err
    assert len(dealerplan("history", "revenue", "--format", "json").json()["revisions"]) == 3


def test_a_moved_date_does_not_rewrite_the_past(dealerplan: Dealerplan) -> None:
    dealerplan("record", "2026-02", "used=1")
    before, after = (plan(dealerplan, "--as-of", month)["milestones"][0] for month in ("2026-02", "2026-04"))
    assert (before["due"], before["first_due"], before["status"]) == ("2026-03-31", None, "upcoming")
    assert (after["due"], after["first_due"], after["status"]) == ("2026-05-15", "2026-03-31", "upcoming")
    assert "due next month" in dealerplan("status", "--as-of", "2026-04").out
    assert "due this month" in dealerplan("status", today="2026-05-02").out


def test_results_above_their_whole_are_refused(dealerplan: Dealerplan) -> None:
    answer = dealerplan("done", "fair", "visits=63", "first=104")
    assert (answer.code, answer.out) == (2, "")
    assert "first 104 is above visits 63" in answer.err
    assert not Path("dealerplan.db").exists()


def test_a_missed_result_shows(dealerplan: Dealerplan) -> None:
    assert dealerplan("done", "fair", "orders=35", "--on", "2026-04-02").out.splitlines() == [
        "春季车展 was done on 2026-04-02",
        "  orders 35",
        "  visits -",
        "  首次来店 -",
    ]
    assert "orders 35 (missed ≥40)" in dealerplan("status").out
    marks = dealerplan("history", "fair", "--format", "json").json()["revisions"]
    assert [(one["measure"], one["source"], one["value"]) for one in marks] == [("p/fair", "done", None)]
    assert marks[0]["mark"] == {"on": "2026-04-02", "results": {"orders": 35}}
    assert "2026-04-02: orders 35" in dealerplan("history", "春季车展").out


def test_a_ceiling_has_an_allowance(dealerplan: Dealerplan) -> None:
    dealerplan("record", "2026-01", "used=10.5")
    assert "10.5元 is above the 10元 allowed to date, within the tolerance of 10%" in dealerplan("show", "used").out
    dealerplan("correct", "2026-01", "used=9", "--why", "less")
    assert "9元 stays within the 10元 allowed to date." in dealerplan("show", "used").out
    dealerplan("correct", "2026-01", "used=20", "--why", "more")
    assert "20元 is above the 10元 allowed to date by more than" in dealerplan("show", "used").out


def test_a_range_says_which_end_judged(dealerplan: Dealerplan) -> None:
    dealerplan("record", "2026-01", "used=20")
    assert "20元 is above the 10元 allowed" in dealerplan("show", "band").out
    dealerplan("correct", "2026-01", "used=1", "--why", "less")
    assert "1元 is short of the 2元 planned" in dealerplan("show", "band").out


def test_nothing_recorded_is_explained(dealerplan: Dealerplan) -> None:
    answer = dealerplan("show", "used")
    assert "No month has every measure that the formula uses." in answer.out
    assert "None" not in answer.out


def test_a_gap_of_everything_is_said_once(dealerplan: Dealerplan) -> None:
    values = ["revenue.东.甲=50", "revenue.东.乙=30", "revenue.西=20", "used=1"]
    dealerplan("record", "2026-01", *values)
    dealerplan("record", "2026-03", *values)
    assert "Not recorded in February: anything" in dealerplan("status").out


def test_what_is_to_be_recorded_is_named(dealerplan: Dealerplan) -> None:
    dealerplan("record", "2026-01", "revenue.东.甲=50", "revenue.东.乙=30", "revenue.西=20", "used=1")
    dealerplan("record", "2026-02", "revenue.东.甲=50", "revenue.西=20")
    assert "Not recorded in February: revenue.东.乙, used" in dealerplan("status").out


def test_a_members_revision_keeps_the_wholes_direction(dealerplan: Dealerplan) -> None:
    text = "plan: p\nstore: s\nperiod: 2026\nmeasures: {m: {members: [a]}}\ntargets:\n"
    text += "  m: {goal: '< 5', split: {a: {goal: tbd, revisions: [{from: 2026-01, goal: 3, why: new}]}}}\n"
    Path("plans/p.yaml").write_text(text, encoding="utf-8")
    dealerplan("record", "2026-01", "m.a=1")
    goals = {one["id"]: one["goal"]["op"] for one in plan(dealerplan)["targets"]}
    assert goals == {"m": "<", "m.a": "<"}
