"""`dealerplan status`."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Context, Option


def command(
    ctx: Context,
    plans: Annotated[list[str] | None, Argument(metavar="PLAN…", help="plans by id or file (default: all)")] = None,
    as_of: Annotated[
        str | None,
        Option("--as-of", metavar="MONTH", help="the last month to take in (default: the last recorded)"),
    ] = None,
    known_at: Annotated[
        str | None,
        Option("--known-at", metavar="TIME", help="as the book stood then: 2026-04-08 or 2026-04-08T18:30"),
    ] = None,
    fail_on: Annotated[
        str | None,
        Option("--fail-on", metavar="STATUS", help="exit 1 on at_risk, behind or missed, or worse"),
    ] = None,
    store: Annotated[str | None, Option("--store", metavar="STORE", help="only plans of this store")] = None,
    format: Annotated[str, Option("--format", metavar="text|json|csv", help="how to print it")] = "text",
) -> int:
    """Show the progress table."""
    from dealerplan.app.status import FAILING, fails, read_time, scorecards
    from dealerplan.app.workspace import choose, read_workspace
    from dealerplan.cli.options import choice, optional_month
    from dealerplan.cli.screen import FORMATS

    screen = ctx.obj
    choice(format, FORMATS, "--format")
    limit = choice(fail_on, tuple(FAILING), "--fail-on") if fail_on is not None else None
    session = screen.session()
    chosen = choose(read_workspace(session.workspace), plans or [], store)
    known = None if known_at is None else read_time(known_at, session.now)
    cards = scorecards(session, chosen, optional_month(as_of), known)
    if format == "json":
        from dealerplan.view import payload

        screen.json(payload.status(cards))
    elif format == "csv":
        from dealerplan.view.rows import TARGET_HEADS, target_rows

        screen.csv(target_rows(cards), TARGET_HEADS)
    else:
        from dealerplan.view.status import status_document

        screen.document(status_document(cards, screen.lang))
    return int(limit is not None and fails(cards, limit))
