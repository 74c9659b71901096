"""The tables of every target: where it stands, the as-of month itself, and what is needed from here."""

from __future__ import annotations

from collections.abc import Iterator

from dealerplan.evaluate import TargetCard
from dealerplan.evaluate.review import OFF_TRACK
from dealerplan.view.document import NONE, Block, Cell, Column, Heading, Line, Table
from dealerplan.view.figures import best_value, cell, column
from dealerplan.view.needs import coming_said, marks, needed, season_cell
from dealerplan.view.report.facts import Report
from dealerplan.view.status import (
    first_formulas,
    first_goals,
    is_monthly,
    named,
    percent_cell,
    stretches,
    target_table,
    unjudged_spans,
    value_cell,
)
from dealerplan.view.terms import goal_text
from dealerplan.words import say

STANDING = ("goal", "actual", "attainment", "progress", "progress_gap", "status")


def progress(report: Report) -> Iterator[Block]:
    """The progress table in two narrow ones, so that paper and 80 columns hold every figure."""
    card = report.card
    if not card.targets:
        return
    yield Heading(say("Progress"), 2)
    yield target_table(card, STANDING)
    yield from unjudged_spans(card.targets)
    yield from _revised(report)
    if not report.is_over:
        yield from _needed(report)


def _revised(report: Report) -> Iterator[Line]:
    """What revised goals were at first; of rates and levels, by which one the whole period is measured."""
    yield from first_goals([one for one in report.card.targets if one.target.kind == "flow" or one.target.each])
    yield from first_formulas(report.card)
    yield from stretches(report.card.targets)
    for one in report.card.targets:
        if one.first is None or one.target.kind == "flow" or one.target.each:
            continue
        start = max(revision.start for revision in one.target.revisions if one.goal is revision.goal)
        told = _ON_ITS_LINE if one.target.start is not None else _BY_THE_NEW
        fills = {"name": one.target.label, "month": start, "goal": goal_text(one.goal, one.target)}
        yield Line(told.filled(fills | {"first": goal_text(one.first, one.target)}), "quiet")


_BY_THE_NEW = say("{name}: the whole period is measured by {goal}, in force from {month}; the first goal was {first}")
_ON_ITS_LINE = say(
    "{name}: from {month} the line runs to {goal}, the months before keep theirs to the first goal {first}"
)


def _needed(report: Report) -> Iterator[Block]:
    """Targets off track that need something, and all that have something left to reach or to use."""
    rows = []
    for one, name in named(report.card.targets):
        coming = coming_said(one)
        takes = needed(one, roomy=True) if coming is None else Cell(coming)
        left = coming is None and (one.target.kind != "rate" or any(need.of for need in one.needs))
        if takes != NONE and (left or one.verdict.status in OFF_TRACK):
            owed = cell(one, "expected") if one.target.kind != "rate" else NONE
            rows.append([name, owed, takes, season_cell(one), Cell(one.target.owner) if one.target.owner else NONE])
    if rows:
        table = Table(_NEEDED, rows)
        said = table.ids(lambda cell: cell != NONE)
        table = table.only([column.id for column in _NEEDED if column.id != "season" or column.id in said])
        yield Heading(say("What is needed from here"), 2)
        yield table
        yield from marks(table)


_NEEDED = (
    Column("target", say("Target"), "words"),
    column("expected"),
    Column("needed", say("Still needed")),
    Column("season", say("Next month by season"), rank=1),
    Column("owner", say("Owner"), "words"),
)


def this_month(report: Report) -> Iterator[Block]:
    """The as-of month's own values, against what they owed, the month before and a year before."""
    card = report.card
    if card.as_of is None:
        return
    rows = [[name, *_row(one)] for one, name in named(card.targets) if one.month and one.month.actual is not None]
    if not rows:
        return
    table = Table(_MONTH, rows)
    used = table.ids(lambda cell: cell != NONE)
    yield Heading(say("The month {month}", month=card.as_of), 2)
    yield table.only(used)
    for id, months, name in (("mom", 1, say("MoM")), ("yoy", 12, say("YoY"))):
        if id in used:
            before = card.as_of.plus(-months)
            yield Line(say("{name}: {month} against {before}", name=name, month=card.as_of, before=before), "quiet")


_MONTH = (
    Column("target", say("Target"), "words"),
    column("month"),
    Column("month_attainment", say("Of owed"), rank=1),
    Column("mom", say("MoM")),
    Column("yoy", say("YoY"), rank=1),
    column("best_month", rank=2)._replace(content="fixed"),
)


def _row(card: TargetCard) -> list[Cell]:
    month = card.month
    assert month is not None
    return [
        value_cell(card, month.actual),
        percent_cell(month.attainment if is_monthly(card.target) else None),
        cell(card, "mom"),
        cell(card, "yoy"),
        cell(card, "best_month") if best_value(card) or card.goal.is_ceiling else NONE,
    ]
