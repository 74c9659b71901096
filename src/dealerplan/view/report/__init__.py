"""Reports that people hand in: sections, one file each, from facts to blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from dealerplan.view.document import Block, Document
from dealerplan.view.report.actions import actions
from dealerplan.view.report.changes import changes
from dealerplan.view.report.dates import milestones
from dealerplan.view.report.facts import Correction, Report, Sources
from dealerplan.view.report.foot import again, basis, foot
from dealerplan.view.report.gaps import every_month, gaps
from dealerplan.view.report.head import head
from dealerplan.view.report.open_items import open_items
from dealerplan.view.report.overview import overview
from dealerplan.view.report.progress import progress, this_month
from dealerplan.view.report.spans import span
from dealerplan.view.report.state import state

__all__ = ["Correction", "Report", "Sources", "report_document"]

Section = Callable[[Report], Iterable[Block]]
SECTIONS: tuple[Section, ...] = (
    head, state, progress, this_month, changes, gaps, milestones, open_items, actions, span, basis, foot,
)  # fmt: skip


def report_document(reports: Sequence[Report], roomy: bool = False) -> Document:
    """Reports one after the other, several with an overview first, and one command for all of them at the end.

    A `roomy` one has every target month by month with its picture.
    """
    sections = list(SECTIONS)
    if roomy:
        sections.insert(SECTIONS.index(basis), every_month)
    parts = [block for report in reports for section in sections for block in section(report)]
    return Document([*overview(reports), *parts, *again(reports)])
