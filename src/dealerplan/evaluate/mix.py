"""What of a rate's change against last year is within its regions, and what is their mix (group.md, section 2)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from dealerplan.domain.number import summed


class Mix(NamedTuple):
    """`within` is what the regions' own rates changed, `mix` what their weights did; both add up to the change."""

    within: Fraction
    mix: Fraction


class Years(NamedTuple):
    """A region's N and D of last year and of this one."""

    above: Fraction
    below: Fraction
    above_now: Fraction
    below_now: Fraction


def mix_of(regions: Sequence[Years]) -> Mix | None:
    """Σ s′(r′ - r) and Σ (s′ - s)(r - R) over regions; None where one of them has no rate in one of the years."""
    if not regions or not all(one.below and one.below_now for one in regions):
        return None
    below, below_now = sum(one.below for one in regions), sum(one.below_now for one in regions)
    whole = Fraction(sum(one.above for one in regions)) / below
    found = [(one.below / below, one.below_now / below_now, one.above / one.below, one.above_now / one.below_now)
             for one in regions]  # fmt: skip
    within = summed(now * (rate_now - rate) for _, now, rate, rate_now in found)
    return Mix(within, summed((now - was) * (rate - whole) for was, now, rate, _ in found))
