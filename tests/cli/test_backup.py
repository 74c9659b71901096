"""`backup` copies the book whole, also while it is written to."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.conftest import Dealerplan


def test_the_copy_is_a_book(first_quarter: Path, dealerplan: Dealerplan) -> None:
    assert dealerplan("backup", "copy.db").out == "the book is copied to copy.db\n"
    assert sorted(one.name for one in first_quarter.iterdir()) == ["copy.db", "dealerplan.db", "plans"]
    here, there = (dealerplan("history", "--format", "json", "--db", name).out for name in ("dealerplan.db", "copy.db"))
    assert here == there
    assert dealerplan("record", "2026-03", "customers=5", "--db", "copy.db").code == 0


def test_it_copies_what_is_written_while_another_writes(first_quarter: Path, dealerplan: Dealerplan) -> None:
    with closing(sqlite3.connect(first_quarter / "dealerplan.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert dealerplan("backup", "copy.db").code == 0
        other.execute("ROLLBACK")
    assert len(dealerplan("history", "--format", "json", "--db", "copy.db").json()["revisions"]) == 12


def test_an_existing_file_stays(first_quarter: Path, dealerplan: Dealerplan) -> None:
    (first_quarter / "copy.db").write_text("mine")
    answer = dealerplan("backup", "copy.db")
    assert (answer.code, answer.out) == (2, "")
    assert "copy.db is there already" in answer.err
    assert (first_quarter / "copy.db").read_text() == "mine"


def test_what_can_not_be_copied(workspace: Path, dealerplan: Dealerplan) -> None:
    answer = dealerplan("backup", "copy.db")
    assert (answer.code, "there is no book at" in answer.err) == (2, True)
    dealerplan("record", "2026-03", "intake=5")
    assert dealerplan("backup", "nowhere/copy.db").code == 3
    assert sorted(one.name for one in workspace.iterdir()) == ["dealerplan.db", "plans"]
