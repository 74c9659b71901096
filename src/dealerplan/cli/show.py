"""`dealerplan show`."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Context

from dealerplan.cli.arguments import AsOf, Format, KnownAt, OnlyStore
from dealerplan.cli.screen import FORMATS, screen_of


def command(
    ctx: Context,
    target: Annotated[str, Argument(metavar="TARGET", help="its id, plan/id or name")],
    as_of: AsOf = None,
    known_at: KnownAt = None,
    store: OnlyStore = None,
    format: Format = "text",
) -> None:
    """Explain one target month by month, and its status."""
    from dealerplan.app.status import find_target, read_time, scorecards
    from dealerplan.cli.options import choice, optional_month

    screen = screen_of(ctx)
    choice(format, FORMATS, "--format")
    session = screen.reading_session()
    known = None if known_at is None else read_time(known_at)
    cards = scorecards(session, screen.plans(session, store=store), optional_month(as_of), known)
    card, found = find_target(target, cards)
    if format == "json":
        from dealerplan.view import payload

        screen.json(payload.show(card, found))
    elif format == "csv":
        from dealerplan.view.rows import MONTH_HEADS, month_rows

        screen.csv(month_rows(found), MONTH_HEADS)
    else:
        from dealerplan.view.show import show_document

        screen.document(show_document(card, found))
