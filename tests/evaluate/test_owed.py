"""What a flow owes: phasing, revisions, spans of its own (the contract's section 3)."""

from __future__ import annotations

import pytest

from tests.evaluate.tell import card_of


def owed(target: str, as_of: str = "2026-12") -> str:
    """What the months up to the as-of month owe."""
    return " ".join("-" if month.expected is None else str(month.expected) for month in card_of(target, as_of).months)


@pytest.mark.parametrize(
    ("target", "months"),
    [
        ("formula: a, goal: 12", "1 1 1 1 1 1 1 1 1 1 1 1"),
        ("formula: a, goal: 4", "0 0 1 0 0 1 0 0 1 0 0 1"),  # four lectures: one by the end of each quarter
        ("formula: a, goal: 100", "8 8 9 8 8 9 8 8 9 8 8 9"),
        ("formula: a, goal: 0", "0 0 0 0 0 0 0 0 0 0 0 0"),
        ("formula: a, goal: 4.5", "0 0 1 0 0 1 0 1 0 0 1 1/2"),  # the last month owes what is left exactly
        ("formula: a, goal: -4", "-1 0 0 -1 0 0 -1 0 0 -1 0 0"),  # rounded down, not towards 0
        ("formula: a, goal: 120, phasing: {Q1: 50%, 12: 10%}", "20 20 20 6 6 6 6 6 6 6 6 12"),
        ("formula: a, goal: 60, phasing: {H1: 60}", "10 10 10 10 10 10 0 0 0 0 0 0"),
        ("formula: a, goal: 365, phasing: open_days", "31 28 31 30 31 30 31 31 30 31 30 31"),
        ("formula: a, goal: 12 .. 22", "1 1 1 1 1 1 1 1 1 1 1 1"),  # by the low end
        ("formula: a, goal: tbd", "- - - - - - - - - - - -"),
        ("formula: a, goal: 5, each: month", "5 5 5 5 5 5 5 5 5 5 5 5"),
        ("formula: a, goal: 4, each: quarter", "1 1 2 1 1 2 1 1 2 1 1 2"),
        ("formula: a, goal: 3, each: half", "0 1 0 1 0 1 0 1 0 1 0 1"),
        ("formula: a, goal: 24, each: year", "2 2 2 2 2 2 2 2 2 2 2 2"),
    ],
)
def test_months_owe_the_cumulative_share_rounded_down(target: str, months: str) -> None:
    assert owed(target) == months


def test_the_contract_s_sales() -> None:
    sales = "formula: sold, goal: ≥ 30000, phasing: {3-5: 8000, 8-10: 9000}"
    assert owed(sales) == "2166 2167 2667 2666 2667 2167 2166 3000 3000 3000 2167 2167"


def test_money_owes_cents() -> None:
    assert owed("formula: money, goal: 100", "2026-03") == "833/100 833/100 417/50"


REVISED = "formula: a, goal: 12, revisions: [{from: 2026-07, goal: 24}, {from: 2026-10, goal: 18}]"


@pytest.mark.parametrize(
    ("as_of", "months"),
    [
        ("2026-06", "1 1 1 1 1 1"),
        ("2026-07", "1 1 1 1 1 1 3"),
        ("2026-12", "1 1 1 1 1 1 3 3 3 1 1 1"),
    ],
)
def test_a_revision_spreads_what_the_new_goal_still_lacks(as_of: str, months: str) -> None:
    assert owed(REVISED, as_of) == months


@pytest.mark.parametrize(
    ("target", "months"),
    [
        # below what is owed already: every month owes its share of the new goal; but of one below 0 the rest gives back
        ("formula: a, goal: 24, revisions: [{from: 2026-10, goal: 15}]", "1 1 1 2 1 1 1 2 1 1 1 2"),
        ("formula: a, goal: 24, revisions: [{from: 2026-10, goal: -3}]", "2 2 2 2 2 2 2 2 2 -7 -7 -7"),
        ("formula: a, goal: 24, revisions: [{from: 2026-10, goal: 18}]", "2 2 2 2 2 2 2 2 2 0 0 0"),
        ("formula: a, goal: 24, phasing: {9: 24}, revisions: [{from: 2026-10, goal: 12}]", "0 0 0 0 0 0 0 0 12 0 0 0"),
        ("formula: a, goal: 24, revisions: [{from: 2026-07, goal: 0}, {from: 2026-10, goal: 6}]",
         "0 0 0 0 0 0 0 0 0 2 2 2"),
        # a planned loss is rounded down too, away from 0
        ("formula: a, goal: '>= -30'", "-3 -2 -3 -2 -3 -2 -3 -2 -3 -2 -3 -2"),
        # by the same weights; where they have nothing left, evenly
        ("formula: a, goal: 60, phasing: {11: 20, 12: 40}, revisions: [{from: 2026-11, goal: 90}]",
         "0 0 0 0 0 0 0 0 0 0 30 60"),
        ("formula: a, goal: 60, phasing: {H1: 60}, revisions: [{from: 2026-07, goal: 66}]",
         "10 10 10 10 10 10 1 1 1 1 1 1"),
        # a goal that opens up, and one that is decided late
        ("formula: a, goal: 12, revisions: [{from: 2026-07, goal: tbd}]", "1 1 1 1 1 1 - - - - - -"),
        ("formula: a, goal: tbd, revisions: [{from: 2026-07, goal: 12}]", "1 1 1 1 1 1 1 1 1 1 1 1"),
        ("formula: a, goal: tbd, phasing: {12: 100%}, revisions: [{from: 2026-07, goal: 12}]",
         "0 0 0 0 0 0 0 0 0 0 0 12"),
        # in the first month, in force from the beginning
        ("formula: a, goal: 12, revisions: [{from: 2026-01, goal: 24}]", "2 2 2 2 2 2 2 2 2 2 2 2"),
        # in each span: the one it begins in keeps what the months before owed
        ("formula: a, goal: 6, each: quarter, revisions: [{from: 2026-05, goal: 12}]", "2 2 2 2 5 5 4 4 4 4 4 4"),
        ("formula: a, goal: 6, each: month, revisions: [{from: 2026-05, goal: 9}]", "6 6 6 6 9 9 9 9 9 9 9 9"),
    ],
)  # fmt: skip
def test_revisions(target: str, months: str) -> None:
    assert owed(target) == months


def test_a_span_does_not_know_of_a_revision_to_come() -> None:
    target = "formula: a, goal: 6, each: quarter, revisions: [{from: 2026-03, goal: 12}]"
    assert owed(target, "2026-02") == "2 2"
    assert owed(target, "2026-03") == "2 2 8"


def test_a_period_without_open_days_is_shared_evenly() -> None:
    calendar = "{open: workdays, closed: [2026-10-08, 2026-10-09, 2026-10-10]}"
    closed = card_of("formula: a, goal: 3, phasing: open_days", "2026-10", period="2026-10", calendar=calendar)
    assert [month.expected for month in closed.months] == [3]
