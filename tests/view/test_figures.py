"""The registry of figures has all that is evaluated, and outputs have all that it has."""

from __future__ import annotations

from pathlib import Path

import pytest

from dealerplan.evaluate.figures import Figures
from dealerplan.view.figures import BY_ID, FIGURES
from dealerplan.view.rows import TARGET_HEADS
from tests.conftest import Dealerplan


def test_every_figure_that_is_evaluated_is_registered_once() -> None:
    assert set(Figures._fields) <= set(BY_ID)
    assert len(BY_ID) == len(FIGURES)


@pytest.mark.usefixtures("first_quarter")
def test_json_and_csv_have_every_figure(dealerplan: Dealerplan) -> None:
    for target in dealerplan("status", "--format", "json").json()["plans"][0]["targets"]:
        assert [key for key in target if key in BY_ID] == [one.id for one in FIGURES]
        for one in FIGURES:
            if one.parts:
                assert tuple(target[one.id]) == one.parts
    assert {head for one in FIGURES for head in one.heads()} <= set(TARGET_HEADS)
    assert set(TARGET_HEADS) == set(dealerplan("status", "--format", "csv").out.partition("\n")[0].split(","))


def test_show_tells_every_figure_that_a_target_has(first_quarter: Path, dealerplan: Dealerplan) -> None:
    """A ceiling's rest is what it allows; how many spans held is told."""
    plan = first_quarter / "plans" / "aftersales.yaml"
    extra = "  few: {name: 少返修, formula: reworked, goal: at most 100}\n"
    plan.write_text(plan.read_text(encoding="utf-8").replace("targets:\n", f"targets:\n{extra}"), encoding="utf-8")
    shown = {one: dealerplan("show", one).out for one in ("few", "monthly_intake", "revenue")}
    assert "At most a month" in shown["few"]
    assert "Needed a month" in shown["revenue"]
    assert "Needed" not in shown["few"]
    assert "Spans that held" in shown["monthly_intake"]
