"""Needs and allowances in words: amounts rounded so that they do, and the cell of a table."""

from __future__ import annotations

from fractions import Fraction

from dealerplan.domain.shown import Amount, Percent, Points, Side
from dealerplan.evaluate import TargetCard
from dealerplan.evaluate.need import Need
from dealerplan.view.document import Said
from dealerplan.view.terms import counted, goal_text, shown
from dealerplan.view.when import When
from dealerplan.words import Message, say

KEEPING = ("met", "on_track")
"""Statuses of what keeps to its plan: months that need more than any had are the plan's own."""


def amount_said(card: TargetCard, need: Need, unit: bool = False) -> Said:
    """An amount without its sign, never rounded to what does not do; `unit`: with its unit where that is no money."""
    up = (need.kind == "need") is (need.amount >= 0)
    thresholds = (
        (Fraction(0),) if need.limit is None else (Fraction(0), need.limit if need.amount >= 0 else -need.limit)
    )
    said = _rounded(card, need, abs(need.amount), thresholds, "up" if up else "down")
    return counted(said) if unit else said


def total_said(need: Need) -> Said:
    """What the whole period may have of N."""
    return counted(Amount(need.total, need.unit, (Fraction(0),), side="down"))


def used_said(need: Need) -> Said:
    """What N has had."""
    return counted(Amount(need.used, need.unit))


def _rounded(
    card: TargetCard, need: Need, value: Fraction, thresholds: tuple[Fraction, ...], side: Side
) -> Amount | Percent | Points:
    if need.of is None and card.target.as_percent:
        if need.change:
            return Points(value, 2, named=True, signed=False, side=side)
        return Percent(value, thresholds, places=2, trim=True, side=side)
    return Amount(value, need.unit, thresholds, rough=need.per in ("month", "day"), side=side)


def find(card: TargetCard, like: Need, per: str, seasonal: bool = False) -> Need | None:
    """The need of the same kind for a month, a day or the rest."""
    return next(
        (one for one in card.needs if (one.kind, one.of, one.per, one.seasonal) == (like.kind, like.of, per, seasonal)),
        None,
    )


def is_loss(card: TargetCard) -> bool:
    """Whether the goal itself is a loss, so that less than nothing may still be had."""
    return card.goal.value is not None and card.goal.value < 0


def is_over(card: TargetCard) -> bool:
    """Whether nothing that can be done matters any more: the status says it."""
    return card.verdict.status in ("met", "missed")


def coming_said(card: TargetCard) -> Message | None:
    """What the next span of a target's goal for each asks, with what it has so far; None where none is to come."""
    coming = card.coming
    if coming is None:
        return None
    goal = goal_text(coming.goal, card.target)
    if coming.so_far is None:
        return say("{span}: {goal}", span=When(coming.span), goal=goal)
    value = counted(shown(coming.so_far, coming.goal, card.target))
    return say("{span}: {goal}, so far {value}", span=When(coming.span), goal=goal, value=value)
