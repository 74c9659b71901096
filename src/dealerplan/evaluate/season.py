"""What a monthly series will have in months to come, by its earlier years and this year's months (docs/landing.md).

This room and landing.py compute with floats: what they tell is an estimate. The constants were chosen by half of the
series of benchmarks/landing.py; docs/landing.md has what they reach on each half.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from math import exp, fsum, log
from operator import mul
from typing import NamedTuple

from dealerplan.domain.goal import Goal
from dealerplan.domain.month import Month

YEAR = 12
EARLIER = 3 * YEAR  # months that are looked at before the period
LEAST = 6  # months that an earlier year has to have

NOISE = 2.0  # how often the noise of a shape counts where it is drawn to even
MOST_KEPT, ONE_YEAR = 0.95, 0.5  # the most of a shape that is kept, and what of one year's
FAST, SLOW = 0.5, 0.08  # what a month more moves the two levels by
FAST_AT_MOST, BY_ROUGHNESS = 0.6, 0.4  # the part of the fast level, and how much less of it where months jump
ONWARD = 0.35  # of the fast level's part: what is above it goes on, what is below comes back
GROWTH, MOST_GROWTH = 0.25, 0.3  # the part of the earlier years' growth that goes on, and the most that is believed
SMALLEST = 0.1  # of the mean: what is less counts as so much where levels are compared
OFF, OFF_ONE_MONTH, OFF_FEW_YEARS = 1.05, 0.6, 0.5  # what the error of a month ahead becomes for the rest of the year
LEAST_OFF = 0.01
SURE = 1e-9  # the scale of what is known
TENTH = log(9)  # where a logistic distribution of scale 1 has a tenth above it

Values = Sequence[float | None]
"""Months that follow each other from EARLIER months before the period on; None where nothing is known of one."""


class Outcome(NamedTuple):
    """What is `done` and the `rest` expected: its error is logistic, in logarithms (`grows`) or in units.

    Less than `least` it can't be; `scale` is None where no earlier year tells it.
    """

    done: float
    rest: float
    scale: float | None = None
    grows: bool = False
    least: float | None = None

    @property
    def mid(self) -> float:
        """What is expected."""
        return self.done + self.rest

    def end(self, side: int) -> float | None:
        """The low (-1) or high (1) end of the range that holds it in 4 years of 5."""
        return None if self.scale is None else self.at(side * TENTH)

    def at(self, error: float) -> float:
        """What comes of an error of so many scales."""
        assert self.scale is not None
        found = self.done + (self.rest * exp(error * self.scale) if self.grows else self.rest + error * self.scale)
        return found if self.least is None else max(found, self.least)

    @property
    def is_sure(self) -> bool:
        """Whether nothing is to come."""
        return not self.rest and self.scale == SURE

    def shifted(self, error: float, part: float) -> Outcome:
        """The same where so much of the error is known, and only a part of its scale is not."""
        assert self.scale is not None
        if self.is_sure:
            return self
        return self._replace(rest=self.at(error) - self.done, scale=self.scale * part)

    def chance(self, goal: Goal) -> float | None:
        """The probability that a goal is held; None where either is unknown."""
        if self.scale is None or goal.value is None:
            return None
        if self.is_sure:
            return float(goal.held_by(Fraction(self.done)))
        below = self._below(float(goal.value))
        if goal.high is not None:
            return max(self._below(float(goal.high)) - below, 0.0)
        return below if goal.is_ceiling else 1 - below

    def _below(self, value: float) -> float:
        """The probability of less."""
        assert self.scale is not None
        if self.least is not None and value <= self.least:
            return 0.0
        if not self.grows:
            return _logistic((value - self.mid) / self.scale)
        return 0.0 if value <= self.done else _logistic(log((value - self.done) / self.rest) / self.scale)


def _logistic(value: float) -> float:
    return 1 / (1 + exp(-min(max(value, -50.0), 50.0)))


class Pattern(NamedTuple):
    """What earlier `years` and this one say of months to come: the season's `shape` (its mean is 1, the first is the
    period's first month), the level, and how far this was `off` a month ahead, of the level where it `grows`."""

    years: int
    shape: Sequence[float]
    level: float
    off: float
    grows: bool
    falls: bool

    def month(self, place: int) -> float:
        """What is expected of a month by its place in the period."""
        return self.level * self.shape[place % YEAR]

    def outcome(self, done: float, rest: float, places: Sequence[int]) -> Outcome:
        """What is done, and the rest expected of these months, with the error of this pattern."""
        if not places:
            return Outcome(done, rest, SURE)
        off = max(self.off, LEAST_OFF if self.grows else LEAST_OFF * abs(self.level), SURE)
        scale = off * (OFF + OFF_ONE_MONTH / len(places)) * (1 + OFF_FEW_YEARS / self.years) / TENTH
        if self.grows and rest > 0:
            return Outcome(done, rest, scale, grows=True)
        scale *= abs(rest) if self.grows else sum(self.shape[place % YEAR] for place in places)
        return Outcome(done, rest, max(scale, SURE), least=None if self.falls else min(done, done + rest))


class Forecast(NamedTuple):
    """What somebody records under one id, up to the as-of month, and what is expected of the period's months: by the
    pattern of earlier years, or, without, by this year's `average`, each month times its own of the `weights`."""

    values: Values
    pattern: Pattern | None
    average: float | None
    weights: Mapping[Month, float] | None

    @property
    def years(self) -> int:
        """From how many earlier years."""
        return 0 if self.pattern is None else self.pattern.years

    def expected(self, month: Month, place: int) -> float | None:
        """What is expected of a month, at its place in the period; None where nothing tells."""
        weight = 1.0 if self.weights is None else self.weights[month]
        if self.pattern is not None:
            return self.pattern.month(place) * weight
        return None if self.average is None else self.average * weight


def earlier_years(values: Values) -> dict[int, Values]:
    """The earlier years of which enough is known, by how long ago they were, the oldest first."""
    found = {(EARLIER - at) // YEAR: values[at : at + YEAR] for at in range(0, EARLIER, YEAR)}
    return {ago: year for ago, year in found.items() if sum(value is not None for value in year) >= LEAST}


def pattern_of(values: Values) -> Pattern | None:
    """The pattern of a series up to the as-of month; None without an earlier year."""
    years = earlier_years(values)
    if not years:
        return None
    known = [value for value in values if value is not None]
    means = {ago: _mean([value for value in year if value is not None]) for ago, year in years.items()}
    if min(known) < 0 or min(means.values()) <= 0:
        level, off, _ = _followed(known)
        return Pattern(len(years), [1.0] * YEAR, level, off, grows=False, falls=min(known) < 0)
    shape = _shape([[_over(value, means[ago]) for value in year] for ago, year in years.items()])
    even = [value / shape[place % YEAR] for place, value in enumerate(values) if value is not None]
    if min(known) == 0:
        level, off, _ = _followed(even)
        whole = fsum(shape[place % YEAR] for place, value in enumerate(values) if value is not None) * _mean(even)
        level *= fsum(known) / whole  # events fall on the months of a shape that they made
        return Pattern(len(years), shape, level, off, grows=False, falls=False)
    smallest = SMALLEST * _mean(even)
    logs = [log(max(value, smallest)) for value in even]
    level, off, part = _followed(logs)
    level += (part - ONWARD) * (level - _mean(logs[-YEAR:])) + GROWTH * _growth(means)
    return Pattern(len(years), shape, exp(level), off, grows=True, falls=False)


def _mean(values: Sequence[float]) -> float:
    return fsum(values) / len(values)


def _squares(values: Sequence[float], mean: float) -> float:
    return fsum([(value - mean) ** 2 for value in values])


def _over(value: float | None, mean: float) -> float | None:
    return None if value is None else value / mean


def _shape(years: Sequence[Values]) -> list[float]:
    """Each month's share of an even one: the mean of the years, the last counting twice, drawn towards even by how
    much the years differ."""
    weights = [*[1] * (len(years) - 1), 2]
    shape, noise, pairs = list[float](), 0.0, 0
    for month in zip(*years, strict=True):
        known = [value for value in month if value is not None]
        if not known:
            shape.append(1.0)
            continue
        noise, pairs = noise + _squares(known, _mean(known)), pairs + len(known) - 1
        by = [weight for value, weight in zip(month, weights, strict=True) if value is not None]
        shape.append(fsum(map(mul, known, by)) / sum(by))
    whole = _mean(shape)
    shape = [value / whole for value in shape]
    season = _squares(shape, 1.0) / YEAR
    if not season:
        return shape
    kept = season / (season + NOISE * noise / pairs / len(years)) if pairs else ONE_YEAR
    kept = min(kept, MOST_KEPT)
    return [1 + kept * (value - 1) for value in shape]


def _followed(values: Sequence[float]) -> tuple[float, float, float]:
    """The level of values that follow each other, the mean error of the next one by the level before it, and the part
    in it of a level that follows fast; the rest follows slowly, and is more the more the values jump."""
    spread = _squares(values, _mean(values)) / len(values)
    jumps = _mean([(later - value) ** 2 for value, later in pairwise(values)]) / 2
    roughness = jumps / spread if spread else 1.0
    part = min(max(FAST_AT_MOST - BY_ROUGHNESS * roughness, 0.0), 1.0)
    fast = slow = _mean(values[:YEAR])
    errors = 0.0
    for value in values:
        errors += abs(value - part * fast - (1 - part) * slow)
        fast += FAST * (value - fast)
        slow += SLOW * (value - slow)
    return part * fast + (1 - part) * slow, errors / len(values), part


def _growth(means: dict[int, float]) -> float:
    """The yearly growth over the earlier years, in logarithms."""
    (first, *_, last) = [*means, *means]
    years = first - last
    return min(max(log(means[last] / means[first]) / years, -MOST_GROWTH), MOST_GROWTH) if years else 0.0
