"""Which stores chance does not explain, whom to look at first, and where there are too many of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from dealerplan.domain.shown import Percent, Scale
from dealerplan.evaluate.chance import Chance
from dealerplan.evaluate.flagged import Flagged, flagged
from dealerplan.evaluate.rollup import GroupTarget, StoreLine
from dealerplan.view.document import Block, Heading, Items, Line, Said
from dealerplan.view.group.amounts import amount, scale_for
from dealerplan.view.group.gap_list import cases, fraction_of
from dealerplan.view.group.page import GroupPage, stores_said, value_name
from dealerplan.view.terms import joined
from dealerplan.words import Message, say

FIRST = 3


def chance_blocks(page: GroupPage) -> Iterator[Block]:
    """A line for each target with alarms."""
    found = [one for of in page.targets if (one := flagged(of, page.card.plan)) is not None]
    if found:
        yield Heading(say("Beyond chance"), 2)
        yield Items([line for one in found for line in _lines(page, one)])


def _lines(page: GroupPage, found: Flagged) -> Iterator[Line]:
    label = found.of.target.label
    if (region := _too_many(page, found)) is not None:
        yield Line(region, "warning")
    told = [_store(page, found.of, line, one) for line, one in found.bad[:FIRST]]
    stores = say("{number} store is", "{number} stores are", number=len(found.bad))
    yield Line(say("{target}: {stores} beyond chance (odds below 0.1%); look first at {first}", target=label,
                   stores=stores, first=joined(told)), "warning")  # fmt: skip
    if (top := found.top_by_rate) is not None:
        yield Line(say("{target}: by rate alone {store} would come first, of few cases", target=label,
                       store=top.store.label), "quiet")  # fmt: skip


def _store(page: GroupPage, of: GroupTarget, line: StoreLine, one: Chance) -> Message:
    """A store's cases, its rate, and how many there are beyond the group's."""
    rate = line.tally.actual or Fraction(0)
    scale = scale_for(of.target, [rate], [of.rolled.actual])
    beyond = cases(page, of, abs(one.excess), Scale(places=(1, 1)))
    fraction = fraction_of(of.target, line, page.card.plan)
    said: Said = amount(rate, scale)
    if fraction is not None:
        said = say("{cases} = {rate}", cases=fraction, rate=said)
    word = _ABOVE if one.side == "above" else _BELOW
    return word.filled({"store": line.store.label, "rate": said, "cases": beyond})


_ABOVE = say("{store} {rate}, {cases} more than at the group's rate")
_BELOW = say("{store} {rate}, {cases} fewer than at the group's rate")


def _too_many(page: GroupPage, found: Flagged) -> Message | None:
    """Where far more stores are outside than chance puts there: which region has most of the bad ones."""
    if not found.are_too_many:
        return None
    regions = Counter(page.fact(line.store, page.by[0]) for line, _ in found.bad)
    value, number = regions.most_common(1)[0]
    fills = {
        "target": found.of.target.label, "outside": stores_said(found.outside),
        "share": Percent(Fraction(found.outside, found.judged)), "region": value_name(value), "number": number,
    }  # fmt: skip
    if value and number > 1:
        return _IN_REGION.filled(fills)
    return _ALL_OVER.filled(fills)


_IN_REGION = say(
    "{target}: look at {region} first, which has {number} of them: {outside} beyond chance on either side ({share}, by "
    "chance 0.2%) are more than single stores explain"
)
_ALL_OVER = say(
    "{target}: {outside} beyond chance on either side ({share}, by chance 0.2%) are more than single stores explain"
)
