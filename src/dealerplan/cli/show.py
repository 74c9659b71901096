"""`dealerplan show`."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Context, Option


def command(
    ctx: Context,
    target: Annotated[str, Argument(metavar="TARGET", help="its id, plan/id or name")],
    as_of: Annotated[
        str | None,
        Option("--as-of", metavar="MONTH", help="the last month to take in (default: the last recorded)"),
    ] = None,
    known_at: Annotated[
        str | None,
        Option("--known-at", metavar="TIME", help="as the book stood then: 2026-04-08 or 2026-04-08T18:30"),
    ] = None,
    store: Annotated[str | None, Option("--store", metavar="STORE", help="only plans of this store")] = None,
    format: Annotated[str, Option("--format", metavar="text|json|csv", help="how to print it")] = "text",
) -> None:
    """Explain one target month by month, and its status."""
    from dealerplan.app.status import find_target, read_time, scorecards
    from dealerplan.app.workspace import choose, read_workspace
    from dealerplan.cli.options import choice, optional_month
    from dealerplan.cli.screen import FORMATS

    screen = ctx.obj
    choice(format, FORMATS, "--format")
    session = screen.session()
    known = None if known_at is None else read_time(known_at, session.now)
    cards = scorecards(session, choose(read_workspace(session.workspace), (), store), optional_month(as_of), known)
    card, found = find_target(target, cards)
    if format == "json":
        from dealerplan.view import payload

        screen.json(payload.show(card, found))
    elif format == "csv":
        from dealerplan.view.rows import MONTH_HEADS, month_rows

        screen.csv(month_rows(found), MONTH_HEADS)
    else:
        from dealerplan.view.show import show_document

        screen.document(show_document(card, found, screen.lang))
