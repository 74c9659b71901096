"""Findings about wholes and their parts: goals that do not add up, or not in the same months."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise

from dealerplan import calendar
from dealerplan.domain.finding import Finding
from dealerplan.domain.goal import Goal
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Milestone, Plan, Target, shape
from dealerplan.domain.shown import Amount, Percent
from dealerplan.domain.unit import factor, unrelated
from dealerplan.words import Message, say


def found(code: str, plan: Plan, of: Target | Milestone, message: Message) -> Finding:
    """A finding that stands on a target or milestone."""
    return Finding(code, plan.id, plan.path, of.id, of.line, message)


def amount_of(value: Fraction, target: Target) -> object:
    """A value of a target's formula, with its unit."""
    return Percent(value) if target.as_percent else Amount(value, target.unit, named=True)


def at_end(plan: Plan) -> list[Target]:
    """The targets by the formulas in force at the end of the period."""
    return [target.at(plan.period.last) for target in plan.targets]


def parts_sum(plan: Plan) -> Iterator[Finding]:
    """The first goals of parts do not add up to their whole's."""
    for whole, parts in families(plan):
        asked = [(part, _asked_first(plan, part)) for part in parts]
        decided = [(part, amount[0]) for part, amount in asked if amount is not None and amount[0] == amount[1]]
        ends, total = _asked_first(plan, whole), sum((amount for _, amount in decided), Fraction(0))
        if ends is None or ends[0] <= total <= ends[1] or (len(decided) < len(parts) and total < ends[0]):
            continue
        fills = {
            "name": whole.label, "total": amount_of(total, whole), "goal": _range(ends, whole),
            "parts": [say("{name} {value}", name=part.label, value=amount_of(value, part)) for part, value in decided],
        }  # fmt: skip
        if len(decided) < len(parts):
            message = say(
                "the decided parts of {name} alone add up to {total}, above its goal of {goal} ({parts})", **fills
            )
        else:
            gap = amount_of(max(ends[0] - total, total - ends[1]), whole)
            message = say(
                "the parts of {name} add up to {total}, its goal is {goal}: {gap} apart ({parts})", **fills, gap=gap
            )
        yield found("parts-sum", plan, whole, message)


def _asked_first(plan: Plan, target: Target) -> tuple[Fraction, Fraction] | None:
    """Both ends of what a target's first goal asks of the whole period, mostly the same; None while it is open."""
    spans = len(plan.months_of(target).spans(target.each)) if target.each and target.kind == "flow" else 1
    ends = [goal.value * spans for goal in target.goal.ends() if goal.value is not None]
    return (ends[0], ends[-1]) if ends else None


def _range(ends: tuple[Fraction, Fraction], target: Target) -> object:
    low, high = (amount_of(end, target) for end in ends)
    return low if ends[0] == ends[1] else say("{low} .. {high}", low=low, high=high)


def revised_parts(plan: Plan) -> Iterator[Finding]:
    """Parts that added up, or some of which were open, do not add up after a revision."""
    for whole, parts in families(plan):
        if whole.each or whole.goal.is_range or any(part.each for part in parts):
            continue
        starts = sorted({one.start for target in (whole, *parts) for one in target.revisions if one.goal})
        first, asked = total_of([part.goal for part in parts]), whole.goal.value
        for start in starts if first is None or asked is None or first == asked else []:
            total, goal = total_of([part.goal_in(start) for part in parts]), whole.goal_in(start).value
            if total is not None and goal is not None and total != goal:
                message = say(
                    "from {month} the parts of {name} add up to {total}, its goal is {goal}",
                    month=start, name=whole.label, total=amount_of(total, whole), goal=amount_of(goal, whole),
                )  # fmt: skip
                yield found("revised-parts", plan, whole, message)


def families(plan: Plan) -> Iterator[tuple[Target, list[Target]]]:
    """Flows and levels with their parts; a split and other parts are two ways to divide a whole."""
    below: dict[str, list[Target]] = {}
    for part in plan.targets:
        below.setdefault(part.part_of or "", []).append(part)
    for whole in plan.targets:
        parts = [part for part in below.get(whole.id, ()) if part.kind == whole.kind]
        if any(_are_apart(part, whole) for part in parts):
            continue
        parts = [_in_scale_of(whole, part) for part in parts]
        split = [part for part in parts if part.is_member_of(whole.id)]
        for family in (split, [part for part in parts if not part.is_member_of(whole.id)]):
            if family and whole.kind != "rate":
                yield whole, family


def _are_apart(part: Target, whole: Target) -> bool:
    """Whether no sum of their units means anything."""
    return part.unit is not None and whole.unit is not None and unrelated(part.unit, whole.unit)


def _in_scale_of(whole: Target, part: Target) -> Target:
    """A part with its goals in the scale of its whole's unit: 元 in 万元."""
    times = factor(part.unit, whole.unit) if part.unit is not None and whole.unit is not None else None
    if times in (None, 1):
        return part
    revisions = tuple(one._replace(goal=one.goal and _times(one.goal, times)) for one in part.revisions)
    return part._replace(goal=_times(part.goal, times), revisions=revisions, unit=whole.unit)


def _times(goal: Goal, by: Fraction) -> Goal:
    value, high = (None if end is None else end * by for end in (goal.value, goal.high))
    return goal._replace(value=value, high=high)


def is_member(target: Target) -> bool:
    """Whether it comes from a split, and so has its whole's owner."""
    return target.part_of is not None and target.is_member_of(target.part_of)


def total_of(goals: list[Goal]) -> Fraction | None:
    """The sum of goals; None where one is open or a range."""
    values = [goal.value for goal in goals if not goal.is_range and goal.value is not None]
    return sum(values, Fraction(0)) if len(values) == len(goals) else None


def phasing_disagrees(plan: Plan) -> Iterator[Finding]:
    """A whole owes its goal in other months than its parts, by more than its tolerance of what it owes by then."""
    for whole, parts in families(plan):
        goals = [one.goal for one in (whole, *parts)]
        if whole.kind != "flow" or any(goal.is_range or goal.value is None for goal in goals):
            continue
        if sum(_total(plan, part) for part in parts) != _total(plan, whole):
            continue
        own, together = _owed_by(plan, whole), _added([_owed_by(plan, part) for part in parts])
        off = [month for month in plan.period if abs(own[month] - together[month]) > whole.tolerance * abs(own[month])]
        if off:
            worst = max(off, key=lambda month: abs(own[month] - together[month]))
            message = say(
                "by the end of {month} {name} plans {whole}, its parts together {parts}; give them one phasing",
                month=worst, name=whole.label, whole=amount_of(own[worst], whole),
                parts=amount_of(together[worst], whole),
            )  # fmt: skip
            yield found("phasing-disagrees", plan, whole, message)


def _owed_by(plan: Plan, target: Target) -> Mapping[Month, Fraction]:
    """What a flow's first goal owes by the end of each month, by the phasing from the first one on, not rounded."""
    months = tuple(plan.months_of(target))
    phasing = target.phasing_in(months[0])
    weights = shape(phasing, months, calendar.open_days(plan.calendar))
    split = [part for part in plan.split_of(target) if part.goal.value is not None]
    if phasing == "parts" and split:
        marks = [Fraction(0), *_added([_owed_by(plan, part) for part in split]).values()]
        by_month = dict(zip(plan.period, [later - earlier for earlier, later in pairwise(marks)], strict=True))
    else:
        by_month = dict(zip(months, map(Fraction, weights or [1] * len(months)), strict=True))
    if not sum(by_month.values()):
        by_month = dict.fromkeys(months, Fraction(1))
    cumulative = accumulate(by_month.get(month, Fraction(0)) for month in plan.period)
    total, whole = _total(plan, target), sum(by_month.values())
    return {month: total * share / whole for month, share in zip(plan.period, cumulative, strict=True)}


def _total(plan: Plan, target: Target) -> Fraction:
    """What a flow's first goal, one number, asks of the whole period."""
    asked = _asked_first(plan, target)
    return asked[0] if asked else Fraction(0)


def _added(rows: Sequence[Mapping[Month, Fraction]]) -> Mapping[Month, Fraction]:
    return {month: sum((row[month] for row in rows), Fraction(0)) for month in rows[0]}
