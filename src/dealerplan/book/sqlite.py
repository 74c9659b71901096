"""A book in a SQLite file.

It keeps a rollback journal, not a write-ahead log: the book stays one file, which people copy, keep on network drives
and open from read-only disks; and a writer takes milliseconds.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from dealerplan.book.contract import COLUMNS, RESTORE, Unsealed, lacks, not_kept
from dealerplan.book.migrations import APPLICATION, MIGRATIONS, SEALED, migrate
from dealerplan.book.proof import NotWhole
from dealerplan.domain.event import Log, Logs, Sealed, State
from dealerplan.errors import BookError
from dealerplan.words import Message, say

PATIENCE = 10  # seconds that a writer waits for another
_INSERT = f"INSERT INTO entry ({COLUMNS}) VALUES ({', '.join('?' * len(Sealed._fields))})"
_GO_ON = """INSERT INTO head VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET entries = excluded.entries, hash = excluded.hash"""
_SEALED = partial(tuple.__new__, Sealed)  # of a row, quicker than its own `_make`


class SqliteBook:
    """Keeps logs in a file, which the first `writing` makes where there is none."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db = self._connect(path.absolute())  # else SQLite gives names such as `:memory:` a meaning of their own
        self._version = 0  # of the tables, as the present transaction sees them
        self.is_new = True
        self._writing: frozenset[str] = frozenset()
        self._altered: list[str] = []  # what was not as it should be in an older book, before it was led on
        try:
            with self._guarded():
                self._db.execute("PRAGMA synchronous = EXTRA")  # what is acknowledged outlives a power cut
            with self._transaction("BEGIN"):
                pass  # a look at what it is
        except BookError:
            self.close()
            raise

    def _connect(self, name: Path | str) -> sqlite3.Connection:
        with self._guarded():
            return sqlite3.connect(name, timeout=PATIENCE, isolation_level=None)

    def stores(self) -> Sequence[str]:
        """See Book."""
        heads = "SELECT store FROM head WHERE entries <> 0 OR hash <> ''"
        return [store for (store,) in self._read(f"{heads} UNION SELECT store FROM entry ORDER BY 1")]

    def logs(self, stores: Collection[str]) -> Logs:
        """See Book."""
        return {store: self._log(store) for store in stores}

    def _log(self, store: str) -> Log:
        query = f"SELECT {COLUMNS} FROM entry WHERE store = ? ORDER BY seq"
        with self._guarded():
            try:
                return list(map(_SEALED, self._db.execute(query, (store,)) if self._version else ()))
            except sqlite3.OperationalError as error:
                if _is_of_sqlite(error):
                    raise
                raise NotWhole([self._no_text(store, seq) for seq in self._broken_texts(store)]) from None

    def _broken_texts(self, store: str) -> list[int]:
        """The entries of a store that are no UTF-8 text."""
        query = "SELECT seq, CAST(sealed AS BLOB), CAST(hash AS BLOB) FROM entry WHERE store = ? ORDER BY seq"
        return [seq for seq, *texts in self._db.execute(query, (store,)) if not all(map(_is_text, texts))]

    def _no_text(self, store: str, seq: int) -> BookError:
        broken = say("entry {seq} is no UTF-8 text", seq=seq)
        told = say("store {store}: {message}", store=store, message=broken)
        return BookError(say("{path} is damaged: {error}", path=self._path, error=told), RESTORE)

    def heads(self, stores: Collection[str]) -> Mapping[str, State]:
        """See Book."""
        query = "SELECT entries, hash FROM head WHERE store = ?"
        return {store: State(*row) for store in stores for row in self._read(query, store) or [()]}

    def ends(self, stores: Collection[str]) -> Mapping[str, State]:
        """See Book."""
        number, last = ("SELECT count(*) FROM entry WHERE store = ?",
                        "SELECT hash FROM entry WHERE store = ? ORDER BY seq DESC LIMIT 1")  # fmt: skip
        found = {}
        for store in stores:
            ((entries,),) = self._read(number, store) or [(0,)]
            found[store] = State(entries, *next(iter(self._read(last, store)), ()))
        return found

    @contextmanager
    def reading(self) -> Iterator[None]:
        """See Book. A book of an older version is led to this one in memory, so that it may lie on a read-only disk."""
        with self._transaction("BEGIN"):
            if self._version in (0, len(MIGRATIONS)):
                yield
                return
            with closing(self._connect(":memory:")) as copy:
                with self._guarded():
                    self._db.backup(copy)
                    self._altered = self._unlike(self._version)
                    migrate(copy, self._version)
                kept, self._db = self._db, copy
                try:
                    yield
                finally:
                    self._db, self._altered = kept, []

    @contextmanager
    def writing(self, stores: Collection[str]) -> Iterator[None]:
        """See Book. IMMEDIATE, since a transaction that reads before it writes could not wait for another."""
        with self._transaction("BEGIN IMMEDIATE"):
            if self._version < len(MIGRATIONS):
                with self._guarded():
                    migrate(self._db, self._version)
                self._version = len(MIGRATIONS)
            self._writing = frozenset(stores)
            try:
                yield
            finally:
                self._writing = frozenset()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        with self._guarded():
            self._db.execute(begin)
        try:
            with self._guarded():
                self._version = self._look()
            self.is_new = not self._version or (self._version == len(MIGRATIONS) and self._holds_nothing())
            yield
            with self._guarded():
                self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    def _holds_nothing(self) -> bool:
        return not self._read("SELECT 1 FROM entry UNION ALL SELECT 1 FROM head WHERE entries > 0 LIMIT 1")

    def append(self, entries: Sequence[Sealed]) -> None:
        """See Book."""
        heads = {entry.store: State(entry.seq, entry.hash) for entry in entries}
        if not self._writing or not heads.keys() <= self._writing:
            raise RuntimeError("append outside writing()")
        with self._guarded():
            self._db.executemany(_INSERT, entries)
            self._db.executemany(_GO_ON, [(store, *state) for store, state in heads.items()])
            query = f"SELECT {COLUMNS} FROM entry WHERE store = ? AND seq = ?"
            there = [self._db.execute(query, (store, state.entries)).fetchone() for store, state in heads.items()]
        if not set(there) <= set(entries) or self.heads(heads) != heads:
            raise not_kept(self._path)

    def time(self) -> datetime | None:
        """See Book. A file on another machine's drive has that machine's time."""
        try:
            return datetime.fromtimestamp(self._path.stat().st_mtime, UTC)
        except (OSError, ValueError, OverflowError):
            return None

    def fault(self) -> Message | None:
        """See Book."""
        if 0 < self._version < SEALED:
            raise Unsealed(self._path)
        found = self._read("PRAGMA integrity_check")
        if found not in ([], [("ok",)]):
            return say("SQLite finds damage: {damage}", damage=found[0][0])
        changed = self._altered or (self._unlike(len(MIGRATIONS)) if self._version else [])
        return say("another program changed, removed or added {names}", names=changed) if changed else None

    def _unlike(self, version: int) -> list[str]:
        """The names of tables and guards that are not as a book of a version has them."""
        ours = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"
        with closing(sqlite3.connect(":memory:")) as fresh:
            migrate(fresh, 0, version)
            wanted = set(fresh.execute(ours))
        return sorted({name for name, _ in wanted ^ set(self._db.execute(ours))})

    def copy_to(self, file: Path, shown: Path) -> None:
        """Copy the book as it stands, while others read, into a new file, which messages call `shown`."""
        with self._transaction("BEGIN"), _guarded(shown), closing(sqlite3.connect(file.absolute())) as copy:
            self._db.backup(copy)

    def close(self) -> None:
        """See Book."""
        self._db.close()

    def _read(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self._guarded():
            return self._db.execute(query, values).fetchall() if self._version else []

    def _look(self) -> int:
        """The version of the tables, 0 for a new file. Raises BookError for what is no book of ours, or a newer one."""
        tables = {name for (name,) in self._db.execute("SELECT name FROM sqlite_master")}
        application = self._db.execute("PRAGMA application_id").fetchone()[0]
        version: int = self._db.execute("PRAGMA user_version").fetchone()[0]
        if application != APPLICATION:
            if tables:
                raise BookError(say("{path} is another program's database", path=self._path), _ANOTHER)
            return 0
        if version > len(MIGRATIONS):
            message = say("{path} was written by a newer dealerplan", path=self._path)
            raise BookError(message, say("install that version or a later one"))
        if version < 1 or (tables & MIGRATIONS[-1].tables) - MIGRATIONS[version - 1].tables:
            raise BookError(say("{path} is damaged", path=self._path), RESTORE)
        if lacking := MIGRATIONS[version - 1].tables - tables:
            raise lacks(self._path, lacking)
        return version

    def _guarded(self) -> AbstractContextManager[None]:
        return _guarded(self._path)


@contextmanager
def _guarded(path: Path) -> Iterator[None]:
    """Turn what SQLite finds wrong with a file into a BookError."""
    try:
        yield
    except sqlite3.Error as error:
        raise BookError(*_sentence(error, path)) from error


_ANOTHER = say("name the book with --db or DEALERPLAN_DB")


def _is_text(kept: bytes) -> bool:
    try:
        kept.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_of_sqlite(error: sqlite3.Error) -> bool:
    """Whether SQLite found it, and not Python, which may find text that is none."""
    return hasattr(error, "sqlite_errorcode")


def _sentence(error: sqlite3.Error, path: Path) -> tuple[Message, Message]:
    code = error.sqlite_errorcode if _is_of_sqlite(error) else sqlite3.SQLITE_ERROR
    blocked = code & 0xFF == sqlite3.SQLITE_CANTOPEN and Path(f"{path}-journal").exists()
    if blocked or code == sqlite3.SQLITE_READONLY_ROLLBACK:
        message = say("an unfinished write lies beside {path}", path=path)
        return message, say("let somebody who may write there run dealerplan status once")
    match code & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            message = say("{path} was locked by another program for {seconds} seconds", path=path, seconds=PATIENCE)
            return message, say("try again; nothing was written")
        case sqlite3.SQLITE_NOTADB:
            return say("{path} is no book of dealerplan", path=path), _ANOTHER
        case sqlite3.SQLITE_CORRUPT:
            return say("{path} is damaged", path=path), RESTORE
        case sqlite3.SQLITE_ERROR:
            return say("{path} is damaged: {error}", path=path, error=error), RESTORE
        case sqlite3.SQLITE_FULL:
            return say("the disk of {path} is full", path=path), say("make room and try again; nothing was written")
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return say("{path} may not be written", path=path), say("ask for the right to write to it and its folder")
        case sqlite3.SQLITE_CANTOPEN:
            return say("{path} can't be opened", path=path), say("does its folder exist, and may you write there?")
        case sqlite3.SQLITE_IOERR:
            message = say("{path} can't be read or written: {error}", path=path, error=error)
            return message, say("is the disk full, or a limit on file sizes reached? nothing was written")
        case _:
            return say("{path} can't be used: {error}", path=path, error=error), say("nothing was written")
