"""What `record` and `correct` have written, line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dealerplan.domain.shown import InFull
from dealerplan.words import Message, say

if TYPE_CHECKING:
    from dealerplan.app.changes import Change
    from dealerplan.app.record import Outcome, Writing
    from dealerplan.cli.screen import Screen


def report(screen: Screen, outcome: Outcome, how: Writing) -> None:
    """Say what was written, what was there already, and what the plan warns of."""
    new = [change for change in outcome.changes if change.is_new]
    same = len(outcome.changes) - len(new)
    for line in _lines(new if how.file else outcome.changes, correcting=how.why is not None):
        screen.say(line)
    for warning in outcome.warnings:
        screen.note(say("warning: {message}", message=warning))
    if how.file and new and same:
        screen.say(say("{number} was there already", "{number} were there already", number=same))
    if how.why is not None and (first := sum(change.before is None for change in new)):
        screen.say(say("{number} of them new", number=first))
    if not new:
        screen.say(say("nothing changed"))
    elif how.rehearsal:
        screen.say(say("{number} would be written; nothing was (--dry-run)", number=len(new)))
    else:
        screen.say(say("{number} written", number=len(new)))


MOST_LINES = 100  # of changes that somebody reads one by one


def _lines(changes: Sequence[Change], correcting: bool) -> Iterator[Message]:
    """Each change, or where they are many, how many each store and month has."""
    several = len({change.store for change in changes}) > 1
    if len(changes) <= MOST_LINES:
        for change in changes:
            told = _told(change, correcting)
            yield say("{store}: {change}", store=change.store, change=told) if several else told
        return
    for (store, month), number in Counter((change.store, change.month) for change in changes).items():
        yield say("{store}, {month}: {number}", store=store, month=month, number=number)


def _told(change: Change, correcting: bool) -> Message:
    month, name, unit = change.month, change.measure.name, change.measure.unit
    value = "-" if change.value is None else InFull(change.value, unit)
    if not change.is_new:
        return say("{month} {name}: {value}, as it was", month=month, name=name, value=value)
    if change.before is None and correcting:
        return say("{month} {name}: {value}, new", month=month, name=name, value=value)
    if change.before is None:
        return say("{month} {name}: {value}", month=month, name=name, value=value)
    before = InFull(change.before, unit)
    if change.value is None:
        return say("{month} {name}: withdrawn, was {before}", month=month, name=name, before=before)
    return say("{month} {name}: {value}, was {before}", month=month, name=name, value=value, before=before)
