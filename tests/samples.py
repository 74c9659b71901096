"""Workspaces of packaged plans with their sample months."""

from __future__ import annotations

import csv
from pathlib import Path

from dealerplan.app.demo import own_ids
from dealerplan.app.templates import packaged
from tests.conftest import Dealerplan

PLANS = Path(__file__).parents[1] / "plans"
NAMES = (
    "aftersales", "marketing", "premium-store", "sales-team", "administration", "regional-sales", "consultant",
    "follow-up", "second-half", "volume-brand", "showroom", "customer-care", "general-manager",
)  # fmt: skip
TODAY = "2027-01-08"


def rows(file: Path) -> list[dict[str, str]]:
    """A sample's rows."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def fill(dealerplan: Dealerplan, folder: Path, name: str) -> Path:
    """Make a workspace of a template in a folder, or add it to one, and record its sample months."""
    at = ("--workspace", str(folder))
    plan, own = packaged(name, "zh"), own_ids("zh", name)
    store = plan.store
    assert dealerplan("init", str(folder), "--template", name, "--store", store, "--lang", "zh").code == 0
    for row in rows(PLANS / "samples" / f"{name}.csv"):
        month = row.pop("month")
        pairs = [f"{own[measure]}={value}" for measure, value in row.items() if value]
        answer = dealerplan("record", month, *pairs, "--store", store, *at, today=TODAY)
        assert answer.code == 0, answer.err
    for row in rows(PLANS / "samples" / f"{name}-done.csv"):
        answer = dealerplan("done", row["milestone"], "--on", row["on"], *row["results"].split(), *at, today=TODAY)
        assert answer.code == 0, answer.err
    return folder
