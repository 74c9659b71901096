"""`dealerplan due`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from typer import Argument, Context, Option

from dealerplan.cli.arguments import Format, OnlyStore, Owner, Shown, Year
from dealerplan.cli.screen import FORMATS, Screen, screen_of
from dealerplan.errors import UsageError
from dealerplan.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealerplan.app.group_due import Split
    from dealerplan.domain.due import Due
    from dealerplan.domain.group import Fact
    from dealerplan.evaluate.group_due import GroupDue
    from dealerplan.view.other_plans import Other

FAILING = ("missing", "late")


def command(
    ctx: Context,
    month: Annotated[
        str | None, Argument(metavar="MONTH", help="the month (default: each plan's last that ended)")
    ] = None,
    plans: Shown = None,
    by: Annotated[
        str | None,
        Option("--by", metavar="region|manager", help="of a group: what stores stand together by"),
    ] = None,
    fail_on: Annotated[
        str | None,
        Option("--fail-on", metavar="missing|late", help="exit 1 where a measure is missing, or overdue"),
    ] = None,
    year: Year = None,
    owner: Owner = None,
    store: OnlyStore = None,
    format: Format = "text",
) -> int:
    """List what is not recorded yet for a month, by plan and owner.

    Of a group: the stores that have not reported, by region or manager.
    """
    from dealerplan.app.due import answered_by, due
    from dealerplan.app.group_due import Split, group_due, split
    from dealerplan.app.other_plans import others_of
    from dealerplan.app.selection import Wish
    from dealerplan.cli.options import choice, optional_month, optional_year

    screen = screen_of(ctx)
    choice(format, FORMATS, "--format")
    limit = choice(fail_on, FAILING, "--fail-on") if fail_on is not None else None
    fact = choice(by or "region", BY, "--by")
    session = screen.reading_session()
    asked = optional_month(month)
    wish = Wish(year=optional_year(year), month=asked)
    chosen = screen.select(session, plans or [], store, session.today, wish)
    workspace = screen.workspace(session)
    parts = Split((), chosen.plans)
    if store is None and owner is None:
        parts = split(session, workspace, chosen.plans, asked)
        _check(parts, format)
    groups = [group_due(session, workspace, of, at) for of, at in parts.groups]
    found = due(session, parts.own, workspace.read, asked) if parts.own else []
    if owner is not None:
        found = answered_by(owner, found)
    others = others_of(session, workspace, chosen, store)
    if groups:
        _print_groups(screen, groups, found, others, format, fact)
    else:
        _print(screen, found, others, format)
    days = [one.days_late for one in found if one.missing] + [one.days_late for one in groups if one.lacking]
    return int(limit is not None and any(late or limit == "missing" for late in days))


BY: tuple[Fact, ...] = ("region", "manager")


def _check(parts: Split, format: str) -> None:
    """Raises UsageError where plans of several kinds would stand in one file."""
    if format == "json" and len(parts.groups) > 1:
        ids = [of.plan.id for of, _ in parts.groups]
        raise UsageError(say("the plans are of several groups: {groups}", groups=ids), say("name one of the plans"))
    if format != "text" and parts.groups and parts.own:
        message = say("some plans are of a group, others of one store: {plans}", plans=[one.id for one in parts.own])
        raise UsageError(message, say("name one of the plans"))


def _print(screen: Screen, found: Sequence[Due], others: Sequence[Other], format: str) -> None:
    from dealerplan.view import payload

    if format == "json":
        screen.json(payload.due(found, others))
    elif format == "csv":
        screen.csv(payload.missing_rows(found), payload.MISSING_HEADS)
    else:
        from dealerplan.view.due import due_document

        screen.document(due_document(found, others))


def _print_groups(
    screen: Screen, groups: Sequence[GroupDue], found: Sequence[Due], others: Sequence[Other], format: str, by: Fact
) -> None:
    from dealerplan.view import group_due as view
    from dealerplan.view.document import Document
    from dealerplan.view.due import due_document

    if format == "json":
        screen.json(view.group_due_payload(groups[0].sorted_by(by)))
    elif format == "csv":
        screen.csv(view.group_due_rows([one.sorted_by(by) for one in groups]), view.GROUP_DUE_HEADS)
    else:
        blocks = [block for one in groups for block in view.group_due_blocks(one, by)]
        screen.document(Document([*blocks, *due_document(found, others).blocks]))
