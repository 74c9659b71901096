"""Goals against last year's level."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dealerplan.domain.month import Month
from dealerplan.domain.plan import Plan
from dealerplan.evaluate import TargetCard, evaluate
from dealerplan.planfile.load import load

HEAD = "plan: p\nstore: s\nperiod: 2026\nmeasures: {stock: {over_time: last}, n: {}, d: {}}\ntargets:\n  t: "
MARCH = Month(2026, 3)


def card(target: str, this_year: dict[str, list[int]], last_year: dict[str, list[int]]) -> TargetCard:
    plan = load((HEAD + target + "\n").encode(), "p.yaml")
    assert isinstance(plan, Plan)
    actuals = {
        (measure, Month(year, number)): Fraction(value)
        for year, recorded in ((2025, last_year), (2026, this_year))
        for measure, values in recorded.items()
        for number, value in enumerate(values, start=1)
    }
    day = MARCH.last_day
    return evaluate(plan, actuals, {}, lambda month: month.days, day, MARCH).targets[0]


YEAR: dict[str, list[int]] = {"n": [3, 3, 3] * 4, "d": [10, 10, 10] * 4}


@pytest.mark.parametrize(
    ("goal", "value"),
    [("over last year", "3/10"), ("+10% on last year", "33/100"), ("+2pp on last year", "8/25"), ("去年的80%", "6/25")],
)
def test_a_rate_is_held_against_the_whole_year_together(goal: str, value: str) -> None:
    rate = card(f"{{formula: n / d, goal: {goal}}}", {"n": [3, 3, 4], "d": [10, 10, 10]}, YEAR)
    assert (rate.goal.value, rate.figures.actual, rate.verdict.status) == (Fraction(value), Fraction(1, 3), "on_track")
    assert rate.figures.required_rest == (Fraction(value) * 120 - 10) / 90


def test_a_level_grows_on_the_same_month_a_year_before() -> None:
    level = card("{formula: stock, goal: +50% on last year}", {"stock": [5, 6, 7]}, {"stock": [2, 4, 6]})
    assert [level.goal.value, *(month.expected for month in level.months)] == [9, 3, 6, 9]


def test_each_span_is_held_against_its_own() -> None:
    target = "{formula: n, goal: at least last year, each: month}"
    months = card(target, {"n": [3, 1, 4]}, {"n": [3, 2, 4]})
    assert [span.goal.value for span in months.spans or ()] == [3, 2, 4]
    assert [span.held for span in months.spans or ()] == [True, False, True]
    assert [months.goal.value, months.figures.expected] == [4, 4]
    assert months.verdict.status == "at_risk"
    quarter = card("{formula: n, goal: +100% on last year, each: quarter}", {"n": [6, 2, 4]}, {"n": [3, 2, 1]})
    assert [quarter.figures.expected, *(month.expected for month in quarter.months)] == [12, 6, 4, 2]
    rate = card("{formula: n / d, goal: at least last year, each: month}",
                {"n": [3, 1], "d": [10, 10]}, {"n": [2, 2], "d": [10, 10]})  # fmt: skip
    assert [month.expected for month in rate.months][:2] == [Fraction(1, 5), Fraction(1, 5)]
    unknown = card(target, {"n": [3, 1, 4]}, {})
    assert unknown.verdict[:2] == ("no_data", "no_last_year")


def test_a_share_of_a_loss_means_nothing() -> None:
    flow = card("{formula: n, goal: +15% on last year}", {"n": [1]}, {"n": [-1] * 12})
    assert flow.verdict[:2] == ("no_data", "loss_last_year")


@pytest.mark.parametrize(
    ("key", "months"),
    [
        ("", [None, 60, 60]),  # as last year's
        (", phasing: even", [20, 20, 20]),
        (", phasing: {2: 100%}", [None, 240, None]),
        (", revisions: [{from: 2026-03, goal: 480}]", [None, 60, 140]),  # keeps the first goal's weights
    ],
)
def test_last_years_shape(key: str, months: list[int | None]) -> None:
    last_year = {"n": [0, 60, 60, 60, 60] + [0] * 7}
    flow = card(f"{{formula: n, goal: at least last year{key}}}", {"n": [1, 1, 1]}, last_year)
    assert [month.expected for month in flow.months] == [month or 0 for month in months]


def test_a_goal_not_yet_in_force_changes_nothing_before_its_month() -> None:
    target = "{formula: n, goal: 120, revisions: [{from: 2026-07, goal: 低于去年}]}"
    flow = card(target, {"n": [9, 9, 9]}, {"n": [0] * 6 + [190] * 6})
    assert [month.expected for month in flow.months] == [10, 10, 10]


def test_a_flow_is_held_against_the_whole_year() -> None:
    flow = card("{formula: n, goal: 低于去年}", {"n": [9, 9, 9]}, {"n": [10] * 12})
    assert [flow.goal.value, flow.figures.expected] == [120, 30]
    assert flow.verdict.status == "on_track"
    assert flow.figures.attainment == Fraction(27, 120)


def test_a_level_is_held_against_the_same_month() -> None:
    level = card("{formula: stock, goal: at least last year}", {"stock": [5, 6, 7]}, {"stock": [1, 2, 8]})
    assert [level.goal.value, level.figures.gap] == [8, -1]
    assert level.verdict.status == "behind"


@pytest.mark.parametrize(
    ("target", "last_year"),
    [
        ("{formula: n / d, goal: over last year}", {"n": [3] * 11, "d": [10] * 11}),
        ("{formula: n, goal: over last year}", {"n": [3] * 11}),
        ("{formula: stock, goal: over last year}", {"stock": [3, 3]}),
    ],
)
def test_without_last_year_nothing_is_judged(target: str, last_year: dict[str, list[int]]) -> None:
    unknown = card(target, {"n": [3, 3, 4], "d": [10, 10, 10], "stock": [5, 5, 5]}, last_year)
    assert unknown.verdict[:2] == ("no_data", "no_last_year")
    assert (unknown.goal.value, unknown.figures.expected, unknown.figures.attainment) == (None, None, None)
    assert unknown.figures.actual is not None


def test_a_revision_may_turn_to_last_year() -> None:
    target = "{formula: n / d, goal: 50%, revisions: [{from: 2026-02, goal: over last year, why: new}]}"
    rate = card(target, {"n": [3, 3, 4], "d": [10, 10, 10]}, YEAR)
    assert rate.first is not None
    assert (rate.first.text, rate.goal.value) == ("50%", Fraction(3, 10))
