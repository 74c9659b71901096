"""The figures of a target (the contract's section 4). All are exact; None says that a figure has no meaning here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from dealerplan.domain.goal import Goal
from dealerplan.domain.month import MONTHS_IN, Month, Period
from dealerplan.domain.number import over_one, running
from dealerplan.domain.plan import Kind
from dealerplan.evaluate.target_context import ZERO, TargetContext


class Figures(NamedTuple):
    """Amounts in the target's unit; attainment, progress, pace and pressure as fractions (1 is 100%).

    `budget` is how much N a rate N / D under a ceiling allows the whole period, `budget_left` what is left of it; `way`
    is how much of the way from its start to its goal a level has gone. Shares of what is not positive are None.
    """

    actual: Fraction | None = None
    expected: Fraction | None = None
    attainment: Fraction | None = None
    planned_progress: Fraction | None = None
    progress_gap: Fraction | None = None
    pace: Fraction | None = None
    gap: Fraction | None = None
    remaining: Fraction | None = None
    required_per_month: Fraction | None = None
    required_per_day: Fraction | None = None
    pressure: Fraction | None = None
    required_rest: Fraction | None = None
    budget: Fraction | None = None
    budget_left: Fraction | None = None
    hits: int | None = None
    spans: int | None = None
    way: Fraction | None = None


class Span(NamedTuple):
    """A month, quarter, half or year wholly recorded: its own value against its own goal.

    It does not count, and `held` is None, where the formula divides by zero, or the goal is open.
    """

    months: tuple[Month, ...]
    actual: Fraction | None
    goal: Goal

    @property
    def period(self) -> Period:
        """Its months."""
        return Period(self.months[0], self.months[-1])

    @property
    def held(self) -> bool | None:
        """Whether the value holds the goal."""
        return None if self.actual is None or self.goal.value is None else self.goal.held_by(self.actual)


class MonthFigures(NamedTuple):
    """One month's own value, what it should have been, and their ratio.

    Of a flow, `total` and `owed` are what the months recorded up to it had and owed; None before the first of them.
    """

    month: Month
    actual: Fraction | None
    expected: Fraction | None
    total: Fraction | None = None
    owed: Fraction | None = None

    @property
    def attainment(self) -> Fraction | None:
        """Actual as a fraction of expected."""
        return share(self.actual, self.expected)


def figures_of(context: TargetContext, spans: Sequence[Span] | None) -> Figures:
    """Compute the figures by the target's kind, or by its spans."""
    if spans is not None:
        return _each(context, spans)
    return _BY_KIND[context.target.kind](context)


def ratio(part: Fraction | None, whole: Fraction | int | None) -> Fraction | None:
    """Divide; None where either is unknown or the whole is 0."""
    return part / whole if part is not None and whole else None


def share(part: Fraction | None, whole: Fraction | None) -> Fraction | None:
    """Divide; None where either is unknown, or the whole is 0 or less and a percentage of it means nothing (B.3)."""
    return part / whole if part is not None and whole is not None and whole.numerator > 0 else None


def less(value: Fraction | None, other: Fraction | None) -> Fraction | None:
    """Subtract; None where either is unknown."""
    return value - other if value is not None and other is not None else None


def _flow(context: TargetContext) -> Figures:
    goal = context.goal.value
    actual = _actual(context)
    expected = context.owed_over(context.recorded) if goal is not None and context.recorded else None
    attainment = share(actual, goal)
    is_whole = len(context.recorded) == len(context.at.passed)
    planned = share((expected or ZERO) if is_whole else context.owed_over(context.at.passed), goal)
    remaining = _remaining(actual, goal)
    return Figures(
        actual=actual,
        expected=expected,
        attainment=attainment,
        planned_progress=planned,
        progress_gap=less(attainment, planned),
        pace=share(actual, expected),
        gap=less(actual, expected),
        remaining=remaining,
        required_per_month=ratio(remaining, len(context.rest)),
        required_per_day=ratio(remaining, sum(map(context.at.open_days, context.rest))),
        pressure=share(remaining, context.owed_over(context.rest)),
    )


def _rate(context: TargetContext) -> Figures:
    actual = _actual(context)
    figures = Figures(
        actual=actual,
        expected=single(context.goal),
        attainment=share(actual, single(context.goal)),
        gap=distance(context.goal, actual),
    )
    return _with_rest(context, figures)


def _with_rest(context: TargetContext, figures: Figures) -> Figures:
    """What is left for N in N / D if the rest has the mean D of the recorded months: as a rate, and as an amount."""
    goal, parts = single(context.goal), context.flows()
    if goal is None or parts is None or not context.recorded or not context.rest:
        return figures
    used, volume = (context.series.over(context.recorded, part) for part in (parts.above, parts.below))
    assert used is not None  # weighted sums always have a value
    assert volume is not None
    ahead = volume / len(context.recorded) * len(context.rest)
    budget = goal / parts.factor * (volume + ahead)
    figures = figures._replace(required_rest=ratio((budget - used) * parts.factor, ahead))
    spends = context.goal.is_ceiling and parts.factor > 0
    return figures._replace(budget=budget, budget_left=budget - used) if spends else figures


def _level(context: TargetContext) -> Figures:
    goal = single(context.goal)
    actual = _actual(context)
    expected, start = goal, context.target.start
    if goal is not None and start is not None:
        expected = context.line_at(context.recorded[-1]) if context.recorded else None
    return Figures(
        actual=actual,
        expected=expected,
        attainment=share(actual, goal),
        gap=distance(context.goal, actual) if context.goal.is_range else less(actual, expected),
        remaining=_remaining(actual, context.goal.value),
        way=None if start is None else ratio(less(actual, start), less(goal, start)),
    )


_BY_KIND: Mapping[Kind, Callable[[TargetContext], Figures]] = {"flow": _flow, "rate": _rate, "level": _level}


def _actual(context: TargetContext) -> Fraction | None:
    return context.series.over(context.recorded) if context.recorded else None


def _each(context: TargetContext, spans: Sequence[Span]) -> Figures:
    """The last counted span's own figures, or while the goal is open the last one's; and how many held."""
    counted = counting(spans)
    hits = sum(span.held is True for span in counted)
    is_open = context.goal.undecided
    shown = [span for span in spans if span.actual is not None] if is_open else counted
    actual = shown[-1].actual if shown else None
    goal = shown[-1].goal if shown and not is_open else context.goal
    expected = goal.value if context.target.kind == "flow" else single(goal)
    gap = less(actual, expected) if expected is not None else distance(goal, actual)
    return Figures(actual, expected, share(actual, expected), gap=gap, hits=hits, spans=len(counted))


def counting(spans: Sequence[Span]) -> Sequence[Span]:
    """The spans that can be judged."""
    return [span for span in spans if span.held is not None]


def spans_of(context: TargetContext) -> Sequence[Span] | None:
    """The spans wholly recorded, in order, but for those without any business; None without `each`."""
    if context.target.each is None:
        return None
    size, months, found = MONTHS_IN[context.target.each], context.at.months, []
    for at in range(0, len(context.at.passed) - size + 1, size):
        span = months[at : at + size]
        live = context.series.live(span)
        if live and not any(month in context.missing for month in span):
            actual = context.series.own(span[0]) if size == 1 else context.series.over(live)
            found.append(Span(span, actual, context.goal_of(span)))
    return found


def months_of(context: TargetContext) -> tuple[MonthFigures, ...]:
    """Every month of the period up to the as-of month."""
    own = [(month, context.series.own(month), context.expected_in(month)) for month in context.at.passed]
    if not context.target.adds_up:
        return tuple(MonthFigures(*one) for one in own)
    totals = running([actual for _, actual, _ in own])
    owed = running([None if actual is None else expected for _, actual, expected in own])
    return tuple(MonthFigures(*one, *sums) for one, *sums in zip(own, totals, owed, strict=True))


def month_of(context: TargetContext) -> MonthFigures | None:
    """The as-of month without the sums up to it; None once the target's months are over, or before the first."""
    if not context.at.passed or context.at.ended:
        return None
    last = context.at.passed[-1]
    return MonthFigures(last, context.series.own(last), context.expected_in(last))


class Change(NamedTuple):
    """A month's own value against an earlier one's, `base`: the difference, and as a fraction of a positive base."""

    base: Fraction | None = None
    difference: Fraction | None = None
    fraction: Fraction | None = None


def change(context: TargetContext, months_back: int) -> Change:
    """The as-of month's own value against the one so many months before; nothing once the target's months are over."""
    if context.at.as_of is None or context.at.ended:
        return Change()
    base = context.series.own(context.at.as_of.plus(-months_back))
    difference = less(context.series.own(context.at.as_of), base)
    return Change(base, difference, share(difference, base))


class YearOnYear(NamedTuple):
    """The value over the months recorded in both years, how many they are, and what a year before was (B.4)."""

    months: int
    actual: Fraction | None
    base: Fraction | None

    @property
    def change(self) -> Fraction | None:
        """The change as a fraction of a positive base."""
        return share(less(self.actual, self.base), self.base)


def year_on_year(context: TargetContext, months: Sequence[Month] | None = None) -> YearOnYear | None:
    """Year on year to date, or over some of its recorded months; None where no month is recorded in both years."""
    series, idle = context.series, context.at.idle
    now = [
        month
        for month in (context.recorded if months is None else months)
        if month not in idle and (before := month.plus(-12)) not in idle and series.is_recorded(before)
    ]
    if not now:
        return None
    return YearOnYear(len(now), series.over(now), series.over([month.plus(-12) for month in now]))


class Stretch(NamedTuple):
    """A goal beyond the goal: how much of it is attained, and whether it is held; None while that may still change."""

    goal: Goal
    attainment: Fraction | None
    held: bool | None


def best_month(context: TargetContext) -> Month | None:
    """The recorded month with the best own value in the goal's direction, the earliest on a tie; None without one."""
    goal = context.goal
    if goal.undecided:
        return None
    live = [month for month in context.recorded if month not in context.at.idle]
    to_range = goal.is_range and context.target.kind != "flow"
    own = [(month, value) for month in live if (value := context.series.own(month)) is not None]
    if not own:
        return None
    wholes, _ = over_one([abs(goal.distance(value)) if to_range else value for _, value in own])
    best = (min if goal.is_ceiling or to_range else max)(wholes)
    return own[wholes.index(best)][0]


def single(goal: Goal) -> Fraction | None:
    """The one value a goal asks for; None for a range."""
    return None if goal.is_range else goal.value


def distance(goal: Goal, actual: Fraction | None) -> Fraction | None:
    """Signed distance to a goal, or to a range's nearer end; None where either is unknown."""
    return None if actual is None or goal.value is None else goal.distance(actual)


def _remaining(actual: Fraction | None, goal: Fraction | None) -> Fraction | None:
    rest = less(goal, actual)
    return None if rest is None else max(rest, ZERO)
