"""Books of every version of the schema: read as they are, and led to the last one by the next writer."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from dealerplan.book import postgres
from dealerplan.book.chain import first_break, hash_of
from dealerplan.book.migrations import MIGRATIONS, SEALED, row_as_text
from dealerplan.domain.event import State
from tests.book.make import entry, write
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


ROW = [
    "actual", "gz", '返修"台\\次', "2026-03", "12.50", "2026-04-08T09:00:00.000001Z", "李\t\x1b[31m", "a\nb/c", None,
    "é\u2028🚗", 1,
]  # fmt: skip


class TestOnAServer:
    """Rows become the texts that their hashes sealed, on the server itself, where rights that were given stay."""

    @pytest.fixture
    def old(self, database: str) -> str:
        text = row_as_text(ROW)
        row = (*ROW[:-1], 1, hash_of(text, State()))
        with psycopg.connect(database, autocommit=True) as db:
            db.execute(postgres.MIGRATIONS[0][1])
            db.execute("UPDATE dealerplan.version SET number = 1")
            db.execute("CREATE ROLE reader_of_rows")
            db.execute("GRANT SELECT ON dealerplan.entry TO reader_of_rows")
            columns = 'kind, store, subject, month, value, at, "by", source, note, why, seq, hash'
            marks = ", ".join(["%s"] * len(row))
            db.execute(f"INSERT INTO dealerplan.entry ({columns}) VALUES ({marks})", row)
            db.execute("INSERT INTO dealerplan.head VALUES ('gz', 1, %s)", [row[-1]])
        return database

    def test_are_read_as_they_are_and_led_on_by_the_next_writer(self, old: str) -> None:
        with closing(postgres.PostgresBook(old, "server")) as book:
            with book.reading():
                before, head = book.logs(["gz"])["gz"], book.heads(["gz"])["gz"]
            assert [one.text for one in before] == [row_as_text(ROW)]
            assert first_break(before, head) is None
            write(book, entry("13"))
            with book.reading():
                after, head, fault = book.logs(["gz"])["gz"], book.heads(["gz"])["gz"], book.fault()
            assert (list(after[:1]), first_break(after, head), fault) == (list(before), None, None)
        with psycopg.connect(old, autocommit=True) as db:
            may = db.execute("SELECT has_table_privilege('reader_of_rows', 'dealerplan.entry', 'SELECT')").fetchone()
            assert may == (True,)
            db.execute("DROP OWNED BY reader_of_rows; DROP ROLE reader_of_rows")


def test_a_guard_that_is_gone_from_an_older_book_is_told(workspace: Path, dealerplan: Dealerplan) -> None:
    file = workspace / "dealerplan.db"
    shutil.copy(ASSETS / "schema-2.db", file)
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("DROP TRIGGER entry_stays")
    answer = dealerplan("verify")
    assert (answer.code, "changed, removed or added entry_stays" in answer.err) == (3, True)
