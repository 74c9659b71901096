"""`dealerplan record`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Context

from dealerplan.cli.arguments import DryRun, FileFormat, FromFile, IgnoreRest, Note, OneStore, Sure
from dealerplan.cli.options import month_and_pairs
from dealerplan.cli.screen import Screen, screen_of
from dealerplan.domain.shown import InFull
from dealerplan.errors import Invalid, Refused, UsageError
from dealerplan.words import say

if TYPE_CHECKING:
    from dealerplan.app.changes import Values
    from dealerplan.app.record import Question, Writing
    from dealerplan.app.session import Session
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
    store: OneStore = None,
    format: FileFormat = "text",
) -> None:
    """Record a month's actuals, all of them or none.

    Without values, on a terminal, it asks for each. A file may hold many months.
    """
    from dealerplan.app.record import Writing, check_month, record
    from dealerplan.app.values import example
    from dealerplan.cli.from_file import Flags, from_file
    from dealerplan.cli.outcome import report

    screen = screen_of(ctx)
    how, flags = Writing(note=note, rehearsal=dry_run, store=store), Flags(ignore_rest, sure, format)
    if file:
        from_file(screen, file, words or [], how, flags, record)
        return
    flags.refuse_alone()
    session, plans = screen.session_of(store)
    month, pairs = month_and_pairs(words or [])
    if month is not None:
        check_month(session, month)
    if pairs:
        month, values = _typed(screen, month, pairs, plans)
    elif screen.asks:
        month, values = _asked(screen, session, plans, month, how)
        session = screen.session()  # answers take their time, and are recorded when they are given
    else:
        line = f"{month or session.month.plus(-1)} {example(plans)}=…"
        raise UsageError(say("nothing to record"), say("dealerplan record {words}", words=line))
    report(screen, record(session, plans, {(plans[0].store, month): values}, how), how)


def _typed(screen: Screen, month: Month | None, pairs: Sequence[str], plans: Sequence[Plan]) -> tuple[Month, Values]:
    from dealerplan.app.values import read_values

    if month is None:
        raise UsageError(say("the month is missing"), say("dealerplan record 2026-03 {pairs}", pairs=pairs[0]))
    return month, read_values(pairs, plans, choose=screen.choose)


def _asked(
    screen: Screen, session: Session, plans: Sequence[Plan], month: Month | None, how: Writing
) -> tuple[Month, Values]:
    """Ask for the month, if need be, and for each measure that it lacks."""
    from dealerplan.app.record import check_values, questions

    month = month or _ask_month(screen, session)
    values: dict[str, Fraction] = {}
    asked = questions(session, plans, month)
    if not asked:
        screen.say(say("{month} is recorded whole", month=month))
        return month, values
    screen.say(say("{month}: {number} to record; Enter leaves one out, Ctrl-C stops", month=month, number=len(asked)))
    for question in asked:

        def allowed(value: Fraction, id: str = question.measure.id) -> None:
            check_values(session, plans, month, {**values, id: value}, how)

        value = _ask(screen, question, allowed)
        if value is not None:
            values[question.measure.id] = value
    return month, values


def _ask_month(screen: Screen, session: Session) -> Month:
    from dealerplan.app.record import check_month
    from dealerplan.domain.month import Month

    usual = session.month.plus(-1)
    while True:
        answer = screen.ask(say("Month [{month}]:", month=usual))
        try:
            month = Month.parse(answer) if answer else usual
            check_month(session, month)
        except Invalid as error:
            screen.fail(error)
        else:
            return month


def _ask(screen: Screen, question: Question, allowed: Callable[[Fraction], None]) -> Fraction | None:
    """Ask until the answer is one to record, or none."""
    from dealerplan.app.values import read_typed

    measure = question.measure
    last = "-" if question.last is None else InFull(question.last, measure.unit)
    asked = say("  {name} ({unit}, last month {last}):", name=measure.name, unit=measure.unit or "-", last=last)
    while answer := screen.ask(asked):
        try:
            value = read_typed(answer, measure.unit, screen.choose)
            allowed(value)
        except (Invalid, Refused) as error:
            screen.fail(error)
        else:
            return value
    return None
