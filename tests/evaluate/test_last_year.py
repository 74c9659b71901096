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


def test_a_rate_is_held_against_the_same_months() -> None:
    rate = card(
        "{formula: n / d, goal: over last year}",
        {"n": [3, 3, 4], "d": [10, 10, 10]},
        {"n": [3, 3, 3], "d": [10, 10, 10]},
    )
    assert (rate.goal.op, rate.goal.value, rate.figures.actual) == (">", Fraction(3, 10), Fraction(1, 3))
    assert rate.verdict.status == "on_track"


def test_only_months_that_count_are_compared() -> None:
    """The third month is missing this year, so last year's third does not count either."""
    rate = card("{formula: n / d, goal: 高于去年}", {"n": [3, 3], "d": [10, 10]}, {"n": [1, 2, 90], "d": [10, 10, 10]})
    assert (rate.goal.value, rate.verdict.status) == (Fraction(3, 20), "on_track")


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
        ("{formula: n / d, goal: over last year}", {"n": [3, 3], "d": [10, 10]}),
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
    rate = card(target, {"n": [3, 3, 4], "d": [10, 10, 10]}, {"n": [3, 3, 3], "d": [10, 10, 10]})
    assert rate.first is not None
    assert (rate.first.text, rate.goal.value) == ("50%", Fraction(3, 10))
