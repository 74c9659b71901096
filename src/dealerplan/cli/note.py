"""`dealerplan note`."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Context, Option

from dealerplan.cli.arguments import OnlyStore
from dealerplan.cli.screen import screen_of
from dealerplan.words import say


def command(
    ctx: Context,
    target: Annotated[str, Argument(metavar="TARGET", help="its id, plan/id or name")],
    month: Annotated[str, Argument(metavar="MONTH", help="the month, such as 2026-03")],
    why: Annotated[str, Argument(metavar="WHY", help="the reason, in one sentence")],
    action: Annotated[str | None, Option("--action", metavar="TEXT", help="what is done about it")] = None,
    owner: Annotated[str | None, Option("--owner", metavar="NAME", help="who does it")] = None,
    due: Annotated[str | None, Option("--due", metavar="DATE", help="by when: 2026-04-30")] = None,
    store: OnlyStore = None,
) -> None:
    """Note why a target is where it is, and what is done about it.

    The month's report prints it; later ones ask whether the action was done.
    """
    from dealerplan.app.note import add_note, find_noted
    from dealerplan.cli.options import optional_day
    from dealerplan.domain.month import Month
    from dealerplan.domain.note import Note

    screen = screen_of(ctx)
    session = screen.session()
    plan, found = find_noted(target, screen.plans(session, store=store))
    noted = add_note(session, plan, Note(found.id, Month.parse(month), why, action, owner, optional_day(due)))
    if not noted.is_new:
        screen.say(say("{name}, {month}: noted already; nothing changed", name=found.name, month=noted.note.month))
        return
    screen.say(say("{name}, {month}: noted", name=found.name, month=noted.note.month))
    if noted.action:
        screen.say(say("once it is done: dealerplan done {id}", id=noted.action))
