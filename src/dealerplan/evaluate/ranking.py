"""Which targets call for somebody, the weightiest first."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from dealerplan.evaluate.review import OFF_TRACK
from dealerplan.evaluate.scorecard import Scorecard, TargetCard


def off_track(card: Scorecard, contradicted: Collection[str] = ()) -> list[TargetCard]:
    """The targets off track: first those whose gap is money, by its amount; then the others, by status and by their
    share of what they should be; last those that the plan's own goals contradict."""
    found = [one for one in card.targets if one.verdict.status in OFF_TRACK]
    return sorted(found, key=lambda one: (one.target.id in contradicted, *_weight(one)))


def _weight(card: TargetCard) -> tuple[bool, int, Fraction]:
    gap = money_gap(card)
    if gap is not None:
        return False, 0, -abs(gap)
    return True, OFF_TRACK.index(card.verdict.status), -lack(card)


def money_gap(card: TargetCard) -> Fraction | None:
    """A gap that is an amount of money; None of anything else, and of a goal for each span."""
    unit, gap = card.target.unit, card.figures.gap
    is_money = unit is not None and unit.is_money and not card.target.each
    return gap * unit.scale if is_money and unit is not None and gap is not None else None


def lack(card: TargetCard) -> Fraction:
    """How far a target is off, as a share of what it should be."""
    figures = card.figures
    if figures.spans and figures.hits is not None:
        return Fraction(figures.spans - figures.hits, figures.spans)
    base = figures.expected if figures.expected is not None else card.goal.value
    return abs(figures.gap / base) if figures.gap is not None and base else Fraction(0)
