"""What the book holds: entries, each one thing that happened, never changed afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from dealerplan.domain.actual import Done
from dealerplan.domain.month import Month
from dealerplan.domain.note import Note


class Recorded(NamedTuple):
    """A measure's value of a month; None withdraws it. The last one counts."""

    measure: str
    month: Month
    value: Fraction | None


class MilestoneDone(NamedTuple):
    """A milestone marked as done, with all results known by then. The last mark counts."""

    plan: str
    milestone: str
    done: Done


class ActionDone(NamedTuple):
    """A note's action marked as done. The last mark counts."""

    plan: str
    action: str
    on: date


class Noted(NamedTuple):
    """A note on a target's figure; it stands beside the earlier ones."""

    plan: str
    note: Note


class Closed(NamedTuple):
    """A month frozen, or said to have had no business. The last of these and of Reopened counts."""

    month: Month
    no_business: bool = False


class Reopened(NamedTuple):
    """A month opened again."""

    month: Month


class PlanKept(NamedTuple):
    """A plan's file as it stood when something was written; `path` is how messages call it."""

    plan: str
    path: str
    text: str


class TakenBack(NamedTuple):
    """Entries of the same store, by number, that count no more: an undo, or a note, mark or action withdrawn."""

    entries: tuple[int, ...]


Event = Recorded | MilestoneDone | ActionDone | Noted | Closed | Reopened | PlanKept | TakenBack


class Entry(NamedTuple):
    """An event of a store, and who wrote it how.

    `source` is the command or the place in a file; entries of one `command` were written together ("" in books of the
    first two versions, where `at` and `by` tell it). `at` is UTC, ISO 8601 with microseconds, so that it sorts as text,
    and later than any earlier of the store; `seq` counts a store's entries from 1 and `hash` seals them. All three are
    the book's to give.
    """

    event: Event
    store: str
    by: str
    source: str
    note: str | None = None
    why: str | None = None
    command: str = ""
    at: str = ""
    seq: int = 0
    hash: str = ""


class Numbered(NamedTuple):
    """An entry, and which one of the same thing it is, from 1. `value` is what it leaves in force: a measure's value or
    a milestone's mark, None for nothing."""

    entry: Entry
    revision: int
    subject: str
    month: Month | None
    value: Fraction | Done | None


class Reversal(NamedTuple):
    """An entry that is taken back; of a value, what its measure had in that month and has afterwards."""

    entry: Entry
    before: Fraction | None
    after: Fraction | None


class Sealed(NamedTuple):
    """An entry as a book keeps it: the `text` that says all of it, and the `hash` that seals it after those before."""

    store: str
    seq: int
    text: str
    hash: str


Log = Sequence[Sealed]
"""A store's entries in the order written."""
Logs = Mapping[str, Log]
"""The logs of stores; a store without entries has an empty one."""


class State(NamedTuple):
    """How far a store's entries go: how many there are, and the hash of the last; enough to know them all again."""

    entries: int = 0
    hash: str = ""

    def __str__(self) -> str:
        """`1234:3f9a0c71d2e85b6047ac`: as reports print it and `verify` takes it back."""
        return f"{self.entries}:{self.hash[:LONG]}"


SHORT = 12  # hex digits of a hash that people see, where it tells a few things apart
LONG = 20  # where it is to prove something


def state_of(log: Log) -> State:
    """How far a log goes."""
    return State(log[-1].seq, log[-1].hash) if log else State()
