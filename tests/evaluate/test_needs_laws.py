"""Needs suffice: put back into the evaluation they hold the goal, and one smallest unit less (more) does not."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from dealerplan.calendar import open_days
from dealerplan.domain.formula import Name, Vocabulary, parse
from dealerplan.domain.goal import Goal, Op
from dealerplan.domain.month import Month
from dealerplan.domain.shown import json_number
from dealerplan.domain.unit import Unit, read_unit
from dealerplan.evaluate import TargetCard
from dealerplan.evaluate.need import Need
from tests.evaluate.make import MEASURES, OPS, Given, cases, goals, phasings, small, used

DECIDED: tuple[Op, ...] = tuple(op for op in OPS if op)
SIMPLE: tuple[Op, ...] = (">=", ">", "<=", "<")
STEP = {0: Fraction(1), 2: Fraction(1, 100)}


def rest(case: Given, card: TargetCard) -> list[Month]:
    passed = {month.month for month in card.months}
    return [month for month in case.plan.period if month in card.missing or month not in passed]


def complete(case: Given, values: dict[Month, Fraction], measure: str = "a") -> TargetCard:
    """The same target once these months have these values."""
    actuals = {**case.actuals, **{(measure, month): value for month, value in values.items()}}
    return case._replace(actuals=actuals, as_of=case.plan.period.last).first()


def held(card: TargetCard, end: Goal | None = None) -> bool:
    """Whether the goal, or a range's one end, holds at the end."""
    assert not card.missing
    assert card.figures.actual is not None
    assert card.verdict.status in ("met", "missed")
    goal = end or card.goal
    assert end is not None or goal.held_by(card.figures.actual) is (card.verdict.status == "met")
    return goal.held_by(card.figures.actual)


@st.composite
def of_one_measure(draw: st.DrawFn, ops: Sequence[Op] = DECIDED) -> Given:
    """A flow of `a` with values of both signs, some months missing, and goals of both signs."""
    case = draw(cases(kinds=("flow",), each=False, ops=("<=",), most_revisions=0))
    goal = draw(goals(tuple(ops)))
    assert goal.value is not None
    less = draw(st.sampled_from([0, 0, 0, 20, 60]))
    goal = goal._replace(value=goal.value - less, high=None if goal.high is None else goal.high - less)
    decimals = draw(st.sampled_from(list(STEP)))
    phasing = draw(phasings(len(case.plan.period)))
    target = case.target._replace(formula=Name("a"), goal=goal, decimals=decimals, phasing=phasing)
    signs = draw(st.sampled_from([0, 0, 3, 12]))
    own = {month: value - signs * (index % 2) for index, ((id, month), value) in enumerate(case.actuals.items())}
    actuals = {("a", month): value for month, value in own.items()}
    return case._replace(plan=case.plan._replace(targets=(target,)), actuals=actuals)


def given_by(case: Given, need: Need, months: Sequence[Month], amount: Fraction) -> dict[Month, Fraction]:
    """What the months have where each, or each day of them, or all together have an amount."""
    days = open_days(case.plan.calendar)
    match need.per:
        case "month":
            return dict.fromkeys(months, amount)
        case "day":
            return {month: amount * days(month) for month in months}
        case _:
            return {month: amount if month == months[-1] else Fraction(0) for month in months}


@given(case=of_one_measure())
@settings(max_examples=150, deadline=None)
def test_what_a_sum_is_told_to_do_is_just_enough(case: Given) -> None:
    card = case.first()
    months, step = rest(case, card), STEP[case.target.decimals]
    assert not (card.needs and not months)
    for need in card.needs:
        if need.seasonal or need.possible == "no":
            continue
        assert not need.strict
        assert need.months == len(months)
        event(f"{need.kind} a {need.per}, {card.goal.op}, {'-' if need.amount < 0 else '+'}")
        end = card.goal.ends()[need.kind == "allowance" and card.goal.is_range]
        beyond = step if need.kind == "allowance" else -step
        assert held(complete(case, given_by(case, need, months, need.amount)))
        assert not held(complete(case, given_by(case, need, months, need.amount + beyond)), end)


@given(case=of_one_measure())
@settings(max_examples=150, deadline=None)
def test_nothing_is_told_only_where_nothing_can_change(case: Given) -> None:
    """A floor that nobody needs anything for holds whatever comes, and what is impossible is."""
    card = case.first()
    months = rest(case, card)
    assume(months and card.figures.actual is not None)
    told = {need.kind for need in card.needs}
    nothing, much = (complete(case, dict.fromkeys(months, value)) for value in (Fraction(0), Fraction(1000)))
    for end, kind in zip(card.goal.ends(), ("need", "allowance"), strict=False):
        if not card.goal.is_range:
            kind = "allowance" if end.is_ceiling else "need"
        if kind not in told:
            assert held(nothing, end)
            assert held(much, end)
    if any(need.possible == "no" for need in card.needs):
        assert not held(nothing)
        assert not held(much)


@given(case=of_one_measure(SIMPLE))
@settings(max_examples=150, deadline=None)
def test_who_keeps_to_the_season_month_by_month_holds_the_goal(case: Given) -> None:
    card = case.first()
    if card.missing or not any(need.seasonal for need in card.needs):
        return
    for month in rest(case, card):
        card = case.first()
        asked = [need for need in card.needs if need.seasonal] or card.needs
        amount = Fraction(0)
        if asked:
            event("seasonal" if asked[0].seasonal else "the rest")
            assert month == asked[0].first
            amount = asked[0].amount
        case = case._replace(actuals={**case.actuals, ("a", month): amount}, as_of=month)
    assert held(case.first())


RATES = {
    text: Fraction(factor)
    for text, factor in (("a / b", 1), ("a * 100 / b", 100), ("a / b / 4", Fraction(1, 4)), ("(a - s.x) / b", 1))
}


@st.composite
def of_two_measures(draw: st.DrawFn, ops: Sequence[Op] = DECIDED, formulas: Sequence[str] = tuple(RATES)) -> Given:
    """A rate N / D, `a` of money or of things, sometimes within `b`."""
    case = draw(cases(kinds=("rate",), each=False, ops=("<=",), most_revisions=0))
    text = draw(st.sampled_from(formulas))
    goal = draw(goals(tuple(ops), 12))
    assert goal.value is not None
    scale = RATES[text] * Fraction(1, draw(st.sampled_from([1, 4, 12])))
    goal = goal._replace(value=goal.value * scale, high=None if goal.high is None else goal.high * scale)
    formula = parse(text, Vocabulary({id: id for id in MEASURES}))
    target = case.target._replace(formula=formula, goal=goal, min_volume=None)
    number = len(case.plan.period)
    months = [case.plan.period.first.plus(index) for index in range(draw(st.integers(1, number)))]
    actuals = {(id, month): draw(small) for month in months for id in used(target) if draw(st.integers(0, 9))}
    decimals, within = draw(st.sampled_from([0, 2])), draw(st.sampled_from([None, "b"]))
    if within:
        actuals |= {("a", month): min(actuals.get(("b", month), value), value)
                    for (id, month), value in actuals.items() if id == "a"}  # fmt: skip
    measures = {**MEASURES, "a": MEASURES["a"]._replace(decimals=decimals, within=within)}
    return Given(case.plan._replace(targets=(target,), measures=measures), actuals, months[-1])


def rest_with(case: Given, months: Sequence[Month], above: Fraction, below: Fraction) -> TargetCard:
    """The rate once the months have so much N together, and of D so much each."""
    actuals = {**case.actuals, **{(id, month): Fraction(0) for id in used(case.target) for month in months}}
    actuals |= {("b", month): below for month in months} | {("a", months[-1]): above}
    return case._replace(actuals=actuals, as_of=case.plan.period.last).first()


@given(case=of_two_measures())
@settings(max_examples=150, deadline=None)
def test_what_a_rate_is_told_to_do_is_just_enough_at_the_volume_so_far(case: Given) -> None:
    card = case.first()
    months, factor = rest(case, card), RATES_BY[case.target.formula]
    if not card.needs:
        return
    known = [month.month for month in card.months if month.month not in card.missing]
    mean = sum((case.actuals["b", month] for month in known), Fraction(0)) / len(known)
    step = STEP[case.plan.measures["a"].decimals]
    for need in card.needs:
        event(f"{need.kind} {'of N' if need.of else 'rate'}, {need.possible}, {card.goal.op}")
        amount = need.amount * (len(months) if need.per == "month" else 1)
        beyond = step * (len(months) if need.per == "month" else 1)
        if need.of is None:
            amount = need.amount / factor * mean * len(months)
            in_json = json_number(need.amount, side="up" if need.kind == "need" else "down")
            assert in_json is not None
            off = (Fraction(in_json) / factor * mean * len(months) - amount) * (1 if need.kind == "need" else -1)
            assert 0 <= off < step
        end = card.goal.ends()[need.kind == "allowance" and card.goal.is_range]
        assert amount % step == 0
        if need.possible != "no":
            assert held(rest_with(case, months, amount, mean))
        else:
            assert not held(rest_with(case, months, Fraction(0), mean)) or need.kind == "need"
        less = amount + (beyond if need.kind == "allowance" else -beyond)
        assert not held(rest_with(case, months, less, mean), end)


RATES_BY = {parse(text, Vocabulary({id: id for id in MEASURES})): factor for text, factor in RATES.items()}
VOLUMES = st.integers(0, 60).map(Fraction) | st.just(Fraction(10**9))


@given(case=of_two_measures(SIMPLE, ("a / b", "a * 100 / b")), data=st.data())
@settings(max_examples=150, deadline=None)
def test_impossible_is_said_only_where_nothing_could_do_it(case: Given, data: st.DataObject) -> None:
    card = case.first()
    months = rest(case, card)
    if not card.needs:
        return
    need, within = card.needs[0], case.plan.measures["a"].within
    event(f"{need.kind}, {need.possible}, {within}")
    if need.possible == "no":
        below = data.draw(VOLUMES)
        most = below * len(months) if within else Fraction(10**9)
        above = data.draw(st.integers(0, int(most)).map(Fraction) | st.sampled_from([Fraction(0), most]))
        after = rest_with(case, months, above, below)
        assert after.figures.actual is None or not held(after)
    if need.possible == "not_at_volume":
        tries = [(Fraction(0), 10**9), (Fraction(0), 0), (Fraction(10**9) * len(months), 10**9)]
        ends = [rest_with(case, months, above, Fraction(below)) for above, below in tries]
        assert any(held(end) for end in ends if end.figures.actual is not None)


@given(
    case=cases(kinds=("level",), each=False, ops=DECIDED, most_revisions=0),
    unit=st.sampled_from([None, read_unit("台")]),
)
@settings(max_examples=150, deadline=None)
def test_what_a_level_is_told_to_do_is_just_enough(case: Given, unit: Unit | None) -> None:
    target = case.target._replace(unit=unit)
    case = case._replace(plan=case.plan._replace(targets=(target,)))
    card = case.first()
    for need in card.needs:
        assert card.figures.actual is not None
        event(f"{need.kind}, {need.change}, {need.strict}, {card.goal.op}")
        step = STEP[target.decimals] if not need.strict else Fraction(1, 10**6)
        way = 1 if need.change == "rise" else -1
        more = step if need.kind == "allowance" else -step
        enough = need.amount - (more if need.strict else 0)
        ends = [ended(case, card.figures.actual + way * amount) for amount in (enough, need.amount + more)]
        assert [holds(end) for end in ends] == [need.possible == "yes", False]
    if not card.needs and card.figures.actual is not None and case.plan.period.last in rest(case, card):
        assert holds(case.first())


def ended(case: Given, value: Fraction) -> TargetCard:
    """A level with this value in its last month."""
    last = case.plan.period.last
    return case._replace(actuals={**case.actuals, ("last", last): value}, as_of=last).first()


def holds(card: TargetCard) -> bool:
    assert card.figures.actual is not None
    return card.goal.held_by(card.figures.actual)


@given(case=cases(kinds=("flow",), ops=DECIDED, most_revisions=1))
@settings(max_examples=150, deadline=None)
def test_what_the_next_span_is_told_to_do_is_just_enough(case: Given) -> None:
    target = case.target._replace(formula=Name("a"), each=case.target.each or "month")
    actuals = {("a", month): value for (_, month), value in case.actuals.items()}
    case = case._replace(plan=case.plan._replace(targets=(target,)), actuals=actuals)
    card = case.first()
    for need in card.needs:
        assert card.coming is not None
        months = [month for month in rest(case, card) if month in card.coming.span]
        assert (need.first, need.last) == (months[0], months[-1])
        assert (need.possible == "no") >= bool(card.misses)
        goal = card.coming.goal
        end = goal.ends()[need.kind == "allowance" and goal.is_range]
        beyond = STEP[target.decimals] * (1 if need.kind == "allowance" else -1)
        for amount, enough in ((need.amount, True), (need.amount + beyond, False)):
            given = given_by(case, need, months, amount)
            after = {**case.actuals, **{("a", month): value for month, value in given.items()}}
            total = sum((after["a", month] for month in card.coming.span), Fraction(0))
            assert end.held_by(total) is enough
