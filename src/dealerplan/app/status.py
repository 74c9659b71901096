"""Where plans stand: from plans and book to scorecards."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from dealerplan.app.month_lock import local_day
from dealerplan.app.session import Session, written
from dealerplan.app.values import pick_target
from dealerplan.app.workspace import stores
from dealerplan.book.reading import actuals_of, closed_of, done_of, no_business_of, reasons_of
from dealerplan.calendar import open_days
from dealerplan.domain.actual import Log
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Plan
from dealerplan.errors import Invalid, UsageError
from dealerplan.evaluate import Scorecard, TargetCard, evaluate, last_recorded
from dealerplan.words import say

FAILING = {
    "missed": ("missed",),
    "behind": ("missed", "behind"),
    "at_risk": ("missed", "behind", "at_risk"),
}


def scorecards(
    session: Session, plans: Sequence[Plan], as_of: Month | None = None, known_at: str | None = None
) -> list[Scorecard]:
    """Evaluate plans at a month (default: each plan's last recorded one), by what was known at a time, on its day."""
    check_as_of(plans, as_of)
    with session.reading() as book:
        known = {store: Known(log) for store, log in book.logs(stores(plans), known_at).items()}
    return cards_of(day_of(session, known_at), plans, known, as_of)


def day_of(session: Session, known_at: str | None) -> date:
    """The day that milestones are judged on: today, or that of an earlier time."""
    return session.today if known_at is None else min(session.today, local_day(known_at))


class Known:
    """What the book says of a store, as known at a time."""

    def __init__(self, log: Log) -> None:
        self.log, self.actuals, self.closed, self.idle = log, actuals_of(log), closed_of(log), no_business_of(log)

    def card(self, plan: Plan, day: date, as_of: Month | None) -> Scorecard:
        """A plan of the store up to a month, its milestones as of a day."""
        done = done_of(self.log, plan.id)
        card = evaluate(plan, self.actuals, done, open_days(plan.calendar), day, as_of, self.idle)
        closed = tuple(month for month in self.closed if month in plan.period)
        return card._replace(closed=closed, why_idle=reasons_of(self.log))


def cards_of(day: date, plans: Sequence[Plan], known: Mapping[str, Known], as_of: Month | None) -> list[Scorecard]:
    """Plans up to a month (default: each plan's last recorded one, and then as of a day)."""
    if as_of is not None:
        return [known[plan.store].card(plan, plan.month_end.last_day(as_of), within(plan, as_of)) for plan in plans]
    last = [last_recorded(plan, known[plan.store].actuals, known[plan.store].idle) for plan in plans]
    return [known[plan.store].card(plan, day, month) for plan, month in zip(plans, last, strict=True)]


def within(plan: Plan, as_of: Month) -> Month | None:
    """The last month of a plan's period up to a month; None before it."""
    return min(as_of, plan.period.last) if as_of >= plan.period.first else None


def check_as_of(plans: Sequence[Plan], as_of: Month | None) -> None:
    """Raises UsageError for a month outside the period of every plan."""
    if as_of is not None and not any(as_of in plan.period for plan in plans):
        periods = [f"{plan.id}: {plan.period.label}" for plan in plans]
        raise UsageError(
            say("{month} is outside the period", month=as_of), say("the plans: {periods}", periods=periods)
        )


_TIME = re.compile(
    r"\d{4}-\d\d-\d\d(?P<minutes>[T ]\d\d:\d\d(?P<seconds>:\d\d(?P<fraction>\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
)


def read_time(text: str) -> str:
    """A time as the book writes it: `2026-04-08` (its end), `2026-04-08T18:30`, with seconds or a zone. Raises Invalid.

    Without a zone it is the machine's; what it leaves out counts to its end.
    """
    match = _TIME.fullmatch(text.strip())
    try:
        if match is not None:
            return written(_end(datetime.fromisoformat(text.strip()), match))
    except (ValueError, OverflowError):  # no such day; or a zone that leads out of the calendar
        pass
    raise Invalid(say("{text} is not a time", text=text), say("write 2026-04-08 or 2026-04-08T18:30"))


def _end(given: datetime, match: re.Match[str]) -> datetime:
    """The last moment of a day, a minute or a second."""
    if not match["minutes"]:
        return datetime.combine(given.date(), time.max)
    if not match["seconds"]:
        return given + timedelta(seconds=59, microseconds=999_999)
    return given if match["fraction"] else given + timedelta(microseconds=999_999)


def fails(cards: Sequence[Scorecard], limit: str) -> bool:
    """Whether anything is as bad as `limit` (at_risk, behind or missed) or worse; an overdue milestone is."""
    targets = any(target.verdict.status in FAILING[limit] for card in cards for target in card.targets)
    return targets or any(milestone.status == "overdue" for card in cards for milestone in card.milestones)


def find_target(word: str, cards: Sequence[Scorecard]) -> tuple[Scorecard, TargetCard]:
    """The target named by id, `plan/id` or name; raises UsageError."""
    return pick_target(word, [(card.plan, one.target, (card, one)) for card in cards for one in card.targets])
