"""A plan through its year: what later months may change, months of one's own, and months without business."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from dealerplan.calendar import open_days
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Plan
from dealerplan.evaluate import TargetCard, evaluate, last_recorded
from dealerplan.evaluate.figures import Change
from dealerplan.evaluate.scorecard import TOLD
from dealerplan.planfile.load import load
from tests.evaluate.make import WIDE, Given, cases
from tests.evaluate.tell import told


def at(case: Given, month: Month | None) -> TargetCard:
    return case._replace(as_of=month).first()


def without_target(card: TargetCard) -> tuple[Any, ...]:
    return tuple(getattr(card, key) for key in TOLD if key not in ("target", "own", "begins"))


@given(case=cases(kinds=("flow",), each=False, most_revisions=0, gaps=False, wide=WIDE))
@settings(max_examples=150, deadline=None)
def test_an_early_end_never_turns_while_later_months_are_not_negative(case: Given) -> None:
    months = list(case.plan.months_of(case.target))
    early = [month for month in months if at(case, month).verdict.rule in ("held_early", "broken_early")]
    event("ends early" if early else "does not")
    if not early:
        return
    later = {key: abs(value) if key[1] > early[0] else value for key, value in case.actuals.items()}
    settled = case._replace(actuals=later)
    statuses = {at(settled, month).verdict.status for month in months if month >= early[0]}
    assert statuses == {at(case, early[0]).verdict.status}


@given(case=cases(wide=WIDE), data=st.data())
@settings(max_examples=200, deadline=None)
def test_a_revision_changes_nothing_before_its_month(case: Given, data: st.DataObject) -> None:
    revisions = case.target.revisions
    assume(revisions)
    kept = data.draw(st.integers(0, len(revisions) - 1))
    plan = case.plan._replace(targets=(case.target._replace(revisions=revisions[:kept]),))
    before = revisions[kept].start.plus(-1)
    month = before if before in case.plan.period else None
    assert without_target(at(case._replace(plan=plan), month)) == without_target(at(case, month))


@given(case=cases(wide=WIDE))
@settings(max_examples=120, deadline=None)
def test_a_target_of_some_months_is_as_in_a_plan_of_just_those_months(case: Given) -> None:
    months = case.target.months
    assume(months is not None)
    assert months is not None
    own = case.plan._replace(period=months, targets=(case.target._replace(months=None),))
    for month in case.plan.period:
        if month <= months.last:
            then = month if month >= months.first else None
            one, other = at(case, month), at(case._replace(plan=own), then)
            if then is None:  # what months before its own are recorded is known at the month before them
                vars(one)["landing"] = vars(other)["landing"] = None
            assert without_target(one) == without_target(other)
    after = months.last.plus(1)
    if after in case.plan.period:  # its figures stand as of its end, but no month is its own any more
        stood, now = at(case, months.last), at(case, after)
        assert (now.figures, now.verdict, now.months) == (stood.figures, stood.verdict, stood.months)
        assert (now.month, now.mom.difference, now.yoy.difference) == (None, None, None)


@given(case=cases(wide=WIDE))
@settings(max_examples=200, deadline=None)
def test_a_month_without_business_is_never_missing_and_never_the_best(case: Given) -> None:
    card = case.first()
    assert not set(card.missing) & set(case.idle)
    assert card.best_month not in case.idle
    if case.as_of == case.plan.period.last and not card.missing and card.recorded:
        assert card.verdict.status in ("met", "missed", "undecided", "no_data", "too_few")


HEAD = """
plan: p
store: s
period: 2026
measures:
  n: {unit: 台}
  d: {unit: 台}
  stock: {unit: 台, over_time: last}
  sold: {unit: 台, members: {old: {until: 2026-06}, new: {from: 2026-06}, all: {}}}
  gap: {unit: 台, members: {first: {until: 2026-03}, second: {from: 2026-09}}}
targets:
"""


def cards(targets: str, as_of: str | None = None, idle: str = "", **values: str) -> dict[str, TargetCard]:
    """Evaluate targets with a row of values a measure from January on, `-` for none."""
    plan = load((HEAD + "".join(f"  {line}\n" for line in targets.splitlines())).encode(), "p.yaml")
    assert isinstance(plan, Plan), [str(error.message) for error in plan]
    actuals = {
        (measure.replace("_", "."), Month(2026, number)): Fraction(value)
        for measure, row in values.items()
        for number, value in enumerate(row.split(), start=1)
        if value != "-"
    }
    actuals |= {("stock", Month(2025, month.number)): value for (id, month), value in actuals.items() if id == "before"}
    months = frozenset(map(Month.parse, idle.split()))
    month = Month.parse(as_of) if as_of else last_recorded(plan, actuals, months)
    found = evaluate(plan, actuals, {}, open_days(plan.calendar), date(2026, 12, 31), month, months)
    return {one.target.id: one for one in found.targets}


SPLIT = "sold: {goal: 220, split: {old: 60, new: 40, all: 120}}"
YEAR = {"sold_old": "10 " * 6, "sold_new": "- " * 5 + "6 6 6 6 6 5 5", "sold_all": "10 " * 12}


def test_who_opens_and_who_closes_in_june_is_not_behind_for_months_not_there() -> None:
    for number in range(1, 13):
        row = {name: " ".join(values.split()[:number]) for name, values in YEAR.items()}
        found = cards(SPLIT, f"2026-{number:02d}", **row)
        assert {one.verdict.status for one in found.values()} <= {"on_track", "met", "no_data"}
        assert not any(one.missing for one in found.values())
    assert told(found["sold.old"].figures, "actual expected") == "60 60"
    assert found["sold.new"].verdict.status == "met"


def test_before_june_a_store_that_opens_then_has_nothing_to_say() -> None:
    new = cards(SPLIT, "2026-05", sold_old="10 " * 5, sold_all="10 " * 5)["sold.new"]
    assert (new.is_to_come, new.verdict.status, new.months, new.figures.actual) == (True, "no_data", (), None)


def test_before_anything_is_recorded_who_leaves_later_is_not_to_come() -> None:
    found = cards(SPLIT)
    assert [one.is_to_come for one in found.values()] == [False, False, True, False]


def test_a_level_ends_with_the_last_month_with_business() -> None:
    """Its line reaches the goal there, and last year's stands in for the month after."""
    line = cards("stock: {goal: 120, start: 10}", "2026-12", idle="2026-12", stock="10 " * 10 + "120")["stock"]
    assert told(line.figures, "expected gap") == "120 0"
    grown = cards("stock: {goal: over last year}", "2026-05", idle="2025-05", stock="- - - - 11", before="- - - 10")
    assert told(grown["stock"].figures, "expected gap") == "10 1"


def test_nothing_is_owed_where_nobody_is_there() -> None:
    gap = cards("n: {formula: gap, goal: 70}", "2026-09", gap_first="10 10 10", gap_second="- " * 8 + "10")["n"]
    assert told(gap.figures, "expected required_per_month") == "40 10"


def test_a_whole_owes_what_its_parts_owe_together() -> None:
    found = cards(SPLIT, "2026-07", **YEAR)
    whole, *parts = found.values()
    for at, month in enumerate(whole.months):
        owed = [part.months[index].expected for part in parts
                if (index := at - part.own.first.since(whole.own.first)) in range(len(part.months))]  # fmt: skip
        assert month.expected == sum(one or 0 for one in owed)
    # but not with a phasing of its own, which the parts then share within their months
    even = cards(SPLIT.replace("goal: 220", "goal: 220, phasing: even"), "2026-02", **YEAR)
    assert told(even["sold"].figures, "expected") == "36"
    assert told(even["sold.old"].figures, "expected") == "20"


def test_who_is_not_there_has_no_value_rather_than_none_sold() -> None:
    """Neither the month before nor the year before; and a gap in which nobody is there is not waited for."""
    new = cards("n: {formula: sold.new, goal: 30}", "2026-06", sold_new="- - - - - 3")["n"]
    assert (new.mom, new.yoy, new.yoy_to_date) == (Change(), Change(), None)
    gap = cards("n: {formula: gap, goal: 30}\nq: {formula: gap, goal: 3, each: quarter}",
                gap_first="1 1 1", gap_second="- - - - - - - - 1 1 1 1")  # fmt: skip
    assert {one.verdict.status for one in gap.values()} == {"missed"}
    assert not any(one.missing for one in gap.values())
    assert (gap["q"].figures.hits, gap["q"].figures.spans) == (2, 3)
    early = cards("n: {formula: gap, goal: 31}", "2026-03", gap_first="1 1 1")["n"]
    assert told(early.figures, "required_per_month") == "7"


def test_the_whole_does_not_wait_for_who_is_not_there() -> None:
    assert (
        cards(SPLIT, "2026-07", sold_all="1 " * 7, sold_old="1 " * 6, sold_new="- " * 5 + "1 1")["sold"].missing == ()
    )
    assert cards(SPLIT, "2026-07", sold_all="1 " * 7, sold_old="1 " * 6)["sold"].missing == (
        Month(2026, 6), Month(2026, 7),
    )  # fmt: skip


def test_a_part_of_the_year_has_its_own_goal_phasing_and_end() -> None:
    some = "n: {goal: 80, from: 2026-05, phasing: {5-6: 40}}"
    assert told(cards(some, "2026-06", n="- - - - 10 12")["n"].figures, "actual expected remaining") == "22 40 58"
    done = cards("n: {goal: 20, from: 2026-03, until: 2026-04}", "2026-09", n="1 1 10 9 1 1 1 1 1")["n"]
    assert (done.verdict.status, done.month) == ("missed", None)
    assert done.figures.actual == 19
    quarters = cards("n: {goal: 30, each: quarter, from: 2026-02, until: 2026-07}", "2026-12", n="0 " + "10 " * 11)["n"]
    assert [span.period.months for span in quarters.spans or ()] == ["2026-02..2026-04", "2026-05..2026-07"]


IDLE = """n: {goal: 11}
rate: {formula: n / d, goal: at least 50%}
month: {formula: n, goal: 1, each: month}
quarter: {formula: n, goal: 2, each: quarter}
stock: {goal: 10}"""


def test_a_month_without_business_ends_nothing() -> None:
    row = "1 - 1 1 1 1 1 1 1 1 1 1"
    found = cards(IDLE, idle="2026-02", n=row, d=row.replace("1", "2"), stock=row.replace("1", "10"))
    assert {id: one.verdict.status for id, one in found.items()} == dict.fromkeys(found, "met")
    assert [found["n"].months[1].actual, found["rate"].months[1].actual] == [0, None]
    assert [(found[id].figures.hits, found[id].figures.spans) for id in ("month", "quarter")] == [(11, 11), (4, 4)]
    assert found["n"].best_month == Month(2026, 1)


def test_a_quarter_without_any_business_is_neither_hit_nor_miss() -> None:
    row = "1 1 1 - - - 1 1 1 1 1 1"
    found = cards(IDLE, idle="2026-04 2026-05 2026-06", n=row)["quarter"]
    assert (found.verdict.status, found.figures.hits, found.figures.spans) == ("met", 3, 3)


@pytest.mark.parametrize(
    ("row", "idle", "as_of"),
    [
        ("1 1", "2026-03", "2026-02"),  # it moves nothing
        ("1 - 1", "2026-02", "2026-03"),
        ("1 " * 10, "2026-11 2026-12", "2026-12"),  # but at the end
        ("1 " * 10, "2026-12", "2026-10"),
        ("", "2026-12", None),
    ],
)
def test_the_as_of_month(row: str, idle: str, as_of: str | None) -> None:
    found = cards("n: {goal: 12}", idle=idle, n=row)["n"]
    assert (str(found.months[-1].month) if found.months else None) == as_of


def test_a_level_ends_with_the_month_before() -> None:
    level = cards("stock: {goal: 10}", idle="2026-12", stock="9 " * 10 + "10")["stock"]
    assert level.verdict.status == "met"
    assert level.figures.actual == 10


def test_nothing_is_asked_of_a_month_without_business_to_come() -> None:
    """It is known when it is closed, and does not move the as-of month."""
    found = cards("n: {goal: 11}\nq: {formula: n, goal: 3, each: quarter}", idle="2026-02", n="1")
    assert told(found["n"].figures, "remaining required_per_month") == "10 1"
    assert [need.months for need in found["n"].needs] == [10, 10]
    assert [str(need.amount) for need in found["q"].needs] == ["2"]
    assert [need.first for need in found["q"].needs] == [Month(2026, 3)]
    last = cards("n: {goal: 11}\nstock: {goal: 10}", "2026-01", idle="2026-12 2026-11", n="1", stock="9")
    assert last["stock"].needs[0].last == Month(2026, 10)


def test_what_the_next_quarter_needs_where_nobody_is_there_in_its_first_months() -> None:
    rate = cards("q: {formula: gap / n, goal: 50%, each: quarter}", "2026-03", gap_first="6 6 6", n="10 " * 3)
    (need,) = rate["q"].needs
    assert (need.amount, need.first, need.last) == (Fraction(1, 2), Month(2026, 9), Month(2026, 9))


def test_what_a_whole_had_before_it_had_members_is_not_its_own() -> None:
    found = cards("sold: {goal: 5}", "2026-01", sold="100", sold_old="60", sold_all="50")["sold"]
    assert [one.actual for one in (*found.months, found.month) if one] == [110, 110]
    assert found.figures.actual == 110


@given(case=cases(wide=WIDE), data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_later_month_closed_without_business_changes_nothing_before_it_ended(
    case: Given, data: st.DataObject
) -> None:
    assume(case.as_of is not None and case.as_of < case.plan.period.last)
    assert case.as_of is not None
    day, later = case.plan.month_end.last_day(case.as_of), case.as_of.plus(data.draw(st.integers(1, 6)))
    days = open_days(case.plan.calendar)

    def told_with(idle: frozenset[Month]) -> list[tuple[Any, ...]]:
        card = evaluate(case.plan, case.actuals, {}, days, day, case.as_of, idle)
        return [without_target(one) for one in card.targets]

    assert told_with(case.idle | {later}) == told_with(case.idle - {later})


@pytest.mark.parametrize(("day", "needed"), [(date(2026, 10, 31), 100), (date(2026, 12, 20), 200)])
def test_a_month_that_ended_without_business_brings_nothing_more(day: date, needed: int) -> None:
    plan = load(b"plan: p\nstore: s\nperiod: 2026\nmeasures: {a: {unit: CNY}}\ntargets: {a: {goal: 1200}}\n", "p.yaml")
    assert isinstance(plan, Plan)
    actuals = {("a", month): Fraction(100) for month in list(plan.period)[:10]}
    (card,) = evaluate(
        plan, actuals, {}, open_days(plan.calendar), day, Month(2026, 10), frozenset({Month(2026, 11)})
    ).targets
    assert card.figures.required_per_month == needed


def test_ahead_a_plan_is_judged_by_the_goals_of_a_later_month() -> None:
    text = (
        b"plan: p\nstore: s\nperiod: 2026\nmeasures: {a: {unit: CNY}}\n"
        b"targets: {a: {goal: 1200, revisions: [{from: 2026-02, goal: 2300, why: w}]}}\n"
    )
    plan = load(text, "p.yaml")
    assert isinstance(plan, Plan)
    actuals, days = {("a", Month(2026, 1)): Fraction(100)}, open_days(plan.calendar)
    now, ahead = (
        evaluate(plan, actuals, {}, days, date(2026, 1, 31), Month(2026, 1), frozenset(), month).targets[0]
        for month in (None, Month(2026, 2))
    )
    assert now.goal.value == 1200
    assert now.needs[0].amount == 100
    assert ahead.goal.value == 2300
    assert ahead.needs[0].amount == dict(ahead.owing)[Month(2026, 2)] == 200
