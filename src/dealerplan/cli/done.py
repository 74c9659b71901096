"""`dealerplan done`."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Context, Option

from dealerplan.cli.arguments import Note, OnlyStore
from dealerplan.domain.shown import Amount
from dealerplan.words import say


def command(
    ctx: Context,
    milestone: Annotated[str, Argument(metavar="MILESTONE", help="its id, plan/id or name")],
    results: Annotated[list[str] | None, Argument(metavar="RESULT=VALUE…", help="what it brought: orders=43")] = None,
    on: Annotated[str | None, Option("--on", metavar="DATE", help="2026-03-28 (default: today)")] = None,
    note: Note = None,
    why: Annotated[str | None, Option("--why", metavar="TEXT", help="the reason for changing an earlier mark")] = None,
    store: OnlyStore = None,
) -> None:
    """Mark a milestone as done, with its results."""
    from dealerplan.app.done import find_milestone, mark_done, read_results
    from dealerplan.app.workspace import choose, read_workspace
    from dealerplan.cli.options import optional_day

    screen = ctx.obj
    session = screen.session()
    plan, found = find_milestone(milestone, choose(read_workspace(session.workspace), (), store))
    mark = mark_done(session, plan, found, optional_day(on), read_results(results or [], found), note, why)
    for warning in mark.warnings:
        screen.note(say("warning: {message}", message=warning))
    if mark.is_new:
        screen.say(say("{name} is done as of {day}", name=found.name, day=mark.done.on))
        for result in found.results:
            value = mark.done.results.get(result.id)
            shown = "-" if value is None else Amount(value)
            screen.say(say("  {name} {value}", name=result.name, value=shown))
    else:
        screen.say(say("{name} was done on {day} already; nothing changed", name=found.name, day=mark.done.on))
