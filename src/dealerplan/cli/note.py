"""`dealerplan note`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from typer import Argument, Context, Option

from dealerplan.cli.arguments import NewBook, OnlyStore, TrustClock
from dealerplan.cli.screen import Screen, screen_of
from dealerplan.errors import UsageError
from dealerplan.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealerplan.app.session import Session
    from dealerplan.domain.month import Month
    from dealerplan.domain.plan import Plan


def command(
    ctx: Context,
    target: Annotated[
        str | None, Argument(metavar="TARGET", help="its id, plan/id or name (default: lists them)")
    ] = None,
    month: Annotated[str | None, Argument(metavar="MONTH", help="the month, such as 2026-03")] = None,
    reason: Annotated[str | None, Argument(metavar="REASON", help="in one sentence")] = None,
    action: Annotated[str | None, Option("--action", metavar="TEXT", help="what is done about it")] = None,
    owner: Annotated[str | None, Option("--owner", metavar="NAME", help="who does it")] = None,
    due: Annotated[str | None, Option("--due", metavar="DATE", help="by when: 2026-04-30")] = None,
    withdraw: Annotated[bool, Option("--withdraw", help="take the note back, and its action")] = False,
    why: Annotated[str | None, Option("--why", metavar="TEXT", help="the reason for --withdraw")] = None,
    new_book: NewBook = False,
    trust_clock: TrustClock = False,
    store: OnlyStore = None,
) -> None:
    """Note why a target is where it is, and what is done about it.

    Reports print it, and ask later about the action. Without a target, list all.
    """
    from dealerplan.app.lists import to_note
    from dealerplan.app.note import add_note
    from dealerplan.app.running import current_month
    from dealerplan.app.selection import find_target
    from dealerplan.cli.options import optional_day
    from dealerplan.domain.month import Month
    from dealerplan.domain.note import Note
    from dealerplan.view.lists import notes_document

    screen = screen_of(ctx, new_book, trust_clock)
    session = screen.session()
    plans = screen.plans(session, store=store)
    if target is None:
        screen.document(notes_document(to_note(session, plans, store)))
        return
    if withdraw and month is not None:
        session.rely_on_book()
        _withdraw(screen, session, plans, target, Month.parse(month), (reason, why))
        return
    if why is not None:
        raise UsageError(say("--why goes with --withdraw"), say("leave it out"))
    if month is None or reason is None:
        usual = current_month(plans, session.today).plus(-1)
        hint = say('dealerplan note {words} "two lifts out of order"', words=f"{target} {month or usual}")
        raise UsageError(say("a note needs a target, a month and a reason"), hint)
    of = Month.parse(month)
    plan, found = find_target(target, plans, of)
    noted = add_note(session, plan, Note(found.id, of, reason, action, owner, optional_day(due)))
    if not noted.is_new:
        screen.say(say("{name}, {month}: noted already; nothing changed", name=found.label, month=of))
        return
    screen.say(say("{name}, {month}: noted", name=found.label, month=of))
    if noted.action:
        screen.say(say("once it is done: dealerplan done {id}", id=noted.action))


def _withdraw(
    screen: Screen, session: Session, plans: Sequence[Plan], target: str, month: Month,
    words: tuple[str | None, str | None],
) -> None:  # fmt: skip
    """Take a note back; `words` are those of the note, and why."""
    from dealerplan.app.selection import find_target
    from dealerplan.app.withdraw import withdraw_note
    from dealerplan.view.undo import told

    plan, found = find_target(target, plans, month)
    reason, why = words
    for line in told(withdraw_note(session, plan, found, month, reason, why or ""), plans):
        screen.say(line)
