"""Where the workspace, the book, the language and the day come from (docs/commands.md)."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import AddPlan, refused, rows
from tests.conftest import Answer, Dealerplan

RECORD = ("record", "2026-03", "intake=662")


class TestTheWorkspace:
    @pytest.fixture
    def elsewhere(self, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.chdir(workspace.parent)
        return workspace

    def test_is_the_nearest_folder_with_plans(
        self, workspace: Path, dealerplan: Dealerplan, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        below = workspace / "exports" / "2026"
        below.mkdir(parents=True)
        for folder in (workspace, workspace / "plans", below):
            monkeypatch.chdir(folder)
            assert dealerplan("status").code == 0
        inner = below / "plans"
        inner.mkdir()
        refused(dealerplan("status"), "holds no plan files", "dealerplan init")

    def test_is_what_the_option_names_before_and_after_the_command(
        self, elsewhere: Path, dealerplan: Dealerplan
    ) -> None:
        name = elsewhere.name
        for words in (
            ["--workspace", name, *RECORD], [*RECORD, "--workspace", name], [f"--workspace={name}", *RECORD],
            ["record", "--workspace", str(elsewhere), "2026-03", "intake=662"],
        ):  # fmt: skip
            assert dealerplan(*words).code == 0
        assert (elsewhere / "dealerplan.db").exists()

    def test_is_what_the_variable_names_unless_the_option_does(self, elsewhere: Path, dealerplan: Dealerplan) -> None:
        assert dealerplan("status", DEALERPLAN_WORKSPACE=str(elsewhere)).code == 0
        assert dealerplan("status", "--workspace", str(elsewhere), DEALERPLAN_WORKSPACE="none").code == 0
        refused(
            dealerplan("status", "--workspace", "none", DEALERPLAN_WORKSPACE=str(elsewhere)), "none holds no plans/"
        )

    def test_may_be_missing(self, dealerplan: Dealerplan, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("dealerplan.app.workspace.PLANS", "none-such")  # the temporary folder may lie in one
        for words in (["status"], RECORD, ["check"], ["show", "x"], ["history"], ["done", "x"]):
            refused(dealerplan(*words), "there is no plans/ folder here or above", "dealerplan init DIR")
        refused(dealerplan("status", "--workspace", "none"), "none holds no plans/ folder")

    def test_may_be_unreadable(self, elsewhere: Path, dealerplan: Dealerplan) -> None:
        (elsewhere / "plans" / "folder.yaml").mkdir()
        refused(dealerplan("status", "--workspace", str(elsewhere)), "plans/folder.yaml:1:1: this is no file")

    @pytest.mark.parametrize("words", [["status"], ["--workspace", ".", "status"]])
    @pytest.mark.usefixtures("workspace")
    def test_may_be_forbidden(self, words: list[str], dealerplan: Dealerplan, monkeypatch: pytest.MonkeyPatch) -> None:
        def forbidden(_: Path) -> bool:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "is_dir", forbidden)
        refused(dealerplan(*words), "can't be read: Permission denied", "hint: ask whoever owns it for the right to")

    @pytest.mark.skipif(os.name == "nt", reason="the current folder can't be removed")
    def test_the_current_folder_may_be_gone(
        self, tmp_path: Path, dealerplan: Dealerplan, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        gone = tmp_path / "gone"
        gone.mkdir()
        monkeypatch.chdir(gone)
        gone.rmdir()
        refused(dealerplan("status"), "the current folder can't be read")


@pytest.mark.usefixtures("workspace")
class TestTheBook:
    @pytest.mark.parametrize("address", ["other.db", "./other.db", "sqlite:///other.db", "{here}/other.db",
                                         "sqlite:///{here}/other.db"])  # fmt: skip
    def test_is_what_the_option_or_the_variable_names(
        self, workspace: Path, dealerplan: Dealerplan, address: str
    ) -> None:
        address = address.format(here=workspace)
        assert dealerplan("--db", address, *RECORD, "--new-book").code == 0
        assert dealerplan(*RECORD, DEALERPLAN_DB=address).out.endswith("nothing changed\n")
        assert rows(workspace / "dealerplan.db") is None
        assert len(rows(workspace / "other.db") or ()) == 2  # the plan, and a value

    def test_is_named_by_the_option_first(self, workspace: Path, dealerplan: Dealerplan) -> None:
        assert dealerplan(*RECORD, "--db", "one.db", "--new-book", DEALERPLAN_DB="two.db").code == 0
        assert ((workspace / "one.db").exists(), (workspace / "two.db").exists()) == (True, False)

    @pytest.mark.parametrize("address", ["mysql://host/db", "sqlite://", "sqlite:///", "sqlite://host/x.db"])
    def test_may_have_no_such_address(self, dealerplan: Dealerplan, address: str) -> None:
        for words in (["status"], RECORD):
            refused(dealerplan(*words, "--db", address), "no address of a book")

    def test_may_be_unusable(self, workspace: Path, dealerplan: Dealerplan) -> None:
        with closing(sqlite3.connect(workspace / "foreign.db")) as db:
            db.execute("CREATE TABLE customers (name TEXT)")
        (workspace / "text.db").write_text("no database at all, " * 100)
        (workspace / "folder.db").mkdir()
        for name in ("foreign.db", "text.db", "folder.db"):
            for words in (["status"], RECORD, ["history"], ["done", "expo"], ["show", "revenue"]):
                refused(dealerplan(*words, "--db", name), name, "hint:", code=3)
        refused(dealerplan(*RECORD, "--db", "none/x.db"), "none/x.db can't be opened", code=3)
        assert sorted(one.name for one in workspace.iterdir()) == ["folder.db", "foreign.db", "plans", "text.db"]


@pytest.mark.usefixtures("workspace")
class TestTheLanguage:
    CHINESE, ENGLISH = "尚无", "Nothing recorded yet"

    def language(self, answer: Answer) -> str:
        assert answer.code == 0, answer
        return "en" if self.ENGLISH in answer.out else "zh"

    @pytest.mark.parametrize(
        ("words", "environ", "lang"),
        [
            (["--lang", "zh"], {}, "zh"),
            (["--lang=en"], {"DEALERPLAN_LANG": "zh"}, "en"),
            ([], {"DEALERPLAN_LANG": "zh"}, "zh"),
            ([], {"DEALERPLAN_LANG": "zh_CN.UTF-8"}, "zh"),
            ([], {"DEALERPLAN_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
            ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
            ([], {"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
            ([], {"LANG": "de_DE.UTF-8"}, "en"),
            ([], {"LANG": ""}, "en"),
        ],
    )
    def test_is_found_in_order(
        self, dealerplan: Dealerplan, words: list[str], environ: dict[str, str], lang: str
    ) -> None:
        assert self.language(dealerplan("status", *words, **environ)) == lang
        assert self.language(dealerplan(*words, "status", **environ)) == lang

    def test_changes_no_key_of_json(self, dealerplan: Dealerplan) -> None:
        in_both = [dealerplan("status", "--format", "json", "--lang", lang).out for lang in ("zh", "en")]
        assert in_both[0] == in_both[1]

    def test_of_an_error_is_known_wherever_the_option_stands(self, dealerplan: Dealerplan) -> None:
        for words in (["--lang", "zh", "sttus"], ["sttus", "--lang", "zh"], ["--db", "--lang", "zh"]):
            answer = dealerplan(*words)
            assert answer.code == 2
        assert "error" not in dealerplan("sttus", "--lang", "zh").err

    @pytest.mark.parametrize("words", [["--lang", "fr"], ["--lang", "klingon"]])
    def test_may_be_unknown(self, dealerplan: Dealerplan, words: list[str]) -> None:
        refused(dealerplan("status", *words), "is not a language here", "choose zh, en")


@pytest.mark.usefixtures("workspace")
class TestTheDay:
    def test_is_what_the_variable_says(self, dealerplan: Dealerplan) -> None:
        dealerplan(*RECORD, today="2026-04-02")
        assert dealerplan("history", "--format", "csv").out.splitlines()[1].split(",")[5].startswith("2026-04-0")

    @pytest.mark.parametrize("day", ["tomorrow", "2026-02-30", "2026-04"])
    def test_may_be_wrong(self, dealerplan: Dealerplan, day: str) -> None:
        refused(dealerplan("status", today=day), day)


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize("option", ["--workspace", "--db", "--lang"])
def test_common_options_need_a_value(dealerplan: Dealerplan, option: str) -> None:
    for words in ([option], ["status", option], ["status", f"{option}="], [option, "", "status"]):
        refused(dealerplan(*words), f"{option} needs a value")


@pytest.mark.parametrize("command", [["status"], ["show", "revenue"], ["due", "2026-03"], ["report"], ["export"]])
def test_a_book_named_and_not_there_is_noted(workspace: Path, dealerplan: Dealerplan, command: list[str]) -> None:
    answer = dealerplan(*command, "--db", "slip.db")
    assert (answer.code, answer.err) == (0, "there is no book at slip.db yet\n")
    assert dealerplan(*command).err == ""
    assert not (workspace / "slip.db").exists()


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize(
    "command", [["status"], ["history"], ["verify"], ["export"], ["record", "2026-03", "intake=5"]]
)
def test_a_book_in_a_folder_that_is_not_there(dealerplan: Dealerplan, command: list[str]) -> None:
    answer = dealerplan(*command, "--db", "no/where/book.db")
    told = "error: no/where/book.db can't be opened\n  hint: does its folder exist, and may you write there?\n"
    assert (answer.code, answer.out, answer.err) == (3, "", told)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such files")
def test_plan_files_that_are_none_stop_only_themselves(
    workspace: Path, dealerplan: Dealerplan, add_plan: AddPlan
) -> None:
    add_plan("wrong", "stor: s")
    plans = workspace / "plans"
    (plans / "dangling.yaml").symlink_to("nowhere")
    (plans / "endless.yaml").symlink_to("/dev/zero")
    (plans / "folder.yaml").mkdir()
    (plans / "looping.yaml").symlink_to("looping.yaml")
    os.mkfifo(plans / "pipe.yaml")
    assert dealerplan("status", "aftersales-2026").code == 0
    answer = dealerplan("check")
    refused(answer, *(f"plans/{name}.yaml:1:1: this is no file" for name in ("endless", "folder", "pipe")))
    refused(answer, *(f"plans/{name}.yaml:1:1: the file can't be read: " for name in ("dangling", "looping")))
    assert "did you mean store?" in answer.err
