"""What a target takes from here, in a clause with figures but without its name."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from dealerplan.domain.formula import Name, quotient
from dealerplan.domain.month import EACH_WORDS
from dealerplan.domain.plan import Plan
from dealerplan.evaluate import TargetCard
from dealerplan.view.document import Said
from dealerplan.view.status import best_value, is_impossible
from dealerplan.view.terms import counted, difference, goal_text, shown
from dealerplan.words import Message, say


def what_it_takes(card: TargetCard, plan: Plan) -> Message | None:
    """What the rest of the period needs or may still use, against the best month so far; None where nothing is left."""
    figures = card.figures
    if figures.budget is not None and figures.budget_left is not None:
        return _allowance(card, plan, figures.budget, figures.budget - figures.budget_left)
    if figures.required_rest is not None and figures.required_rest > 0:
        needed = shown(figures.required_rest, card.goal, card.target)
        if is_impossible(card, plan):
            return say("would need {needed} over the rest at the volume so far, more than all", needed=needed)
        return _with_best(card, needed, rate=True)
    if figures.required_per_month is not None and figures.remaining:
        return _monthly(card, figures.required_per_month, figures.remaining)
    if card.target.each:
        return _each(card, plan)
    return _level(card) if card.target.kind == "level" else None


def coming_span(card: TargetCard, plan: Plan) -> Message | None:
    """What the next span of a target's goal for each asks, with what it has so far; None where none is to come."""
    target, passed = card.target, card.months[-1].month
    assert target.each is not None
    span = next((span for span in plan.period.spans(target.each) if span.last > passed), None)
    if span is None or target.goal_in(span.last).undecided:
        return None
    goal = goal_text(target.goal_in(span.last), target)
    known = [month.actual for month in card.months if month.month in span and month.actual is not None]
    if not known or target.kind != "flow":
        return say("{span}: {goal}", span=span.label, goal=goal)
    return say(
        "{span}: {goal}, so far {value}",
        span=span.label,
        goal=goal,
        value=shown(sum(known, Fraction(0)), card.goal, target),
    )


def _each(card: TargetCard, plan: Plan) -> Message | None:
    """A span that missed stays so, and the period with it; the next one can still be had."""
    coming = coming_span(card, plan)
    if coming is None or card.target.each is None or card.figures.hits == card.figures.spans:
        return None
    return say("can't be met {each} any more, next {coming}", each=EACH_WORDS[card.target.each], coming=coming)


def _monthly(card: TargetCard, needed: Fraction, remaining: Fraction) -> Message:
    target, money, months = card.target, card.target.decimals > 0, remaining / needed
    left = counted(remaining, target.unit, money)
    if needed < 1 and card.goal.is_ceiling:
        return say("may use {remaining} more in {months} months", remaining=left, months=months)
    if needed < 1:
        return say("still needs {remaining} in {months} months", remaining=left, months=months)
    if is_whole(remaining, money):
        needed = Fraction(floor(needed) if card.goal.is_ceiling else ceil(needed))
    monthly = counted(needed, target.unit, money, rough=True)
    if card.goal.is_ceiling:
        return say("may use {remaining} more, at most {needed} a month", remaining=left, needed=monthly)
    return _with_best(card, monthly, rate=False)


def is_whole(value: Fraction, money: bool) -> bool:
    """Whether a value is a count of whole things: a sentence has no fractions of a car."""
    return not money and value.denominator == 1


def _with_best(card: TargetCard, needed: Said, rate: bool) -> Message:
    """What is needed, beside the best month so far: a test of whether it can be had."""
    best = best_value(card)
    fills = {"needed": needed, "best": "-" if best is None else shown(best, card.goal, card.target)}
    month = card.best_month or "-"
    if rate:
        return say("needs {needed} over the rest, its best month so far is {best} ({month})", **fills, month=month)
    return say("needs {needed} a month, its best so far is {best} ({month})", **fills, month=month)


def _allowance(card: TargetCard, plan: Plan, budget: Fraction, used: Fraction) -> Message:
    """A ceiling as a count: what the period may have at the mean volume so far, what is used, what is left a month."""
    parts, money = quotient(card.target.formula), card.target.decimals > 0
    unit = plan.measures[parts[0].id].unit if parts and isinstance(parts[0], Name) else None
    whole = is_whole(used, money)
    if whole:
        budget = Fraction(ceil(budget) - 1 if card.goal.op == "<" else floor(budget))
    left, months = budget - used, len(plan.period) - len(card.months) + len(card.missing)
    fills = {"budget": counted(budget, unit, money), "used": counted(used, unit, money)}
    if left < 0:
        return say(
            "may have {budget} in the whole period at the volume so far, has had {used}, {over} too many",
            **fills, over=counted(-left, unit, money),
        )  # fmt: skip
    if whole and left < months:
        return say(
            "may have {budget} in the whole period at the volume so far, has had {used}, {left} left",
            **fills, left=counted(left, unit, money),
        )  # fmt: skip
    monthly = Fraction(floor(left / months)) if whole else left / months
    return say(
        "may have {budget} in the whole period at the volume so far, has had {used}, at most {needed} a month now",
        **fills, needed=counted(monthly, unit, money, rough=True),
    )  # fmt: skip


def _level(card: TargetCard) -> Message | None:
    goal, actual = card.goal, card.figures.actual
    if actual is None or goal.value is None or goal.held_by(actual):
        return None
    distance = goal.distance(actual)
    apart = difference(abs(distance), goal, card.target)._replace(signed=False)
    if distance > 0:
        return say("has to come down by {apart}", apart=apart)
    return say("has to rise by {apart}", apart=apart)
