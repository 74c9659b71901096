"""Workspaces of packaged plans with their sample months."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.conftest import Dealerplan

PLANS = Path(__file__).parents[1] / "plans"
NAMES = (
    "aftersales", "marketing", "premium-store", "sales-team", "administration", "regional-sales", "consultant",
    "follow-up", "second-half", "volume-brand", "showroom", "customer-care",
)  # fmt: skip
TODAY = "2027-01-08"


def rows(file: Path) -> list[dict[str, str]]:
    """A sample's rows."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def fill(dealerplan: Dealerplan, folder: Path, name: str) -> Path:
    """Make a workspace of a template in a folder, or add it to one, and record its sample months."""
    at = ("--workspace", str(folder))
    assert dealerplan("init", str(folder), "--template", name).code == 0
    plan = next(line for line in (PLANS / f"{name}.yaml").read_text(encoding="utf-8").splitlines() if "store:" in line)
    store = plan.split(":")[1].strip()
    for row in rows(PLANS / "samples" / f"{name}.csv"):
        month = row.pop("month")
        pairs = [f"{measure}={value}" for measure, value in row.items() if value]
        answer = dealerplan("record", month, *pairs, "--store", store, *at, today=TODAY)
        assert answer.code == 0, answer.err
    for row in rows(PLANS / "samples" / f"{name}-done.csv"):
        answer = dealerplan("done", row["milestone"], "--on", row["on"], *row["results"].split(), *at, today=TODAY)
        assert answer.code == 0, answer.err
    return folder
