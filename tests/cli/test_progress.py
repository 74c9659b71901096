"""The line on how far something long has come, and reports on a terminal."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from dealerplan.cli import progress
from dealerplan.cli.progress import watched
from dealerplan.cli.run import run
from tests.cli.conftest import AddPlan


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


def told(stream: io.StringIO, clock: list[float], *seconds: float) -> str:
    for second in watched(seconds, stream, "en"):
        clock.append(second)
    return stream.getvalue()


def test_what_is_quick_says_nothing(clock: list[float]) -> None:
    assert told(Terminal(), clock, 0.2, 0.5, 0.9) == ""


def test_what_is_long_counts_and_goes_away(clock: list[float]) -> None:
    assert told(Terminal(), clock, 0.5, 1.5, 2.5) == "\r2 of 3\r3 of 3\r      \r"


def test_the_line_goes_away_where_something_fails(clock: list[float]) -> None:
    stream = Terminal()
    items = watched([1.5, 2.5], stream, "zh")
    clock.append(next(iter(items)))
    clock.append(next(items))
    items.close()
    assert stream.getvalue() == "\r1/2\r   \r"


def test_without_a_terminal_nothing_is_said(clock: list[float]) -> None:
    assert told(io.StringIO(), clock, 0.5, 1.5, 9.0) == ""


@pytest.mark.parametrize("words", [["status"], ["report"], ["check"], ["due", "2026-03"], ["show", "intake"]])
def test_reading_many_plans_is_watched(
    words: list[str], first_quarter: Path, add_plan: AddPlan, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert first_quarter.exists()
    for number in range(3):
        add_plan(f"p{number}", "store: fengxing-gz", "targets: {calls: {goal: 5}}")

    def later() -> float:
        clock.append(clock[-1] + 0.6)
        return clock[-1]

    monkeypatch.setattr(progress, "monotonic", later)
    err = Terminal()
    run(words, io.StringIO(), io.StringIO(), err, {"DEALERPLAN_TODAY": "2026-04-08", "LANG": "C"})
    assert "\r2 of 4\r3 of 4\r4 of 4\r" in err.getvalue()


@pytest.mark.usefixtures("first_quarter")
def test_a_terminal_shows_a_report_as_wide_as_it_is() -> None:
    shown = {}
    for columns in ("80", "140"):
        out = Terminal()
        assert run(["report"], io.StringIO(), out, io.StringIO(), {"COLUMNS": columns, "DEALERPLAN_USER": "li"}) == 0
        shown[columns] = out.getvalue()
    assert "Year's goal, % of goal" in shown["80"].partition("not shown on this narrow screen")[2]
    assert "not shown" not in shown["140"]
