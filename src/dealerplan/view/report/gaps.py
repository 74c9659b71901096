"""The widest gaps month by month with their reasons; and every target's months with a picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from dealerplan.domain.shown import Amount, Percent
from dealerplan.evaluate import TargetCard
from dealerplan.view.document import Block, Cell, Chart, Column, Heading, Line, Series, Table
from dealerplan.view.report.facts import Report
from dealerplan.view.report.head import since_said
from dealerplan.view.report.needs import what_it_takes
from dealerplan.view.show import because, month_table
from dealerplan.view.status import named
from dealerplan.view.terms import STATUS, shown
from dealerplan.words import say

MONTHLY, LONGER = 3, 5  # gaps that a month's report shows, and a longer span's


def widest(report: Report) -> list[TargetCard]:
    """The targets whose gaps are shown."""
    return report.off_track[: MONTHLY if report.review.each == "month" else LONGER]


def gaps(report: Report) -> Iterator[Block]:
    """The worst targets: since when, why by the rules and why by people, what it takes, month by month."""
    shown = widest(report)
    if shown:
        yield Heading(say("The widest gaps"), 2)
    for card in shown:
        yield Heading(card.target.name, 3)
        yield from _explained(report, card)
        yield from _months(card)


def _explained(report: Report, card: TargetCard) -> Iterator[Block]:
    yield Line(since_said(card, report.review.since[card.target.id]), STATUS[card.verdict.status][2])
    yield Line(because(card))
    takes = what_it_takes(card, report.card.plan)
    if takes is not None:
        yield Line(takes)
    if reasons := report.reasons(card.target.id):
        columns = (Column(say("Month"), "fixed"), Column(say("Reason"), "words"))
        yield Table(columns, [[Cell(str(one.month)), Cell(one.why)] for one in reasons])


def _months(card: TargetCard) -> Iterator[Block]:
    table = month_table(card)
    yield Table([column._replace(rank=0) for column in table.columns], table.rows)
    picture = chart(card)
    if picture is not None:
        yield picture


def every_month(report: Report) -> Iterator[Block]:
    """Every other target month by month with its picture, for formats that have room for it."""
    told = {card.target.id for card in widest(report)}
    rest = [card for card, _ in named(report.card.targets) if card.target.id not in told and chart(card)]
    if rest:
        yield Heading(say("Month by month"), 2)
    for card in rest:
        yield Heading(card.target.name, 3)
        yield from _months(card)


def chart(card: TargetCard) -> Chart | None:
    """A flow's running total against what it owed, anything else's own values against the goal; None without two."""
    flow = card.target.kind == "flow" and not card.target.each
    known = [month for month in card.months if month.actual is not None]
    if len(known) < 2 or all(month.expected is None for month in card.months):
        return None
    actual = [month.actual for month in card.months]
    owed = [month.expected if month.actual is not None or not flow else None for month in card.months]
    if flow:
        actual, owed = _running(actual), _running(owed)
    names = (say("Cumulative"), say("Cumulative owed")) if flow else (say("Actual"), say("Owed"))
    return Chart(
        card.target.name,
        [str(month.month) for month in card.months],
        [Series(names[0], _points(card, actual), "actual"), Series(names[1], _points(card, owed), "owed")],
        "columns" if card.target.each else "lines",
    )


def _running(values: Sequence[Fraction | None]) -> list[Fraction | None]:
    """Running totals; a month without a value has none."""
    total, found = Fraction(0), list[Fraction | None]()
    for value in values:
        total += value or 0
        found.append(None if value is None else total)
    return found


def _points(card: TargetCard, values: Sequence[Fraction | None]) -> list[Amount | Percent | None]:
    return [None if value is None else shown(value, card.goal, card.target) for value in values]
