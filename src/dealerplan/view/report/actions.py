"""Reasons and actions that people noted, and whether the earlier actions are done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dealerplan.domain.note import Action
from dealerplan.view.document import Block, Cell, Column, Heading, Line, Table
from dealerplan.view.report.facts import Report
from dealerplan.view.report.gaps import widest
from dealerplan.view.status import NONE
from dealerplan.words import say


def actions(report: Report) -> Iterator[Block]:
    """Reasons not told beside a gap; then actions: noted in the months reported, still open, or done meanwhile."""
    names = {one.target.id: one.target.name for one in report.card.targets}
    told = {one.target.id for one in widest(report)}
    reasons = [note for note in report.notes if note.month in report.review.months and note.target not in told]
    listed = [one for one in report.actions if concerns(report, one)]
    if not reasons and not listed:
        return
    yield Heading(say("Reasons and actions"), 2)
    if reasons:
        columns = (Column(say("Target"), "words"), Column(say("Month"), "fixed"), Column(say("Reason"), "words"))
        yield Table(columns, [[Cell(names[one.target]), Cell(str(one.month)), Cell(one.why)] for one in reasons])
    if listed:
        yield _table(report, listed)
        yield from _asked(report, listed)


def concerns(report: Report, action: Action) -> bool:
    """Whether an action belongs in a report: it is noted in its months, still open, or was done meanwhile."""
    day, months = report.card.day, report.review.months
    if action.note.month in months or action.is_open(day):
        return True
    return action.done_on is not None and bool(months) and action.done_on >= months[0].first_day


def _table(report: Report, listed: Sequence[Action]) -> Table:
    columns = (
        Column(say("Action"), "fixed"),
        Column(say("What is done"), "words"),
        Column(say("Owner"), "words"),
        Column(say("Due"), "fixed"),
        Column(say("Status"), "fixed"),
    )
    return Table(columns, [_row(report, one) for one in listed])


def _row(report: Report, action: Action) -> list[Cell]:
    note = action.note
    return [
        Cell(action.id),
        Cell(note.action or ""),
        Cell(note.owner) if note.owner else NONE,
        Cell(note.due.isoformat()) if note.due else NONE,
        _state(report, action),
    ]


def _state(report: Report, action: Action) -> Cell:
    if not action.is_open(report.card.day):
        return Cell(say("++ done {day}", day=action.done_on), "good")
    if action.is_overdue(report.card.day):
        return Cell(say("{sign} {word}", sign="!!", word=say("overdue")), "bad")
    return Cell(say("{sign} {word}", sign=".", word=say("open")))


def _asked(report: Report, listed: Sequence[Action]) -> Iterator[Line]:
    """The question about actions of earlier months."""
    day, as_of = report.card.day, report.card.as_of
    earlier = [one.id for one in listed if one.is_open(day) and as_of is not None and one.note.month < as_of]
    if earlier:
        command = f"dealerplan done {earlier[0]}"
        yield Line(say("Were they done? {ids}. Close one with: {command}", ids=earlier, command=command), "warning")
