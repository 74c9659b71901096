"""What an undo or a withdrawal takes back, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from dealerplan.domain.event import (
    ActionDone,
    Closed,
    Entry,
    MilestoneDone,
    Noted,
    Recorded,
    Reopened,
    Reversal,
    TakenBack,
)
from dealerplan.domain.plan import Plan
from dealerplan.domain.shown import InFull
from dealerplan.words import Message, say


def told(reversals: Sequence[Reversal], plans: Sequence[Plan]) -> Iterator[Message]:
    """A line for each entry that is taken back."""
    words, marks = _Words(plans), list[Message]()
    for one in reversals:
        event = one.entry.event
        line = words.value(one, event) if isinstance(event, Recorded) else words.mark(one.entry)
        if line not in marks or isinstance(event, Recorded):
            yield line
        marks.append(line)


def command_said(entry: Entry) -> Message:
    """Which command an entry was written by, and when."""
    when = f"{datetime.fromisoformat(entry.at).astimezone():%Y-%m-%d %H:%M}"
    return say("written {when} ({source}):", when=when, source=entry.source)


class _Words:
    """What entries are called; names are those of the plans."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        self._measures = {(plan.store, id): one for plan in reversed(plans) for id, one in plan.measures.items()}
        self._names = {(plan.id, one.id): one.name for plan in plans for one in plan.targets}
        self._names |= {(plan.id, one.id): one.name for plan in plans for one in plan.milestones}

    def value(self, of: Reversal, event: Recorded) -> Message:
        """A value that gives way to the one before it."""
        measure = self._measures.get((of.entry.store, event.measure))
        name, unit = (measure.name, measure.unit) if measure else (event.measure, None)
        before, after = (say("nothing") if value is None else InFull(value, unit) for value in (of.before, of.after))
        return say("{month} {name}: {before} → {after}", month=event.month, name=name, before=before, after=after)

    def mark(self, entry: Entry) -> Message:
        """Anything else."""
        match entry.event:
            case MilestoneDone(plan, milestone, done):
                name = self._names.get((plan, milestone), milestone)
                return say("{name}: the mark of {day} is taken back", name=name, day=done.on)
            case ActionDone(_, action, on):
                return say("{name}: the mark of {day} is taken back", name=action, day=on)
            case Noted(plan, note):
                name = self._names.get((plan, note.target), note.target)
                return say("{name}, {month}: the note is taken back: {why}", name=name, month=note.month, why=note.why)
            case Closed(month, _):
                return say("{month}: the closing is taken back", month=month)
            case Reopened(month):
                return say("{month}: the reopening is taken back", month=month)
            case TakenBack(entries):
                return say("{number} entry counts again", "{number} entries count again", number=len(entries))
        return say("entry {seq}", seq=entry.seq)
