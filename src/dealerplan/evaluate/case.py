"""One target at one as-of month, with everything that its figures are computed from."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from operator import add
from typing import NamedTuple

from dealerplan.domain.actual import Actuals
from dealerplan.domain.formula import Quotient, measures_of, quotient
from dealerplan.domain.goal import Goal
from dealerplan.domain.month import Month
from dealerplan.domain.plan import OpenDays, Plan, Target
from dealerplan.evaluate.phasing import Owed, owed_by_month
from dealerplan.evaluate.series import Series

ZERO = Fraction(0)


class Moment(NamedTuple):
    """A plan and its actuals at an as-of month: `months` are the period's, `passed` those up to the as-of month."""

    plan: Plan
    actuals: Actuals
    open_days: OpenDays
    as_of: Month | None
    months: tuple[Month, ...]
    passed: tuple[Month, ...]


class Case(NamedTuple):
    """`recorded` and `missing` are of the months passed; `rest` those not recorded, later ones included."""

    at: Moment
    target: Target
    series: Series
    goal: Goal
    owed: Owed
    recorded: tuple[Month, ...]
    missing: tuple[Month, ...]
    rest: tuple[Month, ...]

    @property
    def finished(self) -> bool:
        """Whether the figures are final: every month recorded, or for a level the last one."""
        if self.target.kind == "level" and not self.target.each:
            return self.at.months[-1] in self.recorded
        return not self.rest

    def owed_over(self, months: Sequence[Month], end: int = 0) -> Fraction:
        """What those months owe together, by the low or (-1) the high end of a range."""
        owed = self.owed
        if end and self.goal.is_range:
            owed = owed_by_month(self.target, self.at.months, self.at.open_days, self.at.as_of, end)
        return reduce(add, [owed[month] for month in months if month in owed], ZERO)

    def volume(self, months: Sequence[Month]) -> Fraction | None:
        """The denominator of a rate N / D over recorded months, else None."""
        parts = quotient(self.target.formula)
        return self.series.over(months, parts.below) if parts and months else None

    def flows(self) -> Quotient | None:
        """The N and D of a rate N / D where both are flows, else None."""
        measures = self.at.plan.measures
        summed = all(measures[id].over_time == "sum" for id in measures_of(self.target.formula))
        return quotient(self.target.formula) if summed else None

    def expected_in(self, month: Month) -> Fraction | None:
        """What a month itself should show: a flow's owed amount, a rate's goal, the point on a level's line."""
        if self.target.kind == "flow":
            return self.owed.get(month)
        goal = self.target.goal_in(month)
        if goal.last_year:
            return self.series.own(month.plus(-12))
        if goal.is_range or goal.value is None:
            return None
        return self.line_at(month, goal.value)

    def line_at(self, month: Month, goal: Fraction) -> Fraction:
        """The straight line from a level's start to `goal` at the end of a month; without a start, `goal`."""
        start, months = self.target.start, self.at.months
        if start is None:
            return goal
        return start + (goal - start) * Fraction(month.since(months[0]) + 1, len(months))


def moment(plan: Plan, actuals: Actuals, open_days: OpenDays, as_of: Month | None) -> Moment:
    """Fix the as-of month, which lies in the period, or is None where nothing is recorded."""
    months = tuple(plan.period)
    passed = months[: as_of.since(months[0]) + 1] if as_of else ()
    return Moment(plan, actuals, open_days, as_of, months, passed)


def case_of(target: Target, at: Moment) -> Case:
    """Prepare a target for its figures."""
    series = Series(at.plan, target, at.actuals, at.open_days)
    recorded = series.recorded(at.passed)
    target = _against_last_year(target, series, at.months if target.kind == "flow" else recorded)
    return Case(
        at=at,
        target=target,
        series=series,
        goal=target.goal_in(at.as_of),
        owed=owed_by_month(target, at.months, at.open_days, at.as_of) if target.kind == "flow" else {},
        recorded=recorded,
        missing=tuple(month for month in at.passed if month not in recorded),
        rest=tuple(month for month in at.months if month not in recorded),
    )


def _against_last_year(target: Target, series: Series, months: Sequence[Month]) -> Target:
    """The target with last year's level in its goals: of the whole period for a flow, else of the months that count.

    A flow then owes what last year's months had; a level's is its value a year before the last month. The level is
    unknown unless all those months are recorded.
    """
    goals = (target.goal, *(revision.goal for revision in target.revisions))
    if not any(goal.last_year for goal in goals):
        return target
    before = [month.plus(-12) for month in (months[-1:] if target.kind == "level" else months)]
    level = series.over(before) if before and all(map(series.is_recorded, before)) else None
    if target.kind == "flow" and level:  # month by month as last year's months were
        own = [series.own(month) or ZERO for month in before]
        target = target._replace(phasing=tuple(value / level for value in own))
    revisions = tuple(revision._replace(goal=revision.goal.against(level)) for revision in target.revisions)
    return target._replace(goal=target.goal.against(level), revisions=revisions)
