"""Many things are shared out among processes, and come back as if one had done it all."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import IO

import pytest

from dealerplan.app import processes
from dealerplan.app.processes import Write, shared_out
from dealerplan.errors import UsageError
from dealerplan.words import say


def told(things: Sequence[int], write: Write[int], moment: Callable[[], object] = lambda: 1) -> tuple[str, bool, int]:
    """What is written, the answer, and in how many parts."""
    with shared_out(things, write, moment) as (files, answer):
        return "".join(file.read() for file in files), answer, len(files)


def lines(things: Sequence[int], out: IO[str]) -> bool:
    for thing in things:
        out.write(f"{thing} 车\ud83d\n")
    return 500 in things


@pytest.fixture(autouse=True)
def four(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with four processors."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(4)), raising=False)


@pytest.mark.parametrize("number", [1, 63, 64, 65, 499, 500, 501, 1000])
def test_the_same_bytes_and_answer(number: int) -> None:
    text, answer, files = told(range(number), lines)
    assert text == "".join(f"{thing} 车\ud83d\n" for thing in range(number))
    assert answer is (number > 500)
    assert files == (1 if number < processes.MANY else min(4, number // 32))


def test_where_the_moment_cannot_be_told_one_process_does_it() -> None:
    here = os.getpid()

    def write(things: Sequence[int], out: IO[str]) -> bool:
        assert os.getpid() == here
        return lines(things, out)

    assert told(range(100), write, lambda: None)[2] == 1


def test_what_changed_meanwhile_is_done_again_at_one_moment() -> None:
    moments = iter(range(10))
    text, _, files = told(range(100), lines, lambda: next(moments))
    assert files == 1
    assert text == told(range(100), lines, lambda: None)[0]


@pytest.mark.parametrize("bad", [3, 99])
def test_what_is_wrong_is_raised_as_by_one_process(bad: int, capfd: pytest.CaptureFixture[str]) -> None:
    def write(things: Sequence[int], out: IO[str]) -> bool:
        for thing in things:
            out.write("x")
            if thing == bad:
                raise UsageError(say("{number} is bad", number=thing))
        return False

    with pytest.raises(UsageError, match=f"{bad} is bad"):
        told(range(100), write)
    assert capfd.readouterr() == ("", "")


def test_a_process_that_dies_is_made_up_for() -> None:
    here = os.getpid()

    def write(things: Sequence[int], out: IO[str]) -> bool:
        if os.getpid() != here:
            os.kill(os.getpid(), 9)
        return lines(things, out)

    assert told(range(100), write)[0].count("\n") == 100


def test_a_process_that_cannot_be_started_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", none)
    assert told(range(100), lines)[0].count("\n") == 100


def test_so_is_a_place_for_files(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> IO[str]:
        raise PermissionError

    monkeypatch.setattr(processes, "_file", none)
    text, _, files = told(range(100), lines)
    assert (text.count("\n"), files) == (100, 1)
