"""`dealerplan done`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Context, Option

from dealerplan.cli.arguments import NewBook, Note, OnlyStore, Sure, TrustClock
from dealerplan.cli.screen import Screen, screen_of
from dealerplan.errors import SURE, UsageError
from dealerplan.words import say

if TYPE_CHECKING:
    from dealerplan.app.session import Session
    from dealerplan.domain.note import Action
    from dealerplan.domain.plan import Milestone, Plan


def command(
    ctx: Context,
    milestone: Annotated[
        str | None,
        Argument(metavar="MILESTONE", help="its id, plan/id or name; or an action's id"),
    ] = None,
    results: Annotated[list[str] | None, Argument(metavar="RESULT=VALUE…", help="what it brought: orders=43")] = None,
    on: Annotated[str | None, Option("--on", metavar="DATE", help="2026-03-28 (default: today)")] = None,
    note: Note = None,
    why: Annotated[str | None, Option("--why", metavar="TEXT", help="the reason for changing an earlier mark")] = None,
    sure: Sure = False,
    withdraw: Annotated[bool, Option("--withdraw", help="take the mark back, or only the results named")] = False,
    new_book: NewBook = False,
    trust_clock: TrustClock = False,
    store: OnlyStore = None,
) -> None:
    """Mark a milestone as done, with its results, or a note's action.

    Without one, list what is still open.
    """
    from dealerplan.app.done import Mark, find_done, mark_done, namesakes, read_results, still_open
    from dealerplan.app.lists import to_do
    from dealerplan.app.note import noted_actions
    from dealerplan.cli.insist import given, insist
    from dealerplan.cli.options import optional_day
    from dealerplan.domain.note import Action
    from dealerplan.domain.plan import apart
    from dealerplan.view.lists import open_document
    from dealerplan.view.terms import told

    screen = screen_of(ctx, new_book, trust_clock)
    session = screen.session() if milestone else screen.reading_session()
    if milestone:
        session.rely_on_book()
    plans = screen.plans(session, store=store)
    actions, day = noted_actions(session, plans), optional_day(on)
    if milestone is None:
        screen.document(open_document(to_do(session, plans, actions, store)))
        return
    meant = find_done(milestone, plans, actions, day or session.today)
    plan, found = meant.plan, meant.thing
    if withdraw:
        _withdraw(screen, session, plan, found, results or [], why)
        return
    if isinstance(found, Action):
        _close(screen, session, plan, found, results or [], (day, note, why))
        return
    same = namesakes(found.id, plan, plans)
    name = apart(found.label, plan.id) if same else found.label
    for one in still_open(session, plan, same) if milestone != meant.full else ():
        named = apart(one.thing.label, one.plan.id)
        screen.note(say("{name} is still open: dealerplan done {word} --on …", name=named, word=one.full))
    typed = read_results(results or [], found, screen.choose)

    def attempt(flags: Sequence[str]) -> Mark:
        return mark_done(session, plan, found, day, typed, note, why, SURE in flags)

    mark = insist(screen, given({SURE: sure}), attempt).answer
    for warning in mark.warnings:
        screen.note(say("warning: {message}", message=warning))
    if mark.is_new:
        screen.say(say("{name} was done on {day}", name=name, day=mark.done.on))
        for result in found.results:
            value = mark.done.results.get(result.id)
            brought = "-" if value is None else told(value, result)
            screen.say(say("  {name} {value}", name=result.name, value=brought))
    else:
        screen.say(say("{name} was done on {day} already; nothing changed", name=name, day=mark.done.on))


def _withdraw(
    screen: Screen, session: Session, plan: Plan, of: Milestone | Action, results: Sequence[str], why: str | None
) -> None:
    """Take a mark back, or some of a milestone's results."""
    from dealerplan.app.withdraw import withdraw_action, withdraw_milestone, withdraw_results
    from dealerplan.domain.note import Action
    from dealerplan.view.undo import told

    if isinstance(of, Action):
        if results:
            raise UsageError(say("an action has no results"), say("leave them out"))
        taken = withdraw_action(session, plan, of, why)
    elif results:
        withdraw_results(session, plan, of, results, why)
        screen.say(say("{name}: withdrawn: {results}", name=of.label, results=list(results)))
        return
    else:
        taken = withdraw_milestone(session, plan, of, why)
    for line in told(taken, [plan]):
        screen.say(line)


def _close(
    screen: Screen, session: Session, plan: Plan, action: Action, results: Sequence[str],
    mark: tuple[date | None, str | None, str | None],
) -> None:  # fmt: skip
    """Mark an action as done; `mark` is the day, the note and the reason given."""
    from dealerplan.app.note import close_action

    if results:
        raise UsageError(say("an action has no results"), say("write them as --note"))
    day, is_new = close_action(session, plan, action, *mark)
    if is_new:
        screen.say(say("{name} was done on {day}", name=action.note.action, day=day))
    else:
        screen.say(say("{name} was done on {day} already; nothing changed", name=action.note.action, day=day))
