"""The tables of every target: where it stands, the as-of month itself, and what is needed from here."""

from __future__ import annotations

from collections.abc import Iterator

from dealerplan.evaluate import TargetCard
from dealerplan.evaluate.review import OFF_TRACK
from dealerplan.view.document import NONE, Block, Cell, Column, Heading, Line, Table
from dealerplan.view.needs import marks, needed, season_cell
from dealerplan.view.report.facts import Report
from dealerplan.view.report.needs import coming_said
from dealerplan.view.status import (
    best_value,
    change_cell,
    first_goals,
    is_monthly,
    named,
    percent_cell,
    target_table,
    unjudged_spans,
    value_cell,
)
from dealerplan.view.terms import goal_text
from dealerplan.words import say

STANDING = ("Goal", "Actual", "Attained", "Progress | plan", "vs plan", "Status")


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
    for one in report.card.targets:
        if one.first is None or one.target.kind == "flow" or one.target.each:
            continue
        start = max(revision.start for revision in one.target.revisions if one.goal is revision.goal)
        yield Line(say(
            "{name}: the whole period is measured by {goal}, in force from {month}; the first goal was {first}",
            name=one.target.name, month=start, goal=goal_text(one.goal, one.target),
            first=goal_text(one.first, one.target),
        ), "quiet")  # fmt: skip


def _needed(report: Report) -> Iterator[Block]:
    """Targets off track that need something, and all that have something left to reach or to use."""
    rows = []
    for one, name in named(report.card.targets):
        coming = coming_said(one)
        cell = needed(one, roomy=True) if coming is None else Cell(coming)
        left = coming is None and (one.target.kind != "rate" or any(need.of for need in one.needs))
        if cell != NONE and (left or one.verdict.status in OFF_TRACK):
            owed = value_cell(one, one.figures.expected, one.figures.actual) if one.target.kind != "rate" else NONE
            rows.append([name, owed, cell, season_cell(one), Cell(one.target.owner) if one.target.owner else NONE])
    if rows:
        used = [at for at in range(len(_NEEDED)) if at != SEASON or any(row[at] != NONE for row in rows)]
        table = Table([_NEEDED[at] for at in used], [[row[at] for at in used] for row in rows])
        yield Heading(say("What is needed from here"), 2)
        yield table
        yield from marks(table)


_NEEDED = (
    Column(say("Target"), "words"),
    Column(say("Owed")),
    Column(say("Still needed")),
    Column(say("Next month by season"), rank=1),
    Column(say("Owner"), "words"),
)
SEASON = 3


def this_month(report: Report) -> Iterator[Block]:
    """The as-of month's own values, against what they owed, the month before and a year before."""
    card = report.card
    if card.as_of is None:
        return
    rows = [[name, *_row(one)] for one, name in named(card.targets) if one.month and one.month.actual is not None]
    if not rows:
        return
    used = [at for at in range(len(_MONTH)) if any(row[at] != NONE for row in rows)]
    yield Heading(say("The month {month}", month=card.as_of), 2)
    yield Table([_MONTH[at] for at in used], [[row[at] for at in used] for row in rows])
    for at, months, name in ((3, 1, say("MoM")), (4, 12, say("YoY"))):
        if at in used:
            before = card.as_of.plus(-months)
            yield Line(say("{name}: {month} against {before}", name=name, month=card.as_of, before=before), "quiet")


_MONTH = (
    Column(say("Target"), "words"),
    Column(say("This month")),
    Column(say("of owed"), rank=1),
    Column(say("MoM")),
    Column(say("YoY"), rank=1),
    Column(say("Best month"), "fixed", rank=2),
)


def _row(card: TargetCard) -> list[Cell]:
    month = card.month
    assert month is not None
    return [
        value_cell(card, month.actual, month.expected),
        percent_cell(month.attainment if is_monthly(card.target) else None),
        change_cell(card, card.mom),
        change_cell(card, card.yoy),
        Cell(str(card.best_month)) if card.best_month and (best_value(card) or card.goal.is_ceiling) else NONE,
    ]
