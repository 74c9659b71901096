"""How a store's scorecard becomes what it gives to the sums of its group: over the months of P (group.md, section 2).

P are the months up to the as-of month in which the store is due, its goal is decided, and every measure of the formula
is recorded, and what weighs its mean.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from itertools import groupby

from dealerplan.domain.actual import Actuals
from dealerplan.domain.formula import Name, quotient, value_of
from dealerplan.domain.group import Store
from dealerplan.domain.month import MONTHS_IN, Month
from dealerplan.domain.plan import OpenDays, Plan, Target
from dealerplan.evaluate.landing import rate_parts
from dealerplan.evaluate.scorecard import Scorecard, TargetCard
from dealerplan.evaluate.series import Series
from dealerplan.evaluate.tally import (
    ZERO,
    Ahead,
    Asked,
    Inputs,
    OfBoth,
    Spanned,
    StoreTally,
    Sums,
    TargetTally,
    how_of,
    weighers,
)
from dealerplan.evaluate.target_context import Moment, moment


def tally_of(
    card: Scorecard,
    plan: Plan,
    group: Plan,
    store: Store,
    actuals: Actuals,
    open_days: OpenDays,
    idle: Collection[Month] = frozenset(),
) -> StoreTally:
    """What a store tells of its group by the scorecard of its own plan, which comes of the rest: see evaluate."""
    firsts = {target.id: target.goal.value for target in plan.targets}
    targets = {one.target.id: _tally(one, group, store, firsts[one.target.id]) for one in card.targets}
    if card.as_of is None or not store.is_closed(card.as_of, group.month_end):
        return StoreTally(store, targets)
    at, gone = moment(plan, actuals, open_days, card.as_of, idle), {}
    for target in group.targets:
        values = None if target.id in targets else _Values(target, at, group, store).before(())
        if values is not None:
            gone[target.id] = values
    return StoreTally(store, targets, gone)


def _tally(card: TargetCard, group: Plan, store: Store, first: Fraction | None) -> TargetTally:
    """What a target of a store tells, whose first goal is given."""
    of = _Of(card, group, store)
    figures, context = card.figures, card.context
    adds_up = card.target.adds_up
    as_of, stale = context.at.seen, of.stale()
    return TargetTally(
        target=card.target.id,
        status=card.verdict.status if stale is None else "no_data",
        goal=card.goal,
        goals=of.goals,
        first=first,
        whole=of.sums(of.months),
        places=of.places(),
        actual=figures.actual if stale is None else None,
        expected=figures.expected if stale is None else None,
        gap=figures.gap if stale is None else None,
        owed_all=context.owed_over(context.at.passed) if adds_up else ZERO,
        owed_month=ZERO if as_of is None or not adds_up else context.owed_over((as_of,)),
        missing=of.missing(),
        can_fall=card.target.kind == "flow" and context.can_fall(card.target.formula),
        each=of.spanned(),
        stale=stale,
        ended=context.at.ended,
        comparable=of.comparable(),
        before=of.before(of.months) if of.goals and not card.target.each else None,
        ahead=of.ahead(),
        asked=of.asked(),
    )


class _Values:
    """What a target's formula comes to in a store, and what weighs it."""

    def __init__(self, target: Target, at: Moment, group: Plan, store: Store, series: Series | None = None) -> None:
        self.target, self.at, self.group, self.store = target, at, group, store
        self.how, self.weighed_by = how_of(target, group), weighers(target, group)
        self.series = series or self._series(target)
        self.weights = {
            id: self._series(target._replace(formula=Name(id), kind="flow")) for id in self.weighed_by.values()
        }

    def _series(self, target: Target) -> Series:
        return Series(self.at.plan, target, self.at.columns, self.at.open_days, self.at.idle)

    def is_weighed(self, month: Month) -> bool:
        """Whether what weighs its means is recorded."""
        return all(series.is_recorded(month) for series in self.weights.values())

    def inputs(self, months: Sequence[Month]) -> Inputs:
        """What each name comes to over recorded months, and what weighs it."""
        found = {name: value for name, value in self.series.inputs(months) if value is not None}
        return found | {id: series.over(months) or ZERO for id, series in self.weights.items()}

    def had(self, month: Month) -> bool:
        """Whether a month with business is recorded, in which the store is open."""
        return (
            month not in self.at.idle
            and self.series.is_recorded(month)
            and self.is_weighed(month)
            and self.store.is_due(month, self.group.month_end)
        )

    def before(self, months: Sequence[Month]) -> Inputs | None:
        """What last year had in months, and in those after the store's closing."""
        found = [month.plus(-12) for month in (*months, *self._after_closing()) if self.had(month.plus(-12))]
        return self.inputs(found) if found else None

    def _after_closing(self) -> Sequence[Month]:
        """The target's months up to the as-of month in which the store is closed; of a level the last one."""
        seen, own = self.at.seen, self.group.months_of(self.target)
        if self.store.closed is None or seen is None or self.target.each:
            return ()
        gone = [month for month in own if month <= seen and self.store.is_closed(month, self.group.month_end)]
        return gone[-1:] if self.target.kind == "level" else gone


class _Of(_Values):
    """A card, and where its months lie in its group."""

    def __init__(self, card: TargetCard, group: Plan, store: Store) -> None:
        super().__init__(card.target, card.context.at, group, store, card.context.series)
        self.card, self.context = card, card.context
        self.idle = frozenset() if self.target.kind == "flow" else self.at.idle
        self.goals = tuple(end.value for end in card.goal.ends() if end.value is not None)
        self.months = self._months()

    def _months(self) -> tuple[Month, ...]:
        """The months of P; of a level the as-of month alone, or its last one where that is over."""
        if self.target.each or not self.goals:
            return ()
        found = self.context.recorded
        if self.target.kind == "level":
            found = tuple(month for month in found if month == self.level_month)
        return tuple(filter(self.is_weighed, found)) if self.weights else found

    @property
    def level_month(self) -> Month | None:
        """The month of which levels are."""
        seen = self.at.seen
        return None if seen is None else min(seen, self.group.months_of(self.target).last)

    def missing(self) -> tuple[Month, ...]:
        """The months up to the as-of month that are not in P; of levels and spans those that are not recorded."""
        if self.target.each or self.target.kind == "level" or not self.goals or not self.weights:
            return self.card.missing
        return tuple(month for month in self.at.passed if month not in self.months and month not in self.idle)

    def _weight(self, inputs: Inputs) -> Fraction:
        """What a value counts by."""
        if self.how == "mean":
            return next((inputs[id] for id in self.weights), Fraction(1))
        parts = quotient(self.target.formula) if self.how == "ratio" else None
        return (value_of(parts.below, inputs) if parts else None) or ZERO

    def sums(self, months: Sequence[Month]) -> Sums | None:
        """The sums over some months of P; None for none."""
        if not months:
            return None
        inputs = self.inputs(months)
        weight = self._weight(inputs)
        return Sums(months[0], len(months), inputs, weight, self._owed(months, weight))

    def _owed(self, months: Sequence[Month], weight: Fraction) -> tuple[Fraction, ...]:
        if self.target.kind == "flow":
            return tuple(self.context.owed_over(months, -at) for at in range(len(self.goals)))
        if self.how in ("mean", "ratio"):
            return tuple(goal * weight for goal in self.goals)
        expected = self.card.figures.expected
        return self.goals if len(self.goals) > 1 or expected is None else (expected,)

    def places(self) -> tuple[Sums, ...]:
        """The sums of each place that the store was in, where it moved."""
        return tuple(sums for run in self._runs(self.months) if (sums := self.sums(run)) is not None)

    def asked(self) -> tuple[Asked, ...]:
        """What a flow's months owe in each place that the store is in, where it moves."""
        months = self.at.months if self.target.adds_up and self.goals else ()
        return tuple(Asked(run[0], self._owed(run, ZERO)) for run in self._runs(months))

    def _runs(self, months: Sequence[Month]) -> list[tuple[Month, ...]]:
        """Months by the places that the store is in; none where it does not move."""
        moves = self.store.moves
        if not moves:
            return []
        return [tuple(run) for _, run in groupby(months, lambda month: [move.start <= month for move in moves])]

    def spanned(self) -> Spanned | None:
        """How its spans went."""
        spans, each = self.card.spans, self.target.each
        if spans is None or each is None or not self.goals:
            return None
        passed, months = self.at.passed, self.at.months
        ended = len(passed) // MONTHS_IN[each] * MONTHS_IN[each]
        last = next((span.held for span in spans if ended and span.months[-1] == months[ended - 1]), None)
        counted = [span for span in spans if span.counts]
        return Spanned(sum(span.held is True for span in counted), len(counted), last)

    def stale(self) -> tuple[Month, Fraction] | None:
        """A level's last value, where the as-of month of an open store has none."""
        month = self.level_month
        if self.target.kind != "level" or self.target.each or self.months or not self.context.recorded or not self.goals:
            return None
        if month is None or not self.store.is_due(month, self.group.month_end):
            return None
        last = self.context.recorded[-1]
        value = self.series.own(last)
        return None if value is None else (last, value)

    def comparable(self) -> OfBoth | None:
        """What both years had in the months of P in which the store had long been open."""
        least = self.group.group.comparable if self.group.group else 0
        months = [month for month in self.months if self._is_comparable(month, least)]
        if not months:
            return None
        return OfBoth(self.inputs(months), self.inputs([month.plus(-12) for month in months]))

    def _is_comparable(self, month: Month, least: int) -> bool:
        open_for = self.store.whole_months(month, self.group.month_end)
        return (open_for is None or open_for >= least) and self.had(month) and self.had(month.plus(-12))

    def ahead(self) -> Ahead | None:
        """Its landing."""
        landing = self.card.landing
        if landing is None or not self.goals:
            return None
        parts = rate_parts(self.context) if self.how == "ratio" else None
        return Ahead(landing.low, landing.mid, landing.high, landing.years, parts)
