"""What makes up a flow's gap: volume and price where the plan tells both, and the gaps of its parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple, Protocol
from weakref import ReferenceType, ref

from dealerplan.domain.formula import Formula, quotient, weights
from dealerplan.domain.goal import Goal
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Target
from dealerplan.domain.unit import factor
from dealerplan.evaluate.figures import Figures, MonthFigures
from dealerplan.evaluate.target_context import ZERO


class Card(Protocol):
    """What a target's card tells of its gap."""

    target: Target
    goal: Goal
    figures: Figures

    @property
    def months(self) -> Sequence[MonthFigures]:
        """Every month up to the as-of month."""
        ...


Terms = frozenset[tuple[str, Fraction]]
"""A weighted sum, whichever way it is written."""


class Split(NamedTuple):
    """A flow's gap over the `months` recorded of it and of its volume, as `volume` and `price`, which add up to it.

    With N recorded and N₀ owed of the flow, D and D₀ of the volume: `volume_gap` is D - D₀, and `price_gap` is
    N / D - N₀ / D₀, in the rate's unit. `volume` is what the first makes at N₀ / D₀, `price` what the second makes
    over D.
    """

    volume: Fraction
    price: Fraction
    volume_gap: Fraction
    price_gap: Fraction
    volume_target: Target
    rate_target: Target
    months: tuple[Month, ...]
    rate_goal: Goal
    planned: Fraction

    @property
    def differs(self) -> bool:
        """Whether N₀ / D₀ (`planned`) is off the rate's own goal by more than rounding: its months are phased apart."""
        ends = [one for one in (self.rate_goal.value, self.rate_goal.high) if one is not None]
        off = [abs(self.planned - one) * ROUNDING > abs(one) for one in ends]
        return bool(ends) and all(off) and not ends[0] < self.planned < ends[-1]

    @property
    def gap(self) -> Fraction:
        """The flow's gap over the months."""
        return self.volume + self.price


ROUNDING = 200
"""What differs by less than such a part comes of amounts owed in whole steps."""


class PartGap(NamedTuple):
    """The gap of a part, and the `step` in which it is owed, both in its whole's unit."""

    target: Target
    gap: Fraction
    step: Fraction


class Neighbours:
    """The cards of a plan, to find what one of them has to do with others.

    It does not keep them, since they keep it: a plan that is told goes with all its cards, before anything looks for
    circles among them.
    """

    def __init__(self) -> None:
        self._refs: Sequence[ReferenceType[Card]] = ()

    def know(self, cards: Sequence[Card]) -> None:
        """Set the cards."""
        self._refs = [ref(one) for one in cards]

    @property
    def cards(self) -> list[Card]:
        """Those that are still there."""
        return _alive(self._refs)

    @cached_property
    def _flows(self) -> Mapping[Terms, list[ReferenceType[Card]]]:
        """The flows by what they add up; those with a goal for the whole period come first."""
        found: dict[Terms, list[ReferenceType[Card]]] = {}
        for one in sorted(self.cards, key=lambda one: not one.target.adds_up):
            if one.target.kind == "flow":
                found.setdefault(_terms(one.target.formula), []).append(ref(one))
        return found

    @cached_property
    def _rates(self) -> Mapping[Terms, list[tuple[ReferenceType[Card], Terms]]]:
        """The rates N / D by their N, each with its D."""
        found: dict[Terms, list[tuple[ReferenceType[Card], Terms]]] = {}
        for one in self.cards:
            parts = quotient(one.target.formula)
            if parts is not None and parts.factor == 1:
                found.setdefault(_terms(parts.above), []).append((ref(one), _terms(parts.below)))
        return found

    def split(self, of: Card) -> Split | None:
        """A flow's gap by volume and price, where the plan has a rate N / D, and flows of N, this one, and D.

        Of several rates it is the first in the plan's order, of volumes one with a goal for the whole period.
        """
        if not of.target.adds_up:
            return None
        rates = self._rates.get(_terms(of.target.formula), ())
        tried = (
            _split(of, volume, rate)
            for told, below in rates
            for rate in _alive([told])
            for volume in _alive(self._flows.get(below, ()))
        )
        return next((split for split in tried if split is not None), None)

    def parts(self, of: Card) -> tuple[PartGap, ...]:
        """The gaps of a flow's own parts: of those that have targets of their own, else of its split's members.

        They add up to the flow's gap where each has one, and the plan's goals and the months recorded agree.
        """
        below = [one for one in self.cards if one.target.part_of == of.target.id]
        apart = [one for one in below if not one.target.is_member_of(of.target.id)]
        return tuple(_gaps(of.target, apart)) or tuple(_gaps(of.target, below))


def _alive(refs: Sequence[ReferenceType[Card]]) -> list[Card]:
    return [one for one in (of() for of in refs) if one is not None]


def _gaps(whole: Target, parts: Sequence[Card]) -> Iterator[PartGap]:
    for one in parts:
        own, gap = one.target.unit, one.figures.gap
        scale = Fraction(1) if own is None or whole.unit is None else factor(own, whole.unit)
        if gap is not None and scale is not None and whole.adds_up and one.target.adds_up:
            yield PartGap(one.target, gap * scale, scale / 10**one.target.decimals)


def _terms(formula: Formula) -> Terms:
    return frozenset((weights(formula) or {}).items())


def _split(of: Card, volume: Card, rate: Card) -> Split | None:
    """The split by one volume; None where a volume of 0 leaves no price, or no month is recorded of both."""
    flow, pieces = _owing(of), _owing(volume)
    months = tuple(month for month in flow if month in pieces)
    n, n0 = _sums(flow, months)
    d, d0 = _sums(pieces, months)
    if not d or not d0:
        return None
    price = n0 / d0
    return Split(
        (d - d0) * price, n - d * price, d - d0, n / d - price, volume.target, rate.target, months, rate.goal, price
    )


def _owing(of: Card) -> Mapping[Month, tuple[Fraction, Fraction]]:
    """What each recorded month had and owed."""
    told = ((one.month, one.actual, one.expected) for one in of.months)
    return {month: (had, owed) for month, had, owed in told if had is not None and owed is not None}


def _sums(of: Mapping[Month, tuple[Fraction, Fraction]], months: Sequence[Month]) -> tuple[Fraction, Fraction]:
    return sum((of[month][0] for month in months), ZERO), sum((of[month][1] for month in months), ZERO)
