"""`dealerplan reopen`."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Context, Option

from dealerplan.cli.arguments import NewBook, OneStore, TrustClock
from dealerplan.cli.screen import screen_of
from dealerplan.words import say


def command(
    ctx: Context,
    month: Annotated[str, Argument(metavar="MONTH", help="the month, such as 2026-03")],
    why: Annotated[str, Option("--why", metavar="TEXT", help="the reason, kept for ever (required)")] = "",
    new_book: NewBook = False,
    trust_clock: TrustClock = False,
    store: OneStore = None,
) -> None:
    """Open a closed month again."""
    from dealerplan.app.close import reopen_month
    from dealerplan.domain.month import Month

    screen = screen_of(ctx, new_book, trust_clock)
    session, plans = screen.session_of(store)
    session.rely_on_book()
    opening = Month.parse(month)
    if reopen_month(session, plans, opening, why):
        screen.say(say("{month} is open again", month=opening))
    else:
        screen.say(say("{month} was not closed; nothing changed", month=opening))
