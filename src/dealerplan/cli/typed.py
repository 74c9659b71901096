"""`record` and `correct` of values that were typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from dealerplan.cli.insist import given, insist
from dealerplan.cli.outcome import report
from dealerplan.cli.screen import Screen
from dealerplan.errors import SURE

if TYPE_CHECKING:
    from dealerplan.app.record import Batch, Outcome, Writing
    from dealerplan.app.session import Session
    from dealerplan.app.values import Read
    from dealerplan.domain.month import Month
    from dealerplan.domain.plan import Plan

    Write = Callable[[Session, Sequence[Plan], Batch, Writing], Outcome]


def write_typed(
    screen: Screen, session: Session, plans: Sequence[Plan], month: Month, read: Read[Fraction | None], how: Writing,
    sure: bool, write: Write,
) -> None:  # fmt: skip
    """Write a month's values, once somebody is sure of what is doubtful, and report it."""
    from dealerplan.app.changes import everything

    def attempt(flags: Sequence[str]) -> Outcome:
        is_sure = SURE in flags
        told = how._replace(problems=read.wrong(is_sure), sure=everything(plans) if is_sure else ())
        return write(session, plans, {(plans[0].store, month): read.taken(is_sure)}, told)

    report(screen, insist(screen, given({SURE: sure}), attempt).answer, how)
