"""`dealerplan done`: milestones, their day and their results."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import AddPlan, refused, rows
from tests.conftest import Dealerplan

pytestmark = pytest.mark.usefixtures("workspace")


@pytest.fixture
def book(workspace: Path) -> Path:
    return workspace / "dealerplan.db"


def milestone(dealerplan: Dealerplan, id: str, *argv: str) -> dict[str, Any]:
    plans = dealerplan("status", "--format", "json", *argv).json()["plans"]
    found: dict[str, Any] = next(one for plan in plans for one in plan["milestones"] if one["id"] == id)
    return found


@pytest.mark.parametrize("word", ["org_chart", "组织架构图", "aftersales-2026/org_chart"])
def test_is_named_by_id_name_or_plan_and_id(dealerplan: Dealerplan, word: str) -> None:
    answer = dealerplan("done", word, today="2026-03-30")
    assert (answer.code, answer.out) == (0, "组织架构图 was done on 2026-03-30\n")
    found = milestone(dealerplan, "org_chart")
    assert (found["status"], found["done_on"]) == ("done", "2026-03-30")


def test_on_a_day(dealerplan: Dealerplan) -> None:
    assert dealerplan("done", "org_chart", "--on", "2026-04-02").code == 0
    assert milestone(dealerplan, "org_chart")["status"] == "done_late"


def test_results(dealerplan: Dealerplan) -> None:
    assert dealerplan("done", "expo", "orders=43", "visits=1,200").code == 0
    results = {one["id"]: (one["value"], one["held"]) for one in milestone(dealerplan, "expo")["results"]}
    assert results == {"orders": (43, True), "visits": (1200, None)}


def test_a_later_mark_adds_to_an_earlier_one_and_keeps_its_day(dealerplan: Dealerplan) -> None:
    dealerplan("done", "expo", "orders=39", "--on", "2026-04-01")
    dealerplan("done", "expo", "visits=9")
    refused = dealerplan("done", "expo", "orders=40", "--on", "2026-04-02")
    assert (refused.code, refused.err.count("say why")) == (2, 2)
    assert dealerplan("done", "expo", "orders=40", "--why", "one more came in").code == 0
    found = milestone(dealerplan, "expo")
    assert found["done_on"] == "2026-04-01"
    assert [(one["value"], one["held"]) for one in found["results"]] == [(40, True), (9, None)]


def test_a_note_stays_until_another_replaces_it(dealerplan: Dealerplan) -> None:
    assert milestone(dealerplan, "expo")["note"] is None
    dealerplan("done", "expo", "orders=39", "--on", "2026-04-01", "--note", "rain on both days")
    dealerplan("done", "expo", "visits=9")
    assert milestone(dealerplan, "expo")["note"] == "rain on both days"
    again = dealerplan("done", "expo", "--note", "rain on both days")
    assert again.out.endswith("already; nothing changed\n")
    assert dealerplan("done", "expo", "--note", "next year indoors").code == 0
    assert milestone(dealerplan, "expo")["note"] == "next year indoors"
    assert "next year indoors" in dealerplan("history", "expo").out
    dealerplan("undo", "--why", "wrong one")
    assert milestone(dealerplan, "expo")["note"] == "rain on both days"
    dealerplan("done", "expo", "orders", "--withdraw", "--why", "counted twice")
    found = milestone(dealerplan, "expo")
    assert (found["note"], found["results"][0]["value"]) == ("rain on both days", None)
    dealerplan("done", "expo", "--withdraw", "--why", "not held")
    assert milestone(dealerplan, "expo")["note"] is None


def test_twice_changes_nothing(dealerplan: Dealerplan, book: Path) -> None:
    dealerplan("done", "expo", "orders=43")
    before = rows(book)
    answer = dealerplan("done", "expo", "orders=43", today="2026-04-09")
    assert (answer.code, answer.out) == (0, "世博之旅 was done on 2026-04-08 already; nothing changed\n")
    assert rows(book) == before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["org_chat"], "did you mean org_chart?"),
        (["zzz"], "there are org_chart, expo"),
        (["expo", "--on", "2026-04-09"], "2026-04-09 lies in the future"),
        (["expo", "--on", "2026-02-30"], "there is no day 2026-02-30"),
        (["expo", "--on", "tomorrow"], "tomorrow is not a day"),
        (["expo", "--on", ""], "is not a day"),
        (["expo", "--on"], "--on needs a value"),
        (["expo", "ordrs=5"], "did you mean orders?"),
        (["expo", "zzz=5"], "there are orders, visits"),
        (["expo", "orders=many"], "many is not a number"),
        (["expo", "orders"], "is not MEASURE=VALUE"),
        (["expo", "orders=1", "orders=2"], "orders is given two values"),
        (["org_chart", "orders=1"], "组织架构图 has no result orders"),
        (["expo", "--store", "nowhere"], "no plan is of the store nowhere"),
    ],
)
def test_refusals_write_nothing(dealerplan: Dealerplan, book: Path, words: list[str], sentence: str) -> None:
    refused(dealerplan("done", *words), sentence)
    assert not book.exists()


def test_a_milestone_without_results_has_no_list_of_them(dealerplan: Dealerplan) -> None:
    assert "there are" not in dealerplan("done", "org_chart", "orders=1").err


class TestTheSameNameInTwoPlans:
    @pytest.fixture(autouse=True)
    def _two(self, add_plan: AddPlan) -> None:
        add_plan("sales", "store: fengxing-gz", "milestones: {expo: {due: 2026-05-01}, org: {name: 组织架构图}}")

    @pytest.mark.parametrize("word", ["expo", "组织架构图"])
    def test_is_refused_with_what_it_may_mean(self, dealerplan: Dealerplan, book: Path, word: str) -> None:
        refused(dealerplan("done", word), "may mean aftersales-2026/", "sales/")
        assert not book.exists()

    def test_is_told_apart_by_the_plan(self, dealerplan: Dealerplan) -> None:
        assert dealerplan("done", "sales/expo").code == 0
        plans = dealerplan("status", "--format", "json").json()["plans"]
        assert {plan["plan"]: plan["milestones"][-1]["status"] for plan in plans} | {"sales": ""} == {
            "aftersales-2026": "upcoming",
            "sales": "",
        }
        assert next(one for one in plans[1]["milestones"] if one["id"] == "expo")["status"] == "done"


def test_what_was_known_of_a_milestone(dealerplan: Dealerplan) -> None:
    dealerplan("done", "org_chart", "--on", "2026-03-30", today="2026-04-02")
    assert milestone(dealerplan, "org_chart", "--known-at", "2026-04-01")["status"] == "overdue"
    assert milestone(dealerplan, "org_chart", "--known-at", "2026-04-02")["status"] == "done"


def test_results_are_told_as_their_goals_are_written(dealerplan: Dealerplan, add_plan: AddPlan) -> None:
    """With every digit: 94.999% is not 95%."""
    results = "results: {rate: at least 95%, share: under 3‰, orders: 40, open: tbd}"
    add_plan("x", "store: s", f"milestones: {{m1: {{due: 2026-04-30, {results}}}}}")
    told = dealerplan("done", "m1", "rate=94.999%", "share=0.29%", "orders=1234.5678", "open=12.345%").out
    assert told.splitlines()[1:] == ["  rate 94.999%", "  share 2.9‰", "  orders 1,234.5678", "  open 0.12345"]


def test_results_are_said_as_their_goals_are(dealerplan: Dealerplan, add_plan: AddPlan) -> None:
    goals = "orders: {goal: 20万, unit: 元}, share: 93%, cars: {goal: 40, unit: 台}"
    add_plan("show", "store: x", f"milestones: {{fair: {{name: 车展, results: {{{goals}}}}}}}")
    said = dealerplan("done", "fair", "orders=285000", "share=95%", "cars=43", "--lang", "zh").out
    assert said.splitlines()[1:] == ["  orders：28.5万元", "  share：95%", "  cars：43台"]
    again = dealerplan("done", "fair", "orders=285001", "share=94%", "cars=44", "--lang", "zh").err
    for before in ("orders 已是 28.5万元", "share 已是 95%", "cars 已是 43台"):
        assert before in again
