"""The scorecard: everything that any output says about a plan, computed once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from dealerplan.domain.actual import Actuals, Done
from dealerplan.domain.goal import Goal
from dealerplan.domain.month import Month
from dealerplan.domain.plan import OpenDays, Plan, Target
from dealerplan.evaluate.case import case_of
from dealerplan.evaluate.figures import (
    Figures,
    MonthFigures,
    best_month,
    change,
    figures_of,
    month_of,
    months_of,
)
from dealerplan.evaluate.milestones import MilestoneCard, milestone_cards
from dealerplan.evaluate.status import STATUSES, Status, Verdict, verdict_of


@dataclass(frozen=True, slots=True)
class TargetCard:
    """A target at the as-of month. `first` is the goal before revisions, None where none is in force."""

    target: Target
    goal: Goal
    first: Goal | None
    figures: Figures
    verdict: Verdict
    month: MonthFigures | None
    mom: Fraction | None
    yoy: Fraction | None
    best_month: Month | None
    missing: tuple[Month, ...]
    months: Sequence[MonthFigures]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A plan at its as-of month, None where nothing is recorded; milestones as of `day`."""

    plan: Plan
    as_of: Month | None
    day: date
    time_progress: Fraction
    targets: tuple[TargetCard, ...]
    milestones: tuple[MilestoneCard, ...]

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
) -> Scorecard:
    """Evaluate a plan at a month of its period, or at None: before anything is recorded."""
    progress = Fraction(as_of.since(plan.period.first) + 1, len(plan.period)) if as_of else Fraction(0)
    targets = tuple(_card(plan, target, actuals, as_of, open_days) for target in plan.targets)
    return Scorecard(plan, as_of, day, progress, targets, milestone_cards(plan.milestones, done, day))


def last_recorded(plan: Plan, actuals: Actuals) -> Month | None:
    """The last month of the period for which any measure of the plan has an actual."""
    return max(
        (month for measure, month in actuals if month in plan.period and measure in plan.measures),
        default=None,
    )


def _card(plan: Plan, target: Target, actuals: Actuals, as_of: Month | None, open_days: OpenDays) -> TargetCard:
    case = case_of(plan, target, actuals, as_of, open_days)
    figures = figures_of(case)
    revised = case.goal is not target.goal
    return TargetCard(
        target=target,
        goal=case.goal,
        first=target.goal if revised else None,
        figures=figures,
        verdict=verdict_of(case, figures),
        month=month_of(case, as_of) if as_of else None,
        mom=change(case, 1),
        yoy=change(case, 12),
        best_month=best_month(case),
        missing=case.missing,
        months=months_of(case),
    )
