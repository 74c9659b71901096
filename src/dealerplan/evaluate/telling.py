"""How a store's scorecard becomes what it gives to the sums of its group: over the months of P (group.md, section 2).

P are the months up to the as-of month in which the store is due, its goal is decided, and every measure of the formula
is recorded, and what weighs its mean.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from dealerplan.domain.actual import Actuals
from dealerplan.domain.formula import Name, value_of
from dealerplan.domain.group import FACTS, Fact, Store
from dealerplan.domain.month import MONTHS_IN, Month, Period
from dealerplan.domain.plan import OpenDays, Plan, Target
from dealerplan.evaluate.landing import rate_parts
from dealerplan.evaluate.scorecard import Scorecard, TargetCard
from dealerplan.evaluate.series import Series
from dealerplan.evaluate.tally import (
    ZERO,
    Ahead,
    Inputs,
    OfBoth,
    Place,
    Spanned,
    StoreTally,
    Sums,
    TargetTally,
    how_of,
    parts_of,
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
    months = {target.id: group.months_of(target) for target in group.targets}
    targets = {
        one.target.id: _tally(_OfCard(one, group, store, months[one.target.id]), firsts[one.target.id])
        for one in card.targets
    }
    if card.as_of is None or not store.is_closed(card.as_of, group.month_end):
        return StoreTally(store, targets)
    at, gone = moment(plan, actuals, open_days, card.as_of, idle, card.day), {}
    for target in group.targets:
        values = None if target.id in targets else _OfTarget(target, at, group, store, months[target.id]).before(())
        if values is not None:
            gone[target.id] = values
    return StoreTally(store, targets, gone)


def _tally(of: _OfCard, first: Fraction | None) -> TargetTally:
    """What a target of a store tells, whose first goal is given."""
    card = of.card
    figures, context = card.figures, card.context
    owes = card.target.adds_up and bool(of.goals)
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
        owed_all=context.owed_over(context.at.passed) if owes else ZERO,
        owed_month=ZERO if as_of is None or not owes else context.owed_over((as_of,)),
        missing=of.missing(),
        can_fall=card.target.kind == "flow" and context.can_fall(card.target.formula),
        each=of.spanned(),
        stale=stale,
        comparable=of.comparable(of.months),
        before=None if card.target.each else of.before(of.months),
        ahead=of.ahead(),
    )


class _OfTarget:
    """What a target's formula comes to in a store, and what weighs it; `own` are its months in the group."""

    def __init__(
        self, target: Target, at: Moment, group: Plan, store: Store, own: Period, series: Series | None = None
    ) -> None:
        self.target, self.at, self.group, self.store, self.own = target, at, group, store, own
        self.as_of = None if at.seen is None else min(at.seen, own.last)
        self.how, self.parts = how_of(target, group), parts_of(target, group)
        self.series = series or self._series(target)
        self.weights = {
            id: self._series(target._replace(formula=Name(id), kind="flow")) for id in weighers(target, group).values()
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

    def before(self, months: Sequence[Month], with_gone: bool = True) -> Inputs | None:
        """What last year had in months, and in those after the store's closing."""
        gone = self._after_closing() if with_gone else ()
        found = [month.plus(-12) for month in (*months, *gone) if self.had(month.plus(-12))]
        return self.inputs(found) if found else None

    def _after_closing(self) -> Sequence[Month]:
        """The target's months up to the as-of month in which the store is closed; of a level the last one."""
        if self.store.closed is None or self.as_of is None or self.target.each:
            return ()
        gone = [month for month in self.own if month <= self.as_of and self.is_closed(month)]
        return gone[-1:] if self.target.kind == "level" else gone

    def is_closed(self, month: Month) -> bool:
        """Whether the store closed before a month."""
        return self.store.is_closed(month, self.group.month_end)


class _OfCard(_OfTarget):
    """A card, and where its months lie in its group."""

    def __init__(self, card: TargetCard, group: Plan, store: Store, own: Period) -> None:
        super().__init__(card.target, card.context.at, group, store, own, card.context.series)
        self.card, self.context = card, card.context
        self.idle = frozenset() if self.target.kind == "flow" else self.at.idle
        self.goals = tuple(end.value for end in card.goal.ends() if end.value is not None)
        self.months = self._months()
        self.known: Inputs = self.inputs(self.months) if self.months else {}

    def _months(self) -> tuple[Month, ...]:
        """The months of P; of a level the as-of month alone, or its last one where that is over."""
        if self.target.each or not self.goals:
            return ()
        found = self.context.recorded
        if self.target.kind == "level":
            found = tuple(month for month in found if month == self.as_of)
        return tuple(filter(self.is_weighed, found)) if self.weights else found

    def missing(self) -> tuple[Month, ...]:
        """The months up to the as-of month that are not recorded, or not weighed; spans need no weight."""
        if self.target.each or not self.goals or not self.weights:
            return self.card.missing
        known = {month for month in self.context.recorded if self.is_weighed(month)}
        return tuple(month for month in self.at.passed if month not in known and month not in self.idle)

    def _weight(self, inputs: Inputs) -> Fraction:
        """What a value counts by."""
        if self.how == "mean":
            return next((inputs[id] for id in self.weights), Fraction(1))
        return (value_of(self.parts.below, inputs) if self.parts else None) or ZERO

    def sums(self, months: Sequence[Month]) -> Sums | None:
        """The sums over some months of P; None for none."""
        if not months:
            return None
        inputs = self.known if len(months) == len(self.months) else self.inputs(months)
        return Sums(inputs, self._weight(inputs), self._owed(months), len(months))

    def _owed(self, months: Sequence[Month]) -> tuple[Fraction, ...]:
        if self.target.kind == "flow":
            return tuple(self.context.owed_over(months, -at) for at in range(len(self.goals)))
        expected = self.card.figures.expected
        return self.goals if len(self.goals) > 1 or expected is None else (expected,)

    def places(self) -> tuple[Place, ...]:
        """The target apart by the facts of its store that change; of levels only where it is in the as-of month."""
        if not self.store.moves or not self.goals or self.target.each:
            return ()
        months = self.at.months
        if self.target.kind == "level":
            months = tuple(month for month in months if month == self.as_of)
        known, now = [(month, self.store.facts_in(month)) for month in months], self.store.facts_in(self.at.seen)
        missing = self.missing()
        found = []
        for fact in FACTS:
            values = {month: facts.get(fact, "") for month, facts in known}
            if set(values.values()) != {now.get(fact, "")}:
                found += [self._place(fact, value, values, missing) for value in dict.fromkeys(values.values())]
        return tuple(found)

    def _place(self, fact: Fact, value: str, values: Mapping[Month, str], missing: Sequence[Month]) -> Place:
        here = [month for month, one in values.items() if one == value]
        known, adds_up = [month for month in self.months if values.get(month) == value], self.target.adds_up
        return Place(
            fact,
            value,
            self.sums(known),
            self._owed(here) if adds_up else self.goals,
            self.series.over(known) if known else None,
            self.context.owed_over([month for month in here if month in self.at.passed]) if adds_up else ZERO,
            tuple(month for month in missing if values.get(month) == value),
            self.comparable(known),
            self.before(known, self.store.fact(fact, self.at.seen) == value),
        )

    def spanned(self) -> Spanned | None:
        """How its spans went."""
        spans, each = self.card.spans, self.target.each
        if spans is None or each is None or not self.goals:
            return None
        passed = 0 if self.as_of is None else self.as_of.since(self.own.first) + 1
        end = self.own.first.plus(passed // MONTHS_IN[each] * MONTHS_IN[each] - 1)
        last = next((span.held for span in spans if span.months[-1] == end), None)
        counted = [span for span in spans if span.counts]
        return Spanned(sum(span.held is True for span in counted), len(counted), last)

    def stale(self) -> tuple[Month, Fraction] | None:
        """A level's last value, where the as-of month of an open store has none."""
        recorded = self.context.recorded
        if self.target.kind != "level" or self.target.each or not self.goals or not recorded:
            return None
        if self.as_of is None or recorded[-1] == self.as_of or self.is_closed(self.as_of):
            return None
        value = self.series.own(recorded[-1])
        return None if value is None else (recorded[-1], value)

    def comparable(self, known: Sequence[Month]) -> OfBoth | None:
        """What both years had in those months of P in which the store had long been open."""
        least = self.group.group.comparable if self.group.group else 0
        months = [month for month in known if self._is_comparable(month, least)]
        if not months:
            return None
        before = self.inputs([month.plus(-12) for month in months])
        return OfBoth(self.known if len(months) == len(self.months) else self.inputs(months), before)

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
