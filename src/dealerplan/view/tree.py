"""Targets in the plan's order, parts right below their whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

from dealerplan.domain.plan import Target
from dealerplan.view.document import Cell


class OfTarget(Protocol):
    """What is said of a target: of a store's, or of a group's."""

    @property
    def target(self) -> Target:
        """The target."""
        ...


T = TypeVar("T", bound=OfTarget)


def named(cards: Sequence[T]) -> Iterator[tuple[T, Cell]]:
    """Targets in the plan's order with their names, parts right below their whole."""
    by_id = {card.target.id: card for card in cards}
    for card, level in _in_order(cards):
        yield card, Cell(_name(card, by_id.get(card.target.part_of or "")), level=level)


def _in_order(cards: Sequence[T]) -> Iterator[tuple[T, int]]:
    ids = {card.target.id for card in cards}
    below: dict[str, list[T]] = {}
    for card in reversed(cards):
        whole = card.target.part_of
        below.setdefault(whole if whole in ids and whole else "", []).append(card)
    waiting = [(card, 0) for card in below.get("", [])]
    while waiting:
        card, level = waiting.pop()
        yield card, level
        waiting += [(part, level + 1) for part in below.get(card.target.id, [])]


def _name(card: OfTarget, whole: OfTarget | None) -> str:
    """A target's name; a member's goal below its whole needs the member's alone."""
    return card.target.label_in(whole.target) if whole else card.target.label
