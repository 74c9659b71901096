"""The first page of a report."""

from __future__ import annotations

from collections.abc import Iterator

from dealerplan.view.discrepancies import rewritten_lines
from dealerplan.view.document import Block, Line
from dealerplan.view.first_page import first_page
from dealerplan.view.first_page.head import report_head
from dealerplan.view.report.facts import Report
from dealerplan.words import say


def front(report: Report) -> Iterator[Block]:
    """Its head, what was rewritten or is in another unit, and the page that a status has too."""
    page = report.page
    yield from report_head(page)
    told = [*rewritten_lines(report.card), *(one.message for one in report.card.discrepancies.units_changed)]
    yield from (Line(say("! {said}", said=one), "warning") for one in told)
    if report.card.as_of is None:
        plan = report.card.plan
        yield Line(say("{store}, {period}: nothing recorded yet", store=plan.shop, period=plan.period.label))
    yield from first_page(page)
