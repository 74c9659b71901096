"""`dealerplan due`."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Context, Option

from dealerplan.cli.arguments import Format, OnlyStore, Owner, Year
from dealerplan.cli.screen import FORMATS, screen_of

FAILING = ("missing", "late")


def command(
    ctx: Context,
    month: Annotated[
        str | None, Argument(metavar="MONTH", help="the month (default: each plan's last that ended)")
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
    """List what is not recorded yet for a month, by plan and owner."""
    from dealerplan.app.due import answered_by, due
    from dealerplan.app.other_plans import others_of
    from dealerplan.app.selection import Wish
    from dealerplan.cli.options import choice, optional_month, optional_year
    from dealerplan.view import payload

    screen = screen_of(ctx)
    choice(format, FORMATS, "--format")
    limit = choice(fail_on, FAILING, "--fail-on") if fail_on is not None else None
    session = screen.reading_session()
    asked = optional_month(month)
    wish = Wish(year=optional_year(year), month=asked)
    chosen = screen.select(session, (), store, session.today, wish)
    workspace = screen.workspace(session)
    found = due(session, chosen.plans, workspace.read, asked)
    if owner is not None:
        found = answered_by(owner, found)
    others = others_of(session, workspace, chosen, store)
    if format == "json":
        screen.json(payload.due(found, others))
    elif format == "csv":
        screen.csv(payload.missing_rows(found), payload.MISSING_HEADS)
    else:
        from dealerplan.view.due import due_document

        screen.document(due_document(found, others))
    return int(limit is not None and any(one.missing and (limit == "missing" or one.days_late) for one in found))
