"""Notes: why a figure is what it is, and what is done about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from dealerplan.domain.month import Month


class Note(NamedTuple):
    """The reason for a target's figure in a month, and the action it calls for."""

    target: str
    month: Month
    why: str
    action: str | None = None
    owner: str | None = None
    due: date | None = None


class Action(NamedTuple):
    """What a note asks for. Its id is `target-month`, with a number from the second of the month on; it answers to
    `also` too, its ids under the target's earlier names."""

    id: str
    note: Note
    done_on: date | None = None
    also: tuple[str, ...] = ()

    def is_open(self, day: date) -> bool:
        """Whether it is still to be done on a day."""
        return self.done_on is None or self.done_on > day

    def is_overdue(self, day: date) -> bool:
        """Whether it was to be done by a day, and is not."""
        return self.note.due is not None and self.note.due < day and self.is_open(day)


class AsNoted(NamedTuple):
    """A note under its target's name of today, with the name under which it was written and any in between."""

    note: Note
    then: str
    between: tuple[str, ...] = ()


def actions_of(notes: Iterable[AsNoted], done: Mapping[str, date]) -> tuple[Action, ...]:
    """The actions of all notes that a plan ever had, in the order noted; `done` is by any id that they answer to.

    All, since a note taken back must not give its number to the next one.
    """
    found, numbers = [], Counter[tuple[bool, str, Month]]()
    for note, then, between in notes:
        if note.action is None:
            continue
        id = _id(note.target, note.month, numbers, True)
        old = _id(then, note.month, numbers, False)
        earlier = [id.replace(note.target, name, 1) for name in between]
        also = tuple(dict.fromkeys([old, *earlier] if then != note.target else earlier))
        also = tuple(one for one in also if one != id)
        marks = [done[one] for one in (id, *also) if one in done]
        found.append(Action(id, note, max(marks, default=None), also))
    return tuple(found)


def _id(target: str, month: Month, numbers: Counter[tuple[bool, str, Month]], today: bool) -> str:
    """The next id of a target and month, counted under names of today or of then."""
    numbers[today, target, month] += 1
    number = numbers[today, target, month]
    return f"{target}-{month}" if number == 1 else f"{target}-{month}-{number}"
