"""A book in memory: the reference for the others, and what a workspace without a book reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from dealerplan.domain.actual import Entry, EntryKind


class MemoryBook:
    """Keeps entries in a list."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._writing = False

    def entries(self, kind: EntryKind, store: str, known_at: str | None = None) -> Sequence[Entry]:
        """See Book."""
        return [
            entry
            for entry in self._entries
            if entry.kind == kind and entry.store == store and (known_at is None or entry.at <= known_at)
        ]

    @contextmanager
    def writing(self) -> Iterator[None]:
        """See Book."""
        before = len(self._entries)
        self._writing = True
        try:
            yield
        except BaseException:
            del self._entries[before:]
            raise
        finally:
            self._writing = False

    def append(self, entries: Sequence[Entry]) -> None:
        """See Book."""
        if not self._writing:
            raise RuntimeError("append outside writing()")
        revisions = Counter(entry.key for entry in self._entries)
        for entry in entries:
            revisions[entry.key] += 1
            self._entries.append(entry._replace(revision=revisions[entry.key]))

    def close(self) -> None:
        """See Book."""
