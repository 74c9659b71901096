"""Where a store of a group stands among its peers, who are not named."""

from __future__ import annotations

from collections.abc import Iterator

from dealerplan.domain.plan import Plan
from dealerplan.domain.shown import Hits
from dealerplan.evaluate.standing import StoreStanding
from dealerplan.view.document import Block, Cell, Column, Heading, Line, Table
from dealerplan.view.report.facts import Report
from dealerplan.view.store_value import TITLES, value_said
from dealerplan.words import say, say_as


def standing(report: Report) -> Iterator[Block]:
    """Nothing where nobody asked for it, or where there are too few peers."""
    if not report.standings:
        return
    yield Heading(say("Among its peers"), 2)
    columns = (
        Column("target", say("Target"), "words"),
        Column("rank", say("Rank")),
        Column("value", say("Own value")),
        Column("median", say_as("peers", "Median")),
        Column("best_quarter", say("Best quarter from")),
        Column("basis", say("Ranked by"), "fixed", rank=1),
    )
    yield Table(columns, [_row(one, report.card.plan) for one in report.standings])
    yield Line(
        say("A rank of 1 is the best; peers are the group's stores that its plan calls alike, this one among them."),
        "quiet",
    )
    if any(one.target.kind == "rate" and one.target.min_volume is None for one in report.standings):
        yield Line(say("A rank in a rate without min_volume says little of a small store: it should not decide pay."))


def _row(of: StoreStanding, plan: Plan) -> list[Cell]:
    figures = (of.value, of.spread.median, of.spread.best_quarter)
    return [
        Cell(of.target.label),
        Cell(Hits(of.place.rank, of.place.of)),
        *(Cell(value_said(one, of.basis, of.target, plan)) for one in figures),
        Cell(TITLES[of.basis]),
    ]
