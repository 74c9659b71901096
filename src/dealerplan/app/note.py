"""Notes on a target's figure in a month: the reason, and the action it calls for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from dealerplan.app.selection import Named
from dealerplan.app.session import Session
from dealerplan.book.reading import Known
from dealerplan.domain.event import ActionDone, Entry, Noted
from dealerplan.domain.note import Action, Note
from dealerplan.domain.plan import Plan
from dealerplan.errors import DealerplanError, Invalid, Refused, UsageError
from dealerplan.words import say


class Added(NamedTuple):
    """A note, the id of its action where it has one, and whether it says anything new."""

    note: Note
    action: str | None
    is_new: bool


def add_note(session: Session, plan: Plan, note: Note) -> Added:
    """Keep a note beside those there already; an equal one changes nothing. Raises Refused with all that is wrong."""
    _check(session, plan, note)

    def decide(known: Known) -> tuple[Added, list[Entry]]:
        is_new = note not in known.notes(plan)
        actions = known.numbered_actions(plan, [note] if is_new else [])
        action = next((one.id for _, one in reversed(actions) if one.note == note), None)
        entry = session.entry(Noted(plan.id, note), plan.store, "note")
        return Added(note, action, is_new), [entry] if is_new else []

    return session.write([plan], decide)


def _check(session: Session, plan: Plan, note: Note) -> None:
    problems: list[DealerplanError] = []
    if note.month not in plan.period:
        message = say("{text} is outside the period {period}", text=note.month, period=plan.period.label)
        hint = say("choose a month from {first} to {last}", first=plan.period.first, last=plan.period.last)
        problems.append(Invalid(message, hint))
    elif note.month > (now := plan.month_end.month_of(session.today)):
        message = say("{month} lies in the future", month=note.month)
        problems.append(Invalid(message, say("the current month is {month}", month=now)))
    if not note.why.strip():
        hint = say('dealerplan note {words} "two lifts out of order"', words=f"{note.target} {note.month}")
        problems.append(UsageError(say("a note needs its reason"), hint))
    if note.action is None and (note.owner is not None or note.due is not None):
        problems.append(UsageError(say("an owner or a date belongs to an action"), say("say it with --action")))
    if note.action is not None and not note.action.strip():
        problems.append(UsageError(say("{option} needs a value", option="--action")))
    if problems:
        raise Refused(problems)


def noted_actions(session: Session, plans: Sequence[Plan]) -> list[Named[Action]]:
    """Every action of plans' notes, done or not."""
    known = session.known(plans)
    return [Named(plan, one.id, one.id, one, one.also) for plan in plans for one in known[plan.store].actions(plan)]


def close_action(
    session: Session, plan: Plan, action: Action, on: date | None, note: str | None = None, why: str | None = None
) -> tuple[date, bool]:
    """Mark an action as done, today unless said otherwise; gives the day, and whether that is new."""
    if on is not None and on > session.today:
        raise Invalid(say("{day} lies in the future", day=on), say("today is {day}", day=session.today))
    if on is not None and on < plan.month_end.first_day(action.note.month):
        raise Invalid(say("{day} is before the month of the note, {month}", day=on, month=action.note.month))

    def decide(known: Known) -> tuple[tuple[date, bool], list[Entry]]:
        before = next((one.done_on for one in known.actions(plan) if one.id == action.id), None)
        day = on or before or session.today
        if before == day:
            return (day, False), []
        if before is not None and not why:
            hint = say('to change it, say why: --why "…"')
            raise UsageError(say("{name} was done on {day} already", name=action.note.action, day=before), hint)
        entry = session.entry(ActionDone(plan.id, action.id, day), plan.store, "done", note, why)
        return (day, True), [entry]

    return session.write([plan], decide)
