"""A book on a PostgreSQL server (15 or later), for a group of stores: the schema `dealerplan`, entries as in SQLite."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from dealerplan.book.connection import OperationalError, Silent, connect, guarded
from dealerplan.book.contract import COLUMNS, RESTORE, lacks, not_kept
from dealerplan.domain.event import Logs, Sealed, State
from dealerplan.errors import BookError
from dealerplan.words import Message, say

_TABLES = {"entry", "head", "version"}
_LOCK = 0x6465616C  # "deal": who makes or changes the tables holds it

_NEVER = "BEGIN RAISE EXCEPTION $$entries are never changed, removed or replaced$$; END"
_GOES_ON = """BEGIN
    IF TG_OP <> $$UPDATE$$ OR NEW.store <> OLD.store OR NEW.entries <= OLD.entries
        THEN RAISE EXCEPTION $$heads only go on$$;
    END IF;
    RETURN NEW;
END"""
_GUARDS = {
    "entry_stays": ("BEFORE DELETE OR UPDATE ON dealerplan.entry FOR EACH ROW", _NEVER),
    "entry_remains": ("BEFORE TRUNCATE ON dealerplan.entry FOR EACH STATEMENT", _NEVER),
    "head_goes_on": ("BEFORE DELETE OR UPDATE ON dealerplan.head FOR EACH ROW", _GOES_ON),
    "head_remains": ("BEFORE TRUNCATE ON dealerplan.head FOR EACH STATEMENT", _NEVER),
}
_PINNED = "search_path=pg_catalog, pg_temp"  # guards that a book before 2026-12 made are without it, and whole
_GUARDS_THERE = """WITH ours AS (
        SELECT oid FROM pg_catalog.pg_class
        WHERE relnamespace = 'dealerplan'::pg_catalog.regnamespace AND relkind = 'r'
    ), others (name) AS (  -- whatever else may run a function where something is written
        SELECT rulename FROM pg_catalog.pg_rewrite JOIN ours ON ours.oid = ev_class WHERE ev_enabled <> 'D'
        UNION ALL SELECT conname FROM pg_catalog.pg_constraint JOIN ours ON ours.oid = conrelid
            WHERE contype NOT IN ('p', 'u', 'n')
        UNION ALL SELECT relname FROM pg_catalog.pg_index JOIN ours ON ours.oid = indrelid
            JOIN pg_catalog.pg_class c ON c.oid = indexrelid WHERE indexprs IS NOT NULL OR indpred IS NOT NULL
        UNION ALL SELECT attname FROM pg_catalog.pg_attribute JOIN ours ON ours.oid = attrelid
            JOIN pg_catalog.pg_type t ON t.oid = atttypid
            WHERE attnum > 0 AND (atthasdef OR typnamespace <> 'pg_catalog'::pg_catalog.regnamespace)
    )
    SELECT tgname, pg_catalog.pg_get_triggerdef(t.oid), prosrc, tgenabled::pg_catalog.text,
        proconfig IS NULL OR proconfig = ARRAY[%s]
    FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_proc p ON p.oid = tgfoid JOIN ours ON ours.oid = tgrelid
    WHERE tgenabled <> 'D' AND NOT tgisinternal
    UNION ALL SELECT name, '', '', '', true FROM others"""

_TEXTS, _NUMBERS = "pg_catalog.unnest(%s::pg_catalog.text[])", "pg_catalog.unnest(%s::pg_catalog.int4[])"
_ON = f"""UPDATE dealerplan.head SET entries = last.entries, hash = last.hash
    FROM ROWS FROM ({_TEXTS}, {_NUMBERS}, {_TEXTS}) AS last (store, entries, hash) WHERE head.store = last.store"""
_LAST = f"""SELECT {COLUMNS} FROM dealerplan.entry
    WHERE (store, seq) IN (SELECT * FROM ROWS FROM ({_TEXTS}, {_NUMBERS}) AS last)"""


def _trigger(name: str) -> str:
    """The statement that makes a guard, word for word as the server tells it."""
    return f"CREATE TRIGGER {name} {_GUARDS[name][0]} EXECUTE FUNCTION dealerplan.{name}()"


def _guard(name: str) -> str:
    body = _GUARDS[name][1]
    return f"CREATE FUNCTION dealerplan.{name}() RETURNS trigger LANGUAGE plpgsql AS '{body}'; {_trigger(name)};"


_WANTED = {(name, _trigger(name), body, "O", True) for name, (_, body) in _GUARDS.items()}


def _unlike(guards: Iterable[tuple[Any, ...]]) -> Message | None:
    """What is wrong where some guards are not as they should be."""
    names = sorted({name for name, *_ in guards})
    return say("another program changed, removed or added {names}", names=names) if names else None


_ROW = ("kind", "store", "subject", "month", "value", "at", '"by"', "source", "note", "why", "seq")
_ROW_AS_TEXT = f"""'[' || {" || ',' || ".join(f"coalesce(to_json({name})::text, 'null')" for name in _ROW)} || ']'"""
"""The text that the hash of a row sealed (migrations.py): the server escapes as Python does."""

MIGRATIONS = (
    (
        "chain",
        f"""CREATE SCHEMA IF NOT EXISTS dealerplan;
        CREATE TABLE dealerplan.version (number integer NOT NULL);
        INSERT INTO dealerplan.version VALUES (0);
        CREATE TABLE dealerplan.entry (
            kind text NOT NULL, store text COLLATE "C" NOT NULL, subject text NOT NULL, month text NOT NULL,
            value text NOT NULL, at text COLLATE "C" NOT NULL, "by" text NOT NULL, source text NOT NULL,
            note text, why text, seq integer NOT NULL, hash text NOT NULL,
            PRIMARY KEY (store, seq)
        );
        CREATE TABLE dealerplan.head (
            store text COLLATE "C" PRIMARY KEY, entries integer NOT NULL, hash text NOT NULL
        );
        {"".join(map(_guard, _GUARDS))}""",
    ),
    (
        "texts",  # in place, so that the rights that somebody was given stay
        f"""ALTER TABLE dealerplan.entry ADD COLUMN sealed text;
        ALTER TABLE dealerplan.entry DISABLE TRIGGER entry_stays;
        DO $do$ DECLARE piece record; BEGIN  -- by parts, after each of which it says something
            FOR piece IN SELECT DISTINCT store, seq / 10000 AS part FROM dealerplan.entry LOOP
                UPDATE dealerplan.entry SET sealed = {_ROW_AS_TEXT}
                    WHERE store = piece.store AND seq BETWEEN 10000 * piece.part AND 10000 * piece.part + 9999;
                RAISE NOTICE '% %', piece.store, piece.part;
            END LOOP;
        END $do$;
        ALTER TABLE dealerplan.entry ENABLE TRIGGER entry_stays;
        ALTER TABLE dealerplan.entry ALTER COLUMN sealed SET NOT NULL,
            DROP COLUMN kind, DROP COLUMN subject, DROP COLUMN month, DROP COLUMN value, DROP COLUMN at,
            DROP COLUMN "by", DROP COLUMN source, DROP COLUMN note, DROP COLUMN why;""",
    ),
)
"""Names and statements, each leading to the next version; what a release wrote stays as it is."""


class PostgresBook:
    """Keeps logs on a server, in tables that the first `writing` makes; `name` is the address without secrets."""

    def __init__(self, url: str, name: str) -> None:
        self._url, self._name = url, name
        self._version = 0  # of the tables, as the present transaction sees them
        self.is_new = True
        self._writing: frozenset[str] = frozenset()
        self._db = connect(url, name)

    def stores(self) -> Sequence[str]:
        """See Book."""
        query = """SELECT store FROM dealerplan.head WHERE entries > 0
            UNION SELECT store FROM dealerplan.entry ORDER BY 1"""
        return [store for (store,) in self._read(query)]

    def logs(self, stores: Collection[str]) -> Logs:
        """See Book."""
        found: dict[str, list[Sealed]] = {store: [] for store in stores}
        columns = COLUMNS if self._version > 1 else COLUMNS.replace("sealed", _ROW_AS_TEXT)
        query = f"SELECT {columns} FROM dealerplan.entry WHERE store = ANY(%s) ORDER BY store, seq"
        with guarded(self._name):
            self._db.take_time()
        for entry in map(Sealed._make, self._read(query, list(stores))):
            found[entry.store].append(entry)
        return found

    def heads(self, stores: Collection[str]) -> Mapping[str, State]:
        """See Book."""
        rows = self._read("SELECT store, entries, hash FROM dealerplan.head WHERE store = ANY(%s)", list(stores))
        return dict.fromkeys(stores, State()) | {store: State(entries, hash) for store, entries, hash in rows}

    def ends(self, stores: Collection[str]) -> Mapping[str, State]:
        """See Book."""
        rows = self._read(
            "SELECT store, pg_catalog.count(*), (pg_catalog.array_agg(hash ORDER BY seq DESC))[1]"
            " FROM dealerplan.entry WHERE store = ANY(%s) GROUP BY store",
            list(stores),
        )
        return dict.fromkeys(stores, State()) | {store: State(entries, hash) for store, entries, hash in rows}

    @contextmanager
    def reading(self) -> Iterator[None]:
        """See Book."""
        with self._transaction("ISOLATION LEVEL REPEATABLE READ, READ ONLY"):
            yield
            self._db.close()  # what was read needs no last word of the server

    @contextmanager
    def writing(self, stores: Collection[str]) -> Iterator[None]:
        """See Book. Locks the heads of these stores, always in one order, so that writers can't block each other."""
        with self._transaction("ISOLATION LEVEL READ COMMITTED, READ WRITE"):
            with guarded(self._name):
                self._prepare()
                self._refuse_strangers()
                wanted = sorted(stores)
                heads = f"INSERT INTO dealerplan.head SELECT {_TEXTS}, 0, '' ON CONFLICT DO NOTHING"
                self._db.execute(heads, [wanted])
                locked = "SELECT store FROM dealerplan.head WHERE store = ANY(%s) ORDER BY store FOR UPDATE"
                self._db.execute(locked, [wanted])
            self._writing = frozenset(stores)
            try:
                yield
            finally:
                self._writing = frozenset()
            with guarded(self._name, ending=True):
                self._db.execute("COMMIT")

    def append(self, entries: Sequence[Sealed]) -> None:
        """See Book."""
        heads = {entry.store: State(entry.seq, entry.hash) for entry in entries}
        if not self._writing or not heads.keys() <= self._writing:
            raise RuntimeError("append outside writing()")
        stores, ends = list(heads), [state.entries for state in heads.values()]
        hashes = [state.hash for state in heads.values()]
        with guarded(self._name), self._db.cursor() as cursor:
            self._db.take_time()
            with cursor.copy(f"COPY dealerplan.entry ({COLUMNS}) FROM STDIN") as copy:
                for entry in entries:
                    copy.write_row(entry)
            cursor.execute(_ON, [stores, ends, hashes])
            there = cursor.execute(_LAST, [stores, ends]).fetchall()
        if len(there) != len(stores) or not set(there) <= set(entries) or self.heads(heads) != heads:
            raise not_kept(self._name)

    def time(self) -> datetime | None:
        """See Book."""
        rows = self._read("SELECT pg_catalog.date_part('epoch', pg_catalog.clock_timestamp())::pg_catalog.float8")
        return datetime.fromtimestamp(rows[0][0], UTC) if rows else None

    def fault(self) -> Message | None:
        """See Book."""
        return _unlike(_WANTED ^ self._guards()) if self._version else None

    def _guards(self) -> set[tuple[Any, ...]]:
        """What does something wherever the tables are read or written; what sleeps does nothing."""
        return set(self._read(_GUARDS_THERE, _PINNED))

    def _refuse_strangers(self) -> None:
        """Raise BookError where code of others would run with the rights of who writes; none can come from now on."""
        self._db.execute("LOCK TABLE dealerplan.entry, dealerplan.head IN ROW EXCLUSIVE MODE")
        if found := _unlike(self._guards() - _WANTED):
            message = say("{path}: {message}", path=self._name, message=found)
            raise BookError(message, say("dealerplan verify says why; nothing was written"))

    def close(self) -> None:
        """See Book."""
        self._db.close()

    @contextmanager
    def _transaction(self, mode: str) -> Iterator[None]:
        try:
            with guarded(self._name):
                self._begin(mode)
                self._see()
            yield
        except BaseException:
            self._db.close()  # which the server takes for a rollback, and nobody has to wait for
            raise

    def _begin(self, mode: str) -> None:
        """Begin a transaction; over a new connection, once, where the old one was cut."""
        try:
            self._db.begin(mode)
        except OperationalError as error:
            if not self._db.closed or isinstance(error, Silent):
                raise
            self._db = connect(self._url, self._name)
            self._db.begin(mode)

    def _read(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with guarded(self._name):
            return self._db.execute(query, values).fetchall() if self._version else []

    def _see(self) -> None:
        self._version = self._look()
        self.is_new = not self._read(
            """SELECT 1 FROM dealerplan.entry UNION ALL SELECT 1 FROM dealerplan.head WHERE entries > 0 LIMIT 1"""
        )

    def _look(self) -> int:
        """The version of the tables, 0 where there are none. Raises BookError for what is no book, or a newer one."""
        # Not to_regclass, which may not have heard yet of what another program made.
        names = """SELECT relname, relkind::pg_catalog.text
            FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace n ON n.oid = relnamespace
            WHERE nspname = 'dealerplan'"""
        kinds = dict(self._db.execute(names).fetchall())
        if not kinds:
            return 0
        there = {name for name, kind in kinds.items() if kind == "r"}  # a view would run its maker's code
        if not there & _TABLES:
            message = say("the schema dealerplan of {path} is another program's", path=self._name)
            raise BookError(message, say("make a database for the book"))
        if lacking := _TABLES - there:
            raise lacks(self._name, lacking)
        row = self._db.execute("SELECT pg_catalog.max(number) FROM dealerplan.version").fetchone()
        version: int = (row and row[0]) or 0
        if not version:
            raise BookError(say("{path} is damaged", path=self._name), RESTORE)
        if version > len(MIGRATIONS):
            message = say("{path} was written by a newer dealerplan", path=self._name)
            raise BookError(message, say("install that version or a later one"))
        return version

    def _prepare(self) -> None:
        """Make or change the tables, unless they are as they should be."""
        if self._version == len(MIGRATIONS):
            return
        self._db.execute("SELECT pg_catalog.pg_advisory_xact_lock(%s)", [_LOCK])
        self._see()  # what another may have made meanwhile
        if self._version == len(MIGRATIONS):
            return
        self._db.take_time()
        for _, statements in MIGRATIONS[self._version :]:
            self._db.execute(statements)
        self._db.execute("UPDATE dealerplan.version SET number = %s", [len(MIGRATIONS)])
        for name in _GUARDS:
            self._db.execute(f"ALTER FUNCTION dealerplan.{name}() SET search_path = pg_catalog, pg_temp")
        self._version = len(MIGRATIONS)
