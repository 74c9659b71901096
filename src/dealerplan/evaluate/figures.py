"""The figures of a target (the contract's section 4). All are exact; None says that a figure has no meaning here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from dealerplan.domain.formula import quotient
from dealerplan.domain.goal import Goal
from dealerplan.domain.month import Month, Period
from dealerplan.evaluate.case import Case

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Figures:
    """Amounts in the target's unit; attainment, progress, pace and pressure as fractions (1 is 100%)."""

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
    budget_left: Fraction | None = None
    hits: int | None = None
    spans: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A month, quarter, half or year wholly recorded: its own value against its own goal."""

    period: Period
    actual: Fraction
    goal: Goal
    held: bool


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """One month's own value, what it should have been, and their ratio."""

    month: Month
    actual: Fraction | None
    expected: Fraction | None

    @property
    def attainment(self) -> Fraction | None:
        """Actual as a fraction of expected."""
        return ratio(self.actual, self.expected)


def figures_of(case: Case) -> Figures:
    """Compute the figures by the target's kind."""
    if case.target.each:
        return _each(case)
    match case.target.kind:
        case "flow":
            return _flow(case)
        case "rate":
            return _rate(case)
        case "level":
            return _level(case)


def ratio(part: Fraction | None, whole: Fraction | None) -> Fraction | None:
    """Divide; None where either is unknown or the whole is 0."""
    return part / whole if part is not None and whole else None


def less(value: Fraction | None, other: Fraction | None) -> Fraction | None:
    """Subtract; None where either is unknown."""
    return value - other if value is not None and other is not None else None


def _flow(case: Case) -> Figures:
    goal = case.goal.value
    actual = case.series.over(case.recorded) if case.recorded else None
    expected = case.owed_over(case.recorded) if goal is not None and case.recorded else None
    attainment = ratio(actual, goal)
    passed = tuple(case.plan.period.up_to(case.as_of)) if case.as_of else ()
    planned = ratio(case.owed_over(passed), goal)
    remaining = _remaining(actual, goal)
    return Figures(
        actual=actual,
        expected=expected,
        attainment=attainment,
        planned_progress=planned,
        progress_gap=less(attainment, planned),
        pace=ratio(actual, expected),
        gap=less(actual, expected),
        remaining=remaining,
        required_per_month=ratio(remaining, Fraction(len(case.rest))),
        required_per_day=ratio(remaining, Fraction(sum(map(case.open_days, case.rest)))),
        pressure=ratio(remaining, case.owed_over(case.rest)),
    )


def _rate(case: Case) -> Figures:
    actual = case.series.over(case.recorded) if case.recorded else None
    rest, left = _rest_of_rate(case)
    return Figures(
        actual=actual,
        expected=_single(case.goal),
        attainment=ratio(actual, _single(case.goal)),
        gap=_distance(case.goal, actual),
        required_rest=rest,
        budget_left=left,
    )


def _rest_of_rate(case: Case) -> tuple[Fraction | None, Fraction | None]:
    """What is left for N in N / D if the rest has the mean D of the recorded months: as a rate, and as an amount."""
    parts, goal = quotient(case.target.formula), _single(case.goal)
    if not parts or goal is None or not case.recorded or not case.rest:
        return None, None
    used, volume = (case.series.over(case.recorded, part) for part in parts)
    assert used is not None  # weighted sums always have a value
    assert volume is not None
    ahead = volume / len(case.recorded) * len(case.rest)
    left = goal * (volume + ahead) - used
    return ratio(left, ahead), left if case.goal.is_ceiling else None


def _level(case: Case) -> Figures:
    goal = _single(case.goal)
    actual = case.series.over(case.recorded) if case.recorded else None
    expected = goal
    if goal is not None and case.target.start is not None:
        expected = case.line_at(case.recorded[-1], goal) if case.recorded else None
    return Figures(
        actual=actual,
        expected=expected,
        attainment=ratio(actual, goal),
        gap=_distance(case.goal, actual) if case.goal.is_range else less(actual, expected),
        remaining=_remaining(actual, case.goal.value),
    )


def _each(case: Case) -> Figures:
    """The last counted span's own figures, and how many held."""
    spans = spans_of(case)
    hits = sum(span.held for span in spans)
    if not spans or case.goal.undecided:
        return Figures(hits=hits, spans=len(spans))
    last = spans[-1]
    expected = last.goal.value if case.target.kind == "flow" else _single(last.goal)
    gap = less(last.actual, expected) if expected is not None else _distance(last.goal, last.actual)
    return Figures(last.actual, expected, ratio(last.actual, expected), gap=gap, hits=hits, spans=len(spans))


def spans_of(case: Case) -> tuple[Span, ...]:
    """The spans that count, in order: wholly recorded, with a decided goal and a value."""
    assert case.target.each is not None
    found = []
    for period in case.plan.period.spans(case.target.each):
        months = tuple(period)
        goal = case.target.goal_in(period.last)
        if goal.undecided or not all(month in case.recorded for month in months):
            continue
        actual = case.series.over(months)
        if actual is not None:
            found.append(Span(period, actual, goal, goal.held_by(actual)))
    return tuple(found)


def month_of(case: Case, month: Month) -> MonthFigures:
    """A month's own figures."""
    return MonthFigures(month, case.series.own(month), case.expected_in(month))


def change(case: Case, months_back: int) -> Fraction | None:
    """The as-of month's own value against the one so many months before, as a fraction of that."""
    if case.as_of is None:
        return None
    base = case.series.own(case.as_of.plus(-months_back))
    return ratio(less(case.series.own(case.as_of), base), base)


def best_month(case: Case) -> Month | None:
    """The recorded month with the best own value in the goal's direction, the earliest on a tie."""
    goal = case.goal
    own = [(month, value) for month in case.recorded if (value := case.series.own(month)) is not None]
    if goal.undecided or not own:
        return None

    def merit(value: Fraction) -> Fraction:
        if goal.is_range and case.target.kind != "flow":
            return -abs(goal.distance(value))
        return -value if goal.is_ceiling else value

    return max(own, key=lambda pair: merit(pair[1]))[0]


def _single(goal: Goal) -> Fraction | None:
    """The one value a goal asks for; None for a range."""
    return None if goal.is_range else goal.value


def _distance(goal: Goal, actual: Fraction | None) -> Fraction | None:
    return None if actual is None or goal.undecided else goal.distance(actual)


def _remaining(actual: Fraction | None, goal: Fraction | None) -> Fraction | None:
    rest = less(goal, actual)
    return None if rest is None else max(rest, ZERO)


def months_of(case: Case) -> Sequence[MonthFigures]:
    """Every month of the period up to the as-of month."""
    return [month_of(case, month) for month in case.plan.period.up_to(case.as_of)] if case.as_of else []
