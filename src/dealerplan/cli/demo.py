"""`dealerplan demo`."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from typer import Context

from dealerplan.cli.arguments import Format
from dealerplan.cli.screen import FORMATS, screen_of
from dealerplan.words import say


def command(ctx: Context, format: Format = "text") -> None:
    """Show a sample year in a temporary workspace."""
    from tempfile import mkdtemp

    from dealerplan.app.demo import UNTIL, demo
    from dealerplan.app.shell import called, quoted
    from dealerplan.app.status import scorecards
    from dealerplan.app.workspace import read_workspace
    from dealerplan.cli.invoked import program
    from dealerplan.cli.options import choice
    from dealerplan.cli.scorecards import How, show_scorecards, write_scorecards

    screen = screen_of(ctx)
    choice(format, FORMATS, "--format")
    folder = Path(mkdtemp(prefix="dealerplan-"))
    session = demo(folder, screen.session_in(folder), screen.lang)
    workspace = read_workspace(folder)
    (plan,) = workspace.plans
    on_screen = format == "text" and screen.stdout.isatty()
    (show_scorecards if on_screen else write_scorecards)(
        screen, workspace.heads, partial(scorecards, session, workspace), How(format)
    )
    name = program(screen.environ)
    tell = screen.say if format == "text" else screen.note
    tell("")
    tell(say("This is {command}; go on in that folder:", command=f"{name} status"))
    tell(f"  cd {quoted(str(folder))}")
    rate = next(called(one) for one in plan.targets if one.id == "rework_rate")
    intake = called(plan.measures["intake"])
    for words in ("status", f"show {rate}", f"history {intake} --month {UNTIL}", "report"):
        tell(f"  {name} {words}")
