"""`dealerplan close`."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Context, Option

from dealerplan.cli.arguments import OneStore
from dealerplan.cli.screen import screen_of
from dealerplan.words import say


def command(
    ctx: Context,
    month: Annotated[str, Argument(metavar="MONTH", help="the month, such as 2026-03")],
    allow_missing: Annotated[bool, Option("--allow-missing", help="also while measures are missing")] = False,
    store: OneStore = None,
) -> None:
    """Freeze a month: it changes only when reopened, which says why."""
    from dealerplan.app.close import close_month
    from dealerplan.domain.month import Month

    screen = screen_of(ctx)
    session, plans = screen.session_of(store)
    closing = Month.parse(month)
    missing = close_month(session, plans, closing, allow_missing)
    if missing is None:
        screen.say(say("{month} was closed already; nothing changed", month=closing))
        return
    screen.say(say("{month} is closed", month=closing))
    if missing:
        screen.note(
            say(
                "warning: {message}",
                message=say("{number} {number:measure is|measures are} missing", number=len(missing)),
            )
        )
    if closing == session.month:
        screen.note(say("warning: {message}", message=say("{month} is not over yet", month=closing)))
