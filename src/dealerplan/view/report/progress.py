"""The tables of every target: where it stands, the as-of month itself, and what is needed from here."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from dealerplan.evaluate import TargetCard
from dealerplan.view.document import Block, Cell, Column, Heading, Line, Table
from dealerplan.view.report.facts import Report
from dealerplan.view.status import NONE, best_value, first_goals, named, percent_cell, target_table, value_cell
from dealerplan.view.terms import signed
from dealerplan.words import say

STANDING = ("Goal", "Actual", "Attained", "Progress | plan", "Ahead", "Status")
NEEDED = ("Owed", "Still needed", "Owner")


def progress(report: Report) -> Iterator[Block]:
    """The progress table in two narrow ones, so that paper and 80 columns hold every figure."""
    card = report.card
    if not card.targets:
        return
    yield Heading(say("Progress"), 2)
    yield target_table(card, STANDING)
    yield from first_goals(card)
    needed = target_table(card, NEEDED)
    if needed.rows:
        yield Heading(say("What is needed from here"), 2)
        yield Table([column._replace(rank=0) for column in needed.columns], needed.rows)


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
    Column(say("of owed")),
    Column(say("MoM")),
    Column(say("YoY")),
    Column(say("Best month"), "fixed"),
)


def _row(card: TargetCard) -> list[Cell]:
    month = card.month
    assert month is not None
    return [
        value_cell(card, month.actual),
        percent_cell(month.attainment if card.target.kind == "flow" else None),
        _change(card.mom),
        _change(card.yoy),
        Cell(str(card.best_month)) if card.best_month and (best_value(card) or card.goal.is_ceiling) else NONE,
    ]


def _change(value: Fraction | None) -> Cell:
    return NONE if value is None else Cell(signed(value))
