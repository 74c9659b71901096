"""What a store's scorecard gives to the sums of its group: over the months of P alone (group.md, section 2).

P are the months up to the as-of month in which the store is due, its goal is decided, and every measure of the formula
is recorded, and what weighs its mean.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Literal, NamedTuple

from dealerplan.domain.formula import Formula, Name, names, quotient, value_of
from dealerplan.domain.goal import Goal
from dealerplan.domain.group import OverStores, Store
from dealerplan.domain.month import MONTHS_IN, Month
from dealerplan.domain.plan import Plan, Target
from dealerplan.evaluate.landing import rate_parts
from dealerplan.evaluate.scorecard import TargetCard
from dealerplan.evaluate.series import Series
from dealerplan.evaluate.status import Status

Inputs = Mapping[str, Fraction]
"""What each name of a formula comes to over some months, and each weight of a mean."""

How = Literal["sum", "mean", "ratio", "other"]
"""How a target's values of several stores become one: added, by a (weighted) mean, as ΣN / ΣD, or by the formula."""

ZERO = Fraction(0)
SUM = OverStores()


def how_of(target: Target, group: Plan) -> How:
    """How a target's values of several stores become one."""
    formula = target.formula
    if isinstance(formula, Name) and over_stores(group, formula.id).how == "mean":
        return "mean"
    if target.kind in ("flow", "level") or isinstance(formula, Name):
        return "sum"
    return "ratio" if quotient(formula) is not None else "other"


def over_stores(group: Plan, name: str) -> OverStores:
    """How a name's values of several stores become one; days of the calendar are added."""
    measure = group.measures.get(name)
    return SUM if measure is None or measure.over_stores is None else measure.over_stores


def weighers(target: Target, group: Plan) -> Mapping[str, str]:
    """The measures that weigh the means of a target's formula, by what they weigh."""
    found = {name: over_stores(group, name).weight for name in names(target.formula)}
    return {name: weight for name, weight in found.items() if weight is not None}


class Sums(NamedTuple):
    """A target of a store over months of P, from `start` on in one place of the group.

    `weight` is what its value counts by: D of a ratio, of a mean its weight or 1. `owed` are what the ends of its goal
    owe: of sums what the months owed or the point on a level's line, else the goal times the weight.
    """

    start: Month
    months: int
    inputs: Inputs
    weight: Fraction
    owed: tuple[Fraction, ...]


class OfBoth(NamedTuple):
    """The months that this year and last year have: what both had in them."""

    now: Inputs
    before: Inputs


class Ahead(NamedTuple):
    """A store's landing: see Landing; of a rate also what N and D will come to."""

    low: Fraction | None
    mid: Fraction
    high: Fraction | None
    years: int
    parts: tuple[Fraction, Fraction] | None = None


class Spanned(NamedTuple):
    """How many spans of a goal for each were held, of how many; of the last one whether it was, None if not told."""

    hits: int
    spans: int
    last: bool | None


class TargetTally(NamedTuple):
    """A target of a store at the as-of month.

    `goals` are the ends of the goal in force, none while it is undecided. `whole` is all of P, `places` the same apart
    where the store moved; a level's P is the as-of month alone, and `stale` its last value where that is not recorded.
    `first` is the first goal, `ended` where its months are over before the as-of month.
    `owed_all` is what all months up to the as-of month owe, `owed_month` what that month does.
    """

    target: str
    status: Status
    goal: Goal
    goals: tuple[Fraction, ...]
    first: Fraction | None
    whole: Sums | None
    places: tuple[Sums, ...]
    actual: Fraction | None
    expected: Fraction | None
    gap: Fraction | None
    owed_all: Fraction
    owed_month: Fraction
    missing: tuple[Month, ...]
    can_fall: bool
    each: Spanned | None
    stale: tuple[Month, Fraction] | None
    ended: bool
    comparable: OfBoth | None
    before: Inputs | None
    ahead: Ahead | None


def tally_of(card: TargetCard, group: Plan, store: Store) -> TargetTally:
    """What a target of a store tells of its group."""
    of = _Of(card, group, store)
    figures, context = card.figures, card.context
    owed = {month: amount for month, amount in card.owing if amount is not None} if card.target.adds_up else {}
    passed = context.at.passed
    as_of = context.at.seen
    return TargetTally(
        target=card.target.id,
        status=card.verdict.status,
        goal=card.goal,
        goals=of.goals,
        first=(card.first or card.goal).value,
        whole=of.sums(of.months),
        places=of.places(),
        actual=figures.actual,
        expected=figures.expected,
        gap=figures.gap,
        owed_all=sum((owed.get(month, ZERO) for month in passed), ZERO),
        owed_month=ZERO if as_of is None else owed.get(as_of, ZERO),
        missing=of.missing(),
        can_fall=card.target.kind == "flow" and context.can_fall(card.target.formula),
        each=of.spanned(),
        stale=of.stale(),
        ended=context.at.ended,
        comparable=of.comparable(),
        before=of.before(),
        ahead=of.ahead(),
    )  # fmt: skip


class _Of:
    """A card, and where its months lie in its group."""

    def __init__(self, card: TargetCard, group: Plan, store: Store) -> None:
        self.card, self.group, self.store = card, group, store
        self.context, self.series, self.target = card.context, card.context.series, card.target
        self.idle = frozenset() if self.target.kind == "flow" else card.context.at.idle
        self.how = how_of(self.target, group)
        self.goals = tuple(end.value for end in card.goal.ends() if end.value is not None)
        self.weighers = {id: self._series(id) for id in weighers(self.target, group).values()}
        self.months = self._months()

    def _series(self, measure: str) -> Series:
        at = self.context.at
        return Series(
            at.plan, self.target._replace(formula=Name(measure), kind="flow"), at.columns, at.open_days, at.idle
        )

    def _months(self) -> tuple[Month, ...]:
        """The months of P; of a level the as-of month alone."""
        if self.target.each or not self.goals:
            return ()
        found = self.context.recorded
        if self.target.kind == "level":
            found = tuple(month for month in found if month == self.context.at.seen)
        return tuple(month for month in found if self._is_weighed(month))

    def _is_weighed(self, month: Month) -> bool:
        return all(series.is_recorded(month) for series in self.weighers.values())

    def missing(self) -> tuple[Month, ...]:
        """The months up to the as-of month that are not in P; of levels and spans those that are not recorded."""
        if self.target.each or self.target.kind == "level" or not self.goals:
            return self.card.missing
        return tuple(month for month in self.context.at.passed if month not in self.months and month not in self.idle)

    def inputs(self, months: Sequence[Month]) -> Inputs:
        """What each name comes to over recorded months, and what weighs it."""
        found = {name: value for name, value in self.series.inputs(months) if value is not None}
        return found | {id: series.over(months) or ZERO for id, series in self.weighers.items()}

    def weight(self, inputs: Inputs) -> Fraction:
        """What a value counts by."""
        if self.how == "mean":
            return next((inputs[id] for id in self.weighers), Fraction(1))
        parts = quotient(self.target.formula) if self.how == "ratio" else None
        return (value_of(parts.below, inputs) if parts else None) or ZERO

    def sums(self, months: Sequence[Month]) -> Sums | None:
        """The sums over some months of P; None for none."""
        if not months:
            return None
        inputs = self.inputs(months)
        weight = self.weight(inputs)
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
        if not self.store.moves or not self.months:
            return ()
        runs = groupby(self.months, lambda month: [move.start <= month for move in self.store.moves])
        return tuple(sums for _, run in runs if (sums := self.sums(tuple(run))) is not None)

    def spanned(self) -> Spanned | None:
        """How its spans went."""
        spans, each = self.card.spans, self.target.each
        if spans is None or each is None or not self.goals:
            return None
        passed, months = self.context.at.passed, self.context.at.months
        ended = len(passed) // MONTHS_IN[each] * MONTHS_IN[each]
        last = next((span.held for span in spans if ended and span.months[-1] == months[ended - 1]), None)
        counted = [span for span in spans if span.counts]
        return Spanned(sum(span.held is True for span in counted), len(counted), last)

    def stale(self) -> tuple[Month, Fraction] | None:
        """A level's last value, where the as-of month has none."""
        if self.target.kind != "level" or self.months or not self.context.recorded or not self.goals:
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
        return (open_for is None or open_for >= least) and self._has(month.plus(-12))

    def _has(self, month: Month) -> bool:
        return self.series.is_recorded(month) and month not in self.context.at.idle and self._is_weighed(month)

    def before(self) -> Inputs | None:
        """What last year's same months had, but for those in which the store is silent this year."""
        if self.target.each or not self.goals:
            return None
        asked = self.months
        seen = self.context.at.seen
        if self.context.at.ended and seen is not None and self._has_closed(seen):
            whole = [month for month in self.group.months_of(self.target) if month <= seen]
            gone = [month for month in whole if self.store.is_closed(month, self.group.month_end)]
            asked = (*asked, *(gone[-1:] if self.target.kind == "level" else gone))
        found = [month.plus(-12) for month in asked if self._has(month.plus(-12))]
        return self.inputs(found) if found else None

    def _has_closed(self, month: Month) -> bool:
        return self.store.is_closed(month, self.group.month_end)

    def ahead(self) -> Ahead | None:
        """Its landing."""
        landing = self.card.landing
        if landing is None or not self.goals:
            return None
        parts = rate_parts(self.context) if self.how == "ratio" else None
        return Ahead(landing.low, landing.mid, landing.high, landing.years, parts)


def formula_value(formula: Formula, inputs: Inputs) -> Fraction | None:
    """A formula over what its names come to; None where it divides by zero, or one is not known."""
    return value_of(formula, inputs) if all(name in inputs for name in names(formula)) else None
