"""Revised formulas and phasings on screen: told with their month and their reason, as revised goals are."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Dealerplan

PLAN = """\
plan: p
store: north
period: 2026
measures:
  a: {name: Workshop}
  b: {name: Body shop}
targets:
  rev:
    name: Revenue
    formula: a
    goal: 1200
    revisions:
      - {from: 2026-02, formula: a + b, why: body shop moved in}
      - {from: 2026-03, phasing: {3-5: 60%, 12: 10%}, why: spring}
"""


@pytest.fixture(autouse=True)
def _recorded(dealerplan: Dealerplan) -> None:
    Path("plans").mkdir()
    Path("plans/p.yaml").write_text(PLAN, encoding="utf-8")
    for month, values in {"2026-01": "a=100 b=20", "2026-02": "a=110 b=10", "2026-03": "a=90 b=50"}.items():
        assert dealerplan("record", month, *values.split()).code == 0


def test_show_tells_each_revision(dealerplan: Dealerplan) -> None:
    lines = dealerplan("show", "rev").out.splitlines()
    phasing = "2026-03..2026-05 20% each, 2026-06..2026-11 5% each, 2026-12 10%"
    assert lines[2:7] == [
        "Goal: ≥1,200, as written: 1200",
        "Revised from February 2026 to the formula a + b: body shop moved in",
        f"Revised from March 2026 to the phasing {phasing}: spring",
        "First formula: a",
        "Formula: a + b, a flow",
    ]
    assert "First formula" not in dealerplan("show", "rev", "--as-of", "2026-01").out


def test_the_table_and_reports_tell_the_first_formula(dealerplan: Dealerplan) -> None:
    line = "Revenue: by Workshop + Body shop, the first formula was Workshop"
    assert line in dealerplan("status").out
    report = dealerplan("report", "--span", "quarter").out
    assert line in report
    assert (
        "Revenue: from February the formula is Workshop + Body shop, before Workshop; reason: body shop moved in"
        in (" ".join(report.split()))
    )
    assert "from March what is left of the goal falls on the months 2026-03..2026-05 20% each" in (
        " ".join(report.split())
    )


def test_json_has_the_formula_in_force_the_first_one_and_the_revisions(dealerplan: Dealerplan) -> None:
    (target,) = dealerplan("status", "--format", "json").json()["plans"][0]["targets"]
    assert (target["formula"], target["first_formula"], target["actual"]) == ("a + b", "a", 380)
    (target,) = dealerplan("status", "--format", "json", "--as-of", "2026-01").json()["plans"][0]["targets"]
    assert (target["formula"], target["first_formula"], target["actual"]) == ("a", None, 100)
    first, second = dealerplan("report", "--format", "json").json()["plans"][0]["revisions"]
    assert (first["goal"], first["formula"], first["phasing"]) == (None, "a + b", None)
    assert (second["formula"], second["phasing"]["2026-03"], second["phasing"]["2026-12"]) == (None, 0.2, 0.1)
