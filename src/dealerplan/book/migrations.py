"""The tables of a book in SQLite, as each version of the schema changed them.

A new book goes through all of them, an older one through those it lacks, in the transaction of its next writer. What is
here was written by a release and stays as it is; a change is a new line in MIGRATIONS and a book of the version before
it in tests/book/assets/.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from sqlite3 import Connection
from typing import NamedTuple


class Migration(NamedTuple):
    """A step to the next version, with its tables; the first leads to version 1."""

    name: str
    tables: frozenset[str]
    apply: Callable[[Connection], None]


def _entries(db: Connection) -> None:
    """One table that only grows. Quantities are text: SQLite's NUMERIC would turn 12.10 into 12.1 and round sums."""
    db.execute(
        """CREATE TABLE entry (
            seq INTEGER PRIMARY KEY,
            kind TEXT NOT NULL, store TEXT NOT NULL, subject TEXT NOT NULL, month TEXT NOT NULL,
            revision INTEGER NOT NULL, value TEXT NOT NULL,
            at TEXT NOT NULL, "by" TEXT NOT NULL, source TEXT NOT NULL, note TEXT, why TEXT,
            UNIQUE (store, kind, subject, month, revision)
        ) STRICT"""
    )


def _chain(db: Connection) -> None:
    """Entries are counted and sealed store by store; a store's lie together, so that reading one stays quick."""
    query = 'SELECT kind, store, subject, month, value, at, "by", source, note, why FROM entry ORDER BY seq'
    rows = db.execute(query).fetchall()
    db.execute("DROP TABLE entry")
    db.execute(
        """CREATE TABLE entry (
            kind TEXT NOT NULL, store TEXT NOT NULL, subject TEXT NOT NULL, month TEXT NOT NULL, value TEXT NOT NULL,
            at TEXT NOT NULL, "by" TEXT NOT NULL, source TEXT NOT NULL, note TEXT, why TEXT,
            seq INTEGER NOT NULL, hash TEXT NOT NULL,
            PRIMARY KEY (store, seq)
        ) STRICT, WITHOUT ROWID"""
    )
    db.execute("CREATE TABLE head (store TEXT PRIMARY KEY, entries INTEGER NOT NULL, hash TEXT NOT NULL) STRICT")
    for guard in _GUARDS:
        db.execute(guard)
    from hashlib import sha256  # takes long to import, and few books need it

    heads: dict[str, tuple[int, str]] = {}
    for row in rows:
        entries, hash = heads.get(row[1], (0, ""))
        fields = row_as_text([*row, entries + 1])
        heads[row[1]] = (entries + 1, sha256(f"{hash}{fields}".encode()).hexdigest())
        db.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, *heads[row[1]]))
    db.executemany("INSERT INTO head VALUES (?, ?, ?)", [(store, *state) for store, state in heads.items()])


_GUARDS = (
    """CREATE TRIGGER entry_stays BEFORE UPDATE ON entry
        BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END""",
    """CREATE TRIGGER entry_remains BEFORE DELETE ON entry
        BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END""",
    # REPLACE would remove entries without the trigger above.
    """CREATE TRIGGER entry_is_new BEFORE INSERT ON entry
        WHEN EXISTS (SELECT 1 FROM entry WHERE store = NEW.store AND seq = NEW.seq)
        BEGIN SELECT RAISE(ABORT, 'entries are never replaced'); END""",
    """CREATE TRIGGER head_is_new BEFORE INSERT ON head
        WHEN EXISTS (SELECT 1 FROM head WHERE store = NEW.store AND entries >= NEW.entries)
        BEGIN SELECT RAISE(ABORT, 'heads only go on'); END""",
    """CREATE TRIGGER head_goes_on BEFORE UPDATE ON head
        WHEN NEW.store <> OLD.store OR NEW.entries <= OLD.entries
        BEGIN SELECT RAISE(ABORT, 'heads only go on'); END""",
    """CREATE TRIGGER head_remains BEFORE DELETE ON head
        BEGIN SELECT RAISE(ABORT, 'heads are never removed'); END""",
)


def _texts(db: Connection) -> None:
    """An entry is the text that its hash seals, so that each kind of event has fields of its own.

    The rows of before become the JSON arrays that their hashes sealed.
    """
    query = 'SELECT store, seq, hash, kind, subject, month, value, at, "by", source, note, why FROM entry'
    rows = db.execute(query).fetchall()
    db.execute("DROP TABLE entry")
    db.execute(
        """CREATE TABLE entry (
            store TEXT NOT NULL, seq INTEGER NOT NULL, sealed TEXT NOT NULL, hash TEXT NOT NULL,
            PRIMARY KEY (store, seq)
        ) STRICT, WITHOUT ROWID"""
    )
    for store, seq, hash, kind, *rest in rows:
        db.execute("INSERT INTO entry VALUES (?, ?, ?, ?)", (store, seq, row_as_text([kind, store, *rest, seq]), hash))
    for guard in _GUARDS[:3]:
        db.execute(guard)


def row_as_text(row: Sequence[object]) -> str:
    """The text that the hash of a row sealed: its fields as a JSON array without spaces."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


MIGRATIONS = (
    Migration("entries", frozenset({"entry"}), _entries),
    Migration("chain", frozenset({"entry", "head"}), _chain),
    Migration("texts", frozenset({"entry", "head"}), _texts),
)
SEALED = 2  # the first version with hashes
APPLICATION = 0x6465616C  # "deal": tells our files from other SQLite databases


def migrate(db: Connection, version: int, to: int | None = None) -> None:
    """Lead a book from a version, 0 for a new one, to another, else the last; in the caller's transaction."""
    for migration in MIGRATIONS[version:to]:
        migration.apply(db)
    db.execute(f"PRAGMA application_id = {APPLICATION}")
    db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
