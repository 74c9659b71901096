"""Books of every version of the schema: read as they are, and led to the last one by the next writer."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from dealerplan.book.migrations import MIGRATIONS, SEALED
from tests.conftest import CONTRACT_PLAN, Dealerplan

ASSETS = Path(__file__).parent / "assets"
BOOKS = sorted(ASSETS.glob("schema-*.db"))
HISTORY = (ASSETS / "history.csv").read_text(encoding="utf-8")


def version(file: Path) -> int:
    with closing(sqlite3.connect(file)) as db:
        number: int = db.execute("PRAGMA user_version").fetchone()[0]
        return number


@pytest.fixture(params=BOOKS, ids=[book.stem for book in BOOKS])
def old(request: pytest.FixtureRequest, workspace: Path) -> Path:
    """A workspace with the book that each version wrote."""
    assert CONTRACT_PLAN.exists()
    file = workspace / "dealerplan.db"
    shutil.copy(request.param, file)
    return file


def test_there_is_a_book_of_every_version() -> None:
    assert [version(book) for book in BOOKS] == list(range(1, len(MIGRATIONS) + 1))


def test_migrations_have_names() -> None:
    assert [migration.name for migration in MIGRATIONS] == ["entries", "chain", "texts"]


def test_reading_changes_nothing(old: Path, dealerplan: Dealerplan) -> None:
    before = old.read_bytes()
    assert dealerplan("history", "--format", "csv").out == HISTORY
    assert dealerplan("status").code == 0
    verified = dealerplan("verify")
    sealed = version(old) >= SEALED
    assert (verified.code, "record something, which seals it" in verified.err) == ((0, False) if sealed else (3, True))
    assert (dealerplan("copy", "--to", "other.db").code == 0) == sealed
    assert dealerplan("backup", "saved.db").code == 0
    assert version(old.parent / "saved.db") == version(old)
    assert dealerplan("history", "--format", "csv", "--db", "saved.db").out == HISTORY
    assert old.read_bytes() == before


def test_the_next_writer_leads_it_to_the_last(old: Path, dealerplan: Dealerplan) -> None:
    assert dealerplan("correct", "2026-03", "intake=663", "--why", "counted twice").code == 0
    assert version(old) == len(MIGRATIONS)
    assert dealerplan("history", "--format", "csv").out.startswith(HISTORY)
    assert dealerplan("verify").code == 0


def test_what_was_known_before_is_shown_as_before(old: Path, dealerplan: Dealerplan) -> None:
    assert old.exists()
    then = dealerplan("status", "--known-at", "2026-04-05", "--format", "json").json()["plans"][0]
    assert {one["id"]: one["actual"] for one in then["targets"]}["monthly_intake"] == 626
    now = dealerplan("status", "--format", "json").json()["plans"][0]
    assert {one["id"]: one["actual"] for one in now["targets"]}["monthly_intake"] == 662


def test_a_step_that_fails_leaves_the_old_book(
    old: Path, dealerplan: Dealerplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = old.read_bytes()

    def broken(db: sqlite3.Connection) -> None:
        db.execute("CREATE TABLE half (x)")
        raise sqlite3.OperationalError("interrupted")

    monkeypatch.setattr("dealerplan.book.migrations.MIGRATIONS", (*MIGRATIONS, MIGRATIONS[0]._replace(apply=broken)))
    monkeypatch.setattr("dealerplan.book.sqlite.MIGRATIONS", (*MIGRATIONS, MIGRATIONS[0]._replace(apply=broken)))
    assert dealerplan("correct", "2026-03", "intake=663", "--why", "counted twice").code == 3
    assert old.read_bytes() == before
