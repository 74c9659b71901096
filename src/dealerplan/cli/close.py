"""`dealerplan close`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from typer import Argument, Context, Option

from dealerplan.cli.arguments import NewBook, OneStore, TrustClock
from dealerplan.cli.screen import screen_of
from dealerplan.errors import ALLOW_MISSING, UsageError
from dealerplan.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealerplan.cli.screen import Screen
    from dealerplan.domain.plan import Measure


def command(
    ctx: Context,
    month: Annotated[str, Argument(metavar="MONTH", help="the month, such as 2026-03")],
    allow_missing: Annotated[bool, Option("--allow-missing", help="also while measures are missing")] = False,
    no_business: Annotated[bool, Option("--no-business", help="nothing was sold or repaired in it")] = False,
    why: Annotated[str | None, Option("--why", metavar="TEXT", help="the reason for --no-business")] = None,
    new_book: NewBook = False,
    trust_clock: TrustClock = False,
    store: OneStore = None,
) -> None:
    """Freeze a month: it changes only when reopened, which says why."""
    from dealerplan.app.close import close_month, close_without_business
    from dealerplan.app.running import concerned, is_over
    from dealerplan.cli.insist import given, insist
    from dealerplan.domain.month import Month

    screen = screen_of(ctx, new_book, trust_clock)
    if why is not None and not no_business:
        raise UsageError(say("--why goes with --no-business"), say("leave it out"))
    if allow_missing and no_business:
        raise UsageError(say("--allow-missing goes with no --no-business"), say("leave one of them out"))
    session, plans = screen.session_of(store)
    session.rely_on_book()
    closing = Month.parse(month)
    if no_business:
        is_new = close_without_business(session, plans, closing, why or "")
        told = say("{month} is closed: no business", month=closing)
        screen.say(told if is_new else say("{month} was closed already; nothing changed", month=closing))
    else:
        allowed = given({ALLOW_MISSING: allow_missing})
        closed = insist(screen, allowed, lambda flags: close_month(session, plans, closing, ALLOW_MISSING in flags))
        is_new = _say_closed(screen, closing, closed.answer)
    if is_new and not is_over(concerned(plans, closing), closing, session.today):
        screen.note(say("warning: {message}", message=say("{month} is not over yet", month=closing)))


def _say_closed(screen: Screen, month: object, missing: Sequence[Measure] | None) -> bool:
    """Say that a month is closed, and how much it lacks; gives whether that is new."""
    if missing is None:
        screen.say(say("{month} was closed already; nothing changed", month=month))
        return False
    screen.say(say("{month} is closed", month=month))
    if missing:
        lacking = say("{number} measure is missing", "{number} measures are missing", number=len(missing))
        screen.note(say("warning: {message}", message=lacking))
    return True
