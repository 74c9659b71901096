"""A store after it has closed: what later months would owe is no more, and nothing of it is spread on others."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from dealerplan.domain.goal import Goal
from dealerplan.domain.month import Month
from dealerplan.domain.number import canonical
from dealerplan.domain.opening import until_closing
from dealerplan.domain.plan import Phasing, Plan, Target
from dealerplan.evaluate.target_context import Moment, TargetContext, context_of


def after_closing(at: Moment) -> Plan:
    """The plan at a month after the closing one: targets are for the months up to that, and their goals are what these
    owed; as it is, where the store has not closed."""
    plan, last = at.plan, at.plan.calendar.last_month
    if last is None or at.as_of is None or at.as_of <= last:
        return plan
    before = at.moved(max(last, plan.period.first))
    found = (_until(target, last, before) for target in plan.targets)
    return plan._replace(targets=tuple(target for target in found if target is not None))


def _until(target: Target, last: Month, before: Moment) -> Target | None:
    """A target until the closing month; None where it has no months until then."""
    months = until_closing(before.plan.months_of(target), last, target.each)
    if months is None:
        return None
    kept = target._replace(months=months)
    if not target.adds_up or target.goal_in(last).last_year:
        return kept
    context = context_of(target, before)
    if context.goal.value is None:
        return kept
    formulas = tuple(
        one._replace(goal=None, phasing=None) for one in target.revisions if one.formula and one.start <= last
    )
    return kept._replace(
        goal=_owed(context, tuple(months)), phasing=_phasing(context, tuple(months)), revisions=formulas
    )


def _owed(context: TargetContext, months: Sequence[Month]) -> Goal:
    """The goal that the months owed."""
    goal, value = context.goal, context.owed_over(months)
    if not goal.is_range:
        return goal._replace(text=canonical(value), value=value)
    high = context.owed_over(months, -1)
    return goal._replace(text=f"{canonical(value)} .. {canonical(high)}", value=value, high=high)


def _phasing(context: TargetContext, months: Sequence[Month]) -> Phasing:
    """The months' shares of what they owed together."""
    owed = [context.owed.of(month) or Fraction(0) for month in months]
    total = sum(owed, Fraction(0))
    return tuple(one / total for one in owed) if total else "even"
