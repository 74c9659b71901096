"""The plans that a command does not show and tells of: those to come soon, and those that ended and are not closed."""

from __future__ import annotations

from collections.abc import Iterator

from dealerplan.app.month_lock import MonthLock, lock_of
from dealerplan.app.selection import Selection
from dealerplan.app.session import Session
from dealerplan.app.shell import quoted
from dealerplan.app.status import day_of
from dealerplan.app.workspace import Workspace
from dealerplan.domain.month import Month
from dealerplan.domain.outline import Head
from dealerplan.domain.plan import Plan, stores
from dealerplan.view.other_plans import Other


def others_of(
    session: Session, workspace: Workspace, chosen: Selection[Head], store: str | None = None,
    known_at: str | None = None,
) -> list[Other]:  # fmt: skip
    """What there is to tell beside the plans shown, as known at a time; `store` is the one that was chosen."""
    ended: list[Other] = []
    if chosen.ended:
        several = store is not None or len(stores(chosen.plans)) > 1
        for head, (plan, known) in zip(chosen.ended, session.each(chosen.ended, workspace.read, known_at), strict=True):
            if months := tuple(_open(plan, lock_of([plan], known, day_of(session, known_at)))):
                option = f" --store {quoted(plan.store)}" if several else ""
                ended.append(Other(head, months, f"{months[0]}{option}"))
    return [*(Other(head) for head in chosen.to_come), *ended]


def _open(plan: Plan, lock: MonthLock) -> Iterator[Month]:
    """The months that are neither closed nor locked."""
    return (month for month in plan.period if not (lock.is_closed(month) or lock.is_locked(month)))
