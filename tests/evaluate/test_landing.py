"""How a period will end, as expected now: laws, when there is none, and worked examples."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealerplan.domain.goal import Goal
from dealerplan.domain.month import Month
from dealerplan.evaluate import TargetCard, evaluate
from dealerplan.evaluate.figures import counting
from dealerplan.evaluate.landing import Landing
from dealerplan.evaluate.season import EARLIER, Outcome, pattern_of
from tests.evaluate.make import DAY, WIDE, Given, Wide, cases
from tests.evaluate.tell import card_of, plan_of, scorecard

YEAR = "10 8 12 11 10 9 8 9 12 11 10 14"
LATER = "11 9 12 12 11 10 8 10 13 11 11 15"
FLOW = "formula: a, goal: ≥ 120"


def landing(target: str, as_of: str | None = None, **values: str) -> Landing | None:
    return card_of(target, as_of, **values).landing


def told(found: Landing | None) -> Landing:
    assert found is not None
    return found


def number(value: Fraction | None) -> Fraction:
    assert value is not None
    return value


# when there is none, and when no range


@pytest.mark.parametrize(
    ("target", "values"),
    [
        ("formula: a, goal: tbd", {"a": "1 2 3"}),
        (FLOW, {"a": "- - -"}),
        ("formula: a, goal: ≥ 120, from: 2026-05", {"a": "1 2 3"}),
        ("formula: a + b, goal: ≥ 120", {"a": "1 2 3"}),
        ("formula: 1 - a / b, goal: ≥ 10%", {"a": "1", "b": "2"}),
        ("formula: size, goal: ≥ 3", {"size": f"{YEAR} | 3 3"}),
        ("formula: stock / a, goal: ≥ 3", {"stock": f"{YEAR} | 3", "a": f"{YEAR} | 3"}),
        ("formula: a / b, goal: ≥ 10%", {"a": "1 2", "b": "0 0"}),
        ("formula: a / b, goal: ≥ 10%", {"a": "- 2 " + "1 " * 10, "b": "- 0 " + "0 " * 10}),
        ("formula: a / b, goal: ≥ 10%", {"a": "1 " * 12, "b": "0 " * 12}),
        ("formula: a / b, goal: ≥ 10%, each: month", {"a": "1 " * 12, "b": "0 " * 12}),
        ("formula: a / b, goal: ≥ 10%, each: month", {"a": "1 1", "b": "0 0"}),
        ("formula: a, goal: ≥ 10, each: quarter", {"a": "1 2"}),
        ("formula: size, goal: ≥ 3, each: month", {"size": f"{YEAR} | 3 3"}),
        ("formula: stock, goal: ≥ 3", {"a": "1 2"}),
    ],
)
def test_none_where_nothing_is_decided_by_it_or_nothing_tells_it(target: str, values: dict[str, str]) -> None:
    assert landing(target, **values) is None


@pytest.mark.parametrize(
    ("target", "values", "mid"),
    [
        (FLOW, {"a": "10 20"}, "180"),
        (FLOW, {"a": "10 - 20"}, "180"),
        (FLOW + ", phasing: {2026-01: 60, 2026-02: 30, 3-12: 30}", {"a": "20 10"}, "40"),
        (FLOW + ", phasing: {2026-01: 0, 2-12: 120}", {"a": "5"}, "60"),
        (FLOW + ", phasing: open_days", {"a": "31 28"}, "365"),
        ("formula: a - b, goal: ≥ 10", {"a": "10 20", "b": "1 1"}, "168"),
        ("formula: sold, goal: ≥ 10", {"sold_x": "1 2", "sold_y": "2 1"}, "36"),
        ("formula: sold, goal: ≥ 10", {"sold_x": "1 2", "sold_y": "2 -"}, "42"),
        ("formula: a * 100 / b, goal: ≥ 10", {"a": "1 2", "b": "10 10"}, "15"),
        ("formula: stock, goal: ≥ 10, start: 8", {"stock": "9 10"}, "12.5"),
        ("formula: stock, goal: ≥ 10", {"stock": "9 1"}, "0"),
        ("formula: a, goal: ≥ 2, each: month", {"a": "1 2 3"}, "8"),
        ("formula: a, goal: at least last year", {"a": "1 2 3"}, "24"),
    ],
)
def test_without_an_earlier_year_the_mid_alone(target: str, values: dict[str, str], mid: str) -> None:
    found = told(landing(target, **values))
    assert (found.low, found.high, found.chance, found.years) == (None, None, None, 0)
    assert found.mid == Fraction(mid)


def test_of_last_year_without_a_month_of_this_one() -> None:
    found = told(landing(FLOW, a=f"{YEAR} |"))
    assert (found.years, found.basis.month) == (1, None)
    assert 115 < found.mid < 133
    assert told(landing("formula: stock, goal: ≥ 5", stock=f"{YEAR} |")).mid == 14


def test_the_demo_by_its_average_alone() -> None:
    months = "486500 348900 505100 496700 510900 492800 480800 517400 537200"
    found = told(landing("formula: money, goal: 600万", money=months))
    assert round(found.mid, 2) == Fraction("5835066.67")
    assert found.basis.told_from == "average"


def test_what_a_season_tells() -> None:
    found = told(landing(FLOW, a=f"{YEAR} {LATER} | 11 9 13"))
    assert (found.years, found.basis.told_from, found.basis.month) == (2, "season", Month(2026, 3))
    assert found.basis.share == Fraction(f"{(30 / 124 + 32 / 133) / 2:.6f}")
    assert found.basis.change == Fraction("0.031250")
    assert 130 < number(found.low) < found.mid < number(found.high) < 150
    assert number(found.chance) > 0.9


def test_months_without_business_and_closed_spans_are_no_pattern() -> None:
    closed = "10 8 12 - - - - 9 12 11 10 14"
    plan = plan_of(FLOW)
    card = scorecard(plan, a=f"{closed} | 10 8 12")
    assert told(card.targets[0].landing).mid > 115
    few = "- - - - - - - 9 12 11 10 14"
    assert told(landing(FLOW, a=f"{few} | 10 8 12")).years == 0
    idle = [Month(2025, 4), Month(2026, 2), Month(2026, 7)]
    months = [Month(2025, 1).plus(at) for at in range(15)]
    actuals = {("a", month): Fraction(10) for month in months if month not in idle}
    found = told(evaluate(plan, actuals, {}, lambda _: 30, DAY, Month(2026, 3), idle).targets[0].landing)
    assert [found.mid, found.years] == [100, 1]


def test_open_days_are_part_of_the_season_where_the_phasing_is_by_them() -> None:
    days = {month: 10 if month == Month(2026, 2) else 20 for month in (Month(2023, 1).plus(at) for at in range(48))}
    plan = plan_of(FLOW + ", phasing: open_days")
    actuals = {("a", month): Fraction(days[month]) for month in days if month <= Month(2026, 1)}
    found = told(evaluate(plan, actuals, {}, lambda month: days[month], DAY, Month(2026, 1)).targets[0].landing)
    assert round(float(found.mid)) == 230
    closed = evaluate(plan, actuals, {}, lambda _: 0, DAY, Month(2026, 1)).targets[0].landing
    assert told(closed).years == 3


def test_the_phasing_of_the_target_that_has_least_else() -> None:
    text = FLOW + ", phasing: {2026-01: 90, 2-12: 30}}\n  u: {formula: a + b, goal: 50, phasing: {2026-01: 1, 2-12: 49}"
    card = scorecard(plan_of(text), a="90", b="1")
    assert [told(one.landing).basis.told_from for one in card.targets] == ["phasing", "phasing"]
    assert [told(one.landing).mid for one in card.targets] == [120, 170]


def test_a_revised_phasing_holds_from_its_month() -> None:
    revised = "revisions: [{from: 2026-02, phasing: {2026-02: 11, 3-12: 99}, why: w}]"
    assert told(landing(f"{FLOW}, {revised}", a="10 10")).mid == Fraction("114.285714")


@pytest.mark.parametrize(("as_of", "years"), [("2026-01", 3), ("2026-11", 3)])
def test_flows_that_fall_or_are_nothing(as_of: str, years: int) -> None:
    for row in ("5 -9 3 4 " * 12, "0 0 0 0 " * 12, "0 2 0 1 " * 12, "7 " * 48):
        values = row.split()
        found = told(landing(FLOW, as_of, a=f"{' '.join(values[:36])} | {' '.join(values[36:47])}"))
        assert number(found.low) <= found.mid <= number(found.high)
        assert found.years == years


def test_events_keep_their_number() -> None:
    row = "0 0 1 0 0 1 0 0 1 0 0 1"
    assert abs(float(told(landing("formula: a, goal: ≥ 4", a=f"{row} | 0")).mid) - 4) < 0.5


def test_a_difference_may_turn_and_its_rest_be_negative() -> None:
    falling = told(landing("formula: a - b, goal: ≤ 0", a=f"{'1 ' * 12}| 1", b=f"{'3 ' * 12}| 3"))
    assert number(falling.low) <= falling.mid <= number(falling.high) < 0
    positive = told(
        landing("formula: a - b, goal: ≥ 0", a=f"{'3 ' * 12}| 3 -", b=f"{'1 ' * 12}| 1 40", as_of="2026-11")
    )
    assert number(positive.low) <= positive.mid <= number(positive.high)


def test_rates() -> None:
    rate = "formula: a / b, goal: ≥ 90%"
    found = told(landing(rate, a=f"{'95 90 92 ' * 4}| 95 91", b=f"{'100 ' * 12}| 100 100"))
    assert 0.9 < number(found.low) < found.mid < number(found.high) < 0.96
    assert number(found.chance) > 0.7
    whole = told(landing(rate, a=f"{'100 99 ' * 6}| 100", b=f"{'100 ' * 12}| 100"))
    assert whole.mid <= 1
    assert whole.high == 1
    over = told(landing(rate, a=f"{'100 99 ' * 6}| 110", b=f"{'100 ' * 12}| 100"))
    assert number(over.high) > 1
    errors = told(landing("formula: a / b, goal: ≤ 2%", a=f"{'0 1 ' * 6}| 0", b=f"{'100 0 ' * 6}| 100"))
    assert 0 <= number(errors.low) <= errors.mid <= number(errors.high)


def test_levels_by_their_drift() -> None:
    found = told(landing("formula: stock, goal: ≥ 110", stock="100 101 102 103 104 105 106 107 108 109 110 111 | 112"))
    assert number(found.low) < 112 + Fraction(11, 2) == found.mid < number(found.high)
    sold = told(landing("formula: stock, goal: ≤ 1", stock="12 11 10 9 8 7 6 5 4 3 2 1 | 1"))
    assert [sold.low, sold.mid] == [0, 0]
    loss = told(landing("formula: stock, goal: ≥ -20", stock="0 -1 -2 -3 -4 -5 -6 -7 -8 -9 -10 -11 | -12"))
    assert loss.mid < -12
    late = told(landing("formula: stock, goal: ≥ 1, each: month", stock=f"{YEAR} | 5 - 5"))
    assert late.mid <= 12


def test_each_has_the_hits_expected() -> None:
    target = "formula: a, goal: ≥ 9, each: month"
    found = told(landing(target, a=f"{YEAR} | 10 9 12"))
    assert 3 < number(found.low) <= found.mid <= number(found.high) <= 12
    assert 0 < number(found.chance) < 1
    missed = told(landing(target, a=f"{YEAR} | 10 1 12"))
    assert missed.chance == 0
    assert missed.mid < 12
    quarters = told(landing("formula: a / b, goal: ≥ 1, each: quarter", a=f"{YEAR} | 10", b=f"{YEAR} | 9"))
    assert 0 < quarters.mid < 4
    assert (
        told(landing("formula: a, goal: at least last year, each: month", a=f"{few_first()} | 10 9 12")).chance is None
    )


def test_a_span_that_ends_with_months_without_business_is_known() -> None:
    plan, idle = plan_of("formula: a, goal: ≤ 20, each: quarter"), [Month(2026, 3)]
    months = [Month(2025, 1).plus(at) for at in range(14)]
    actuals = {("a", month): Fraction(10 if month.year == 2026 else 5) for month in months}
    found = evaluate(plan, actuals, {}, lambda _: 30, DAY, Month(2026, 2), idle).targets[0].landing
    assert number(told(found).low) >= 1


def few_first() -> str:
    """A last year without its last month."""
    return YEAR.rpartition(" ")[0] + " -"


# laws


@given(case=cases(wide=WIDE) | cases())
@settings(max_examples=150, deadline=None)
def test_low_mid_high_are_in_order_and_the_end_is_the_actual(case: Given) -> None:
    card = case.first()
    found = card.landing
    if found is None:
        return
    if found.low is not None and found.high is not None:
        assert found.low <= found.mid <= found.high
    assert found.chance is None or 0 <= found.chance <= 1
    assert (found.low is None) == (found.high is None)
    if found.basis.told_from == "actual":
        actual = card.figures.actual if card.spans is None else len([1 for span in card.spans if span.held])
        assert found.low == found.mid == found.high == actual
        held = card.verdict.status == "met"
        assert found.chance == (None if card.goal.value is None and card.spans is None else held) or (
            card.verdict.status in ("too_few", "no_data")
        )
        assert card.spans is None or counting(card.spans)


@given(case=cases(wide=WIDE) | cases(), random=st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_nothing_after_the_as_of_month_nor_any_order_changes_it(case: Given, random: Random) -> None:
    last = case.as_of or case.plan.period.first.plus(-1)
    items = [one for one in case.actuals.items() if one[0][1] <= last]
    random.shuffle(items)
    assert case._replace(actuals=dict(items)).first().landing == case.first().landing


@given(case=cases(kinds=("flow",), each=False, wide=Wide(parts=True)), factor=st.sampled_from([2, 10, 1000]))
@settings(max_examples=60, deadline=None)
def test_all_values_times_a_number_have_the_landing_times_it(case: Given, factor: int) -> None:
    more = case._replace(actuals={key: value * factor for key, value in case.actuals.items()})
    one, other = case.first().landing, more.first().landing
    if one is None or other is None:
        assert one is other
        return
    for name in ("low", "mid", "high"):
        value, times = getattr(one, name), getattr(other, name)
        assert value is times is None or abs(value * factor - times) <= Fraction(factor, 10**6) + abs(times) / 10**9


@given(
    years=st.lists(st.integers(0, 40), min_size=13, max_size=47),
    others=st.lists(st.integers(0, 40), min_size=47, max_size=47),
)
@settings(max_examples=100, deadline=None)
def test_a_whole_is_its_parts(years: list[int], others: list[int]) -> None:
    text = "formula: sold, goal: ≥ 9}\n  x: {formula: sold.x, goal: ≥ 9}\n  y: {formula: sold.y, goal: ≥ 9"
    seen = len(years) % 12
    before, within = years[: len(years) - seen], years[len(years) - seen :]
    rows = [f"{' '.join(map(str, before))} | {' '.join(map(str, within))}",
            f"{' '.join(map(str, others[: len(before)]))} | {' '.join(map(str, others[: seen]))}"]  # fmt: skip
    as_of = f"2026-{seen:02}" if seen else None
    whole, *parts = [
        told(one.landing) for one in scorecard(plan_of(text), as_of, sold_x=rows[0], sold_y=rows[1]).targets
    ]
    assert abs(whole.mid - sum(part.mid for part in parts)) <= Fraction(2, 10**6)


@given(values=st.lists(st.integers(0, 30), min_size=13, max_size=23), goals=st.lists(st.integers(0, 400), min_size=2))
@settings(max_examples=60, deadline=None)
def test_a_higher_goal_is_never_likelier(values: list[int], goals: list[int]) -> None:
    row = f"{' '.join(map(str, values[:12]))} | {' '.join(map(str, values[12:]))}"
    chances = []
    for goal in sorted(goals):
        card: TargetCard = card_of(f"formula: a, goal: ≥ {goal}", f"2026-{len(values) - 12:02}", a=row)
        chances.append(number(told(card.landing).chance))
    assert chances == sorted(chances, reverse=True)


def test_a_range_is_as_likely_as_what_lies_between_its_ends() -> None:
    outcome = Outcome(10, 90, 0.1, grows=True)
    low, high = Goal("", ">=", Fraction(95)), Goal("", "<=", Fraction(110))
    both = outcome.chance(Goal("", "..", Fraction(95), Fraction(110)))
    assert both == pytest.approx((outcome.chance(low) or 0) + (outcome.chance(high) or 0) - 1)
    assert outcome.chance(Goal("tbd")) is None
    assert Outcome(1, 2).chance(low) is None


def test_one_computation_serves_all_targets() -> None:
    text = FLOW + "}\n  u: {formula: a + b, goal: 5}\n  v: {formula: a / b, goal: 50%"
    card = scorecard(plan_of(text), a=f"{YEAR} | 9", b=f"{YEAR} | 9")
    assert all(one.landing for one in card.targets)
    assert len(card.targets[0].context.at.forecasts) == 2


def test_a_pattern_needs_an_earlier_year() -> None:
    assert pattern_of([None] * EARLIER + [1.0, 2.0]) is None
    assert date(2026, 12, 31) == DAY
