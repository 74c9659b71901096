"""No second book by mistake: a writer begins one only where nothing tells that there should be one already."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest

from dealerplan.cli.screen import Screen
from tests.cli.conftest import Rows, refused, rows
from tests.conftest import Dealerplan

RECORD = ("record", "2026-03", "intake=662")
GONE = "dealerplan.db is gone: this workspace had a book"


def rows_or_none(file: Path) -> Rows | None:
    """The entries of a book; none where it has no tables."""
    with suppress(sqlite3.OperationalError):
        return rows(file)
    return None


class TestANamedBookThatIsNotThere:
    WRITERS = (
        RECORD,
        ("done", "org_chart"),
        ("note", "revenue", "2026-03", "holidays"),
        ("close", "2026-03", "--allow-missing"),
        ("close", "2026-02", "--no-business", "--why", "moved"),
        ("record", "--from", "march.csv"),
    )

    @pytest.mark.parametrize("words", WRITERS, ids=" ".join)
    @pytest.mark.parametrize("named", ["option", "variable"])
    def test_is_not_begun(self, workspace: Path, dealerplan: Dealerplan, words: tuple[str, ...], named: str) -> None:
        (workspace / "march.csv").write_text("measure,2026-03\nintake,662\n", encoding="utf-8")
        if named == "option":
            answer = dealerplan(*words, "--db", "slip.db")
            line = f"to begin a new book: dealerplan {' '.join(words)} --db slip.db --new-book"
        else:
            answer = dealerplan(*words, DEALERPLAN_DB="slip.db")
            line = f"to begin a new book: dealerplan {' '.join(words)} --new-book"
        refused(answer, "there is no book at slip.db yet", line, code=3)
        assert answer.err.count("--new-book") == 1
        assert not list(workspace.rglob("*.db"))

    @pytest.mark.parametrize("words", WRITERS, ids=" ".join)
    def test_is_begun_by_the_line_to_paste(
        self, workspace: Path, dealerplan: Dealerplan, words: tuple[str, ...]
    ) -> None:
        (workspace / "march.csv").write_text("measure,2026-03\nintake,662\n", encoding="utf-8")
        answer = dealerplan(*words, "--db", "new.db", "--new-book")
        assert (answer.code, "a new book begins at new.db\n" in answer.err) == (0, True)
        assert rows(workspace / "new.db")
        assert "a new book" not in dealerplan("reopen", "2026-03", "--why", "x", "--db", "new.db").err

    @pytest.mark.usefixtures("workspace")
    def test_what_is_wrong_otherwise_is_said_first(self, dealerplan: Dealerplan) -> None:
        refused(dealerplan("record", "2026-09", "intake=1", "--db", "slip.db"), "lies in the future")
        assert dealerplan(*RECORD, "--dry-run", "--db", "slip.db").code == 0

    def test_is_asked_for_on_a_terminal(
        self, workspace: Path, dealerplan: Dealerplan, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(Screen, "asks", True)
        words = ("note", "revenue", "2026-03", "holidays", "--db", "new.db")
        answer = dealerplan(*words, stdin="\n")
        assert (answer.code, "begin a new book? [y/N]" in answer.out) == (2, True)
        assert not (workspace / "new.db").exists()
        assert dealerplan(*words, stdin="y\n").code == 0
        assert (workspace / "new.db").exists()

    def test_is_one_too_that_holds_nothing(self, workspace: Path, dealerplan: Dealerplan) -> None:
        (workspace / "empty.db").touch()
        refused(dealerplan(*RECORD, "--db", "empty.db"), "empty.db holds no entries", "--new-book", code=3)
        assert dealerplan(*RECORD, "--db", "empty.db", "--new-book").code == 0

    def test_is_a_link_to_nothing_too(self, workspace: Path, dealerplan: Dealerplan) -> None:
        (workspace / "link.db").symlink_to("nowhere.db")
        refused(dealerplan(*RECORD, "--db", "link.db"), "there is no book at link.db", code=3)
        assert not (workspace / "nowhere.db").exists()


class TestABookThatVanished:
    @pytest.fixture(params=["deleted", "emptied", "a link to nothing", "its journal is left", "without entries"])
    def gone(self, request: pytest.FixtureRequest, first_quarter: Path) -> Path:
        file = first_quarter / "dealerplan.db"
        file.unlink()
        match request.param:
            case "emptied":
                file.touch()
            case "without entries":
                with closing(sqlite3.connect(file)) as db:
                    db.execute("VACUUM")  # pages of a database, and no tables
                    db.execute("CREATE TABLE a (b)")
                    db.execute("DROP TABLE a")
            case "a link to nothing":
                file.symlink_to(first_quarter.parent / "moved.db")
            case "its journal is left":
                (first_quarter / "plans" / ".book").unlink()
                (first_quarter / "dealerplan.db-journal").write_bytes(b"half")
        return file

    def test_is_not_begun_again(self, gone: Path, dealerplan: Dealerplan) -> None:
        before = gone.is_file()
        answer = dealerplan(*RECORD)
        refused(answer, "bring back the last backup", "to begin a new book: dealerplan record", code=3)
        assert gone.is_file() == before
        assert not before or not rows_or_none(gone)

    @pytest.mark.parametrize(
        "words",
        [
            ["reopen", "2026-02", "--why", "x"], ["undo", "--why", "x"], ["close", "2026-03"],
            ["correct", "2026-02", "intake=1", "--why", "x"], ["done", "revenue-2026-02"],
            ["note", "revenue", "2026-02", "--withdraw", "--why", "x"],
        ],
        ids=" ".join,
    )  # fmt: skip
    def test_answers_nothing(self, first_quarter: Path, dealerplan: Dealerplan, words: list[str]) -> None:
        (first_quarter / "dealerplan.db").unlink()
        refused(dealerplan(*words), GONE, code=3)

    def test_is_no_whole_book(self, gone: Path, dealerplan: Dealerplan) -> None:
        assert dealerplan("verify").code == 3
        assert not gone.is_file() or not rows_or_none(gone)

    def test_is_begun_again_on_purpose(self, gone: Path, dealerplan: Dealerplan) -> None:
        assert dealerplan(*RECORD, "--new-book").code == 0
        assert gone.exists()
        assert dealerplan("verify").code == 0
        assert dealerplan("correct", "2026-03", "intake=663", "--why", "counted").code == 0

    def test_is_told_by_readers(self, gone: Path, dealerplan: Dealerplan) -> None:
        for words in (["status"], ["due"], ["report"]):
            answer = dealerplan(*words)
            assert answer.code == 0
            assert str(gone) in answer.err

    @pytest.mark.usefixtures("gone")
    def test_can_not_be_copied(self, dealerplan: Dealerplan) -> None:
        for words in (["backup", "copy.db"], ["copy", "--to", "copy.db"]):
            assert dealerplan(*words).code == 3


class TestTheTrace:
    def test_is_left_by_the_first_writer_and_found_in_a_copy(
        self, first_quarter: Path, dealerplan: Dealerplan, tmp_path: Path
    ) -> None:
        """A checkout of the plans, or a copy of the folder, without its book."""
        trace = first_quarter / "plans" / ".book"
        assert trace.read_text() == "dealerplan.db\n"
        shutil.copytree(first_quarter / "plans", tmp_path / "other" / "plans")
        refused(dealerplan(*RECORD, "--workspace", str(tmp_path / "other")), GONE, code=3)

    def test_is_left_in_older_workspaces_by_the_next_writer(self, first_quarter: Path, dealerplan: Dealerplan) -> None:
        trace = first_quarter / "plans" / ".book"
        trace.unlink()
        assert dealerplan("status").err == ""
        assert not trace.exists()
        assert dealerplan("record", "2026-03", "customers=5").err == ""
        assert trace.exists()

    def test_a_restored_backup_is_the_book(self, first_quarter: Path, dealerplan: Dealerplan) -> None:
        book = first_quarter / "dealerplan.db"
        dealerplan("backup", "saved.db")
        book.unlink()
        (first_quarter / "saved.db").rename(book)
        assert dealerplan("record", "2026-03", "customers=5").code == 0

    def test_is_not_of_a_book_that_was_named(self, workspace: Path, dealerplan: Dealerplan) -> None:
        assert dealerplan(*RECORD, "--db", "shared.db", "--new-book").code == 0
        assert not (workspace / "plans" / ".book").exists()
        assert dealerplan(*RECORD).code == 0

    def test_plans_that_may_not_be_written_do_without(
        self, workspace: Path, dealerplan: Dealerplan, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def read_only(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied")

        with monkeypatch.context() as context:
            context.setattr(Path, "write_text", read_only)
            answer = dealerplan(*RECORD)
        assert (answer.code, answer.err) == (0, "")
        assert [one.name for one in (workspace / "plans").iterdir()] == ["aftersales.yaml"]

    def test_the_first_book_is_begun_in_silence(self, workspace: Path, dealerplan: Dealerplan) -> None:
        assert dealerplan("verify").code == 0
        answer = dealerplan(*RECORD)
        assert (answer.code, answer.err) == (0, "")
        assert rows(workspace / "dealerplan.db")
