"""Compiled plans in one file of the user's own: a plan file is parsed once, and what is not asked for is not even read.

A compiled plan is taken for exactly the text that it was made of. The index knows files by what the system tells of
them, so that whatever is shown is read and compared; the index alone only says which files these are. What can't be
read is made again, and what can't be written is done without.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import time_ns
from typing import Any, NamedTuple
from zlib import adler32, crc32

from dealerplan import __version__
from dealerplan.domain.group import Store
from dealerplan.domain.month import Month, Period
from dealerplan.domain.month_end import MonthEnd
from dealerplan.domain.outline import Head, Outline, Thing, head_of, outline_of
from dealerplan.domain.plan import Plan
from dealerplan.planfile.compiled import LAYOUT, decode, encode

SETTLED = 2_000_000_000  # nanoseconds after which a file that is written again shows another time
LARGEST = 500 * 2**20  # bytes after which the file is begun anew
_TABLES = """
    CREATE TABLE plan (
        key TEXT PRIMARY KEY, text BLOB, head TEXT, outline TEXT, compiled TEXT
    ) WITHOUT ROWID;
    CREATE TABLE file (folder TEXT, name TEXT, stat TEXT, key TEXT, PRIMARY KEY (folder, name)) WITHOUT ROWID;
    CREATE TABLE roster (key TEXT PRIMARY KEY, ids TEXT) WITHOUT ROWID;
    CREATE TABLE store (key TEXT, id TEXT, compiled TEXT, text TEXT, PRIMARY KEY (key, id)) WITHOUT ROWID;
    CREATE TABLE answer (what TEXT, whose TEXT, valid TEXT, text TEXT, PRIMARY KEY (what, whose)) WITHOUT ROWID;
"""
_KEEP = "INSERT OR REPLACE INTO plan VALUES (?, ?, ?, ?, ?)"
_FILE = "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?)"
_ROSTER = "INSERT OR REPLACE INTO roster VALUES (?, ?)"
_STORE = "INSERT OR REPLACE INTO store VALUES (?, ?, ?, ?)"
_ANSWER = "INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?)"


class Row(NamedTuple):
    """A plan as it is kept: the bytes of its file, and what they mean in texts, each sealed."""

    key: str
    text: bytes
    head: str
    outline: str
    compiled: str


class Filed(NamedTuple):
    """A file as the index knows it: what the system told of it, and its plan's key and head."""

    stat: str
    key: str
    head: Head


class Cache:
    """Compiled plans in a file; without one, of this run alone."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._process = os.getpid()  # another, forked, reads by a connection of its own, and writes nothing
        self._db = _connected(file)
        self._new: dict[str, Row] = {}
        self._known: dict[tuple[str, str], tuple[str, str]] = {}
        self._files: dict[tuple[str, str], tuple[str, str]] = {}
        self._rosters: dict[str, Mapping[str, tuple[Store, str]]] = {}

    def filed(self, folder: str) -> Mapping[str, Filed]:
        """The files of a folder that the index knows, by name."""
        query = "SELECT name, stat, key, head FROM file JOIN plan USING (key) WHERE folder = ?"
        with suppress(ValueError, TypeError):
            found = {name: Filed(stat, key, _head(head)) for name, stat, key, head in self._rows(query, folder)}
            self._known |= {(folder, name): (one.stat, one.key) for name, one in found.items()}
            return found
        return {}

    def lacking(self, folder: str, word: str) -> Collection[str]:
        """The keys of a folder's plans in which nothing can be called by a word."""
        query = "SELECT key FROM file JOIN plan USING (key) WHERE folder = ? AND instr(outline, ?) = 0"
        return {key for (key,) in self._rows(query, folder, json.dumps(word, ensure_ascii=False))}

    def file(self, folder: str, name: str, stat: os.stat_result, text: bytes) -> None:
        """Note which plan a file has, unless it may change within the same moment."""
        if time_ns() - max(stat.st_mtime_ns, stat.st_ctime_ns) <= SETTLED or not _is_text(folder, name):
            return
        where, what = (folder, name), (told(stat), key_of(text))
        if self._known.get(where) != what:
            self._files[where] = self._known[where] = what

    def plan(self, text: bytes) -> Plan | None:
        """The plan of a file's bytes, where it was compiled before."""
        row = self._row(key_of(text))
        if row is None or row.text != text:
            return None
        with suppress(ValueError):
            return decode(_opened(row.compiled), Plan)
        return None

    def outline(self, key: str) -> Outline | None:
        """The outline of the plan of a key."""
        row = self._row(key)
        with suppress(ValueError):
            return None if row is None else _outline(row)
        return None

    def add(self, text: bytes, plan: Plan) -> None:
        """Keep a plan for the bytes that it was read from."""
        parts = (_text_of_head(head_of(plan)), _text_of_outline(outline_of(plan)), encode(plan))
        key = key_of(text)
        self._new[key] = Row(key, text, *map(_sealed, parts))

    def roster(self, key: str) -> Sequence[str] | None:
        """The ids of the stores in a group's table, in its order; the key is of its plan and its bytes."""
        if key in self._rosters:
            return [*self._rosters[key]]
        for (ids,) in self._rows("SELECT ids FROM roster WHERE key = ?", key):
            with suppress(ValueError):
                return [str(id) for id in json.loads(_opened(ids))]
        return None

    def store(self, key: str, id: str) -> tuple[Store, str] | None:
        """A store of such a table, and the text of its stand-alone plan file."""
        if key in self._rosters:
            return self._rosters[key].get(id)
        for compiled, text in self._rows("SELECT compiled, text FROM store WHERE key = ? AND id = ?", key, id):
            with suppress(ValueError):
                return decode(_opened(compiled), Store), _opened(text)
        return None

    def stores(self, key: str) -> Mapping[str, Store]:
        """All of them that can be read, by id."""
        if key in self._rosters:
            return {id: store for id, (store, _) in self._rosters[key].items()}
        found = {}
        for id, compiled in self._rows("SELECT id, compiled FROM store WHERE key = ?", key):
            with suppress(ValueError):
                found[id] = decode(_opened(compiled), Store)
        return found

    def add_stores(self, key: str, stores: Mapping[str, tuple[Store, str]]) -> None:
        """Keep the stores of a table, by id."""
        self._rosters[key] = stores

    def answers(self, what: str) -> Mapping[str, str]:
        """What answers to a question were made of, by whose they are."""
        return dict(self._rows("SELECT whose, valid FROM answer WHERE what = ?", what))

    def answer(self, what: str, whose: str) -> str | None:
        """An answer to a question, as it was kept."""
        for (text,) in self._rows("SELECT text FROM answer WHERE what = ? AND whose = ?", what, whose):
            with suppress(ValueError):
                return _opened(text)
        return None

    def keep_answers(self, what: str, answers: Iterable[tuple[str, str, str]]) -> None:
        """Keep answers to a question: whose each is, what it was made of, and its text."""
        if self._file is None or self._process != os.getpid():
            return
        rows = ((what, whose, valid, _sealed(text)) for whose, valid, text in answers)
        with suppress(sqlite3.Error, OSError, UnicodeEncodeError), self._writing(self._file) as db:
            db.executemany(_ANSWER, rows)

    def save(self) -> None:
        """Write what is new, if it can be written."""
        if self._file is None or self._process != os.getpid() or not (self._new or self._files or self._rosters):
            return
        with suppress(sqlite3.Error, OSError):
            with self._writing(self._file) as db:
                db.executemany(_KEEP, self._new.values())
                db.executemany(_FILE, [(*where, *what) for where, what in self._files.items()])
                for key, stores in self._rosters.items():
                    db.execute(_ROSTER, (key, _sealed(json.dumps([*stores], ensure_ascii=False))))
                    rows = [(key, id, *map(_sealed, (encode(store), text))) for id, (store, text) in stores.items()]
                    db.executemany(_STORE, rows)
            self._new, self._files, self._rosters = {}, {}, {}

    @contextmanager
    def _writing(self, file: Path) -> Iterator[sqlite3.Connection]:
        if self._db is None or file.stat().st_size > LARGEST:
            self._db = _begun(file)
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield self._db
            self._db.execute("COMMIT")
        except BaseException:
            self._db.execute("ROLLBACK")
            raise

    def _row(self, key: str) -> Row | None:
        if key in self._new:
            return self._new[key]
        return next(map(Row._make, self._rows("SELECT * FROM plan WHERE key = ?", key)), None)

    def _rows(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        """Rows; none, and a file to be made anew, where that can't be read."""
        if self._process != os.getpid():
            self._process, self._db, self._file = os.getpid(), _connected(self._file), None
        if self._db is None:
            return []
        try:
            return self._db.execute(query, values).fetchall()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                return []
            self._db = None
        except sqlite3.Error:
            self._db = None
        except UnicodeEncodeError:  # a name that is no text is not in the index
            pass
        return []


def cache_file(environ: Mapping[str, str]) -> Path | None:
    """Where the user's compiled plans are, by what the system calls the place of caches; None where it names none."""
    folder = environ.get("XDG_CACHE_HOME") or environ.get("LOCALAPPDATA")
    home = environ.get("HOME")
    if not folder and not home:
        return None
    place = Path(folder) if folder else Path(home or "", ".cache")
    return place / "dealerplan" / f"plans-{_version():08x}.db" if place.is_absolute() else None


def told(stat: os.stat_result) -> str:
    """What the system tells of a file: it changes with the file."""
    return f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}"


def key_of(text: bytes) -> str:
    """The key of a file's bytes, which two may share."""
    return f"{len(text):x}-{crc32(text):08x}-{adler32(text):08x}"


def _sealed(text: str) -> str:
    """A text behind a sum of it."""
    return f"{crc32(text.encode()):08x}{text}"


def _opened(sealed: str) -> str:
    """The text of a sealed one; raises ValueError where it is damaged."""
    text = sealed[8:]
    if sealed != _sealed(text):
        raise ValueError("damaged")
    return text


def _version() -> int:
    """What compiled plans depend on beside their text: the programs that make them."""
    parts = [__version__, sys.version, LAYOUT, programs("", "domain", "planfile")]
    parts += map(_installed, ("pydantic", "yaml", "holidays"))
    return crc32("\n".join(parts).encode())


def programs(*folders: str) -> str:
    """What changes when a program, or its words, in some of this package's folders does."""
    own, parts = Path(__file__).parent.parent, list[str]()
    for folder in folders:
        with os.scandir(own / folder) as entries:
            parts += sorted(f"{one.name} {told(one.stat())}" for one in entries if one.name.endswith((".py", ".mo")))
    return f"{crc32(chr(10).join(parts).encode()):08x}"


def _installed(library: str) -> str:
    """What changes when a library is installed anew."""
    for folder in sys.path:
        with suppress(OSError):
            return str(os.stat(f"{folder}/{library}/__init__.py").st_mtime_ns)  # noqa: PTH116  # many times quicker
    return ""


def _connected(file: Path | None) -> sqlite3.Connection | None:
    """The compiled plans of a file, where it is there and can be read."""
    if file is not None and _is_own(file):
        with suppress(sqlite3.Error):
            return sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True, timeout=0, isolation_level=None)
    return None


def _is_text(*names: str) -> bool:
    """Whether names can be kept as text."""
    try:
        "".join(names).encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_own(file: Path) -> bool:
    """Whether a file is there and nobody else's."""
    try:
        owner = file.stat().st_uid
    except OSError:
        return False
    return not hasattr(os, "geteuid") or owner == os.geteuid()


def _begun(file: Path) -> sqlite3.Connection:
    """A new file in place of all that other versions have left."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in file.parent.glob("plans-*.db*"):
        old.unlink(missing_ok=True)
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600))
    db = sqlite3.connect(file, timeout=0, isolation_level=None)
    db.executescript(_TABLES)
    return db


def _text_of_head(of: Head) -> str:
    when = (*of.period.first, *of.period.last, of.month_end.day)
    return json.dumps([of.id, of.name, of.store, *when, of.was, {**of.renames}, of.table])


def _head(text: str) -> Head:
    id, name, store, year, month, last_year, last_month, day, was, renames, table = json.loads(_opened(text))
    period = Period(Month(year, month), Month(last_year, last_month))
    return Head(id, name, store, period, MonthEnd(day), tuple(was), renames, table=table)


def _text_of_outline(of: Outline) -> str:
    return json.dumps([of.measures, of.targets, of.milestones], ensure_ascii=False)


def _outline(row: Row) -> Outline:
    return Outline(_head(row.head), *map(_things, json.loads(_opened(row.outline))))


def _things(of: dict[str, list[Any]]) -> dict[str, Thing]:
    return {id: Thing(name, tuple(was), tuple(members), unit) for id, (name, was, members, unit) in of.items()}
