"""One target at one as-of month, with everything that its figures are computed from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from dealerplan.domain.actual import Actuals
from dealerplan.domain.formula import quotient
from dealerplan.domain.goal import Goal
from dealerplan.domain.month import Month
from dealerplan.domain.plan import OpenDays, Plan, Target
from dealerplan.evaluate.phasing import Owed, owed_by_month
from dealerplan.evaluate.series import Series


@dataclass(frozen=True, slots=True)
class Case:
    """`recorded` and `missing` are the months up to the as-of month; `rest` those not recorded, later ones included."""

    plan: Plan
    target: Target
    series: Series
    open_days: OpenDays
    as_of: Month | None
    goal: Goal
    owed: Owed
    recorded: tuple[Month, ...]
    missing: tuple[Month, ...]
    rest: tuple[Month, ...]

    @property
    def finished(self) -> bool:
        """Whether the figures are final: every month recorded, or for a level the last one."""
        if self.target.kind == "level" and not self.target.each:
            return self.plan.period.last in self.recorded
        return not self.rest

    def owed_over(self, months: Sequence[Month]) -> Fraction:
        """What those months owe together."""
        return sum((self.owed.get(month, Fraction(0)) for month in months), Fraction(0))

    def volume(self, months: Sequence[Month]) -> Fraction | None:
        """The denominator of a rate N / D over recorded months, else None."""
        parts = quotient(self.target.formula)
        return self.series.over(months, parts[1]) if parts and months else None

    def expected_in(self, month: Month) -> Fraction | None:
        """What a month itself should show: a flow's owed amount, a rate's goal, the point on a level's line."""
        goal = self.target.goal_in(month)
        if self.target.kind == "flow":
            return self.owed.get(month)
        if goal.is_range or goal.value is None:
            return None
        return self.line_at(month, goal.value)

    def line_at(self, month: Month, goal: Fraction) -> Fraction:
        """The straight line from a level's start to `goal` at the end of a month; without a start, `goal`."""
        start, period = self.target.start, self.plan.period
        if start is None:
            return goal
        return start + (goal - start) * Fraction(month.since(period.first) + 1, len(period))


def case_of(plan: Plan, target: Target, actuals: Actuals, as_of: Month | None, open_days: OpenDays) -> Case:
    """Prepare a target for its figures; `as_of` lies in the period, or is None where nothing is recorded."""
    series = Series(plan, target, actuals, open_days)
    months = tuple(plan.period.up_to(as_of)) if as_of else ()
    recorded = series.recorded(months)
    return Case(
        plan=plan,
        target=target,
        series=series,
        open_days=open_days,
        as_of=as_of,
        goal=target.goal_in(as_of),
        owed=owed_by_month(target, plan.period, open_days, as_of) if target.kind == "flow" else {},
        recorded=recorded,
        missing=tuple(month for month in months if month not in recorded),
        rest=tuple(month for month in plan.period if month not in recorded),
    )
