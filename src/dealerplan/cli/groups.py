"""How a group is written: as text, JSON, CSV, a workbook or a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from dealerplan.errors import DealerplanError, UsageError
from dealerplan.words import say

if TYPE_CHECKING:
    from datetime import date

    from dealerplan.app.kept import Then
    from dealerplan.app.selection import Wish
    from dealerplan.app.session import Session
    from dealerplan.cli.screen import Screen
    from dealerplan.domain.group import Fact
    from dealerplan.evaluate.group_card import GroupCard
    from dealerplan.view.group import GroupPage, Part

FEWEST = 6  # targets, also where a screen is too low for them
NAMES = 12  # of stores in one list on a screen


class How(NamedTuple):
    """In which format, whether with a row for each store, and into which new file; None is the screen."""

    format: str = "text"
    with_stores: bool = False
    out: str | None = None


def write_group(screen: Screen, card: GroupCard, by: Sequence[Fact], how: How) -> None:
    """Write where a group stands."""
    match how.format:
        case "json":
            from dealerplan.view import group_payload

            screen.json(group_payload.group(card, by, how.with_stores))
        case "csv":
            from dealerplan.view.group.rows import STANDING_HEADS, TARGET_HEADS, standing_rows, target_rows

            rows = list(standing_rows(card)) if how.with_stores else target_rows(card)
            screen.csv(rows, STANDING_HEADS if how.with_stores else TARGET_HEADS)
        case "xlsx" | "html":
            _file(screen, card, by, how)
        case _:
            _text(screen, card, by)


def then_unless_group(
    screen: Screen, session: Session, names: Sequence[str], day: date, wish: Wish, then: Then | None
) -> Then | None:  # fmt: skip
    """Which versions of plans are meant; of a whole group always today's, as no book keeps its table."""
    from dealerplan.domain.outline import is_one_group

    if then is None or then.hashes or then.store:
        return then
    try:
        chosen = screen.select(session, names, None, day, wish)
    except DealerplanError:  # the files of today are other ones, or can't be read
        return then
    return None if is_one_group(chosen.plans) else then


def say_known(screen: Screen, known_at: str | None) -> None:
    """Note by which plan a group's book of then is told."""
    if known_at is not None:
        screen.note(say("the group's book as it stood then, by its plan and table of today"))


def _file(screen: Screen, card: GroupCard, by: Sequence[Fact], how: How) -> None:
    """A workbook or a page, into a new file; a page may go to the screen."""
    from dealerplan.app.files import new_file
    from dealerplan.view.group import GroupPage

    if how.out is None and how.format == "xlsx":
        raise UsageError(say("xlsx needs a file"), say("name it: --out group.xlsx"))
    write = page_of if how.format == "html" else workbook_of
    content = write(screen, GroupPage(card, by))
    if how.out is None:
        screen.bytes(content)
        return
    with new_file(how.out) as partial:
        partial.write_bytes(content)
    screen.done(say("written to {file}", file=how.out))


def workbook_of(screen: Screen, page: GroupPage, parts: Sequence[Part] | None = None) -> bytes:
    """A group as a workbook."""
    from dealerplan.render.formats import Options, writer
    from dealerplan.view.group import PARTS, group_document
    from dealerplan.view.group.workbook import group_workbook

    return writer("xlsx")(group_workbook(page, group_document(page, parts or PARTS)), screen.lang, Options())


def page_of(screen: Screen, page: GroupPage, parts: Sequence[Part] | None = None) -> bytes:
    """A group as a page to click through."""
    from dealerplan.render.html.group import write
    from dealerplan.view.group import PARTS
    from dealerplan.view.group.site import group_site

    return write(group_site(page, parts or PARTS), screen.lang)


def _text(screen: Screen, card: GroupCard, by: Sequence[Fact]) -> None:
    """All of it; on a terminal what one screen holds."""
    from dealerplan.view.group import GroupPage, group_document

    if not screen.stdout.isatty():
        screen.document(group_document(GroupPage(card, by)))
        return
    page = GroupPage(card, by, names=NAMES)
    told = screen.printed(group_document(page))
    beyond, shown = told.count("\n") + 1 - screen.height, len(page.targets)
    if beyond > 0 and shown > FEWEST:
        told = screen.printed(group_document(page.with_targets(max(FEWEST, shown - beyond))))
    screen.write(told)
