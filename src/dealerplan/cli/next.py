"""`dealerplan next`."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

from typer import Argument, Context, Option

from dealerplan.cli.screen import screen_of
from dealerplan.words import say


def command(
    ctx: Context,
    plan: Annotated[
        str | None, Argument(metavar="PLAN", help="this year's plan by id, name or file (default: the only one)")
    ] = None,
    growth: Annotated[
        str | None, Option("--growth", metavar="PERCENT", help="by how much floors of flows and levels grow: 8%")
    ] = None,
    out: Annotated[str | None, Option("--out", metavar="FILE", help="a new file (default: plans/ID.yaml)")] = None,
) -> None:
    """Write next year's plan, each goal beside this year's result."""
    from dealerplan.app.next import read_growth, write_next
    from dealerplan.app.shell import quoted

    screen = screen_of(ctx)
    made = write_next(
        screen.reading_session(), plan, Fraction(0) if growth is None else read_growth(growth), out, screen.lang
    )
    screen.done(
        say("{file} is there: {plan}, {period}", file=made.file, plan=made.plan.id, period=made.plan.period.label)
    )
    if made.look_at or made.findings:
        screen.say(say("look at:"))
    for one in made.look_at:
        screen.say(f"  - {screen.text(one)}")
    for finding in made.findings:
        screen.say(say("  - check finds {code}: {message}", code=finding.code, message=finding.message))
    screen.say(say("change what is not right, then"))
    where = f" --workspace {quoted(screen.common.workspace)}" if screen.common.workspace else ""
    screen.say(f"  dealerplan check{where} {quoted(made.file if out else made.plan.id)}")
