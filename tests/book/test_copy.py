"""`copy` carries a book into another one, and both print the same bytes from then on."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from tests.book import servers
from tests.conftest import CONTRACT_PLAN, Dealerplan
from tests.groups import TODAY, make_group

COMMANDS = [
    "record 2026-04 intake=640 reworked=15 insurance_revenue=160000 workshop_revenue=310000",
    "record 2026-04 intake=640",
    "record 2026-04 intake=641",
    "correct 2026-04 intake=641 --why 多计一台",
    "correct 2026-04 reworked= --why 不是本店",
    "record 2026-05 intake=12.50 customers=1300 --note 含保养",
    "record 2026-05 intake=12.50 customers=1300 --note 含保养 --sure",
    "record 2026-09 intake=1",
    "done org_chart --on 2026-03-28",
    "done expo orders=43",
    "close 2026-04",
    "close 2026-04 --allow-missing",
    "record 2026-04 reworked=3",
    "reopen 2026-04 --why 发票迟到",
    "due 2026-04",
    "due --format json",
    "status",
    "status --lang zh",
    "status --format json",
    "status --as-of 2026-03 --format csv",
    "status --known-at 2026-01-01",
    "show rework_rate",
    "history intake",
    "history org_chart",
    "history nothing",
    "verify --store nobody",
]


def masked(text: str, *places: str) -> str:
    """Without the names of books, times of writing and hashes, which differ."""
    import re

    for place in places:
        text = text.replace(place, "BOOK")
    return re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d\.\d+Z)?", "TIME", text)


@pytest.mark.usefixtures("first_quarter")
def test_the_same_commands_print_the_same_bytes(dealerplan: Dealerplan, database: str) -> None:
    assert dealerplan("copy", "--to", "file.db").code == 0
    assert dealerplan("copy", "--to", database).code == 0
    shown = database.replace(f":{servers.PASSWORD}", "")
    for command in COMMANDS:
        answers = [dealerplan(*command.split(), "--db", book, today="2026-06-08") for book in ("file.db", database)]
        said = [(one.code, masked(one.out, "file.db", shown), masked(one.err, "file.db", shown)) for one in answers]
        assert said[0] == said[1], command


class TestCopy:
    def test_says_what_it_copied_and_adds_what_is_new(
        self, first_quarter: Path, dealerplan: Dealerplan, database: str
    ) -> None:
        assert first_quarter.exists()
        assert dealerplan("copy", "--to", database).out == (
            "fengxing-gz: 13 entries, 13 new\nboth books are whole, and equal\n"
        )
        dealerplan("record", "2025-04", "intake=1")
        assert dealerplan("copy", "--to", database).out.startswith("fengxing-gz: 14 entries, 1 new\n")
        assert dealerplan("copy", "--to", database).out.startswith("fengxing-gz: 14 entries, 0 new\n")
        states = {dealerplan("verify", "--format", "csv", *book).out for book in ((), ("--db", database))}
        assert len(states) == 1

    def test_several_stores_share_a_server(
        self, first_quarter: Path, dealerplan: Dealerplan, database: str, tmp_path: Path
    ) -> None:
        assert first_quarter.exists()
        other = tmp_path / "other"
        (other / "plans").mkdir(parents=True)
        plan = CONTRACT_PLAN.read_text(encoding="utf-8").replace("fengxing-gz", "fengxing-sz")
        (other / "plans" / "p.yaml").write_text(plan, encoding="utf-8")
        there = ("--workspace", str(other))
        dealerplan("record", "2026-01", "intake=700", *there)
        assert dealerplan("copy", "--to", database).code == 0
        assert dealerplan("copy", "--to", database, *there).code == 0
        assert dealerplan("verify", "--db", database).out.count(" entr") == 2
        assert dealerplan("status", "--db", database).out == dealerplan("status").out
        assert dealerplan("status", "--db", database, *there).out == dealerplan("status", *there).out

    def test_back_into_a_file(self, first_quarter: Path, dealerplan: Dealerplan, database: str) -> None:
        """Also how `backup` saves a book on a server."""
        dealerplan("copy", "--to", database)
        assert dealerplan("backup", "saved.db", "--db", database).code == 0
        assert dealerplan("copy", "--to", "sqlite:///back.db", "--db", database).code == 0
        for name in ("saved.db", "back.db"):
            assert (
                dealerplan("history", "--format", "csv", "--db", name).out
                == dealerplan("history", "--format", "csv").out
            )
        assert [file.name for file in first_quarter.iterdir() if "saved.db" in file.name] == ["saved.db"]

    def test_a_book_that_is_ahead_stays(self, first_quarter: Path, dealerplan: Dealerplan, database: str) -> None:
        dealerplan("copy", "--to", database)
        dealerplan("record", "2025-04", "intake=1", "--db", database)
        assert dealerplan("copy", "--to", database).out.startswith("fengxing-gz: 13 entries, 0 new\n")
        assert len(dealerplan("history", "--format", "json", "--db", database).json()["revisions"]) == 13
        assert first_quarter.exists()

    def test_other_entries_are_not_mixed(self, first_quarter: Path, dealerplan: Dealerplan, database: str) -> None:
        assert first_quarter.exists()
        dealerplan("record", "2025-04", "intake=1", "--db", database)
        answer = dealerplan("copy", "--to", database)
        assert answer.code == 2
        assert "has other entries of the store fengxing-gz" in answer.err
        assert servers.PASSWORD not in answer.err
        assert len(dealerplan("history", "--format", "json", "--db", database).json()["revisions"]) == 1

    def test_a_broken_book_is_not_copied(self, first_quarter: Path, dealerplan: Dealerplan, database: str) -> None:
        from tests.book.test_chain import tampered

        tampered(first_quarter / "dealerplan.db", "UPDATE entry SET sealed = replace(sealed, 'li', 'wu') WHERE seq = 3")
        answer = dealerplan("copy", "--to", database)
        assert (answer.code, "entry 3 (" in answer.err) == (3, True)
        with psycopg.connect(database) as db:
            assert db.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'dealerplan'").fetchone() == (0,)

    @pytest.mark.usefixtures("first_quarter")
    def test_into_itself_or_nowhere(self, dealerplan: Dealerplan) -> None:
        assert dealerplan("copy").code == 2
        assert dealerplan("copy", "--to", "dealerplan.db").out.startswith("fengxing-gz: 13 entries, 0 new")
        assert dealerplan("copy", "--to", "nowhere/x.db").code == 3
        assert dealerplan("copy", "--to", "mysql://host/x").code == 2

    def test_without_a_book(self, workspace: Path, dealerplan: Dealerplan) -> None:
        assert dealerplan("copy", "--to", str(workspace / "x.db")).code == 2
        assert not (workspace / "x.db").exists()


class TestAServer:
    @pytest.mark.usefixtures("workspace")
    def test_an_empty_database_is_begun_and_said(self, dealerplan: Dealerplan, database: str) -> None:
        shown = database.replace(f":{servers.PASSWORD}", "")
        answer = dealerplan("record", "2026-03", "intake=662", "--db", database)
        assert (answer.code, answer.err) == (0, f"a new book begins at {shown}\n")
        assert dealerplan("correct", "2026-03", "intake=1", "--why", "x", "--sure", "--db", database).err == ""

    @pytest.mark.usefixtures("first_quarter")
    def test_so_does_a_copy(self, dealerplan: Dealerplan, database: str) -> None:
        shown = database.replace(f":{servers.PASSWORD}", "")
        assert dealerplan("copy", "--to", database).err == f"a new book begins at {shown}\n"
        assert dealerplan("copy", "--to", database).err == ""


def test_a_group_hands_out_the_same_bytes(dealerplan: Dealerplan, database: str, tmp_path: Path) -> None:
    at = ("--workspace", str(make_group(dealerplan, tmp_path / "group")))
    assert dealerplan("copy", "--to", database, *at, today=TODAY).code == 0
    packs = {}
    for name, book in (("file", tmp_path / "group" / "dealerplan.db"), ("server", database)):
        folder = tmp_path / name
        words = ("hand-out", "--to", str(folder), "--format", "html,xlsx", "--db", str(book))
        assert dealerplan(*words, *at, today=TODAY).code == 0
        packs[name] = {file.relative_to(folder): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    assert packs["file"] == packs["server"]
    goals = [dealerplan("goals", "--format", "json", *at, *db, today=TODAY) for db in ((), ("--db", database))]
    assert goals[0] == goals[1]
