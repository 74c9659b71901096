"""`dealerplan status`."""

from __future__ import annotations

from typing import Annotated

from typer import Context, Option

from dealerplan.cli.arguments import AsOf, Format, KnownAt, OnlyStore, Plans
from dealerplan.cli.screen import FORMATS, screen_of


def command(
    ctx: Context,
    plans: Plans = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    fail_on: Annotated[
        str | None,
        Option("--fail-on", metavar="STATUS", help="exit 1 on at_risk, behind or missed, or worse"),
    ] = None,
    store: OnlyStore = None,
    format: Format = "text",
) -> int:
    """Show the progress table."""
    from dealerplan.app.status import FAILING, fails, read_time, scorecards
    from dealerplan.cli.options import choice, optional_month

    screen = screen_of(ctx)
    choice(format, FORMATS, "--format")
    limit = choice(fail_on, tuple(FAILING), "--fail-on") if fail_on is not None else None
    session = screen.reading_session()
    chosen = screen.plans(session, plans or [], store)
    known = None if known_at is None else read_time(known_at)
    cards = scorecards(session, chosen, optional_month(as_of), known)
    screen.scorecards(cards, format)
    return int(limit is not None and fails(cards, limit))
