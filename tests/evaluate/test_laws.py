"""Laws that hold for any plan and any actuals."""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dealerplan.calendar import open_days
from dealerplan.domain.formula import Name
from dealerplan.domain.goal import Goal, Op
from dealerplan.domain.month import Month, Period
from dealerplan.domain.owed import spread
from dealerplan.domain.plan import Kind, Measure, Plan, Target
from dealerplan.evaluate.status import Status
from dealerplan.evaluate.target_context import context_of, moment
from tests.evaluate.make import OPS, Given, Wide, cases
from tests.evaluate.tell import plan_of, scorecard

DECIDED: tuple[Op, ...] = tuple(op for op in OPS if op)
KINDS: tuple[Kind, ...] = ("flow", "level", "rate")
FLOORS_FIRST: tuple[Status, ...] = ("missed", "behind", "at_risk", "on_track", "met")


def owed(case: Given) -> dict[Month, Fraction]:
    at = moment(case.plan, case.actuals, open_days(case.plan.calendar), case.as_of)
    owes = context_of(case.target, at).owed
    return {month: amount for month in at.months if (amount := owes.of(month)) is not None}


@given(case=cases(kinds=("flow",), wide=Wide(revised=True)))
def test_the_months_of_the_period_or_of_each_span_owe_the_goal_exactly(case: Given) -> None:
    period, each = case.plan.period, case.target.each
    months = owed(case._replace(as_of=period.last))
    for span in period.spans(each) if each else [period]:
        goal = case.target.goal_in(span.last).value
        if goal is not None:
            assert sum(months.get(month, 0) for month in span) == goal


@given(case=cases(kinds=("flow",), each=False, wide=Wide(revised=True)))
def test_at_any_month_the_months_owe_the_goal_in_force(case: Given) -> None:
    goal = case.target.goal_in(case.as_of).value
    if goal is not None:
        assert sum(owed(case).values()) == goal


@given(case=cases(kinds=("flow",), ops=DECIDED, most_revisions=0))
def test_without_revisions_no_month_owes_less_than_nothing(case: Given) -> None:
    assert all(amount >= 0 for amount in owed(case).values())


@given(
    amount=st.fractions(-1000, 1000, max_denominator=500),
    weights=st.lists(st.integers(0, 9), min_size=1, max_size=12),
    decimals=st.integers(0, 2),
)
def test_by_the_end_of_a_month_the_share_is_owed_rounded_down(
    amount: Fraction, weights: list[int], decimals: int
) -> None:
    part = lcm(10**decimals, amount.denominator)
    wholes = spread(int(amount * part), weights, part // 10**decimals)
    parts = [Fraction(whole, part) for whole in wholes]
    assert sum(parts) == amount
    assume(any(weights))
    for months in range(1, len(weights)):
        lacking = amount * sum(weights[:months]) / sum(weights) - sum(parts[:months])
        assert 0 <= lacking < Fraction(1, 10**decimals)


rows = st.lists(st.integers(0, 30), min_size=1, max_size=12)


@given(x=rows, y=rows)
def test_the_parts_of_a_split_add_up_to_the_whole(x: list[int], y: list[int]) -> None:
    length = min(len(x), len(y))  # a month counts for the whole once all members have it
    plan = plan_of("formula: sold, goal: 120, phasing: {3-5: 50, Q4: 20%}, split: {x: 80, y: 40}")
    row = {"sold_x": " ".join(map(str, x[:length])), "sold_y": " ".join(map(str, y[:length]))}
    whole, *parts = (card.figures for card in scorecard(plan, **row).targets)
    assert whole.actual == sum(part.actual or 0 for part in parts)


@given(case=cases(), random=st.randoms())
def test_the_order_of_recording_does_not_matter(case: Given, random: Random) -> None:
    shuffled = list(case.actuals.items())
    random.shuffle(shuffled)
    assert case._replace(actuals=dict(shuffled)).card() == case.card()


@given(months=st.lists(st.tuples(st.integers(0, 50), st.integers(1, 50)), min_size=1, max_size=12))
def test_a_year_s_rate_is_the_ratio_of_the_sums(months: list[tuple[int, int]]) -> None:
    above, below = zip(*months, strict=True)
    plan = plan_of("formula: a / b, goal: ≥ 50%")
    card = scorecard(plan, a=" ".join(map(str, above)), b=" ".join(map(str, below))).targets[0]
    assert card.figures.actual == Fraction(sum(above), sum(below))


@given(
    case=cases(kinds=("flow",), each=False, ops=(">=", ">", "<=", "<"), most_revisions=0),
    more=st.fractions(0, 20),
    data=st.data(),
)
def test_more_never_hurts_a_floor_nor_less_a_ceiling(case: Given, more: Fraction, data: st.DataObject) -> None:
    plain = case.target._replace(formula=Name("a"))
    case = case._replace(plan=case.plan._replace(targets=(plain,)))
    recorded = [key for key in case.actuals if key[0] == "a"]
    assume(recorded)
    changed = data.draw(st.sampled_from(recorded))
    better = -more if plain.goal.is_ceiling else more
    after = case._replace(actuals={**case.actuals, changed: case.actuals[changed] + better})
    before_status, after_status = case.first().verdict.status, after.first().verdict.status
    if before_status != "no_data":
        assert FLOORS_FIRST.index(after_status) >= FLOORS_FIRST.index(before_status)


@given(case=cases(gaps=False))
@settings(max_examples=200)
def test_at_the_end_everything_is_decided(case: Given) -> None:
    card = case._replace(as_of=case.plan.period.last).first()
    assert card.verdict.status in ("met", "missed", "no_data", "too_few", "undecided")
    assert card.verdict.status != "no_data" or case.target.kind == "rate" or case.target.each


HAIR = Fraction(1, 10**30)


@given(goal=st.fractions(-100, 100), kind=st.sampled_from(KINDS), op=st.sampled_from(DECIDED))
def test_a_hair_decides(goal: Fraction, kind: Kind, op: Op) -> None:
    """Comparisons are exact: a value a hair off the goal is not on it."""
    measure = {"flow": Measure("m", "m"), "level": Measure("m", "m", over_time="last"),
               "rate": Measure("m", "m", over_time="mean")}[kind]  # fmt: skip
    target = Target("t", "t", Name("m"), kind, Goal("", op, goal, goal if op == ".." else None), Fraction(1, 10))
    plan = Plan("p", "p", "s", Period.parse("2026-03"), measures={"m": measure}, targets=(target,))
    met = [
        Given(plan, {("m", plan.period.first): goal + off}, plan.period.first).first().verdict.status == "met"
        for off in (-HAIR, Fraction(0), HAIR)
    ]
    assert met == {
        ">=": [False, True, True], ">": [False, False, True], "<=": [True, True, False], "<": [True, False, False],
        "..": [False, True, False],
    }[op]  # fmt: skip


@given(case=cases(ops=DECIDED))
def test_figures_of_one_target_agree_with_each_other(case: Given) -> None:
    card = case.first()
    figures = card.figures
    if figures.remaining and figures.required_per_month is not None:
        rest = len(case.plan.period) - len(card.months) + len(card.missing)
        assert figures.required_per_month * rest == figures.remaining
    if figures.spans is not None:
        assert figures.hits is not None
        assert 0 <= figures.hits <= figures.spans
    if card.best_month is not None:
        assert card.best_month not in card.missing
