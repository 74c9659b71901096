"""Where each store stands among all and among its peers (group.md, section 3, and 9.15 to 9.17)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from dealerplan.domain.formula import measures_of, quotient
from dealerplan.domain.group import Store
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Plan
from dealerplan.evaluate.chance import Chance, chance_of
from dealerplan.evaluate.figures import share
from dealerplan.evaluate.ranks import ranks
from dealerplan.evaluate.roller import Roller
from dealerplan.evaluate.rollup import GroupTarget, StoreLine
from dealerplan.evaluate.tally import ZERO, formula_value

By = Literal["pace", "contribution"]
"""What stores are ranked by."""

Reason = Literal["closed", "to_open", "no_goal", "undecided", "no_data", "too_few", "new", "nothing_owed"]
"""Why a store is not ranked."""


class Place(NamedTuple):
    """A rank, 1 the best, and how many are ranked."""

    rank: int
    of: int


class Standing(NamedTuple):
    """A store's place among all and among its peers, by `value`; `reason` says why it has none."""

    store: Store
    line: StoreLine | None
    value: Fraction | None
    among_all: Place | None
    among_peers: Place | None
    chance: Chance | None
    reason: Reason | None


def default_by(target: GroupTarget, group: Plan) -> By:
    """Sums and levels go by pace, rates by what they add to the gap."""
    return "pace" if Roller(target.target, group).how == "sum" else "contribution"


def standings_of(
    of: GroupTarget,
    group: Plan,
    stores: Sequence[Store],
    as_of: Month,
    by: By | None = None,
    facts_of: Month | None = None,
) -> list[Standing]:
    """The standing of every store, in the order of the table; peers by the facts of the as-of month, or of another."""
    lines = {line.store.id: line for line in of.lines}
    chances, by = chances_of(of, group), by or default_by(of, group)
    found = [_unranked(store, lines.get(store.id), group, as_of, by) for store in stores]
    found = [one._replace(chance=chances.get(one.store.id)) for one in found]
    among_all = _places(of, found)
    peers = _groups(found, group, facts_of or as_of)
    among_peers = {id: place for some in peers.values() for id, place in _places(of, some).items()}
    return [
        one._replace(among_all=among_all.get(one.store.id), among_peers=among_peers.get(one.store.id)) for one in found
    ]


def peers_of(store: Store, group: Plan, as_of: Month) -> tuple[str, ...]:
    """What makes a store's peers."""
    facts = store.facts_in(as_of)
    return tuple(facts.get(fact, "") for fact in (group.group.peers if group.group else ()))


def _groups(found: Sequence[Standing], group: Plan, as_of: Month) -> Mapping[tuple[str, ...], list[Standing]]:
    groups: dict[tuple[str, ...], list[Standing]] = {}
    for one in found:
        groups.setdefault(peers_of(one.store, group, as_of), []).append(one)
    return groups


def _places(of: GroupTarget, some: Sequence[Standing]) -> dict[str, Place]:
    values = {one.store.id: one.value for one in some if one.reason is None and one.value is not None}
    is_range = of.goal is not None and of.goal.is_range
    is_ceiling = of.goal is not None and of.goal.is_ceiling
    placed = ranks(values, "lowest" if is_ceiling and not is_range and not of.target.each else "highest")
    return {id: Place(rank, len(values)) for id, rank in placed.items()}


def _unranked(store: Store, line: StoreLine | None, group: Plan, as_of: Month, by: By) -> Standing:
    value = None if line is None else _value(line, by)
    return Standing(store, line, value, None, None, None, _reason(store, line, group, as_of, value))


def _value(line: StoreLine, by: By) -> Fraction | None:
    """What a store is ranked by; of ranges how far it is off, below 0, of spans the share that it held."""
    tally = line.tally
    if tally.each is not None:
        return share(Fraction(tally.each.hits), Fraction(tally.each.spans))
    if tally.whole is None:
        return None
    if len(tally.goals) > 1:
        off = line.contribution if line.contribution is not None else tally.gap
        return None if off is None else -abs(off)
    if by == "pace":
        return share(tally.actual, tally.whole.owed[0] if tally.whole.owed else None)
    return line.contribution if line.contribution is not None else tally.gap


def _reason(store: Store, line: StoreLine | None, group: Plan, as_of: Month, value: Fraction | None) -> Reason | None:
    """Why a store is not ranked, the first reason that applies."""
    if store.is_to_open(as_of, group.month_end):
        return "to_open"
    if store.is_closed(as_of, group.month_end):
        return "closed"
    if line is None:
        return "no_goal"
    if not line.tally.goals:
        return "undecided" if line.tally.goal.undecided else "no_data"
    if line.tally.status == "no_data" or (line.tally.whole is None and line.tally.each is None):
        return "no_data"
    if line.tally.status == "too_few":
        return "too_few"
    months = store.whole_months(as_of, group.month_end)
    if group.group is not None and months is not None and months < group.group.comparable:
        return "new"
    return "nothing_owed" if value is None else None


def chances_of(of: GroupTarget, group: Plan) -> Mapping[str, Chance]:
    """What chance does not explain, by store: of N / D with N within D, around the rate of all stores over P."""
    parts = quotient(of.target.formula)
    if parts is None or not _is_within(of, group):
        return {}
    known = [(line.store.id, line.tally.whole.inputs) for line in of.lines if line.tally.whole is not None]
    both = {
        id: (formula_value(parts.above, inputs) or ZERO, formula_value(parts.below, inputs) or ZERO)
        for id, inputs in known
    }
    above, below = (sum((pair[at] for pair in both.values()), ZERO) for at in (0, 1))
    found = {id: chance_of(*pair, above, below) for id, pair in both.items()}
    return {id: chance for id, chance in found.items() if chance is not None}


def _is_within(of: GroupTarget, group: Plan) -> bool:
    """Whether N counts a part of what D counts."""
    parts = quotient(of.target.formula)
    above, below = (set(measures_of(part)) for part in (parts.above, parts.below)) if parts else (set(), set())
    return bool(above) and len(below) == 1 and all(group.measures[id].within in below for id in above)


class Spread(NamedTuple):
    """How the peers of a store stand: their median, and the end of their best quarter; of how many."""

    median: Fraction
    best_quarter: Fraction
    number: int


LEAST_PEERS = 5
"""Among fewer nobody is told a standing: the median of two tells the other's figure."""


def spread_of(standings: Sequence[Standing], store: Store, of: GroupTarget, group: Plan, as_of: Month) -> Spread | None:
    """How a store's ranked peers stand, the store among them; None among fewer than LEAST_PEERS."""
    own = peers_of(store, group, as_of)
    values = sorted(
        one.value
        for one in standings
        if one.reason is None and one.value is not None and peers_of(one.store, group, as_of) == own
    )
    if len(values) < LEAST_PEERS:
        return None
    if of.goal is None or not of.goal.is_ceiling:
        values.reverse()
    middle = len(values) // 2
    median = values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2
    return Spread(median, values[-(-len(values) // 4) - 1], len(values))
