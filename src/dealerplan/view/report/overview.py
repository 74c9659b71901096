"""Several plans at a glance, before each one's own report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dealerplan.domain.plan import told_apart
from dealerplan.view.document import NONE, Block, Cell, Column, Heading, Table, Tone
from dealerplan.view.report.facts import Report
from dealerplan.view.status import STANDINGS, tally
from dealerplan.words import say

_RANKS = {"undecided": 2, "too_few": 2}
ZERO = Cell("0", "quiet")


def overview(reports: Sequence[Report]) -> Iterator[Block]:
    """How many targets of each plan have each status that any has, and what is overdue; nothing for a single plan."""
    if len(reports) < 2:
        return
    yield Heading(say("Overview"))
    columns = [
        Column("plan", say("Plan"), "words"),
        Column("department", say("Department"), "words", rank=1),
        Column("as_of", say("As of"), "fixed"),
        *(Column(id, word, rank=_RANKS.get(id, 0)) for id, word, _ in STANDINGS),
        Column("overdue", say("overdue")),
    ]
    names = told_apart({one.card.plan.id: one.card.plan.name for one in reports}, str)
    table = Table(columns, [_row(one, names[one.card.plan.id]) for one in reports])
    yield table.only(table.ids(lambda cell: cell != ZERO))


def _row(report: Report, name: str) -> list[Cell]:
    card, counts = report.card, tally(report.card.targets)
    overdue = sum(one.status == "overdue" for one in card.milestones)
    overdue += sum(one.is_overdue(card.day) for one in report.actions)
    return [
        Cell(name),
        Cell(card.plan.department) if card.plan.department else NONE,
        Cell(str(card.as_of)) if card.as_of else NONE,
        *(_number(counts[id], tone) for id, _, tone in STANDINGS),
        _number(overdue, "bad"),
    ]


def _number(number: int, tone: Tone) -> Cell:
    return Cell(str(number), tone) if number else ZERO
