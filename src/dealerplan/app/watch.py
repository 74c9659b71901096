"""What takes long is watched: somebody may be told how far it has come."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Watch(Protocol):
    """Gives items on, one after the other, and minds how many are done."""

    def __call__(self, items: Collection[T], /) -> Iterable[T]:
        """The items."""
        ...


def unwatched(items: Collection[T]) -> Iterable[T]:
    """Items that nobody waits for."""
    return items
