"""Ctrl-C and being ended: quiet at whatever moment, cleaned up, and once."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no signals")

RUN = """
import os, signal, sys, time
from dealerplan.cli import main, run
def hit(number=signal.SIGINT):
    os.kill(os.getpid(), number)
"""


def ran(*lines: str) -> tuple[int, str, str]:
    """Run a script; gives its exit code, what it answers, and what it says besides."""
    script = "\n".join(lines)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=30, check=False)
    return done.returncode, done.stdout, done.stderr


def commanded(*lines: str, before: str = "") -> tuple[int, str, str]:
    """Run a script with a command of our own, made of lines."""
    command = "\n    ".join(["def command(*_):", *lines])
    return ran(RUN, command, "run._run = command", before, "main.main()")


LOADED = ["dealerplan.cli.screen", "dealerplan.words", "typer", "dealerplan.cli.status", "dealerplan.view.status"]


@pytest.mark.usefixtures("first_quarter")
@pytest.mark.parametrize("module", LOADED)
def test_ctrl_c_while_it_loads_is_quiet(module: str) -> None:
    code, out, err = ran(
        "import os, signal, sys",
        "class Stop:",
        "    def find_spec(self, name, path=None, target=None):",
        f"        if name == {module!r}:",
        "            os.kill(os.getpid(), signal.SIGINT)",
        "sys.meta_path.insert(0, Stop())",
        "sys.argv = ['dealerplan', 'status']",
        "from dealerplan.cli.main import main",
        "main()",
    )
    assert (code, out, err) in [(-signal.SIGINT, "", ""), (130, "", "\nstopped\n")]


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM"])
def test_being_ended_is_an_end_like_ctrl_c(number: str) -> None:
    assert commanded(f"hit(signal.{number})") == (130, "", "\nstopped\n")


@pytest.mark.parametrize("second", ["SIGINT", "SIGTERM"])
def test_a_second_one_leaves_the_clean_up_alone(second: str) -> None:
    lines = ["try:", "    hit()", "finally:", f"    hit(signal.{second})", "    hit()", "    print('cleaned')"]
    assert commanded(*lines) == (130, "cleaned\n", "\nstopped\n")


def test_nothing_is_left_to_be_stopped_after_the_command() -> None:
    after = "import atexit; atexit.register(lambda: (hit(), time.sleep(30)))"
    assert commanded("return 0", before=after) == (0, "", "")


def test_one_that_python_would_drop_ends_the_process_all_the_same() -> None:
    lines = ["class Last:", "    def __del__(self):", "        hit()", "last = Last()", "del last", "time.sleep(30)"]
    assert commanded(*lines) == (-signal.SIGINT, "", "")


def test_other_faults_of_finalizers_are_told_as_ever() -> None:
    lines = ["class Last:", "    def __del__(self):", "        1 / 0", "last = Last()", "del last", "return 0"]
    code, _, err = commanded(*lines)
    assert code == 0
    assert "ZeroDivisionError" in err


def test_a_process_beside_it_dies_quietly() -> None:
    lines = [
        "import multiprocessing",
        "def work(ready):",
        "    ready.send(1)",
        "    time.sleep(30)",
        "ours, theirs = multiprocessing.Pipe()",
        "child = multiprocessing.get_context('fork').Process(target=work, args=(theirs,))",
        "child.start()",
        "ours.recv()",
        "os.kill(child.pid, signal.SIGINT)",
        "child.join()",
        "print(child.exitcode)",
        "return 0",
    ]
    assert commanded(*lines) == (0, f"{-signal.SIGINT}\n", "")


def test_what_is_not_to_be_stopped_is_not() -> None:
    ignored = "signal.signal(signal.SIGINT, signal.SIG_IGN)"  # as nohup does
    assert commanded("hit()", "return 0", before=ignored) == (0, "", "")


def test_being_stopped_leaves_no_file_behind(first_quarter: Path) -> None:
    lines = [
        "from dealerplan.app.files import new_file",
        "with new_file('copy.db') as partial:",
        "    partial.write_text('half')",
        "    hit(signal.SIGTERM)",
    ]
    before = sorted(first_quarter.iterdir())
    assert commanded(*lines) == (130, "", "\nstopped\n")
    assert sorted(first_quarter.iterdir()) == before
