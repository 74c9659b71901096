"""The figures and the status of a rate (the contract's section 4)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.evaluate.tell import card_of, told


def test_a_year_s_rate_is_the_ratio_of_the_sums() -> None:
    figures = card_of("formula: a / b, goal: ≥ 50%", a="1 90", b="10 100").figures
    assert figures.actual == Fraction(91, 110)  # not the mean of 10% and 90%
    assert (figures.expected, figures.attainment, figures.gap) == (
        Fraction(1, 2),
        Fraction(91, 55),
        Fraction(91, 110) - Fraction(1, 2),
    )
    assert (figures.planned_progress, figures.progress_gap, figures.pace, figures.remaining) == (None,) * 4
    assert (figures.required_per_month, figures.required_per_day, figures.pressure) == (None,) * 3


@pytest.mark.parametrize(
    ("formula", "actual"),
    [
        ("size", Fraction(4)),  # a mean of the months
        ("stock + size", Fraction(7 + 4)),
        ("a / stock", Fraction(6, 7)),  # last: the last recorded month's
        ("a / months", Fraction(6, 2)),
        ("a / days", Fraction(6, 31 + 31)),  # of the months recorded: January and March
        ("a / open_days", Fraction(6, 30 + 31)),
        ("1 - a / size", Fraction(1) - Fraction(6, 4)),
        ("a * 2 / 4 / size", Fraction(3, 4)),
        ("-a / size", Fraction(-6, 4)),
    ],
)
def test_each_measure_is_first_taken_over_the_months(formula: str, actual: Fraction) -> None:
    months = {"a": "2 3 4", "stock": "5 6 7", "size": "3 - 5"}
    formula_of_recorded = f"({formula}) + 0 * size"  # so that February counts for none of them
    card = card_of(f"formula: {formula_of_recorded}, goal: ≥ 1", calendar="{closed: [2026-01-01]}", **months)
    assert card.figures.actual == actual


def test_the_rest_of_a_rate() -> None:
    figures = card_of("formula: a / b, goal: under 10%", a="2 - 3", b="20 30 30").figures
    # recorded: January and March, a mean of 25 for b; ten months to come
    assert figures.required_rest == (Fraction(1, 10) * 300 - 5) / 250
    assert figures.budget_left == Fraction(1, 10) * 300 - 5


@pytest.mark.parametrize("formula", ["a * 100 / b", "a / b * 100", "100 * (a / b)", "a / (b / 100)"])
def test_a_constant_factor_is_undone_where_an_amount_is_told(formula: str) -> None:
    figures = card_of(f"formula: {formula}, goal: under 10", a="2 - 3", b="20 30 30").figures
    assert figures.required_rest == (Fraction(1, 10) * 300 - 5) / 250 * 100
    assert figures.budget_left == Fraction(1, 10) * 300 - 5


def test_a_used_up_budget_is_negative() -> None:
    figures = card_of("formula: a / b, goal: ≤ 10%", a="40", b="10").figures
    assert told(figures, "budget_left required_rest") == "-28 -14/55"


@pytest.mark.parametrize(
    ("formula", "goal", "has_rest", "has_budget"),
    [
        ("a / b", "≥ 10%", True, False),  # a floor has no budget
        ("a / b", "≤ 10%", True, True),
        ("(a + b) / (2 * b)", "≤ 10%", True, True),
        ("a / b", "10% .. 20%", False, False),
        ("a / b", "tbd", False, False),
        ("a / stock", "≤ 10%", False, False),  # only flows build up
        ("size / b", "≤ 10%", False, False),
        ("a / open_days", "≤ 10%", False, False),
        ("1 - a / b", "≤ 10%", False, False),
    ],
)
def test_only_a_quotient_of_flows_has_a_rest(formula: str, goal: str, has_rest: bool, has_budget: bool) -> None:
    figures = card_of(f"formula: {formula}, goal: {goal}", a="1", b="10", stock="3", size="3").figures
    assert (figures.required_rest is not None, figures.budget_left is not None) == (has_rest, has_budget)


def test_nothing_is_left_at_the_end() -> None:
    figures = card_of("formula: a / b, goal: ≤ 10%", a="1 " * 12, b="10 " * 12).figures
    assert told(figures, "required_rest budget_left") == "- -"


def test_dividing_by_zero_is_no_data_and_no_error() -> None:
    card = card_of("formula: a / b, goal: ≤ 10%", a="1 2", b="0 0")
    assert card.verdict[:2] == ("no_data", "divides_by_zero")
    figures = card.figures
    assert (figures.actual, figures.attainment, figures.gap, figures.required_rest) == (None,) * 4
    assert figures.budget_left == -3
    assert (card.mom.fraction, card.best_month, card.missing) == (None, None, ())
    assert card_of("formula: a / b, goal: ≤ 10%", a="1 2", b="0 20").figures.actual == Fraction(3, 20)


@pytest.mark.parametrize(
    ("goal", "a", "status", "rule"),
    [  # out of 10000
        ("≥ 50%", "5000", "on_track", "holds"),
        ("over 50%", "5000", "at_risk", "near"),  # not held, but off by nothing
        ("≥ 50%", "4999.999999999", "at_risk", "near"),
        ("≥ 50%", "4900", "at_risk", "near"),  # 2% of the goal
        ("≥ 50%", "4899.999999999", "behind", "off"),
        ("≤ 50%", "5000", "on_track", "holds"),
        ("under 50%", "5000", "at_risk", "near"),
        ("≤ 50%", "5100", "at_risk", "near"),
        ("≤ 50%", "5100.000000001", "behind", "off"),
        ("≥ 50%, tolerance: 10%", "4500", "at_risk", "near"),  # its own tolerance
        ("≥ 50%, tolerance: 0%", "4999.999999999", "behind", "off"),
        ("≤ 0%", "0", "on_track", "holds"),
        ("≤ 0%", "0.000000001", "behind", "off"),
        ("50% .. 60%", "5000", "on_track", "holds"),
        ("50% .. 60%", "6000", "on_track", "holds"),
        ("50% .. 60%", "4900", "at_risk", "near"),
        ("50% .. 60%", "4899.9", "behind", "off"),
        ("50% .. 60%", "6120", "at_risk", "near"),  # 2% of the nearer end
        ("50% .. 60%", "6120.1", "behind", "off"),
        ("tbd", "1", "undecided", "undecided"),
        ("≥ 50%, min_volume: 10000", "5000", "on_track", "holds"),
        ("≥ 50%, min_volume: 10000.1", "5000", "too_few", "too_few"),
    ],
)
def test_status(goal: str, a: str, status: str, rule: str) -> None:
    assert card_of(f"formula: a / b, goal: {goal}", a=a, b="10000").verdict[:2] == (status, rule)


@pytest.mark.parametrize(
    ("goal", "status"),
    [("≥ 50%", "met"), ("over 50%", "missed"), ("≤ 50%", "met"), ("under 50%", "missed"), ("40% .. 50%", "met"),
     ("40% .. 49%", "missed"), ("≥ 50%, min_volume: 121", "too_few"), ("tbd", "undecided")],
)  # fmt: skip
def test_at_the_end_a_rate_is_met_or_missed(goal: str, status: str) -> None:
    assert card_of(f"formula: a / b, goal: {goal}", a="5 " * 12, b="10 " * 12).verdict.status == status


def test_a_rate_ends_early_never() -> None:
    assert card_of("formula: a / b, goal: ≥ 50%", a="10 " * 11, b="10 " * 11).verdict.status == "on_track"


def test_a_range_has_a_signed_distance_to_its_nearer_end() -> None:
    goal = "formula: a / b, goal: 50% .. 60%"
    figures = [card_of(goal, a=a, b="10").figures for a in ("4", "5.5", "7")]
    assert [figure.gap for figure in figures] == [Fraction(-1, 10), 0, Fraction(1, 10)]
    assert {(figure.expected, figure.attainment) for figure in figures} == {(None, None)}
