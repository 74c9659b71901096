"""Closing a month of a store, so that its actuals stay, and opening it again for a reason."""

from __future__ import annotations

from collections.abc import Sequence

from dealerplan.app.month_lock import lock_of
from dealerplan.app.running import concerned, future
from dealerplan.app.session import Session
from dealerplan.app.values import named, unrecorded
from dealerplan.book.reading import Known
from dealerplan.domain.event import Closed, Entry, Reopened
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Measure, Plan
from dealerplan.errors import ALLOW_MISSING, UsageError
from dealerplan.words import say


def close_month(session: Session, plans: Sequence[Plan], month: Month, allow_missing: bool) -> Sequence[Measure] | None:
    """Close a month of the plans' store; gives what it lacks, or None where it was closed already.

    Raises UsageError while a measure is missing, unless that is allowed.
    """
    _check(session, plans, month)
    store = plans[0].store

    def decide(known: Known) -> tuple[Sequence[Measure] | None, list[Entry]]:
        if lock_of(plans, known, session.today).is_closed(month):
            return None, []
        missing = unrecorded(plans, month, known.actuals)
        if missing and not allow_missing:
            message = say("{month} lacks {measures}", month=month, measures=[named(measure) for measure in missing])
            raise UsageError(message, say("record them"), (ALLOW_MISSING,))
        return missing, [session.entry(Closed(month), store, "close")]

    return session.write(plans, decide)


def close_without_business(session: Session, plans: Sequence[Plan], month: Month, why: str) -> bool:
    """Close a month of the plans' store in which there was no business; gives whether that is new.

    Raises UsageError without a reason, or where anything is recorded in the month.
    """
    _check(session, plans, month)
    if not why.strip():
        raise UsageError(say("a month without business needs a reason"), say('say it: --why "rebuilding"'))
    store = plans[0].store

    def decide(known: Known) -> tuple[bool, list[Entry]]:
        if lock_of(plans, known, session.today).is_without_business(month):
            return False, []
        if recorded := sorted({id for id, at in known.actuals if at == month}):
            message = say("{month} has {measures} recorded", month=month, measures=recorded)
            hint = say(
                "withdraw first what belongs elsewhere; "
                "else record as 0 what there was none of, and close it without --no-business"
            )
            raise UsageError(message, hint)
        return True, [session.entry(Closed(month, no_business=True), store, "close", why=why.strip())]

    return session.write(plans, decide)


def _check(session: Session, plans: Sequence[Plan], month: Month) -> None:
    """Raises Invalid for a month that has not begun."""
    if error := future(concerned(plans, month), month, session.today):
        raise error


def reopen_month(session: Session, plans: Sequence[Plan], month: Month, why: str) -> bool:
    """Open a closed or locked month again; gives whether it was shut. Raises UsageError without a reason."""
    if not why.strip():
        raise UsageError(say("reopening needs a reason"), say('say it: --why "invoice came late"'))
    store = plans[0].store

    def decide(known: Known) -> tuple[bool, list[Entry]]:
        lock = lock_of(plans, known, session.today)
        if not (lock.is_closed(month) or lock.is_locked(month)):
            return False, []
        return True, [session.entry(Reopened(month), store, "reopen", why=why.strip())]

    return session.write(plans, decide)
