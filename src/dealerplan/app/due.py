"""Who has not reported a month, by plan and owner, and who did so late."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from dealerplan.app.month_lock import local_day, lock_of
from dealerplan.app.owner import check_owner
from dealerplan.app.selection import of_month
from dealerplan.app.session import Session
from dealerplan.app.values import unrecorded
from dealerplan.book.reading import Known
from dealerplan.domain.due import Due, Late, Missing, Turn
from dealerplan.domain.event import Entry, Recorded, Reopened
from dealerplan.domain.month import Month
from dealerplan.domain.outline import Head
from dealerplan.domain.plan import Plan, owners


def due(
    session: Session, heads: Sequence[Head], read: Callable[[Head], Plan], month: Month | None = None
) -> list[Due]:  # fmt: skip
    """How far a month (None: each plan's last one that ended) is reported, plan by plan; raises UsageError."""
    asked = [(head, month or head.month_end.last_due(session.today, head.period)) for head in heads]
    found = [(head, at) for head, at in asked if at in head.period]
    if not found:
        of_month(heads, asked[0][1])
    known = session.each([head for head, _ in found], read)
    return [_due(plan, at, said, session.today) for (_, at), (plan, said) in zip(found, known, strict=True)]


def answered_by(name: str, found: Sequence[Due]) -> list[Due]:
    """Of what is due that for which somebody answers; raises UsageError for who answers for nothing."""
    answering = {one.plan.key: owners([one.plan]) for one in found}
    check_owner(name, (owner for one in found for names in answering[one.plan.key].values() for owner in names))
    own = [(one, {id for id, names in answering[one.plan.key].items() if name in names}) for one in found]
    return [
        one._replace(
            measures=len(ids.intersection(one.plan.due_in(one.month))),
            missing=[missing for missing in one.missing if missing.measure.id in ids],
            late=[late for late in one.late if late.measure.id in ids],
        )
        for one, ids in own
        if ids and one.measures  # no store that is closed, or yet to open
    ]


def _due(plan: Plan, month: Month, known: Known, today: date) -> Due:
    lock = lock_of([plan], known, today)
    on_time = plan.reporting.on_time_day(month)
    answering = owners([plan])
    lacking = [] if lock.is_without_business(month) else unrecorded([plan], month, known.actuals_of(plan))
    missing = [Missing(one, answering.get(one.id, ())) for one in lacking]
    return Due(
        plan,
        month,
        len(plan.due_in(month)),
        missing,
        [] if on_time is None else _late(plan, month, known, on_time),
        [
            Turn(isinstance(event, Reopened), local_day(entry.at), entry.by, entry.why)
            for entry, event in known.turns
            if event.month == month
        ],
        lock.is_closed(month),
        lock.is_locked(month),
        max((today - on_time).days, 0) if on_time and missing else 0,
    )


def _late(plan: Plan, month: Month, known: Known, on_time: date) -> list[Late]:
    """Measures whose first value of the month came after the on-time day."""
    own = {known.names.measure(id): id for id in plan.measures}
    first: dict[str, Entry] = {}
    for entry, event in known.of(Recorded):
        if event.month == month and event.measure in own:
            first.setdefault(own[event.measure], entry)
    return [
        Late(plan.measures[id], day, entry.by) for id, entry in first.items() if (day := local_day(entry.at)) > on_time
    ]
