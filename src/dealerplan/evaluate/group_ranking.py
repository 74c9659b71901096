"""The stores of a group in the order of a target's ranks, and how they moved against the month before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from dealerplan.domain.group import LEAST_PEERS
from dealerplan.evaluate.group_card import GroupCard
from dealerplan.evaluate.rollup import GroupTarget
from dealerplan.evaluate.standing import Basis, By, Peers, Place, Standing, basis_of, peers_of

Among = Literal["all", "peers"]
"""Whether stores are ranked among the whole group or among their peers."""


class Ranked(NamedTuple):
    """Stores that are ranked among each other, the best first; `peers` is what they have in common."""

    peers: Peers
    stores: Sequence[Standing]

    @property
    def are_few(self) -> bool:
        """Whether they are too few peers for a fair rank."""
        return bool(self.peers) and len(self.stores) < LEAST_PEERS


class GroupRanking(NamedTuple):
    """A target's stores, ranked by `basis`: all of them, or peers by peers; those without a rank; and how many places
    each went up against the month before, of those that have a rank in both months among the same."""

    card: GroupCard
    of: GroupTarget
    basis: Basis
    among: Among
    ranked: Sequence[Ranked]
    unranked: Sequence[Standing]
    moved: Mapping[str, int]

    def place(self, one: Standing) -> Place | None:
        """A store's place in this list."""
        return place_among(one, self.among)

    @property
    def number(self) -> int:
        """How many stores have a rank."""
        return sum(len(some.stores) for some in self.ranked)


def place_among(one: Standing, among: Among) -> Place | None:
    """A store's place among all or among its peers."""
    return one.among_peers if among == "peers" else one.among_all


def group_ranking(
    card: GroupCard, before: GroupCard | None, target: str, by: By | None, among: Among
) -> GroupRanking:  # fmt: skip
    """The stores of a target in the order of their ranks; `before` is the group a month before, by the same structure.

    Stores of one rank stand in the order of the table, peers in that of their first store.
    """
    of = card.target(target)
    standings = card.standings(of, by)
    places = [(one, place) for one in standings if (place := place_among(one, among)) is not None]
    found: dict[Peers, list[tuple[int, Standing]]] = {}
    for one, place in places:
        found.setdefault(_peers(one, card) if among == "peers" else (), []).append((place.rank, one))
    ranked = [
        Ranked(peers, [one for _, one in sorted(some, key=lambda pair: pair[0])]) for peers, some in found.items()
    ]
    unranked = [one for one in standings if place_among(one, among) is None]
    moved = (
        {} if before is None else _moved(card, standings, before, before.standings(before.target(target), by), among)
    )
    return GroupRanking(card, of, basis_of(of, card.plan, by), among, ranked, unranked, moved)


def _moved(
    card: GroupCard, standings: Sequence[Standing], before: GroupCard, earlier: Sequence[Standing], among: Among
) -> dict[str, int]:
    """How many places stores went up."""
    found = {}
    for one, old in zip(standings, earlier, strict=True):
        now, then = place_among(one, among), place_among(old, among)
        are_same = among == "all" or _peers(one, card) == _peers(old, before)
        if now is not None and then is not None and are_same:
            found[one.store.id] = then.rank - now.rank
    return found


def _peers(one: Standing, card: GroupCard) -> Peers:
    month = card.facts_of
    return () if month is None else peers_of(one.store, card.plan, month)
