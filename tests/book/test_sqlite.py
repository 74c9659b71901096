"""A book's file: nothing in it changes, and files that are no books stay as they are."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from dealerplan.book.address import Server, place_of
from dealerplan.book.chain import extended
from dealerplan.book.codec import decode
from dealerplan.book.memory import MemoryBook
from dealerplan.book.open import open_book
from dealerplan.book.sqlite import SqliteBook
from dealerplan.domain.event import Sealed, State
from dealerplan.errors import BookError, UsageError
from tests.book.make import entry, log, values, write


@pytest.fixture
def file(file: Path) -> Path:
    """A book with two entries."""
    with closing(SqliteBook(file)) as book:
        write(book, entry("1"), entry("2", "reworked"))
    return file


def changed(file: Path, *statements: str) -> None:
    """Run statements as another program would."""
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        for statement in statements:
            db.execute(statement)


_COPY = "INTO entry SELECT store, {seq}, '99', hash FROM entry"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET sealed = '99'",
        "UPDATE OR REPLACE entry SET seq = 2 WHERE seq = 1",
        "DELETE FROM entry",
        f"INSERT OR REPLACE {_COPY.format(seq='seq')}",
        f"REPLACE {_COPY.format(seq='3 - seq')}",
        "UPDATE head SET entries = 1",
        "UPDATE head SET hash = 'x'",
        "UPDATE head SET store = 'x', entries = 9",
        "DELETE FROM head",
        "REPLACE INTO head VALUES ('gz', 2, '')",
    ],
)
def test_no_program_changes_an_entry(file: Path, statement: str) -> None:
    before = file.read_bytes()
    with pytest.raises(sqlite3.IntegrityError, match=r"entries are never|heads"):
        changed(file, statement)
    assert file.read_bytes() == before


def test_only_writers_make_a_file(tmp_path: Path) -> None:
    path = tmp_path / "dealerplan.db"
    with closing(open_book(path)) as book:
        assert isinstance(book, MemoryBook)
    assert not path.exists()
    with closing(open_book(path, to_write=True)) as book:
        write(book, entry())
    assert path.exists()


def test_an_empty_file_becomes_a_book(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    with closing(open_book(path)) as book:
        assert values(book) == []
    with closing(open_book(path, to_write=True)) as book:
        write(book, entry())
        assert values(book) == ["1"]


def test_names_with_a_meaning_for_sqlite_are_files_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with closing(open_book(Path(":memory:"), to_write=True)) as book:
        write(book, entry())
    assert (tmp_path / ":memory:").exists()


def reading(path: Path) -> None:
    with closing(open_book(path)) as book:
        log(book)


def writing(path: Path) -> None:
    with closing(open_book(path, to_write=True)) as book:
        write(book, entry())


def foreign(path: Path) -> None:
    changed(path, "CREATE TABLE customers (name TEXT)")


def foreign_with_id(path: Path) -> None:
    changed(path, "PRAGMA application_id = 7", "CREATE TABLE customers (name TEXT)")


def plain_text(path: Path) -> None:
    path.write_text("month,intake\n2026-03,662\n" * 100)


def newer(path: Path) -> None:
    with closing(SqliteBook(path)) as book:
        write(book, entry())
    changed(path, "PRAGMA user_version = 99")


def damaged(path: Path) -> None:
    with closing(SqliteBook(path)) as book:
        write(book, *(entry(str(number)) for number in range(500)))
    raw = bytearray(path.read_bytes())
    raw[8192:20480] = bytes(12288)
    path.write_bytes(raw)


def cut_off(path: Path) -> None:
    with closing(SqliteBook(path)) as book:
        write(book, *(entry(str(number)) for number in range(500)))
    path.write_bytes(path.read_bytes()[:6000])


def emptied(path: Path) -> None:
    with closing(SqliteBook(path)) as book:
        write(book, entry())
    changed(path, "DROP TABLE entry")


def beheaded(path: Path) -> None:
    with closing(SqliteBook(path)) as book:
        write(book, entry())
    changed(path, "DROP TABLE head")


def misnumbered(path: Path) -> None:
    with closing(SqliteBook(path)) as book:
        write(book, entry())
    changed(path, "PRAGMA user_version = 1")


def altered(path: Path) -> None:
    with closing(SqliteBook(path)) as book:
        write(book, entry())
    changed(path, "ALTER TABLE entry RENAME COLUMN sealed TO said")


def folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (foreign, "another program's database"),
        (foreign_with_id, "another program's database"),
        (plain_text, "no book of dealerplan"),
        (newer, "newer dealerplan"),
        (damaged, "damaged"),
        (cut_off, "damaged"),
        (emptied, "damaged: it lacks entry"),
        (beheaded, "damaged: it lacks head"),
        (misnumbered, "damaged"),
        (altered, "damaged: .* column.* sealed"),
        (folder, "can't be opened"),
    ],
)
def test_what_is_no_book_is_left_alone(tmp_path: Path, spoil: Callable[[Path], None], sentence: str) -> None:
    path = tmp_path / "some.db"
    spoil(path)
    before = path.read_bytes() if path.is_file() else None
    for use in (reading, writing):
        with pytest.raises(BookError, match=sentence) as caught:
            use(path)
        assert caught.value.exit_code == 3
        assert caught.value.hint is not None
    assert (path.read_bytes() if path.is_file() else None) == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["here", "some.db"]  # no journal stays behind


def test_text_that_is_none_is_said_with_its_place(file: Path) -> None:
    changed(file, "DROP TRIGGER entry_stays", "UPDATE entry SET sealed = CAST(x'b9e3' AS TEXT) WHERE seq = 2")
    with pytest.raises(BookError, match="damaged: store gz: entry 2 is no UTF-8 text"):
        reading(file)


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(BookError, match="can't be opened"):
        open_book(tmp_path / "none" / "dealerplan.db", to_write=True)
    assert not (tmp_path / "none").exists()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a folder where even root makes no file")
def test_a_folder_that_may_not_be_written_is_said() -> None:
    with pytest.raises(BookError, match="can't be opened"):
        open_book(Path("/proc/dealerplan.db"), to_write=True)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_file_that_may_not_be_written_is_said(file: Path) -> None:
    file.chmod(0o400)
    with pytest.raises(BookError, match="may not be written"), closing(open_book(file, to_write=True)) as book:
        write(book, entry())


def test_a_name_that_no_file_could_have_is_said() -> None:
    with pytest.raises(BookError, match="can't be opened"):
        open_book(Path("x" * 5000))


@pytest.mark.parametrize("value", ["", "many", "1/0", "NaN"])
@pytest.mark.parametrize("text", [
    '["actual","gz","intake","2026-03","{value}","2026-04-08","li","record",null,null,1]',
    '["done","gz","plan/expo","","{value}","2026-04-08","li","done",null,null,1]',
    '["close","gz","","2026-03","{value}","2026-04-08","li","close",null,null,1]',
    "{value}",
])  # fmt: skip
def test_a_value_that_dealerplan_never_wrote_is_said(value: str, text: str) -> None:
    with pytest.raises(BookError, match="never wrote"):
        decode(Sealed("gz", 1, text.format(value=value), ""))


@pytest.mark.parametrize(
    ("kind", "what", "wrong"),
    [
        ("recorded", {"measure": "a", "month": "2026-03", "value": "12"}, {"value": "many"}),
        ("recorded", {"measure": "a", "month": "2026-03", "value": None}, {"month": "03"}),
        ("closed", {"month": "2026-03", "no_business": False}, {"no_business": "no"}),
        ("taken back", {"entries": [1]}, {"entries": ["1"]}),
        ("taken back", {"entries": [1]}, {"entries": [2]}),
        ("taken back", {"entries": [1]}, {"entries": [0]}),
        ("action done", {"plan": "p", "action": "a-2026-03", "on": "2026-04-08"}, {"on": "soon"}),
        ("milestone done", {"plan": "p", "milestone": "m", "on": "2026-04-08", "results": {}}, {"results": {"a": "x"}}),
    ],
)
def test_fields_are_of_their_types(kind: str, what: dict[str, object], wrong: dict[str, object]) -> None:
    tail = {"store": "gz", "seq": 2, "at": "2026-04-08", "by": "li", "source": "x", "command": ""}
    right, other = (json.dumps({"kind": kind, "what": one, **tail}) for one in (what, what | wrong))
    assert decode(Sealed("gz", 2, right, "")).seq == 2
    for text in (other, right.replace(f'"{kind}"', '"another"')):
        with pytest.raises(BookError, match="never wrote"):
            decode(Sealed("gz", 2, text, ""))


@pytest.mark.parametrize(("store", "seq"), [("sz", 1), ("gz", 2)])
def test_an_entry_stands_in_its_place(store: str, seq: int) -> None:
    (kept,), _ = extended({"gz": State()}, [entry()])
    assert decode(kept).store == "gz"
    with pytest.raises(BookError, match="never wrote"):
        decode(kept._replace(store=store, seq=seq))


@pytest.mark.parametrize(
    ("address", "path"),
    [
        (None, "ws/dealerplan.db"),
        ("", "ws/dealerplan.db"),
        ("other.db", "other.db"),
        ("/data/dealer.db", "/data/dealer.db"),
        ("sqlite:///other.db", "other.db"),
        ("sqlite:////data/dealer.db", "/data/dealer.db"),
        ("SQLite:///账本.db", "账本.db"),
        ("postgres/2026.db", "postgres/2026.db"),
        ("C:/Users/li@group/book.db", "C:/Users/li@group/book.db"),
        ("C:\\Users\\li@group\\book.db", "C:\\Users\\li@group\\book.db"),
        ("li@group=1.db", "li@group=1.db"),
    ],
)
def test_addresses(address: str | None, path: str) -> None:
    assert place_of(address, Path("ws")) == Path(path)


@pytest.mark.parametrize(
    "address",
    [
        "mysql://host/db?password=s3cret",
        "sqlite://",
        "sqlite:///",
        "sqlite://host/db",
        "://",
        "postgresql://",
        "postgresql:/li:s3cret@host/db",
        "host=127.0.0.1 password=s3cret",
        "dbname = group",
        "port=5432 host=127.0.0.1 dbname=dealers user=li password=s3cret",
        "sslmode = require password = s3cret",
        "postgresql//li:s3cret@host/db",
        "postgres//host/db",
        "li:s3cret@host/db",
        "li:s3cret/x@host/db",
        "s:s3cret@host/db",
    ],
)
def test_addresses_that_name_no_book(address: str) -> None:
    with pytest.raises(UsageError, match="no address of a book") as caught:
        place_of(address, Path("ws"))
    assert "s3cret" not in str(caught.value.message)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://li:s3cret@2026@127.0.0.1:5432/group",
        "postgresql://li:s3cret/group",
        "postgresql://li:s3cret@host:port/group",
        "postgresql://s3cret@cret@host/group",
        "postgresql://li:s3cret/two@host/group",
        "postgresql://li:s3cret?two@host/group",
        "postgresql://li:s3cret#two@host/group",
        "postgresql://[::1/x",
    ],
)
def test_addresses_of_servers_that_cannot_be_read(address: str) -> None:
    with pytest.raises(UsageError, match="postgresql://… can't be read") as caught:
        place_of(address, Path("ws"))
    assert "%40" in str(caught.value.hint)
    assert "cret" not in str(caught.value.message)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql://li:secret@host:5432/group", "postgresql://li@host:5432/group"),
        ("postgres://host/group?password=secret", "postgresql://host/group"),
        ("postgresql:///group?host=/run&password=secret", "postgresql:///group"),
        ("postgresql://li:a%40b@[::1]:5432,host/group", "postgresql://li@[::1]:5432,host/group"),
        ("postgresql://li:12/two@host/group", "postgresql://…"),
        ("postgresql://li:12?two@host/group", "postgresql://…"),
        ("postgresql://li:12#two@host/group", "postgresql://…"),
    ],
)
def test_servers_are_shown_without_secrets(address: str, shown: str) -> None:
    place = place_of(address, Path("ws"))
    assert place == Server(address)
    assert str(place) == shown
