"""`show`, `note`, `done` and `history` without a name list what there is, each with the command to write."""

from __future__ import annotations

import csv
import io
import shlex
from pathlib import Path

import pytest

from tests.conftest import Answer, Dealerplan

PLAN = """\
plan: service-YEAR
name: Service
store: STORE
period: YEAR
measures: {intake: {name: Vehicles}, reworked: {name: Rework}}
targets:
  intake: {goal: 120, owner: Li}
  monthly: {formula: intake, goal: 10, each: month}
  rework: {formula: reworked / intake, goal: under 2%}
milestones:
  fair: {name: Fair, due: YEAR-02-01, owner: Li}
  chart: {name: Chart, due: YEAR-12-01}
  done: {name: Over, due: YEAR-12-01}
"""


@pytest.fixture(autouse=True)
def _workspace() -> None:
    Path("plans").mkdir()
    plan("2026")


def plan(year: str, store: str = "s") -> None:
    text = PLAN.replace("YEAR", year).replace("STORE", store)
    if store != "s":
        text = text.replace("service-", f"{store}-")
    Path(f"plans/{store}-{year}.yaml").write_text(text, encoding="utf-8")


def commands(answer: Answer) -> list[str]:
    """The command lines of a list."""
    assert answer.code == 0, answer
    return [line[line.index("dealerplan ") :] for line in answer.out.splitlines() if "dealerplan " in line]


def test_targets(dealerplan: Dealerplan) -> None:
    dealerplan("record", "2026-01", "intake=9", "reworked=0")
    assert (
        dealerplan("show").out
        == """\
Service

Target                        Goal  Status      Command
-----------------------------------------------------------------------
Vehicles (intake)             ≥120  ! at risk   dealerplan show intake
Vehicles (monthly)  ≥10 each month  !! behind   dealerplan show monthly
rework                         <2%  + on track  dealerplan show rework
"""
    )


def test_targets_as_data(dealerplan: Dealerplan) -> None:
    found = dealerplan("show", "--format", "json").json()
    assert found["schema"] == "dealerplan.targets/1"
    assert [(one["id"], one["name"], one["goal"]["text"], one["owner"]) for one in found["targets"]] == [
        ("intake", "Vehicles", "120", "Li"), ("monthly", "Vehicles", "10", None),
        ("rework", "rework", "under 2%", None),
    ]  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(dealerplan("show", "--format", "csv").out)))
    assert rows[0] == {
        "plan": "service-2026", "store": "s", "id": "intake", "name": "Vehicles", "goal": "120", "status": "no_data",
        "owner": "Li",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "today", "listed"),
    [
        ([], "2026-06-01", ["intake"]),
        ([], "2027-01-10", ["service-2026/intake", "intake"]),  # both years are in force, the word is this year's
        ([], "2027-06-01", ["intake"]),
        (["--as-of", "2026-05"], "2027-06-01", ["intake --as-of 2026-05"]),
    ],
)
def test_the_commands_do_what_they_say(dealerplan: Dealerplan, words: list[str], today: str, listed: list[str]) -> None:
    plan("2027")
    found = commands(dealerplan("show", *words, today=today))
    assert [line for line in found if "intake" in line] == [f"dealerplan show {words}" for words in listed]
    plans = [
        dealerplan(*shlex.split(line)[1:], "--format", "json", today=today).json()["plan"] for line in found
    ]  # fmt: skip
    assert plans == [
        one["plan"] for one in dealerplan("show", *words, "--format", "json", today=today).json()["targets"]
    ]


def test_stores_are_told_apart(dealerplan: Dealerplan) -> None:
    plan("2026", "north")
    assert commands(dealerplan("show"))[0] == "dealerplan show north-2026/intake"
    assert commands(dealerplan("show", "--store", "s"))[0] == "dealerplan show intake --store s"
    assert "Service (north-2026)\n" in dealerplan("show").out


def test_notes(dealerplan: Dealerplan) -> None:
    plan("2027")
    dealerplan("record", "2026-03", "intake=9")
    empty = dealerplan("note", today="2026-04-08")
    assert "Nothing noted." in empty.out
    first = commands(empty)[0]
    assert first == 'dealerplan note intake 2026-03 "…"'
    assert dealerplan(*shlex.split(first)[1:]).code == 0
    dealerplan("note", "monthly", "2026-02", "snow", "--action", "sweep", "--owner", "Li", "--due", "2026-03-01")
    out = dealerplan("note").out
    assert (
        out[out.index("Notes") :]
        == """\
Notes

Month    Target              Reason  Action  Owner, due      Status
-----------------------------------------------------------------------
2026-03  Vehicles (intake)   …       -       -               -
2026-02  Vehicles (monthly)  snow    sweep   Li, 2026-03-01  !! overdue
"""
    )


def test_in_january_each_year_s_notes_go_to_its_own(dealerplan: Dealerplan) -> None:
    plan("2027")
    dealerplan("record", "2026-12", "intake=9", today="2027-01-10")
    found = [line for line in commands(dealerplan("note", today="2027-01-10")) if "intake" in line]
    assert found == ['dealerplan note intake 2026-12 "…"', 'dealerplan note intake 2027-01 "…"']


@pytest.mark.parametrize("words", [["intake"], ["intake", "2026-03"]])
def test_a_note_without_its_reason(dealerplan: Dealerplan, words: list[str]) -> None:
    answer = dealerplan("note", *words)
    assert (answer.code, "a note needs a target, a month and a reason" in answer.err) == (2, True)


def test_what_is_open(dealerplan: Dealerplan) -> None:
    dealerplan("done", "done")
    dealerplan("note", "monthly", "2026-02", "snow", "--action", "sweep", "--owner", "Li", "--due", "2026-05-01")
    assert (
        dealerplan("done").out
        == """\
Service

Milestone  Due         Owner  Status      Command
---------------------------------------------------------------
Fair       2026-02-01  Li     !! overdue  dealerplan done fair
Chart      2026-12-01  -      . upcoming  dealerplan done chart

Actions

Action  Target              Owner, due      Status  Command
-----------------------------------------------------------------------------------
sweep   Vehicles (monthly)  Li, 2026-05-01  . open  dealerplan done monthly-2026-02
"""
    )
    for line in commands(dealerplan("done")):
        assert dealerplan(*shlex.split(line)[1:]).code == 0
    assert dealerplan("done").out == "Service\nNo milestone is open.\n"


def test_in_january_last_year_s_milestones_are_named_in_full(dealerplan: Dealerplan) -> None:
    plan("2027")
    found = [line for line in commands(dealerplan("done", today="2027-01-10")) if "fair" in line]
    assert found == ["dealerplan done service-2026/fair", "dealerplan done fair"]


def test_history_is_below_a_line_of_names(dealerplan: Dealerplan) -> None:
    dealerplan("record", "2026-03", "intake=9")
    names = "Names: Vehicles, Rework, Fair, Chart, Over\n"
    out = dealerplan("history").out
    assert out.startswith(f"{names}\nMonth")
    assert names not in dealerplan("history", "intake").out
    for name in ("Vehicles", "Rework", "Fair", "Chart", "Over"):
        assert dealerplan("history", name).code == 0


class TestEqualNames:
    """Two targets on the measure Vehicles have its name: they are told apart wherever people read."""

    @pytest.mark.parametrize("words", [["status"], ["report"], ["report", "--span", "year"], ["check"]])
    def test_in_tables_and_sentences(self, dealerplan: Dealerplan, words: list[str]) -> None:
        dealerplan("record", "2026-01", "intake=9", "reworked=0")
        out = dealerplan(*words).out
        assert "Vehicles (monthly)" in out

    def test_not_in_data(self, dealerplan: Dealerplan) -> None:
        (found,) = dealerplan("status", "--format", "json").json()["plans"]
        assert [one["name"] for one in found["targets"]] == ["Vehicles", "Vehicles", "rework"]

    def test_in_messages(self, dealerplan: Dealerplan) -> None:
        assert dealerplan("note", "monthly", "2026-03", "x").out == "Vehicles (monthly), 2026-03: noted\n"
        assert "rework, 2026-03: noted" in dealerplan("note", "rework", "2026-03", "x").out

    def test_of_measures_over_the_years_in_the_history(self, dealerplan: Dealerplan) -> None:
        file = Path("plans/s-2027.yaml")
        plan("2027")
        file.write_text(file.read_text(encoding="utf-8").replace("intake", "arrivals"), encoding="utf-8")
        dealerplan("record", "2026-12", "Vehicles=9", today="2027-02-01")
        dealerplan("record", "2027-01", "Vehicles=8", today="2027-02-01")
        out = dealerplan("history", today="2027-02-01").out
        assert "Vehicles (intake)" in out
        assert "Vehicles (arrivals)" in out

    def test_of_plans_in_the_overview(self, dealerplan: Dealerplan) -> None:
        plan("2026", "north")
        table = dealerplan("report", "--format", "markdown").out
        assert "| Service (north-2026) |" in table.replace("\\", "")
