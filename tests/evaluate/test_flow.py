"""The figures and the status of a flow (the contract's section 4)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.evaluate.tell import card_of, told

EVEN = "formula: a, goal: ≥ 120"  # 10 a month


def test_figures_compare_like_with_like() -> None:
    card = card_of(EVEN, a="10 - 8", as_of="2026-04")
    figures = card.figures
    assert [str(month) for month in card.missing] == ["2026-02", "2026-04"]
    assert figures.actual == 18
    assert figures.expected == 20  # of January and March
    assert figures.attainment == Fraction(18, 120)
    assert figures.planned_progress == Fraction(40, 120)  # of all four months
    assert figures.progress_gap == Fraction(18 - 40, 120)
    assert figures.pace == Fraction(18, 20)
    assert figures.gap == -2
    assert figures.remaining == 102
    assert figures.required_per_month == Fraction(102, 8 + 2)
    assert figures.required_per_day == Fraction(102, 365 - 31 - 31)
    assert figures.pressure == Fraction(102, 100)
    assert told(figures, "required_rest budget_left hits spans") == "- - - -"


def test_a_sum_of_measures_counts_a_month_that_has_all_of_them() -> None:
    card = card_of("formula: 2 * a - sold, goal: 120", a="9 9 9", sold_x="1 1 1", sold_y="2 - 3")
    assert card.figures.actual == 18 - 3 + 18 - 4
    assert [str(month) for month in card.missing] == ["2026-02"]


def test_nothing_is_left_of_what_is_more_than_done() -> None:
    figures = card_of(EVEN, a="130").figures
    assert told(figures, "remaining required_per_month pressure") == "0 0 0"
    assert figures.attainment == Fraction(13, 12)


def test_a_ceiling_has_what_may_still_be_spent() -> None:
    figures = card_of("formula: a, goal: ≤ 120", a="12 12").figures
    assert told(figures, "remaining required_per_month gap") == "96 48/5 4"
    assert card_of("formula: a, goal: ≤ 120", a="130").figures.remaining == 0


def test_at_the_end_nothing_is_required() -> None:
    figures = card_of(EVEN, a="9 " * 12).figures
    assert figures.remaining == 12
    assert told(figures, "required_per_month required_per_day pressure") == "- - -"


def test_days_that_are_closed_are_not_open() -> None:
    calendar = "{closed: [2026-02-01, 2026-02-02]}"
    figures = card_of("formula: a, goal: 10", a="1", period="{from: 2026-01, to: 2026-02}", calendar=calendar).figures
    assert figures.required_per_day == Fraction(9, 26)


def test_no_goal_or_a_goal_of_0_divides_nothing() -> None:
    undecided = card_of("formula: a, goal: tbd", a="5 6")
    assert told(undecided.figures, "actual expected") == "11 -"
    assert told(undecided.mom, "fraction") == "1/5"
    assert undecided.best_month is None
    assert set(undecided.figures._replace(actual=None)) == {None}
    nought = card_of("formula: a, goal: ≤ 0", a="0").figures
    assert told(nought, "attainment planned_progress progress_gap pace") == "- - - -"
    assert told(nought, "pressure gap remaining") == "- 0 0"


@pytest.mark.parametrize(
    ("goal", "a", "status", "rule"),
    [
        ("≥ 120", "10 10", "on_track", "on_pace"),
        ("over 120", "10 10", "on_track", "on_pace"),  # on the way, even to a goal to be passed
        ("≥ 120", "10 9.999999999", "at_risk", "near_pace"),
        ("≥ 120", "9 9", "at_risk", "near_pace"),  # exactly the tolerance
        ("≥ 120", "9 8.999999999", "behind", "off_pace"),
        ("≥ 120", "60 60", "met", "held_early"),
        ("over 120", "60 60", "on_track", "on_pace"),
        ("over 120", "60 60.000000001", "met", "held_early"),
        ("≥ 120", "- -", "no_data", "nothing_recorded"),
        ("≤ 120", "10 10", "on_track", "in_allowance"),
        ("≤ 120", "10 10.000000001", "at_risk", "near_allowance"),
        ("≤ 120", "11 11", "at_risk", "near_allowance"),
        ("≤ 120", "11 11.000000001", "behind", "over_allowance"),
        ("≤ 120", "60 60", "behind", "over_allowance"),
        ("under 120", "60 60", "missed", "broken_early"),
        ("≤ 120", "60 60.000000001", "missed", "broken_early"),
        ("≥ 120", "10 " * 12, "met", "held_at_end"),
        ("≥ 120", "10 " * 11 + "9.999999999", "missed", "broken_at_end"),
        ("over 120", "10 " * 12, "missed", "broken_at_end"),
        ("≤ 120", "10 " * 12, "met", "held_at_end"),
        ("under 120", "10 " * 12, "missed", "broken_at_end"),
        ("≥ 120", "10 " * 5 + "- " + "10 " * 6, "on_track", "on_pace"),  # a month is missing: not the end
        ("tbd", "10 10", "undecided", "undecided"),
        # ranges: the worse one of both ends
        ("120 .. 132", "10 10", "on_track", "on_pace"),
        ("120 .. 132", "10 12.000000001", "at_risk", "near_allowance"),
        ("120 .. 132", "9 9", "at_risk", "near_pace"),
        ("120 .. 132", "8 9", "behind", "off_pace"),
        ("120 .. 132", "12 13", "behind", "over_allowance"),
        ("120 .. 132", "60 60", "behind", "over_allowance"),  # the floor is met, but at this pace the ceiling breaks
        ("120 .. 132", "60 73", "missed", "broken_early"),
        ("120 .. 132", "11 " * 12, "met", "held_at_end"),
        ("120 .. 132", "9 " * 12, "missed", "broken_at_end"),
        ("120 .. 132", "12 " * 12, "missed", "broken_at_end"),
    ],
)
def test_status(goal: str, a: str, status: str, rule: str) -> None:
    as_of = None if "1" in a or "6" in a or "9" in a or "8" in a else "2026-02"
    assert card_of(f"formula: a, goal: {goal}", as_of=as_of, a=a).verdict[:2] == (status, rule)


@pytest.mark.parametrize(
    ("plan", "target", "status"),
    [("10%", "", "behind"), ("20%", "", "at_risk"), ("10%", ", tolerance: 20%", "at_risk"),
     ("20%", ", tolerance: 0%", "behind")],
)  # fmt: skip
def test_a_target_s_own_tolerance_replaces_the_plan_s(plan: str, target: str, status: str) -> None:
    assert card_of(EVEN + target, tolerance=plan, a="8").verdict.status == status


def test_a_range_s_figures_are_against_its_low_end() -> None:
    figures = card_of("formula: a, goal: 120 .. 132", a="11").figures
    assert told(figures, "expected attainment gap remaining") == "10 11/120 1 109"


REVISED = EVEN + ", revisions: [{from: 2026-02, goal: ≥ 340, why: more}, {from: 2026-03, goal: tbd}]"


def test_the_goal_in_force_in_the_as_of_month_counts() -> None:
    cards = [card_of(REVISED, as_of=f"2026-0{month}", a="10 10 10") for month in (1, 2, 3)]
    assert [card.goal.text for card in cards] == ["≥ 120", "≥ 340", "tbd"]
    assert [card.first and card.first.text for card in cards] == [None, "≥ 120", "≥ 120"]
    assert [card.figures.expected for card in cards] == [10, 40, None]
    assert [card.verdict.status for card in cards] == ["on_track", "behind", "undecided"]


def test_a_range_may_be_revised() -> None:
    target = "formula: a, goal: ≥ 120, revisions: [{from: 2026-02, goal: 120 .. 340}]"
    assert card_of(target, a="10 30").verdict.status == "on_track"  # the ceiling owes 10 and 30
    assert card_of(target, a="10 31").verdict.status == "at_risk"


def test_a_split_s_parts_inherit_the_phasing_by_its_weights() -> None:
    from tests.evaluate.tell import plan_of, scorecard

    plan = plan_of("formula: sold, goal: 300, phasing: {1: 100}, split: {x: 180, y: 120}")
    whole, x, y = scorecard(plan, sold_x="70", sold_y="30").targets
    assert [card.target.part_of for card in (whole, x, y)] == [None, "t", "t"]
    assert [card.figures.expected for card in (whole, x, y)] == [100, 60, 40]
    assert [card.figures.actual for card in (whole, x, y)] == [100, 70, 30]
    assert [card.verdict.status for card in (whole, x, y)] == ["on_track", "on_track", "behind"]
