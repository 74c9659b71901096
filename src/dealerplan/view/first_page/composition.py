"""Where a gap comes from: the parts of a whole one level at a time, and of a sum by volume and price."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from dealerplan.domain.shown import InSum
from dealerplan.evaluate import TargetCard
from dealerplan.evaluate.drivers import PartGap
from dealerplan.view.document import Line
from dealerplan.view.drivers import drivers_said, planned_said
from dealerplan.view.first_page.page import Page
from dealerplan.view.terms import counted, difference, joined
from dealerplan.words import Message, say


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
    rest = gap - sum(part.gap for part in parts)
    is_told = bool(rest) and not _is_of_cents(card, parts, rest)
    gaps = (*(part.gap for part in parts), rest) if is_told else _with_rest(parts, rest)
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
        template = _ROUNDING if _is_rounding(card, parts, rest) else _OUTSIDE
        yield Line(template.filled({"gap": InSum(len(parts), gaps, gap, card.target.unit)}))
    yield Line(say("in all {gap}", gap=counted(difference(gap, card.target))))


_OUTSIDE = say("not in the parts' plans {gap}")
_ROUNDING = say("rounding {gap}")


def _is_rounding(card: TargetCard, parts: Sequence[PartGap], rest: Fraction) -> bool:
    """Whether what is in no part comes of amounts owed in whole steps: each is less than one below its share."""
    return abs(rest) < Fraction(1, 10**card.target.decimals) + sum(part.step for part in parts)


def _is_of_cents(card: TargetCard, parts: Sequence[PartGap], rest: Fraction) -> bool:
    """Whether that is so of money that nobody tells to the cent."""
    unit = card.target.unit
    return unit is not None and unit.is_money and not unit.is_scaled and _is_rounding(card, parts, rest)


def _with_rest(parts: Sequence[PartGap], rest: Fraction) -> tuple[Fraction, ...]:
    """The gaps of parts, the largest with a rest."""
    gaps = [part.gap for part in parts]
    gaps[max(range(len(gaps)), key=lambda at: abs(gaps[at]))] += rest
    return tuple(gaps)


def _by_drivers(page: Page, card: TargetCard, within: InSum | None = None) -> Message | None:
    """A gap by volume and price; None where they tell of other months than the gap does."""
    split = card.drivers
    if split is None or split.gap != card.figures.gap:
        return None
    said, planned = drivers_said(card, page.card.plan.measures, within), planned_said(split)
    if said is None or planned is None or split.rate_target.id in page.contradicted:
        return said
    return joined([said, planned])
