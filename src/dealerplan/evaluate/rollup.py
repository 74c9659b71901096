"""A group's targets at an as-of month: the sums of its stores, and who makes the gap (group.md, sections 2, 3, 9)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple, Protocol

from dealerplan.domain.goal import Goal
from dealerplan.domain.group import Fact, Store
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Plan, Target
from dealerplan.evaluate.figures import less, share
from dealerplan.evaluate.group_status import Whole, status_of
from dealerplan.evaluate.ranks import shares_of_short
from dealerplan.evaluate.roller import Roller, nearest
from dealerplan.evaluate.status import STATUSES, Status
from dealerplan.evaluate.tally import ZERO, Sums, TargetTally


class StoreTally(NamedTuple):
    """What a store gives to its group at the as-of month: its targets' tallies, by target."""

    store: Store
    targets: Mapping[str, TargetTally]


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
    """Year on year to date: of all stores and of the comparable ones, of sums a fraction, of rates the difference."""

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
    parts = [tally.whole for tally in tallies if tally.whole is not None]
    goals = _goals(target, own, len(stores))
    whole = Whole(target, roller, tuple(tallies), tuple(parts), as_of, _in_force(target, tallies))
    figures = figures_of(roller, parts, whole.against)
    owed, asked = figures.expected, goals.stores
    due = [(store, tally) for store, tally in own if as_of and store.is_due(as_of, group.month_end)]
    of_group = _against_group(goals, figures)
    return GroupTarget(
        target=target,
        goals=goals,
        goal=whole.goal,
        rolled=figures,
        attainment_of_group_goal=share(figures.actual, goals.group),
        pace_of_group_goal=of_group,
        planned=share(owed, asked) if target.adds_up else None,
        owed_share=share(owed, sum((tally.owed_all for tally in tallies), ZERO)) if target.adds_up else None,
        yoy=None if target.each else yoy_of(roller, own),
        status=status_of(whole, figures),
        counts=_counts("no_data" if tally.stale is not None else tally.status for _, tally in due),
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
    gap = less(actual, low)
    if is_range and not is_flow and actual is not None and low is not None and high is not None:
        gap = actual - nearest(actual, (low, high))
    expected = None if is_range and not is_flow else low
    return Rolled(
        actual,
        expected,
        high if is_range else None,
        share(actual, against if roller.how == "sum" else expected),
        share(actual, expected) if is_flow else None,
        gap,
    )


def _in_force(target: Target, tallies: Sequence[TargetTally]) -> tuple[Fraction, ...]:
    """The ends of Σ of the goals in force: of a level of the stores recorded."""
    own = [tally.goals for tally in tallies if tally.goals and (target.kind != "level" or tally.whole is not None)]
    ends = min(map(len, own), default=0)
    return tuple(sum((goals[at] for goals in own), ZERO) for at in range(ends))


def _goals(target: Target, own: Sequence[tuple[Store, TargetTally]], stores: int) -> GroupGoals:
    of_group = None if target.group_goal is None else target.group_goal.goal.value
    undecided = sum(not tally.goals for _, tally in own)
    if not target.adds_up:
        return GroupGoals(None, None, of_group, undecided, stores - len(own))
    first = [_first(target, store, tally) for store, tally in own]
    return GroupGoals(
        sum((tally.goals[0] for _, tally in own if tally.goals), ZERO),
        sum((goal for goal in first if goal is not None), ZERO),
        of_group,
        undecided,
        stores - len(own),
    )


def _first(target: Target, store: Store, tally: TargetTally) -> Fraction | None:
    """A store's first goal: the one that its table says, else its own."""
    own = store.goals.get(target.id)
    return own.goal.value if own is not None else tally.first


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


def yoy_of(roller: Roller, own: Sequence[tuple[Store, TargetTally]]) -> Yoy:
    """Year on year to date, of all stores and of the comparable ones (group.md, 9.11)."""
    both = [tally.comparable for _, tally in own if tally.comparable is not None]
    now = [tally.whole.inputs for _, tally in own if tally.whole is not None]
    before = [tally.before for _, tally in own if tally.before is not None]
    is_sum = roller.how == "sum"

    def change(one: Fraction | None, base: Fraction | None) -> Fraction | None:
        return share(less(one, base), base) if is_sum else less(one, base)

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
    roller, found = Roller(target, group), dict[str, list[tuple[TargetTally, Sequence[Sums]]]]()
    due, reported, behind = Counter[str](), Counter[str](), Counter[str]()
    for (store, tallies), report in zip(stores, reports, strict=True):
        now, tally = store.facts_in(today or as_of).get(fact, ""), tallies.get(target.id)
        found.setdefault(now, [])
        if as_of is not None and store.is_due(as_of, group.month_end):
            due[now] += 1
            reported[now] += report.is_whole(as_of)
            behind[now] += tally is not None and tally.stale is None and tally.status in ("behind", "missed")
        if tally is not None:
            for value, parts in _apart(store, tally, fact, now, today):
                found.setdefault(value, []).append((tally, parts))
    return [
        _region(value, (due[value], reported[value], behind[value]), roller, some, as_of)
        for value, some in found.items()
    ]


class Reports(Protocol):
    """What a store has reported."""

    def is_whole(self, month: Month) -> bool:
        """Whether it has reported all of a month."""
        ...


def _region(
    value: str,
    numbers: tuple[int, int, int],
    roller: Roller,
    some: Sequence[tuple[TargetTally, Sequence[Sums]]],
    as_of: Month | None,
) -> Region:
    tallies = tuple(tally for tally, _ in some)
    parts = tuple(part for _, own in some for part in own)
    whole = Whole(roller.target, roller, tallies, parts, as_of, _in_force(roller.target, tallies))
    figures = figures_of(roller, parts, whole.against)
    due, reported, behind = numbers
    return Region(value, due, reported, figures, status_of(whole, figures), behind)


def _apart(
    store: Store, tally: TargetTally, fact: Fact, now: str, today: Month | None
) -> list[tuple[str, Sequence[Sums]]]:
    """A store's sums by what a fact of it was; where it is `now` it is in any case."""
    if today is not None or not tally.places:
        return [(now, [tally.whole] if tally.whole else [])]
    found: dict[str, list[Sums]] = {now: []}
    for part in tally.places:
        found.setdefault(store.facts_in(part.start).get(fact, ""), []).append(part)
    return list(found.items())
