"""Where a gap comes from: the parts of a whole one level at a time, and of a sum by volume and price."""

from __future__ import annotations

from collections.abc import Iterator

from dealerplan.domain.shown import InSum
from dealerplan.evaluate import TargetCard
from dealerplan.view.document import Line
from dealerplan.view.drivers import drivers_said
from dealerplan.view.first_page.page import Page
from dealerplan.view.terms import counted, difference
from dealerplan.words import Message, say

ROUNDING = 1000  # what is less than such a part of a gap comes of owed amounts in whole cents and things


def composition(page: Page) -> Iterator[Line]:
    """Of the main target's gap: its parts, which add up to it as they are shown, with what is in none of them."""
    card = page.main
    if card is None or not card.figures.gap or card.target.each or not card.target.adds_up:
        return
    gap, parts = card.figures.gap, card.part_gaps
    if not parts:
        if (said := _by_drivers(page, card)) is not None:
            yield Line(said)
        return
    gaps = tuple(part.gap for part in parts)
    rest = gap - sum(gaps)
    is_told = abs(rest) * ROUNDING > abs(gap)
    gaps = (*gaps, rest) if is_told else (gaps[0] + rest, *gaps[1:])
    own = {one.target.id: one for one in page.card.targets}
    for at, part in enumerate(parts):
        if not part.gap:
            continue
        shown = InSum(at, gaps, gap, card.target.unit)
        name = part.target.label_in(card.target)
        card_of_part = own.get(part.target.id)  # none where it is somebody else's
        same = card_of_part is not None and card_of_part.figures.gap == part.gap
        drivers = _by_drivers(page, card_of_part, shown) if card_of_part is not None and same else None
        if drivers is None:
            yield Line(say("{name} {gap}", name=name, gap=shown))
        else:
            yield Line(say("{name} {gap} = {drivers}", name=name, gap=shown, drivers=drivers))
    if is_told:
        yield Line(say("not in the parts' plans {gap}", gap=InSum(len(parts), gaps, gap, card.target.unit)))
    yield Line(say("in all {gap}", gap=counted(difference(gap, card.target))))


def _by_drivers(page: Page, card: TargetCard, within: InSum | None = None) -> Message | None:
    """A gap by volume and price; None where they tell of other months than the gap does."""
    split = card.drivers
    if split is None or split.gap != card.figures.gap:
        return None
    said = drivers_said(card, page.card.plan.measures, within)
    return None if said is None else say("{volume}, {price}", volume=said[0], price=said[1])
