"""What a target takes from here, in a clause with figures but without its name."""

from __future__ import annotations

from fractions import Fraction

from dealerplan.domain.formula import Name, quotient
from dealerplan.domain.plan import Plan
from dealerplan.domain.shown import Amount
from dealerplan.evaluate import TargetCard
from dealerplan.view.document import Said
from dealerplan.view.status import best_value, is_impossible
from dealerplan.view.terms import difference, goal_text, shown
from dealerplan.words import Message, say


def what_it_takes(card: TargetCard, plan: Plan) -> Message | None:
    """What the rest of the period needs or may still use, against the best month so far; None where nothing is left."""
    figures = card.figures
    if figures.budget is not None and figures.budget_left is not None:
        return _allowance(card, plan, figures.budget, figures.budget_left)
    if figures.required_rest is not None and figures.required_rest > 0:
        needed = shown(figures.required_rest, card.goal, card.target)
        if is_impossible(card, plan):
            return say("would need {needed} over the rest at the volume so far, more than all", needed=needed)
        return _with_best(card, needed, rate=True)
    if figures.required_per_month is not None and figures.remaining:
        return _monthly(card, figures.required_per_month, figures.remaining)
    if card.target.each:
        return _each(card, plan)
    if card.target.kind == "level" and figures.gap is not None:
        return _level(card, figures.gap)
    return None


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
    if coming is None or card.figures.hits == card.figures.spans:
        return None
    return say("can't be met over the whole period any more, next {coming}", coming=coming)


def how_it_ended(card: TargetCard) -> Message | None:
    """How far a target ended off its goal."""
    figures = card.figures
    if card.target.each:
        return say("held in {hits} of {spans}", hits=figures.hits, spans=figures.spans)
    if figures.actual is None or card.goal.value is None:
        return None
    off = difference(card.goal.distance(figures.actual), card.goal, card.target)
    return say("ended {off} against its goal", off=off)


def _monthly(card: TargetCard, needed: Fraction, remaining: Fraction) -> Message:
    target = card.target
    left, monthly = (counted(value, target.unit, target.decimals > 0) for value in (remaining, needed))
    if card.goal.is_ceiling:
        return say("may use {remaining} more, at most {needed} a month", remaining=left, needed=monthly)
    if needed < 1:
        return say("still needs {remaining} in {months} months", remaining=left, months=remaining / needed)
    return _with_best(card, monthly, rate=False)


def _with_best(card: TargetCard, needed: Said, rate: bool) -> Message:
    """What is needed, beside the best month so far: a test of whether it can be had."""
    best = best_value(card)
    fills = {"needed": needed, "best": "-" if best is None else shown(best, card.goal, card.target)}
    month = card.best_month or "-"
    if rate:
        return say("needs {needed} over the rest, its best month so far is {best} ({month})", **fills, month=month)
    return say("needs {needed} a month, its best so far is {best} ({month})", **fills, month=month)


def _allowance(card: TargetCard, plan: Plan, budget: Fraction, left: Fraction) -> Message:
    """A ceiling as a count: what the period may have at the mean volume so far, what is used, what is left."""
    parts, money = quotient(card.target.formula), card.target.decimals > 0
    unit = plan.measures[parts[0].id].unit if parts and isinstance(parts[0], Name) else None
    fills = {"budget": counted(budget, unit, money), "used": counted(budget - left, unit, money)}
    if left < 0:
        return say(
            "may have {budget} in the whole period, {used} are used, {over} too many",
            **fills,
            over=counted(-left, unit, money),
        )
    return say(
        "may have {budget} in the whole period, {used} are used, {left} left",
        **fills,
        left=counted(left, unit, money),
    )


def counted(value: Fraction, unit: str | None, money: bool) -> Said:
    """An amount with its unit, where that is no money: `107 台`."""
    amount = Amount(value, money)
    return say("{amount} {unit}", amount=amount, unit=unit) if unit and not money else amount


def _level(card: TargetCard, gap: Fraction) -> Message | None:
    goal = card.goal
    if card.figures.actual is None or goal.value is None or goal.held_by(card.figures.actual):
        return None
    apart = difference(abs(goal.distance(card.figures.actual)), goal, card.target)._replace(signed=False)
    if gap > 0 and goal.is_ceiling:
        return say("is {apart} above its goal", apart=apart)
    return say("is {apart} away from its goal", apart=apart)
