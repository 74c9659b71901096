"""`status`: the first page of a plan, and in full the notes and milestones below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dealerplan.domain.month import Month
from dealerplan.view import other_plans
from dealerplan.view.discrepancies import discrepancies
from dealerplan.view.document import Block, Document, Heading, Line
from dealerplan.view.first_page import Page, first_page
from dealerplan.view.first_page.head import status_head
from dealerplan.view.milestones import milestone_table
from dealerplan.view.notes import notes
from dealerplan.view.other_plans import Other
from dealerplan.view.terms import runs
from dealerplan.words import say


def status_document(page: Page, is_first_of_store: bool = True, others: Sequence[Other] = ()) -> Document:
    """The status of a plan in full, and below what there is to tell of others."""
    return Document([*_plan(page, is_first_of_store), *other_plans.lines(others)])


def _plan(page: Page, is_first_of_store: bool) -> Iterator[Block]:
    card = page.card
    yield from status_head(page)
    yield from discrepancies(card, is_first_of_store)
    yield from first_page(page)
    yield from notes(card)
    if card.closed:
        yield Line(say("Closed: {months}", months=runs(card.closed)), "quiet")
    if card.milestones:
        yield Heading(say("Milestones as of {day}", day=card.day), 2)
        yield milestone_table(card.milestones, Month.of(card.day), page.has_ended)
