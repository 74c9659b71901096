"""Round numbers along a chart's axis."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from dealerplan.domain.shown import Percent
from dealerplan.view.document import Chart

STEPS = (Fraction(1), Fraction(2), Fraction(5, 2), Fraction(5), Fraction(10))


def ticks(chart: Chart, values: Sequence[Fraction]) -> list[Fraction]:
    """Three to seven round numbers around all values; from 0, unless lines run far above it and are no flat share."""
    low, high = min(values), max(values)
    are_shares = any(isinstance(point, Percent) for point in chart.known)
    if chart.shape in ("months", "bars") or low < 0 or 3 * low < 2 * high or (are_shares and low == high):
        low, high = min(low, Fraction(0)), max(high, Fraction(0))
    step = _round_step((high - low) / 5 or abs(high) / 5 or Fraction(1))
    if not are_shares and all(value.denominator == 1 for value in values):  # counts have no parts
        step = max(step, Fraction(1))
    first, last = low // step, -(-high // step)
    return [index * step for index in range(first, max(last, first + 1) + 1)]


def _round_step(least: Fraction) -> Fraction:
    """The smallest of 1, 2, 2.5, 5 times a power of ten that is not below `least`."""
    power = Fraction(10) ** (len(str(least.numerator)) - len(str(least.denominator)) - 1)
    while power * 10 < least:
        power *= 10
    return next(power * step for step in STEPS if power * step >= least)
