"""Where each store stands among all and among its peers (group.md, section 3, and 9.15 to 9.17)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from dealerplan.domain.formula import measures_of, quotient
from dealerplan.domain.group import LEAST_PEERS, Store
from dealerplan.domain.month import Month
from dealerplan.domain.number import median, summed
from dealerplan.domain.plan import Plan, Target
from dealerplan.evaluate.chance import Chance, chance_of
from dealerplan.evaluate.figures import share
from dealerplan.evaluate.ranks import ranks
from dealerplan.evaluate.roller import Roller
from dealerplan.evaluate.rollup import GroupTarget, StoreLine
from dealerplan.evaluate.tally import ZERO, formula_value

By = Literal["pace", "contribution"]
BYS: tuple[By, ...] = ("pace", "contribution")
"""What stores are ranked by."""

Basis = Literal["pace", "contribution", "gap", "spans", "distance"]
"""What the values are that stores are ranked by: a share of what was owed; what a store adds to the gap, in cases for
N / D; how far a rate is from its goal; the share of spans held; how far outside a range, 0 or below."""

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


def basis_of(of: GroupTarget, group: Plan, by: By | None = None) -> Basis:
    """What the values of a target's standings are; what has one basis alone has it whatever `by` says."""
    if of.target.each:
        return "spans"
    if any(len(line.tally.goals) > 1 for line in of.lines):
        return "distance"
    how = Roller(of.target, group).how
    if how == "sum":
        return by or "pace"
    return "contribution" if how == "ratio" else "gap"


def has_choice(of: GroupTarget, group: Plan) -> bool:
    """Whether stores can be ranked by pace or by contribution: in sums and levels without ranges or spans."""
    return basis_of(of, group, "pace") == "pace"


def standings_of(
    of: GroupTarget,
    group: Plan,
    stores: Sequence[Store],
    as_of: Month,
    by: By | None = None,
    facts_of: Month | None = None,
) -> list[Standing]:
    """The standing of every store, in the order of the table; peers are so in the month `facts_of`, else `as_of`."""
    lines = {line.store.id: line for line in of.lines}
    chances, by = chances_of(of, group), by or default_by(of, group)
    found = [_unplaced(store, lines.get(store.id), group, as_of, by) for store in stores]
    found = [one._replace(chance=chances.get(one.store.id)) for one in found]
    among_all = _places(of, found)
    peers = _groups(found, group, facts_of or as_of)
    among_peers = {id: place for some in peers.values() for id, place in _places(of, some).items()}
    return [
        one._replace(among_all=among_all.get(one.store.id), among_peers=among_peers.get(one.store.id)) for one in found
    ]


Peers = tuple[str, ...]
"""What makes stores peers: the same values of the plan's `peers`."""


def peers_of(store: Store, group: Plan, month: Month) -> Peers:
    """What makes a store's peers in a month."""
    facts = store.facts_in(month)
    return tuple(facts.get(fact, "") for fact in (group.group.peers if group.group else ()))


def _groups(found: Sequence[Standing], group: Plan, month: Month) -> Mapping[Peers, list[Standing]]:
    groups: dict[Peers, list[Standing]] = {}
    for one in found:
        groups.setdefault(peers_of(one.store, group, month), []).append(one)
    return groups


def _places(of: GroupTarget, some: Sequence[Standing]) -> dict[str, Place]:
    values = {one.store.id: one.value for one in some if one.reason is None and one.value is not None}
    placed = ranks(values, "lowest" if _is_lowest_best(of) else "highest")
    return {id: Place(rank, len(values)) for id, rank in placed.items()}


def _is_lowest_best(of: GroupTarget) -> bool:
    """Whether the lowest value is the best: under a ceiling, but for shares of spans."""
    return of.is_ceiling and not of.target.each


def _unplaced(store: Store, line: StoreLine | None, group: Plan, as_of: Month, by: By) -> Standing:
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
        return None if line.off is None else -abs(line.off)
    if by == "pace":
        return tally.pace
    return line.off


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
    above, below = (summed(pair[at] for pair in both.values()) for at in (0, 1))
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


class StoreStanding(NamedTuple):
    """A store's place in a target among its peers, and how these stand, without their names; by `basis`."""

    target: Target
    place: Place
    value: Fraction
    spread: Spread
    basis: Basis


def own_standings(
    of: GroupTarget, group: Plan, standings: Sequence[Standing], month: Month
) -> dict[str, StoreStanding]:
    """What each store may be told of its place in a target, by store; nothing among fewer than LEAST_PEERS."""
    basis, found = basis_of(of, group), dict[str, StoreStanding]()
    for some in _groups(standings, group, month).values():
        ranked = [(one.store.id, one.among_peers, one.value) for one in some]
        own = [(id, place, value) for id, place, value in ranked if place is not None and value is not None]
        if len(own) >= LEAST_PEERS:
            spread = _spread([value for _, _, value in own], of)
            found |= {id: StoreStanding(of.target, place, value, spread, basis) for id, place, value in own}
    return found


def _spread(values: Sequence[Fraction], of: GroupTarget) -> Spread:
    best_first = sorted(values, reverse=not _is_lowest_best(of))
    return Spread(median(best_first), best_first[-(-len(best_first) // 4) - 1], len(best_first))
