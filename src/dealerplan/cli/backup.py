"""`dealerplan backup`."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Context

from dealerplan.cli.screen import screen_of
from dealerplan.words import say


def command(
    ctx: Context,
    file: Annotated[str, Argument(metavar="FILE", help="a new file for the copy")],
) -> None:
    """Copy the book safely, also while it is in use."""
    from dealerplan.app.backup import backup

    screen = screen_of(ctx)
    backup(screen.session(), file)
    screen.done(say("the book is copied to {file}", file=file))
