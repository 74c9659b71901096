"""Several plans at a glance, before each one's own report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dealerplan.evaluate.status import Status
from dealerplan.view.document import NONE, Block, Cell, Column, Heading, Table, Tone
from dealerplan.view.report.facts import Report
from dealerplan.view.terms import STATUS
from dealerplan.words import say

SHOWN: tuple[Status, ...] = ("met", "on_track", "at_risk", "behind", "missed", "no_data")
ZERO = Cell("0", "quiet")


def overview(reports: Sequence[Report]) -> Iterator[Block]:
    """How many targets of each plan have each status that any has, and what is overdue; nothing for a single plan."""
    if len(reports) < 2:
        return
    yield Heading(say("Overview"))
    columns = [
        Column(say("Plan"), "words"),
        Column(say("Department"), "words", rank=1),
        Column(say("As of"), "fixed"),
        *(Column(STATUS[status][1]) for status in SHOWN),
        Column(say("overdue")),
    ]
    rows = [_row(one) for one in reports]
    used = [
        at for at, column in enumerate(columns) if column.content != "figures" or any(row[at] != ZERO for row in rows)
    ]
    yield Table([columns[at] for at in used], [[row[at] for at in used] for row in rows])


def _row(report: Report) -> list[Cell]:
    card, counts = report.card, report.card.counts
    overdue = sum(one.status == "overdue" for one in card.milestones)
    overdue += sum(one.is_overdue(card.day) for one in report.actions)
    return [
        Cell(card.plan.name),
        Cell(card.plan.department) if card.plan.department else NONE,
        Cell(str(card.as_of)) if card.as_of else NONE,
        *(_number(counts[status], STATUS[status][2]) for status in SHOWN),
        _number(overdue, "bad"),
    ]


def _number(number: int, tone: Tone) -> Cell:
    return Cell(str(number), tone) if number else ZERO
