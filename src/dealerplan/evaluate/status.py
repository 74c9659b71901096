"""The status of a target and the rule that gave it: the first row of the contract's table that applies."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from dealerplan.domain.goal import Goal
from dealerplan.domain.month import Month
from dealerplan.evaluate.figures import Figures, Span, Stretch, counting, share
from dealerplan.evaluate.target_context import TargetContext

Status = Literal["met", "on_track", "at_risk", "behind", "missed", "no_data", "too_few", "undecided"]
STATUSES: tuple[Status, ...] = (
    "met", "on_track", "at_risk", "behind", "missed", "no_data", "too_few", "undecided",
)  # fmt: skip

Rule = Literal[
    "undecided", "no_last_year", "loss_last_year", "nothing_recorded", "divides_by_zero", "too_few",
    "held_at_end", "broken_at_end", "held_early", "broken_early",
    "on_pace", "near_pace", "off_pace", "in_allowance", "near_allowance", "over_allowance", "holds", "near", "off",
    "no_span", "every_span", "last_span", "not_last_span", "every_span_at_end", "not_every_span_at_end",
]  # fmt: skip


class Verdict(NamedTuple):
    """A status and why; for a flow, what was owed by the end of a range that it was judged by."""

    status: Status
    rule: Rule
    line: Fraction | None = None


WORST_FIRST: tuple[Status, ...] = ("missed", "behind", "at_risk", "on_track", "met")


def verdict_of(context: TargetContext, figures: Figures, spans: Sequence[Span] | None) -> Verdict:
    """Judge a target by its figures, or by its spans."""
    if context.goal.undecided:
        return Verdict("undecided", "undecided")
    if spans is not None and context.recorded:
        return _each(context, spans)
    if context.goal.value is None:
        return Verdict("no_data", _no_last_year(context))
    if not context.recorded:
        return Verdict("no_data", "nothing_recorded")
    if figures.actual is None:
        return Verdict("no_data", "divides_by_zero")
    if context.target.kind == "flow":
        ends = [
            _flow(context, goal, figures.actual, end) for end, goal in zip((0, -1), context.goal.ends(), strict=False)
        ]
        return min(ends, key=lambda verdict: WORST_FIRST.index(verdict.status))
    return _held(context, figures.actual, figures.expected)


def _no_last_year(context: TargetContext) -> Rule:
    """Why a goal against last year has no value: a month is missing, or a share of a loss means nothing."""
    months = context.recorded[-1:] if context.target.kind == "level" else context.at.months
    base = context.series.whole(context.series.year_before(months))
    return "no_last_year" if base is None else "loss_last_year"


def last_year_lacks(context: TargetContext, spans: Sequence[Span] | None) -> tuple[Month, ...]:
    """The months of last year, not recorded, that a goal against it asks for."""
    months = context.recorded[-1:] if context.target.kind == "level" else context.at.months
    if spans is not None:
        months = tuple(month for span in spans if span.goal.value is None for month in span.months)
    before = context.series.year_before(months)
    return tuple(month for month in before if month not in context.at.idle and not context.series.is_recorded(month))


def is_settled(context: TargetContext, goal: Goal) -> bool:
    """Whether a flow that has reached its floor, or broken its ceiling, can't come back from there (B.1)."""
    return is_beyond_zero(goal) and not context.can_fall(context.target.formula)


def is_crossed(goal: Goal, actual: Fraction) -> bool:
    """Whether a sum has reached its floor, or broken its ceiling."""
    return goal.held_by(actual) is not goal.is_ceiling


def is_beyond_zero(goal: Goal) -> bool:
    """Whether a sum that begins at 0 has to build up before it reaches a floor, or breaks a ceiling."""
    return goal.value is not None and (goal.value >= 0 if goal.is_ceiling else goal.value > 0)


def stretch_of(context: TargetContext, figures: Figures) -> Stretch | None:
    """How a target stands to its stretch goal; None without one."""
    goal = context.target.stretch
    if goal is None:
        return None
    actual = figures.actual
    held = None if actual is None or goal.value is None else goal.held_by(actual)
    if held is not None and context.target.adds_up and not context.finished:
        held = held if held is not goal.is_ceiling and is_settled(context, goal) else None
    return Stretch(goal, share(actual, goal.value), held)


def _flow(context: TargetContext, goal: Goal, actual: Fraction, end: int) -> Verdict:
    expected = context.owed_over(context.recorded, end)
    settled = not context.finished and is_crossed(goal, actual) and is_settled(context, goal)
    return of_sum(goal, actual, expected, context.target.tolerance, context.finished, settled)


def _held(context: TargetContext, actual: Fraction, expected: Fraction | None) -> Verdict:
    if _too_few(context, context.recorded):
        return Verdict("too_few", "too_few")
    return of_value(context.goal, actual, context.target.tolerance, context.finished, expected)


def of_sum(
    goal: Goal, actual: Fraction, expected: Fraction, tolerance: Fraction, is_over: bool, is_settled: bool
) -> Verdict:
    """What builds up, against one end of its goal, of which so much is owed; `is_settled` where it has crossed that
    and can't come back."""
    if is_over:
        return Verdict("met", "held_at_end") if goal.held_by(actual) else Verdict("missed", "broken_at_end")
    if is_settled:
        return Verdict("missed", "broken_early") if goal.is_ceiling else Verdict("met", "held_early")
    off = actual - expected if goal.is_ceiling else expected - actual
    if off <= 0:
        return Verdict("on_track", "in_allowance" if goal.is_ceiling else "on_pace", expected)
    if off <= tolerance * abs(expected):
        return Verdict("at_risk", "near_allowance" if goal.is_ceiling else "near_pace", expected)
    return Verdict("behind", "over_allowance" if goal.is_ceiling else "off_pace", expected)


def of_value(
    goal: Goal, actual: Fraction, tolerance: Fraction, is_over: bool, expected: Fraction | None = None
) -> Verdict:
    """A rate or level: against its goal, or on the way against what its line `expected`."""
    if is_over:
        met = goal.held_by(actual)
        return Verdict("met", "held_at_end") if met else Verdict("missed", "broken_at_end")
    if goal.held_by(actual, expected):
        return Verdict("on_track", "holds")
    nearest = expected if expected is not None else actual - goal.distance(actual)
    near = abs(actual - nearest) <= tolerance * abs(nearest)
    return Verdict("at_risk", "near") if near else Verdict("behind", "off")


def _too_few(context: TargetContext, months: Sequence[Month]) -> bool:
    least = context.target.min_volume
    volume = None if least is None else context.volume(months)
    return least is not None and volume is not None and volume < least


def _each(context: TargetContext, spans: Sequence[Span]) -> Verdict:
    counted = counting(spans)
    if not counted and context.goal.last_year and any(span.actual is not None for span in spans):
        return Verdict("no_data", "no_last_year")
    if not counted:
        return Verdict("no_data", "divides_by_zero" if any(span.actual is None for span in spans) else "no_span")
    if _too_few(context, counted[-1].months):
        return Verdict("too_few", "too_few")
    held = all(span.held for span in counted)
    if context.finished:
        return Verdict("met", "every_span_at_end") if held else Verdict("missed", "not_every_span_at_end")
    if held:
        return Verdict("on_track", "every_span")
    return Verdict("at_risk", "last_span") if counted[-1].held else Verdict("behind", "not_last_span")
