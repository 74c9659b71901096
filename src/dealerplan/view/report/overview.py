"""Several plans at a glance, before each one's own report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dealerplan.view.document import Block, Heading
from dealerplan.view.plans_page import plans_page
from dealerplan.view.report.facts import Report
from dealerplan.words import say


def overview(reports: Sequence[Report]) -> Iterator[Block]:
    """One page for the store; nothing for a single plan."""
    if len(reports) > 1:
        yield Heading(say("{number} plan at a glance", "{number} plans at a glance", number=len(reports)))
        yield from plans_page([report.page for report in reports])
