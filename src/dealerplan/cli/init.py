"""`dealerplan init`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Argument, Context, Option

from dealerplan.cli.arguments import Format
from dealerplan.cli.screen import FORMATS, Screen, screen_of
from dealerplan.words import say


def command(
    ctx: Context,
    folder: Annotated[str | None, Argument(metavar="DIR", help="where to make it (default: here)")] = None,
    template: Annotated[str, Option("--template", metavar="NAME", help="which plan to begin with")] = "aftersales",
    store: Annotated[str | None, Option("--store", metavar="ID", help="whose plan it is")] = None,
    show_list: Annotated[bool, Option("--list", help="list the plans to begin with")] = False,
    format: Format = "text",
) -> None:
    """Make a workspace from a packaged plan, or add one.

    Beside other plans it takes their store (of several: --store) and their year.
    """
    from dealerplan.app.shell import quoted
    from dealerplan.app.templates import init
    from dealerplan.cli.invoked import program
    from dealerplan.cli.options import choice, now

    screen = screen_of(ctx)
    choice(format, FORMATS, "--format")
    if show_list:
        _list(screen, format)
        return
    named = folder or screen.common.workspace
    file, plan = init(Path(named or "."), template, screen.lang, now(screen.environ).year, store)
    fills = {"file": file, "store": plan.store, "period": plan.period.label}
    screen.done(say("{file} is there, of the store {store}, {period}: change it to your own plan, then", **fills))
    where = f" --workspace {quoted(named)}" if named else ""
    name = program(screen.environ)
    for words in (f"check{where}", f"record{where} {plan.period.first}", f"status{where}"):
        screen.say(f"  {name} {words}")


def _list(screen: Screen, format: str) -> None:
    from dealerplan.app.templates import described

    known = [{"template": template, "name": plan.name} for template, plan in described(screen.lang)]
    if format == "json":
        screen.json({"schema": "dealerplan.templates/1", "templates": known})
    elif format == "csv":
        screen.csv(known, ("template", "name"))
    else:
        for one in known:
            screen.say(f"{one['template']:16}{one['name']}")
