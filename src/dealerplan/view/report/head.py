"""How a report begins: whose it is, and what time is reported."""

from __future__ import annotations

from collections.abc import Iterator

from dealerplan.domain.month import Each, Period
from dealerplan.domain.shown import Percent
from dealerplan.view.discrepancies import rewritten_lines
from dealerplan.view.document import Block, Heading, Line
from dealerplan.view.report.facts import Report
from dealerplan.view.status import idle_said
from dealerplan.view.terms import days_of, joined
from dealerplan.words import Message, say

_TITLES: dict[Each, Message] = {
    "month": say("Monthly report"),
    "quarter": say("Quarterly report"),
    "half": say("Half-year report"),
    "year": say("Annual report"),
}


def head(report: Report) -> Iterator[Block]:
    """The plan's name, whose it is, and what time is reported."""
    plan, card = report.card.plan, report.card
    yield Heading(plan.name)
    facts = [say("Store: {store}", store=plan.shop)]
    if plan.department:
        facts.append(say("Department: {department}", department=plan.department))
    if plan.owner:
        facts.append(say("Owner: {owner}", owner=plan.owner))
    yield Line(joined(facts))
    if report.owner is not None:
        yield Line(say("Only what {owner} answers for", owner=report.owner))
    if card.as_of is None:
        yield Line(say("{store}, {period}: nothing recorded yet", store=plan.shop, period=plan.period.label))
        return
    span, progress = report.review.span, Percent(card.time_progress)
    fills = {"title": _TITLES[report.review.each], "period": _label(span), "progress": progress}
    if len(span) == 1:
        yield Line(say("{title} {period}, time progress {progress}", **fills))
    else:
        whole = say("{title} {period}, as of {month}, time progress {progress}")
        if not report.from_the_start:
            whole = say("{title} {period}, as of {month}, time progress of the whole period {progress}")
        yield Line(whole.filled(fills | {"month": card.as_of}))
    if (days := days_of(plan, card.as_of)) is not None:
        yield Line(days, "quiet")
    if card.no_business:
        yield Line(idle_said(card))
    yield from (Line(say("! {said}", said=one), "warning") for one in rewritten_lines(card))


def _label(span: Period) -> Message | str:
    """A span as people write it, with its months where it has several."""
    if len(span) == 1 or span.label == f"{span.first}..{span.last}":
        return span.label
    return say("{period} ({first}..{last})", period=span.label, first=span.first, last=span.last)
