"""The first page of a status and of every report: one document, one order."""

from __future__ import annotations

from collections.abc import Iterator

from dealerplan.domain.month import MONTHS_IN
from dealerplan.view.document import Block
from dealerplan.view.first_page.lists import lists
from dealerplan.view.first_page.page import Page
from dealerplan.view.first_page.result import result
from dealerplan.view.notes import counted_among_needs, unrecorded_lines
from dealerplan.view.target_table import Wanted, marks, target_table

__all__ = ["Page", "first_page"]


def first_page(page: Page) -> Iterator[Block]:
    """Below its head: what is not recorded, the result, the one table, the lists."""
    card = page.card
    yield from unrecorded_lines(card)
    yield from page.in_one_scale(result(page))
    if card.targets:
        table = target_table(card.targets, wanted(page))
        yield table
        yield from marks(table)
        yield from counted_among_needs(card.targets, page.has_years)
    yield from page.in_one_scale(lists(page))


def wanted(page: Page) -> Wanted:
    """The table's figures."""
    is_year = len(page.card.plan.period) == MONTHS_IN["year"]
    return Wanted(
        page.each, page.card.as_of, page.results, page.is_over, page.review is not None, is_year, page.contradicted,
        page.so_far,
    )  # fmt: skip
