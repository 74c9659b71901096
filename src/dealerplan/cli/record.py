"""`dealerplan record`."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Context

from dealerplan.cli.arguments import DryRun, FileFormat, FromFile, IgnoreRest, NewBook, Note, OneStore, Sure, TrustClock
from dealerplan.cli.options import month_and_pairs
from dealerplan.cli.screen import Screen, screen_of
from dealerplan.errors import UsageError
from dealerplan.words import say

if TYPE_CHECKING:
    from dealerplan.app.values import Read
    from dealerplan.domain.month import Month
    from dealerplan.domain.plan import Plan


def command(
    ctx: Context,
    words: Annotated[
        list[str] | None, Argument(metavar="[MONTH] [MEASURE=VALUE…]", help="2026-03 intake=662 reworked=9")
    ] = None,
    file: FromFile = None,
    dry_run: DryRun = False,
    ignore_rest: IgnoreRest = False,
    sure: Sure = False,
    note: Note = None,
    new_book: NewBook = False,
    trust_clock: TrustClock = False,
    store: OneStore = None,
    format: FileFormat = "text",
) -> None:
    """Record a month's actuals, all of them or none.

    Without values, on a terminal, it asks for each. A file may hold many months.
    """
    from dealerplan.app.record import Writing, check_month, record
    from dealerplan.app.running import current_month
    from dealerplan.app.values import example
    from dealerplan.cli.form import ask_values
    from dealerplan.cli.from_file import Flags, from_file
    from dealerplan.cli.outcome import report
    from dealerplan.cli.typed import write_typed

    screen = screen_of(ctx, new_book, trust_clock)
    how, flags = Writing(note=note, rehearsal=dry_run, store=store), Flags(ignore_rest, sure, format)
    if file:
        from_file(screen, file, words or [], how, flags, record)
        return
    flags.refuse_alone()
    session, plans = screen.session_of(store)
    month, pairs = month_and_pairs(words or [])
    if month is not None:
        check_month(session, plans, month)
    if pairs:
        write_typed(screen, session, plans, *_typed(screen, month, pairs, plans), how, sure, record)
    elif screen.asks:
        form = ask_values(screen, session, plans, month, how, sure)
        session = screen.session()  # answers take their time, and are recorded when they are given
        report(screen, record(session, plans, {(plans[0].store, form.month): form.values}, form.how), form.how)
    else:
        line = f"{month or current_month(plans, session.today).plus(-1)} {example(plans)}=…"
        raise UsageError(say("nothing to record"), say("dealerplan record {words}", words=line))


def _typed(
    screen: Screen, month: Month | None, pairs: Sequence[str], plans: Sequence[Plan]
) -> tuple[Month, Read[Fraction | None]]:
    from dealerplan.app.values import typed_values

    if month is None:
        raise UsageError(say("the month is missing"), say("dealerplan record 2026-03 {pairs}", pairs=pairs[0]))
    return month, typed_values(pairs, plans, month, choose=screen.choose)
