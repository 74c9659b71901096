"""`dealerplan demo`."""

from __future__ import annotations

from pathlib import Path

from typer import Context

from dealerplan.cli.arguments import Format
from dealerplan.cli.screen import FORMATS, screen_of
from dealerplan.words import say

AS_OF = "2026-09"  # in the sample year: late enough to tell, early enough to do something


def command(ctx: Context, format: Format = "text") -> None:
    """Show a sample year in a temporary workspace."""
    from tempfile import mkdtemp

    from dealerplan.app.status import scorecards
    from dealerplan.app.templates import demo
    from dealerplan.app.workspace import read_workspace
    from dealerplan.cli.options import choice
    from dealerplan.domain.month import Month

    screen = screen_of(ctx)
    choice(format, FORMATS, "--format")
    folder = Path(mkdtemp(prefix="dealerplan-"))
    session = demo(folder, screen.session_in(folder))
    cards = scorecards(session, read_workspace(folder).plans, Month.parse(AS_OF))
    screen.scorecards(cards, format)
    tell = screen.say if format == "text" else screen.note
    tell("")
    tell(say("This is {command}; go on in that folder:", command=f"dealerplan status --as-of {AS_OF}"))
    for command in (f"cd {folder}", "dealerplan status", "dealerplan show rework_rate", "dealerplan history intake"):
        tell(f"  {command}")
