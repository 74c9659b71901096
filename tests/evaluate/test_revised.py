"""Revised formulas and phasings: an evaluation takes what is in force in its as-of month (amendments C.2)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerplan.domain.month import Month
from dealerplan.domain.plan import Kind, Revision
from dealerplan.evaluate import TargetCard
from dealerplan.evaluate.scorecard import TOLD
from tests.evaluate.make import FORMULAS, Given, Wide, cases, formula_of, goals, later_phasings
from tests.evaluate.tell import card_of, plan_of, told


def owed(target: str, as_of: str = "2026-12") -> str:
    """What the months up to the as-of month owe."""
    return " ".join("-" if month.expected is None else str(month.expected) for month in card_of(target, as_of).months)


@pytest.mark.parametrize(
    ("first", "revision", "months"),
    [
        ("goal: 24", "phasing: {7-9: 100%}", "2 2 2 2 2 2 4 4 4 0 0 0"),
        ("goal: 24", "phasing: {12: 50%}", "2 2 2 2 2 2 1 1 1 1 2 6"),  # the months not named share the rest
        ("goal: 24", "phasing: {7-9: 9, 10-12: 3}", "2 2 2 2 2 2 3 3 3 1 1 1"),  # amounts of what is left
        ("goal: 24", "phasing: {10-12: 6}", "2 2 2 2 2 2 2 2 2 2 2 2"),
        ("goal: 24, phasing: {12: 100%}", "phasing: even", "0 0 0 0 0 0 4 4 4 4 4 4"),
        ("goal: 365", "phasing: open_days", "30 30 31 30 31 30 30 31 30 31 30 31"),
        ("goal: 365, phasing: open_days", "phasing: even", "31 28 31 30 31 30 30 31 31 30 31 31"),
        ("goal: 24", "goal: 36, phasing: {7: 50%, 12: 50%}", "2 2 2 2 2 2 12 0 0 0 0 12"),  # of the goal in force
        ("goal: 24", "goal: 36, phasing: {7-9: 21, 10: 3}", "2 2 2 2 2 2 7 7 7 3 0 0"),
        ("goal: 24, phasing: {1-6: 100%}", "goal: 36, phasing: {7: 100%}", "4 4 4 4 4 4 12 0 0 0 0 0"),
        # a goal below what was owed: the months before by the first weights, those from there by the new ones
        ("goal: 24", "goal: 8, phasing: {7-9: 100%}", "0 1 1 0 1 1 1 1 2 0 0 0"),
        ("goal: tbd", "phasing: {7-9: 100%}", "- - - - - - - - - - - -"),
    ],
)
def test_the_months_before_keep_what_they_owed(first: str, revision: str, months: str) -> None:
    assert owed(f"formula: a, {first}, revisions: [{{from: 2026-07, {revision}}}]") == months


def test_revised_phasings_follow_each_other() -> None:
    revisions = (
        "{from: 2026-07, phasing: {7-9: 100%}}, {from: 2026-09, phasing: {9: 1, 12: 3}}, {from: 2026-12, goal: 30}"
    )
    target = f"formula: a, goal: 24, revisions: [{revisions}]"
    assert owed(target, "2026-08") == "2 2 2 2 2 2 4 4"
    assert owed(target, "2026-11") == "2 2 2 2 2 2 4 4 1 0 0"
    assert owed(target, "2026-12") == "2 2 2 2 2 2 4 4 1 0 0 9"


def test_a_goal_decided_after_a_revised_phasing_falls_by_both() -> None:
    revisions = "{from: 2026-07, phasing: {12: 100%}}, {from: 2026-10, goal: 24}"
    assert owed(f"formula: a, goal: tbd, revisions: [{revisions}]") == "2 2 2 2 2 2 0 0 0 0 0 12"


def test_from_the_first_month_it_replaces_the_phasing_altogether() -> None:
    target = "formula: a, goal: 24, phasing: {12: 100%}, revisions: [{from: 2026-01, phasing: {1-6: 12, 12: 6}}]"
    assert owed(target) == "2 2 2 2 2 2 1 1 1 1 2 6"


def test_the_next_months_season_is_the_one_in_force() -> None:
    target = "formula: a, goal: 24, revisions: [{from: 2026-07, phasing: {8: 50%, 12: 50%}}]"
    seasons = [[need for need in card_of(target, month, a="1 1 1 1 1 1 1").needs if need.first == need.last]
               for month in ("2026-06", "2026-07")]  # fmt: skip
    assert [len(found) for found in seasons] == [0, 1]


FLOW = "formula: a, goal: 24, revisions: [{from: 2026-03, formula: a + b, why: both shops}]"


@pytest.mark.parametrize(
    ("as_of", "figures", "missing"),
    [
        ("2026-02", "3 4", []),
        ("2026-03", "12 4", ["2026-01"]),  # like with like: the months recorded for both, and what they owed
        ("2026-04", "18 6", ["2026-01"]),
    ],
)
def test_a_revised_formula_is_that_of_all_months(as_of: str, figures: str, missing: list[str]) -> None:
    card = card_of(FLOW, as_of, a="1 2 3 4", b="- 3 4 2")
    assert told(card.figures, "actual expected") == figures
    assert [str(month) for month in card.missing] == missing
    assert (card.first_formula is None) == (as_of == "2026-02")


def test_a_revised_rate() -> None:
    rate = "formula: a / b, goal: 50%, revisions: [{from: 2026-03, formula: a / (a + b)}]"
    rows = {"a": "1 1 2", "b": "2 2 2"}
    assert told(card_of(rate, "2026-02", **rows).figures, "actual") == "1/2"
    assert told(card_of(rate, "2026-03", **rows).figures, "actual") == "2/5"
    assert [str(month.actual) for month in card_of(rate, "2026-03", **rows).months] == ["1/3", "1/3", "1/2"]


def test_last_year_is_by_the_formula_in_force() -> None:
    target = "formula: a, goal: over last year, revisions: [{from: 2026-02, formula: a + b}]"
    rows = {"a": "1 1 | 5 5", "b": "2 2 | 7 7"}
    assert told(card_of(target, "2026-01", "{from: 2026-01, to: 2026-02}", **_padded(rows)).goal, "value") == "2"
    assert told(card_of(target, "2026-02", "{from: 2026-01, to: 2026-02}", **_padded(rows)).goal, "value") == "6"


def _padded(rows: dict[str, str]) -> dict[str, str]:
    """Last year's two months a year before, not right before."""
    return {id: row.replace(" |", f"{' -' * 10} |") for id, row in rows.items()}


def test_what_is_asked_for_in_a_month_is_what_the_formula_in_force_uses() -> None:
    plan = plan_of("formula: a, goal: 24, revisions: [{from: 2026-03, formula: b}]")
    asked = [set(plan.due_in(Month(2026, month))) & {"a", "b"} for month in (2, 3)]
    assert asked == [{"a"}, {"b"}]


# laws

KINDS: tuple[Kind, ...] = ("flow", "level", "rate")
PLAIN = Wide(losses=True, parts=True, stretch=True)


@st.composite
def _revised(draw: st.DrawFn, from_the_first: bool = False, kinds: tuple[Kind, ...] = KINDS) -> tuple[Given, Revision]:
    """A case without revisions, and one to make."""
    case = draw(cases(kinds, wide=PLAIN, most_revisions=0))
    target = case.target
    months = case.plan.months_of(target)
    start = months.first if from_the_first else draw(st.sampled_from(tuple(months)))
    phased = target.kind == "flow" and target.each is None
    change = draw(st.sampled_from(["goal", "formula", "all", "phasing"] if phased else ["goal", "formula", "all"]))
    return case, Revision(
        start,
        draw(goals(most=60)) if change in ("goal", "all") else None,
        "w",
        formula_of(draw(st.sampled_from(FORMULAS[target.kind]))) if change in ("formula", "all") else None,
        draw(later_phasings(months, start)) if phased and change in ("phasing", "all") else None,
    )


def _with(case: Given, **keys: Any) -> TargetCard:
    target = case.target._replace(**keys)
    return case._replace(plan=case.plan._replace(targets=(target,))).first()


def _told(card: TargetCard) -> dict[str, Any]:
    """All that a card says, but for what was before a revision."""
    return {key: getattr(card, key) for key in TOLD if key not in ("target", "first", "first_formula")}


@given(_revised(from_the_first=True))
def test_from_the_first_month_on_it_is_as_if_written_so_from_the_start(made: tuple[Given, Revision]) -> None:
    case, revision = made
    target = case.target
    if case.as_of is None or case.as_of < revision.start:
        case = case._replace(as_of=case.plan.period.last)
    written = {
        "goal": revision.goal or target.goal,
        "formula": revision.formula or target.formula,
        "phasing": revision.phasing or target.phasing,
    }
    assert _told(_with(case, revisions=(revision,))) == _told(_with(case, **written))


@given(_revised())
def test_it_changes_nothing_as_of_the_months_before(made: tuple[Given, Revision]) -> None:
    case, revision = made
    if case.as_of is not None and case.as_of >= revision.start:
        before = revision.start.plus(-1)
        case = case._replace(as_of=before if before in case.plan.period else None)
    was, now = _with(case), _with(case, revisions=(revision,))
    assert (was.first, was.first_formula, _told(was)) == (now.first, now.first_formula, _told(now))


@given(_revised(kinds=("flow",)))
def test_what_the_months_before_owed_stays_where_the_phasing_alone_is_revised(made: tuple[Given, Revision]) -> None:
    case, revision = made
    case = case._replace(as_of=case.plan.period.last)
    was, now = _with(case), _with(case, revisions=(revision._replace(goal=None, formula=None),))
    months = [(one.month, one.expected) for one in was.months if one.month < revision.start]
    assert [(one.month, one.expected) for one in now.months if one.month < revision.start] == months
