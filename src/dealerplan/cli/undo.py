"""`dealerplan undo`."""

from __future__ import annotations

from typing import Annotated

from typer import Context, Option

from dealerplan.cli.arguments import NewBook, OnlyStore, TrustClock
from dealerplan.cli.screen import screen_of
from dealerplan.errors import UsageError
from dealerplan.words import say


def command(
    ctx: Context,
    why: Annotated[str, Option("--why", metavar="TEXT", help="the reason, kept for ever (required)")] = "",
    dry_run: Annotated[bool, Option("--dry-run", help="only show what would be taken back")] = False,
    new_book: NewBook = False,
    trust_clock: TrustClock = False,
    store: OnlyStore = None,
) -> None:
    """Take back what your last command wrote; again, the one before it.

    The history keeps both. What others changed since, or a closed month, stays.
    """
    from dealerplan.app.undo import check_why, undo
    from dealerplan.view.undo import command_said, told

    screen = screen_of(ctx, new_book, trust_clock)
    session = screen.session()
    session.rely_on_book()
    plans = screen.plans(session, store=store)
    if not dry_run:
        check_why(why)
    planned = undo(session, plans, why, rehearsal=True)
    screen.say(command_said(planned[0].entry))
    for line in told(planned, plans):
        screen.say(line)
    if dry_run:
        screen.say(say("nothing was written (--dry-run)"))
        return
    if screen.asks and not screen.confirm(say("take it back?")):
        raise UsageError(say("nothing was written"))
    done = undo(session, plans, why, expected=planned)
    screen.say(say("{number} entry taken back", "{number} entries taken back", number=len(done)))
