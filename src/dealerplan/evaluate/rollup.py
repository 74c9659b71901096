"""A group's targets at an as-of month: the sums of its stores, and who makes the gap (group.md, sections 2, 3, 9)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from dealerplan.domain.goal import Goal
from dealerplan.domain.group import Store
from dealerplan.domain.month import Month
from dealerplan.domain.number import summed
from dealerplan.domain.own_goal import lacks_goal
from dealerplan.domain.plan import Plan, Target
from dealerplan.evaluate.figures import less, share
from dealerplan.evaluate.group_status import part_of, status_of, whole_of
from dealerplan.evaluate.ranks import shares_of_short
from dealerplan.evaluate.roller import Roller, nearest
from dealerplan.evaluate.status import STATUSES, Status
from dealerplan.evaluate.tally import ZERO, Inputs, StoreTally, Sums, TargetTally


class GroupGoals(NamedTuple):
    """What is asked: Σ of the stores' goals in force and of their first ones, and of all together; how many stores are
    undecided, or have none. Rates and levels have no sums."""

    stores: Fraction | None
    first: Fraction | None
    group: Fraction | None
    undecided: int
    without: int

    @property
    def above(self) -> Fraction | None:
        """How much more the stores' goals come to than is asked of all together."""
        return less(self.stores, self.group)


class Rolled(NamedTuple):
    """Figures of some stores together, over P; `high` is what the upper end of ranges owes."""

    actual: Fraction | None = None
    expected: Fraction | None = None
    high: Fraction | None = None
    attainment: Fraction | None = None
    pace: Fraction | None = None
    gap: Fraction | None = None


class GapParts(NamedTuple):
    """A gap as what stores in the bad direction lack and what others have beyond, and how many of each."""

    short: Fraction
    stores_short: int
    over: Fraction
    stores_over: int
    level: int


class Yoy(NamedTuple):
    """Year on year to date, of all stores and of the comparable ones: of rates the difference, else a fraction."""

    all: Fraction | None
    comparable: Fraction | None
    stores: int


class StoreLine(NamedTuple):
    """A store in a group's target: `contribution` is what it adds to the gap, in cases of N for N / D."""

    store: Store
    tally: TargetTally
    contribution: Fraction | None
    share_of_short: Fraction | None

    @property
    def is_short(self) -> bool:
        """Whether it makes the gap larger."""
        return bool(self.share_of_short)

    @property
    def off(self) -> Fraction | None:
        """What it adds to the gap; its own gap where the stores' do not add up."""
        return self.tally.gap if self.contribution is None else self.contribution


class Spans(NamedTuple):
    """Of a goal for each span, over all stores: how many were held of how many, and of the last one."""

    hits: int
    spans: int
    held: int
    counted: int


class Within(NamedTuple):
    """How many stores lie below, within and above their ranges."""

    below: int
    within: int
    above: int


class GroupTarget(NamedTuple):
    """A target of all stores. `planned` is what P owed of the goals in force; `status` None where none can be told."""

    target: Target
    goals: GroupGoals
    goal: Goal | None
    rolled: Rolled
    attainment_of_group_goal: Fraction | None
    pace_of_group_goal: Fraction | None
    planned: Fraction | None
    owed_share: Fraction | None
    yoy: Yoy | None
    status: Status | None
    counts: Mapping[Status, int]
    gap_parts: GapParts | None
    missing: Sequence[tuple[Store, tuple[Month, ...]]]
    stale: Sequence[tuple[Store, Month, Fraction]]
    range: Within | None
    spans: Spans | None
    lines: Sequence[StoreLine]

    @property
    def is_ceiling(self) -> bool:
        """Whether less is better."""
        return self.goal is not None and self.goal.is_ceiling

    @property
    def shared_goal(self) -> Goal | None:
        """The goal of a rate or level that all stores share; None where they have their own."""
        goals = {line.tally.goals for line in self.lines if line.tally.goals}
        return self.goal if len(goals) == 1 and not self.target.adds_up else None

    @property
    def asked(self) -> Fraction | None:
        """What is asked of all together: a sum of goals in force, or what stores' goals come to."""
        if self.target.adds_up:
            return self.goals.stores
        if self.target.kind == "level" and self.gap_parts is not None:
            return summed(line.tally.goals[0] for line in self.lines if line.tally.goals and line.tally.whole)
        return self.rolled.expected

    @property
    def ahead(self) -> Fraction | None:
        """What is attained, less what P owed of the goals in force (group.md, 9.12)."""
        return less(self.rolled.attainment, self.planned)


def roll_up(target: Target, group: Plan, stores: Sequence[StoreTally], as_of: Month | None) -> GroupTarget:
    """A target of the stores of a group, in the order of its table, at an as-of month."""
    asked = [one for one in stores if target.id in one.targets]
    own = [(one.store, one.targets[target.id]) for one in asked]
    roller, tallies = Roller(target, group), [tally for _, tally in own]
    goals = _goals(target, group, stores, tallies)
    whole = whole_of(roller, [part_of(tally, one.here) for one, tally in zip(asked, tallies, strict=True)], as_of)
    figures = figures_of(roller, whole.parts, whole.against)
    owed, here = figures.expected, [(one.store, one.targets[target.id]) for one in asked if one.here]
    due = [(store, tally) for store, tally in here if as_of and store.is_due(as_of, group.month_end)]
    of_group = _against_group(goals, figures)
    gone = [one.gone[target.id] for one in stores if target.id in one.gone]
    return GroupTarget(
        target=target,
        goals=goals,
        goal=whole.goal,
        rolled=figures,
        attainment_of_group_goal=share(figures.actual, goals.group),
        pace_of_group_goal=of_group,
        planned=share(owed, goals.stores) if target.adds_up else None,
        owed_share=share(owed or ZERO, summed(tally.owed_all for tally in tallies)) if target.adds_up else None,
        yoy=None if target.each else yoy_of(roller, own, gone),
        status=status_of(whole, figures),
        counts=_counts(tally.status for _, tally in due),
        gap_parts=_gap_parts(lines := lines_of(roller, own)),
        missing=[(store, tally.missing) for store, tally in own if tally.missing and tally.goals],
        stale=[(store, *tally.stale) for store, tally in due if tally.stale is not None],
        range=_within(roller, own),
        spans=_spans(tallies),
        lines=lines,
    )


def figures_of(roller: Roller, parts: Sequence[Sums], against: Fraction | None) -> Rolled:
    """The figures of pairs of P; sums are attained `against` the goals in force."""
    actual = roller.value([part.inputs for part in parts])
    low, high = roller.expected(parts), roller.expected(parts, 1)
    is_flow, is_range = roller.target.kind == "flow", any(len(part.owed) > 1 for part in parts)
    is_level = roller.target.kind == "level"
    gap = less(actual, low)
    if is_range and not is_flow and actual is not None and low is not None and high is not None:
        gap = actual - nearest(actual, (low, high))
    expected = None if is_range and not is_flow else low
    return Rolled(
        actual,
        expected,
        high if is_range else None,
        share(actual, against if is_flow or (is_level and not is_range) else expected),
        share(actual, expected) if is_flow else None,
        gap,
    )


def _goals(target: Target, group: Plan, stores: Sequence[StoreTally], tallies: Sequence[TargetTally]) -> GroupGoals:
    of_group = None if target.group_goal is None else target.group_goal.goal.value
    undecided = sum(not tally.goals for tally in tallies)
    without = sum(target.id not in one.targets and lacks_goal(group, target, one.store) for one in stores)
    if not target.adds_up:
        return GroupGoals(None, None, of_group, undecided, without)
    in_force = [tally.goals[0] for tally in tallies if tally.goals]
    first = [goal for one in stores if (goal := _first(target, one)) is not None]
    return GroupGoals(total(in_force), total(first), of_group, undecided, without)


def total(amounts: Sequence[Fraction]) -> Fraction | None:
    """Their sum; None of none."""
    return summed(amounts) if amounts else None


def _first(target: Target, of: StoreTally) -> Fraction | None:
    """A store's first goal; what the table says counts though it may never be open for it."""
    own = of.targets.get(target.id)
    if own is not None:
        return own.first
    said = of.store.goals.get(target.id)
    return said.goal.value if said is not None and target.by_store else None


def _against_group(goals: GroupGoals, figures: Rolled) -> Fraction | None:
    """The pace against what is asked of all together, as much of which is owed as of the stores' goals."""
    owed = share(figures.expected, goals.stores)
    return None if owed is None or goals.group is None else share(figures.actual, goals.group * owed)


def _counts(statuses: Iterable[Status]) -> dict[Status, int]:
    found = Counter(statuses)
    return {status: found[status] for status in STATUSES}


def lines_of(roller: Roller, own: Sequence[tuple[Store, TargetTally]]) -> list[StoreLine]:
    """The stores in the order of the table, with what each adds to the gap and its share of what is short."""
    found = [None if tally.whole is None else roller.cases(tally.whole, tally.actual) for _, tally in own]
    signs = [-1 if tally.goal.is_ceiling else 1 for _, tally in own]
    bad = [
        None if one is None else -abs(one) if len(tally.goals) > 1 else sign * one
        for one, sign, (_, tally) in zip(found, signs, own, strict=True)
    ]
    shares = iter(shares_of_short([one for one in bad if one is not None]))
    return [
        StoreLine(store, tally, one, None if one is None else next(shares))
        for (store, tally), one in zip(own, found, strict=True)
    ]


def _gap_parts(lines: Sequence[StoreLine]) -> GapParts | None:
    known = [line for line in lines if line.contribution is not None]
    if not known:
        return None
    short = [line for line in known if line.is_short]
    over = [line for line in known if not line.is_short and line.contribution]
    return GapParts(
        -summed(abs(line.contribution or ZERO) for line in short),
        len(short),
        summed(abs(line.contribution or ZERO) for line in over),
        len(over),
        len(known) - len(short) - len(over),
    )


def yoy_of(roller: Roller, own: Sequence[tuple[Store, TargetTally]], gone: Sequence[Inputs] = ()) -> Yoy:
    """Year on year to date, of all stores and of the comparable ones (group.md, 9.11); `gone` is what last year had of
    stores that have no such target any more."""
    both = [tally.comparable for _, tally in own if tally.comparable is not None]
    now = [tally.whole.inputs for _, tally in own if tally.whole is not None]
    before = [*[tally.before for _, tally in own if tally.before is not None], *gone]
    is_rate = roller.target.kind == "rate"

    def change(one: Fraction | None, base: Fraction | None) -> Fraction | None:
        return less(one, base) if is_rate else share(less(one, base), base)

    return Yoy(
        change(roller.value(now), roller.value(before)),
        change(roller.value([one.now for one in both]), roller.value([one.before for one in both])),
        len(both),
    )


def _within(roller: Roller, own: Sequence[tuple[Store, TargetTally]]) -> Within | None:
    """How many stores lie below, within and above what their ranges owe."""
    found = [
        (tally.actual, tally.whole.owed) if roller.how == "sum" else (tally.actual, tally.goals)
        for _, tally in own
        if tally.whole is not None and tally.actual is not None and len(tally.goals) > 1
        if tally.status != "too_few"
    ]
    if not found:
        return None
    below = sum(actual < ends[0] for actual, ends in found)
    above = sum(actual > ends[-1] for actual, ends in found)
    return Within(below, len(found) - below - above, above)


def _spans(tallies: Sequence[TargetTally]) -> Spans | None:
    found = [tally.each for tally in tallies if tally.each is not None]
    if not found:
        return None
    last = [one.last for one in found if one.last is not None]
    return Spans(sum(one.hits for one in found), sum(one.spans for one in found), sum(last), len(last))
