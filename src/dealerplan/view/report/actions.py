"""Reasons and actions that people noted, and whether the earlier actions are done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from dealerplan.domain.note import Action, Note
from dealerplan.view.document import NONE, Block, Cell, Column, Heading, Items, Line, Table
from dealerplan.view.report.facts import Report
from dealerplan.view.report.gaps import widest
from dealerplan.view.when import month_name
from dealerplan.words import Message, say


def actions(report: Report) -> Iterator[Block]:
    """Reasons not told beside a gap, and actions: noted in the months reported, still open, or done meanwhile."""
    told = {one.target.id for one in widest(report)}
    listed = [one for one in report.actions if concerns(report, one)]
    acted = [one.note for one in listed]
    reasons = [
        note
        for note in report.notes
        if note.month in report.review.months and note.target not in told and note not in acted
    ]
    if not reasons and not listed:
        return
    yield Heading(say("Reasons and actions"), 2)
    rows = [*(_row(report, note) for note in reasons), *(_row(report, one.note, one) for one in listed)]
    used = [at for at in range(len(_COLUMNS)) if listed or at < 2]
    yield Table([_COLUMNS[at] for at in used], [[row[at] for at in used] for row in rows])
    yield from _asked(report, listed)


_COLUMNS = (
    Column("target", say("Target"), "words"),
    Column("reason", say("Reason"), "words"),
    Column("action", say("Action"), "words"),
    Column("owner_due", say("Owner, due"), "words", rank=1),
    Column("status", say("Status"), "words"),
    Column("action_id", say("Action id"), "fixed", rank=2),
)


def concerns(report: Report, action: Action) -> bool:
    """Whether an action belongs in a report: it is noted in its months, still open, or was done meanwhile."""
    day, months, end = report.card.day, report.review.months, report.card.plan.month_end
    if action.note.month in months or action.is_open(day):
        return True
    return action.done_on is not None and bool(months) and action.done_on >= end.first_day(months[0])


def _row(report: Report, note: Note, action: Action | None = None) -> list[Cell]:
    return [
        Cell(_named(report, note)),
        Cell(say("{month}: {why}", month=month_name(note.month), why=note.why)),
        Cell(note.action) if note.action else NONE,
        promised(note),
        standing(action, report.card.day) if action else NONE,
        Cell(action.id) if action else NONE,
    ]


def _named(report: Report, note: Note) -> str:
    return next(one.label for one in report.card.plan.targets if one.id == note.target)


def promised(note: Note) -> Cell:
    """Who does it and by when, in one cell, so that all fits on a narrow screen."""
    return Cell(say("{names}", names=_promises(note))) if _promises(note) else NONE


def _promises(note: Note) -> list[str]:
    return [one for one in (note.owner, note.due and note.due.isoformat()) if one]


def standing(action: Action, day: date) -> Cell:
    """Where an action stands on a day."""
    if not action.is_open(day):
        return Cell(say("++ done {day}", day=action.done_on), "good")
    if action.is_overdue(day):
        return Cell(say("{sign} {word}", sign="!!", word=say("overdue")), "bad")
    return Cell(say("{sign} {word}", sign=".", word=say("open")))


def _asked(report: Report, listed: Sequence[Action]) -> Iterator[Block]:
    """The question about actions of earlier months."""
    day, as_of = report.card.day, report.card.as_of
    earlier = [one.note for one in listed if one.is_open(day) and as_of is not None and one.note.month < as_of]
    if earlier:
        yield Line(say("Were these actions of earlier months done?"), "warning")
        yield Items([Line(_question(report, note)) for note in earlier])


def _question(report: Report, note: Note) -> Message:
    fills = {"target": _named(report, note), "month": month_name(note.month), "action": note.action}
    if not _promises(note):
        return say("{target} {month}: {action}", **fills)
    return say("{target} {month}: {action} ({promised})", **fills, promised=_promises(note))
