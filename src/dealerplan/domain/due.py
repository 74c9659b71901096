"""How far a month is reported."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from dealerplan.domain.month import Month
from dealerplan.domain.plan import Measure, Plan


class Missing(NamedTuple):
    """A measure not recorded, and who answers for the targets on it; else for the plan."""

    measure: Measure
    owners: tuple[str, ...]


class Late(NamedTuple):
    """A measure first recorded after the on-time day."""

    measure: Measure
    day: date
    by: str


class Turn(NamedTuple):
    """A month closed, which has a reason where there was no business; or opened again, which has one."""

    opened: bool
    day: date
    by: str
    why: str | None


class Due(NamedTuple):
    """How far a month of one plan is reported.

    `measures` counts all that are to be recorded; `days_late` is 0 while nothing is missing or the month is on time.
    """

    plan: Plan
    month: Month
    measures: int
    missing: Sequence[Missing]
    late: Sequence[Late]
    turns: Sequence[Turn]
    closed: bool
    locked: bool
    days_late: int

    @property
    def why_idle(self) -> str | None:
        """Why there was no business in the month, where it is closed for that."""
        last = self.turns[-1] if self.turns else None
        return last.why if last is not None and not last.opened else None

    @property
    def on_time_day(self) -> date | None:
        """The last day on which the month is on time."""
        return self.plan.reporting.on_time_day(self.month)

    @property
    def lock_day(self) -> date | None:
        """The last day on which the month may be recorded without reopening it."""
        return self.plan.reporting.lock_day(self.month)

    @property
    def reopened(self) -> bool:
        """Whether the month was opened again after its lock day, and is open still."""
        last = self.turns[-1] if self.turns else None
        return bool(last and last.opened and self.lock_day and last.day > self.lock_day)
