"""`backup` copies the book whole, also while it is written to."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.book.test_chain import tampered
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


def test_a_changed_book_is_copied_as_it_is_and_said(first_quarter: Path, dealerplan: Dealerplan) -> None:
    tampered(
        first_quarter / "dealerplan.db",
        "UPDATE entry SET sealed = json_set(sealed, '$.what.value', '999') WHERE seq = 7",
    )
    answer = dealerplan("backup", "copy.db")
    assert (answer.code, answer.out) == (3, "")
    first, hint, place, *_ = answer.err.splitlines()
    assert first == "error: copy.db is copied as it is, but the book is not whole"
    assert hint == "  hint: keep the earlier backups"
    assert place.startswith("error: copy.db: store fengxing-gz: entry 7 (recorded ")
    history = [dealerplan("history", "--format", "csv", "--db", name).out for name in ("dealerplan.db", "copy.db")]
    assert history[0] == history[1] != ""


def test_an_emptied_book_is_copied_and_said(first_quarter: Path, dealerplan: Dealerplan) -> None:
    (first_quarter / "dealerplan.db").write_bytes(b"")
    answer = dealerplan("backup", "copy.db")
    assert (answer.code, "copy.db holds no entries" in answer.err) == (3, True)
    assert (first_quarter / "copy.db").exists()


def test_a_full_disk_is_called_by_the_copys_name(first_quarter: Path, dealerplan: Dealerplan, small_disk: Path) -> None:
    for number in range(12):
        dealerplan("record", f"20{10 + number}-01", "intake=1", "--note", "x" * 30000)
    copy = small_disk / "copy.db"
    answer = dealerplan("backup", str(copy))
    assert (answer.code, answer.err.partition("\n")[0]) == (3, f"error: the disk of {copy} is full")
    assert list(small_disk.iterdir()) == []
    assert first_quarter.exists()


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
    for folder in ("folder/", "folder/."):
        answer = dealerplan("backup", folder)
        assert (answer.code, answer.err) == (2, f"error: {folder} is the name of a folder\n  hint: name a new file\n")
    assert dealerplan("export", "--format", "csv", "--out", "folder/").code == 2
    assert sorted(one.name for one in workspace.iterdir()) == ["dealerplan.db", "plans"]
