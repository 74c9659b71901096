"""`dealerplan init`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Argument, Context, Option

from dealerplan.cli.arguments import Format
from dealerplan.cli.screen import FORMATS, screen_of
from dealerplan.words import say


def command(
    ctx: Context,
    folder: Annotated[str, Argument(metavar="DIR", help="where to make it (default: here)")] = ".",
    template: Annotated[str, Option("--template", metavar="NAME", help="which plan to begin with")] = "aftersales",
    show_list: Annotated[bool, Option("--list", help="list the plans to begin with")] = False,
    format: Format = "text",
) -> None:
    """Make a workspace from a packaged plan."""
    from dealerplan.app.templates import described, first_month, init
    from dealerplan.cli.options import choice

    screen = screen_of(ctx)
    choice(format, FORMATS, "--format")
    if show_list:
        known = [{"template": template, "name": plan.name} for template, plan in described()]
        if format == "json":
            screen.json({"schema": "dealerplan.templates/1", "templates": known})
        elif format == "csv":
            screen.csv(known, ("template", "name"))
        else:
            for one in known:
                screen.say(f"{one['template']:16}{one['name']}")
        return
    file = init(Path(folder), template)
    screen.say(say("{file} is there: change it to your own plan, then", file=file))
    where = "" if folder == "." else f" --workspace {folder}"
    screen.say(f"  dealerplan check{where}")
    screen.say(f"  dealerplan record{where} {first_month(file)}")
    screen.say(f"  dealerplan status{where}")
