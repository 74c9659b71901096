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

    store = plans[0].store
    doubts = {(store, month, id): error for id, error in read.doubts.items()}
    given_as = how._replace(problems=read.problems, doubts=doubts)

    def attempt(flags: Sequence[str]) -> Outcome:
        surely = given_as._replace(sure=everything(plans) if SURE in flags else ())
        return write(session, plans, {(store, month): read.values}, surely)

    report(screen, insist(screen, given({SURE: sure}), attempt).answer, how)
