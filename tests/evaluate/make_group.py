"""Random groups of one target or two, with what their stores have recorded: for laws, and for the comparison with
`slow_group`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from hypothesis import strategies as st

from dealerplan.calendar import open_days
from dealerplan.domain.formula import Vocabulary, measures_of, parse
from dealerplan.domain.goal import Goal, Op
from dealerplan.domain.group import (
    ByStore,
    Fact,
    Group,
    GroupGoal,
    GroupTerms,
    Move,
    NewGoal,
    OverStores,
    Store,
    StoreGoal,
    Structure,
)
from dealerplan.domain.month import Month, Period
from dealerplan.domain.number import canonical
from dealerplan.domain.plan import Calendar, Kind, Measure, Plan, Revision, Target
from dealerplan.domain.store_plan import plan_of
from dealerplan.evaluate import Scorecard, evaluate
from dealerplan.evaluate.group_card import GroupCard
from dealerplan.evaluate.tally import Reported, StoreTally
from dealerplan.evaluate.telling import tally_of
from tests.evaluate.make import CLOSED, SIZES, phasings, small, some
from tests.evaluate.slow_group import SlowGroup

MEASURES = {
    measure.id: measure
    for measure in (
        Measure("a", "a"),
        Measure("n", "n"),
        Measure("d", "d"),
        Measure("s", "s", members=("s.x", "s.y")),
        Measure("s.x", "s.x"),
        Measure("s.y", "s.y"),
        Measure("staff", "staff", over_time="mean"),
        Measure("stock", "stock", over_time="last"),
        Measure("grade", "grade", over_time="last", over_stores=OverStores("mean", "surveys")),
        Measure("score", "score", over_time="mean", over_stores=OverStores("mean", "surveys")),
        Measure("plain", "plain", over_time="mean", over_stores=OverStores("mean")),
        Measure("surveys", "surveys"),
    )
}
FORMULAS: dict[Kind, list[str]] = {
    "flow": ["a", "a", "a + n", "s", "2 * a - n"],
    "rate": ["n / d", "n / d", "a / (n + d)", "a / days", "a / open_days", "a / months", "score", "plain", "staff",
             "a / staff", "score + n / d", "1 - n / d", "a * 100 / d"],
    "level": ["stock", "stock", "grade"],
}  # fmt: skip
REGIONS = st.sampled_from(["north", "south", "west"])
Values = dict[tuple[str, str, Month], Fraction]


class GivenGroup(NamedTuple):
    """A group's plan, its stores, what they recorded by store, measure and month, and their months without business."""

    plan: Plan
    stores: Sequence[Store]
    values: Values
    as_of: Month
    structure: Structure = "then"
    today: Month = Month(2026, 12)
    idle: frozenset[tuple[str, Month]] = frozenset()

    @property
    def target(self) -> Target:
        return self.plan.targets[0]

    def own(self, store: Store) -> Plan:
        """A store's own plan."""
        return plan_of(self.plan, store, open_days)

    def of(self, store: Store) -> tuple[dict[tuple[str, Month], Fraction], frozenset[Month]]:
        """What a store recorded, and its months without business."""
        values = {(id, month): value for (owner, id, month), value in self.values.items() if owner == store.id}
        return values, frozenset(month for owner, month in self.idle if owner == store.id)

    def card_of(self, store: Store, as_of: Month | None = None) -> Scorecard:
        """A store's own scorecard."""
        plan, (values, idle) = self.own(store), self.of(store)
        return evaluate(plan, values, {}, open_days(plan.calendar), as_of_day(self.as_of), as_of or self.as_of, idle)

    def tally_of(self, store: Store) -> StoreTally:
        """What a store gives to the group."""
        plan, (values, idle) = self.own(store), self.of(store)
        return tally_of(self.card_of(store), plan, self.plan, store, values, open_days(plan.calendar), idle)

    def reports_of(self, store: Store) -> dict[Month, Reported]:
        """How far a store has reported its months."""
        plan, (values, idle) = self.own(store), self.of(store)
        months: dict[Month, Reported] = {}
        for month in plan.period:
            asked = plan.due_in(month)
            recorded = len(asked) if month in idle else sum((id, month) in values for id in asked)
            months[month] = Reported(len(asked), recorded)
        return months

    def card(self) -> GroupCard:
        """The group, by way of every store's own plan."""
        assert self.plan.group is not None
        tallies = [self.tally_of(store)._replace(reports=self.reports_of(store)) for store in self.stores]
        return GroupCard(
            self.plan, Group(self.plan.group, self.stores), self.as_of, as_of_day(self.as_of), self.structure,
            self.today, tallies, [(store, {}) for store in self.stores], {}, "v",
        )  # fmt: skip

    def slow(self, main: str = "") -> SlowGroup:
        """The group by the other evaluator, which knows of months without business that have ended by then."""
        closed, idle = self.plan.calendar.closed, {one for one in self.idle if one[1] <= self.as_of}
        return SlowGroup(
            self.plan, self.stores, self.values, self.as_of, self.structure, self.today.first_day, main,
            lambda day: day not in closed, idle,
        )  # fmt: skip


def as_of_day(month: Month) -> date:
    """The last day of a month."""
    return month.last_day


@st.composite
def group_targets(draw: st.DrawFn, period: Period, id: str, kinds: tuple[Kind, ...], each: bool) -> Target:
    """A target, with a goal of its own or one by store; its goals are of one direction."""
    kind = draw(st.sampled_from(kinds))
    text = draw(st.sampled_from(FORMULAS[kind]))
    months = draw(_parts(period)) if draw(st.integers(0, 3)) == 0 else period
    spans = [span for span, size in SIZES.items() if not len(months) % size] if each else []
    every = draw(st.sampled_from([None, None, *spans]))
    op: Op = draw(st.sampled_from([">=", ">=", ">", "<=", "<", ".."]))
    own = draw(st.booleans())
    revised = draw(st.sets(st.sampled_from(tuple(months)), max_size=1)) if own else ()
    group_goal = draw(st.none() | amounts(">=").map(GroupGoal)) if kind == "flow" and not every else None
    return Target(
        id=id,
        name=id,
        formula=parse(text, Vocabulary({one: one for one in MEASURES})),
        kind=kind,
        goal=draw(amounts(op)) if own else Goal("by store"),
        tolerance=draw(st.sampled_from([Fraction(1, 10), Fraction(1, 3), Fraction(0)])),
        decimals=draw(st.sampled_from([0, 2])),
        each=every,
        start=draw(st.none() | small) if kind == "level" and own and not every and op != ".." else None,
        min_volume=draw(st.none() | small) if text in ("n / d", "a / (n + d)") else None,
        phasing=draw(phasings(len(months))) if kind == "flow" and not every else None,
        revisions=tuple(Revision(start, draw(amounts(op))) for start in revised),
        months=None if months == period else months,
        by_store=None if own else ByStore(op, starts=kind == "level" and not every and op != ".."),
        group_goal=group_goal,
    )


@st.composite
def amounts(draw: st.DrawFn, op: Op) -> Goal:
    """A decided goal of a direction; 0 among them."""
    value = draw(st.integers(0, 60)) * Fraction(1, draw(st.sampled_from([1, 1, 4])))
    high = value + draw(st.integers(0, 8)) if op == ".." else None
    text = f"{op} {canonical(value)}" if high is None else f"{canonical(value)} .. {canonical(high)}"
    return Goal(text, op, value, high)


@st.composite
def _parts(draw: st.DrawFn, period: Period) -> Period:
    first = draw(st.integers(0, len(period) - 1))
    return Period(period.first.plus(first), period.first.plus(draw(st.integers(first, len(period) - 1))))


@st.composite
def cells(draw: st.DrawFn, target: Target, op: Op, months: Period, opened: date | None) -> StoreGoal | None:
    """A store's goal: empty, undecided, an amount, or months across; from some month on perhaps another one."""
    dice = draw(st.integers(0, 9))
    if dice == 0:
        return None
    if dice == 1 and target.kind == "flow" and not target.each and op != "..":
        return draw(across(op, months, opened))
    goal = Goal("tbd") if dice == 2 else draw(amounts(op))
    starts = target.by_store is not None and target.by_store.starts
    later = draw(st.sets(st.sampled_from(tuple(months)), max_size=1)) if draw(st.booleans()) else ()
    return StoreGoal(
        goal,
        start=draw(st.none() | small) if starts else None,
        later=tuple(NewGoal(start, draw(amounts(op) | st.just(Goal("tbd")))) for start in later),
    )


@st.composite
def across(draw: st.DrawFn, op: Op, months: Period, opened: date | None) -> StoreGoal:
    """A goal by month; nothing before the opening, which `check` finds and the shares of the others would scale."""
    drawn = {month: Fraction(draw(st.integers(0, 6))) for month in months}
    shares = {
        month: value if opened is None or month >= Month.of(opened) else Fraction(0) for month, value in drawn.items()
    }
    total = sum(shares.values(), Fraction(0))
    return StoreGoal(Goal(f"{op} {total}", op, total), months=shares)


@st.composite
def table_rows(draw: st.DrawFn, id: str, plan: Plan, ops: Mapping[str, Op]) -> Store:
    """A store: when it opens and closes, where it lies, what it is asked."""
    opened = draw(st.none() | st.none() | st.dates(date(2024, 11, 1), date(2026, 12, 31)))
    closed = draw(st.none() | st.none() | st.dates(date(2025, 10, 1), date(2026, 12, 31)))
    if opened and closed and closed < opened:
        closed = None
    starts = sorted(draw(st.sets(st.sampled_from(tuple(plan.period)), max_size=2)))
    found = {
        target.id: cell
        for target in plan.targets
        if target.by_store and (cell := draw(cells(target, ops[target.id], plan.months_of(target), opened)))
    }
    facts: dict[Fact, str] = {"region": draw(REGIONS), "brand": draw(st.sampled_from("xy"))}
    moves = tuple(Move(start, {draw(st.sampled_from(["region", "brand"])): draw(REGIONS)}) for start in starts)
    return Store(id, None, facts, opened, closed, found, moves if draw(st.booleans()) else ())


@st.composite
def groups(
    draw: st.DrawFn,
    kinds: tuple[Kind, ...] = ("flow", "rate", "level"),
    each: bool = True,
    least: int = 1,
    most: int = 5,
    targets: int = 2,
) -> GivenGroup:
    """A group as a plan file and its table can say it, and what its stores recorded."""
    period = Period.parse(draw(st.sampled_from(["2026", "2026", "2026-H2", "2026-Q1", "2026-03"])))
    calendar = draw(st.sampled_from([Calendar(), Calendar(closed=frozenset(map(date.fromisoformat, CLOSED)))]))
    terms = GroupTerms("g", "stores.csv", comparable=draw(st.sampled_from([13, 13, 3, 1])), peers=("brand",))
    own = tuple(draw(group_targets(period, id, kinds, each)) for id in "tu"[: draw(st.integers(1, targets))])
    plan = Plan("p", "p", "", period, calendar=calendar, measures=MEASURES, targets=own, group=terms)
    ops: dict[str, Op] = {one.id: one.by_store.op if one.by_store else ">=" for one in own}
    stores = [draw(table_rows(f"s{at}", plan, ops)) for at in range(draw(st.integers(least, most)))]
    as_of = draw(st.sampled_from([*period, *[period.last] * 3]))
    months = [period.first.plus(index) for index in range(-12, len(period))]
    values, idle = Values(), set[tuple[str, Month]]()
    ids = _used(plan)
    amount = some if draw(st.booleans()) else small
    for store in stores:
        rest = draw(st.sets(st.sampled_from(months), max_size=2)) if draw(st.integers(0, 3)) == 0 else ()
        idle |= {(store.id, month) for month in rest}
        until = draw(st.sampled_from([months[-1]] * 4 + months))
        gaps = draw(st.booleans())
        for id in ids:
            own_amounts = amount if id not in ("d", "surveys", "staff") else small
            for month in months:
                silent = month > until or month in rest or (gaps and draw(st.integers(0, 7)) == 0)
                if not silent:
                    values[store.id, id, month] = draw(own_amounts)
    return GivenGroup(
        plan, stores, values, as_of, draw(st.sampled_from(["then", "now"])), draw(st.sampled_from(tuple(period))),
        frozenset(idle),
    )  # fmt: skip


def _used(plan: Plan) -> list[str]:
    ids = {id for target in plan.targets for id in measures_of(target.formula)}
    ids |= {weight for id in ids if (over := MEASURES[id].over_stores) and (weight := over.weight)}
    return [part for id in sorted(ids) for part in MEASURES[id].members or (id,)]


Check = Callable[[GivenGroup], None]
