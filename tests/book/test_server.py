"""A book on a server that others use too: their code is not run, their settings have no say, nothing waits for good."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

import psycopg
import pytest

from dealerplan.book import connection, postgres
from dealerplan.book.address import Server
from dealerplan.book.chain import append
from dealerplan.book.open import reading
from dealerplan.book.postgres import PostgresBook
from dealerplan.errors import BookError
from tests.book import servers
from tests.book.make import entry, values, write
from tests.book.relay import relayed
from tests.conftest import Dealerplan

COMMIT = b"COMMIT\0"
COMMANDS = ("status", "verify", "report", "history intake", "due", "record 2026-04 intake=1 --sure")


@pytest.fixture
def filled(first_quarter: Path, dealerplan: Dealerplan, database: str) -> str:
    """A database with the first quarter's book."""
    assert first_quarter.exists()
    assert dealerplan("copy", "--to", database).code == 0
    return database


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """No patience."""
    monkeypatch.setattr(connection, "PATIENCE", 0.4)
    monkeypatch.setattr(connection, "GRACE", 0.2)


def name_of(url: str) -> str:
    return url.rpartition("/")[2]


@contextmanager
def somebody(url: str) -> Iterator[psycopg.Connection]:
    """Another session, as the superuser."""
    with psycopg.connect(url, autocommit=True) as db:
        yield db


class TestCodeOfOthers:
    """Who may create things in a database runs nothing with the rights of who records or reads there."""

    TRAP = "LANGUAGE plpgsql AS $$BEGIN EXECUTE 'ALTER ROLE {who} SUPERUSER'; RETURN {answer}; END$$"
    FUNCTIONS = (
        ("unnest(text[]) RETURNS SETOF text", "NEXT 'fengxing-gz'"),
        ("unnest(integer[]) RETURNS SETOF integer", "NEXT 1"),
        ("max(integer) RETURNS integer", "2"),
        ("to_json(text) RETURNS json", "'1'"),
        ("pg_get_triggerdef(oid) RETURNS text", "''"),
        ("pg_advisory_xact_lock(integer) RETURNS integer", "1"),
        ("pg_advisory_xact_lock(bigint) RETURNS integer", "1"),
        ("set_config(text, text, boolean) RETURNS text", "''"),
        ("current_setting(text) RETURNS text", "'off'"),
        ("evil(text, text) RETURNS boolean", "true"),
        ("evil(name, text) RETURNS boolean", "true"),
        ("evil(oid, oid) RETURNS boolean", "true"),
        ("evil(integer, integer) RETURNS boolean", "true"),
        ("evil(text[], text[]) RETURNS boolean", "true"),
    )
    OPERATORS = tuple(
        f"OPERATOR public.{sign} (LEFTARG = {left}, RIGHTARG = {right}, FUNCTION = public.evil)"
        for left, right in (("text", "text"), ("name", "text"), ("oid", "oid"), ("integer", "integer"))
        for sign in ("=", "<>", "<", "<=", ">")
    )
    THINGS = (
        *OPERATORS,
        "TYPE public.text AS (x integer)",
        "TYPE public.regnamespace AS (x integer)",
        "TYPE public.int4 AS (x integer)",
        *(f"TABLE public.{name} (x integer)" for name in ("entry", "head", "version", "pg_class", "pg_trigger")),
        'COLLATION public."C" FROM "C"',
    )

    @pytest.fixture(params=["", "of the database", "of the user"])
    def trapped(self, request: pytest.FixtureRequest, database: str) -> Iterator[tuple[str, str]]:
        """A database in which a clerk set traps, and his name."""
        name = name_of(database)
        who = f"clerk_of_{name}"
        with somebody(database) as db:
            db.execute(f"CREATE ROLE {who}; GRANT CREATE, USAGE ON SCHEMA public TO {who}; SET ROLE {who}")
            db.execute("SET search_path = pg_catalog")
            for declared, answer in self.FUNCTIONS:
                db.execute(f"CREATE FUNCTION public.{declared} {self.TRAP.format(who=who, answer=answer)}")
            for thing in self.THINGS:
                db.execute(f"CREATE {thing}")
            db.execute("RESET ROLE")
            of = f"DATABASE {name}" if "database" in request.param else f"ROLE owner IN DATABASE {name}"
            if request.param:
                db.execute(f"ALTER {of} SET search_path = public, pg_catalog")
            yield database, who
            db.execute(f"ALTER {of} RESET search_path")

    @pytest.mark.usefixtures("first_quarter")
    def test_is_run_by_no_command(self, trapped: tuple[str, str], dealerplan: Dealerplan) -> None:
        url, who = trapped
        assert dealerplan("copy", "--to", url).code == 0
        for command in COMMANDS:
            answer = dealerplan(*command.split(), "--db", url)
            assert (answer.code, answer.err) == (0, ""), command
        assert "640" in dealerplan("history", "intake", "--db", url).out
        assert self.powers(url, who) == (False,)

    def test_is_not_run_where_an_older_book_is_led_on(self, trapped: tuple[str, str]) -> None:
        url, who = trapped
        with somebody(url) as db:
            db.execute("SET search_path = pg_catalog")
            db.execute(postgres.MIGRATIONS[0][1])
            db.execute("UPDATE dealerplan.version SET number = 1")
        with closing(PostgresBook(url, "server")) as book:
            write(book, entry("1"))
            assert values(book) == ["1"]
            with book.reading():
                assert book.fault() is None
        assert self.powers(url, who) == (False,)

    def test_that_hangs_on_the_tables_is_refused(self, filled: str, dealerplan: Dealerplan) -> None:
        who = f"clerk_of_{name_of(filled)}"
        with somebody(filled) as db:
            db.execute(f"CREATE ROLE {who}; GRANT CREATE ON SCHEMA public TO {who}")
            db.execute(f"GRANT USAGE ON SCHEMA dealerplan TO {who}; GRANT TRIGGER ON dealerplan.head TO {who}")
            db.execute(f"SET ROLE {who}")
            db.execute(f"CREATE FUNCTION public.zz() RETURNS trigger {self.TRAP.format(who=who, answer='NEW')}")
            db.execute("CREATE TRIGGER zz BEFORE INSERT OR UPDATE ON dealerplan.head EXECUTE FUNCTION public.zz()")
        answer = dealerplan("record", "2026-04", "intake=1", "--sure", "--db", filled)
        assert (answer.code, "another program changed, removed or added zz" in answer.err) == (3, True)
        assert self.powers(filled, who) == (False,)

    def test_in_place_of_the_tables_is_not_run(self, database: str, dealerplan: Dealerplan, workspace: Path) -> None:
        assert workspace.exists()
        with somebody(database) as db:
            db.execute("CREATE SCHEMA dealerplan; CREATE TABLE dealerplan.head (x int)")
            for table in ("entry", "version"):
                db.execute(f"CREATE VIEW dealerplan.{table} AS SELECT 1 / 0 AS number")
        answer = dealerplan("status", "--db", database)
        assert (answer.code, "it lacks entry, version" in answer.err) == (3, True)

    def powers(self, url: str, who: str) -> tuple[bool, ...] | None:
        with somebody(url) as db:
            return db.execute("SELECT rolsuper FROM pg_roles WHERE rolname = %s", [who]).fetchone()

    def test_does_not_help_round_the_guards(self, filled: str) -> None:
        """A writer's own operators."""
        who = f"clerk_of_{name_of(filled)}"
        with somebody(filled) as db:
            db.execute(f"CREATE ROLE {who}; GRANT CREATE ON SCHEMA public TO {who}")
            db.execute(f"GRANT USAGE ON SCHEMA dealerplan TO {who}; GRANT SELECT, UPDATE ON dealerplan.head TO {who}")
            db.execute(f"SET ROLE {who}")
            db.execute("CREATE FUNCTION public.no(integer, integer) RETURNS boolean LANGUAGE sql AS 'SELECT false'")
            db.execute("CREATE OPERATOR public.<= (LEFTARG = integer, RIGHTARG = integer, FUNCTION = public.no)")
            db.execute("SET search_path = public, pg_catalog")
            with pytest.raises(psycopg.errors.RaiseException, match="heads only go on"):
                db.execute("UPDATE dealerplan.head SET entries = 1")


def test_a_line_that_is_dead_is_noticed_by_the_system(database: str) -> None:
    """Whatever the address says."""
    with closing(PostgresBook(f"{database}?keepalives=0&tcp_user_timeout=0&connect_timeout=0", "server")) as book:
        told = book._db.info.get_parameters()
    wanted = {"tcp_user_timeout": "10000", "keepalives_idle": "10", "keepalives_interval": "1", "connect_timeout": "10"}
    assert {name: told[name] for name in wanted} == wanted
    assert told.get("keepalives", "1") == "1"


class TestSettingsOfOthers:
    """Whatever a database, a user, the address or the environment sets."""

    SETTINGS = (
        "search_path=nowhere",
        "search_path=dealerplan",
        "default_transaction_read_only=on",
        "default_transaction_isolation=serializable",
        "row_security=on",
        "quote_all_identifiers=on",
        "standard_conforming_strings=off",
        "client_min_messages=error",
        "client_encoding=latin1",
        "lock_timeout=100",
        "statement_timeout=100",
        "idle_in_transaction_session_timeout=100",
        "DateStyle=German",
        "TimeZone=Asia/Shanghai",
    )

    @pytest.fixture(params=["database", "user", "address", "environment"])
    def set_(self, request: pytest.FixtureRequest, database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
        """The address of a database with the settings."""
        name, options = name_of(database), " ".join(f"-c {setting}" for setting in self.SETTINGS)
        of = f"DATABASE {name}" if request.param == "database" else f"ROLE owner IN DATABASE {name}"
        if request.param == "address":
            yield f"{database}?options={options.replace(' ', '%20').replace('=', '%3D')}"
        elif request.param == "environment":
            monkeypatch.setenv("PGOPTIONS", options)
            yield database
        else:
            with somebody(database) as db:
                for setting in self.SETTINGS:
                    key, _, value = setting.partition("=")
                    db.execute(f"ALTER {of} SET {key} = '{value}'")
                yield database
                db.execute(f"ALTER {of} RESET ALL")

    @pytest.mark.usefixtures("first_quarter")
    def test_the_time_is_read(self, set_: str, dealerplan: Dealerplan) -> None:
        assert dealerplan("copy", "--to", set_).code == 0
        with reading(Server(set_)) as book:
            told = book.time()
        assert told is not None
        assert abs(told - datetime.now(UTC)) < timedelta(minutes=1)

    @pytest.mark.usefixtures("first_quarter")
    def test_commands_answer_as_ever(self, set_: str, dealerplan: Dealerplan) -> None:
        file = {command: dealerplan(*command.split()) for command in COMMANDS[:3]}
        assert dealerplan("copy", "--to", set_).code == 0
        assert dealerplan("status", "--db", set_).out == file["status"].out
        assert dealerplan("report", "--db", set_).out == file["report"].out
        assert dealerplan("verify", "--db", set_).code == 0
        assert dealerplan("record", "2026-04", "intake=1", "--note", "多", "--sure", "--db", set_).code == 0

    def test_a_writer_waits_for_another_as_ever(self, set_: str) -> None:
        with closing(PostgresBook(set_, "server")) as one, closing(PostgresBook(set_, "server")) as other:
            write(one, entry("0"))

            def second() -> None:
                write(other, entry("2"))

            thread = Thread(target=second)
            with one.writing(["gz"]):
                thread.start()
                time.sleep(0.3)
                append(one, [entry("1")])
            thread.join()
            assert values(one) == ["0", "1", "2"]

    def test_what_is_acknowledged_is_on_the_disk(self, database: str) -> None:
        with somebody(database) as db:
            db.execute(f"ALTER DATABASE {name_of(database)} SET synchronous_commit = off")
            assert db.execute("SHOW fsync").fetchone() is not None
        with closing(PostgresBook(database, "server")) as book, book.writing(["gz"]):
            assert book._db.execute("SHOW synchronous_commit").fetchone() == ("on",)

    def test_rows_that_a_policy_hides_are_no_empty_book(
        self, filled: str, server: servers.Server, dealerplan: Dealerplan
    ) -> None:
        who = f"reader_of_{name_of(filled)}"
        with somebody(filled) as db:
            db.execute(f"CREATE ROLE {who} LOGIN PASSWORD 'reads'; GRANT USAGE ON SCHEMA dealerplan TO {who}")
            db.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA dealerplan TO {who}")
            for table in ("entry", "head"):
                db.execute(f"ALTER TABLE dealerplan.{table} ENABLE ROW LEVEL SECURITY")
        for command in COMMANDS:
            answer = dealerplan(*command.split(), "--db", server.url(name_of(filled), who, "reads"))
            assert (answer.code, "row-level security" in answer.err) == (3, True), command


@pytest.mark.usefixtures("hurried")
class TestPatience:
    def refused(self, call: Callable[[], object]) -> str:
        """What is told, soon enough."""
        begun = time.monotonic()
        with pytest.raises(BookError) as caught:
            call()
        assert time.monotonic() - begun < 4
        return f"{caught.value.message}; {caught.value.hint}"

    def test_a_table_that_somebody_locked(self, filled: str, dealerplan: Dealerplan) -> None:
        with somebody(filled) as db, db.transaction():
            db.execute("LOCK TABLE dealerplan.entry IN ACCESS EXCLUSIVE MODE")
            for command in COMMANDS:
                answer = dealerplan(*command.split(), "--db", filled)
                assert (answer.code, "was locked by another program for 0.4 seconds" in answer.err) == (3, True), (
                    command
                )
        assert dealerplan("status", "--db", filled).code == 0

    def test_locks_that_are_granted_one_after_the_other(self, database: str) -> None:
        """None is waited for too long, but all together are."""
        with closing(PostgresBook(database, "server")) as book:
            write(book, *(entry(store=store) for store in "abc"))

            def holding(store: str, seconds: float) -> Thread:
                def hold() -> None:
                    with somebody(database) as db, db.transaction():
                        db.execute("SELECT FROM dealerplan.head WHERE store = %s FOR UPDATE", [store])
                        time.sleep(seconds)

                thread = Thread(target=hold)
                thread.start()
                return thread

            threads = [holding(*each) for each in (("a", 0.4), ("b", 0.6), ("c", 1.5))]
            time.sleep(0.15)
            told = self.refused(lambda: write(book, *(entry(store=store) for store in "abc")))
            assert "stopped what was asked of it: canceling statement due to statement timeout" in told
            assert "nothing was written" in told
            for thread in threads:
                thread.join()

    def test_a_server_that_is_silent_from_the_start(self, database: str) -> None:
        with relayed(database, until=b"") as (url, _):
            told = self.refused(lambda: PostgresBook(url, "server"))
        assert told.startswith("server can't be reached: it has sent nothing for 0.4 seconds; is the server running")

    def test_the_addresses_of_one_server_share_its_time(self, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(connection, "PATIENCE", 4)
        look_up = socket.getaddrinfo
        monkeypatch.setattr("socket.getaddrinfo", lambda _, *rest, **how: 2 * look_up("127.0.0.1", *rest, **how))
        with relayed(database, until=b"") as (url, _):
            begun = time.monotonic()
            with pytest.raises(BookError, match="it has sent nothing for 4 seconds"):
                PostgresBook(url.replace("127.0.0.1", "db.example.com"), "server")
            assert 3 < time.monotonic() - begun < 6

    def test_the_second_of_two_servers(self, database: str) -> None:
        with relayed(database, until=b"") as (url, relay):
            both = url.replace(f"127.0.0.1:{relay.port}", f"127.0.0.1:{relay.port},127.0.0.1:{port_of(database)}")
            with closing(PostgresBook(both, "server")) as book:
                assert values(book) == []

    @pytest.mark.parametrize(
        "until", [b"BEGIN", b"pg_class", b"SELECT store, seq", b"LOCK TABLE", b"COPY", b"FOR UPDATE"]
    )
    def test_a_server_that_falls_silent(self, database: str, until: bytes) -> None:
        with closing(PostgresBook(database, "server")) as book:
            write(book, entry("1"))
        with relayed(database, until) as (url, relay), closing(PostgresBook(url, "server")) as book:

            def both() -> None:
                values(book)
                write(book, entry("2"))

            told = self.refused(both)
            assert relay.silent.is_set()
        assert told.startswith("server can't be reached: it has sent nothing for 0.4 seconds")
        assert told.endswith("nothing was written")
        with closing(PostgresBook(database, "server")) as book:
            assert values(book) == ["1"]

    def test_a_server_that_falls_silent_at_the_last_moment(self, database: str) -> None:
        """It wrote, and nobody heard of it."""
        with closing(PostgresBook(database, "server")) as book:
            write(book, entry("1"))
        with relayed(database, COMMIT) as (url, _), closing(PostgresBook(url, "server")) as book:
            told = self.refused(lambda: write(book, entry("2")))
        assert told.startswith(
            "the connection to server was lost at the last moment: it has sent nothing for 0.4 seconds; run it again"
        )
        with closing(PostgresBook(database, "server")) as book:
            assert values(book) == ["1", "2"]

    def test_a_server_that_falls_silent_when_all_is_read(self, filled: str, dealerplan: Dealerplan) -> None:
        with relayed(filled, COMMIT) as (url, _):
            assert dealerplan("status", "--db", url).code == 0

    def test_a_server_that_is_stopped(self, database: str) -> None:
        with closing(PostgresBook(database, "server")) as book:
            write(book, entry("1"))
            with stopped(database):
                told = self.refused(lambda: values(book))
            assert "it has sent nothing for" in told
            assert values(book) == ["1"]  # over a new connection

    def test_what_goes_on_is_waited_for(self, database: str) -> None:
        """A long log over a thin line, out and in."""
        many = [entry(str(number), note="x" * 20_000) for number in range(100)]
        with relayed(database, least=1 << 15) as (url, _), closing(PostgresBook(url, "server")) as book:
            begun = time.monotonic()
            write(book, *many)
            written = time.monotonic()
            assert len(values(book)) == 100
        assert written - begun > 1
        assert time.monotonic() - written > 1

    def test_an_older_book_says_something_while_it_is_led_on(self, database: str) -> None:
        with somebody(database) as db:
            db.execute(postgres.MIGRATIONS[0][1])
            db.execute("UPDATE dealerplan.version SET number = 1")
            db.execute("""INSERT INTO dealerplan.entry SELECT 'actual', 'gz', 'intake', '2026-03', '1', 't', 'li', 's',
                NULL, NULL, seq, 'x' FROM generate_series(1, 25000) AS n (seq)""")
        heard: list[object] = []
        with closing(PostgresBook(database, "server")) as book:
            book._db.add_notice_handler(heard.append)
            with book.writing(["sz"]):
                pass
        assert len(heard) == 3

    @pytest.mark.parametrize("until", [b"", b"BEGIN", b"COPY", COMMIT])
    def test_ctrl_c_is_heard_at_once(
        self, database: str, until: bytes, dealerplan: Dealerplan, workspace: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert workspace.exists()
        monkeypatch.setattr(connection, "PATIENCE", 30)
        with relayed(database, until) as (url, relay):
            Thread(target=stop_when, args=(relay.silent,), daemon=True).start()
            answer = dealerplan("record", "2026-01", "intake=640", "--db", url)
            assert (answer.code, answer.err) == (130, "\nstopped\n")
            assert time.monotonic() - stopped_at[-1] < 2

    def test_ctrl_c_is_heard_while_a_name_is_looked_up(
        self, dealerplan: Dealerplan, workspace: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert workspace.exists()
        asked = Event()

        def look_up(*_: object, **__: object) -> None:
            asked.set()
            time.sleep(5)

        monkeypatch.setattr("socket.getaddrinfo", look_up)
        Thread(target=stop_when, args=(asked,), daemon=True).start()
        assert dealerplan("status", "--db", "postgresql://db.example.com/x").code == 130
        assert time.monotonic() - stopped_at[-1] < 2


def port_of(url: str) -> int:
    return int(url.rpartition(":")[2].partition("/")[0])


stopped_at: list[float] = []


def stop_when(event: Event) -> None:
    """Ctrl-C, a little later."""
    event.wait()
    time.sleep(0.3)
    stopped_at.append(time.monotonic())
    os.kill(os.getpid(), signal.SIGINT)


@contextmanager
def stopped(database: str) -> Iterator[None]:
    """The processes that serve a database, as if the machine stood still."""
    with somebody(database) as db:
        found = db.execute("SELECT pid FROM pg_stat_activity WHERE application_name = 'dealerplan'").fetchall()
    for (pid,) in found:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for (pid,) in found:
            os.kill(pid, signal.SIGCONT)
