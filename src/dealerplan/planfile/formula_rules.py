"""Findings about what a formula asks: sums and quotients that mean little, and goals that they can't or always hold."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from dealerplan.domain.finding import Finding
from dealerplan.domain.formula import (
    CALENDAR_NAMES,
    Formula,
    Name,
    Number,
    Operation,
    measures_of,
    quotient,
    terms,
    weights,
    written,
)
from dealerplan.domain.formula_unit import doubts
from dealerplan.domain.plan import Measure, Plan, Target
from dealerplan.domain.shown import Percent
from dealerplan.planfile.parts import amount_of, at_end, found
from dealerplan.words import say


def percent_summed(plan: Plan) -> Iterator[Finding]:
    """Percentages of months are added up, as if three months of 92% were 276%."""
    for target in at_end(plan):
        used = [plan.measures[id] for id in measures_of(target.formula)]
        by_month = target.each == "month" or len(plan.months_of(target)) == 1
        is_plain = all(abs(by) == 1 for by in (weights(target.formula) or {}).values())
        counted = any(measure.unit is not None and measure.unit.share is None for measure in used)
        if target.kind == "flow" and target.as_percent and is_plain and not (counted or by_month):
            message = say(
                "{name} adds up the percentages of all months; give its measure over_time: mean, or divide two sums",
                name=target.name,
            )
            yield found("percent-summed", plan, target, message)


def unlike_sum(plan: Plan) -> Iterator[Finding]:
    """A formula adds what nobody adds: money and vehicles, kilograms and hours."""
    for target in at_end(plan):
        for doubt in doubts(target.formula, plan.measures)[:1]:
            yield found("unlike-sum", plan, target, doubt.message)


def goal_impossible(plan: Plan) -> Iterator[Finding]:
    """A part divided by the whole it lies within is asked to be above 100%."""
    for target in at_end(plan):
        goal, found_in = target.goal_in(plan.period.last), _within_its_whole(plan, target)
        if found_in is None or goal.value is None or goal.is_ceiling:
            continue
        part, whole, most = found_in
        if goal.value > most or (goal.op == ">" and goal.value == most):
            asked = Percent(goal.value, trim=True) if target.as_percent else amount_of(goal.value, target)
            message = say(
                "{name} asks {goal}, but {part} is within {whole} and can't be more than all of it",
                name=target.name, goal=asked, part=part.name, whole=whole.name,
            )  # fmt: skip
            yield found("goal-impossible", plan, target, message)


def goal_always_held(plan: Plan) -> Iterator[Finding]:
    """A part divided by the whole it lies within may be all of it, or more: a ceiling of 2 that 2% is meant by."""
    for target in at_end(plan):
        goal, found_in = target.goal_in(plan.period.last), _within_its_whole(plan, target)
        if found_in is None or goal.value is None or not goal.is_ceiling:
            continue
        part, whole, most = found_in
        if goal.value > most or (goal.op == "<=" and goal.value == most):
            message = say(
                "{name} allows {goal}, and {part}, which is within {whole}, is never more: write 2% for two in 100",
                name=target.name, goal=goal.text, part=part.name, whole=whole.name,
            )  # fmt: skip
            yield found("goal-always-held", plan, target, message)


def _within_its_whole(plan: Plan, target: Target) -> tuple[Measure, Measure, Fraction] | None:
    """The part and the whole of a rate that divides one by the other, and what it is at most; None of any other."""
    parts = quotient(target.formula)
    if parts is None or not (isinstance(parts.above, Name) and isinstance(parts.below, Name)) or parts.factor < 0:
        return None
    part, whole = plan.measures[parts.above.id], plan.measures[parts.below.id]
    return (part, whole, parts.factor) if part.within == whole.id and part.above_whole != "warn" else None


def level_over_flow(plan: Plan) -> Iterator[Finding]:
    """A last value is divided by a sum: one month's stock by a whole year's sales."""
    named = {id: measure.name for id, measure in plan.measures.items()}
    for target in at_end(plan):
        if target.each == "month" or len(plan.months_of(target)) == 1:
            continue
        for term in terms(target.formula):
            used = [plan.measures[id] for id in measures_of(term)]
            levels = [measure.name for measure in used if measure.over_time == "last"]
            if levels and _growth(term, plan) == -1:
                message = say(
                    "{name} divides the last month's {levels} by {flows} of all months together; "
                    "to compare months, write {monthly}, or each: month",
                    name=target.name, levels=levels, monthly=written(_by_month(term), named),
                    flows=[measure.name for measure in used if measure.over_time == "sum"],
                )  # fmt: skip
                yield found("level-over-flow", plan, target, message)


def _growth(formula: Formula, plan: Plan) -> int | None:
    """With which power of the number of months a value grows: a sum with 1, a level with 0; None where parts differ."""
    if isinstance(formula, Number):
        return 0
    if isinstance(formula, Name):
        return int(formula.id in CALENDAR_NAMES or plan.measures[formula.id].over_time == "sum")
    left, right = _growth(formula.left, plan), _growth(formula.right, plan)
    if left is None or right is None:
        return None
    if formula.operator in "*/":
        return left + right if formula.operator == "*" else left - right
    return left if left == right else None


def _by_month(term: Formula) -> Formula:
    """A level over a sum as a level over what the sum is in a month."""
    if isinstance(term, Operation) and term.operator == "/" and weights(term.right):
        return Operation("/", term.left, Operation("/", term.right, Name("months")))
    return Operation("*", term, Name("months"))
