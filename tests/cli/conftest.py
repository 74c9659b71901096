"""What the tests of the command line share."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import Answer, Dealerplan

Rows = list[tuple[object, ...]]
AddPlan = Callable[..., Path]
SmallGroup = Callable[..., None]


def rows(file: Path) -> Rows | None:
    """Everything in a book's file; None where there is no file."""
    if not file.exists():
        return None
    with closing(sqlite3.connect(file)) as db:
        return db.execute("SELECT * FROM entry ORDER BY seq").fetchall()


def refused(answer: Answer, *sentences: str, code: int = 2) -> None:
    """The answer is an error: its exit code, no answer but JSON of errors, these words on stderr, no traceback."""
    assert answer.code == code, answer
    assert not answer.out or list(json.loads(answer.out)) == ["schema", "errors"], answer
    assert answer.err.endswith("\n")
    assert "Traceback" not in answer.err
    for sentence in sentences:
        assert sentence in answer.err


@pytest.fixture
def add_plan(workspace: Path) -> AddPlan:
    """Write one more plan file: `add_plan("sales", "store: other", "targets: {sold: {goal: 5}}")`."""

    def add(name: str, *lines: str, period: str = "2026") -> Path:
        file = workspace / "plans" / f"{name}.yaml"
        file.write_text("\n".join([f"plan: {name}", f"period: {period}", *lines, ""]), encoding="utf-8")
        return file

    return add


@pytest.fixture
def small_group(workspace: Path, dealerplan: Dealerplan) -> SmallGroup:
    """A workspace of one group: its table and targets as files have them, and a row of values a store and measure from
    January on, `-` for none: `small_group(TABLE, "t: {formula: a, goal: by store}", "s1 a: 1 - 3", today="…")`."""

    def make(table: str, targets: str, *values: str, today: str = "2026-04-03", more: str = "") -> None:
        (workspace / "plans" / "aftersales.yaml").unlink(missing_ok=True)
        plan = SMALL.format(more=more, targets="\n  ".join(targets.splitlines()))
        (workspace / "plans" / "sales.yaml").write_text(plan, encoding="utf-8")
        (workspace / "plans" / "stores.csv").write_text(table, encoding="utf-8")
        lines = ["store,month,measure,value"]
        for row in values:
            names, _, months = row.partition(":")
            store, measure = names.split()
            lines += [
                f"{store},2026-{at:02},{measure},{value}" for at, value in enumerate(months.split(), 1) if value != "-"
            ]
        (workspace / "actuals.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
        assert dealerplan("record", "--from", "actuals.csv", today=today).code == 0

    return make


SMALL = """plan: sales
name: Sales
group: north
stores: stores.csv
period: 2026
comparable: 2
{more}
measures:
  a: {{name: A, unit: 元}}
  n: {{name: N, unit: 台, within: d}}
  d: {{name: D, unit: 台}}
targets:
  {targets}
"""
