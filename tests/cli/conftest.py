"""What the tests of the command line share."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import Answer

Rows = list[tuple[object, ...]]
AddPlan = Callable[..., Path]


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
