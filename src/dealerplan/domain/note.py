"""Notes: why a figure is what it is, and what is done about it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from dealerplan.domain.actual import Done
from dealerplan.domain.month import Month

ACTION = "action/"
"""What stands before an action's id where a milestone's would stand; no milestone's id has a slash."""


class Note(NamedTuple):
    """The reason for a target's figure in a month, and the action it calls for."""

    target: str
    month: Month
    why: str
    action: str | None = None
    owner: str | None = None
    due: date | None = None

    def written(self) -> str:
        """The note as the book keeps it: JSON, without the target and month that the entry has."""
        due = self.due.isoformat() if self.due else None
        kept = {"why": self.why, "action": self.action, "owner": self.owner, "due": due}
        return json.dumps(kept, ensure_ascii=False)

    @classmethod
    def read(cls, target: str, month: Month, value: str) -> Note:
        """The note that `written` gave; raises what a value does that it never gave."""
        kept = json.loads(value)
        due = None if kept["due"] is None else date.fromisoformat(kept["due"])
        return cls(target, month, str(kept["why"]), kept["action"], kept["owner"], due)


class Action(NamedTuple):
    """What a note asks for. Its id is `target-month`, with a number from the second of the month on."""

    id: str
    note: Note
    done_on: date | None = None

    def is_open(self, day: date) -> bool:
        """Whether it is still to be done on a day."""
        return self.done_on is None or self.done_on > day

    def is_overdue(self, day: date) -> bool:
        """Whether it was to be done by a day, and is not."""
        return self.note.due is not None and self.note.due < day and self.is_open(day)


def actions_of(notes: Sequence[Note], done: Mapping[str, Done]) -> tuple[Action, ...]:
    """The actions of a plan's notes in the order noted; `done` is by what the book calls them."""
    found, numbers = [], Counter[str]()
    for note in notes:
        if note.action is None:
            continue
        base = f"{note.target}-{note.month}"
        numbers[base] += 1
        id = base if numbers[base] == 1 else f"{base}-{numbers[base]}"
        mark = done.get(f"{ACTION}{id}")
        found.append(Action(id, note, mark.on if mark else None))
    return tuple(found)
