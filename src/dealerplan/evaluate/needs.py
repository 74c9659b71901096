"""What a target still needs, or may still use: amounts that, put back into the evaluation, hold the goal.

A need is the least amount that will do, an allowance the most: one smallest unit less (more) does not hold. What is
told for a month or a day is the same for each of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from dealerplan.domain.goal import Goal
from dealerplan.domain.month import MONTHS_IN, Month, Period
from dealerplan.evaluate.figures import Figures, Span, single
from dealerplan.evaluate.need import Direction, Ends, Need, NeedKind, Per, never_had, reach, shared, smallest
from dealerplan.evaluate.rest import rest_of_rate
from dealerplan.evaluate.status import Verdict, is_settled
from dealerplan.evaluate.target_context import ZERO, TargetContext


class Coming(NamedTuple):
    """The next span of a goal for each, its goal, and what a flow has of it so far (None: nothing recorded in it)."""

    span: Period
    goal: Goal
    so_far: Fraction | None


def needs_of(
    context: TargetContext, figures: Figures, verdict: Verdict, spans: Sequence[Span] | None, coming: Coming | None
) -> tuple[Need, ...]:
    """What the rest of the period, or the next span of `each`, needs or may use; first what the status is judged by."""
    if context.at.as_of is None or context.finished:
        return ()
    if context.target.each:
        return _each(context, spans or (), coming) if coming else ()
    if context.goal.value is None or figures.actual is None:
        return ()
    if not any(map(context.at.plan.calendar.is_due, context.rest)):  # the store closes with the as-of month
        return ()
    match context.target.kind:
        case "flow":
            found = _flow(context, context.goal, figures.actual, context.rest)
        case "rate":
            found = rest_of_rate(context, context.goal, context.recorded, context.rest)
        case _:
            found = _level(context, context.goal, figures.actual, context.rest[-1:])
    first = _judged_by(context.goal, verdict, figures.actual)
    return tuple(sorted(found, key=lambda need: need.kind != first))


def _judged_by(goal: Goal, verdict: Verdict, actual: Fraction) -> NeedKind:
    """Whether the status comes from a range's high end."""
    above = goal.high is not None and actual > goal.high
    return "allowance" if above or verdict.rule in ("near_allowance", "over_allowance") else "need"


def coming_of(context: TargetContext) -> Coming | None:
    """The first span of `each` with months to come, with the goal now in force; None without one."""
    target, as_of, months = context.target, context.at.as_of, context.at.months
    if target.each is None or as_of is None:
        return None
    size = MONTHS_IN[target.each]
    spans = (months[at : at + size] for at in range(0, len(months), size))
    span = next((span for span in spans if any(month > as_of and month in context.rest for month in span)), None)
    goal = context.goal_of(span, context.at.in_force) if span else None
    if span is None or goal is None or goal.value is None:
        return None
    known = [month for month in span if month in context.recorded]
    so_far = context.series.over(known) if known and target.kind == "flow" else None
    return Coming(Period(span[0], span[-1]), goal, so_far)


def _each(context: TargetContext, spans: Sequence[Span], coming: Coming) -> tuple[Need, ...]:
    """What the next span asks. Once one has missed, the goal can't be held any more."""
    rest = [month for month in coming.span if month in context.rest]
    done = [month for month in coming.span if month in context.recorded]
    match context.target.kind:
        case "flow":
            found = _flow(context, coming.goal, coming.so_far or ZERO, rest)
        case "rate":
            found = rest_of_rate(context, coming.goal, done, rest)
        case _:
            actual = context.series.own(context.recorded[-1]) if context.recorded else None
            found = _level(context, coming.goal, actual, rest[-1:]) if actual is not None else iter(())
    if any(span.held is False for span in spans):
        return tuple(need._replace(possible="no") for need in found)
    return tuple(found)


def _flow(context: TargetContext, goal: Goal, actual: Fraction, months: Sequence[Month]) -> Iterator[Need]:
    """What months need or may use together so that a sum holds each end of its goal; nothing for a floor reached."""
    target = context.target
    step = smallest(target)
    amounts = [reach(end, end.value - actual, step) for end in goal.ends() if end.value is not None]
    ends = Ends(*amounts) if goal.is_range else Ends()
    final = [end.held_by(actual) is not end.is_ceiling and is_settled(context, end) for end in goal.ends()]
    is_broken = any(settled and end.is_ceiling for settled, end in zip(final, goal.ends(), strict=True))
    for end, amount, settled in zip(goal.ends(), amounts, final, strict=True):
        if settled and not end.is_ceiling:
            continue
        need = Need(
            kind="allowance" if end.is_ceiling else "need",
            amount=amount,
            unit=target.unit,
            per="rest",
            first=months[0],
            last=months[-1],
            months=len(months),
            possible="no" if is_broken or ends.apart else "yes",
            strict=step is None and end.op in ("<", ">"),
            limit=ends.least if end.is_ceiling else ends.most,
        )
        need = need._replace(more_than_any_month=never_had(context, need, amount / len(months)))
        yield from [need] if need.possible == "no" else _split(context, end, need, step, ends, months)


def _split(
    context: TargetContext, goal: Goal, need: Need, step: Fraction | None, ends: Ends, months: Sequence[Month]
) -> Iterator[Need]:
    """The amount for each month, for the next by the plan's season, for all where there are several, for each day."""
    each_month = tuple(_each_part(goal, need, step, ends, "month", len(months)))
    each_day = _each_part(goal, need, step, ends, "day", sum(map(context.at.open_days, months)))
    together = () if each_month and len(months) == 1 else (need,)
    yield from (*each_month, *_season(context, goal, need, step, months), *together, *each_day)


def _each_part(goal: Goal, need: Need, step: Fraction | None, ends: Ends, per: Per, parts: int) -> Iterator[Need]:
    """An equal share, unless it is less than the smallest step, or would break a range's other end."""
    if parts and (step is None or abs(need.amount) >= parts * step):
        share = shared(goal, need.amount / parts, step)
        if ends.allow(share * parts):
            yield need._replace(per=per, amount=share, limit=None if need.limit is None else need.limit / parts)


def _season(
    context: TargetContext, goal: Goal, need: Need, step: Fraction | None, months: Sequence[Month]
) -> Iterator[Need]:
    """What the next month takes of the rest by the plan's shape; nothing where it is even, or it is the only one."""
    following = next((month for month in months if context.at.as_of is not None and month > context.at.as_of), None)
    owed = context.owed_over(months)
    if following is None or len(months) == 1 or not _has_season(context) or owed <= 0 or need.amount < 0:
        return
    share = context.owed_over((following,)) / owed
    if 0 <= share <= 1:
        amount = shared(goal, need.amount * share, step)
        more = never_had(context, need, amount)
        yield need._replace(per="month", amount=amount, first=following, last=following, more_than_any_month=more)


def _has_season(context: TargetContext) -> bool:
    target, phasing = context.target, context.target.phasing_in(context.at.in_force)
    return target.each is None and (phasing not in (None, "even") or target.goal.last_year is not None)


def _level(context: TargetContext, goal: Goal, actual: Fraction, last: Sequence[Month]) -> Iterator[Need]:
    """How far a level has to change by its last month; under a ceiling that holds, how far it may rise."""
    assert goal.value is not None
    target, month = context.target, last[-1]
    step = smallest(target, actual, goal.value, goal.high)
    need = Need("need", ZERO, target.unit, None, month, month, 1)
    for end in goal.ends():
        assert end.value is not None
        distance, strict = abs(end.value - actual), end.op in ("<", ">")
        need = need._replace(strict=step is None and strict)
        if not end.held_by(actual):
            amount = reach(end._replace(op=">" if strict else ">="), distance, step)
            held = strict or goal.held_by(actual - amount if end.is_ceiling else actual + amount)
            change: Direction = "fall" if end.is_ceiling else "rise"
            yield need._replace(amount=amount, change=change, possible="yes" if held else "no")
        elif end.is_ceiling and single(goal) is not None:
            yield need._replace(kind="allowance", amount=reach(end, distance, step), change="rise")
