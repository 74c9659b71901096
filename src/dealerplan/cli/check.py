"""`dealerplan check`."""

from __future__ import annotations

from typer import Context

from dealerplan.cli.arguments import Format, Plans
from dealerplan.cli.screen import FORMATS, screen_of
from dealerplan.words import say


def command(
    ctx: Context,
    plans: Plans = None,
    format: Format = "text",
) -> int:
    """Check plan files, and find where a plan contradicts itself.

    Exits with 1 where it finds something, with 2 where a file can't be read.
    """
    from dealerplan.app.check import check
    from dealerplan.cli.options import choice
    from dealerplan.view import payload
    from dealerplan.view.rows import FINDING_HEADS

    screen = screen_of(ctx)
    choice(format, FORMATS, "--format")
    checked, found = check(screen.session, plans or [])
    if format == "json":
        screen.json(payload.check(found, screen.lang))
    elif format == "csv":
        screen.csv([payload.finding(one, screen.lang) for one in found], FINDING_HEADS)
    else:
        for plan in checked:
            screen.say(say(
                "{path}: {plan}, {period}, targets {targets}, milestones {milestones}, findings {findings}",
                path=plan.path, plan=plan.id, period=plan.period.label, targets=len(plan.targets),
                milestones=len(plan.milestones), findings=sum(one.path == plan.path for one in found),
            ))  # fmt: skip
            for one in found:
                if one.path == plan.path:
                    screen.say(say("{path}:{line}: {code}: {message}", **one._asdict()))
    return int(bool(found))
