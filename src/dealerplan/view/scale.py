"""One scale and one number of decimals for every amount of a target's row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from dealerplan.domain.shown import Amount, InSum, Scale, Scaled, in_scale, leading
from dealerplan.evaluate import TargetCard
from dealerplan.view.terms import End
from dealerplan.words import Message

LARGE = 100_000  # of money, from which a table tells it in 万元, or in thousands
LARGE_PLACES = (2, 1)  # decimals then, in Chinese and in English
MOST = 2  # decimals of anything else, but where they keep it on its side of its goal
SIGNIFICANT = 3  # digits that the largest figure of a row has at least, where it has so many


def is_large(cards: Sequence[TargetCard]) -> bool:
    """Whether a table's money is told in 万元: one scale for all of it."""
    return any(abs(value) >= LARGE for card in cards if _is_plain_money(card) for value, _ in _compared(card))


def _is_plain_money(card: TargetCard) -> bool:
    unit = card.target.unit
    return unit is not None and unit.is_money and not unit.is_scaled


def in_large(said: object) -> Any:
    """The same words with all money in one scale, the one of a table whose money is large."""
    match said:
        case Amount():
            return said._replace(large=True)
        case InSum():
            return said._replace(large=True, within=in_large(said.within))
        case Message():
            return said._replace(fills={name: in_large(one) for name, one in said.fills.items()})
        case End():
            return said._replace(low=in_large(said.low), high=in_large(said.high))
        case list():
            return [in_large(one) for one in said]
        case _:
            return said


def scale_of(card: TargetCard, large: bool) -> Scale:
    """The scale of a target's row in a table whose money is `large` or not."""
    pairs = list(_compared(card))
    bare = Scale(card.target.unit, card.target.as_percent, large and _is_plain_money(card))
    return in_scale(bare, LARGE_PLACES if bare.large else _least(card, pairs), pairs)


def scale_of_months(card: TargetCard) -> Scale:
    """The scale of a target's table month by month."""
    told = [(one.actual, one.expected) for one in card.months] + [(one.total, one.owed) for one in card.months]
    pairs = [(one, other) for one, other in told if one is not None and other is not None]
    pairs += [(one, one) for one, other in told if one is not None and other is None]
    large = _is_plain_money(card) and any(abs(value) >= LARGE for pair in pairs for value in pair)
    bare = Scale(card.target.unit, card.target.as_percent, large)
    return in_scale(bare, LARGE_PLACES if large else _least(card, pairs), [*pairs, *((b, a) for a, b in pairs)])


def _compared(card: TargetCard) -> Iterator[tuple[Fraction, Fraction]]:
    """What stands in the row, each with what it is judged by."""
    figures, goal, month = card.figures, card.goal, card.month
    limits = list(dict.fromkeys(one for one in (goal.value, goal.high, figures.expected) if one is not None))
    own = [] if month is None else [month.actual]
    for value in (*limits, figures.actual, *own):
        if value is not None:
            yield from ((value, limit) for limit in limits or [value] if limit != value or len(limits) == 1)


def _least(card: TargetCard, pairs: Sequence[tuple[Fraction, Fraction]]) -> tuple[int, int]:
    """Decimals as the figures have them, few on large quotients."""
    values = [value * 100 if card.target.as_percent else value for value, _ in pairs]
    most = max(map(abs, values), default=Fraction(0))
    limit = max(MOST, card.target.decimals, SIGNIFICANT - 1 - leading(most)) if most else MOST
    places = next((at for at in range(limit) if all(not 10**at % value.denominator for value in values)), limit)
    if places and not card.target.as_percent and card.target.kind == "rate":
        places = 0 if most >= 1000 else min(places, 1) if most >= 100 else places
    return places, places


def on_its_side(value: Fraction, scale: Scale, limits: Iterable[Fraction | None]) -> Scaled:
    """An estimate in a row's scale, which has no decimals of its own: rounded to the side of what it is judged by."""
    found = Scaled(value, scale)
    for limit in limits:
        if limit is not None and limit != value:
            told = [Fraction(found.number(lang)) * scale.one(lang) for lang in ("zh", "en")]
            if any((one >= limit) if value < limit else (one <= limit) for one in told):
                return found._replace(side="down" if value < limit else "up")
    return found
