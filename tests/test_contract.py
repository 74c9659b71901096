"""The contract's worked example (section 7), through the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Dealerplan


@pytest.fixture
def targets(first_quarter: Path, dealerplan: Dealerplan) -> dict[str, Any]:
    assert first_quarter.exists()
    plan = dealerplan("status", "--format", "json").json()["plans"][0]
    assert (plan["as_of"], plan["time_progress"]) == ("2026-03", 0.25)
    return {target["id"]: target for target in plan["targets"]}


def test_revenue_reads_as_printed_in_the_contract(targets: dict[str, Any]) -> None:
    expected: dict[str, Any] = {
        "kind": "flow", "unit": "元", "owner": None, "part_of": None,
        "actual": 1450000, "expected": 1500000, "attainment": 0.241667, "planned_progress": 0.25,
        "pace": 0.966667, "gap": -50000, "remaining": 4550000, "required_per_month": 505555.56,
        "required_per_day": 16545.45, "pressure": 1.011111, "required_rest": None, "budget_left": None,
        "hits": None, "spans": None, "month": {"actual": 510000, "expected": 500000, "attainment": 1.02},
        "yoy": None, "best_month": "2026-03", "status": "at_risk", "missing": [],
    }  # fmt: skip
    revenue = targets["revenue"]
    assert {key: revenue[key] for key in expected} == expected
    assert revenue["goal"] == {
        "text": "600万", "op": ">=", "value": 6000000, "high": None, "last_year": None, "each": None, "first": None,
    }  # fmt: skip
    # The contract prints these two rounded to fewer than the six significant digits that it promises.
    assert round(revenue["progress_gap"], 6) == -0.008333
    assert round(revenue["mom"], 6) == 0.085106
    assert revenue["months"][0] == {"month": "2026-01", "actual": 470000, "expected": 500000}
    assert revenue["cumulative"][-1] == {"month": "2026-03", "actual": 1450000, "expected": 1500000}


def test_rework_rate_has_a_budget(targets: dict[str, Any]) -> None:
    rate = targets["rework_rate"]
    assert rate["actual"] == pytest.approx(0.017885, abs=5e-7)
    assert rate["budget_left"] == 121.56
    assert rate["required_rest"] == pytest.approx(0.020705, abs=5e-7)
    assert rate["status"] == "on_track"


def test_monthly_intake_counts_hits(targets: dict[str, Any]) -> None:
    monthly = targets["monthly_intake"]
    assert (monthly["hits"], monthly["spans"], monthly["actual"], monthly["status"]) == (2, 3, 662, "at_risk")


def test_daily_intake_and_average_ticket(targets: dict[str, Any]) -> None:
    assert (targets["daily_intake"]["actual"], targets["daily_intake"]["status"]) == (21.744444, "on_track")
    assert (targets["avg_ticket"]["actual"], targets["avg_ticket"]["status"]) == (475.217169, "behind")
