"""The report of a group: what its screen says, as a document to hand in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from dealerplan.errors import UsageError
from dealerplan.words import say

if TYPE_CHECKING:
    from dealerplan.app.asked import Asked
    from dealerplan.app.session import Session
    from dealerplan.cli.screen import Screen
    from dealerplan.domain.outline import Head
    from dealerplan.evaluate.group_card import GroupCard
    from dealerplan.render.formats import Options


class How(NamedTuple):
    """In which formats, into which files (None: to the screen), and whether over others; alarms look at today."""

    names: Sequence[str]
    options: Options
    pattern: str | None = None
    force: bool = False
    fail_on: str | None = None
    quiet_unless: str | None = None


def report_group(screen: Screen, session: Session, heads: Sequence[Head], asked: Asked, how: How) -> int:
    """Write where the group of some plans stands; 1 where it fails."""
    from dealerplan.app.group import Asked as AskedGroup
    from dealerplan.app.group import group_card, group_fails, the_group
    from dealerplan.cli.groups import say_known

    if "brief" in how.names:
        raise UsageError(say("a group's report is not written as {format}", format="brief"),
                         say("write text, or choose a store with --store"))  # fmt: skip
    say_known(screen, asked.known_at)
    workspace = screen.workspace(session)
    of = the_group(workspace, heads)
    today = group_card(session, workspace, of, AskedGroup(known_at=asked.known_at))
    if how.quiet_unless is None or group_fails(today, how.quiet_unless):
        month = asked.as_of or today.as_of  # named, so that it is of its last day: a later day makes the same report
        card = group_card(session, workspace, of, AskedGroup(month, known_at=asked.known_at))
        if how.pattern is None:
            _print(screen, card, how)
        else:
            _file(screen, session, card, heads[0], how.pattern, how)
    return int(how.fail_on is not None and group_fails(today, how.fail_on))


def _contents(screen: Screen, card: GroupCard, how: How) -> Iterator[bytes]:
    """The report in each format, one after the other; it has no commands to go on with."""
    from dealerplan.cli.groups import page_of, workbook_of
    from dealerplan.cli.writing import collect
    from dealerplan.render.formats import writer
    from dealerplan.render.json import render_json
    from dealerplan.view import group_payload
    from dealerplan.view.group import PAPER, GroupPage, group_document

    collect()
    page = GroupPage(card, ["region"])
    for name in how.names:
        match name:
            case "json":
                yield f"{render_json(group_payload.group(card, ['region'], False))}\n".encode()
            case "html":
                yield page_of(screen, page, PAPER)
            case "xlsx":
                yield workbook_of(screen, page, PAPER)
            case _:
                yield writer(name)(group_document(page, PAPER), screen.lang, how.options)


def _print(screen: Screen, card: GroupCard, how: How) -> None:
    """To the screen, as it is wide, or to what stands in its place."""
    if list(how.names) == ["text"] and screen.stdout.isatty():
        from dealerplan.view.group import PAPER, GroupPage, group_document

        screen.document(group_document(GroupPage(card, ["region"]), PAPER))
        return
    (content,) = _contents(screen, card, how)
    screen.bytes(content)


def _file(screen: Screen, session: Session, card: GroupCard, head: Head, pattern: str, how: How) -> None:
    """Into files, all of them or none."""
    from dealerplan.app.archive import Archive, by_file, check_free
    from dealerplan.app.report import Subject
    from dealerplan.cli.writing import ending, put_together

    one = Subject(head._replace(store=card.group.terms.id), card.as_of, "month", 0)
    paths = [path for name in how.names for path in by_file(pattern, ending(name), [one], None)]
    check_free(paths, session)
    with Archive() as archive:
        for path, content in zip(paths, _contents(screen, card, how), strict=True):
            archive.add(path, content)
        put_together(screen, archive, paths, how.force)
