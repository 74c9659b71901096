"""Who has not reported a month, by plan and owner, and who did so late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dealerplan.app.month_lock import local_day, lock_of
from dealerplan.app.session import Session
from dealerplan.app.values import unrecorded
from dealerplan.app.workspace import stores
from dealerplan.book.reading import actuals_of
from dealerplan.domain.actual import OPEN, Entry, Log
from dealerplan.domain.due import Due, Late, Missing, Turn
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Plan, owners
from dealerplan.errors import UsageError
from dealerplan.words import say


def due(session: Session, plans: Sequence[Plan], month: Month | None = None) -> list[Due]:
    """How far a month (None: the last one that ended) is reported, plan by plan; raises UsageError."""
    asked = [(plan, month or plan.month_end.month_of(session.today).plus(-1)) for plan in plans]
    found = [(plan, of) for plan, of in asked if of in plan.period]
    if not found:
        periods = [f"{plan.id}: {plan.period.label}" for plan in plans]
        message = say("{month} is outside the period", month=asked[0][1])
        raise UsageError(message, say("the plans: {periods}", periods=periods))
    with session.reading() as book:
        logs = book.logs(stores([plan for plan, _ in found]))
    return [_due(plan, of, logs[plan.store], session.today) for plan, of in found]


def _due(plan: Plan, month: Month, log: Log, today: date) -> Due:
    lock = lock_of([plan], log, today)
    on_time = plan.reporting.on_time_day(month)
    answering = owners([plan])
    lacking = [] if lock.is_without_business(month) else unrecorded([plan], month, actuals_of(log))
    missing = [Missing(one, answering.get(one.id, ())) for one in lacking]
    return Due(
        plan,
        month,
        len(plan.due_in(month)),
        missing,
        [] if on_time is None else _late(plan, month, log, on_time),
        [
            Turn(entry.value == OPEN, local_day(entry.at), entry.by, entry.why)
            for entry in log
            if entry.kind == "close" and entry.month == str(month)
        ],
        lock.is_closed(month),
        lock.is_locked(month),
        max((today - on_time).days, 0) if on_time and missing else 0,
    )


def _late(plan: Plan, month: Month, log: Log, on_time: date) -> list[Late]:
    """Measures whose first value of the month came after the on-time day."""
    first: dict[str, Entry] = {}
    for entry in log:
        if entry.kind == "actual" and entry.month == str(month) and entry.subject in plan.measures:
            first.setdefault(entry.subject, entry)
    return [
        Late(plan.measures[id], day, entry.by) for id, entry in first.items() if (day := local_day(entry.at)) > on_time
    ]
