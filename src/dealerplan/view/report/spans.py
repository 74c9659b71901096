"""A quarter, half-year or year: its promise and result for every target, its statuses, its revisions."""

from __future__ import annotations

from collections.abc import Iterator

from dealerplan.domain.month import Month
from dealerplan.domain.plan import Target
from dealerplan.evaluate import TargetCard
from dealerplan.evaluate.review import SpanResult
from dealerplan.evaluate.status import STATUSES
from dealerplan.view.document import NONE, Block, Cell, Column, Heading, Items, Line, Table
from dealerplan.view.report.changes import revised
from dealerplan.view.report.facts import Report
from dealerplan.view.status import NOT_DUE, named, status_cell, value_cell, verdict_cell
from dealerplan.view.terms import STATUS, difference, goal_said
from dealerplan.words import say

WORDS = 3  # months whose statuses have room for a word beside the sign


def span(report: Report) -> Iterator[Block]:
    """Nothing for a month."""
    review = report.review
    if not review.results:
        return
    yield Heading(
        say("{period} up to {month}: promise and result", period=review.span.label, month=review.months[-1]), 2
    )
    yield _results(report)
    yield Heading(say("Statuses month by month"), 2)
    heat = _heat(report)
    yield heat
    if len(review.months) > WORDS:
        legend = [say("{sign} {word}", sign=sign, word=word) for sign, word, _ in map(STATUS.__getitem__, STATUSES)]
        if any(NONE in row for row in heat.rows):
            legend.append(say("{sign} {word}", sign="-", word=say("not due yet")))
        yield Line(say("Signs: {legend}", legend=legend), "quiet")
    revisions = list(revised(report.card, review.months[0], review.months[-1]))
    if revisions:
        yield Heading(say("Revised goals and dates"), 2)
        yield Items(revisions)


def _results(report: Report) -> Table:
    columns = (
        Column("target", say("Target"), "words"),
        Column("promised", say("Promised")),
        Column("result", say("Result")),
        Column("difference", say("Difference"), rank=1),
        Column("whole_period", say("Whole period"), "fixed"),
    )
    results = report.review.results
    rows = [[name, *_result(one, results[one.target.id])] for one, name in named(report.card.targets)]
    return Table(columns, rows)


def _result(card: TargetCard, result: SpanResult) -> list[Cell]:
    goal, target = card.goal, card.target
    if target.each and not result.spans:
        brought = NONE
    elif target.each:
        brought = Cell(say("{hits} of {spans}", hits=result.hits, spans=result.spans))
    else:
        brought = value_cell(card, result.actual, result.expected)
    owed = not target.each and (target.kind == "flow" or target.start is not None) and result.expected is not None
    return [
        value_cell(card, result.expected, result.actual) if owed else Cell(goal_said(goal, target)),
        brought,
        NONE if result.gap is None or target.each else Cell(difference(result.gap, target)),
        verdict_cell(card),
    ]


def _heat(report: Report) -> Table:
    months = report.review.months
    heads = [Column(str(month), say("{month}", month=_short(report, month)), "fixed") for month in months]
    rows = [[name, *(_mark(report, month, one.target) for month in months)] for one, name in named(report.card.targets)]
    return Table([Column("target", say("Target"), "words"), *heads], rows)


def _short(report: Report, month: Month) -> str:
    """A month's number where that is enough."""
    months = report.review.months
    return f"{month.number:02d}" if months[0].year == months[-1].year and len(months) > WORDS else str(month)


def _mark(report: Report, month: Month, target: Target) -> Cell:
    status = report.review.statuses[month][target.id]
    begins = report.card.plan.months_of(target).first
    if status == "no_data" and (month < begins or target.is_early(month.since(begins) + 1)):
        return NONE if len(report.review.months) > WORDS else NOT_DUE
    sign, _, tone = STATUS[status]
    return Cell(sign, tone) if len(report.review.months) > WORDS else status_cell(status)
