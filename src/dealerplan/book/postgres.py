"""A book on a PostgreSQL server (15 or later), for a group of stores: the schema `dealerplan`, entries as in SQLite."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from dealerplan.book.address import bad_address
from dealerplan.book.contract import COLUMNS, RESTORE, lacks, not_kept
from dealerplan.domain.event import Logs, Sealed, State
from dealerplan.errors import BookError, UsageError
from dealerplan.words import Message, say

try:
    import psycopg
    from psycopg import errors
except ImportError:
    needed = say("a book on PostgreSQL needs the library psycopg")
    raise UsageError(needed, say("install it: {command}", command='pip install "psycopg[binary]"')) from None

PATIENCE = 10  # seconds that a writer waits for another
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


def _trigger(name: str) -> str:
    """The statement that makes a guard, word for word as the server tells it."""
    return f"CREATE TRIGGER {name} {_GUARDS[name][0]} EXECUTE FUNCTION dealerplan.{name}()"


def _guard(name: str) -> str:
    body = _GUARDS[name][1]
    return f"CREATE FUNCTION dealerplan.{name}() RETURNS trigger LANGUAGE plpgsql AS '{body}'; {_trigger(name)};"


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
        UPDATE dealerplan.entry SET sealed = {_ROW_AS_TEXT};
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
        self._writing: frozenset[str] = frozenset()
        self._db = self._connect()

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
        for entry in map(Sealed._make, self._read(query, list(stores))):
            found[entry.store].append(entry)
        return found

    def heads(self, stores: Collection[str]) -> Mapping[str, State]:
        """See Book."""
        rows = self._read("SELECT store, entries, hash FROM dealerplan.head WHERE store = ANY(%s)", list(stores))
        return dict.fromkeys(stores, State()) | {store: State(entries, hash) for store, entries, hash in rows}

    @contextmanager
    def reading(self) -> Iterator[None]:
        """See Book."""
        with self._transaction("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"):
            yield

    @contextmanager
    def writing(self, stores: Collection[str]) -> Iterator[None]:
        """See Book. Locks the heads of these stores, always in one order, so that writers can't block each other."""
        with self._transaction("BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE"):
            with self._guarded():
                self._db.execute(f"SET LOCAL lock_timeout = '{PATIENCE}s'")
                self._prepare()
                wanted = sorted(stores)
                heads = "INSERT INTO dealerplan.head SELECT unnest(%s::text[]), 0, '' ON CONFLICT DO NOTHING"
                self._db.execute(heads, [wanted])
                locked = "SELECT store FROM dealerplan.head WHERE store = ANY(%s) ORDER BY store FOR UPDATE"
                self._db.execute(locked, [wanted])
            self._writing = frozenset(stores)
            try:
                yield
            finally:
                self._writing = frozenset()

    def append(self, entries: Sequence[Sealed]) -> None:
        """See Book."""
        heads = {entry.store: State(entry.seq, entry.hash) for entry in entries}
        if not self._writing or not heads.keys() <= self._writing:
            raise RuntimeError("append outside writing()")
        with self._guarded(), self._db.cursor() as cursor:
            with cursor.copy(f"COPY dealerplan.entry ({COLUMNS}) FROM STDIN") as copy:
                for entry in entries:
                    copy.write_row(entry)
            on = "UPDATE dealerplan.head SET entries = %s, hash = %s WHERE store = %s"
            cursor.executemany(on, [(*state, store) for store, state in heads.items()])
            query = f"SELECT {COLUMNS} FROM dealerplan.entry WHERE store = %s AND seq = %s"
            there = [cursor.execute(query, (store, state.entries)).fetchone() for store, state in heads.items()]
        if not set(there) <= set(entries) or self.heads(heads) != heads:
            raise not_kept(self._name)

    def fault(self) -> Message | None:
        """See Book."""
        there = self._read(
            """SELECT tgname, pg_get_triggerdef(pg_trigger.oid), prosrc
            FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid JOIN pg_class ON pg_class.oid = tgrelid
            WHERE relnamespace = 'dealerplan'::regnamespace AND tgenabled = 'O' AND NOT tgisinternal"""
        )
        wanted = {(name, _trigger(name), body) for name, (_, body) in _GUARDS.items()}
        changed = sorted({name for name, *_ in wanted ^ set(there)}) if self._version else []
        return say("another program changed, removed or added {names}", names=changed) if changed else None

    def close(self) -> None:
        """See Book."""
        self._db.close()

    def _connect(self) -> psycopg.Connection[Any]:
        try:
            return psycopg.connect(
                self._url, autocommit=True, connect_timeout=PATIENCE, client_encoding="utf8",
                application_name="dealerplan",
            )  # fmt: skip
        except errors.OperationalError as error:
            raise BookError(*_sentence(error, self._name)) from None
        except psycopg.ProgrammingError:  # its words may repeat the password
            raise bad_address(self._name) from None

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        with self._guarded():
            self._begin(begin)
        try:
            self._version = self._look()
            yield
            with self._guarded(ending=True):
                self._db.execute("COMMIT")
        except BaseException:
            if not self._db.closed and self._db.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
                with self._guarded():
                    self._db.execute("ROLLBACK")
            raise

    def _begin(self, statement: str) -> None:
        """Begin a transaction; over a new connection, once, where the old one was cut."""
        try:
            self._db.execute(statement)
        except errors.OperationalError:
            if not self._db.closed:
                raise
            self._db = self._connect()
            self._db.execute(statement)

    def _read(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self._guarded():
            return self._db.execute(query, values).fetchall() if self._version else []

    def _look(self) -> int:
        """The version of the tables, 0 where there are none. Raises BookError for what is no book, or a newer one."""
        with self._guarded():
            # Not to_regclass, which may not have heard yet of what another program made.
            names = (
                "SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'dealerplan'"
            )
            there = {name for (name,) in self._db.execute(names).fetchall()}
            if not there:
                return 0
            if not there & _TABLES:
                message = say("the schema dealerplan of {path} is another program's", path=self._name)
                raise BookError(message, say("make a database for the book"))
            if lacking := _TABLES - there:
                raise lacks(self._name, lacking)
            row = self._db.execute("SELECT max(number) FROM dealerplan.version").fetchone()
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
        self._db.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        for _, statements in MIGRATIONS[self._look() :]:
            self._db.execute(statements)
        self._db.execute("UPDATE dealerplan.version SET number = %s", [len(MIGRATIONS)])
        self._version = len(MIGRATIONS)

    @contextmanager
    def _guarded(self, ending: bool = False) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            raise BookError(*_sentence(error, self._name, ending)) from error


def _sentence(error: psycopg.Error, name: str, ending: bool = False) -> tuple[Message, Message]:
    told = (error.diag.message_primary or str(error)).strip().partition("\n")[0]
    match error:
        case errors.LockNotAvailable() | errors.DeadlockDetected():
            message = say("{path} was locked by another program for {seconds} seconds", path=name, seconds=PATIENCE)
            return message, say("try again; nothing was written")
        case errors.InsufficientPrivilege() | errors.ReadOnlySqlTransaction():
            message = say("this user may not do that in {name}: {error}", name=name, error=told)
            return message, say("ask for the right to read or write the schema dealerplan; nothing was written")
        case errors.DiskFull():
            return say("the disk of {path} is full", path=name), say("make room and try again; nothing was written")
        case errors.RaiseException() | errors.UndefinedTable() | errors.UndefinedColumn():
            return say("{path} is damaged: {error}", path=name, error=told), say("dealerplan verify says where")
        case errors.OperationalError() if ending:
            message = say("the connection to {name} was lost at the last moment: {error}", name=name, error=told)
            return message, say("run it again: what was written already is not written twice")
        case errors.OperationalError():
            message = say("{name} can't be reached: {error}", name=name, error=told)
            if "password" in told:
                return message, say("give the password in PGPASSWORD or a password file: dealerplan help book")
            return message, say("is the server running, and may you connect to it? nothing was written")
        case errors.UntranslatableCharacter() | errors.CharacterNotInRepertoire():
            return say("{path} can't be used: {error}", path=name, error=told), say("make a database in UTF8")
        case _:
            return say("{path} can't be used: {error}", path=name, error=told), say("nothing was written")
