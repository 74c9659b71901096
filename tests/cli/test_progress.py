"""The line on how far something long has come, and reports on a terminal."""

from __future__ import annotations

import io

import pytest

from dealerplan.cli import progress
from dealerplan.cli.main import run
from dealerplan.cli.progress import Progress


class Terminal(io.StringIO):
    """A stream with somebody at it."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What time it is: the last of the list."""
    times = [0.0]
    monkeypatch.setattr(progress, "monotonic", lambda: times[-1])
    return times


def ticked(stream: io.StringIO, clock: list[float], *seconds: float) -> str:
    line = Progress(stream, "en", 12)
    for second in seconds:
        clock.append(second)
        line.tick()
    line.end()
    return stream.getvalue()


def test_what_is_quick_says_nothing(clock: list[float]) -> None:
    assert ticked(Terminal(), clock, 0.2, 0.5, 0.9) == ""


def test_what_is_long_counts_and_goes_away(clock: list[float]) -> None:
    assert ticked(Terminal(), clock, 0.5, 1.5, 2.5) == "\r2 of 12\r3 of 12\r       \r"


def test_without_a_terminal_nothing_is_said(clock: list[float]) -> None:
    assert ticked(io.StringIO(), clock, 0.5, 1.5, 9.0) == ""


@pytest.mark.usefixtures("first_quarter")
def test_a_terminal_shows_a_report_as_wide_as_it_is() -> None:
    shown = {}
    for columns in ("80", "140"):
        out = Terminal()
        assert run(["report"], io.StringIO(), out, io.StringIO(), {"COLUMNS": columns, "DEALERPLAN_USER": "li"}) == 0
        shown[columns] = out.getvalue()
    assert "Progress | plan" in shown["80"].partition("not shown on this narrow screen")[2]
    assert "not shown" not in shown["140"]
