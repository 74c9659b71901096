"""`dealerplan init`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Context, Option

from dealerplan.cli.arguments import Format
from dealerplan.cli.screen import FORMATS, Screen, screen_of
from dealerplan.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dealerplan.domain.plan import Plan


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
    from dealerplan.app.templates import init
    from dealerplan.cli.options import choice, now

    screen = screen_of(ctx)
    choice(format, FORMATS, "--format")
    if show_list:
        _list(screen, format)
        return
    named = folder or screen.common.workspace
    today = now(screen.environ).date()
    file, plan = init(Path(named or "."), template, screen.lang, today.year, store)
    if plan.group is not None:
        _tell_group(screen, named, file, plan, today)
        return
    fills = {"file": file, "store": plan.store, "period": plan.period.label}
    screen.done(say("{file} is there, of the store {store}, {period}: change it to your own plan, then", **fills))
    _tell(screen, named, ("check", f"record {plan.period.first}", "status"))


def _tell_group(screen: Screen, named: str | None, file: Path, plan: Plan, today: date) -> None:
    """What there is of a group, and how to go on."""
    from dealerplan.app.group_demo import write_sample
    from dealerplan.app.shell import quoted

    assert plan.group is not None
    fills = {"file": file, "table": plan.group.table, "period": plan.period.label}
    screen.done(say("{file} is there, of a group, {period}, and its stores in {table}: change both, then", **fills))
    _tell(screen, named, ("check", "goals", "group"))
    sample = write_sample(Path(named or "."), plan, today)
    screen.say(say("to look at it first with invented actuals, which stay in the book:"))
    _tell(screen, named, (f"record --from {quoted(str(sample))}",))


def _tell(screen: Screen, named: str | None, commands: Sequence[str]) -> None:
    """Lines to type."""
    from dealerplan.app.shell import quoted
    from dealerplan.cli.invoked import program

    where = f" --workspace {quoted(named)}" if named else ""
    for words in commands:
        command, _, rest = words.partition(" ")
        screen.say(f"  {program(screen.environ)} {command}{where}{f' {rest}' if rest else ''}")


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
