"""The chain: whatever is changed behind the program's back is found, and its first place is named."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerplan.book.chain import extended, first_break, hash_of, sealed
from dealerplan.book.codec import decode
from dealerplan.book.postgres import PostgresBook
from dealerplan.book.sqlite import SqliteBook
from dealerplan.domain.event import Entry, Recorded, Sealed, State, TakenBack, state_of
from dealerplan.errors import BookError
from tests.book import servers
from tests.book.make import entry, write
from tests.conftest import Answer, Dealerplan

LOG, HEADS = extended({"gz": State()}, [entry(str(value), note="注" * value or None) for value in range(5)])
HEAD = HEADS["gz"]


def test_a_hash_is_the_sha256_of_the_one_before_and_the_text() -> None:
    """Written out once by hand, so that it never changes unseen: `printf %s … | sha256sum`."""
    first = sealed(entry("12.5", note="注"), State())
    assert first.text == (
        '{"kind":"recorded","what":{"measure":"intake","month":"2026-03","value":"12.5"},"store":"gz","seq":1,'
        '"at":"2026-04-08T09:00:00.000000Z","by":"li","source":"record","command":"","note":"注"}'
    )
    assert first.hash == hashlib.sha256(first.text.encode()).hexdigest()
    second = sealed(entry("13"), State(1, first.hash))
    assert second.hash == hashlib.sha256(f"{first.hash}{second.text}".encode()).hexdigest()


def test_a_row_of_the_first_versions_is_sealed_as_it_was() -> None:
    """The hash that such a book has of it: `printf %s … | sha256sum`."""
    row = '["actual","gz","intake","2026-03","12.5","2026-04-08T09:00:00.000000Z","li","record","注",null,1]'
    found = hash_of(row, State())
    assert found == "72753d5a637668116fc14a3e23910c027ba0f05c8e4be89b5d05bfa1299179f2"
    assert decode(Sealed("gz", 1, row, found)) == entry("12.5", note="注")._replace(seq=1, hash=found)


def test_a_whole_log_has_no_break() -> None:
    assert first_break(LOG, HEAD) is None
    assert first_break([], State()) is None


@pytest.mark.parametrize("log", [[], LOG])
@pytest.mark.parametrize("head", [State(), State(0, "x"), State(-1, "x")])
def test_a_head_that_is_none(log: list[Sealed], head: State) -> None:
    expected = None if (log, head) == ([], State()) else "the note of its last hash is missing"
    found = first_break(log, head)
    assert (found and str(found)) == expected


CHANGES = dict.fromkeys(("store", "by", "source", "note", "why", "command", "at"), "x")


@given(st.integers(0, 4), st.sampled_from([*sorted(CHANGES), "event"]), st.booleans())
def test_any_field_of_any_entry(at: int, field: str, resealed: bool) -> None:
    given = decode(LOG[at])
    changed = given._replace(event=TakenBack((1,))) if field == "event" else given._replace(**{field: CHANGES[field]})  # type: ignore[arg-type]
    before = state_of(LOG[:at])
    tampered = sealed(changed, before)
    if not resealed:
        tampered = tampered._replace(hash=LOG[at].hash)
    found = first_break([*LOG[:at], tampered, *LOG[at + 1 :]], HEAD)
    assert found is not None
    assert f"entry {at + 1}" in str(found)


@given(st.integers(0, 4))
def test_a_removed_entry(at: int) -> None:
    assert str(first_break([*LOG[:at], *LOG[at + 1 :]], HEAD)) == f"entry {at + 1} is missing"


def test_an_added_entry() -> None:
    more = [*LOG, sealed(entry("9"), HEAD)]
    assert str(first_break(more, HEAD)).startswith(
        "entry 6 (recorded intake 2026-03, written 2026-04-08T09:00:00.000000Z)"
    )


def test_entries_removed_with_the_head_set_back_show_against_a_printed_state() -> None:
    assert first_break(LOG[:3], state_of(LOG[:3])) is None  # the chain alone can't know
    assert str(HEAD) == f"5:{HEAD.hash[:20]}"


def tampered(file: Path, *statements: str) -> None:
    """Change entries as somebody who takes the guards away and puts them back."""
    with closing(sqlite3.connect(file)) as db, db:
        guards = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            db.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            db.execute(statement)
        for _, sql in guards:
            db.execute(sql)


def changed_to(seq: int, field: str, value: str) -> str:
    """The statement that changes a field in an entry's text."""
    return f"UPDATE entry SET sealed = json_set(sealed, '$.{field}', '{value}') WHERE seq = {seq}"


def resealed(file: Path, seq: int, value: str) -> None:
    """Change a value, and its hash so that it fits the entry before it."""
    with closing(SqliteBook(file)) as book, book.reading():
        log = book.logs(["fengxing-gz"])["fengxing-gz"]
    given = decode(log[seq - 1])
    assert isinstance(given.event, Recorded)
    new = sealed(given._replace(event=given.event._replace(value=Fraction(value))), state_of(log[: seq - 1]))
    tampered(file, f"UPDATE entry SET sealed = '{new.text}', hash = '{new.hash}' WHERE seq = {seq}")


def forged(entry: Entry) -> Entry:
    """An entry of intake with another value; any other as it is."""
    match entry.event:
        case Recorded("intake", _, _):
            return entry._replace(event=entry.event._replace(value=Fraction(700)))
    return entry


class TestVerify:
    """`dealerplan verify`, on the first quarter's thirteen entries: the plan and twelve values of fengxing-gz."""

    def test_proves_a_book(self, first_quarter: Path, dealerplan: Dealerplan) -> None:
        answer = dealerplan("verify")
        with closing(SqliteBook(first_quarter / "dealerplan.db")) as book, book.reading():
            state = book.heads(["fengxing-gz"])["fengxing-gz"]
        assert answer.code == 0
        assert answer.out.splitlines() == [
            f"fengxing-gz: 13 entries, 13:{state.hash[:20]}",
            f"{first_quarter}/dealerplan.db is whole and untouched",
        ]
        assert dealerplan("verify", "--format", "json").json() == {
            "schema": "dealerplan.verify/1",
            "book": f"{first_quarter}/dealerplan.db",
            "stores": [{"store": "fengxing-gz", "entries": 13, "hash": state.hash}],
        }
        assert dealerplan("verify", "--format", "csv").out == f"store,entries,hash\nfengxing-gz,13,{state.hash}\n"

    @pytest.mark.parametrize(
        ("spoil", "place"),
        [
            (lambda file: tampered(file, changed_to(7, "what.value", "999")), "entry 7 (recorded "),
            (lambda file: tampered(file, changed_to(2, "by", "wang")), "entry 2 (recorded intake"),
            (lambda file: resealed(file, 7, "999"), "entry 8 (recorded "),
            (lambda file: resealed(file, 7, "999"), "or entry 7 (recorded "),
            (lambda file: resealed(file, 13, "999"), "entry 13 (recorded workshop_revenue 2026-03"),
            (lambda file: tampered(file, "DELETE FROM entry WHERE seq = 5"), "entry 5 is missing"),
            (lambda file: tampered(file, "DELETE FROM entry WHERE seq = 13"), "entry 13 is missing"),
            (lambda file: tampered(file, "DELETE FROM head"), "the note of its last hash is missing"),
            (lambda file: tampered(file, changed_to(2, "at", "二月")), "entry 2 "),
            (lambda file: tampered(file, "UPDATE head SET hash = 'x'"), "entry 13 (recorded"),
        ],
    )  # fmt: skip
    def test_finds_what_was_changed(
        self, first_quarter: Path, dealerplan: Dealerplan, spoil: Callable[[Path], None], place: str
    ) -> None:
        spoil(first_quarter / "dealerplan.db")
        answer = dealerplan("verify")
        assert answer.code == 3
        assert "store fengxing-gz" in answer.err
        assert place in answer.err
        assert "hint: keep this book as it is" in answer.err

    def test_a_head_without_entries_is_no_store(self, first_quarter: Path, dealerplan: Dealerplan) -> None:
        tampered(first_quarter / "dealerplan.db", "INSERT INTO head VALUES ('ghost', 0, '')")
        answer = dealerplan("verify")
        assert (answer.code, "ghost" in answer.out) == (0, False)
        tampered(first_quarter / "dealerplan.db", "INSERT INTO head VALUES ('other', 0, 'x')")
        assert "store other: the note of its last hash is missing" in dealerplan("verify").err

    def test_finds_a_guard_that_is_gone(self, first_quarter: Path, dealerplan: Dealerplan) -> None:
        with closing(sqlite3.connect(first_quarter / "dealerplan.db")) as db, db:
            db.execute("DROP TRIGGER entry_stays")
            db.execute(changed_to(2, "what.value", "1"))
        answer = dealerplan("verify")
        assert answer.code == 3
        assert "changed, removed or added entry_stays" in answer.err
        assert "entry 2 (recorded " in answer.err

    @pytest.mark.usefixtures("first_quarter")
    def test_proves_that_the_book_once_stood_where_a_report_says(self, dealerplan: Dealerplan) -> None:
        printed = dealerplan("verify").out.split()[3]
        dealerplan("correct", "2026-03", "intake=663", "--why", "counted twice")
        assert dealerplan("verify", printed).code == 0
        assert dealerplan("verify", printed[: len("13:") + 12]).code == 0  # as it was printed once
        assert dealerplan("verify", printed.replace("13:", "12:")).code == 3
        for claim in ("99:" + "a" * 12, "0:" + "a" * 12, "12:" + "0" * 64):
            refused = dealerplan("verify", claim)
            assert (refused.code, "ever stood at" in refused.err) == (3, True), claim
        for claim in ("12:", ":", "12:0", "x", "12:" + "g" * 12, "-1:" + "a" * 12):
            refused = dealerplan("verify", "--", claim)
            assert (refused.code, "not a state of a book" in refused.err) == (2, True), claim

    def test_a_rewritten_book_is_whole_but_never_stood_there(self, first_quarter: Path, dealerplan: Dealerplan) -> None:
        """Only a printed state shows that somebody sealed everything anew."""
        printed = dealerplan("verify").out.split()[3]
        file = first_quarter / "dealerplan.db"
        with closing(SqliteBook(file)) as book, book.reading():
            log = book.logs(["fengxing-gz"])["fengxing-gz"]
        file.unlink()
        with closing(SqliteBook(file)) as book:
            write(book, *(forged(decode(one)) for one in log))
        assert dealerplan("verify").code == 0
        assert dealerplan("verify", printed).code == 3

    @pytest.mark.parametrize(
        ("statement", "sentence"),
        [
            ("PRAGMA user_version = 0", "is damaged"),
            ("PRAGMA user_version = -1", "is damaged"),
            ("CREATE TRIGGER zz BEFORE INSERT ON entry BEGIN SELECT RAISE(IGNORE); END", "removed or added zz"),
            ("CREATE INDEX other ON entry (hash)", "removed or added other"),
            ("DROP TABLE head", "head"),
        ],
    )
    def test_finds_a_keeper_made_harmless(
        self, first_quarter: Path, dealerplan: Dealerplan, statement: str, sentence: str
    ) -> None:
        with closing(sqlite3.connect(first_quarter / "dealerplan.db")) as db, db:
            db.execute(statement)
        answer = dealerplan("verify")
        assert (answer.code, sentence in answer.err) == (3, True), answer.err

    def test_finds_an_emptied_book(self, first_quarter: Path, dealerplan: Dealerplan) -> None:
        file = first_quarter / "dealerplan.db"
        tampered(file, "DELETE FROM entry", "DELETE FROM head")
        assert "holds no entries" in dealerplan("verify").err
        file.write_bytes(b"")
        answer = dealerplan("verify")
        assert (answer.code, "holds no entries" in answer.err) == (3, True)

    def test_nothing_is_added_to_a_broken_book(self, first_quarter: Path, dealerplan: Dealerplan) -> None:
        file = first_quarter / "dealerplan.db"
        tampered(file, changed_to(7, "what.value", "999"))
        before = file.read_bytes()
        answer = dealerplan("record", "2026-03", "customers=5")
        assert (answer.code, "entry 7 (" in answer.err) == (3, True)
        assert file.read_bytes() == before

    def test_what_is_not_kept_is_not_acknowledged(self, first_quarter: Path, dealerplan: Dealerplan) -> None:
        with closing(sqlite3.connect(first_quarter / "dealerplan.db")) as db, db:
            db.execute("CREATE TRIGGER zz BEFORE INSERT ON entry BEGIN SELECT RAISE(IGNORE); END")
        answer = dealerplan("record", "2026-03", "customers=5")
        assert (answer.code, "does not keep what is written" in answer.err) == (3, True)

    def test_without_a_book(self, workspace: Path, dealerplan: Dealerplan) -> None:
        """A fresh workspace is no failure; a book that was named and is not there is one, and so is a state."""
        answer = dealerplan("verify")
        assert (answer.code, answer.out) == (0, "fengxing-gz: no entries\nNothing recorded.\n")
        assert dealerplan("verify", "--lang", "zh").out == "fengxing-gz：没有记录\n没有录入记录。\n"
        assert [one["entries"] for one in dealerplan("verify", "--format", "json").json()["stores"]] == [0]
        assert dealerplan("verify", "--db", "slip.db").code == 2
        assert dealerplan("verify", "12:72753d5a6376").code == 3
        assert list(workspace.glob("*.db")) == []

    def test_names_a_planned_store_that_is_gone(self, first_quarter: Path, dealerplan: Dealerplan) -> None:
        plan = first_quarter / "plans" / "aftersales.yaml"
        other = plan.read_text(encoding="utf-8").replace("fengxing-gz", "fengxing-sz").replace("aftersales-2026", "sz")
        (first_quarter / "plans" / "sz.yaml").write_text(other, encoding="utf-8")
        dealerplan("record", "2026-01", "intake=700", "--store", "fengxing-sz")
        state = dealerplan("verify", "--format", "csv").out.splitlines()[2].rpartition(",")[2]
        gone = [f"DELETE FROM {table} WHERE store = 'fengxing-sz'" for table in ("entry", "head")]
        tampered(first_quarter / "dealerplan.db", *gone)
        answer = dealerplan("verify")
        assert (answer.code, answer.out.splitlines()[1]) == (0, "fengxing-sz: no entries")
        assert dealerplan("verify", "--lang", "zh").out.splitlines()[1] == "fengxing-sz：没有记录"
        assert dealerplan("verify", "--format", "csv").out.splitlines()[2] == "fengxing-sz,0,"
        answer = dealerplan("verify", "--store", "fengxing-sz")
        assert (answer.code, answer.out) == (0, "fengxing-sz: no entries\nNothing recorded.\n")
        assert dealerplan("verify", f"1:{state}").code == 3

    def test_plans_that_cannot_be_read_are_no_matter(self, first_quarter: Path, dealerplan: Dealerplan) -> None:
        plan = first_quarter / "plans" / "aftersales.yaml"
        plan.write_text("plan: [")
        assert dealerplan("verify").code == 0
        plan.unlink()
        assert dealerplan("verify").code == 0

    @pytest.mark.usefixtures("first_quarter")
    def test_of_one_store(self, dealerplan: Dealerplan) -> None:
        assert dealerplan("verify", "--store", "fengxing-gz").code == 0
        assert dealerplan("verify", "--store", "other").code == 2


class TestVerifyOnAServer:
    @pytest.fixture
    def filled(self, first_quarter: Path, dealerplan: Dealerplan, database: str) -> str:
        assert first_quarter.exists()
        assert dealerplan("copy", "--to", database).code == 0
        return database

    def verify(self, dealerplan: Dealerplan, url: str) -> Answer:
        answer = dealerplan("verify", "--db", url)
        assert servers.PASSWORD not in answer.out + answer.err
        return answer

    def test_proves_a_book(self, filled: str, dealerplan: Dealerplan) -> None:
        assert self.verify(dealerplan, filled).code == 0

    def test_what_is_not_kept_is_not_acknowledged(self, database: str) -> None:
        with closing(PostgresBook(database, "server")) as book:
            write(book, entry("1"))
            with psycopg.connect(database, autocommit=True) as db:
                db.execute("ALTER TABLE dealerplan.entry ALTER COLUMN hash TYPE char(70)")
            with pytest.raises(BookError, match="does not keep what is written"):
                write(book, entry("2"))

    @pytest.mark.parametrize(
        "statement",
        [
            "CREATE TRIGGER zz BEFORE INSERT ON dealerplan.entry FOR EACH ROW EXECUTE FUNCTION zz()",
            """CREATE TRIGGER zz AFTER UPDATE ON dealerplan.head EXECUTE FUNCTION zz();
            ALTER TABLE dealerplan.head ENABLE ALWAYS TRIGGER zz""",
            "CREATE RULE zz AS ON INSERT TO dealerplan.head DO ALSO SELECT 1 / 0",
            "CREATE TRIGGER zz BEFORE INSERT ON dealerplan.head EXECUTE FUNCTION zz()",
            "ALTER TABLE dealerplan.entry ADD CONSTRAINT zz CHECK (is_well(hash))",
            "ALTER TABLE dealerplan.entry ADD COLUMN zz boolean DEFAULT is_well('')",
            "ALTER TABLE dealerplan.head ADD COLUMN zz boolean GENERATED ALWAYS AS (is_well(hash)) STORED",
            "CREATE INDEX zz ON dealerplan.entry (is_well(hash))",
            "CREATE INDEX zz ON dealerplan.head (hash) WHERE is_well(hash)",
            "CREATE DOMAIN zt AS text CHECK (is_well(VALUE)); ALTER TABLE dealerplan.head ADD COLUMN zz zt",
        ],
    )
    def test_code_of_others_is_found_and_not_run(self, filled: str, dealerplan: Dealerplan, statement: str) -> None:
        with psycopg.connect(filled, autocommit=True) as db:
            db.execute(
                "CREATE FUNCTION zz() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'it was run'; END$$;"
                "CREATE FUNCTION is_well(text) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT true'"
            )
            db.execute(statement)
        assert "changed, removed or added zz" in self.verify(dealerplan, filled).err
        answer = dealerplan("record", "2026-03", "customers=5", "--db", filled)
        assert (answer.code, "changed, removed or added zz" in answer.err) == (3, True)

    @pytest.mark.parametrize(
        ("statement", "sentence"),
        [
            ("UPDATE dealerplan.version SET number = 0", "is damaged"),
            ("DELETE FROM dealerplan.version", "is damaged"),
            ("DROP TABLE dealerplan.version", "is damaged: it lacks version"),
            ("DROP TABLE dealerplan.head, dealerplan.entry", "is damaged: it lacks entry, head"),
            ("DROP SCHEMA dealerplan CASCADE", "holds no entries"),
        ],
    )
    def test_finds_a_keeper_that_is_gone(
        self, filled: str, dealerplan: Dealerplan, statement: str, sentence: str
    ) -> None:
        with psycopg.connect(filled, autocommit=True) as db:
            db.execute(statement)
        answer = self.verify(dealerplan, filled)
        assert (answer.code, sentence in answer.err) == (3, True), answer.err

    @pytest.mark.parametrize(
        ("statement", "place"),
        [
            (
                "UPDATE dealerplan.entry SET sealed = replace(sealed, 'intake', 'int') WHERE seq = 2",
                "entry 2 (recorded ",
            ),
            ("DELETE FROM dealerplan.entry WHERE seq = 13", "entry 13 is missing"),
            ("TRUNCATE dealerplan.entry", "entry 1 is missing"),
            ("TRUNCATE dealerplan.head", "the note of its last hash is missing"),
            ("UPDATE dealerplan.head SET hash = 'x'", "entry 13 (recorded "),
            ("DELETE FROM dealerplan.head", "the note of its last hash is missing"),
        ],
    )
    def test_guards_what_only_an_owner_can_go_round(
        self, filled: str, dealerplan: Dealerplan, statement: str, place: str
    ) -> None:
        with psycopg.connect(filled, autocommit=True) as db:
            with pytest.raises(psycopg.errors.RaiseException):
                db.execute(statement)
            assert self.verify(dealerplan, filled).code == 0
            db.execute("SET session_replication_role = replica")  # triggers sleep
            db.execute(statement)
        answer = self.verify(dealerplan, filled)
        assert answer.code == 3
        assert place in answer.err

    @pytest.mark.parametrize(
        ("statements", "name"),
        [
            (["ALTER TABLE dealerplan.entry DISABLE TRIGGER entry_stays"], "entry_stays"),
            (["DROP TRIGGER head_goes_on ON dealerplan.head"], "head_goes_on"),
            (
                [
                    "DROP TRIGGER entry_stays ON dealerplan.entry",
                    """CREATE TRIGGER entry_stays BEFORE UPDATE ON dealerplan.entry FOR EACH ROW WHEN (false)
                    EXECUTE FUNCTION dealerplan.entry_stays()""",
                ],
                "entry_stays",
            ),
            (
                [
                    """CREATE OR REPLACE FUNCTION dealerplan.entry_remains() RETURNS trigger LANGUAGE plpgsql
                    AS 'BEGIN RETURN NULL; END'"""
                ],
                "entry_remains",
            ),
        ],
    )
    def test_finds_a_guard_that_is_gone(
        self, filled: str, dealerplan: Dealerplan, statements: list[str], name: str
    ) -> None:
        with psycopg.connect(filled, autocommit=True) as db:
            for statement in statements:
                db.execute(statement)
        answer = self.verify(dealerplan, filled)
        assert answer.code == 3
        assert f"changed, removed or added {name}" in answer.err

    def test_what_lacks_its_tables_is_no_empty_book(self, filled: str, dealerplan: Dealerplan) -> None:
        self.refused(filled, dealerplan, "DROP TABLE dealerplan.version", "is damaged: it lacks version")

    def test_another_programs_schema_is_no_empty_book(
        self, database: str, workspace: Path, dealerplan: Dealerplan
    ) -> None:
        assert workspace.exists()
        made = "CREATE SCHEMA dealerplan; CREATE VIEW dealerplan.customers AS SELECT 1"
        self.refused(database, dealerplan, made, "another program's")

    def refused(self, url: str, dealerplan: Dealerplan, statement: str, sentence: str) -> None:
        with psycopg.connect(url, autocommit=True) as db:
            db.execute(statement)
        for command in ("status", "history", "due", "report", "record 2026-04 intake=1"):
            answer = dealerplan(*command.split(), "--db", url)
            assert (answer.code, answer.out, sentence in answer.err) == (3, "", True), command
