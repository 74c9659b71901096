"""`dealerplan record`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Context

from dealerplan.cli.arguments import DryRun, FromFile, Note, OneStore
from dealerplan.cli.screen import Screen, screen_of
from dealerplan.domain.shown import InFull
from dealerplan.errors import Invalid, Refused, UsageError
from dealerplan.words import Message, say

if TYPE_CHECKING:
    from dealerplan.app.changes import Change, Values
    from dealerplan.app.record import Batch, Outcome, Question, Writing
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
    note: Note = None,
    store: OneStore = None,
) -> None:
    """Record a month's actuals, all of them or none.

    Without values, on a terminal, it asks for each. A file may hold many months.
    """
    from dealerplan.app.record import Writing, check_month, record

    screen = screen_of(ctx)
    how = Writing(note=note, rehearsal=dry_run, store=store)
    if file:
        from_file(screen, file, words or [], how, record)
        return
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
        raise UsageError(say("nothing to record"), say("dealerplan record 2026-03 intake=662"))
    report(screen, record(session, plans, {(plans[0].store, month): values}, how), how)


def _typed(screen: Screen, month: Month | None, pairs: Sequence[str], plans: Sequence[Plan]) -> tuple[Month, Values]:
    from dealerplan.app.values import read_values

    if month is None:
        raise UsageError(say("the month is missing"), say("dealerplan record 2026-03 {pairs}", pairs=pairs[0]))
    return month, read_values(pairs, plans, choose=screen.choose)


def month_and_pairs(words: Sequence[str]) -> tuple[Month | None, list[str]]:
    """Split `2026-03 intake=662 …` into the month, if there is one, and the rest; raises Invalid."""
    from dealerplan.domain.month import Month

    if words and "=" not in words[0] and "＝" not in words[0]:
        return Month.parse(words[0]), list(words[1:])
    return None, list(words)


def from_file(
    screen: Screen, files: Sequence[str], words: Sequence[str], how: Writing,
    write: Callable[[Session, Sequence[Plan], Batch, Writing], Outcome],
) -> None:  # fmt: skip
    """Record or correct what a file holds, or with `-` standard input, and report it."""
    from dealerplan.app.imports import read_actuals
    from dealerplan.app.shell import quoted
    from dealerplan.app.workspace import choose, read_workspace, stores
    from dealerplan.intake.given import Options

    month, pairs = month_and_pairs(words)
    if pairs:
        raise UsageError(say("{words} can't stand beside --from", words=pairs), say("leave one of them out"))
    if len(files) > 1:
        raise UsageError(say("--from is given twice"), say("take one file after the other"))
    session = screen.session()
    workspace = read_workspace(session.workspace, session.watch)
    plans = choose(workspace, (), how.store)
    others = set(stores(workspace.plans)) - set(stores(plans))
    found = read_actuals(
        plans, files[0], month, Options(session.today), others, screen.piped() if files[0] == "-" else None
    )
    again = [*words, "--from", files[0], *(["--store", how.store] if how.store else [])]
    how = how._replace(file=found.name, words=" ".join(map(quoted, again)), places=found.places)
    report(screen, write(session, plans, found.values, how), how)


def report(screen: Screen, outcome: Outcome, how: Writing) -> None:
    """Say what was written, what was there already, and what the plan warns of."""
    new = [change for change in outcome.changes if change.is_new]
    same = len(outcome.changes) - len(new)
    for line in _lines(new if how.file else outcome.changes, correcting=how.why is not None):
        screen.say(line)
    for warning in outcome.warnings:
        screen.note(say("warning: {message}", message=warning))
    if how.file and new and same:
        screen.say(say("{number} {number:was|were} there already", number=same))
    if how.why is not None and (first := sum(change.before is None for change in new)):
        screen.say(say("{number} of them new", number=first))
    if not new:
        screen.say(say("nothing changed"))
    elif how.rehearsal:
        screen.say(say("{number} would be written; nothing was (--dry-run)", number=len(new)))
    else:
        screen.say(say("{number} written", number=len(new)))


MOST_LINES = 100  # of changes that somebody reads one by one


def _lines(changes: Sequence[Change], correcting: bool) -> Iterator[Message]:
    """Each change, or where they are many, how many each store and month has."""
    several = len({change.store for change in changes}) > 1
    if len(changes) <= MOST_LINES:
        for change in changes:
            told = _told(change, correcting)
            yield say("{store}: {change}", store=change.store, change=told) if several else told
        return
    for (store, month), number in Counter((change.store, change.month) for change in changes).items():
        yield say("{store}, {month}: {number}", store=store, month=month, number=number)


def _told(change: Change, correcting: bool) -> Message:
    month, name, unit = change.month, change.measure.name, change.measure.unit
    value = "-" if change.value is None else InFull(change.value, unit)
    if not change.is_new:
        return say("{month} {name}: {value}, as it was", month=month, name=name, value=value)
    if change.before is None and correcting:
        return say("{month} {name}: {value}, new", month=month, name=name, value=value)
    if change.before is None:
        return say("{month} {name}: {value}", month=month, name=name, value=value)
    before = InFull(change.before, unit)
    if change.value is None:
        return say("{month} {name}: withdrawn, was {before}", month=month, name=name, before=before)
    return say("{month} {name}: {value}, was {before}", month=month, name=name, value=value, before=before)


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
