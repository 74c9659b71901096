"""A member's value outside its months counts nowhere, so it is refused and not lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import AddPlan, refused
from tests.conftest import Dealerplan

SOLD = "measures: {sold: {unit: 台, members: {ann: {}, bob: {until: 2026-02}, cy: {from: 2026-03}}}}"
GOAL = "targets: {sold: {goal: 600}}"


@pytest.fixture
def team(add_plan: AddPlan, workspace: Path) -> Path:
    add_plan("team", "store: team", SOLD, GOAL)
    return workspace


@pytest.mark.parametrize(
    ("pair", "month", "said"),
    [
        ("sold.bob=3", "2026-03", "sold.bob is there until 2026-02 (plan team), not in 2026-03"),
        ("sold.cy=3", "2026-02", "sold.cy is there from 2026-03 (plan team), not in 2026-02"),
        ("sold.cy=3", "2025-02", "sold.cy is there from 2026-03 (plan team), not in 2025-02"),
    ],
)
@pytest.mark.usefixtures("team")
def test_typed(dealerplan: Dealerplan, pair: str, month: str, said: str) -> None:
    refused(dealerplan("record", month, "sold.ann=1", pair, "--store", "team"), said, "mend its from or until")
    assert dealerplan("history", "--format", "json").json()["revisions"] == []


@pytest.mark.usefixtures("team")
def test_in_chinese(dealerplan: Dealerplan) -> None:
    answer = dealerplan("record", "2026-03", "sold.bob=3", "--store", "team", "--lang", "zh")
    assert "sold.bob 只到 2026-02 为止（计划 team），不含 2026-03" in answer.err


def test_in_a_file_with_its_place(team: Path, dealerplan: Dealerplan) -> None:
    (team / "march.csv").write_text("measure,2026-02,2026-03\nsold.ann,1,2\nsold.bob,3,4\n", encoding="utf-8")
    answer = dealerplan("record", "--from", "march.csv", "--store", "team")
    refused(answer, "march.csv: row 3, column 3: sold.bob is there until 2026-02 (plan team), not in 2026-03")


@pytest.mark.usefixtures("team")
def test_within_its_months_it_is_recorded(dealerplan: Dealerplan) -> None:
    assert dealerplan("record", "2026-02", "sold.bob=3", "--store", "team").code == 0
    assert dealerplan("record", "2026-03", "sold.cy=3", "--store", "team").code == 0


@pytest.mark.usefixtures("team")
def test_one_plan_that_counts_it_is_enough(add_plan: AddPlan, dealerplan: Dealerplan) -> None:
    add_plan("more", "store: team", "measures: {sold: {members: {bob: {from: 2026-03, until: 2026-03}}}}", GOAL)
    assert dealerplan("record", "2026-03", "sold.bob=3", "--store", "team").code == 0
    said = "sold.bob is there from 2026-03 until 2026-03 (plan more), until 2026-02 (plan team), not in 2026-04"
    refused(dealerplan("record", "2026-04", "sold.bob=3", "--store", "team"), said)


@pytest.mark.usefixtures("team")
def test_what_was_recorded_before_the_plan_said_so_can_be_withdrawn(add_plan: AddPlan, dealerplan: Dealerplan) -> None:
    add_plan("team", "store: team", "measures: {sold: {members: [ann, bob]}}", GOAL)
    dealerplan("record", "2026-03", "sold.bob=3", "--store", "team")
    add_plan("team", "store: team", SOLD, GOAL)
    assert dealerplan("record", "2026-03", "sold.bob=3", "--store", "team").code == 0  # changes nothing
    refused(dealerplan("correct", "2026-03", "sold.bob=4", "--why", "x", "--store", "team"), "not in 2026-03")
    assert dealerplan("correct", "2026-03", "sold.bob=", "--why", "x", "--store", "team").code == 0


@pytest.mark.parametrize("word", ["bob", "cy"])
@pytest.mark.usefixtures("team")
def test_a_member_named_without_its_whole(dealerplan: Dealerplan, word: str) -> None:
    answer = dealerplan("record", "2026-02", f"{word}=3", "--store", "team")
    refused(answer, f"there is no measure {word}", f"did you mean sold.{word}?")


def test_a_member_of_two_wholes(add_plan: AddPlan, dealerplan: Dealerplan) -> None:
    add_plan("two", "store: two", "measures: {a: {members: [x, y]}, b: {members: [x, y]}}")
    refused(dealerplan("record", "2026-02", "x=3", "--store", "two"), "there are a.x, b.x")


def test_in_files_by_their_full_names(workspace: Path, add_plan: AddPlan, dealerplan: Dealerplan) -> None:
    add_plan("shops", "store: shops", "measures: {sold: {name: 销量, members: {new: {name: 新店}, old: {name: 老店}}}}")
    (workspace / "a.csv").write_text("数据项,2026-02\n新店,3\n", encoding="utf-8")
    refused(dealerplan("record", "--from", "a.csv", "--store", "shops"), "did you mean 销量.新店?")
    (workspace / "b.csv").write_text("月份,老店\n2026-02,3\n", encoding="utf-8")
    refused(dealerplan("record", "--from", "b.csv", "--store", "shops"), "did you mean 销量.老店?")


@pytest.mark.usefixtures("workspace")
def test_brackets_are_a_minus_typed_as_in_files(dealerplan: Dealerplan) -> None:
    for month, typed in (("2026-01", "(1,200)"), ("2026-02", "1 200-"), ("2026-03", "（1200）")):
        answer = dealerplan("record", month, f"insurance_revenue={typed}")
        assert "-1,200" in answer.out, answer.err
