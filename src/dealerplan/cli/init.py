"""`dealerplan init`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Argument, Context, Option

from dealerplan.words import say


def command(
    ctx: Context,
    folder: Annotated[str, Argument(metavar="DIR", help="where to make it (default: here)")] = ".",
    template: Annotated[str, Option("--template", metavar="NAME", help="which plan to begin with")] = "aftersales",
    show_list: Annotated[bool, Option("--list", help="list the plans to begin with")] = False,
) -> None:
    """Make a workspace from a packaged plan."""
    from dealerplan.app.templates import described, first_month, init

    screen = ctx.obj
    if show_list:
        for name, plan in described():
            screen.say(f"{name:16}{plan.name}")
        return
    file = init(Path(folder), template)
    screen.say(say("{file} is there: change it to your own plan, then", file=file))
    where = "" if folder == "." else f" --workspace {folder}"
    screen.say(f"  dealerplan check{where}")
    screen.say(f"  dealerplan record{where} {first_month(file)}")
    screen.say(f"  dealerplan status{where}")
