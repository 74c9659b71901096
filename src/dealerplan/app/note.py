"""Notes on a target's figure in a month: the reason, and the action it calls for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from dealerplan.app.session import Session
from dealerplan.app.values import pick_target
from dealerplan.app.workspace import stores
from dealerplan.book.reading import done_of, notes_of
from dealerplan.domain.actual import Done, Entry, Log
from dealerplan.domain.note import ACTION, Action, Note, actions_of
from dealerplan.domain.plan import Plan, Target
from dealerplan.errors import DealerplanError, Invalid, Refused, UsageError
from dealerplan.words import say


def actions_in(log: Log, plan: Plan) -> tuple[Action, ...]:
    """The actions of a plan's notes."""
    return actions_of(notes_of(log, plan), done_of(log, plan.id))


def find_noted(word: str, plans: Sequence[Plan]) -> tuple[Plan, Target]:
    """The target named by id, `plan/id` or name; raises UsageError."""
    return pick_target(word, [(plan, one, (plan, one)) for plan in plans for one in plan.targets])


class Noted(NamedTuple):
    """A note, the id of its action where it has one, and whether it says anything new."""

    note: Note
    action: str | None
    is_new: bool


def add_note(session: Session, plan: Plan, note: Note) -> Noted:
    """Keep a note beside those there already; an equal one changes nothing. Raises Refused with all that is wrong."""
    _check(session, plan, note)

    def decide(log: Log) -> tuple[Noted, list[Entry]]:
        notes = notes_of(log, plan)
        is_new = note not in notes
        known = actions_of((*notes, note) if is_new else notes, {})
        action = next((one.id for one in reversed(known) if one.note == note), None)
        entry = session.entry("note", plan.store, f"{plan.id}/{note.target}", str(note.month), note.written(), "note")
        return Noted(note, action, is_new), [entry] if is_new else []

    return session.write(plan.store, decide)


def _check(session: Session, plan: Plan, note: Note) -> None:
    problems: list[DealerplanError] = []
    if note.month not in plan.period:
        message = say("{text} is outside the period {period}", text=note.month, period=plan.period.label)
        hint = say("choose a month from {first} to {last}", first=plan.period.first, last=plan.period.last)
        problems.append(Invalid(message, hint))
    elif note.month > session.month:
        message = say("{month} lies in the future", month=note.month)
        problems.append(Invalid(message, say("the current month is {month}", month=session.month)))
    if not note.why.strip():
        hint = say('dealerplan note {words} "two lifts out of order"', words=f"{note.target} {note.month}")
        problems.append(UsageError(say("a note needs its reason"), hint))
    if note.action is None and (note.owner is not None or note.due is not None):
        problems.append(UsageError(say("an owner or a date belongs to an action"), say("say it with --action")))
    if note.action is not None and not note.action.strip():
        problems.append(UsageError(say("{option} needs a value", option="--action")))
    if problems:
        raise Refused(problems)


def noted_actions(session: Session, plans: Sequence[Plan]) -> list[tuple[Plan, Action]]:
    """Every action of plans' notes, done or not."""
    with session.reading() as book:
        logs = book.logs(stores(plans))
    return [(plan, action) for plan in plans for action in actions_in(logs[plan.store], plan)]


def close_action(
    session: Session, plan: Plan, action: Action, on: date | None, note: str | None = None, why: str | None = None
) -> tuple[date, bool]:
    """Mark an action as done, today unless said otherwise; gives the day, and whether that is new."""
    if on is not None and on > session.today:
        raise Invalid(say("{day} lies in the future", day=on), say("today is {day}", day=session.today))
    if on is not None and on < action.note.month.first_day:
        raise Invalid(say("{day} is before the month of the note, {month}", day=on, month=action.note.month))

    def decide(log: Log) -> tuple[tuple[date, bool], list[Entry]]:
        before = done_of(log, plan.id).get(f"{ACTION}{action.id}")
        day = on or (before.on if before else session.today)
        if before is not None and before.on == day:
            return (day, False), []
        if before is not None and not why:
            hint = say('to change it, say why: --why "…"')
            raise UsageError(say("{name} was done on {day} already", name=action.id, day=before.on), hint)
        subject = f"{plan.id}/{ACTION}{action.id}"
        entry = session.entry("done", plan.store, subject, "", Done(day, {}).written(), "done", note, why)
        return (day, True), [entry]

    return session.write(plan.store, decide)
