"""A quarter's, half-year's or year's milestones: by quarter, with what each brought, and their results in all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from dealerplan.domain.month import Month
from dealerplan.domain.shown import Amount
from dealerplan.domain.unit import Unit
from dealerplan.evaluate.milestones import MilestoneCard
from dealerplan.view.document import NONE, Block, Cell, Column, Heading, Line, Table
from dealerplan.view.milestones import brought, milestone_status
from dealerplan.view.report.facts import Report
from dealerplan.view.terms import counted
from dealerplan.view.when import quarter_name
from dealerplan.words import say

_COLUMNS = (
    Column("quarter", say("Quarter"), "fixed"),
    Column("milestone", say("Milestone"), "words"),
    Column("due", say("Due"), "fixed", rank=2),
    Column("done_on", say("Done on"), "fixed", rank=1),
    Column("owner", say("Owner"), "words", rank=3),
    Column("brought", say("What it brought"), "words"),
    Column("status", say("Status"), "fixed"),
)


def activities(report: Report) -> Iterator[Block]:
    """Those done in the span told of, or due by its end."""
    months = report.review.months
    told = [one for one in report.card.milestones if _month(report, one) <= report.page.span.last]
    told = [one for one in told if months and (_month(report, one) >= months[0] or one.status == "overdue")]
    if not told:
        return
    yield Heading(say("Milestones by quarter"), 2)
    rows, before = [], None
    for one in sorted(told, key=lambda one: (_month(report, one), one.due)):
        month = _month(report, one)
        quarter = quarter_name(month)
        rows.append([Cell(quarter if quarter != before else ""), *_row(report, one)])
        before = quarter
    table = Table(_COLUMNS, rows)
    said = table.ids(lambda cell: cell not in (NONE, Cell()))
    yield table.only([one.id for one in _COLUMNS if one.id in ("milestone", "status") or one.id in said])
    yield from _totals(told)


def _month(report: Report, one: MilestoneCard) -> Month:
    """The month that it belongs to: in which it was done, else is due."""
    return report.card.plan.month_end.month_of(one.done_on or one.due)


def _row(report: Report, one: MilestoneCard) -> list[Cell]:
    owner = report.card.plan.owner_of(one.milestone)
    return [
        Cell(one.milestone.label),
        Cell(one.due.isoformat()),
        Cell(one.done_on.isoformat()) if one.done_on else NONE,
        Cell(owner) if owner else NONE,
        brought(one),
        milestone_status(one, Month.of(report.card.day), report.page.has_ended),
    ]


def _totals(told: Sequence[MilestoneCard]) -> Iterator[Line]:
    """What several brought of one thing, together."""
    found: dict[tuple[str, Unit | None], list[Fraction]] = {}
    for one in told:
        for result in one.results:
            if result.value is not None and not result.goal.percent:
                found.setdefault((result.name, result.unit), []).append(result.value)
    sums = [
        say("{name} {value}", name=name, value=counted(Amount(sum(values, Fraction(0)), unit)))
        for (name, unit), values in found.items()
        if len(values) > 1 and (unit is None or unit.share is None)
    ]
    if sums:
        yield Line(say("Results in all: {sums}", sums=sums))
