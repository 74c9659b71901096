"""`dealerplan record` on a terminal asks for each value that is missing."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dealerplan.cli.run import run
from tests.cli.conftest import rows
from tests.conftest import Answer, Dealerplan

Ask = Callable[..., Answer]


class Terminal(io.StringIO):
    """A stream with somebody behind it."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def ask(workspace: Path) -> Ask:
    """Record with these lines typed: `ask("2026-03", typed=["662", ""])`; the rest of the input is at its end."""

    assert workspace.is_dir()

    def call(*words: str, typed: list[str], terminal: type[io.StringIO] = Terminal) -> Answer:
        out, err = Terminal(), io.StringIO()
        environ = {"DEALERPLAN_TODAY": "2026-04-08", "DEALERPLAN_USER": "li", "COLUMNS": "200"}
        stdin = terminal("".join(f"{line}\n" for line in typed))
        return Answer(run(["record", *words], stdin, out, err, environ), out.getvalue(), err.getvalue())

    return call


# The contract's plan asks for: insurance_revenue, workshop_revenue, intake, reworked, customers, sold.城东, sold.城西,
# lectures, parts_revenue.
EMPTY = [""] * 20


def recorded(dealerplan: Dealerplan) -> dict[str, object]:
    revisions = dealerplan("history", "--format", "json").json()["revisions"]
    return {f"{one['measure']} {one['month']}": one["value"] for one in revisions}


def test_asks_in_the_plans_order_and_enter_leaves_one_out(ask: Ask, dealerplan: Dealerplan) -> None:
    answer = ask("2026-03", typed=["16万", "", "662", *EMPTY])
    assert answer.code == 0, answer
    assert recorded(dealerplan) == {"insurance_revenue 2026-03": 160000, "intake 2026-03": 662}
    asked = [answer.out.index(name) for name in ("保险理赔产值", "车间维修及索赔产值", "接车台次", "返修台次")]
    assert asked == sorted(asked)
    assert "销量.城东" in answer.out
    assert "销量 (" not in answer.out, "a sum of members is not asked for"


def test_the_month_before_the_current_one_is_usual(ask: Ask, dealerplan: Dealerplan) -> None:
    answer = ask(typed=["", "1", *EMPTY])
    assert "Month [2026-03]:" in answer.out
    assert recorded(dealerplan) == {"insurance_revenue 2026-03": 1}


def test_a_wrong_month_is_asked_for_again(ask: Ask, dealerplan: Dealerplan) -> None:
    answer = ask(typed=["March", "2026-05", "2026-02", "1", *EMPTY])
    assert "March is not a month" in answer.err
    assert "2026-05 lies in the future" in answer.err
    assert recorded(dealerplan) == {"insurance_revenue 2026-02": 1}


def test_last_months_value_stands_beside_the_question(ask: Ask, dealerplan: Dealerplan) -> None:
    dealerplan("record", "2026-02", "intake=655", "insurance_revenue=1234567.89")
    answer = ask("2026-03", typed=EMPTY)
    assert "接车台次 (台, last month 655):" in answer.out
    assert "(元, last month 1,234,567.89):" in answer.out
    assert "返修台次 (台, last month -):" in answer.out
    assert answer.out.endswith("nothing changed\n")


def test_a_bad_value_is_asked_for_again(ask: Ask, dealerplan: Dealerplan) -> None:
    answer = ask("2026-03", typed=["lots", "1,2", "12", *EMPTY])
    assert "lots is not a number" in answer.err
    assert recorded(dealerplan) == {"insurance_revenue 2026-03": 12}


def test_a_part_above_its_whole_is_asked_for_again(ask: Ask, dealerplan: Dealerplan) -> None:
    answer = ask("2026-03", typed=["", "", "10", "11", "9", *EMPTY])
    assert "返修台次 (reworked) 11 is above 接车台次 (intake) 10" in answer.err
    assert recorded(dealerplan) == {"intake 2026-03": 10, "reworked 2026-03": 9}


def test_what_is_recorded_is_not_asked_for(ask: Ask, dealerplan: Dealerplan) -> None:
    dealerplan("record", "2026-03", "intake=662")
    assert "接车台次" not in ask("2026-03", typed=EMPTY).out


def test_nothing_is_asked_once_all_is_recorded(ask: Ask) -> None:
    ask("2026-03", typed=["1"] * 20)
    answer = ask("2026-03", typed=[])
    assert (answer.code, answer.out) == (0, "2026-03 is recorded whole\nnothing changed\n")


@pytest.mark.parametrize("words", [[], ["2026-03"]])
def test_the_end_of_input_writes_nothing(ask: Ask, workspace: Path, words: list[str]) -> None:
    answer = ask(*words, typed=["" if not words else "1", "2"])
    assert answer.code == 130
    assert "stopped; nothing was written" in answer.err
    assert rows(workspace / "dealerplan.db") is None


def test_ctrl_c_writes_nothing(ask: Ask, workspace: Path) -> None:
    class Interrupted(Terminal):
        def readline(self, size: int = -1, /) -> str:  # type: ignore[override]  # io.StringIO's own
            if self.tell() > 3:
                raise KeyboardInterrupt
            return super().readline(size)

    answer = ask("2026-03", typed=["1", "2", "3"], terminal=Interrupted)
    assert (answer.code, "nothing was written" in answer.err) == (130, True)
    assert rows(workspace / "dealerplan.db") is None


def test_nobody_is_asked_where_nobody_answers(ask: Ask) -> None:
    answer = ask("2026-03", typed=["1", "2"], terminal=io.StringIO)
    assert (answer.code, answer.out) == (2, "")
    assert "nothing to record" in answer.err


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_on_a_real_terminal(workspace: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "dealerplan", "record", "--lang", "zh"]
    environ = {**os.environ, "DEALERPLAN_TODAY": "2026-04-08", "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environ) as process:
        os.write(ours, "\n16万\nviel\n５\n\x04".encode())
        assert process.wait(timeout=20) == 130
        os.close(theirs)
        shown = os.read(ours, 65536).decode()
        os.close(ours)
    assert "保险理赔产值" in shown
    assert rows(workspace / "dealerplan.db") is None
