"""A group's targets at an as-of month: the sums of its stores, and who makes the gap (group.md, sections 2, 3, 9)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple, Protocol

from dealerplan.domain.goal import Goal
from dealerplan.domain.group import Fact, Store
from dealerplan.domain.month import Month
from dealerplan.domain.own_goal import lacks_goal
from dealerplan.domain.plan import Plan, Target
from dealerplan.evaluate.figures import less, share
from dealerplan.evaluate.group_status import Whole, status_of
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
    """Year on year to date: of all stores and of the comparable ones, of flows and levels a fraction, of rates the difference."""

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


class Region(NamedTuple):
    """Stores of one value of a fact (a region, a brand): how many are due in the as-of month and have reported it, a
    target's figures in them, and how many of those due are behind in it."""

    value: str
    due: int
    reported: int
    rolled: Rolled
    status: Status | None
    behind: int


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
    def ahead(self) -> Fraction | None:
        """What is attained, less what P owed of the goals in force (group.md, 9.12)."""
        return less(self.rolled.attainment, self.planned)


def roll_up(target: Target, group: Plan, stores: Sequence[StoreTally], as_of: Month | None) -> GroupTarget:
    """A target of the stores of a group, in the order of its table, at an as-of month."""
    own = [(one.store, one.targets[target.id]) for one in stores if target.id in one.targets]
    roller, tallies = Roller(target, group), [tally for _, tally in own]
    goals = _goals(target, group, stores)
    whole = _whole(roller, [_part(tally) for tally in tallies], as_of)
    figures = figures_of(roller, whole.parts, whole.against)
    owed, asked = figures.expected, goals.stores
    here = [(one.store, one.targets[target.id]) for one in stores if one.here and target.id in one.targets]
    due = [(store, tally) for store, tally in here if as_of and store.is_due(as_of, group.month_end)]
    of_group = _against_group(goals, figures)
    return GroupTarget(
        target=target,
        goals=goals,
        goal=whole.goal,
        rolled=figures,
        attainment_of_group_goal=share(figures.actual, goals.group),
        pace_of_group_goal=of_group,
        planned=share(owed, asked) if target.adds_up else None,
        owed_share=share(owed or ZERO, sum((tally.owed_all for tally in tallies), ZERO)) if target.adds_up else None,
        yoy=None
        if target.each
        else yoy_of(roller, own, [one.gone[target.id] for one in stores if target.id in one.gone]),
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


def _goals(target: Target, group: Plan, stores: Sequence[StoreTally]) -> GroupGoals:
    of_group = None if target.group_goal is None else target.group_goal.goal.value
    tallies = [one.targets[target.id] for one in stores if target.id in one.targets]
    undecided = sum(not tally.goals for tally in tallies)
    without = sum(target.id not in one.targets and lacks_goal(group, target, one.store) for one in stores)
    if not target.adds_up:
        return GroupGoals(None, None, of_group, undecided, without)
    in_force = [tally.goals[0] for tally in tallies if tally.goals]
    first = [goal for one in stores if (goal := _first(target, one)) is not None]
    return GroupGoals(total(in_force), total(first), of_group, undecided, without)


def total(amounts: Sequence[Fraction]) -> Fraction | None:
    """Their sum; None of none."""
    return sum(amounts, ZERO) if amounts else None


def _first(target: Target, of: StoreTally) -> Fraction | None:
    """A store's first goal: the one that the table says, though it may never be open for it, else its own."""
    said, own = of.store.goals.get(target.id), of.targets.get(target.id)
    if said is not None and target.by_store:
        return said.goal.value
    return None if own is None else own.first


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
        -sum((abs(line.contribution or ZERO) for line in short), ZERO),
        len(short),
        sum((abs(line.contribution or ZERO) for line in over), ZERO),
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


def regions_of(
    target: Target,
    group: Plan,
    stores: Sequence[StoreTally],
    reports: Sequence[Reports],
    fact: Fact,
    as_of: Month | None,
    today: Month | None = None,
) -> list[Region]:
    """A target by a fact of its stores, in the order of the table; with `today` by the facts of that month alone.

    Sums go to the place of their month; what is of the as-of month alone, what is due and reported, and levels, to that
    month's place (group.md, 9.20).
    """
    roller, found = Roller(target, group), dict[str, _Gathered]()
    for one, report in zip(stores, reports, strict=True):
        store, tally = one.store, one.targets.get(target.id)
        now = store.facts_in(today or as_of).get(fact, "")
        if one.here:
            here = found.setdefault(now, _Gathered(now))
            here.is_named = True
            here.due += (is_due := as_of is not None and store.is_due(as_of, group.month_end))
            here.reported += is_due and as_of is not None and report.is_whole(as_of)
            here.behind += is_due and tally is not None and tally.status in ("behind", "missed")
        if tally is not None:
            for value, of in _apart(tally, fact, now, today):
                there = found.setdefault(value, _Gathered(value))
                there.stores.append(of)
                there.is_named |= of.sums is not None or of.is_missing
    return [_region(one, roller, as_of) for one in found.values() if one.is_named]


class Reports(Protocol):
    """What a store has reported."""

    def is_whole(self, month: Month) -> bool:
        """Whether it has reported all of a month."""
        ...


class _Part(NamedTuple):
    """A store's target in one place."""

    tally: TargetTally
    sums: Sums | None
    goals: tuple[Fraction, ...]
    is_missing: bool


class _Gathered:
    """What is of one place; it is named where a store is in it now, or was up to the as-of month."""

    def __init__(self, value: str) -> None:
        self.value, self.due, self.reported, self.behind, self.is_named = value, 0, 0, 0, False
        self.stores: list[_Part] = []


def _region(of: _Gathered, roller: Roller, as_of: Month | None) -> Region:
    whole = _whole(roller, of.stores, as_of)
    figures = figures_of(roller, whole.parts, whole.against)
    return Region(of.value, of.due, of.reported, figures, status_of(whole, figures), of.behind)


def _whole(roller: Roller, stores: Sequence[_Part], as_of: Month | None) -> Whole:
    tallies = tuple(one.tally for one in stores)
    parts = tuple(one.sums for one in stores if one.sums is not None)
    is_missing = any(one.is_missing for one in stores if one.goals)
    return Whole(roller.target, roller, tallies, parts, as_of, _in_force(roller, stores), is_missing)


def _apart(tally: TargetTally, fact: Fact, now: str, today: Month | None) -> list[tuple[str, _Part]]:
    """A store's target by what a fact of it was in each month; where that never changes, as it is `now`."""
    places = [place for place in tally.places if place.fact == fact] if today is None else []
    if not places:
        return [(now, _part(tally))]
    return [(place.value, _Part(tally, place.sums, place.goals, bool(place.missing))) for place in places]


def _part(tally: TargetTally) -> _Part:
    """A store's target as a whole."""
    return _Part(tally, tally.whole, tally.goals, bool(tally.missing))


def _in_force(roller: Roller, stores: Sequence[_Part]) -> tuple[Fraction, ...]:
    """The ends of Σ of the goals in force: of a level of the stores recorded, a mean's by their weights."""
    own = [one for one in stores if one.goals and (roller.target.kind != "level" or one.sums is not None)]
    ends = range(min((len(one.goals) for one in own), default=0))
    if roller.how != "mean":
        return tuple(sum((one.goals[at] for one in own), ZERO) for at in ends)
    weights = [ZERO if one.sums is None else one.sums.weight for one in own]
    whole = sum(weights, ZERO)
    return tuple(
        sum((one.goals[at] * weight for one, weight in zip(own, weights, strict=True)), ZERO) / whole
        for at in ends
        if whole
    )
