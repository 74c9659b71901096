"""How a page begins: what it is, whose, of what time."""

from __future__ import annotations

from collections.abc import Iterator

from dealerplan.domain.month import Each
from dealerplan.domain.shown import Percent
from dealerplan.view.document import Block, Line, Masthead, Said
from dealerplan.view.first_page.page import Page
from dealerplan.view.notes import idle_said
from dealerplan.view.terms import days_of
from dealerplan.view.when import month_name, months_name, span_name
from dealerplan.words import Message, say

_TITLES: dict[Each, Message] = {
    "month": say("{department}: report for {period}"),
    "quarter": say("{department}: quarterly report, {period}"),
    "half": say("{department}: half-year report, {period}"),
    "year": say("{department}: annual report {period}"),
}
_SO_FAR = say("{department}: annual report {period}, up to {month}")


def report_head(page: Page) -> Iterator[Block]:
    """Of a report: its title, store, who answers for it, and where it is signed."""
    plan = page.card.plan
    title = _TITLES[page.each].filled(
        {"department": plan.department or plan.name, "period": span_name(page.span, page.each)}
    )
    if page.each == "year" and page.card.as_of is not None and not page.is_over:
        title = _SO_FAR.filled({**title.fills, "month": month_name(page.card.as_of)})
    elif page.card.as_of is None and page.card.targets:
        title = say("{department}: report {period}, no month recorded yet", **title.fills)
    owner = say("Owner: {owner}", owner=plan.owner) if plan.owner else None
    signed = say("Prepared ____  Checked ____  Approved ____")
    yield Masthead(title, [one for one in (plan.shop, owner, signed) if one is not None], anchor=plan.anchor)
    if page.owner is not None:
        yield Line(say("Only what {owner} answers for", owner=page.owner))
    yield from _time(page)


def status_head(page: Page) -> Iterator[Block]:
    """Of a status: the plan's name, its store and time."""
    plan, card = page.card.plan, page.card
    if not card.targets:
        yield Masthead(plan.name, [plan.shop, months_name(plan.period, with_year=True)])
        return
    if card.as_of is None:
        yield Masthead(plan.name, [plan.shop, plan.period.label])
        yield Line(say("Nothing recorded yet: {command}", command=f"dealerplan record {plan.period.first}"))
        return
    fields: list[Said] = [plan.shop, months_name(page.to_date, with_year=True)]
    fields.append(say("{progress} of the period gone", progress=Percent(card.time_progress)))
    yield Masthead(plan.name, fields)
    yield from _time(page)


def _time(page: Page) -> Iterator[Line]:
    card = page.card
    if card.as_of is not None and (days := days_of(card.plan, card.as_of)) is not None:
        yield Line(days, "quiet")
    if card.no_business:
        yield Line(idle_said(card))
