"""`dealerplan note`."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Context, Option

from dealerplan.cli.arguments import OnlyStore
from dealerplan.cli.screen import screen_of
from dealerplan.errors import UsageError
from dealerplan.words import say


def command(
    ctx: Context,
    target: Annotated[
        str | None, Argument(metavar="TARGET", help="its id, plan/id or name (default: lists them)")
    ] = None,
    month: Annotated[str | None, Argument(metavar="MONTH", help="the month, such as 2026-03")] = None,
    why: Annotated[str | None, Argument(metavar="WHY", help="the reason, in one sentence")] = None,
    action: Annotated[str | None, Option("--action", metavar="TEXT", help="what is done about it")] = None,
    owner: Annotated[str | None, Option("--owner", metavar="NAME", help="who does it")] = None,
    due: Annotated[str | None, Option("--due", metavar="DATE", help="by when: 2026-04-30")] = None,
    store: OnlyStore = None,
) -> None:
    """Note why a target is where it is, and what is done about it.

    Reports print it, and ask later about the action. Without a target, list all.
    """
    from dealerplan.app.lists import to_note
    from dealerplan.app.note import add_note
    from dealerplan.app.selection import find_target
    from dealerplan.cli.options import optional_day
    from dealerplan.domain.month import Month
    from dealerplan.domain.note import Note
    from dealerplan.view.lists import notes_document

    screen = screen_of(ctx)
    session = screen.session()
    plans = screen.plans(session, store=store)
    if target is None:
        screen.document(notes_document(to_note(session, plans, store)))
        return
    if month is None or why is None:
        hint = say('dealerplan note revenue 2026-03 "two lifts out of order"')
        raise UsageError(say("a note needs a target, a month and a reason"), hint)
    of = Month.parse(month)
    plan, found = find_target(target, plans, of)
    noted = add_note(session, plan, Note(found.id, of, why, action, owner, optional_day(due)))
    if not noted.is_new:
        screen.say(say("{name}, {month}: noted already; nothing changed", name=found.label, month=of))
        return
    screen.say(say("{name}, {month}: noted", name=found.label, month=of))
    if noted.action:
        screen.say(say("once it is done: dealerplan done {id}", id=noted.action))
