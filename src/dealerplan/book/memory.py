"""A book in memory: the reference for the others, and what a workspace without a book reads."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext

from dealerplan.domain.event import Logs, Sealed, State, state_of


class MemoryBook:
    """Keeps entries in lists."""

    def __init__(self) -> None:
        self._logs: dict[str, list[Sealed]] = {}
        self._writing: frozenset[str] = frozenset()
        self.is_new = True

    def stores(self) -> Sequence[str]:
        """See Book."""
        return sorted(self._logs)

    def logs(self, stores: Collection[str]) -> Logs:
        """See Book."""
        return {store: list(self._logs.get(store, [])) for store in stores}

    def heads(self, stores: Collection[str]) -> Mapping[str, State]:
        """See Book."""
        return {store: state_of(self._logs.get(store, [])) for store in stores}

    def ends(self, stores: Collection[str]) -> Mapping[str, State]:
        """See Book."""
        return self.heads(stores)

    def reading(self) -> nullcontext[None]:
        """See Book."""
        self.is_new = not self._logs
        return nullcontext()

    @contextmanager
    def writing(self, stores: Collection[str]) -> Iterator[None]:
        """See Book."""
        self.is_new = not self._logs
        before = {store: list(log) for store, log in self._logs.items()}
        self._writing = frozenset(stores)
        try:
            yield
        except BaseException:
            self._logs = before
            raise
        finally:
            self._writing = frozenset()

    def append(self, entries: Sequence[Sealed]) -> None:
        """See Book."""
        stores = {entry.store for entry in entries}
        if not self._writing or not stores <= self._writing:
            raise RuntimeError("append outside writing()")
        for entry in entries:
            self._logs.setdefault(entry.store, []).append(entry)

    def time(self) -> None:
        """See Book."""

    def fault(self) -> None:
        """See Book."""

    def close(self) -> None:
        """See Book."""
