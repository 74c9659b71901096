"""What every keeper of a book can do."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from dealerplan.domain.actual import Entry, EntryKind


class Book(Protocol):
    """An append-only list of entries. Every method raises BookError where the book cannot be used."""

    def entries(self, kind: EntryKind, store: str, known_at: str | None = None) -> Sequence[Entry]:
        """Every entry of a kind and store in the order written; with `known_at`, those written by then."""
        ...

    def writing(self) -> AbstractContextManager[None]:
        """One transaction: reads inside it see nothing change, and what it appends is kept whole or not at all."""
        ...

    def append(self, entries: Sequence[Entry]) -> None:
        """Add entries, numbering their revisions; only inside `writing`."""
        ...

    def close(self) -> None:
        """Let go of the book."""
        ...
