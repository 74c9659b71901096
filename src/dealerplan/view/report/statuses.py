"""The statuses of a quarter, half-year or year, month by month, as a heat table."""

from __future__ import annotations

from collections.abc import Iterator

from dealerplan.domain.month import Month
from dealerplan.domain.plan import Target
from dealerplan.evaluate.status import STATUSES
from dealerplan.view.document import NONE, Block, Cell, Column, Heading, Line, Table
from dealerplan.view.report.facts import Report
from dealerplan.view.standing import NOT_DUE, status_cell
from dealerplan.view.terms import STATUS
from dealerplan.view.tree import named
from dealerplan.view.when import short_month
from dealerplan.words import say

MOST_IN_WORDS = 6  # months with their names above, of more there are numbers
WORDS = 3  # months whose statuses have room for a word beside the sign


def statuses(report: Report) -> Iterator[Block]:
    """Nothing for a month."""
    review = report.review
    if review.each == "month" or not review.statuses or not report.card.targets:
        return
    yield Heading(say("Statuses month by month"), 2)
    heat = _heat(report)
    yield heat
    if len(review.months) > WORDS:
        legend = [say("{sign} {word}", sign=sign, word=word) for sign, word, _ in map(STATUS.__getitem__, STATUSES)]
        if any(NONE in row for row in heat.rows):
            legend.append(say("{sign} {word}", sign="-", word=say("not due yet")))
        yield Line(say("Signs: {legend}", legend=legend), "quiet")


def _heat(report: Report) -> Table:
    months = report.review.months
    is_long = len(months) > MOST_IN_WORDS
    heads = [
        Column(str(month), say("{month}", month=month.number if is_long else short_month(month)), "fixed")
        for month in months
    ]
    rows = [[name, *(_mark(report, month, one.target) for month in months)] for one, name in named(report.card.targets)]
    return Table([Column("target", say("Target"), "words"), *heads], rows)


def _mark(report: Report, month: Month, target: Target) -> Cell:
    status = report.review.statuses[month][target.id]
    begins = report.card.plan.months_of(target).first
    if status == "no_data" and (month < begins or target.is_early(month.since(begins) + 1)):
        return NONE if len(report.review.months) > WORDS else NOT_DUE
    sign, _, tone = STATUS[status]
    return Cell(sign, tone) if len(report.review.months) > WORDS else status_cell(status)
