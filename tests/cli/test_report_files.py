"""`dealerplan report --out`: which files, in which format, each whole, all or none."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from dealerplan.app import archive, report
from dealerplan.render.formats import FORMATS
from tests.cli.conftest import AddPlan, refused
from tests.conftest import Dealerplan


@pytest.fixture(autouse=True)
def _plans(first_quarter: Path, add_plan: AddPlan, dealerplan: Dealerplan) -> None:
    """The contract's plan, and one of another store as of another month."""
    assert first_quarter.exists()
    add_plan("sales", "store: north", "measures: {cars: {}}", "targets: {cars: {goal: 1200}}")
    assert dealerplan("record", "2026-02", "cars=90", "--store", "north").code == 0


def files() -> set[str]:
    """Every file under the current folder but the workspace's own."""
    found = {str(path) for path in Path().rglob("*") if path.is_file()}
    return {path for path in found if not path.startswith("plans") and path != "dealerplan.db"}


BOTH = {"reports/aftersales-2026-2026-03-month.txt", "reports/sales-2026-02-month.txt"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("--out all.txt", {"all.txt"}),
        ("--out all --format text", {"all"}),
        ("--out reports/", BOTH),
        ("--out reports/ --format text", BOTH),
        ("--out a/b/c/", {"a/b/c/aftersales-2026-2026-03-month.txt", "a/b/c/sales-2026-02-month.txt"}),
        ("--out reports/ --format json", {name.replace(".txt", ".json") for name in BOTH}),
        ("--out {plan}.md", {"aftersales-2026.md", "sales.md"}),
        ("--out {plan}.html", {"aftersales-2026.html", "sales.html"}),
        ("--out {plan}.htm", {"aftersales-2026.htm", "sales.htm"}),
        ("--out {plan}.markdown", {"aftersales-2026.markdown", "sales.markdown"}),
        ("--out {store}/{month}-{span}.{format}", {"fengxing-gz/2026-03-month.txt", "north/2026-02-month.txt"}),
        ("--out {span}.json --span year", {"year.json"}),
        ("--out {month}.json --as-of 2026-02", {"2026-02.json"}),
        ("sales --out {plan}.{format} --format json,text", {"sales.json", "sales.txt"}),
        ("sales --out reports/ --format markdown", {"reports/sales-2026-02-month.md"}),
        ("sales --out reports/ --format md", {"reports/sales-2026-02-month.md"}),
        ("sales --out reports/ --format docx", {"reports/sales-2026-02-month.docx"}),
        ("sales --out {plan}.{format} --format xlsx,html", {"sales.xlsx", "sales.html"}),
        ("sales --out r --format xlsx", {"r"}),
        ("--out reports.old/x --format text --store north", {"reports.old/x"}),
        ("--out {plan}/{plan}.txt --store north", {"sales/sales.txt"}),
    ],
)
def test_where_it_goes(dealerplan: Dealerplan, words: str, expected: set[str]) -> None:
    answer = dealerplan("report", *words.split())
    assert (answer.code, answer.err) == (0, "")
    assert files() == expected
    assert {line.removesuffix(": written") for line in answer.out.splitlines()} == expected


def test_tasks_stand_beside_the_report_in_a_folder(dealerplan: Dealerplan) -> None:
    for words in ((), ("--tasks",), ("--tasks", "--owner", "车间主管")):
        assert dealerplan("report", "aftersales-2026", "--format", "html", "--out", "reports/", *words).code == 0
    assert files() == {f"reports/aftersales-2026-2026-03-{rest}.html" for rest in ("month", "tasks", "tasks-车间主管")}


def test_a_folder_that_is_there_needs_no_slash(dealerplan: Dealerplan) -> None:
    Path("reports").mkdir()
    assert dealerplan("report", "--out", "reports").code == 0
    assert files() == BOTH


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("r.txt", "售后服务部年度计划: report for March 2026 "),
        ("r.md", "# 售后服务部年度计划: report for March 2026\n"),
        ("r.html", "<!DOCTYPE html>"),
        ("r.json", '{\n  "schema": "dealerplan.report/1"'),
    ],
)
def test_the_ending_tells_the_format(dealerplan: Dealerplan, name: str, begins: str) -> None:
    assert dealerplan("report", "aftersales-2026", "--out", name).code == 0
    assert Path(name).read_text(encoding="utf-8").lower().startswith(begins.lower())


def test_the_format_given_goes_before_the_ending(dealerplan: Dealerplan) -> None:
    assert dealerplan("report", "--out", "r.txt", "--format", "json").code == 0
    assert Path("r.txt").read_text(encoding="utf-8").startswith("{")


def test_several_plans_in_one_file_follow_each_other(dealerplan: Dealerplan) -> None:
    assert dealerplan("report", "--out", "all.txt").code == 0
    text = Path("all.txt").read_text(encoding="utf-8")
    assert text.index("\n售后服务部年度计划: report for") < text.index("\nsales: report for February 2026")


def test_a_file_is_what_the_screen_would_show(dealerplan: Dealerplan) -> None:
    dealerplan("report", "--out", "all.txt")
    assert Path("all.txt").read_bytes().decode("utf-8") == dealerplan("report").out
    assert dealerplan("report", "--out", "-").out == dealerplan("report").out


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        (["--out", ""], ["--out needs a value"]),
        (["--out", "{paln}.md"], ["--out has no {paln}", "did you mean plan?"]),
        (["--out", "{x}.md"], ["--out has no {x}", "{plan}, {store}, {month}, {span}, {owner}, {format}"]),
        (["--out", "{plan!r}.md"], ["--out has no {plan!r}"]),
        (["--out", "{plan.md"], ["a brace in --out has no partner", "{plan}, {store}"]),
        (["--out", "report.pdf"], [".pdf is the ending of no format", "say it with --format"]),
        (["--out", "report.htlm"], [".htlm is the ending of no format", "did you mean html?"]),
        (["--out", "r/x"], ["r/x has no ending that tells the format", "is it a folder? end it in /"]),
        (["--out", "r.txt", "--format", "json,text"], ["several formats need several files"]),
        (["--out", "r.docx", "--format", "html"], ["r.docx would hold html", "end it in .html"]),
        (["--out", "r.txt", "--format", "xlsx"], ["r.txt would hold xlsx", "end it in .xlsx"]),
    ],
)
def test_refusals(dealerplan: Dealerplan, words: list[str], sentences: list[str]) -> None:
    refused(dealerplan("report", *words), *sentences)
    assert files() == set()


class TestWhatIsThereAlready:
    def test_an_equal_file_stays_as_it_is(self, dealerplan: Dealerplan) -> None:
        dealerplan("report", "sales", "--out", "r.txt")
        before = Path("r.txt").stat().st_mtime_ns
        answer = dealerplan("report", "sales", "--out", "r.txt")
        assert (answer.code, answer.out) == (0, "r.txt: as it was\n")
        assert Path("r.txt").stat().st_mtime_ns == before

    def test_a_different_one_is_refused_and_nothing_is_written(self, dealerplan: Dealerplan) -> None:
        Path("reports").mkdir()
        Path("reports/sales-2026-02-month.txt").write_text("mine", encoding="utf-8")
        answer = dealerplan("report", "--out", "reports/")
        refused(answer, "reports/sales-2026-02-month.txt is there already, and is different", "--force", "--known-at")
        assert files() == {"reports/sales-2026-02-month.txt"}
        assert Path("reports/sales-2026-02-month.txt").read_text(encoding="utf-8") == "mine"

    def test_all_that_are_different_are_named(self, dealerplan: Dealerplan) -> None:
        Path("reports").mkdir()
        for name in BOTH:
            Path(name).write_text("mine", encoding="utf-8")
        refused(dealerplan("report", "--out", "reports/"), *BOTH, "2 problems; nothing was written")

    def test_force_writes_over_it(self, dealerplan: Dealerplan) -> None:
        Path("r.txt").write_text("mine", encoding="utf-8")
        answer = dealerplan("report", "sales", "--out", "r.txt", "--force")
        assert (answer.code, answer.out) == (0, "r.txt: written\n")
        assert Path("r.txt").read_text(encoding="utf-8") == dealerplan("report", "sales").out

    def test_not_over_the_book_nor_among_the_plans(self, dealerplan: Dealerplan) -> None:
        Path("link.txt").symlink_to("dealerplan.db")
        before = Path("dealerplan.db").read_bytes()
        for name in (
            "dealerplan.db",
            "dealerplan.db-wal",
            "dealerplan.db-journal",
            "plans/sales.yaml",
            "plans/new/{plan}",
            "link.txt",
        ):
            answer = dealerplan("report", "sales", "--format", "text", "--out", name, "--force")
            refused(answer, "no report may stand in place of the book or among the plans")
        assert Path("dealerplan.db").read_bytes() == before

    def test_a_folder_or_a_file_in_the_way_is_an_error(self, dealerplan: Dealerplan) -> None:
        Path("r.txt").mkdir()
        Path("file").write_text("mine", encoding="utf-8")
        assert dealerplan("report", "sales", "--out", "{plan}.txt").code == 0
        refused(dealerplan("report", "sales", "--out", "file/{plan}.txt"), "file/sales.txt can't be written", code=3)
        refused(dealerplan("report", "--out", "r.{format}"), "r.txt is there already, and no file")
        refused(dealerplan("report", "sales", "--out", f"{'x' * 300}.txt"), "x.txt can't be written: File name", code=3)
        Path("loop.txt").symlink_to("loop.txt")
        refused(dealerplan("report", "sales", "--out", "loop.txt"), "loop.txt is there already")
        os.mkfifo("pipe.txt")
        refused(dealerplan("report", "sales", "--force", "--out", "pipe.txt"), "pipe.txt is there already, and no file")

    def test_a_link_stays_one(self, dealerplan: Dealerplan) -> None:
        Path("target.txt").write_text("mine", encoding="utf-8")
        Path("link.txt").symlink_to("target.txt")
        refused(dealerplan("report", "sales", "--out", "link.txt"), "link.txt is there already, and is different")
        assert dealerplan("report", "sales", "--out", "link.txt", "--force").code == 0
        assert Path("link.txt").is_symlink()
        assert Path("target.txt").read_text(encoding="utf-8").startswith("sales")

    def test_others_entries_change_no_report(self, dealerplan: Dealerplan) -> None:
        """Later months, other plans and their notes leave an archive as it is."""
        assert dealerplan("report", "--out", "reports/").code == 0
        before = {file: Path(file).read_bytes() for file in files()}
        assert dealerplan("record", "2026-04", "intake=1", "--store", "fengxing-gz", "--sure").code == 0
        assert dealerplan("report", "--as-of", "2026-03", "--out", "reports/", "aftersales-2026").code == 0
        assert {file: Path(file).read_bytes() for file in files()} == before


def test_what_is_written_meanwhile_is_in_no_report(dealerplan: Dealerplan, monkeypatch: pytest.MonkeyPatch) -> None:
    """Plans that are too many to be held are read again, up to where the book went when it was proven."""
    assert dealerplan("report", "--out", "before/", "--as-of", "2026-02", "--format", "json").code == 0
    read_again = report._read_again

    def after_somebody_wrote(*given: Any) -> Any:
        assert dealerplan("correct", "2026-02", "cars=7", "--store", "north", "--why", "w", "--sure").code == 0
        return read_again(*given)

    monkeypatch.setattr(report, "AT_ONCE", 0)
    monkeypatch.setattr(report, "_read_again", after_somebody_wrote)
    assert dealerplan("report", "--out", "after/", "--as-of", "2026-02", "--format", "json").code == 0
    for file in Path("before").iterdir():
        assert (Path("after") / file.name).read_bytes() == file.read_bytes()


def test_a_folder_made_for_what_is_refused_goes_again(dealerplan: Dealerplan) -> None:
    Path("north").mkdir()
    Path("north/r.txt").write_text("mine", encoding="utf-8")
    refused(dealerplan("report", "--out", "{store}/r.txt"), "north/r.txt is there already, and is different")
    assert not Path("fengxing-gz").exists()


def test_too_many_plans_for_one_workbook(dealerplan: Dealerplan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FORMATS, "xlsx", FORMATS["xlsx"]._replace(most=1))
    answer = dealerplan("report", "--out", "all.xlsx")
    refused(answer, "one file of xlsx holds at most 1 plans, and here are 2", "--out reports/")
    assert files() == set()
    assert dealerplan("report", "--out", "{plan}.xlsx").code == 0


class TestWholeOrNotAtAll:
    """Whatever the disk refuses, no file is half there and none is left beside."""

    def test_a_disk_that_fills_up_leaves_nothing(self, dealerplan: Dealerplan, monkeypatch: pytest.MonkeyPatch) -> None:
        synced = []

        def full(descriptor: int) -> None:
            synced.append(descriptor)
            if len(synced) > 1:
                raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        refused(dealerplan("report", "--out", "reports/"), "can't be written: No space left on device", code=3)
        assert files() == set()

    @pytest.mark.usefixtures("drive")
    def test_a_file_that_comes_up_meanwhile_stays(
        self, dealerplan: Dealerplan, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def threshold(_: int) -> None:
            Path("r.txt").write_text("mine", encoding="utf-8")

        monkeypatch.setattr(os, "fsync", threshold)
        refused(dealerplan("report", "sales", "--out", "r.txt"), "r.txt is there already")
        assert Path("r.txt").read_text(encoding="utf-8") == "mine"
        assert files() == {"r.txt"}

    @pytest.mark.usefixtures("drive")
    @pytest.mark.parametrize("stop", [PermissionError(errno.EPERM, "Operation not permitted"), KeyboardInterrupt()])
    def test_what_was_there_is_put_back_where_a_later_file_is_refused(
        self, dealerplan: Dealerplan, monkeypatch: pytest.MonkeyPatch, stop: BaseException
    ) -> None:
        Path("reports").mkdir()
        Path(first := min(BOTH)).write_text("mine", encoding="utf-8")
        replace = Path.replace

        def refuse(self: Path, target: Path) -> Path:
            if self.name == "new" and target.name == Path(max(BOTH)).name:
                raise stop
            return replace(self, target)

        monkeypatch.setattr(Path, "replace", refuse)
        answer = dealerplan("report", "--out", "reports/", "--force")
        if isinstance(stop, OSError):
            refused(answer, "sales-2026-02-month.txt can't be written: Operation not permitted", code=3)
        else:
            assert (answer.code, answer.out, answer.err) == (130, "", "\nstopped\n")
        assert files() == {first}
        assert Path(first).read_text(encoding="utf-8") == "mine"

    @pytest.mark.usefixtures("drive")
    def test_what_was_new_is_gone_where_a_later_file_comes_up(
        self, dealerplan: Dealerplan, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        synced = []

        def threshold(descriptor: int) -> None:
            synced.append(descriptor)
            Path(max(BOTH)).write_text("mine", encoding="utf-8")

        monkeypatch.setattr(os, "fsync", threshold)
        refused(dealerplan("report", "--out", "reports/"), "sales-2026-02-month.txt is there already")
        assert len(synced) == 2
        assert files() == {max(BOTH)}
        assert Path(max(BOTH)).read_text(encoding="utf-8") == "mine"

    @pytest.mark.usefixtures("drive")
    def test_any_drive_will_do(self, dealerplan: Dealerplan) -> None:
        assert dealerplan("report", "--out", "reports/").code == 0
        assert files() == BOTH

    def test_files_have_the_usual_rights(self, dealerplan: Dealerplan) -> None:
        before = os.umask(0o027)
        try:
            dealerplan("report", "sales", "--out", "r.txt")
        finally:
            os.umask(before)
        assert Path("r.txt").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("售后-2026", "售后-2026"),
        ("../../etc/passwd", "_._.._etc_passwd"),
        ("..", "_."),
        (".hidden", "_hidden"),
        ('a\\b:c*?"<>|\x00\n', "a_b_c_______" + "_"),
    ],
)
def test_names_from_data_stay_in_their_folder(name: str, safe: str) -> None:
    assert archive.safe(name) == safe
    assert Path(archive.safe(name)).name == archive.safe(name)


def test_spans_of_a_goal_on_last_year_of_which_only_some_are_known(
    dealerplan: Dealerplan, add_plan: AddPlan, tmp_path: Path
) -> None:
    goal = "targets: {monthly: {formula: cars, goal: '+10% on last year', each: month}}"
    add_plan("p", "store: other", "measures: {cars: {unit: 台}}", goal)
    for month, value in (("2025-01", 10), ("2026-01", 11), ("2026-02", 11)):
        assert dealerplan("record", month, f"cars={value}", "--sure", "--store", "other").code == 0
    for span in ("month", "quarter", "year"):
        said = dealerplan(
            "report", "p", "--as-of", "2026-02", "--span", span, "--format", "all", "--out", f"{tmp_path}/{span}/"
        )
        assert (said.code, said.err) == (0, "")
