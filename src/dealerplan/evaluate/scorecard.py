"""The scorecard: everything that any output says about a plan, computed once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from dealerplan.domain.actual import Actuals, Done
from dealerplan.domain.discrepancies import Discrepancies
from dealerplan.domain.formula import Formula
from dealerplan.domain.goal import Goal
from dealerplan.domain.month import MONTHS_IN, Month, Period
from dealerplan.domain.plan import OpenDays, Plan, Target
from dealerplan.evaluate.closing import after_closing
from dealerplan.evaluate.drivers import Neighbours, PartGap, Split
from dealerplan.evaluate.figures import (
    Change,
    MonthFigures,
    Span,
    Stretch,
    YearOnYear,
    best_month,
    change,
    figures_of,
    month_of,
    months_of,
    spans_of,
    year_on_year,
)
from dealerplan.evaluate.landing import Landing, landing_of, rate_parts
from dealerplan.evaluate.milestones import MilestoneCard, milestone_cards
from dealerplan.evaluate.need import Need
from dealerplan.evaluate.needs import Coming, coming_of, needs_of
from dealerplan.evaluate.status import STATUSES, Status, last_year_lacks, stretch_of, verdict_of
from dealerplan.evaluate.target_context import TargetContext, context_of, moment


class TargetCard:
    """A target at the as-of month, by the formula in force: what is judged, and what else there is to tell of it, which
    is computed when it is asked for.

    `spans` are those wholly recorded, None without `each`; `recorded` are the months that count, `missing` those that
    somebody has yet to record.
    """

    def __init__(self, context: TargetContext, declared: Target, plan: Neighbours) -> None:
        self.context, self._declared, self._plan = context, declared, plan
        self.target, self.goal = context.target, context.goal
        self.recorded, self.missing = context.recorded, context.missing
        self.spans = spans_of(context)
        self.figures = figures_of(context, self.spans)
        self.verdict = verdict_of(context, self.figures, self.spans)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TargetCard) and all(getattr(self, one) == getattr(other, one) for one in TOLD)

    __hash__ = None  # type: ignore[assignment]  # as it compares by its values

    @property
    def own(self) -> Period:
        """Its months."""
        return self.context.at.plan.months_of(self._declared)

    @property
    def owner(self) -> str | None:
        """Who answers for it: its own owner, else the plan's."""
        return self.context.at.plan.owner_of(self._declared)

    @property
    def has_years(self) -> bool:
        """Whether its months are of more than one year, so that a month's name needs it."""
        return len(self.context.at.plan.period) > MONTHS_IN["year"]

    @property
    def begins(self) -> Month:
        """The plan's first month."""
        return self.context.at.plan.period.first

    @property
    def first(self) -> Goal | None:
        """The goal before revisions; None where none of them is in force."""
        return self.target.goal if goal_revised(self.context) else None

    @property
    def first_formula(self) -> Formula | None:
        """The formula before revisions; None where none of them is in force."""
        return self._declared.formula if self.target.formula != self._declared.formula else None

    @cached_property
    def months(self) -> tuple[MonthFigures, ...]:
        """Every month of its own up to the as-of month."""
        return months_of(self.context)

    @cached_property
    def year_before(self) -> tuple[Fraction | None, ...]:
        """What each of these months had a year before; None where that is not recorded."""
        return tuple(self.context.series.own(month.plus(-12)) for month in self.context.at.passed)

    @cached_property
    def month(self) -> MonthFigures | None:
        """The as-of month, without sums; None once its months are over, or before the first of them."""
        return month_of(self.context)

    @property
    def owing(self) -> tuple[tuple[Month, Fraction | None], ...]:
        """What each of a flow's own months owes, to its end."""
        return tuple((month, self.context.owed.of(month)) for month in self.context.at.months)

    @property
    def rest(self) -> tuple[Month, ...]:
        """Its months that are still to be recorded."""
        return self.context.rest

    @property
    def last_year(self) -> tuple[Fraction | None, ...]:
        """What each of its own months had a year before, to its end."""
        return tuple(self.context.series.own(month.plus(-12)) for month in self.context.at.months)

    @cached_property
    def mom(self) -> Change:
        """The as-of month against the one before."""
        return change(self.context, 1)

    @cached_property
    def yoy(self) -> Change:
        """The as-of month against the one a year before."""
        return change(self.context, 12)

    @cached_property
    def yoy_to_date(self) -> YearOnYear | None:
        """Year on year to date."""
        return year_on_year(self.context)

    @cached_property
    def stretch(self) -> Stretch | None:
        """Its goal beyond the goal."""
        return stretch_of(self.context, self.figures)

    @cached_property
    def best_month(self) -> Month | None:
        """See best_month of evaluate/figures.py."""
        return best_month(self.context)

    @property
    def lacking(self) -> tuple[tuple[str, Month], ...]:
        """What is to be recorded for the missing months."""
        return tuple((part, month) for month in self.missing for part in self.context.series.lacking(month))

    @cached_property
    def inputs(self) -> tuple[tuple[str, Fraction | None], ...]:
        """Each name of the formula with what it comes to over the months that count."""
        return self.context.series.inputs(self.recorded)

    @cached_property
    def coming(self) -> Coming | None:
        """The next span, with `each`."""
        return coming_of(self.context)

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """What is still needed, or allowed."""
        return needs_of(self.context, self.figures, self.verdict, self.spans, self.coming)

    @cached_property
    def drivers(self) -> Split | None:
        """A flow's gap by volume and price, where the plan tells both."""
        return self._plan.split(self)

    @cached_property
    def part_gaps(self) -> tuple[PartGap, ...]:
        """A flow's gap by its parts."""
        return self._plan.parts(self)

    @cached_property
    def landing(self) -> Landing | None:
        """How its period will end, as expected now; see evaluate/landing.py."""
        return landing_of(self.context, self.figures, self.spans)

    @cached_property
    def landing_parts(self) -> tuple[Fraction, Fraction] | None:
        """What N and D of a rate are expected to come to; None where no landing is told of it."""
        is_told = self.landing is not None and self.target.kind == "rate" and self.spans is None
        return rate_parts(self.context) if is_told else None

    @cached_property
    def restated(self) -> Month | None:
        """The month from which a revised flow's goal is spread over the whole period, earlier months included."""
        return restated_from(self._declared, self.context)

    @property
    def last_year_lacks(self) -> tuple[Month, ...]:
        """What keeps a goal against last year open."""
        return last_year_lacks(self.context, self.spans) if self.verdict.rule == "no_last_year" else ()

    @property
    def is_to_come(self) -> bool:
        """Whether its own months have not begun."""
        own = self.target.months
        return own is not None and not self.context.at.passed and own.first > self.begins

    @property
    def is_not_due(self) -> bool:
        """Whether a goal for each span has had none yet, or its own months have not begun."""
        months = len(self.context.at.passed)
        return self.verdict.status == "no_data" and (self.is_to_come or self.target.is_early(months))

    @property
    def unjudged(self) -> list[Span]:
        """The spans over which the formula divides by zero."""
        return [span for span in self.spans or () if span.actual is None]

    @property
    def misses(self) -> list[Span]:
        """The spans that did not hold."""
        return [span for span in self.spans or () if span.held is False]


TOLD = (
    "target", "goal", "first", "figures", "verdict", "month", "mom", "yoy", "yoy_to_date", "stretch", "best_month",
    "missing", "lacking", "months", "year_before", "inputs", "spans", "own", "begins", "recorded", "needs", "coming",
    "restated", "last_year_lacks", "first_formula", "drivers", "landing",
)  # fmt: skip
"""All that a card tells."""


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
    ahead: Month | None = None,
) -> Scorecard:
    """Evaluate a plan at a month of its period, or at None: before anything is recorded.

    `idle` are the store's months without business, of any year. `ahead`: by the goals in force in that later month.
    """
    progress = Fraction(as_of.since(plan.period.first) + 1, len(plan.period)) if as_of else Fraction(0)
    at = moment(plan, actuals, open_days, as_of, idle, day, ahead)
    if (plan := after_closing(at)) is not at.plan:
        at = at._replace(plan=plan)
    beside = Neighbours()
    targets = tuple(TargetCard(context_of(target, at), target, beside) for target in plan.targets)
    beside.know(targets)
    milestones = milestone_cards(plan.milestones, done, day)
    no_business = tuple(month for month in plan.period if month in at.idle)
    return Scorecard(plan, as_of, day, progress, targets, milestones, no_business=no_business)


def last_recorded(plan: Plan, actuals: Actuals, idle: Collection[Month] = frozenset()) -> Month | None:
    """The last month of the period for which any measure of the plan has an actual.

    It is the period's last where there was no business in all the months after it.
    """
    recorded = {month for measure, month in actuals if measure in plan.measures}
    last = max((month for month in recorded if month in plan.period), default=None)
    if last is not None and all(month in idle for month in plan.period if month > last):
        return plan.period.last
    return last


def restated_from(target: Target, context: TargetContext) -> Month | None:
    """The start of a flow's goal in force, where the months before owe other than they did before it."""
    at, start = context.at, goal_revised(context)
    if not target.adds_up or start is None or start <= at.months[0]:
        return None
    earlier = at.moved(start.plus(-1), at.months)
    owed = context_of(target, earlier).owed
    return start if any(owed.of(month) != context.owed.of(month) for month in earlier.passed) else None


def goal_revised(context: TargetContext) -> Month | None:
    """The month from which the goal in force holds; None for the first one."""
    known = context.at.known_to
    starts = [one.start for one in context.target.revisions if one.goal and one.start <= known]
    return max(starts, default=None)
