"""`dealerplan check`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from typer import Context

from dealerplan.cli.arguments import Format, Plans
from dealerplan.cli.screen import FORMATS, Screen, screen_of
from dealerplan.errors import DealerplanError
from dealerplan.words import say

if TYPE_CHECKING:
    from dealerplan.app.check import Checked
    from dealerplan.domain.finding import Finding


def command(
    ctx: Context,
    plans: Plans = None,
    format: Format = "text",
) -> int:
    """Check plan files, and find where a plan contradicts itself.

    Exits with 1 where it finds something, with 2 where a file can't be read.
    """
    from dealerplan.app.check import BOOK_FINDINGS, Checked, check
    from dealerplan.cli.options import choice
    from dealerplan.errors import Refused

    screen = screen_of(ctx)
    choice(format, FORMATS, "--format")
    wrong: DealerplanError | None = None
    try:
        checked = check(screen.session, plans or [])
        wrong = Refused(checked.errors) if checked.errors else None
    except DealerplanError as error:
        checked, wrong = Checked((), []), error
    if checked.bookless is not None:
        screen.tell(checked.bookless)
        screen.note(say("not looked for, since the book can't be read: {codes}", codes=list(BOOK_FINDINGS)))
    if wrong is None or format != "text":
        _print(screen, checked, wrong.each if wrong else (), format)
    return screen.fail(wrong) if wrong else int(bool(checked.findings))


def _print(screen: Screen, checked: Checked, wrong: Sequence[DealerplanError], format: str) -> None:
    from dealerplan.view import payload
    from dealerplan.view.rows import FINDING_HEADS, check_rows

    if format == "json":
        screen.json(payload.check(checked.findings, wrong, screen.lang))
    elif format == "csv":
        screen.csv(check_rows(checked.findings, wrong, screen.lang), FINDING_HEADS)
    else:
        _tell(screen, checked)


def _tell(screen: Screen, checked: Checked) -> None:
    """A line for each plan, and its findings."""
    for plan in checked.plans:
        found = [one for one in checked.findings if one.path == plan.path]
        screen.say(say(
            "{path}: {plan}, {period}, targets {targets}, milestones {milestones}, findings {findings}",
            path=plan.path, plan=plan.id, period=plan.period.label, targets=len(plan.targets),
            milestones=len(plan.milestones), findings=len(found),
        ))  # fmt: skip
        for one in found:
            if not one.store:
                screen.say(say("{path}:{line}: {code}: {message}", **one._asdict()))
        for some in _of_stores(found).values():
            for one in some[:MOST_STORES]:
                screen.say(say("{path}:{line}: {code}: {message}", **one._asdict()))
            if (more := len(some) - MOST_STORES) > 0:
                fills = {**some[0]._asdict(), "number": more}
                screen.say(say("{path}:{line}: {code}: and {number} more store",
                               "{path}:{line}: {code}: and {number} more stores", **fills))  # fmt: skip


MOST_STORES = 5


def _of_stores(found: Sequence[Finding]) -> dict[tuple[str, str], list[Finding]]:
    """Findings of stores by what they are of."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for one in found:
        if one.store:
            groups.setdefault((one.code, one.target), []).append(one)
    return groups
