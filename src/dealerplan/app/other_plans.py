"""The plans that a command does not show and tells of: those to come soon, and those that ended and are not closed."""

from __future__ import annotations

from collections.abc import Iterator

from dealerplan.app.month_lock import MonthLock, lock_of
from dealerplan.app.selection import Selection
from dealerplan.app.session import Session
from dealerplan.app.shell import quoted
from dealerplan.app.status import day_of
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Plan, stores
from dealerplan.view.other_plans import Other


def others_of(
    session: Session, chosen: Selection, store: str | None = None, known_at: str | None = None
) -> list[Other]:
    """What there is to tell beside the plans shown, as known at a time; `store` is the one that was chosen."""
    ended: list[Other] = []
    if chosen.ended:
        known = session.known(chosen.ended)
        several = store is not None or len(stores(chosen.plans)) > 1
        for plan in chosen.ended:
            lock = lock_of([plan], known[plan.store].by(known_at), day_of(session, known_at))
            if months := tuple(_open(plan, lock)):
                option = f" --store {quoted(plan.store)}" if several else ""
                ended.append(Other(plan, months, f"{months[0]}{option}"))
    return [*(Other(plan) for plan in chosen.to_come), *ended]


def _open(plan: Plan, lock: MonthLock) -> Iterator[Month]:
    """The months that are neither closed nor locked."""
    return (month for month in plan.period if not (lock.is_closed(month) or lock.is_locked(month)))
