"""Reports: from plans and book to what a report is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from dealerplan import __version__
from dealerplan.app.session import Session
from dealerplan.app.status import Known, check_as_of, within
from dealerplan.app.workspace import stores
from dealerplan.book.proof import check_chains
from dealerplan.book.reading import done_of, notes_of, numbered
from dealerplan.calendar import open_days
from dealerplan.domain.actual import WITHDRAWN, Done, Entry, Log, read_decimal, state_of
from dealerplan.domain.month import Each, Month
from dealerplan.domain.note import actions_of
from dealerplan.domain.plan import Plan
from dealerplan.errors import unreadable
from dealerplan.evaluate import Scorecard, last_recorded
from dealerplan.evaluate.review import Review, review
from dealerplan.planfile.rules import goals_out_of_reach
from dealerplan.view.report.facts import Correction, Report, Sources

HASH = 12  # hex digits of a state
AHEAD = timedelta(hours=14)  # of UTC, the first place where a day begins


class Asked(NamedTuple):
    """What a report is to be of: up to a month, as known at a time, over a span.

    The month is by default the last recorded one; without any, the last that had ended, today or then.
    """

    as_of: Month | None = None
    known_at: str | None = None
    each: Each | None = None


def read_known(session: Session, plans: Sequence[Plan], known_at: str | None) -> dict[str, Known]:
    """What the book says of each store, once it is proven whole."""
    with session.reading() as book:
        logs = check_chains(book, stores(plans), session.place)
    return {
        store: Known([entry for entry in log if known_at is None or entry.at <= known_at])
        for store, log in logs.items()
    }


def reports(session: Session, plans: Sequence[Plan], known: Mapping[str, Known], asked: Asked) -> list[Report]:
    """A report of each plan."""
    check_as_of(plans, asked.as_of)
    return [_report(session, plan, known[plan.store], asked) for plan in session.watch(plans)]


def _concerning(card: Scorecard, log: Log) -> list[Entry]:
    """The entries that a report says something of: others, of later months or other plans, leave it as it is."""
    own = f"{card.plan.id}/"
    marked = {
        entry.subject
        for entry in log
        if entry.kind == "done" and entry.subject.startswith(own) and Done.read(entry.value).on <= card.day
    }
    return [entry for entry in log if (entry.subject in marked if entry.kind == "done" else _is_of(card, entry))]


def _is_of(card: Scorecard, entry: Entry) -> bool:
    """Whether an entry of a month is of a card's plan and months."""
    if card.as_of is None or Month.parse(entry.month) > card.as_of:
        return False
    return entry.kind == "close" or entry.subject in card.plan.measures or entry.subject.startswith(f"{card.plan.id}/")


def _report(session: Session, plan: Plan, known: Known, asked: Asked) -> Report:
    done = done_of(known.log, plan.id)
    now = session.today if asked.known_at is None else date.fromisoformat(asked.known_at[:10])
    told = asked.as_of or last_recorded(plan, known.actuals, known.idle)
    card = _card(plan, known, told or _last_ended(plan, now))
    looked = review(card, known.actuals, done, open_days(plan.calendar), asked.each, known.idle)
    notes = [note for note in notes_of(known.log, plan) if card.as_of and note.month <= card.as_of]
    used = _concerning(card, known.log)
    last = max((entry.at for entry in used), default=_begins(plan, plan.period.first.plus(-12)))
    ended = _begins(plan, card.as_of.plus(1)) if card.as_of and not told else None
    sources = Sources(state_of(used), _hash(session.workspace, plan.path), __version__, last, ended)
    return Report(
        looked,
        notes,
        actions_of(notes, done),
        _corrections(looked, known),
        sources,
        list(goals_out_of_reach(plan)),
    )


def _begins(plan: Plan, month: Month) -> str:
    """The time when a month begins, as the book writes it."""
    return f"{plan.month_end.first_day(month)}T00:00:00.000000Z"


def _last_ended(plan: Plan, day: date) -> Month | None:
    """The last month of a plan's period that ended before a day."""
    now = plan.month_end.month_of(day)
    return min(now.plus(-1), plan.period.last) if now > plan.period.first else None


def _card(plan: Plan, known: Known, as_of: Month | None) -> Scorecard:
    """The plan at a month's end: a report is of its month, so that a later day makes the same one."""
    month, end = as_of and within(plan, as_of), plan.month_end
    day = end.last_day(min(as_of, plan.period.last)) if as_of else end.first_day(plan.period.first)
    card = known.card(plan, day, month)
    closed, no_business = (
        tuple(one for one in months if month and one <= month) for months in (card.closed, card.no_business)
    )
    return card._replace(closed=closed, no_business=no_business)


def _hash(workspace: Path, path: str) -> str:
    try:
        return sha256((workspace / path).read_bytes()).hexdigest()[:HASH]
    except OSError as error:
        raise unreadable(path, error) from None


def _corrections(looked: Review, known: Known) -> list[Correction]:
    """Values of the period replaced from the span's first day on; what was corrected before, earlier reports had.

    That day begins where it does so first on earth, so that a report is the same wherever it is made.
    """
    plan, as_of = looked.card.plan, looked.card.as_of
    if as_of is None:
        return []
    first = plan.month_end.first_day(looked.months[0])
    since = (datetime.combine(first, time()) - AHEAD).isoformat()
    return [
        found
        for found in _replaced(known.log, since)
        if found.measure in plan.measures and plan.period.first <= found.month <= as_of
    ]


def _replaced(log: Log, since: str) -> Iterator[Correction]:
    last: dict[tuple[str, str], Entry] = {}
    for entry, revision in numbered(log, "actual"):
        key = (entry.subject, entry.month)
        if revision > 1 and entry.at >= since:
            month = Month.parse(entry.month)
            yield Correction(month, entry.subject, _value(last[key]), _value(entry), entry.why)
        last[key] = entry


def _value(entry: Entry) -> Fraction | None:
    return None if entry.value == WITHDRAWN else read_decimal(entry.value)
