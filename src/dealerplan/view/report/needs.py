"""What a target takes from here, in a clause with figures but without its name."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from dealerplan.domain.goal import Op
from dealerplan.domain.month import EACH_WORDS
from dealerplan.domain.plan import Plan
from dealerplan.domain.shown import Amount, Side
from dealerplan.evaluate import TargetCard
from dealerplan.view.document import Said
from dealerplan.view.figures import best_value
from dealerplan.view.status import is_impossible, numerator_unit
from dealerplan.view.terms import counted, difference, goal_text, shown, side_of
from dealerplan.words import Message, say


class _Pair(NamedTuple):
    """A clause where its figure itself is good enough, and where it is just not."""

    loose: Message
    strict: Message

    def __call__(self, op: Op | None, **fills: object) -> Message:
        return Message((self.strict if op in _STRICT else self.loose).template, fills)


_STRICT = ("<", ">")
_NEEDS_OVER_THE_REST = _Pair(
    say("needs {needed} over the rest, its best month so far is {best} ({month})"),
    say("needs more than {needed} over the rest, its best month so far is {best} ({month})"),
)
_NEEDS_MONTHLY = _Pair(
    say("needs {needed} a month, its best so far is {best} ({month})"),
    say("needs more than {needed} a month, its best so far is {best} ({month})"),
)
_STILL_NEEDS = _Pair(
    say("still needs {remaining} in {months} {months:month|months}"),
    say("still needs more than {remaining} in {months} {months:month|months}"),
)
_MAY_USE = _Pair(
    say("may use {remaining} more in {months} {months:month|months}"),
    say("may use less than {remaining} more in {months} {months:month|months}"),
)
_MAY_USE_MONTHLY = _Pair(
    say("may use {remaining} more, at most {needed} a month"),
    say("may use less than {remaining} more, less than {needed} a month"),
)
_MAY_HAVE = _Pair(
    say("may have {budget} in the whole period at the volume so far, has had {used}, at most {needed} a month now"),
    say("may have less than {budget} in the whole period at the volume so far, has had {used},"
        " less than {needed} a month now"),
)  # fmt: skip
_TOO_MANY = _Pair(
    say("may have {budget} in the whole period at the volume so far, has had {used}, {over} too many"),
    say("may have less than {budget} in the whole period at the volume so far, has had {used}, {over} too many"),
)
_HAS_TO_RISE = _Pair(say("has to rise by {apart}"), say("has to rise by more than {apart}"))
_HAS_TO_FALL = _Pair(say("has to come down by {apart}"), say("has to come down by more than {apart}"))


def what_it_takes(card: TargetCard, plan: Plan) -> Message | None:
    """What the rest of the period needs or may still use, against the best month so far; None where nothing is left.

    What is needed is rounded up, what may be used down: whoever keeps to the sentence holds the goal.
    """
    figures, goal = card.figures, card.goal
    if figures.budget is not None and figures.budget_left is not None:
        return _allowance(card, plan, figures.budget, figures.budget - figures.budget_left)
    if figures.required_rest is not None and figures.required_rest > 0:
        needed = shown(figures.required_rest, goal, card.target, "up")
        if is_impossible(card, plan):
            return say("would need {needed} over the rest at the volume so far, more than all", needed=needed)
        return _with_best(_NEEDS_OVER_THE_REST, goal.op, needed, card)
    if card.target.each:
        return _each(card, plan)
    if card.target.kind == "level":
        return _level(card)
    return None if figures.remaining is None else _remaining(card, figures.remaining, months_left(card, plan))


def months_left(card: TargetCard, plan: Plan) -> int:
    """Months of the period without an actual: those to come and those missing."""
    return len(plan.period) - len(card.months) + len(card.missing)


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


def _remaining(card: TargetCard, remaining: Fraction, months: int) -> Message | None:
    """What a flow still needs, or may still use, over the months left; None where that is decided.

    A range is asked for its low end.
    """
    goal, actual = card.goal.ends()[0], card.figures.actual
    if not months or actual is None or goal.held_by(actual) is not goal.is_ceiling:
        return None
    money, unit, op = card.target.decimals > 0, card.target.unit, goal.op
    side = side_of(goal)
    whole = is_whole(remaining, money)
    if whole:
        remaining, op = nearest_whole(remaining, op), None
    if goal.is_ceiling and not remaining:
        return say("may use nothing more")
    left, needed = counted(_amount(remaining, money, side), unit), remaining / months
    if needed < 1:
        return (_MAY_USE if goal.is_ceiling else _STILL_NEEDS)(op, remaining=left, months=months)
    if whole:
        needed = Fraction(floor(needed) if goal.is_ceiling else ceil(needed))
    monthly = counted(_amount(needed, money, side, rough=True), unit)
    if goal.is_ceiling:
        return _MAY_USE_MONTHLY(op, remaining=left, needed=monthly)
    return _with_best(_NEEDS_MONTHLY, op, monthly, card)


def _amount(value: Fraction, money: bool, side: Side, rough: bool = False) -> Amount:
    """An amount rounded to a side, never to 0 where it is more."""
    return Amount(value, money, (Fraction(0),), rough=rough, side=side)


def is_whole(value: Fraction, money: bool) -> bool:
    """Whether a value is a count of whole things: a sentence has no fractions of a car."""
    return not money and value.denominator == 1


def nearest_whole(bound: Fraction, op: Op | None) -> Fraction:
    """The whole number nearest to a bound that holds it: the most under a ceiling, the least over a floor."""
    match op:
        case "<":
            return Fraction(ceil(bound) - 1)
        case "<=":
            return Fraction(floor(bound))
        case ">":
            return Fraction(floor(bound) + 1)
        case _:
            return Fraction(ceil(bound))


def _with_best(pair: _Pair, op: Op | None, needed: Said, card: TargetCard) -> Message:
    """What is needed, beside the best month so far: a test of whether it can be had."""
    best = best_value(card)
    said = "-" if best is None else shown(best, card.goal, card.target)
    return pair(op, needed=needed, best=said, month=card.best_month or "-")


def _allowance(card: TargetCard, plan: Plan, budget: Fraction, used: Fraction) -> Message:
    """A ceiling as a count: what the period may have at the mean volume so far, what is used, what is left a month."""
    money, op, unit = card.target.decimals > 0, card.goal.op, numerator_unit(card.target, plan)
    whole = is_whole(used, money)
    if whole:
        budget, op = nearest_whole(budget, op), None
    left, months = budget - used, months_left(card, plan)
    fills = {"budget": counted(_amount(budget, money, "down"), unit), "used": counted(Amount(used, money), unit)}
    if left < 0:
        return _TOO_MANY(op, **fills, over=counted(_amount(-left, money, "up"), unit))
    if not left and op in _STRICT:
        return say("may have less than {budget} in the whole period at the volume so far, has had as much", **fills)
    if whole and left < months:
        return say(
            "may have {budget} in the whole period at the volume so far, has had {used}, {left} left",
            **fills, left=counted(Amount(left, money), unit),
        )  # fmt: skip
    monthly = Fraction(floor(left / months)) if whole else left / months
    return _MAY_HAVE(op, **fills, needed=counted(_amount(monthly, money, "down", rough=True), unit))


def _level(card: TargetCard) -> Message | None:
    goal, actual, target, op = card.goal, card.figures.actual, card.target, card.goal.op
    if actual is None or goal.value is None or goal.held_by(actual):
        return None
    distance = goal.distance(actual)
    falls, apart = goal.is_ceiling or distance > 0, abs(distance)
    if is_whole(apart, target.decimals > 0) and not (goal.percent or target.as_percent):
        apart, op = nearest_whole(apart, ">" if op in _STRICT else ">="), None
    said = difference(apart, goal, target)._replace(signed=False, side="up")
    return (_HAS_TO_FALL if falls else _HAS_TO_RISE)(op, apart=said)
