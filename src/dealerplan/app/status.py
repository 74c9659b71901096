"""Where plans stand: from plans and book to scorecards."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from dealerplan.app.kept import Missed, discrepancies_of
from dealerplan.app.month_lock import local_day
from dealerplan.app.selection import of_month
from dealerplan.app.session import Session, written
from dealerplan.app.workspace import Workspace
from dealerplan.book.reading import Known
from dealerplan.calendar import open_days
from dealerplan.domain.month import Month
from dealerplan.domain.outline import Head
from dealerplan.domain.pattern import pattern
from dealerplan.domain.plan import Plan
from dealerplan.errors import Invalid
from dealerplan.evaluate import Scorecard, evaluate, last_recorded
from dealerplan.evaluate.status import Status
from dealerplan.words import say

FAILING: Mapping[str, tuple[Status, ...]] = {
    "missed": ("missed",),
    "behind": ("missed", "behind"),
    "at_risk": ("missed", "behind", "at_risk"),
}


def scorecards(
    session: Session, workspace: Workspace, heads: Sequence[Head], as_of: Month | None = None,
    known_at: str | None = None,
) -> Iterator[Scorecard]:  # fmt: skip
    """Evaluate plans at a month (default: each plan's last recorded one), by what was known at a time, on its day;
    one after the other, so that many need no more room than a few."""
    if as_of is not None:
        of_month(heads, as_of)
    day, missed = day_of(session, known_at), Missed(workspace)
    for plan, known in session.each(heads, workspace.read, known_at):
        (card,) = cards_of(day, [plan], {plan.store: known}, as_of)
        yield card._replace(discrepancies=discrepancies_of(plan, known, missed, day))


def standing(
    session: Session, plans: Sequence[Plan], as_of: Month | None = None, known_at: str | None = None
) -> list[Scorecard]:
    """The same of plans at hand, without what is not as it should be."""
    if as_of is not None:
        of_month(plans, as_of)
    known = {store: one.by(known_at) for store, one in session.known(plans).items()}
    return cards_of(day_of(session, known_at), plans, known, as_of)


def day_of(session: Session, known_at: str | None) -> date:
    """The day that milestones are judged on: today, or that of an earlier time."""
    return session.today if known_at is None else min(session.today, local_day(known_at))


def card_of(plan: Plan, known: Known, day: date, as_of: Month | None, ahead: Month | None = None) -> Scorecard:
    """A plan of a store up to a month, its milestones as of a day; `ahead`: see evaluate."""
    actuals, done = known.actuals_of(plan), known.done(plan.id)
    card = evaluate(plan, actuals, done, open_days(plan.calendar), day, as_of, known.no_business, ahead)
    closed = tuple(month for month in known.closed if month in plan.period)
    return card._replace(closed=closed, why_idle=known.reasons)


def cards_of(day: date, plans: Sequence[Plan], known: Mapping[str, Known], as_of: Month | None) -> list[Scorecard]:
    """Plans up to a month (default: each plan's last recorded one, and then as of a day)."""
    if as_of is not None:
        return [card_of(plan, known[plan.store], plan.month_end.last_day(as_of), within(plan, as_of)) for plan in plans]
    return [card_of(plan, known[plan.store], day, recorded_to(plan, known[plan.store])) for plan in plans]


def recorded_to(plan: Plan, known: Known) -> Month | None:
    """The last month of a plan's period that is recorded; see last_recorded."""
    return last_recorded(plan, known.actuals_of(plan), known.no_business)


def within(plan: Plan, as_of: Month) -> Month | None:
    """The last month of a plan's period up to a month; None before it."""
    return min(as_of, plan.period.last) if as_of >= plan.period.first else None


_TIME = pattern(
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
