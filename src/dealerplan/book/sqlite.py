"""A book in a SQLite file: one table that only grows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from dealerplan.domain.actual import Entry, EntryKind
from dealerplan.errors import BookError
from dealerplan.words import Message, say

APPLICATION = 0x6465616C  # "deal": tells our files from other SQLite databases
SCHEMA_VERSION = 1
PATIENCE = 10  # seconds that a writer waits for another

# Quantities are text: SQLite's NUMERIC would turn 12.10 into 12.1 and round large sums.
_SCHEMA = (
    """CREATE TABLE entry (
        seq INTEGER PRIMARY KEY,
        kind TEXT NOT NULL, store TEXT NOT NULL, subject TEXT NOT NULL, month TEXT NOT NULL,
        revision INTEGER NOT NULL, value TEXT NOT NULL,
        at TEXT NOT NULL, "by" TEXT NOT NULL, source TEXT NOT NULL, note TEXT, why TEXT,
        UNIQUE (store, kind, subject, month, revision)
    ) STRICT""",
    """CREATE TRIGGER entry_stays BEFORE UPDATE ON entry
        BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END""",
    """CREATE TRIGGER entry_remains BEFORE DELETE ON entry
        BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END""",
    # REPLACE would remove entries without the trigger above.
    """CREATE TRIGGER entry_is_new BEFORE INSERT ON entry
        WHEN EXISTS (SELECT 1 FROM entry WHERE seq = NEW.seq OR (store, kind, subject, month, revision)
            = (NEW.store, NEW.kind, NEW.subject, NEW.month, NEW.revision))
        BEGIN SELECT RAISE(ABORT, 'entries are never replaced'); END""",
    f"PRAGMA application_id = {APPLICATION}",
    f"PRAGMA user_version = {SCHEMA_VERSION}",
)
_COLUMNS = 'kind, store, subject, month, value, at, "by", source, note, why, revision'


class SqliteBook:
    """Keeps entries in a file, which the first `writing` makes where there is none."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._guarded():
            # Absolute, since SQLite gives names such as `:memory:` a meaning of their own.
            self._db = sqlite3.connect(path.absolute(), timeout=PATIENCE, isolation_level=None)
        try:
            with self._guarded():
                self._is_begun()
        except BookError:
            self.close()
            raise

    def entries(self, kind: EntryKind, store: str, known_at: str | None = None) -> Sequence[Entry]:
        """See Book."""
        query = f"SELECT {_COLUMNS} FROM entry WHERE store = ? AND kind = ? AND at <= ? ORDER BY seq"
        with self._guarded():
            if not self._is_begun():
                return []
            return [Entry(*row) for row in self._db.execute(query, (store, kind, known_at or "~"))]

    @contextmanager
    def writing(self) -> Iterator[None]:
        """See Book. IMMEDIATE, since a transaction that reads before it writes could not wait for another."""
        with self._guarded():
            self._db.execute("BEGIN IMMEDIATE")
        try:
            with self._guarded():
                if not self._is_begun():
                    for statement in _SCHEMA:
                        self._db.execute(statement)
            yield
            with self._guarded():
                self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    def append(self, entries: Sequence[Entry]) -> None:
        """See Book."""
        if not self._db.in_transaction:
            raise RuntimeError("append outside writing()")
        statement = f"""INSERT INTO entry ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
            1 + (SELECT count(*) FROM entry WHERE (kind, store, subject, month) = (?, ?, ?, ?)))"""
        with self._guarded():
            self._db.executemany(statement, [(*_row(entry), *entry.key) for entry in entries])

    def copy_to(self, target: Path) -> None:
        """Copy the book as it stands, while others read and write, into a file that is not there yet."""
        with self._guarded(), closing(sqlite3.connect(target.absolute())) as copy:
            self._db.backup(copy)

    def close(self) -> None:
        """See Book."""
        self._db.close()

    def _is_begun(self) -> bool:
        """Whether this is a book of ours; False for a new file. Raises BookError for anything else."""
        # The tables first: another writer may make the book between these statements, all of it at once.
        tables = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        application = self._db.execute("PRAGMA application_id").fetchone()[0]
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if application == APPLICATION:
            if version > SCHEMA_VERSION:
                message = say("{path} was written by a newer dealerplan", path=self._path)
                raise BookError(message, say("install that version or a later one"))
            return True
        if tables:
            raise BookError(say("{path} is another program's database", path=self._path), _ANOTHER)
        return False

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise BookError(*_sentence(error, self._path)) from error


def _row(entry: Entry) -> tuple[str | None, ...]:
    return (
        entry.kind, entry.store, entry.subject, entry.month, entry.value,
        entry.at, entry.by, entry.source, entry.note, entry.why,
    )  # fmt: skip


_ANOTHER = say("name the book with --db or DEALERPLAN_DB")


def _sentence(error: sqlite3.Error, path: Path) -> tuple[Message, Message]:
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            message = say("{path} was locked by another program for {seconds} seconds", path=path, seconds=PATIENCE)
            return message, say("try again; nothing was written")
        case sqlite3.SQLITE_NOTADB:
            return say("{path} is no book of dealerplan", path=path), _ANOTHER
        case sqlite3.SQLITE_CORRUPT:
            return say("{path} is damaged", path=path), say("bring back the last backup; keep the damaged file")
        case sqlite3.SQLITE_FULL:
            return say("the disk of {path} is full", path=path), say("make room and try again; nothing was written")
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return say("{path} may not be written", path=path), say("ask for the right to write to it and its folder")
        case sqlite3.SQLITE_CANTOPEN:
            return say("{path} can't be opened", path=path), say("does its folder exist, and may you write there?")
        case _:
            return say("{path} can't be used: {error}", path=path, error=error), say("nothing was written")
