"""`dealerplan done`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Context, Option

from dealerplan.cli.arguments import Note, OnlyStore, Sure
from dealerplan.cli.screen import Screen, screen_of
from dealerplan.errors import SURE, UsageError
from dealerplan.words import say

if TYPE_CHECKING:
    from dealerplan.app.session import Session
    from dealerplan.domain.note import Action
    from dealerplan.domain.plan import Plan


def command(
    ctx: Context,
    milestone: Annotated[str, Argument(metavar="MILESTONE", help="its id, plan/id or name; or an action's id")],
    results: Annotated[list[str] | None, Argument(metavar="RESULT=VALUE…", help="what it brought: orders=43")] = None,
    on: Annotated[str | None, Option("--on", metavar="DATE", help="2026-03-28 (default: today)")] = None,
    note: Note = None,
    why: Annotated[str | None, Option("--why", metavar="TEXT", help="the reason for changing an earlier mark")] = None,
    sure: Sure = False,
    store: OnlyStore = None,
) -> None:
    """Mark a milestone as done, with its results, or a note's action."""
    from dealerplan.app.done import Mark, find_done, mark_done, read_results
    from dealerplan.app.note import noted_actions
    from dealerplan.cli.insist import given, insist
    from dealerplan.cli.options import optional_day
    from dealerplan.domain.note import Action
    from dealerplan.view.terms import told

    screen = screen_of(ctx)
    session = screen.session()
    plans = screen.plans(session, store=store)
    plan, found = find_done(milestone, plans, noted_actions(session, plans))
    if isinstance(found, Action):
        _close(screen, session, plan, found, results or [], (optional_day(on), note, why))
        return
    day, typed = optional_day(on), read_results(results or [], found, screen.choose)

    def attempt(flags: Sequence[str]) -> Mark:
        return mark_done(session, plan, found, day, typed, note, why, SURE in flags)

    mark = insist(screen, given({SURE: sure}), attempt).answer
    for warning in mark.warnings:
        screen.note(say("warning: {message}", message=warning))
    if mark.is_new:
        screen.say(say("{name} was done on {day}", name=found.name, day=mark.done.on))
        for result in found.results:
            value = mark.done.results.get(result.id)
            brought = "-" if value is None else told(value, result)
            screen.say(say("  {name} {value}", name=result.name, value=brought))
    else:
        screen.say(say("{name} was done on {day} already; nothing changed", name=found.name, day=mark.done.on))


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
