"""The scorecard: everything that any output says about a plan, computed once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from dealerplan.domain.actual import Actuals, Done
from dealerplan.domain.discrepancies import Discrepancies
from dealerplan.domain.formula import Formula
from dealerplan.domain.goal import Goal
from dealerplan.domain.month import Month, Period
from dealerplan.domain.plan import OpenDays, Plan, Target
from dealerplan.evaluate.figures import (
    Change,
    Figures,
    MonthFigures,
    Span,
    Stretch,
    YearOnYear,
    best_month,
    change,
    figures_of,
    months_of,
    spans_of,
    year_on_year,
)
from dealerplan.evaluate.milestones import MilestoneCard, milestone_cards
from dealerplan.evaluate.need import Need
from dealerplan.evaluate.needs import Coming, coming_of, needs_of
from dealerplan.evaluate.status import STATUSES, Status, Verdict, last_year_lacks, stretch_of, verdict_of
from dealerplan.evaluate.target_context import Moment, TargetContext, context_of, moment


class TargetCard(NamedTuple):
    """A target at the as-of month, by the formula in force. `first` and `first_formula` are the goal and the formula
    before revisions, None where none of it is in force.

    `begins` is the plan's first month.
    `lacking` is what is to be recorded for the missing months; `inputs` is each name of the formula with what it comes
    to over the months that count; `spans` are those wholly recorded, None without `each`, and `coming` the next one;
    `own` has its months, `recorded` those that count. `restated` is the month from which a revised flow's goal is
    spread over the whole period, earlier months included; `last_year_lacks` what keeps a goal against last year open.
    """

    target: Target
    goal: Goal
    first: Goal | None
    figures: Figures
    verdict: Verdict
    month: MonthFigures | None
    mom: Change
    yoy: Change
    yoy_to_date: YearOnYear | None
    stretch: Stretch | None
    best_month: Month | None
    missing: tuple[Month, ...]
    lacking: tuple[tuple[str, Month], ...]
    months: tuple[MonthFigures, ...]
    inputs: tuple[tuple[str, Fraction | None], ...]
    spans: Sequence[Span] | None
    own: Period
    begins: Month
    recorded: tuple[Month, ...]
    needs: tuple[Need, ...] = ()
    coming: Coming | None = None
    restated: Month | None = None
    last_year_lacks: tuple[Month, ...] = ()
    first_formula: Formula | None = None

    @property
    def is_to_come(self) -> bool:
        """Whether its own months have not begun."""
        own = self.target.months
        return own is not None and not self.months and own.first > self.begins

    @property
    def is_not_due(self) -> bool:
        """Whether a goal for each span has had none yet, or its own months have not begun."""
        return self.verdict.status == "no_data" and (self.is_to_come or self.target.is_early(len(self.months)))

    @property
    def unjudged(self) -> list[Span]:
        """The spans over which the formula divides by zero."""
        return [span for span in self.spans or () if span.actual is None]

    @property
    def misses(self) -> list[Span]:
        """The spans that did not hold."""
        return [span for span in self.spans or () if span.held is False]


class Scorecard(NamedTuple):
    """A plan at its as-of month, None where nothing is recorded; milestones as of `day`.

    `closed` are the period's months that the book has closed, `no_business` those of them in which there was none, and
    `why_idle` says why. `discrepancies` are not evaluation's: what reads plan and book together adds them.
    """

    plan: Plan
    as_of: Month | None
    day: date
    time_progress: Fraction
    targets: tuple[TargetCard, ...]
    milestones: tuple[MilestoneCard, ...]
    closed: tuple[Month, ...] = ()
    no_business: tuple[Month, ...] = ()
    why_idle: Mapping[Month, str] = MappingProxyType({})
    discrepancies: Discrepancies = Discrepancies()

    @property
    def counts(self) -> dict[Status, int]:
        """How many targets have each status."""
        found = Counter(card.verdict.status for card in self.targets)
        return {status: found[status] for status in STATUSES}


def evaluate(
    plan: Plan,
    actuals: Actuals,
    done: Mapping[str, Done],
    open_days: OpenDays,
    day: date,
    as_of: Month | None,
    idle: Collection[Month] = frozenset(),
) -> Scorecard:
    """Evaluate a plan at a month of its period, or at None: before anything is recorded.

    `idle` are the store's months without business, of any year.
    """
    progress = Fraction(as_of.since(plan.period.first) + 1, len(plan.period)) if as_of else Fraction(0)
    at = moment(plan, actuals, open_days, as_of, idle)
    targets = tuple(_card(target, at) for target in plan.targets)
    milestones = milestone_cards(plan.milestones, done, day)
    no_business = tuple(month for month in plan.period if month in idle)
    return Scorecard(plan, as_of, day, progress, targets, milestones, no_business=no_business)


def last_recorded(plan: Plan, actuals: Actuals, idle: Collection[Month] = frozenset()) -> Month | None:
    """The last month of the period for which any measure of the plan has an actual.

    It is the period's last where there was no business in all the months after it.
    """
    last = max(
        (month for measure, month in actuals if month in plan.period and measure in plan.measures),
        default=None,
    )
    if last is not None and all(month in idle for month in plan.period if month > last):
        return plan.period.last
    return last


def _card(target: Target, at: Moment) -> TargetCard:
    context = context_of(target, at)
    spans, months = spans_of(context), months_of(context)
    figures = figures_of(context, spans)
    verdict, coming = verdict_of(context, figures, spans), coming_of(context)
    return TargetCard(
        target=context.target,
        goal=context.goal,
        first=context.target.goal if _goal_revised(context) else None,
        figures=figures,
        verdict=verdict,
        month=months[-1] if months and not context.at.ended else None,
        mom=change(context, 1),
        yoy=change(context, 12),
        yoy_to_date=year_on_year(context),
        stretch=stretch_of(context, figures),
        best_month=best_month(context),
        missing=context.missing,
        lacking=tuple((part, month) for month in context.missing for part in context.series.lacking(month)),
        months=months,
        inputs=context.series.inputs(context.recorded),
        spans=spans,
        own=at.plan.months_of(target),
        begins=at.plan.period.first,
        recorded=context.recorded,
        needs=needs_of(context, figures, verdict, spans, coming),
        coming=coming,
        restated=_restated_from(target, context),
        last_year_lacks=last_year_lacks(context, spans) if verdict.rule == "no_last_year" else (),
        first_formula=target.formula if context.target.formula != target.formula else None,
    )


def _restated_from(target: Target, context: TargetContext) -> Month | None:
    """The start of a flow's goal in force, where the months before owe other than they did before it."""
    at, start = context.at, _goal_revised(context)
    if not target.adds_up or start is None or start <= at.months[0]:
        return None
    earlier = at.moved(start.plus(-1), at.months)
    owed = context_of(target, earlier).owed
    return start if any(owed.get(month) != context.owed.get(month) for month in earlier.passed) else None


def _goal_revised(context: TargetContext) -> Month | None:
    """The month from which the goal in force holds; None for the first one."""
    as_of = context.at.as_of
    starts = [one.start for one in context.target.revisions if one.goal and as_of is not None and one.start <= as_of]
    return max(starts, default=None)
