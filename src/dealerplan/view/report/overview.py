"""Several plans at a glance, before each one's own report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dealerplan.view.document import Block, Heading
from dealerplan.view.plans_page import plans_page, plans_title
from dealerplan.view.report.facts import Report


def overview(reports: Sequence[Report]) -> Iterator[Block]:
    """One page for the store; nothing for a single plan."""
    if len(reports) > 1:
        pages = [report.page for report in reports]
        yield Heading(plans_title(pages))
        yield from plans_page(pages)
