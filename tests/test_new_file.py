"""A new file is whole or not there, and no other file is touched."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dealerplan.app.files import like, new_file
from dealerplan.errors import BookError, UsageError
from tests.conftest import Dealerplan, no_links

FILE = Path("x.db")


def names() -> list[str]:
    return sorted(file.name for file in Path().iterdir())


def write(content: str, meanwhile: Callable[[], None] = lambda: None) -> None:
    with new_file(str(FILE)) as partial:
        partial.write_text(content)
        meanwhile()


def full() -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.usefixtures("drive")
def test_it_is_there_at_the_end_and_others_are_left_alone() -> None:
    Path("x.db.partial").write_text("mine")
    with new_file(str(FILE)) as partial:
        partial.write_text("new")
        assert not FILE.exists()
    assert FILE.read_text() == "new"
    assert Path("x.db.partial").read_text() == "mine"
    assert names() == ["x.db", "x.db.partial"]


@pytest.mark.usefixtures("drive")
def test_of_two_writers_the_first_to_finish_wins() -> None:
    with pytest.raises(UsageError, match=r"x\.db is there already"):
        write("slow", meanwhile=lambda: write("quick"))
    assert FILE.read_text() == "quick"
    assert names() == ["x.db"]


@pytest.mark.usefixtures("drive")
def test_nothing_is_left_of_what_failed() -> None:
    with pytest.raises(BookError, match=r"x\.db can't be written: No space"):
        write("half", meanwhile=full)
    assert names() == []


def test_nothing_is_left_where_the_name_can_not_be_filled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", no_links)
    monkeypatch.setattr(Path, "replace", no_links)
    with pytest.raises(BookError, match=r"x\.db can't be written"):
        write("new")
    assert names() == []


def test_a_folder_that_is_not_there() -> None:
    with pytest.raises(BookError, match=r"nowhere/x\.db can't be written"), new_file("nowhere/x.db"):
        raise AssertionError


def test_a_long_name_in_chinese() -> None:
    file = Path("年" * 80 + ".csv")
    with new_file(str(file)) as partial:
        partial.write_text("new")
    assert names() == [file.name]


def modes(*files: Path) -> list[str]:
    return [f"{file.stat().st_mode & 0o777:o}" for file in files]


@pytest.mark.skipif(sys.platform == "win32", reason="no such rights")
class TestRights:
    """Files keep the rights of what they replace or copy, and others have the usual ones."""

    @pytest.fixture(autouse=True)
    def umask(self) -> Iterator[None]:
        before = os.umask(0o022)
        yield
        os.umask(before)

    def test_a_backup_and_a_copy_are_no_more_readable_than_the_book(
        self, first_quarter: Path, dealerplan: Dealerplan
    ) -> None:
        book = first_quarter / "dealerplan.db"
        book.chmod(0o600)
        assert dealerplan("backup", "b.db").code == 0
        assert dealerplan("copy", "--to", "c.db").code == 0
        assert modes(Path("b.db"), Path("c.db")) == ["600", "600"]
        book.chmod(0o644)
        assert dealerplan("backup", "d.db").code == 0
        Path("c.db").chmod(0o640)
        assert dealerplan("copy", "--to", "c.db").code == 0
        assert modes(Path("d.db"), Path("c.db"), book) == ["644", "640", "644"]

    @pytest.mark.usefixtures("first_quarter")
    @pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
    def test_an_overwritten_report_keeps_its_rights(self, mode: int, dealerplan: Dealerplan) -> None:
        report = Path("r.txt")
        report.write_text("mine")
        report.chmod(mode)
        assert dealerplan("report", "--out", "r.txt", "--force").code == 0
        assert modes(report) == [f"{mode:o}"]
        assert report.read_text() != "mine"

    @pytest.mark.usefixtures("first_quarter")
    def test_new_files_have_the_usual_rights(self, dealerplan: Dealerplan) -> None:
        assert dealerplan("report", "--out", "r.txt").code == 0
        assert dealerplan("export", "--out", "e.csv").code == 0
        assert dealerplan("init", "new").code == 0
        assert modes(Path("r.txt"), Path("e.csv"), Path("new/plans/aftersales.yaml")) == ["644"] * 3

    def test_what_another_group_could_not_read_stays_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object) -> None:
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr(os, "chown", refuse)
        for mode, given in ((0o640, "600"), (0o644, "644"), (0o660, "600"), (0o606, "606")):
            FILE.write_text("")
            FILE.chmod(mode)
            Path("y.db").write_text("")
            like(Path("y.db"), FILE)
            assert modes(Path("y.db")) == [given]


HOLDING = """
import sys, time
from pathlib import Path
from dealerplan.app.files import folder_beside
with folder_beside(Path(sys.argv[1])) as own:
    (own / "half").write_text("half")
    print("ready", flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such locks")
def test_what_a_killed_process_left_goes_with_the_next_that_writes_there_and_what_a_living_one_has_stays() -> None:
    command = [sys.executable, "-c", HOLDING]
    killed, living = (subprocess.Popen([*command, name], stdout=subprocess.PIPE) for name in ("killed.db", "living.db"))
    try:
        for process in (killed, living):
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
        write("new")
        assert [name[:7] for name in names()] == [".killed", ".living", "x.db"]
        killed.kill()
        killed.wait()
        Path(".mine.dealerplan.yaml").write_text("no folder of ours")
        FILE.unlink()
        write("new")
        assert [name[:7] for name in names()] == [".living", ".mine.d", "x.db"]
    finally:
        for process in (killed, living):
            process.kill()
            process.communicate()
