"""`dealerplan demo`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

from typer import Context, Option

from dealerplan.cli.arguments import Format
from dealerplan.cli.screen import FORMATS, Screen, screen_of
from dealerplan.words import say


def command(
    ctx: Context,
    group: Annotated[bool, Option("--group", help="a group of stores instead of one")] = False,
    format: Format = "text",
) -> None:
    """Show a sample year in a temporary workspace."""
    from tempfile import mkdtemp

    from dealerplan.cli.options import choice

    screen = screen_of(ctx)
    choice(format, FORMATS, "--format")
    folder = Path(mkdtemp(prefix="dealerplan-"))
    if group:
        _of_group(ctx, screen, folder, format)
    else:
        _of_store(screen, folder, format)


def _of_group(ctx: Context, screen: Screen, folder: Path, format: str) -> None:
    """Where the sample group stands, as `group` shows it."""
    from dealerplan.app.group_demo import demo
    from dealerplan.book.address import FILE_NAME
    from dealerplan.cli import group

    demo(folder, screen.session_in(folder), screen.lang)
    screen.common = screen.common._replace(workspace=str(folder), db=str(folder / FILE_NAME))
    group.command(ctx, format=format)
    _end(screen, folder, format, ("group", "goals", "status --store s008", "report --store s016"))


def _of_store(screen: Screen, folder: Path, format: str) -> None:
    """Where the sample store stands, as `status` shows it."""

    from dealerplan.app.demo import UNTIL, demo
    from dealerplan.app.shell import called
    from dealerplan.app.status import scorecards
    from dealerplan.app.workspace import read_workspace
    from dealerplan.cli.scorecards import How, show_scorecards, write_scorecards

    session = demo(folder, screen.session_in(folder), screen.lang)
    workspace = read_workspace(folder)
    (plan,) = workspace.plans
    on_screen = format == "text" and screen.stdout.isatty()
    (show_scorecards if on_screen else write_scorecards)(
        screen, workspace.heads, partial(scorecards, session, workspace), How(format)
    )
    rate = next(called(one) for one in plan.targets if one.id == "rework_rate")
    intake = called(plan.measures["intake"])
    _end(screen, folder, format, ("status", f"show {rate}", f"history {intake} --month {UNTIL}", "report"))


def _end(screen: Screen, folder: Path, format: str, commands: Sequence[str]) -> None:
    """Where the sample is, and how to go on."""
    from dealerplan.app.shell import quoted
    from dealerplan.cli.invoked import program

    name = program(screen.environ)
    tell = screen.say if format == "text" else screen.note
    tell("")
    tell(say("This is {command}; go on in that folder:", command=f"{name} {commands[0]}"))
    tell(f"  cd {quoted(str(folder))}")
    for words in commands:
        tell(f"  {name} {words}")
