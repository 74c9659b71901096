"""`--owner` shows what one person answers for; figures stay those of the whole plan."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import refused
from tests.conftest import Dealerplan

PLAN = """\
plan: service
name: Service
store: s
period: 2026
owner: Chen
measures:
  sold: {unit: 台, members: [east, west]}
  intake: {unit: 台, basis: work orders}
targets:
  sales:
    formula: sold
    goal: 1200
    owner: Li
    split: {east: {goal: 700, owner: Wang}, west: {goal: 500}}
  intake: {goal: 120}
milestones:
  fair: {due: 2026-02-01, owner: Wang}
  chart: {due: 2026-12-01}
"""
OTHER = "plan: parts\nstore: s\nperiod: 2026\ntargets: {parts: {goal: 12, owner: Sun}, open: {goal: tbd}}\n"


@pytest.fixture(autouse=True)
def _workspace(dealerplan: Dealerplan) -> None:
    Path("plans").mkdir()
    Path("plans/service.yaml").write_text(PLAN, encoding="utf-8")
    Path("plans/parts.yaml").write_text(OTHER, encoding="utf-8")
    dealerplan("record", "2026-02", "sold.east=10", "sold.west=90", "intake=3")
    dealerplan("record", "2026-03", "sold.east=10", "sold.west=90")
    dealerplan("correct", "2026-03", "sold.east=12", "--why", "recount")
    dealerplan("note", "sales.east", "2026-03", "no cars", "--action", "order cars", "--owner", "Zhao")
    dealerplan("note", "sales", "2026-03", "winter")


def plans(dealerplan: Dealerplan, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = dealerplan(*words, "--format", "json").json()["plans"]
    return found


@pytest.mark.parametrize("command", ["status", "report"])
@pytest.mark.parametrize(
    ("owner", "targets", "milestones"),
    [
        ("Li", ["sales", "sales.west"], []),  # a part has its whole's owner
        ("Wang", ["sales.east"], ["fair"]),
        ("Chen", ["intake"], ["chart"]),  # the plan's owner answers for what has none
        ("Sun", ["parts"], []),
    ],
)
def test_targets_and_milestones(
    dealerplan: Dealerplan, command: str, owner: str, targets: list[str], milestones: list[str]
) -> None:
    (plan,) = plans(dealerplan, command, "--owner", owner)
    assert [one["id"] for one in plan["targets"]] == targets
    assert [one["id"] for one in plan["milestones"]] == milestones
    assert sum(plan["counts"].values()) == len(targets)


def test_figures_are_those_of_the_whole_plan(dealerplan: Dealerplan) -> None:
    whole = {one["id"]: one for plan in plans(dealerplan, "status") for one in plan["targets"]}
    for owner in ("Li", "Wang", "Chen", "Sun"):
        (plan,) = plans(dealerplan, "status", "--owner", owner)
        assert plan["targets"] == [whole[one["id"]] for one in plan["targets"]]


def test_a_department_answers_for_what_has_no_owner(dealerplan: Dealerplan) -> None:
    Path("plans/service.yaml").write_text(PLAN.replace("owner: Chen", "department: Workshop"), encoding="utf-8")
    (plan,) = plans(dealerplan, "status", "--owner", "Workshop")
    assert [one["id"] for one in plan["targets"]] == ["intake"]


@pytest.mark.parametrize("command", ["status", "report"])
def test_an_unknown_owner(dealerplan: Dealerplan, command: str) -> None:
    refused(dealerplan(command, "--owner", "li"), "li answers for nothing here", "did you mean Li?")
    refused(dealerplan(command, "--owner", "Xu"), "there are Sun, Li, Wang, Chen")
    refused(dealerplan(command, "service", "--owner", "Sun"), "Sun answers for nothing here")


def test_an_alarm_is_for_what_is_shown(dealerplan: Dealerplan) -> None:
    assert dealerplan("status", "--fail-on", "behind", "--owner", "Wang").code == 1  # the fair is overdue
    assert dealerplan("status", "--fail-on", "behind", "--owner", "Sun").code == 0
    assert dealerplan("report", "--fail-on", "behind", "--owner", "Sun").code == 0


@pytest.mark.parametrize(
    ("owner", "missing", "measures"),
    [("Chen", ["intake"], 1), ("Li", [], 2), ("Wang", [], 1), ("Sun", ["parts"], 1)],
)
def test_what_is_due(dealerplan: Dealerplan, owner: str, missing: list[str], measures: int) -> None:
    (plan,) = plans(dealerplan, "due", "--owner", owner)
    assert ([one["measure"] for one in plan["missing"]], plan["measures"]) == (missing, measures)
    assert dealerplan("due", "--owner", owner, "--fail-on", "missing").code == int(bool(missing))


def test_due_knows_who_answers_for_measures(dealerplan: Dealerplan) -> None:
    refused(dealerplan("due", "--owner", "Xu"), "there are Sun, Li, Wang, Chen")


class TestReport:
    def test_says_whose_it_is_and_how_to_make_it_again(self, dealerplan: Dealerplan) -> None:
        out = dealerplan("report", "--owner", "Wang").out
        assert "\nOnly what Wang answers for\n" in out
        again = out.splitlines()[-1]
        assert again.startswith("dealerplan report service --as-of 2026-03")
        assert "--owner Wang" in again
        assert dealerplan(*again.split()[1:], today="2026-09-09").out == out

    def test_has_the_notes_and_corrections_that_are_theirs(self, dealerplan: Dealerplan) -> None:
        wang, li = (dealerplan("report", "--owner", owner).out for owner in ("Wang", "Li"))
        assert ("no cars" in wang, "winter" in wang, "recount" in wang) == (True, False, True)
        assert "winter" in li
        assert "work orders" not in li  # what is counted in others' measures

    def test_has_an_action_of_theirs_on_another_s_target(self, dealerplan: Dealerplan) -> None:
        dealerplan("note", "sales", "2026-03", "few", "--action", "call them", "--owner", "Chen")
        (plan,) = plans(dealerplan, "report", "--owner", "Chen")
        assert [one["action"] for one in plan["actions"]] == ["call them"]
        assert "call them" in dealerplan("report", "--owner", "Chen").out

    @pytest.mark.parametrize("format", ["html", "xlsx", "docx", "markdown", "json"])
    @pytest.mark.parametrize("span", ["month", "quarter", "year"])
    def test_in_every_format_and_span(self, dealerplan: Dealerplan, format: str, span: str) -> None:
        for owner in ("Li", "Wang", "Chen"):
            words = ["--span", span, "--format", format, "--out", "reports/", "--owner", owner]
            assert dealerplan("report", *words).code == 0
        assert len(list(Path("reports").iterdir())) == 3  # side by side

    def test_names_of_files_have_a_place_for_the_owner(self, dealerplan: Dealerplan) -> None:
        dealerplan("report", "--out", "{owner}.txt", "--owner", "Li")
        dealerplan("report", "service", "--out", "{owner}.txt")
        assert sorted(file.name for file in Path().glob("*.txt")) == ["Li.txt", "all.txt"]
