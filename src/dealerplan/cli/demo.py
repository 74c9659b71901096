"""`dealerplan demo`."""

from __future__ import annotations

from pathlib import Path

from typer import Context

from dealerplan.words import say

AS_OF = "2026-09"  # in the sample year: late enough to tell, early enough to do something


def command(ctx: Context) -> None:
    """Show a sample year in a temporary workspace."""
    from tempfile import mkdtemp

    from dealerplan.app.status import scorecards
    from dealerplan.app.templates import demo
    from dealerplan.app.workspace import read_workspace
    from dealerplan.domain.month import Month
    from dealerplan.view.status import status_document

    screen = ctx.obj
    folder = Path(mkdtemp(prefix="dealerplan-"))
    session = demo(folder, screen.session_in(folder))
    cards = scorecards(session, read_workspace(folder).plans, Month.parse(AS_OF))
    screen.document(status_document(cards))
    screen.say("")
    screen.say(say("This is {command}; go on in that folder:", command=f"dealerplan status --as-of {AS_OF}"))
    screen.say(f"  cd {folder}")
    screen.say("  dealerplan status")
    screen.say("  dealerplan show rework_rate")
    screen.say("  dealerplan history intake")
