"""How a group is written: as text, JSON, CSV, a workbook or a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dealerplan.cli.screen import Screen
    from dealerplan.domain.group import Fact
    from dealerplan.evaluate.group_card import GroupCard

REST = 34  # lines of a screen that other parts than the table of targets take
FEWEST = 6  # targets, also where a screen is too low for them
NAMES = 12  # of stores in one list on a screen


class How(NamedTuple):
    """In which format, and whether with a row for each store."""

    format: str = "text"
    with_stores: bool = False


def write_group(screen: Screen, card: GroupCard, by: Sequence[Fact], how: How) -> None:
    """Write where a group stands."""
    match how.format:
        case "json":
            from dealerplan.view import group_payload

            screen.json(group_payload.group(card, by, how.with_stores))
        case _:
            _text(screen, card, by)


def _text(screen: Screen, card: GroupCard, by: Sequence[Fact]) -> None:
    """All of it; on a terminal what one screen holds."""
    from dealerplan.view.group import GroupPage, group_document

    page = GroupPage(card, by)
    if screen.stdout.isatty():
        page = GroupPage(card, by, max(FEWEST, screen.height - REST), NAMES)
    screen.document(group_document(page))
