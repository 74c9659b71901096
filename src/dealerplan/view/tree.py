"""Targets in the plan's order, parts right below their whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dealerplan.evaluate import TargetCard
from dealerplan.view.document import Cell


def named(cards: Sequence[TargetCard]) -> Iterator[tuple[TargetCard, Cell]]:
    """Targets in the plan's order with their names, parts right below their whole."""
    by_id = {card.target.id: card for card in cards}
    for card, level in _in_order(cards):
        yield card, Cell(_name(card, by_id.get(card.target.part_of or "")), level=level)


def _in_order(cards: Sequence[TargetCard]) -> Iterator[tuple[TargetCard, int]]:
    ids = {card.target.id for card in cards}
    below: dict[str, list[TargetCard]] = {}
    for card in reversed(cards):
        whole = card.target.part_of
        below.setdefault(whole if whole in ids and whole else "", []).append(card)
    waiting = [(card, 0) for card in below.get("", [])]
    while waiting:
        card, level = waiting.pop()
        yield card, level
        waiting += [(part, level + 1) for part in below.get(card.target.id, [])]


def _name(card: TargetCard, whole: TargetCard | None) -> str:
    """A target's name; a member's goal below its whole needs the member's alone."""
    return card.target.label_in(whole.target) if whole else card.target.label
