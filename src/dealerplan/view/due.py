"""Who has not reported a month, as a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dealerplan.domain.due import Due, Turn
from dealerplan.view.document import Block, Cell, Column, Document, Heading, Items, Line, Table
from dealerplan.view.other_plans import Other, lines
from dealerplan.view.terms import days_of
from dealerplan.view.when import month_name
from dealerplan.words import say


def due_document(found: Sequence[Due], others: Sequence[Other] = ()) -> Document:
    """What is missing, plan by plan, and below what there is to tell of other plans."""
    return Document([*(block for one in found for block in _plan(one)), *lines(others)])


def _plan(of: Due) -> Iterator[Block]:
    yield Heading(of.plan.name)
    yield _counts(of)
    if (days := days_of(of.plan, of.month)) is not None:
        yield Line(days, "quiet")
    yield from _days(of)
    if of.missing:
        rows = sorted(((" / ".join(one.owners), one.measure) for one in of.missing), key=lambda row: row[0])
        columns = (
            Column("owner", say("Owner"), "words"),
            Column("measure", say("Measure"), "words"),
            Column("id", say("Id"), "fixed"),
        )
        yield Table(columns, [[Cell(owner or "-"), Cell(one.name), Cell(one.id)] for owner, one in rows])
    if of.late:
        late = [
            say("{name}: recorded on {day} by {who}", name=one.measure.name, day=one.day, who=one.by) for one in of.late
        ]
        yield Heading(say("Recorded late"), 2)
        yield Items([Line(one) for one in late])
    if of.turns:
        yield Heading(say("Closed and opened"), 2)
        yield Items([_turn(one) for one in of.turns])


def _turn(of: Turn) -> Line:
    if of.opened:
        return Line(say("opened again on {day} by {who}: {why}", day=of.day, who=of.by, why=of.why or "-"), "warning")
    if of.why is not None:
        return Line(say("closed on {day} by {who}, no business: {why}", day=of.day, who=of.by, why=of.why))
    return Line(say("closed on {day} by {who}", day=of.day, who=of.by))


def _counts(of: Due) -> Line:
    fills = {"store": of.plan.shop, "month": month_name(of.month, with_year=True)}
    if of.why_idle is not None:
        return Line(say("{store}, {month}: no business: {why}", **fills, why=of.why_idle))
    if not of.missing:
        return Line(say("{store}, {month}: all {number} recorded", **fills, number=of.measures))
    if len(of.missing) == of.measures > 1:
        return Line(say("{store}, {month}: none of {all} recorded", **fills, all=of.measures), "warning")
    counts = {"number": len(of.missing), "all": of.measures}
    return Line(say("{store}, {month}: {number} of {all} not recorded", **fills, **counts), "warning")


def _days(of: Due) -> Iterator[Line]:
    if of.on_time_day:
        yield Line(say("On time until {day}", day=of.on_time_day), "quiet")
    if of.days_late:
        yield Line(say("Days late: {number}", number=of.days_late), "bad")
    if of.closed:
        yield Line(say("Closed"), "quiet")
    elif of.locked:
        yield Line(say("Locked since the end of {day}", day=of.lock_day), "warning")
    elif of.lock_day and not of.reopened:
        yield Line(say("Locked after {day}", day=of.lock_day), "quiet")
