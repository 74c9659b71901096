"""A group on one screen, head office's first: one list of parts, in the order in which they are asked for."""

from __future__ import annotations

from dealerplan.view.document import Document
from dealerplan.view.group.chance import chance_blocks
from dealerplan.view.group.gap_list import gap_blocks
from dealerplan.view.group.head import head
from dealerplan.view.group.missing import milestone_blocks, missing_blocks
from dealerplan.view.group.next import next_blocks
from dealerplan.view.group.page import GroupPage
from dealerplan.view.group.regions import region_blocks
from dealerplan.view.group.target_table import target_blocks

__all__ = ["GroupPage", "group_document"]

PARTS = (head, target_blocks, region_blocks, gap_blocks, chance_blocks, missing_blocks, milestone_blocks, next_blocks)
"""How complete, where it stands, in which regions, whose gap, what is beyond chance, who is missing, what next."""


def group_document(page: GroupPage) -> Document:
    """Where a group stands."""
    return Document([block for part in PARTS for block in part(page)])
