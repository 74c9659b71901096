"""Withdrawing a note with its action, a milestone's mark or one of its results, or an action's mark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dealerplan.app.session import Session
from dealerplan.app.undo import reversals, taking
from dealerplan.book.reading import Known
from dealerplan.domain.actual import Done
from dealerplan.domain.event import ActionDone, Entry, MilestoneDone, Noted, Reversal
from dealerplan.domain.month import Month
from dealerplan.domain.note import Action
from dealerplan.domain.plan import Milestone, Plan, Target
from dealerplan.errors import UsageError
from dealerplan.words import meant, say

WITHDRAW = "withdraw"


def withdraw_note(
    session: Session, plan: Plan, target: Target, month: Month, words: str | None, why: str
) -> list[Reversal]:
    """Take back a target's note of a month, the one that says `words` where there are several, and the mark of its
    action. Raises UsageError where there is none, or more than one is meant, or no reason is given."""
    if not why.strip():
        raise UsageError(say("withdrawing a note needs a reason"), say('say it: --why "wrong target"'))

    def decide(known: Known) -> tuple[list[Reversal], list[Entry]]:
        found = [
            entry
            for entry, event in known.of(Noted)
            if event.plan == plan.id and (event.note.target, event.note.month) == (target.id, month)
        ]
        entry = _the_one(found, words, target, month)
        actions = [action for seq, action in known.numbered_actions(plan) if seq == entry.seq]
        return _take(session, known, [entry, *_marks(known, plan, actions)], why)

    return session.write([plan], decide)


def _the_one(found: Sequence[Entry], words: str | None, target: Target, month: Month) -> Entry:
    """The one note meant; raises UsageError."""
    said = {entry.event.note.why: entry for entry in found if isinstance(entry.event, Noted)}
    if not said:
        raise UsageError(say("{name} has no note in {month}", name=target.label, month=month))
    if words is None and len(found) == 1:
        return found[0]
    if words is None:
        message = say(
            "{name} has {number} note in {month}",
            "{name} has {number} notes in {month}",
            name=target.label,
            number=len(found),
            month=month,
        )
        raise UsageError(message, say("say which: {notes}", notes=[f'"{one}"' for one in said]))
    if words not in said:
        message = say("{name} has no such note in {month}", name=target.label, month=month)
        raise UsageError(message, meant(words, list(said)))
    return said[words]


def _marks(known: Known, plan: Plan, actions: Sequence[Action]) -> Iterator[Entry]:
    """The marks of actions in force."""
    ids = {id for action in actions for id in (action.id, *action.also)}
    return (entry for entry, event in known.of(ActionDone) if event.plan == plan.id and event.action in ids)


def withdraw_action(session: Session, plan: Plan, action: Action, why: str | None) -> list[Reversal]:
    """Take back an action's mark; raises UsageError where there is none."""

    def decide(known: Known) -> tuple[list[Reversal], list[Entry]]:
        if not (found := list(_marks(known, plan, [action]))):
            raise UsageError(say("{name} is not marked as done", name=action.note.action))
        return _take(session, known, found, why)

    return session.write([plan], decide)


def withdraw_milestone(session: Session, plan: Plan, milestone: Milestone, why: str | None) -> list[Reversal]:
    """Take back a milestone's mark, with all its results; raises UsageError where there is none."""

    def decide(known: Known) -> tuple[list[Reversal], list[Entry]]:
        marks = known.of(MilestoneDone)
        found = [entry for entry, event in marks if (event.plan, event.milestone) == (plan.id, milestone.id)]
        if not found:
            raise UsageError(say("{name} is not marked as done", name=milestone.label))
        return _take(session, known, found, why)

    return session.write([plan], decide)


def withdraw_results(session: Session, plan: Plan, milestone: Milestone, words: Sequence[str], why: str | None) -> Done:
    """Mark a milestone as done without some of its results, by id or name; raises UsageError where one has no value."""
    ids = {result.name: result.id for result in milestone.results} | {one.id: one.id for one in milestone.results}

    def decide(known: Known) -> tuple[Done, list[Entry]]:
        mark = known.done(plan.id).get(milestone.id)
        if mark is None:
            raise UsageError(say("{name} is not marked as done", name=milestone.label))
        for word in words:
            if ids.get(word, word) not in mark.results:
                message = say("{milestone} has no result {name} recorded", milestone=milestone.label, name=word)
                raise UsageError(message, meant(word, list(mark.results)))
        gone = {ids.get(word, word) for word in words}
        left = Done(mark.on, {id: value for id, value in mark.results.items() if id not in gone})
        return left, [session.entry(MilestoneDone(plan.id, milestone.id, left), plan.store, WITHDRAW, why=why)]

    return session.write([plan], decide)


def _take(
    session: Session, known: Known, entries: Sequence[Entry], why: str | None
) -> tuple[list[Reversal], list[Entry]]:
    new = taking(session, entries[0].store, entries, WITHDRAW, why)
    return reversals(known, new), [new]
