"""`dealerplan check`."""

from __future__ import annotations

from typer import Context

from dealerplan.cli.arguments import Format, Plans
from dealerplan.words import say


def command(
    ctx: Context,
    plans: Plans = None,
    format: Format = "text",
) -> None:
    """Check plan files."""
    from dealerplan.app.check import check
    from dealerplan.cli.options import choice
    from dealerplan.cli.screen import FORMATS

    screen = ctx.obj
    choice(format, FORMATS, "--format")
    checked = check(screen.session, plans or [])
    if format == "json":
        screen.json({"schema": "dealerplan.check/1", "findings": []})
    elif format == "csv":
        screen.csv([], ("code", "plan", "target", "line", "message"))
    else:
        for plan in checked:
            screen.say(say(
                "{path}: {plan}, {period}: {targets} targets, {milestones} milestones; nothing is wrong",
                path=plan.path, plan=plan.id, period=plan.period.label,
                targets=len(plan.targets), milestones=len(plan.milestones),
            ))  # fmt: skip
