"""What goes wrong around a book: nothing acknowledged is lost, nothing is half-written, and a sentence says why."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path

import psycopg
import pytest

from dealerplan.book import postgres
from dealerplan.book.address import Server
from dealerplan.book.chain import append
from dealerplan.book.open import open_book
from dealerplan.errors import BookError
from tests.book import servers
from tests.book.make import entry, values, write
from tests.conftest import CONTRACT_PLAN, Dealerplan

ROOT = Path(__file__).parents[2]


def run_task(*words: str) -> str:
    """Run a task of processes.py; gives what it printed."""
    command = [sys.executable, "-m", "tests.book.processes", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def task(*words: str) -> list[int]:
    """Run a task of processes.py; gives the numbers it printed."""
    return [int(word) for word in run_task(*words).split()]


@pytest.mark.slow
def test_a_record_killed_at_any_moment_is_there_whole_or_not_at_all(workspace: Path) -> None:
    whole, none = task("killed", str(workspace), "200")
    assert whole + none == 200
    assert whole > 0 and none > 0  # noqa: PT018 - else nothing was killed in between


@pytest.mark.slow
@pytest.mark.parametrize("keeper", ["sqlite", "postgres"])
def test_eight_writers_at_once_lose_nothing(
    workspace: Path, keeper: str, request: pytest.FixtureRequest, dealerplan: Dealerplan
) -> None:
    many = "\n".join(f"  m{number}: {{unit: 台}}" for number in range(48))
    plan = f"plan: many\nstore: fengxing-gz\nperiod: 2026\nmeasures:\n{many}\ntargets:\n  m0: {{goal: 1}}\n"
    (workspace / "plans" / "aftersales.yaml").write_text(plan, encoding="utf-8")
    address = [request.getfixturevalue("database")] if keeper == "postgres" else []
    assert task("writers", str(workspace), "8", "48", *address) == [8 * 48]
    book = ("--db", *address) if address else ()
    assert len(dealerplan("history", "--format", "json", *book).json()["revisions"]) == 8 * 48
    assert dealerplan("verify", *book).code == 0


def limited(most_bytes: int, *words: str, folder: Path) -> tuple[int, str]:
    """`dealerplan …` in a process that may write no longer files; gives its exit code and what it says on stderr."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    done = subprocess.run(
        [sys.executable, "-m", "dealerplan", *words],
        cwd=folder, env={**os.environ, "DEALERPLAN_TODAY": "2026-04-08", "LANG": "C"}, preexec_fn=limit,
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


def filled(dealerplan: Dealerplan, months: int = 40) -> None:
    """Record enough that the book has many pages."""
    for number in range(months):
        assert (
            dealerplan("record", f"20{10 + number // 12}-{number % 12 + 1:02}", "intake=1", "--note", "x" * 500).code
            == 0
        )


def test_a_limit_on_file_sizes(workspace: Path, dealerplan: Dealerplan) -> None:
    filled(dealerplan)
    file = workspace / "dealerplan.db"
    before = file.read_bytes()
    note = "x" * 20000
    code, said = limited(len(before), "record", "2026-01", "intake=1", "--note", note, folder=workspace)
    assert (code, said.count("error:")) == (3, 1)
    assert "nothing was written" in said
    assert dealerplan("verify").code == 0
    assert len(dealerplan("history", "--format", "json").json()["revisions"]) == 40


def test_a_full_disk(workspace: Path, small_disk: Path, dealerplan: Dealerplan) -> None:
    assert workspace.exists()
    book = ("--db", str(small_disk / "book.db"))
    acknowledged = 0
    for number in range(60):
        month = f"{1950 + number}-01"
        answer = dealerplan("record", month, "intake=1", "--note", "x" * 9000, "--new-book", *book)
        if answer.code:
            break
        acknowledged += 1
    assert answer.code == 3
    assert answer.err == (
        f"error: the disk of {small_disk}/book.db is full\n  hint: make room and try again; nothing was written\n"
    )
    assert acknowledged > 3
    assert len(dealerplan("history", "--format", "json", *book).json()["revisions"]) == acknowledged
    assert dealerplan("verify", *book).code == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
def test_a_folder_that_may_only_be_read() -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o755)
        (folder / "plans").mkdir()
        (folder / "plans" / "aftersales.yaml").write_bytes(CONTRACT_PLAN.read_bytes())
        book = folder / "dealerplan.db"
        assert run_task("others", made).splitlines() == [
            "0 ", "0 ", "0 ",
            "0 ",
            "0 ",
            f"3 error: {book} may not be written",
            f"3 error: {book} may not be written",  # since no journal may lie beside it
            f"3 error: an unfinished write lies beside {book}",
            f"3 error: an unfinished write lies beside {book}",
            "0 ",
            "0 ",
        ]  # fmt: skip


class TestAServer:
    def test_that_goes_away_in_mid_transaction(self, server: servers.Server, database: str) -> None:
        place = Server(database)
        with closing(open_book(place, to_write=True)) as book:
            write(book, entry("1"))

            def interrupted() -> None:
                with book.writing(["gz"]):
                    append(book, [entry("2")])
                    server.stop()
                    append(book, [entry("3")])

            try:
                with pytest.raises(BookError, match="can't be reached") as caught:
                    interrupted()
                assert caught.value.exit_code == 3
                with pytest.raises(BookError, match="can't be reached"):
                    open_book(place)
            finally:
                server.start()
            assert values(book) == ["1"]  # over a new connection
            write(book, entry("4"))
        with closing(open_book(place)) as book:
            assert values(book) == ["1", "4"]

    def test_that_goes_away_while_it_commits(
        self, server: servers.Server, database: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with closing(postgres.PostgresBook(database, "group")) as book:
            write(book, entry("1"))
            execute = psycopg.Connection.execute

            def stopped(db: psycopg.Connection, query: str, values: Sequence[object] | None = None) -> object:
                if query == "COMMIT":
                    server.stop()
                return execute(db, query, values)

            monkeypatch.setattr(psycopg.Connection, "execute", stopped)
            try:
                with pytest.raises(BookError, match="lost at the last moment") as caught:
                    write(book, entry("2"))
                assert "not written twice" in str(caught.value.hint)
            finally:
                monkeypatch.undo()
                server.start()

    def test_that_cut_an_idle_line_is_reached_again_once(self, server: servers.Server, database: str) -> None:
        with closing(open_book(Server(database), to_write=True)) as book:
            write(book, entry("1"))
            with psycopg.connect(server.url("postgres"), autocommit=True) as db:
                db.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'dealerplan'"
                )
            assert values(book) == ["1"]
            write(book, entry("2"))
            assert values(book) == ["1", "2"]

    def test_a_role_that_may_only_read(self, server: servers.Server, database: str) -> None:
        name = database.rpartition("/")[2]
        with closing(open_book(Server(database), to_write=True)) as book:
            write(book, entry("1"))
        with psycopg.connect(database, autocommit=True) as db:
            db.execute(f"CREATE ROLE reader_{name} LOGIN PASSWORD 'only-reads'")
            db.execute(f"GRANT USAGE ON SCHEMA dealerplan TO reader_{name}")
            db.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA dealerplan TO reader_{name}")
        with closing(open_book(Server(server.url(name, f"reader_{name}", "only-reads")), to_write=True)) as book:
            assert values(book) == ["1"]
            with book.reading():
                assert book.fault() is None
            with pytest.raises(BookError, match="may not do that"):
                write(book, entry("2"))
            assert values(book) == ["1"]

    def test_a_role_that_only_records(self, server: servers.Server, database: str) -> None:
        """Also in a book that an earlier release made, whose guards have no `search_path`."""
        who = f"writer_{database.rpartition('/')[2]}"
        with psycopg.connect(database, autocommit=True) as db:
            for _, statements in postgres.MIGRATIONS:
                db.execute(statements)
            db.execute("UPDATE dealerplan.version SET number = 2")
            db.execute(f"CREATE ROLE {who} LOGIN PASSWORD 'records'; GRANT USAGE ON SCHEMA dealerplan TO {who}")
            db.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA dealerplan TO {who}")
            db.execute(f"GRANT INSERT ON dealerplan.entry, dealerplan.head TO {who}")
            db.execute(f"GRANT UPDATE ON dealerplan.head TO {who}")
        url = server.url(database.rpartition("/")[2], who, "records")
        with closing(open_book(Server(url), to_write=True)) as book:
            write(book, entry("1"))
            write(book, entry("2"), entry("3", store="sz"))
            assert values(book) == ["1", "2"]
            with book.reading():
                assert book.fault() is None

    def test_a_wrong_password(self, server: servers.Server, database: str) -> None:
        url = server.url(database.rpartition("/")[2], password="wr0ng-and-secret")
        with pytest.raises(BookError, match="password authentication failed") as caught:
            open_book(Server(url))
        assert "wr0ng" not in str(caught.value.message)

    @pytest.mark.parametrize("rest", ["top%secret@host/db", "secret@a..b/db"])
    def test_an_address_that_cannot_be_read(self, dealerplan: Dealerplan, workspace: Path, rest: str) -> None:
        assert workspace.exists()
        answer = dealerplan("status", "--db", f"postgresql://li:{rest}")
        assert (answer.code, "secret" in answer.err) == (2, False)
        assert f"the address of the book at postgresql://li@{rest.partition('@')[2]} can't be read" in answer.err

    def test_a_password_from_the_environment_or_a_file(
        self, server: servers.Server, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bare = database.replace(f":{servers.PASSWORD}", "")
        for name in ("PGPASSWORD", "PGPASSFILE"):
            monkeypatch.delenv(name, raising=False)
        with suppress(BookError):
            open_book(Server(bare))
            pytest.fail("no password was asked for")
        kept = tmp_path / "pgpass"
        kept.write_text(f"127.0.0.1:{server.port}:*:owner:{servers.PASSWORD}\n")
        kept.chmod(0o600)
        for name, value in (("PGPASSWORD", servers.PASSWORD), ("PGPASSFILE", str(kept))):
            with monkeypatch.context() as context:
                context.setenv(name, value)
                with closing(open_book(Server(bare))) as book:
                    assert values(book) == []
