"""A store after it has closed: what later months would owe is no more, and nothing of it is spread on others."""

from __future__ import annotations

from fractions import Fraction
from math import floor

from dealerplan.domain.goal import Goal
from dealerplan.domain.month import Month, Period
from dealerplan.domain.number import canonical, summed
from dealerplan.domain.opening import scaled, until_closing
from dealerplan.domain.plan import Phasing, Plan, Target
from dealerplan.evaluate.target_context import Moment, context_of


def after_closing(at: Moment) -> Plan:
    """The plan at a month after the closing one: targets are for the months up to that, and their goals are what these
    owed; as it is, where the store has not closed. The last month of a target is its closing one once it has come."""
    plan, last = at.plan, at.plan.calendar.last_month
    if last is None or at.as_of is None or at.as_of < last:
        return plan
    before = at.moved(max(last, plan.period.first))
    if at.as_of == last:
        cut = (_owed_until(target, last, before) if target.last_part != 1 else target for target in plan.targets)
        return plan._replace(targets=tuple(cut)) if any(one.last_part != 1 for one in plan.targets) else plan
    found = (_until(target, last, before) for target in plan.targets)
    return plan._replace(targets=tuple(target for target in found if target is not None))


def _until(target: Target, last: Month, before: Moment) -> Target | None:
    """A target until the closing month; None where it has no months until then."""
    months = until_closing(before.plan.months_of(target), last, target.each)
    if months is None:
        return None
    return _owed_until(_within(target, months), last, before, target)


def _within(target: Target, months: Period) -> Target:
    """A target in its first months alone, by what its phasings say of these."""

    def phased(phasing: Phasing | None) -> Phasing | None:
        return scaled(phasing[: len(months)]) or "even" if isinstance(phasing, tuple) else phasing

    revisions = tuple(one._replace(phasing=phased(one.phasing)) for one in target.revisions)
    return target._replace(months=months, phasing=phased(target.phasing), revisions=revisions)


def _owed_until(target: Target, last: Month, before: Moment, whole: Target | None = None) -> Target:
    """A target whose goal is what its months owe, of all those that it had as a `whole`."""
    if not target.adds_up or target.goal_in(last).last_year:
        return target
    context = context_of(whole or target, before)
    if context.goal.value is None:
        return target
    months = tuple(before.plan.months_of(target))
    owed = [_cut([context.owed_over((month,), end) for month in months], target) for end in (0, -1)]
    value, high = map(summed, owed)
    formulas = tuple(
        one._replace(goal=None, phasing=None) for one in target.revisions if one.formula and one.start <= last
    )
    return target._replace(
        goal=_goal(context.goal, value, high), phasing=scaled(owed[0]) or "even", revisions=formulas
    )  # fmt: skip


def _cut(owed: list[Fraction], target: Target) -> list[Fraction]:
    """What months owe, the last of them for its days with a store, rounded down."""
    steps = 10**target.decimals
    return [*owed[:-1], Fraction(floor(owed[-1] * target.last_part * steps), steps)] if target.last_part != 1 else owed


def _goal(goal: Goal, value: Fraction, high: Fraction) -> Goal:
    """A goal of other amounts."""
    if not goal.is_range:
        return goal._replace(text=canonical(value), value=value)
    return goal._replace(text=f"{canonical(value)} .. {canonical(high)}", value=value, high=high)
