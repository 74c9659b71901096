"""A gap by volume and price, in words: 接车少 33台 -1.61万元、单车少 14.72元 -8.56万元."""

from __future__ import annotations

from collections.abc import Mapping

from dealerplan.domain.formula import Name
from dealerplan.domain.plan import Measure
from dealerplan.domain.shown import Amount, InSum, Percent, Points
from dealerplan.evaluate import TargetCard
from dealerplan.evaluate.drivers import Split
from dealerplan.view.terms import amount, counted
from dealerplan.words import Message, say


def drivers_said(
    of: TargetCard, measures: Mapping[str, Measure], within: InSum | None = None
) -> tuple[Message, Message] | None:
    """What volume and price make of a flow's gap, which add up to it as they are shown, also `within` other parts."""
    split = of.drivers
    if split is None or of.target.as_percent:
        return None
    pieces = split.volume_target.formula
    name = measures[pieces.id].name if isinstance(pieces, Name) else split.volume_target.label
    volume, price = (InSum(at, (split.volume, split.price), split.gap, of.target.unit, within) for at in (0, 1))
    more = counted(amount(abs(split.volume_gap), split.volume_target.unit))
    dearer = counted(_apart(split))
    return (
        _VOLUME[split.volume_gap < 0].filled({"name": name, "more": more, "amount": volume}),
        _PRICE[split.price_gap < 0].filled({"name": split.rate_target.label, "more": dearer, "amount": price}),
    )


def _apart(split: Split) -> Amount | Percent | Points:
    """How far the rate is from what it was to be, of a percentage in points."""
    if split.rate_target.as_percent:
        return Points(abs(split.price_gap), 2, named=True, signed=False)
    return amount(abs(split.price_gap), split.rate_target.unit)


_VOLUME = (say("{name} {more} more ({amount})"), say("{name} {more} fewer ({amount})"))
_PRICE = (say("{name} {more} higher ({amount})"), say("{name} {more} lower ({amount})"))
