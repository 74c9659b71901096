"""What a target takes from here, in a clause with figures."""

from __future__ import annotations

from fractions import Fraction

from dealerplan.domain.formula import Name, quotient
from dealerplan.domain.plan import Plan
from dealerplan.domain.shown import Amount
from dealerplan.evaluate import TargetCard
from dealerplan.view.document import Said
from dealerplan.view.status import best_value
from dealerplan.view.terms import difference, shown
from dealerplan.words import Message, say


def what_it_takes(card: TargetCard, plan: Plan) -> Message | None:
    """What the rest of the period needs or may still use, against the best month so far; None where nothing is left."""
    figures = card.figures
    if figures.budget is not None and figures.budget_left is not None:
        return _allowance(card, figures.budget, figures.budget_left)
    if figures.required_rest is not None and figures.required_rest > 0:
        if figures.required_rest > 1 and _is_share(card, plan):
            needed = shown(figures.required_rest, card.goal, card.target)
            return say(
                "{name} would need {needed} over the rest at the volume so far, more than all",
                name=card.target.name,
                needed=needed,
            )
        return _with_best(card, shown(figures.required_rest, card.goal, card.target), rate=True)
    if figures.required_per_month is not None and figures.remaining:
        return _monthly(card, figures.required_per_month, figures.remaining)
    if card.target.kind == "level" and not card.target.each and figures.gap is not None:
        return _level(card, figures.gap)
    return None


def _is_share(card: TargetCard, plan: Plan) -> bool:
    """Whether a target is a part by its whole, which can't be above 100%."""
    parts = quotient(card.target.formula)
    assert parts is not None  # only a rate N / D has something required of the rest
    part, whole = parts
    return isinstance(part, Name) and isinstance(whole, Name) and plan.measures[part.id].within == whole.id


def how_it_ended(card: TargetCard) -> Message | None:
    """How far a target ended off its goal."""
    figures, name = card.figures, card.target.name
    if card.target.each:
        return say("{name} held in {hits} of {spans}", name=name, hits=figures.hits, spans=figures.spans)
    if figures.actual is None or card.goal.value is None:
        return None
    off = difference(card.goal.distance(figures.actual), card.goal, card.target)
    return say("{name} ended {off} against its goal", name=name, off=off)


def _monthly(card: TargetCard, needed: Fraction, remaining: Fraction) -> Message:
    name, money = card.target.name, card.target.decimals > 0
    if card.goal.is_ceiling:
        return say(
            "{name} may use {remaining} more, at most {needed} a month",
            name=name, remaining=Amount(remaining, money), needed=Amount(needed, money),
        )  # fmt: skip
    if needed < 1:
        months = remaining / needed
        return say(
            "{name} still needs {remaining} in {months} months",
            name=name, remaining=Amount(remaining, money), months=months,
        )  # fmt: skip
    return _with_best(card, Amount(needed, money), rate=False)


def _with_best(card: TargetCard, needed: Said, rate: bool) -> Message:
    """What is needed, beside the best month so far: a test of whether it can be had."""
    best = best_value(card)
    name, value = card.target.name, "-" if best is None else shown(best, card.goal, card.target)
    if rate:
        return say(
            "{name} needs {needed} over the rest, its best month so far is {best} ({month})",
            name=name, needed=needed, best=value, month=card.best_month or "-",
        )  # fmt: skip
    return say(
        "{name} needs {needed} a month, its best so far is {best} ({month})",
        name=name, needed=needed, best=value, month=card.best_month or "-",
    )  # fmt: skip


def _allowance(card: TargetCard, budget: Fraction, left: Fraction) -> Message:
    """A ceiling as a count: what the period may have at the mean volume so far, what is used, what is left."""
    money = card.target.decimals > 0
    fills = {"name": card.target.name, "budget": Amount(budget, money), "used": Amount(budget - left, money)}
    if left < 0:
        return say(
            "{name}: the goal allows {budget} in the whole period, {used} are used, {over} too many",
            **fills,
            over=Amount(-left, money),
        )
    return say(
        "{name}: the goal allows {budget} in the whole period, {used} are used, {left} left",
        **fills,
        left=Amount(left, money),
    )


def _level(card: TargetCard, gap: Fraction) -> Message | None:
    name, goal = card.target.name, card.goal
    if card.figures.actual is None or goal.value is None or goal.held_by(card.figures.actual):
        return None
    apart = difference(abs(goal.distance(card.figures.actual)), goal, card.target)
    if gap > 0 and goal.is_ceiling:
        return say("{name} is {apart} above its goal", name=name, apart=apart)
    return say("{name} is {apart} away from its goal", name=name, apart=apart)
