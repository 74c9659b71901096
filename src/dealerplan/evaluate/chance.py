"""Whether chance alone explains that a store's rate lies beyond its group's."""

from __future__ import annotations

from fractions import Fraction
from math import exp, lgamma, log
from typing import Literal, NamedTuple

Number = Fraction | int
Side = Literal["above", "below"]
Level = Literal["look", "alarm"]

LOOK, ALARM = 0.025, 0.001
"""Below these odds a rate is worth a look, or an alarm."""

_NEGLIGIBLE = 1e-17


class Chance(NamedTuple):
    """What speaks against chance: `p` are the odds of so many cases or more (`above`), or so many or fewer (`below`),
    at the group's rate; `excess` is how many cases there are beyond that rate, below 0 where fewer."""

    p: float
    side: Side
    excess: Fraction
    level: Level


def chance_of(above: Number, below: Number, total_above: Number, total_below: Number) -> Chance | None:
    """How likely a store's `above` of `below` cases are at its group's `total_above` of `total_below`, the store
    included: one-sided, binomial.

    None where chance explains it, and where there is nothing to say: parts of a case, more cases than there can be, a
    group of all or of none. `p` is the one figure that is not exact: its relative error is below 1e-9 up to 100,000
    cases and below 1e-6 up to 10 million; odds too small for a float are 0.
    """
    cases, of = Fraction(above), Fraction(below)
    if not (cases.denominator == of.denominator == 1 and 0 <= cases <= of and 0 < total_above < total_below):
        return None
    rate = Fraction(total_above) / total_below
    excess = cases - of * rate
    if excess > 0:
        side: Side = "above"
        p = _at_least(int(cases), int(of), rate)
    else:
        side = "below"
        p = _at_least(int(of - cases), int(of), 1 - rate)
    return Chance(p, side, excess, "alarm" if p < ALARM else "look") if p < LOOK else None


def _at_least(least: int, of: int, rate: Fraction) -> float:
    """P(X >= least), for a least that is not below the mean: the terms fall from there on and are added until they no
    longer count."""
    odds = float(rate / (1 - rate))
    term = total = 1.0
    for cases in range(least, of):
        term *= (of - cases) / (cases + 1) * odds
        total += term
        if term < total * _NEGLIGIBLE:
            break
    return exp(_log_of_exactly(least, of, rate)) * total


def _log_of_exactly(cases: int, of: int, rate: Fraction) -> float:
    """The logarithm of P(X = cases)."""
    ways = lgamma(of + 1) - lgamma(cases + 1) - lgamma(of - cases + 1)
    return ways + cases * log(rate) + (of - cases) * log(1 - rate)
