"""What the book holds: entries, each the value of one thing at one time, never changed afterwards."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Literal, NamedTuple

from dealerplan.domain.month import Month
from dealerplan.domain.number import canonical

WITHDRAWN = "withdrawn"
CLOSED, NO_BUSINESS, OPEN = "closed", "no business", "open"
EntryKind = Literal["actual", "done", "close", "note"]

Actuals = Mapping[tuple[str, Month], Fraction]
"""The value in force of each measure (by id) and month of one store."""


class Entry(NamedTuple):
    """One line of the book.

    An `actual` has a measure as `subject`, a month, and a canonical decimal or WITHDRAWN as `value`; a milestone
    `done` has `plan/milestone` as subject, no month, and its date and results as `value`; a `close` has no subject, a
    month, and CLOSED, NO_BUSINESS or OPEN as `value`; a `note` has `plan/target`, a month, and a Note (note.py) as
    `value`. A later entry of the same kind, store, subject and month replaces it, but a later note stands beside the
    earlier ones. `at` is UTC, ISO 8601 with microseconds, so that it sorts as text. `seq` counts a store's entries from
    1 and `hash` seals them (book/chain.py); both are the book's to give.
    """

    kind: EntryKind
    store: str
    subject: str
    month: str
    value: str
    at: str
    by: str
    source: str
    note: str | None = None
    why: str | None = None
    seq: int = 0
    hash: str = ""


class Numbered(NamedTuple):
    """An entry, and which value of the same thing it is, from 1."""

    entry: Entry
    revision: int


Log = Sequence[Entry]
"""A store's entries in the order written."""
Logs = Mapping[str, Log]
"""The logs of stores; a store without entries has an empty one."""


class State(NamedTuple):
    """How far a store's entries go: how many there are, and the hash of the last; enough to know them all again."""

    entries: int = 0
    hash: str = ""

    def __str__(self) -> str:
        """`1234:3f9a0c71d2e8`: as reports print it and `verify` takes it back."""
        return f"{self.entries}:{self.hash[:SHORT]}"


SHORT = 12  # hex digits of a hash that people see


def state_of(log: Log) -> State:
    """How far a log goes."""
    return State(log[-1].seq, log[-1].hash) if log else State()


class Done(NamedTuple):
    """A milestone marked as done, with its results."""

    on: date
    results: Mapping[str, Fraction]

    def written(self) -> str:
        """The mark as the book keeps it: JSON with canonical decimals."""
        results = {id: canonical(value) for id, value in sorted(self.results.items())}
        return json.dumps({"on": self.on.isoformat(), "results": results}, ensure_ascii=False)

    @classmethod
    def read(cls, value: str) -> Done:
        """The mark that `written` gave; raises what a value does that it never gave."""
        kept = json.loads(value)
        results = {id: read_decimal(amount) for id, amount in kept["results"].items()}
        return cls(date.fromisoformat(kept["on"]), results)


_DECIMAL = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)


def read_decimal(text: str) -> Fraction:
    """A value as the book keeps it; raises ValueError for anything but a plain decimal."""
    if not _DECIMAL.fullmatch(text):
        raise ValueError(text)
    return Fraction(text) if "." in text else Fraction(int(text))
