"""What the book holds: entries, each the value of one thing at one time, never changed afterwards."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Literal, NamedTuple

from dealerplan.domain.month import Month
from dealerplan.domain.number import canonical

WITHDRAWN = "withdrawn"
CLOSED, OPEN = "closed", "open"
EntryKind = Literal["actual", "done", "close", "note"]

Actuals = Mapping[tuple[str, Month], Fraction]
"""The value in force of each measure (by id) and month of one store."""


class Entry(NamedTuple):
    """One line of the book.

    An `actual` has a measure as `subject`, a month, and a canonical decimal or WITHDRAWN as `value`; a milestone
    `done` has `plan/milestone` as subject, no month, and its date and results as `value`; a `close` has no subject, a
    month, and CLOSED or OPEN as `value`; a `note` has `plan/target`, a month, and a Note (note.py) as `value`. A later
    entry of the same kind, store, subject and month replaces it, but a later note stands beside the earlier ones;
    `revision` counts them from 1 (0: not yet in a book). `at` is UTC, ISO 8601 with microseconds, so that it sorts as
    text.
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
    revision: int = 0

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What the entry is a value of."""
        return (self.kind, self.store, self.subject, self.month)


class BookState(NamedTuple):
    """What a book held: how many entries, and a hash over them."""

    entries: int
    hash: str


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
    return Fraction(text)
