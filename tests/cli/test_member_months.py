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


def test_one_plan_that_counts_it_is_enough(team: Path, add_plan: AddPlan, dealerplan: Dealerplan) -> None:
    add_plan("more", "store: team", "measures: {sold: {members: {bob: {from: 2026-03, until: 2026-03}}}}", GOAL)
    assert dealerplan("record", "2026-03", "sold.bob=3", "--store", "team").code == 0
    said = "sold.bob is there from 2026-03 until 2026-03 (plan more), until 2026-02 (plan team), not in 2026-04"
    refused(dealerplan("record", "2026-04", "sold.bob=3", "--store", "team"), said)


def test_what_was_recorded_before_the_plan_said_so_can_be_withdrawn(
    team: Path, add_plan: AddPlan, dealerplan: Dealerplan
) -> None:
    add_plan("team", "store: team", "measures: {sold: {members: [ann, bob]}}", GOAL)
    dealerplan("record", "2026-03", "sold.bob=3", "--store", "team")
    add_plan("team", "store: team", SOLD, GOAL)
    assert dealerplan("record", "2026-03", "sold.bob=3", "--store", "team").code == 0  # changes nothing
    refused(dealerplan("correct", "2026-03", "sold.bob=4", "--why", "x", "--store", "team"), "not in 2026-03")
    assert dealerplan("correct", "2026-03", "sold.bob=", "--why", "x", "--store", "team").code == 0
