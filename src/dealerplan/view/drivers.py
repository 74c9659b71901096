"""A gap by volume and price, in words: 接车少 33台 -1.61万元、单车少 14.72元 -8.56万元."""

from __future__ import annotations

from collections.abc import Mapping

from dealerplan.domain.formula import Name
from dealerplan.domain.plan import Measure
from dealerplan.domain.shown import Amount, InSum, Percent, Points
from dealerplan.evaluate import TargetCard
from dealerplan.evaluate.drivers import Split
from dealerplan.view.terms import amount, counted, goal_text
from dealerplan.words import Message, say


def drivers_said(of: TargetCard, measures: Mapping[str, Measure], within: InSum | None = None) -> Message | None:
    """What volume and price make of a flow's gap, which add up to it as they are shown, also `within` other parts.

    What made nothing is left out.
    """
    split = of.drivers
    if split is None or of.target.as_percent or not (split.volume_gap or split.price_gap):
        return None
    volume, price = (InSum(at, (split.volume, split.price), split.gap, of.target.unit, within) for at in (0, 1))
    told = [_volume(split, measures, volume)] if split.volume_gap else []
    if split.price_gap:
        fills = {"name": split.rate_target.label, "more": counted(_apart(split)), "amount": price}
        told.append(_PRICE[split.price_gap < 0].filled(fills))
    return say("{names}", names=told)


def planned_said(split: Split) -> Message | None:
    """What a price was to be by the amounts owed, where that is not its goal."""
    target = split.rate_target
    if not split.price_gap or not split.differs:
        return None
    planned = (
        Percent(split.planned, places=2, trim=True)
        if target.as_percent
        else counted(Amount(split.planned, target.unit, rough=True))
    )
    return say("the plan's amounts come to {name} {planned}, its goal is {goal}",
               name=target.label, planned=planned, goal=goal_text(split.rate_goal, target))  # fmt: skip


def _volume(split: Split, measures: Mapping[str, Measure], made: InSum) -> Message:
    pieces = split.volume_target.formula
    name = measures[pieces.id].name if isinstance(pieces, Name) else split.volume_target.label
    more = counted(amount(abs(split.volume_gap), split.volume_target.unit))
    return _VOLUME[split.volume_gap < 0].filled({"name": name, "more": more, "amount": made})


def _apart(split: Split) -> Amount | Percent | Points:
    """How far the rate is from what it was to be, of a percentage in points."""
    if split.rate_target.as_percent:
        return Points(abs(split.price_gap), 2, named=True, signed=False)
    return amount(abs(split.price_gap), split.rate_target.unit)


_VOLUME = (say("{name} {more} more ({amount})"), say("{name} {more} fewer ({amount})"))
_PRICE = (say("{name} {more} higher ({amount})"), say("{name} {more} lower ({amount})"))
