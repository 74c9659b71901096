"""The process itself: what it loads, its streams and their encodings."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from dealerplan.cli.run import run
from tests.cli.conftest import AddPlan
from tests.conftest import Dealerplan

Process = subprocess.CompletedProcess[bytes]


def dealerplan_process(
    *argv: str, stdout: int = subprocess.PIPE, stderr: int = subprocess.PIPE, environ: Mapping[str, str] | None = None
) -> Process:
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "dealerplan", *argv],
        env={**keep, "DEALERPLAN_TODAY": "2026-04-08", "DEALERPLAN_DEBUG": "1", **(environ or {})},
        stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr, timeout=30, check=False,
    )  # fmt: skip


def loaded(*argv: str, **environ: str) -> set[str]:
    """The modules that a command loads."""
    script = (
        "import sys, io\n"
        "from dealerplan.cli.run import run\n"
        f"code = run({list(argv)!r}, io.StringIO(), io.StringIO(), io.StringIO(), {environ!r})\n"
        "assert code == 0, code\n"
        "print(*sys.modules, sep='\\n')"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=30, check=True)
    return set(done.stdout.split())


NEVER = {"openpyxl", "psycopg", "docx", "asyncio", "http", "http.client", "ssl", "urllib.request"}


class TestLoading:
    def test_help_loads_no_rooms(self) -> None:
        modules = loaded("--help")
        assert not modules & {*NEVER, "rich", "yaml", "pydantic", "sqlite3", "holidays", "socket", "json"}
        rooms = {name.split(".")[1] for name in modules if name.startswith("dealerplan.")}
        assert rooms <= {"cli", "words", "errors", "domain"}

    @pytest.mark.usefixtures("first_quarter")
    @pytest.mark.parametrize("words", [["status"], ["show", "revenue"]])
    def test_looking_loads_only_what_it_shows(self, words: list[str]) -> None:
        modules = loaded(*words)
        assert "sqlite3" in modules
        unused = {"holidays", "chinese_calendar", "dealerplan.render.csv", "dealerplan.render.json",
                  "dealerplan.planfile.rules", "dealerplan.app.templates", "dealerplan.words.po"}  # fmt: skip
        assert not modules & {*NEVER, *unused}

    @pytest.mark.usefixtures("first_quarter")
    def test_a_plan_that_was_read_before_needs_neither_yaml_nor_pydantic(self, tmp_path: Path) -> None:
        readers = {"yaml", "pydantic", "hashlib", "dealerplan.planfile.load"}
        assert readers <= loaded("status", XDG_CACHE_HOME=str(tmp_path))
        assert not loaded("status", XDG_CACHE_HOME=str(tmp_path)) & {*readers, "rich.console"}

    @pytest.mark.usefixtures("first_quarter")
    @pytest.mark.parametrize("format", ["json", "csv"])
    def test_what_programs_read_needs_no_rich(self, format: str) -> None:
        assert "rich" not in loaded("status", "--format", format)


@pytest.mark.usefixtures("first_quarter")
class TestOutput:
    @pytest.mark.parametrize("locale", [{"LANG": "C"}, {"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, {}])
    def test_chinese_names_are_utf8_in_any_locale(self, locale: dict[str, str]) -> None:
        done = dealerplan_process("status", environ=locale)
        assert (done.returncode, done.stderr) == (0, b"")
        assert "售后总营业额" in done.stdout.decode("utf-8")

    @pytest.mark.parametrize("encoding", ["gbk", "ascii", "latin-1", "cp437"])
    def test_a_console_with_few_characters_does_not_fail(self, encoding: str) -> None:
        for words in (["status"], ["show", "revenue"], ["history"], ["status", "--lang", "zh"], ["show", "none 🚗"]):
            done = dealerplan_process(*words, environ={"PYTHONIOENCODING": encoding})
            assert done.returncode == (2 if "none 🚗" in words else 0)
            assert b"Traceback" not in done.stderr
            assert (done.stdout + done.stderr).decode(encoding)

    @pytest.mark.parametrize("encoding", ["gbk", "ascii"])
    def test_json_is_read_back_whatever_the_encoding(self, encoding: str) -> None:
        done = dealerplan_process("status", "--format", "json", environ={"PYTHONIOENCODING": encoding})
        assert json.loads(done.stdout)["plans"][0]["name"] == "售后服务部年度计划"
        assert done.stdout.isascii()

    @pytest.mark.skipif(sys.platform == "win32", reason="pipes end otherwise")
    @pytest.mark.parametrize("words", [["status"], ["history", "--format", "json"], ["--help"], ["status", "--help"]])
    def test_a_closed_pipe_ends_it_quietly(self, words: list[str]) -> None:
        ours, theirs = os.pipe()
        os.close(ours)
        done = dealerplan_process(*words, stdout=theirs)
        os.close(theirs)
        assert (done.returncode, done.stderr) == (0, b"")

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
    def test_a_full_disk_is_said(self) -> None:
        with Path("/dev/full").open("wb") as full:
            done = dealerplan_process("status", stdout=full.fileno())
        assert done.returncode == 3
        assert done.stderr.startswith(b"error: the answer can't be written")
        assert b"Traceback" not in done.stderr

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
    @pytest.mark.parametrize(
        ("words", "is_written"),
        [
            (["record", "2026-03", "customers=1400"], True),
            (["record", "2026-03", "intake=662"], False),  # as it was
            (["note", "revenue", "2026-03", "rain"], True),
            (["report", "--out", "r.txt"], True),
            (["export", "--out", "e.csv"], True),
            (["backup", "b.db"], True),
            (["copy", "--to", "c.db"], True),
            (["init", "new"], True),
            (["next", "aftersales-2026"], True),
        ],
    )
    def test_a_full_disk_behind_what_was_written_says_so(self, words: list[str], is_written: bool) -> None:
        with Path("/dev/full").open("wb") as full:
            done = dealerplan_process(*words, stdout=full.fileno())
        said = b"it is written, and stays; only the answer can't be" if is_written else b"the answer can't be written"
        assert done.returncode == 3
        assert done.stderr.startswith(b"error: " + said)

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
    @pytest.mark.parametrize(("words", "code"), [(["status"], 3), (["statsu"], 2), (["status", "zzz"], 2)])
    def test_a_disk_too_full_for_errors_keeps_the_exit_code(self, words: list[str], code: int) -> None:
        with Path("/dev/full").open("wb") as full:
            assert dealerplan_process(*words, stdout=full.fileno(), stderr=full.fileno()).returncode == code

    @pytest.mark.skipif(sys.platform == "win32", reason="pipes end otherwise")
    @pytest.mark.parametrize("format", ["json", "csv", "text"])
    def test_a_closed_pipe_keeps_what_fail_on_found(self, format: str, add_plan: AddPlan) -> None:
        for number in range(30):  # more than a pipe's buffer takes
            add_plan(f"p{number}", "store: fengxing-gz", "targets: {intake: {goal: 99999}}")
        ours, theirs = os.pipe()
        os.close(ours)
        done = dealerplan_process("status", "--fail-on", "behind", "--format", format, stdout=theirs)
        os.close(theirs)
        assert (done.returncode, done.stderr) == (1, b"")

    @pytest.mark.skipif(sys.platform == "win32", reason="a shell's way to close a stream")
    @pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
    def test_streams_may_be_closed(self, closed: str, first_quarter: Path) -> None:
        before = (first_quarter / "dealerplan.db").read_bytes()
        done = subprocess.run(
            ["sh", "-c", f'"$0" -m dealerplan status {closed}', sys.executable],
            capture_output=True, timeout=30, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, b"")
        assert (first_quarter / "dealerplan.db").read_bytes() == before

    def test_a_writer_that_nobody_reads_still_writes(self, dealerplan: Dealerplan) -> None:
        class Closed(io.StringIO):
            def write(self, text: str, /) -> int:
                raise BrokenPipeError(text)

        words = ["record", "2026-03", "customers=1400"]
        assert run(words, io.StringIO(), Closed(), Closed(), {"DEALERPLAN_TODAY": "2026-04-08"}) == 0
        assert dealerplan(*words).out.endswith("nothing changed\n")

    def test_ctrl_c_after_the_book_was_written_does_not_say_that_nothing_was(self, dealerplan: Dealerplan) -> None:
        class Interrupted(io.StringIO):
            def write(self, text: str, /) -> int:
                raise KeyboardInterrupt(text)

        err = io.StringIO()
        words = ["record", "2026-03", "customers=1400"]
        assert run(words, io.StringIO(), Interrupted(), err, {"DEALERPLAN_TODAY": "2026-04-08"}) == 130
        assert err.getvalue() == "\nstopped\n"
        assert dealerplan(*words).out.endswith("nothing changed\n")

    @pytest.mark.usefixtures("first_quarter")
    def test_no_terminal_means_no_colour_whatever_is_said(self) -> None:
        said = {"FORCE_COLOR": "1", "TTY_COMPATIBLE": "1", "CLICOLOR_FORCE": "1", "PY_COLORS": "1"}
        done = dealerplan_process("status", environ=said)
        assert done.stdout
        assert b"\x1b" not in done.stdout

    def test_an_error_that_nobody_reads_keeps_its_exit_code(self) -> None:
        class Closed(io.StringIO):
            def write(self, text: str, /) -> int:
                raise BrokenPipeError(text)

        assert run(["zzz"], io.StringIO(), io.StringIO(), Closed(), {}) == 2


def test_answers_and_errors_do_not_mix(first_quarter: Path) -> None:
    assert first_quarter.is_dir()
    done = dealerplan_process("status", "zzz")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"error: there is no plan zzz")


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "environ", "coloured"),
    [
        (Terminal, {"TERM": "xterm"}, True),
        (Terminal, {"TERM": "xterm", "NO_COLOR": "1"}, False),
        (Terminal, {"TERM": "dumb"}, False),
        (io.StringIO, {"TERM": "xterm", "FORCE_COLOR": "1"}, False),
    ],
)
@pytest.mark.parametrize("words", [("status",), ("show", "revenue"), ("report",)])
def test_colour_follows_the_terminal(
    words: tuple[str, ...],
    stream: type[io.StringIO],
    environ: dict[str, str],
    coloured: bool,
    first_quarter: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert first_quarter.exists()
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    out = stream()
    assert run(words, io.StringIO(), out, io.StringIO(), {"DEALERPLAN_TODAY": "2026-04-08", "LANG": "C"} | environ) == 0
    assert ("\x1b[" in out.getvalue()) == coloured
