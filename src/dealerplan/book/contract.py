"""What every keeper of a book can do."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from dealerplan.domain.event import Logs, Sealed, State
from dealerplan.errors import BookError
from dealerplan.words import Message, say

COLUMNS = "store, seq, sealed, hash"
"""The columns of the keepers' tables of entries: the fields of Sealed."""


RESTORE = say("bring back the last backup; keep the damaged file")


class Unsealed(BookError):
    """A book of a version without hashes, which can't be proven."""

    def __init__(self, place: object) -> None:
        message = say("{path} was written before books were sealed: what is in it can't be proven", path=place)
        super().__init__(message, say("record something, which seals it"))


def not_kept(place: object) -> BookError:
    """What is wrong where entries just appended are not there: another program changes what is written."""
    message = say("{path} does not keep what is written to it", path=place)
    return BookError(message, say("dealerplan verify says why; nothing was written"))


def lacks(place: object, tables: Collection[str]) -> BookError:
    """What is wrong where some of a book's tables are gone."""
    return BookError(
        say("{path} is damaged: {error}", path=place, error=say("it lacks {names}", names=sorted(tables))), RESTORE
    )


class Book(Protocol):
    """Append-only logs, one a store; read and written inside `reading` or `writing`.

    Every method raises BookError where the book cannot be used.
    """

    is_new: bool
    """Whether nothing was held here when the present `reading` or `writing` began."""

    def stores(self) -> Sequence[str]:
        """The stores that have entries, in order."""
        ...

    def logs(self, stores: Collection[str]) -> Logs:
        """The entries of stores."""
        ...

    def heads(self, stores: Collection[str]) -> Mapping[str, State]:
        """How far each store's log goes, as noted apart from the log itself."""
        ...

    def ends(self, stores: Collection[str]) -> Mapping[str, State]:
        """How far each store's log itself goes, without what it says."""
        ...

    def reading(self) -> AbstractContextManager[None]:
        """One moment: what is read inside it fits together, whoever writes meanwhile."""
        ...

    def writing(self, stores: Collection[str]) -> AbstractContextManager[None]:
        """One transaction: nobody else changes these stores, and what is appended is kept whole or not at all."""
        ...

    def append(self, entries: Sequence[Sealed]) -> None:
        """Add entries of the stores that are being written, sealed after their heads (chain.py), and the heads after
        them; only inside `writing`."""
        ...

    def time(self) -> datetime | None:
        """The time by the clock of the disk or server, just after something was written; None where it has none."""
        ...

    def fault(self) -> Message | None:
        """What is wrong with the keeper itself, below the entries: its pages, or the guards on its tables.

        Raises Unsealed where nothing can be proven.
        """
        ...

    def close(self) -> None:
        """Let go of the book."""
        ...
