"""`dealerplan history`: every revision of actuals."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.cli.conftest import AddPlan, refused, rows
from tests.conftest import Dealerplan

KEYS = ["store", "measure", "month", "revision", "value", "recorded_at", "by", "source", "note", "why"]


@pytest.fixture
def _recorded(workspace: Path, dealerplan: Dealerplan) -> None:
    assert workspace.is_dir()
    dealerplan("record", "2026-02", "intake=655", "sold.城东=3", today="2026-03-05")
    dealerplan("record", "2026-03", "intake=662", "reworked=9", "--note", "DMS", today="2026-04-05")
    dealerplan("correct", "2026-03", "intake=663", "--why", "one more", DEALERPLAN_USER="wang")


@pytest.mark.usefixtures("_recorded")
def test_json_has_exactly_the_keys_of_the_contract(dealerplan: Dealerplan) -> None:
    answer = dealerplan("history", "--format", "json").json()
    assert answer["schema"] == "dealerplan.history/1"
    assert [list(one) for one in answer["revisions"]] == [KEYS] * 5
    last = answer["revisions"][-1]
    assert last.pop("recorded_at").startswith("2026-04-0")
    assert last == {
        "store": "fengxing-gz", "measure": "intake", "month": "2026-03", "revision": 2, "value": 663,
        "by": "wang", "source": "correct", "note": None, "why": "one more",
    }  # fmt: skip


@pytest.mark.usefixtures("_recorded")
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ([], ["655", "3", "662", "9", "663"]),
        (["intake"], ["655", "662", "663"]),
        (["接车台次", "--month", "2026-03"], ["662", "663"]),
        (["--month", "2026-02"], ["655", "3"]),
        (["sold"], ["3"]),
        (["sold.城东"], ["3"]),
        (["customers"], []),
        (["--month", "2020-01"], []),
    ],
)
def test_of_a_measure_and_of_a_month(dealerplan: Dealerplan, words: list[str], found: list[str]) -> None:
    answer = dealerplan("history", *words, "--format", "csv")
    assert answer.code == 0
    head, *lines = csv.reader(io.StringIO(answer.out))
    assert head == KEYS
    assert [line[4] for line in lines] == found


@pytest.mark.usefixtures("_recorded")
def test_as_a_table(dealerplan: Dealerplan) -> None:
    answer = dealerplan("history", "intake")
    assert answer.code == 0
    for shown in ("2026-03", "接车台次", "663", "wang", "one more", "DMS", "correct"):
        assert shown in answer.out


def test_of_nothing(workspace: Path, dealerplan: Dealerplan) -> None:
    assert dealerplan("history").out.endswith("世博之旅\nNothing recorded.\n")
    assert dealerplan("history", "--format", "json").json()["revisions"] == []
    assert rows(workspace / "dealerplan.db") is None


@pytest.mark.usefixtures("_recorded")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["intke"], "did you mean intake?"),
        (["--month", "March"], "March is not a month"),
        (["--format", "xml"], "--format can't be xml"),
        (["--format", "jsn"], "did you mean json?"),
        (["a", "b"], "dealerplan history --help"),
    ],
)
def test_refusals(dealerplan: Dealerplan, words: list[str], sentence: str) -> None:
    refused(dealerplan("history", *words), sentence)


def test_of_several_stores(workspace: Path, dealerplan: Dealerplan, add_plan: AddPlan) -> None:
    assert workspace.exists()
    add_plan("east", "store: east", "measures: {intake: {name: 进店台次}, visits: {}}", "targets: {visits: {goal: 5}}")
    dealerplan("record", "2026-02", "intake=655", "reworked=3", "--store", "fengxing-gz")
    dealerplan("record", "2026-02", "intake=70", "visits=9", "--store", "east")

    def found(*words: str) -> list[tuple[str, str, int]]:
        revisions = dealerplan("history", *words, "--format", "json").json()["revisions"]
        return [(one["store"], one["measure"], one["value"]) for one in revisions]

    assert found("intake") == [("fengxing-gz", "intake", 655), ("east", "intake", 70)]
    assert found("接车台次") == [("fengxing-gz", "intake", 655)]
    assert found("visits") == found("visits", "--store", "east") == [("east", "visits", 9)]
    assert len(found()) == 4
    lines = dealerplan("history", "intake").out.splitlines()
    assert [line.split()[:3] for line in lines[2:]] == [
        ["fengxing-gz", "2026-02", "接车台次"], ["east", "2026-02", "进店台次"],
    ]  # fmt: skip
    assert not dealerplan("history", "visits").out.startswith("Store")
    refused(dealerplan("history", "intke"), "did you mean intake?")
