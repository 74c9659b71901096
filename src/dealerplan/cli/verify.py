"""`dealerplan verify`."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Context

from dealerplan.cli.arguments import Format, OnlyStore
from dealerplan.cli.screen import FORMATS, screen_of
from dealerplan.words import say


def command(
    ctx: Context,
    states: Annotated[
        list[str] | None,
        Argument(metavar="STATE…", help="states that reports printed, such as 1234:3f9a0c71d2e85b6047ac"),
    ] = None,
    store: OnlyStore = None,
    format: Format = "text",
) -> None:
    """Prove the book whole and untouched; names the first broken place.

    With STATE, proves too that the book once stood there.
    """
    from dealerplan.app.verify import verify
    from dealerplan.cli.options import choice
    from dealerplan.view import payload

    screen = screen_of(ctx)
    choice(format, FORMATS, "--format")
    session = screen.session()
    proven = verify(session, store, states or [])
    if format == "json":
        screen.json(payload.verified(str(session.place), proven))
    elif format == "csv":
        screen.csv([payload.state(*one) for one in proven.items()], payload.STATE_HEADS)
    else:
        for one, state in proven.items():
            told = say(
                "{store}: {number} entry, {state}",
                "{store}: {number} entries, {state}",
                store=one,
                number=state.entries,
                state=state,
            )
            screen.say(told if state.entries else say("{store}: no entries", store=one))
        whole = say("{path} is whole and untouched", path=session.place)
        screen.say(whole if any(state.entries for state in proven.values()) else say("Nothing recorded."))
