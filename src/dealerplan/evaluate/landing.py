"""How a target's period will end, as expected now (docs/landing.md): low, mid and high, and the chance of its goal."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from math import ceil, floor, fsum, prod, sqrt
from typing import Literal, NamedTuple

from dealerplan.domain.formula import weights
from dealerplan.domain.goal import Goal
from dealerplan.domain.month import MONTHS_IN, Month
from dealerplan.evaluate.figures import Figures, Span, counting
from dealerplan.evaluate.measure_forecast import Sum, Term, forecast_of, pattern_in, series_of, sum_of, terms_of
from dealerplan.evaluate.season import (
    EARLIER,
    OFF_FEW_YEARS,
    SURE,
    TENTH,
    YEAR,
    Outcome,
    Values,
    earlier_years,
    pattern_of,
)
from dealerplan.evaluate.target_context import TargetContext

From = Literal["actual", "season", "average", "phasing", "open_days", "level", "spans"]
"""From what a landing is told."""

SHRUNK = 6  # months of no drift that this year's drift is mixed with
EIGHTY = 1.2816  # standard deviations to each side that hold a normal error in 4 cases of 5
SHARED = sqrt(0.5)  # the part of an error that a target's spans share, and the part that is each one's own
ERRORS = (-2.4, -1.3, -0.7, -0.2, 0.2, 0.7, 1.3, 2.4)  # equally likely ones, of a logistic distribution of scale 1


class Basis(NamedTuple):
    """What a landing rests on; of a flow with earlier years the `share` of their year that they had had by `month`,
    and this year's `change` on the last one's same months."""

    told_from: From
    month: Month | None = None
    share: Fraction | None = None
    change: Fraction | None = None


class Landing(NamedTuple):
    """The period's value, or with `each` its hits, as expected now: it lies between low and high in 4 years of 5.

    `chance` is the probability that the goal will be held. What no earlier year tells is None.
    """

    low: Fraction | None
    mid: Fraction
    high: Fraction | None
    chance: Fraction | None
    years: int
    basis: Basis


def landing_of(context: TargetContext, figures: Figures, spans: Sequence[Span] | None) -> Landing | None:
    """The landing of a target; None where nothing is decided by it, or nothing tells it."""
    if context.goal.undecided:
        return None
    if context.finished:
        return _over(context, figures, spans)
    if spans is not None:
        return _each(context, spans)
    found = _expected(context, context.at.months)
    return None if found is None else _landing(context, *found)


def _over(context: TargetContext, figures: Figures, spans: Sequence[Span] | None) -> Landing | None:
    """After the last month nothing is estimated."""
    if spans is not None:
        counted = counting(spans)
        value, held = Fraction(len([1 for span in counted if span.held])), all(span.held for span in counted)
        if not counted:
            return None
    elif figures.actual is None:
        return None
    else:
        value = figures.actual
        held = context.goal.value is not None and context.goal.held_by(value)
    chance = None if spans is None and context.goal.value is None else Fraction(held)
    return Landing(value, value, value, chance, 0, Basis("actual"))


def _landing(context: TargetContext, outcome: Outcome, years: int) -> Landing:
    """What is told of an outcome; of a percentage that was never above 100% no more than that."""
    ends = [outcome.end(-1), outcome.mid, outcome.end(1)]
    if context.target.kind == "rate" and context.target.as_percent:
        most = max([1.0, *(float(value) for value in map(context.series.own, context.recorded) if value is not None)])
        ends = [None if end is None else min(end, most) for end in ends]
    low, mid, high = map(_or_none, ends)
    assert mid is not None
    return Landing(low, mid, high, _or_none(outcome.chance(context.goal)), years, _basis(context, years))


def _rounded(value: float) -> Fraction:
    """Six digits behind the point."""
    return Fraction(int(f"{value:.6f}".replace(".", "")), 1_000_000)


def _or_none(value: float | None) -> Fraction | None:
    return None if value is None else _rounded(value)


def _expected(context: TargetContext, months: Sequence[Month]) -> tuple[Outcome, int] | None:
    """What the formula will be over months, and from how many earlier years; None where nothing tells it."""
    match context.target.kind:
        case "flow":
            return _flow(context, months)
        case "rate":
            return _rate(context, months)
        case _:
            return _level(context, months)


def _flow(context: TargetContext, months: Sequence[Month]) -> tuple[Outcome, int] | None:
    """The sum of its measures' landings; its error is that of its own months."""
    at, terms = context.at, _terms(context)
    found = sum_of(terms, at, months)
    if found is None:
        return None
    pattern = pattern_in(terms, at) if found.years else None
    if pattern is None:
        return Outcome(found.done, found.rest), 0
    return pattern.outcome(found.done, found.rest, _places(context, months)), found.years


def rate_parts(context: TargetContext) -> tuple[Fraction, Fraction] | None:
    """What N and D of a rate will come to, in the place of `mid`; None where nothing tells both."""
    found = _sums(context, context.at.months)
    return None if found is None else (_rounded(found[0].total), _rounded(found[1].total))


def _sums(context: TargetContext, months: Sequence[Month]) -> tuple[Sum, Sum] | None:
    parts, at = context.flows(), context.at
    if parts is None:
        return None
    over, under = (sum_of(terms_of(at, weights(part) or {}), at, months) for part in (parts.above, parts.below))
    return None if over is None or under is None or not under.total else (over, under)


def _rate(context: TargetContext, months: Sequence[Month]) -> tuple[Outcome, int] | None:
    """Of N / D both landings together; its error is that of its own months."""
    parts, at, found = context.flows(), context.at, _sums(context, months)
    if parts is None or found is None:
        return None
    over, under = found
    above, below = (terms_of(at, weights(part) or {}) for part in (parts.above, parts.below))
    factor = float(parts.factor) / under.total
    done, rest, years = over.done * factor, over.rest * factor, min(over.years, under.years)
    own = [
        None if n is None or not d else n / d * float(parts.factor)
        for n, d in zip(series_of(above, at), series_of(below, at), strict=True)
    ]
    pattern = pattern_of(own) if years else None
    if pattern is None:
        return Outcome(done, rest), 0
    outcome = pattern.outcome(done, rest, _places(context, months))
    if not pattern.grows:  # of a rate so many months tell a part of it, of a flow their sum
        outcome = outcome._replace(scale=(outcome.scale or 0.0) / len(months))
    return outcome, years


def _places(context: TargetContext, months: Sequence[Month]) -> list[int]:
    """The places in the period of the months still to come."""
    first = context.at.months[0]
    return [month.since(first) for month in months if month in context.rest]


def _terms(context: TargetContext) -> list[Term]:
    """What somebody records for a flow or a level, and how often it counts."""
    return terms_of(context.at, weights(context.target.formula) or {})


def _level(context: TargetContext, months: Sequence[Month]) -> tuple[Outcome, int] | None:
    """The last value and its drift until the end: what the same months of earlier years moved it, with a year of
    no move; without an earlier year this year's mean move, with SHRUNK months of none."""
    values, end = _level_values(context), _end(context, months)
    known = {place: value for place, value in enumerate(values) if value is not None}
    last = max((place for place in known if place <= end), default=None)
    if last is None or not (context.recorded or earlier_years(values)):
        return None
    value, ahead, moves = known[last], end - last, _moves(values)
    starts = [at for at in (last - YEAR * ago for ago in (3, 2, 1)) if at in known and at + ahead in known]
    before = [known[at + ahead] - known[at] for at in starts]
    least = None if min(known.values()) < 0 else 0.0
    years = max(len(earlier_years(values)), len(before))
    drift = fsum(before) / (len(before) + 1) if years else ahead * fsum(moves) / (len(moves) + SHRUNK)
    drift = drift if least is None else max(drift, -value)
    if not years:
        return Outcome(value, drift), 0
    mean = fsum(moves) / len(moves) if moves else 0.0
    jumps = fsum((move - mean) ** 2 for move in moves) / len(moves) if moves else 0.0
    spread = sqrt((fsum((one - drift) ** 2 for one in before) + 2 * ahead * jumps) / (len(before) + 2))
    scale = max(spread * EIGHTY / TENTH * (1 + OFF_FEW_YEARS / years), SURE)
    return Outcome(value, drift, scale, least=least), years


def _level_values(context: TargetContext) -> Values:
    """Its months, with its start at the end of the month before its own where that is not recorded."""
    values, start = [*series_of(_terms(context), context.at)], context.target.start
    if start is not None and context.recorded and values[EARLIER - 1] is None:
        values[EARLIER - 1] = float(start)
    return values


def _moves(values: Values) -> list[float]:
    """From month to month, where both are known."""
    return [later - one for one, later in pairwise(values) if one is not None and later is not None]


def _end(context: TargetContext, months: Sequence[Month]) -> int:
    """The place of the last month with business."""
    return EARLIER + (context.series.live(months) or months)[-1].since(context.at.months[0])


# each


def _each(context: TargetContext, spans: Sequence[Span]) -> Landing | None:
    """The expected number of hits, and the chance that every span holds; errors are in part shared by all."""
    counted = counting(spans)
    hits = len([1 for span in counted if span.held])
    found = [(_expected(context, span), goal) for span, goal in _to_come(context, spans)]
    if any(one is None for one, _ in found):
        return None
    coming = [(*one, goal) for one, goal in found if one is not None]
    years = min((years for _, years, _ in coming), default=0)
    if not years or any(outcome.scale is None or goal.value is None for outcome, _, goal in coming):
        if not counted:
            return None
        share = Fraction(hits, len(counted))
        return Landing(None, hits + share * len(coming), None, None, 0, Basis("spans"))
    cases = [[outcome.shifted(error * SHARED, SHARED).chance(goal) or 0.0 for outcome, _, goal in coming]
             for error in ERRORS]  # fmt: skip
    missed = hits < len(counted)
    chance = 0.0 if missed else fsum(map(prod, cases)) / len(cases)
    mid = hits + fsum(map(fsum, cases)) / len(cases)
    number = _numbers(cases)
    low, high = min(hits + _quantile(number, 0.1), floor(mid)), max(hits + _quantile(number, 0.9), ceil(mid))
    return Landing(Fraction(low), _rounded(mid), Fraction(high), _rounded(chance), years, Basis("spans"))


def _to_come(context: TargetContext, spans: Sequence[Span]) -> list[tuple[Sequence[Month], Goal]]:
    """The spans that are not judged yet, with the goals now in force."""
    target, months, as_of = context.target, context.at.months, context.at.as_of
    size, seen = MONTHS_IN[target.each or "month"], {span.months[0] for span in spans}
    found = [months[at : at + size] for at in range(0, len(months), size) if months[at] not in seen]
    now = as_of or months[0].plus(-1)
    return [(span, context.goal_of(span, now)) for span in found if context.series.live(span)]


def _numbers(cases: Sequence[Sequence[float]]) -> list[float]:
    """The probability of each number of hits."""
    total = [0.0] * (len(cases[0]) + 1)
    for case in cases:
        number = [1.0]
        for chance in case:
            number = [a * (1 - chance) + b * chance for a, b in zip([*number, 0.0], [0.0, *number], strict=True)]
        total = [a + b / len(cases) for a, b in zip(total, number, strict=True)]
    return total


def _quantile(number: Sequence[float], share: float) -> int:
    """The least number of hits that so large a share of cases does not exceed."""
    return next((hits for hits, below in enumerate(accumulate(number)) if below >= share), len(number) - 1)


# what it rests on


def _basis(context: TargetContext, years: int) -> Basis:
    if context.target.kind == "level":
        return Basis("level")
    if years:
        return _season(context) if context.target.kind == "flow" else Basis("season")
    phasings = {forecast_of(id, context.at).weights is not None for id, _ in _terms(context)}
    if True not in phasings:
        return Basis("average")
    return Basis("open_days" if context.target.phasing_in(context.at.as_of) == "open_days" else "phasing")


def _season(context: TargetContext) -> Basis:
    """How much of their year the earlier ones had had by the last month, and this one against the last."""
    values, passed = series_of(_terms(context), context.at), len(context.at.passed)
    if len(context.at.months) != YEAR or not passed:
        return Basis("season")
    years = earlier_years(values)
    shares = [share for year in years.values() if (share := _share(year, passed)) is not None]
    both = [(one, last) for one, last in zip(values[EARLIER:], years.get(1, ()), strict=False)
            if one is not None and last is not None]  # fmt: skip
    last = fsum(last for _, last in both)
    change = fsum(one for one, _ in both) / last - 1 if last > 0 else None
    share = fsum(shares) / len(shares) if shares else None
    return Basis("season", context.at.passed[-1], _or_none(share), _or_none(change))


def _share(year: Values, passed: int) -> float | None:
    known = [value for value in year if value is not None]
    total = fsum(known)
    if len(known) < YEAR or total <= 0:
        return None
    return fsum(known[:passed]) / total
