"""What is expected of what somebody records: once for each id and as-of month, however many targets use it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import fsum
from typing import NamedTuple

from dealerplan.domain.formula import measures_of
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Target
from dealerplan.evaluate.season import EARLIER, Forecast, Pattern, Values, pattern_of
from dealerplan.evaluate.target_context import Moment, context_of, weights_of

Weights = Mapping[Month, float]
Term = tuple[str, Fraction]
"""What somebody records, and how often a formula adds it."""


class Sum(NamedTuple):
    """A weighted sum over some months: what is known, what is expected of the others, and from how many years."""

    done: float
    rest: float
    years: int

    @property
    def total(self) -> float:
        """Both together."""
        return self.done + self.rest


def terms_of(at: Moment, weights: Mapping[str, Fraction]) -> list[Term]:
    """What somebody records for a weighted sum of measures, each once."""
    found: dict[str, Fraction] = {}
    for id, weight in weights.items():
        for leaf in at.plan.recorded_as(id):
            found[leaf] = found[leaf] + weight if leaf in found else weight
    return [*found.items()]


def sum_of(terms: Sequence[Term], at: Moment, months: Sequence[Month]) -> Sum | None:
    """A weighted sum over months in a row; None where nothing tells what some month of it will have."""
    start = EARLIER + months[0].since(at.months[0])
    done, rest, years = list[float](), list[float](), list[int]()
    for id, weight in terms:
        forecast, factor, measure = forecast_of(id, at), float(weight), at.plan.measures[id]
        values, seen = forecast.values, len(forecast.values)
        years.append(forecast.years)
        for place, month in enumerate(months, start):
            known = values[place] if place < seen else None
            if known is not None:
                done.append(factor * known)
            elif month not in at.idle and measure.is_there(month):
                expected = forecast.expected(month, place)
                if expected is None:
                    return None
                rest.append(factor * expected)
    return Sum(fsum(done), fsum(rest), min(years))


def series_of(terms: Sequence[Term], at: Moment) -> Values:
    """A weighted sum month by month; None where part of it is not known."""
    if len(terms) == 1 and terms[0][1] == 1:
        return values_of(terms[0][0], at)
    first, measures = at.months[0], at.plan.measures
    parts = [(values_of(id, at), float(weight), measures[id]) for id, weight in terms]

    def whole(place: int) -> float | None:
        month = first.plus(place - EARLIER)
        here = [(values[place], weight) for values, weight, measure in parts if measure.is_there(month)]
        known = [value * weight for value, weight in here if value is not None]
        return fsum(known) if known and len(known) == len(here) else None

    return [whole(place) for place in range(len(parts[0][0]))]


def pattern_in(terms: Sequence[Term], at: Moment) -> Pattern | None:
    """The pattern of a weighted sum, by which its landing may be off; of what is recorded under one id its own."""
    if len(terms) == 1 and terms[0][1] == 1:
        return forecast_of(terms[0][0], at).pattern
    return pattern_of(series_of(terms, at))


def forecast_of(id: str, at: Moment) -> Forecast:
    """The forecast of what is recorded under an id."""
    key = _key(id, at)
    if key not in at.forecasts:
        at.forecasts[key] = _forecast(id, at)
    return at.forecasts[key]


def _key(id: str, at: Moment) -> tuple[str, Month, Month, Month]:
    return id, at.known_to, at.months[0], at.months[-1]


def values_of(id: str, at: Moment) -> Values:
    """What is recorded under an id, from EARLIER months before the first to the as-of month; idle ones are None."""
    made = at.forecasts.get(_key(id, at))
    return _recorded(id, at) if made is None else made.values


def _recorded(id: str, at: Moment) -> Values:
    first, measure, known_to = at.months[0], at.plan.measures[id], at.known_to
    values: list[float | None] = [None] * (EARLIER + len(at.passed))
    for month, value in at.columns[id].values.items():
        place = EARLIER + month.since(first)
        if 0 <= place < len(values) and month <= known_to and month not in at.idle and measure.is_there(month):
            values[place] = value.numerator / value.denominator
    return values


def _forecast(id: str, at: Moment) -> Forecast:
    values, phased = _recorded(id, at), _phased_by(id, at)
    days = _by_open_days(at) if phased is not None and phased.phasing_in(at.as_of) == "open_days" else None
    if values[:EARLIER].count(None) < EARLIER:
        pattern = pattern_of(values if days is None else _a_day(values, days, at))
        if pattern is not None:
            return Forecast(values, pattern, None, days)
    weights = _phasing(phased, at) if phased is not None else None
    return Forecast(values, None, *_average(values, weights, at))


def _average(values: Values, weights: Weights | None, at: Moment) -> tuple[float | None, Weights | None]:
    """This year's average month, or what it has for each month's weight; None where nothing is known."""
    known = {month: value for month, value in zip(at.months, values[EARLIER:], strict=False) if value is not None}
    if not known:
        return None, None
    weight = fsum(weights[month] for month in known) if weights else 0
    return (fsum(known.values()) / weight, weights) if weight else (fsum(known.values()) / len(known), None)


def _by_open_days(at: Moment) -> Weights:
    """Open days of the months and of those before them, their mean being 1."""
    first = at.months[0]
    days = {month: at.open_days(month) for month in map(first.plus, range(-EARLIER, len(at.months)))}
    mean = sum(days.values()) / len(days) or 1.0
    return {month: number / mean for month, number in days.items()}


def _a_day(values: Values, days: Weights, at: Moment) -> Values:
    first = at.months[0]
    by = [days[first.plus(place - EARLIER)] or 1.0 for place in range(len(values))]
    return [None if value is None else value / one for value, one in zip(values, by, strict=True)]


def _phased_by(id: str, at: Moment) -> Target | None:
    """The target whose phasing tells of an id: of those of the same months that have one, the one of least else."""
    found = [
        target
        for target in at.plan.targets
        if (target.phasing or target.revisions)
        and target.adds_up
        and at.plan.months_of(target) == (at.months[0], at.months[-1])
        and target.phasing_in(at.as_of) not in (None, "even", "parts")
        and id in _leaves(target, at)
    ]
    return min(found, key=lambda target: len(_leaves(target, at)), default=None)


def _leaves(target: Target, at: Moment) -> set[str]:
    return {leaf for id in measures_of(target.formula_in(at.as_of)) for leaf in at.plan.recorded_as(id)}


def _phasing(target: Target, at: Moment) -> Weights:
    """The months by a target's phasing in force, their mean being 1."""
    weights = weights_of(context_of(target, at))
    mean = float(sum(weights)) / len(weights) or 1.0
    return {month: float(weight) / mean for month, weight in zip(at.months, weights, strict=True)}
