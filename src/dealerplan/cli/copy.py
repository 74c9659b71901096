"""`dealerplan copy`."""

from __future__ import annotations

from typing import Annotated

from typer import Context, Option

from dealerplan.cli.screen import screen_of
from dealerplan.errors import UsageError
from dealerplan.words import say


def command(
    ctx: Context,
    to: Annotated[str, Option("--to", metavar="BOOK", help="a path, sqlite:///… or postgresql://… (required)")] = "",
) -> None:
    """Copy the book into another one, verified on both sides.

    Run again, it adds what is new.
    """
    from dealerplan.app.backup import copy

    screen = screen_of(ctx)
    if not to:
        raise UsageError(
            say("{name} is missing", name="--to BOOK"), say("dealerplan copy --to postgresql://host/database")
        )
    for one in copy(screen.session(), to):
        screen.done(
            say(
                "{store}: {number} entry, {new} new",
                "{store}: {number} entries, {new} new",
                store=one.store,
                number=one.state.entries,
                new=one.new,
            )
        )
    screen.say(say("both books are whole, and equal"))
