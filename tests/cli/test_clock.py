"""A wrong clock: what it would date is refused or told, and a book that was dated into the future goes on.

`faketime` gives a process another clock than the disk has.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dealerplan.app.clock import doubts, leap
from tests.conftest import Answer, absent

NOW = datetime(2026, 4, 8, 9, tzinfo=UTC)
At = Callable[..., Answer]


class TestRules:
    @pytest.mark.parametrize(("days", "wrong"), [(-4000, False), (0, False), (365, False), (366, True), (4000, True)])
    def test_a_year_after_the_last_entry(self, days: int, wrong: bool) -> None:
        assert (leap(NOW + timedelta(days=days), "2026-04-08T09:00:00.000000Z") is not None) == wrong

    def test_the_first_entry_follows_none(self) -> None:
        assert leap(NOW, None) is None

    @pytest.mark.parametrize(
        ("last", "checked", "told"),
        [
            (None, None, []),
            (None, NOW - timedelta(hours=23), []),
            (None, NOW + timedelta(days=9), []),
            (None, NOW - timedelta(hours=25), ["where the book lies"]),
            ("2026-04-09T08:00:00.000000Z", NOW, []),
            ("2026-04-09T10:00:00.000000Z", NOW, ["dated after it"]),
            ("2026-04-09T10:00:00", NOW, ["dated after it"]),
            ("2026-04-10T10:00:00.000000Z", NOW - timedelta(days=2), ["dated after it", "where the book lies"]),
        ],
    )
    def test_a_day_between_two_clocks(self, last: str | None, checked: datetime | None, told: list[str]) -> None:
        found = [str(one) for one in doubts(NOW, last, checked)]
        assert len(found) == len(told)
        assert all(part in one for part, one in zip(told, found, strict=True))


@pytest.fixture
def at(workspace: Path) -> At:
    """Run a command line some days from now by the process's clock: `at(400, "record", …)`."""
    if shutil.which("faketime") is None:
        absent("needs faketime: apt-get install faketime")
    assert workspace.exists()
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("DEALERPLAN", "LC_", "LANG"))}

    def call(days: int, *words: str) -> Answer:
        done = subprocess.run(
            ["faketime", "-f", f"{days:+}d", sys.executable, "-m", "dealerplan", *words],
            env={**keep, "LANG": "C.UTF-8"}, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        return Answer(done.returncode, done.stdout, done.stderr)

    return call


def last_month() -> str:
    return f"{datetime.now() - timedelta(days=32):%Y-%m}"


def written(at: At, days: int = 0) -> list[tuple[str, float]]:
    """When each value was written, and which."""
    answer = at(days, "history", "--format", "json")
    return [(one["recorded_at"], one["value"]) for one in json.loads(answer.out)["revisions"]]


class TestAClockAhead:
    def test_of_the_disks_is_told(self, at: At) -> None:
        answer = at(3, "record", last_month(), "intake=662")
        assert answer.code == 0
        assert answer.err.count("\n") == 1
        there = datetime.now()
        assert answer.err.startswith(f"warning: the clock says {there + timedelta(days=3):%Y-%m-%d} ")
        assert f"where the book lies it is {there:%Y-%m-%d} " in answer.err

    def test_of_centuries_is_no_clock(self, at: At) -> None:
        answer = at(146_097, "status")
        assert (answer.code, answer.err.startswith("error: the clock says 22")) == (2, True)

    def test_less_than_a_day_is_not(self, at: At) -> None:
        assert at(0, "record", last_month(), "intake=662").err == ""

    def test_by_more_than_a_year_of_the_last_entry_is_refused(self, at: At) -> None:
        assert at(0, "record", last_month(), "intake=662").code == 0
        words = ("correct", last_month(), "intake=663", "--why", "x")
        answer = at(400, *words)
        assert (answer.code, answer.out) == (2, "")
        assert "more than a year after the book's last entry" in answer.err
        assert answer.err.rstrip().endswith(f" correct {last_month()} intake=663 --why x --trust-clock")
        assert [value for _, value in written(at)] == [662]
        assert at(400, *words, "--trust-clock").code == 0
        assert [value for _, value in written(at)] == [662, 663]

    @pytest.mark.parametrize("words", ["done org_chart", "note revenue {} snow", "close {} --allow-missing",
                                       "undo --why x", "reopen {} --why x"])  # fmt: skip
    def test_whatever_writes(self, at: At, words: str) -> None:
        month = last_month()
        at(0, "record", month, "intake=662")
        at(0, "close", "2020-01", "--no-business", "--why", "x") if words.startswith("undo") else None
        at(0, "close", month, "--allow-missing") if words.startswith("reopen") else None
        answer = at(400, *words.format(month).split())
        assert (answer.code, "--trust-clock" in answer.err) == (2, True), answer
        assert at(400, *words.format(month).split(), "--trust-clock").code == 0

    def test_a_day_that_was_set_is_meant(self, at: At, monkeypatch: pytest.MonkeyPatch) -> None:
        """DEALERPLAN_TODAY moves the day on purpose, there and back."""
        assert at(0, "record", last_month(), "intake=662").err == ""
        with monkeypatch.context() as context:
            context.setenv("DEALERPLAN_TODAY", "2029-02-03")
            done = subprocess.run(
                [sys.executable, "-m", "dealerplan", "record", "2029-01", "intake=5", "--sure"],
                capture_output=True, text=True, timeout=60, check=False,
            )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")


class TestABookDatedIntoTheFuture:
    def test_goes_on_and_tells_what_was_known_when(self, at: At) -> None:
        month = last_month()
        assert at(300, "record", month, "intake=600").code == 0
        for value in (601, 602):
            answer = at(0, "correct", month, f"intake={value}", "--why", "counted")
            assert answer.code == 0
            assert "what was written is dated after it" in answer.err
        times = written(at)
        assert [value for _, value in times] == [600, 601, 602]
        assert sorted(times) == times
        for time, known in times:
            status = json.loads(at(0, "status", "--known-at", time, "--format", "json").out)
            targets = {one["id"]: one["actual"] for one in status["plans"][0]["targets"]}
            assert targets["monthly_intake"] == known
        assert at(0, "verify").code == 0
