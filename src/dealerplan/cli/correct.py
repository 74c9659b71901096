"""`dealerplan correct`."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Context, Option

from dealerplan.cli.arguments import DryRun, FileFormat, FromFile, IgnoreRest, NewBook, OneStore, Sure, TrustClock
from dealerplan.cli.options import month_and_pairs
from dealerplan.cli.screen import screen_of
from dealerplan.errors import UsageError
from dealerplan.words import say


def command(
    ctx: Context,
    words: Annotated[
        list[str] | None, Argument(metavar="MONTH MEASURE=VALUE…", help="2026-03 intake=663, or intake= to withdraw")
    ] = None,
    why: Annotated[str, Option("--why", metavar="TEXT", help="the reason, kept for ever (required)")] = "",
    file: FromFile = None,
    dry_run: DryRun = False,
    ignore_rest: IgnoreRest = False,
    sure: Sure = False,
    new_book: NewBook = False,
    trust_clock: TrustClock = False,
    store: OneStore = None,
    format: FileFormat = "text",
) -> None:
    """Replace recorded actuals; the old ones stay in the history."""
    from dealerplan.app.record import Writing, correct
    from dealerplan.app.running import current_month
    from dealerplan.app.values import example, typed_values
    from dealerplan.cli.from_file import Flags, from_file
    from dealerplan.cli.typed import write_typed

    screen = screen_of(ctx, new_book, trust_clock)
    how, flags = Writing(why=why, rehearsal=dry_run, store=store), Flags(ignore_rest, sure, format)
    if file:
        from_file(screen, file, words or [], how, flags, correct)
        return
    flags.refuse_alone()
    session, plans = screen.session_of(store)
    session.rely_on_book()
    month, pairs = month_and_pairs(words or [])
    if month is None or not pairs:
        line = f"{month or current_month(plans, session.today).plus(-1)} {example(plans)}=…"
        hint = say('dealerplan correct {words} --why "…"', words=line)
        raise UsageError(say("a correction needs a month and a value"), hint)
    read = typed_values(pairs, plans, month, withdrawing=True, choose=screen.choose)
    write_typed(screen, session, plans, month, read, how, sure, correct)
