"""One target at one as-of month, with everything that its figures are computed from."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from dealerplan.domain.actual import Actuals
from dealerplan.domain.formula import Formula, Quotient, measures_of, quotient, weights
from dealerplan.domain.goal import Goal
from dealerplan.domain.month import MONTHS_IN, Month
from dealerplan.domain.owed import InForce, Owed, Weights, joined, owed_by_month
from dealerplan.domain.plan import OpenDays, Phasing, Plan, Target, shape
from dealerplan.evaluate.season import Forecast
from dealerplan.evaluate.series import Columns, Series

ZERO = Fraction(0)
Forecasts = dict[tuple[str, Month, Month, Month], Forecast]


class Moment(NamedTuple):
    """A plan and its actuals at an as-of month: `months` are the period's, `passed` those up to the as-of month.

    `idle` are the store's months without business. A target of some months has a moment of its own, which is `ended`
    where they are over before the as-of month; `seen` is the plan's as-of month for it too. `ahead` is a month after
    it, whose goals are in force already: what it will be asked. `forecasts` are those made so far.
    """

    plan: Plan
    columns: Columns
    open_days: OpenDays
    as_of: Month | None
    months: tuple[Month, ...]
    passed: tuple[Month, ...]
    idle: Collection[Month] = frozenset()
    ended: bool = False
    seen: Month | None = None
    ahead: Month | None = None
    forecasts: Forecasts = {}  # noqa: RUF012  # moment() gives each its own

    def of(self, target: Target) -> Moment:
        """The moment in a target's own months."""
        own = target.months
        if own is None:
            return self
        as_of = min(self.as_of, own.last) if self.as_of is not None and self.as_of >= own.first else None
        ended = self.as_of is not None and self.as_of > own.last
        return self.moved(as_of, tuple(own))._replace(ended=ended, seen=self.seen)

    def moved(self, as_of: Month | None, months: tuple[Month, ...] = ()) -> Moment:
        """The same at another as-of month, by default of the plan's period."""
        months = months or tuple(self.plan.period)
        passed = months[: as_of.since(months[0]) + 1] if as_of else ()
        return self._replace(as_of=as_of, months=months, passed=passed, ended=False, seen=as_of)

    @property
    def known_to(self) -> Month:
        """The last month of which anything may be known; that before the period while nothing of it is recorded."""
        return self.as_of or self.seen or self.plan.period.first.plus(-1)

    @property
    def in_force(self) -> Month:
        """The month whose goals, phasings and formulas hold."""
        return self.ahead or self.known_to


class TargetContext(NamedTuple):
    """`recorded` and `missing` are of the months passed; `rest` those not recorded, later ones included.

    A month without business is in none but a flow's `recorded`. The target is by the formula in force. Its goals have
    in them what last year had, but for goals of each span, which `goal_of` gives.
    """

    at: Moment
    target: Target
    series: Series
    goal: Goal
    owed: Owes
    recorded: tuple[Month, ...]
    missing: tuple[Month, ...]
    rest: tuple[Month, ...]

    @property
    def finished(self) -> bool:
        """Whether the figures are final: every month recorded or without business, or for a level the last one."""
        if self.target.kind == "level" and not self.target.each:
            live = self.series.live(self.at.months)
            return bool(live) and live[-1] in self.recorded
        return not self.rest

    def owed_over(self, months: Sequence[Month], end: int = 0) -> Fraction:
        """What those months owe together, by the low or (-1) the high end of a range."""
        owed = Owes(self.target, self.at, self.series, end) if end and self.goal.is_range else self.owed
        return owed.over(months)

    def volume(self, months: Sequence[Month]) -> Fraction | None:
        """The denominator of a rate N / D over recorded months, else None."""
        parts = quotient(self.target.formula)
        return self.series.over(months, parts.below) if parts and months else None

    def flows(self) -> Quotient | None:
        """The N and D of a rate N / D where both are flows, else None."""
        measures = self.at.plan.measures
        summed = all(measures[id].over_time == "sum" for id in measures_of(self.target.formula))
        return quotient(self.target.formula) if summed else None

    def can_fall(self, formula: Formula) -> bool:
        """Whether a sum in the target's formula may become less again: something is subtracted, or was negative."""
        factors = weights(formula) or {}
        return any(factor < 0 for factor in factors.values()) or self.series.has_negative(self.at.passed)

    def goal_of(self, span: Sequence[Month], month: Month | None = None) -> Goal:
        """The goal in force in a month, by default a span's last, with what that span had last year in it."""
        return _against(self.target.goal_in(month or span[-1]), self.series, span)

    def expected_in(self, month: Month) -> Fraction | None:
        """What a month itself should show: a flow's owed amount, a rate's goal, the point on a level's line."""
        target = self.target
        if target.kind == "flow":
            return self.owed.of(month)
        goal = target.goal_in(month)
        if target.start is not None:
            return self.line_at(month)
        if goal.last_year and target.each:
            goal = _against(goal, self.series, _span_of(month, target, self.at))
        elif goal.last_year and target.kind == "level":
            goal = goal.against(self.series.whole(self.series.year_before([month])))
        return None if goal.is_range else goal.value

    def line_at(self, month: Month) -> Fraction | None:
        """The point at the end of a month on the straight lines from a level's start to the goals known so far (B.7).

        A revised goal's line begins where the old one stood, or at the start where the old one was open.
        """
        at = month.since(self.at.months[0])
        return next((line.at(at) for line in reversed(self._lines()) if line.begin <= at), None)

    def _lines(self) -> list[Line]:
        start, months, lines = self.target.start, self.at.months, list[Line]()
        assert start is not None
        end = (self.series.live(months) or months)[-1].since(months[0]) + 1
        for since, goal, _ in goals_until(self.target, self.at, self.series):
            begin, value = max(since.since(months[0]), 0), None if goal.is_range else goal.value
            stood = lines[-1].at(begin - 1) if lines and begin else start
            if stood is None and value is not None:
                begin = 0
            lines.append(Line(begin, start if stood is None else stood, value, end))
        return lines


class Line(NamedTuple):
    """A straight line from where a level `stood` before a month, by its place, to its goal at the end of the last.

    The last of the `months` is the last one with business: there the level ends.
    """

    begin: int
    stood: Fraction
    goal: Fraction | None
    months: int

    def at(self, place: int) -> Fraction | None:
        """The point at the end of a month; None while the goal is open."""
        if self.goal is None:
            return None
        if place >= self.months - 1:
            return self.goal
        return self.stood + (self.goal - self.stood) * Fraction(place + 1 - self.begin, self.months - self.begin)


def moment(
    plan: Plan,
    actuals: Actuals,
    open_days: OpenDays,
    as_of: Month | None,
    idle: Collection[Month] = frozenset(),
    day: date = date.max,
    ahead: Month | None = None,
) -> Moment:
    """Fix the as-of month, which lies in the plan's period, or is None where nothing is recorded.

    Of months without business those are known that the as-of month is not before, or that have ended on the `day`.
    """
    known = [one for one in idle if (as_of and one <= as_of) or plan.month_end.last_day(one) <= day]
    return Moment(plan, Columns(actuals), open_days, None, (), (), frozenset(known), ahead=ahead, forecasts={}).moved(
        as_of
    )


def context_of(target: Target, at: Moment) -> TargetContext:
    """Prepare a target for its figures."""
    at = at.of(target)
    target = target.at(at.in_force)
    series = Series(at.plan, target, at.columns, at.open_days, at.idle)
    recorded = series.recorded(at.passed)
    target = _with_last_year(target, series, recorded[-1:] if target.kind == "level" else at.months)
    goal = target.goal_in(at.in_force)
    if goal.last_year and target.each and at.as_of:
        goal = _against(goal, series, _span_of(at.as_of, target, at))
    counted = frozenset(recorded)
    return TargetContext(
        at=at,
        target=target,
        series=series,
        goal=goal,
        owed=Owes(target, at, series),
        recorded=recorded,
        missing=tuple([month for month in series.live(at.passed) if month not in counted]),
        rest=tuple([month for month in series.live(at.months) if month not in counted]),
    )


def goals_until(target: Target, at: Moment, series: Series) -> list[InForce]:
    """The goals and phasings that follow each other up to the as-of month; the first ones hold from the beginning."""
    known = [InForce(at.months[0], target.goal)]
    for one in target.revisions:
        if one.start <= at.in_force and (one.goal or one.phasing):
            weights = _weights(one.phasing, target, at, series) if one.phasing else None
            known.append(InForce(one.start, one.goal or known[-1].goal, weights))
    return known


def _span_of(month: Month, target: Target, at: Moment) -> tuple[Month, ...]:
    """The span of a goal for each that a month lies in."""
    assert target.each is not None
    size = MONTHS_IN[target.each]
    begin = month.since(at.months[0]) // size * size
    return at.months[begin : begin + size]


# last year


def _with_last_year(target: Target, series: Series, months: Sequence[Month]) -> Target:
    """The target with what last year had over the months in its goals; those of each span stay open."""
    goals = target.goals
    if target.stretch is not None:
        goals = (*goals, target.stretch)
    if target.each or not any(goal.last_year for goal in goals):
        return target
    base = series.whole(series.year_before(months))
    return target._replace(
        goal=target.goal.against(base),
        revisions=tuple(one._replace(goal=one.goal and one.goal.against(base)) for one in target.revisions),
        stretch=None if target.stretch is None else target.stretch.against(base),
    )


def _against(goal: Goal, series: Series, span: Sequence[Month]) -> Goal:
    """A goal with what a span had last year in it; a level what its last month with business had."""
    months = (series.live(span) or span)[-1:] if series.kind == "level" else span
    return goal.against(series.whole(series.year_before(months))) if goal.last_year else goal


# what is owed


class Owes:
    """What a flow's months owe under the goals and phasings known at the as-of month, or under the first ones, by the
    low or (-1) the high end of ranges: over the whole period, or each span by itself once it is asked for."""

    def __init__(self, target: Target, at: Moment, series: Series, end: int = 0) -> None:
        self._target, self._at, self._series, self._end = target, at, series, end
        self._size = MONTHS_IN[target.each] if target.each else len(at.months)
        self._known: dict[int, Owed] = {}

    def of(self, month: Month) -> Fraction | None:
        """What a month owes; None while the goal is unknown."""
        return self._in_span_of(month).of(month)

    def over(self, months: Sequence[Month]) -> Fraction:
        """What months owe together."""
        if self._target.each is None:
            return self._in_span_of(self._at.months[0]).over(months)
        return sum((self.of(month) or ZERO for month in months), ZERO)

    def _in_span_of(self, month: Month) -> Owed:
        months = self._at.months
        begin = month.since(months[0]) // self._size * self._size
        if begin not in self._known:
            span = months[begin : begin + self._size] if begin >= 0 else ()
            self._known[begin] = self._over(span) if span else _NOTHING
        return self._known[begin]

    def _over(self, span: Sequence[Month]) -> Owed:
        target, at, series, goals = self._target, self._at, self._series, self._goals
        if target.each is None:
            weights = _weights(target.phasing, target, at, series)
            return owed_by_month(span, goals, weights, target.decimals, self._end)
        weights = [int(series.is_there(month)) for month in span]
        if any(goal.last_year for _, goal, _ in goals):
            goals = [one._replace(goal=_against(one.goal, series, span)) for one in goals]
        if target.goal.last_year:
            weights = _last_years_shape(series, span) or weights
        return owed_by_month(span, goals, weights, target.decimals, self._end)

    @cached_property
    def _goals(self) -> Sequence[InForce]:
        return goals_until(self._target, self._at, self._series)


_NOTHING = Owed({}, 1)


def weights_of(context: TargetContext) -> Weights:
    """How a flow's first goal and its phasings in force fall on its months."""
    target, at = context.target, context.at
    weights = _weights(target.phasing, target, at, context.series)
    for start, _, revised in goals_until(target, at, context.series):
        weights = weights if revised is None else joined(weights, revised, max(start.since(at.months[0]), 0))
    return weights


def _weights(phasing: Phasing | None, target: Target, at: Moment, series: Series) -> Weights:
    """How the goal falls on the months: as a phasing says, as the parts do, as last year did, or evenly.

    Without shares of its own nothing falls on a month in which nobody is there.
    """
    said: Weights | None = shape(phasing, at.months, at.open_days)
    if said is not None and isinstance(phasing, tuple):
        return said
    if said is None and phasing == "parts":
        said = _parts_weights(target, at)
    elif said is None and target.goal.last_year:
        said = _last_years_shape(series, at.months)
    evenly: Weights = said or [1] * len(at.months)
    return [by if series.is_there(month) else 0 for by, month in zip(evenly, at.months, strict=True)]


def _last_years_shape(series: Series, months: Sequence[Month]) -> list[Fraction] | None:
    """Each month's value a year before; None unless all are recorded."""
    before = series.year_before(months)
    if series.whole(before) is None:
        return None
    return [series.own(month) or ZERO for month in before]


def _parts_weights(target: Target, at: Moment) -> list[Fraction] | None:
    """What the first goals of a split's parts owe together in each month; None while none is decided."""
    before = at._replace(as_of=None, passed=())
    owed = [context_of(part, before).owed for part in at.plan.split_of(target)]
    weights = [sum((part.of(month) or ZERO for part in owed), ZERO) for month in at.months]
    return weights if any(weights) else None
