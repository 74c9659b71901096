"""Reports that people hand in: the first page, what belongs to it, and an appendix; sections from facts to blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from dealerplan.view.document import Block, Document, Heading
from dealerplan.view.report.actions import actions
from dealerplan.view.report.changes import changes
from dealerplan.view.report.dates import milestones
from dealerplan.view.report.facts import Correction, Report, Sources
from dealerplan.view.report.foot import again, basis, foot
from dealerplan.view.report.front import front
from dealerplan.view.report.gaps import every_month, gaps
from dealerplan.view.report.open_items import open_items
from dealerplan.view.report.outlook import outlook
from dealerplan.view.report.overview import overview
from dealerplan.view.report.revised import revised_goals
from dealerplan.view.report.standing import standing
from dealerplan.view.report.statuses import statuses
from dealerplan.words import say

__all__ = ["Correction", "Report", "Sources", "report_document"]

Section = Callable[[Report], Iterable[Block]]
FRONT: tuple[Section, ...] = (front, outlook, standing, statuses, milestones, actions)
APPENDIX: tuple[Section, ...] = (gaps, changes, open_items, revised_goals)
SOURCES: tuple[Section, ...] = (basis, foot)
"""What every report has, in this order."""


def report_document(reports: Sequence[Report], roomy: bool = False) -> Document:
    """Reports one after the other, several with an overview first, and one command for all of them at the end.

    A `roomy` one has every target month by month with its picture.
    """
    appendix = (*APPENDIX, every_month, *SOURCES) if roomy else (*APPENDIX, *SOURCES)
    parts: list[Block] = []
    for report in reports:
        parts += [block for section in FRONT for block in section(report)]
        parts.append(Heading(say("Appendix"), 2))
        parts += [block for section in appendix for block in section(report)]
    return Document([*overview(reports), *parts, *again(reports)])
