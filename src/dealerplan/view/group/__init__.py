"""A group on one screen, head office's first: one list of parts, in the order in which they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from dealerplan.view.document import Block, Document
from dealerplan.view.group.chance import chance_blocks
from dealerplan.view.group.gap_list import gap_blocks
from dealerplan.view.group.head import head
from dealerplan.view.group.missing import milestone_blocks, missing_blocks
from dealerplan.view.group.next import next_blocks
from dealerplan.view.group.page import GroupPage
from dealerplan.view.group.regions import region_blocks
from dealerplan.view.group.target_table import target_blocks

__all__ = ["PAPER", "PARTS", "GroupPage", "Part", "group_document"]

Part = Callable[[GroupPage], Iterable[Block]]
PARTS: tuple[Part, ...] = (
    head,
    target_blocks,
    region_blocks,
    gap_blocks,
    chance_blocks,
    missing_blocks,
    milestone_blocks,
    next_blocks,
)
"""How complete, where it stands, in which regions, whose gap, what is beyond chance, who is missing, what next."""

PAPER: tuple[Part, ...] = tuple(part for part in PARTS if part is not next_blocks)
"""The parts of what is handed in or on, which has no commands to go on with."""


def group_document(page: GroupPage, parts: Sequence[Part] = PARTS) -> Document:
    """Where a group stands, in some parts."""
    return Document([block for part in parts for block in part(page)])
