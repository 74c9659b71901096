"""A group's target by the regions, brands, classes or managers of its stores (group.md, 9.20)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dealerplan.domain.group import Fact
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Plan, Target
from dealerplan.evaluate.group_status import Part, part_at, part_of, status_of, whole_of
from dealerplan.evaluate.roller import Roller
from dealerplan.evaluate.rollup import Rolled, figures_of
from dealerplan.evaluate.status import Status
from dealerplan.evaluate.tally import StoreTally, TargetTally


class Region(NamedTuple):
    """Stores of one value of a fact (a region, a brand): how many are due in the as-of month and have reported it, a
    target's figures in them, and how many of those due are behind in it."""

    value: str
    due: int
    reported: int
    rolled: Rolled
    status: Status | None
    behind: int


def regions_of(
    target: Target,
    group: Plan,
    stores: Sequence[StoreTally],
    fact: Fact,
    as_of: Month | None,
    today: Month | None = None,
) -> list[Region]:
    """A target by a fact of its stores, in the order of the table; with `today` by the facts of that month alone.

    Sums go to the place of their month; what is of the as-of month alone, what is due and reported, and levels, to that
    month's place (group.md, 9.20).
    """
    roller, found = Roller(target, group), dict[str, _Gathered]()
    for one in stores:
        store, tally = one.store, one.targets.get(target.id)
        now = store.fact(fact, today or as_of)
        parts = [] if tally is None else _apart(tally, fact, now, today)
        if one.here:
            here = found.setdefault(now, _Gathered(now))
            here.is_named = True
            here.due += (is_due := as_of is not None and store.is_due(as_of, group.month_end))
            here.reported += is_due and as_of is not None and one.has_reported(as_of)
            was_over = all(value != now for value, _ in parts)  # the target's months, before it came
            here.behind += is_due and tally is not None and not was_over and tally.status in ("behind", "missed")
        for value, of in parts:
            there = found.setdefault(value, _Gathered(value))
            there.stores.append(of)
            there.is_named |= of.sums is not None or of.is_missing
    return [_region(one, roller, as_of) for one in found.values() if one.is_named]


class _Gathered:
    """What is of one place; it is named where a store is in it now, or was up to the as-of month."""

    def __init__(self, value: str) -> None:
        self.value, self.due, self.reported, self.behind, self.is_named = value, 0, 0, 0, False
        self.stores: list[Part] = []


def _region(of: _Gathered, roller: Roller, as_of: Month | None) -> Region:
    whole = whole_of(roller, of.stores, as_of)
    figures = figures_of(roller, whole.parts, whole.against)
    return Region(of.value, of.due, of.reported, figures, status_of(whole, figures), of.behind)


def _apart(tally: TargetTally, fact: Fact, now: str, today: Month | None) -> list[tuple[str, Part]]:
    """A store's target by what a fact of it was in each month; where that never changes, as it is `now`."""
    places = tally.places_by(fact, today)
    if not places:
        return [(now, part_of(tally))]
    return [(one.value, part_at(tally, one.sums, one.goals, one.missing, one.value == now)) for one in places]
