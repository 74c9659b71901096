"""Stores of the book that no plan names any more."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Dealerplan

PLAN = "plan: {}\nstore: {}\nperiod: {}\ntargets: {{sold: {{goal: 1200}}}}\n"


@pytest.fixture
def recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dealerplan: Dealerplan) -> None:
    """A workspace with a plan and a value."""
    monkeypatch.chdir(tmp_path)
    Path("plans").mkdir()
    write("east")
    assert dealerplan("record", "2026-01", "sold=100").code == 0


def write(store: str, period: str = "2026", id: str = "p") -> None:
    Path(f"plans/{id}.yaml").write_text(PLAN.format(id, store, period), encoding="utf-8")


def told(dealerplan: Dealerplan, *options: str) -> list[str]:
    found = dealerplan("check", "--format", "json", *options).json()["findings"]
    return [one["message"] for one in found if one["code"] == "orphaned"]


@pytest.mark.usefixtures("recorded")
def test_a_store_that_is_called_otherwise(dealerplan: Dealerplan) -> None:
    assert told(dealerplan) == []
    write("east-gz")
    wrong = "the book has 1 value of the store east, which no plan names; "
    assert told(dealerplan) == [
        wrong + "if it is east-gz now, call it east again: that is its id in the book; its name may be any"
    ]
    assert told(dealerplan, "--db", str(Path("dealerplan.db").absolute())) == told(dealerplan)
    assert "台账里有门店 east 的 1 个数据" in dealerplan("check", "--lang", "zh").out
    write("south")
    write("north", id="q")
    assert told(dealerplan) == [wrong + "write store: east again in the plan that was its own"]


@pytest.mark.usefixtures("recorded")
def test_a_store_of_the_past(dealerplan: Dealerplan) -> None:
    write("west", "2027")
    assert told(dealerplan) == []


@pytest.mark.usefixtures("recorded")
def test_a_store_of_others_in_a_shared_book(dealerplan: Dealerplan) -> None:
    Path("plans/p.yaml").unlink()
    write("west", id="other")
    assert told(dealerplan) != []
    assert told(dealerplan, "--db", str(Path("dealerplan.db").absolute())) == []


@pytest.mark.usefixtures("recorded")
def test_where_plans_cant_be_read_nobody_knows(dealerplan: Dealerplan) -> None:
    Path("plans/q.yaml").write_text("plan: [", encoding="utf-8")
    Path("plans/p.yaml").write_text(PLAN.format("p", "west", "2026"), encoding="utf-8")
    assert "orphaned" not in dealerplan("check").out
