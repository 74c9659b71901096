"""What a store gives to the sums of its group, as values; evaluate/telling.py makes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from dealerplan.domain.formula import Formula, Name, Quotient, names, quotient, value_of
from dealerplan.domain.goal import Goal
from dealerplan.domain.group import Fact, OverStores, Store
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Plan, Target
from dealerplan.evaluate.figures import share
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
    return "ratio" if parts_of(target, group) is not None else "other"


def parts_of(target: Target, group: Plan) -> Quotient | None:
    """N and D of a ratio, both of which add up over stores; None where a target is none."""
    if target.kind != "rate" or any(over_stores(group, name).how == "mean" for name in names(target.formula)):
        return None
    return quotient(target.formula, calendar=True)


def over_stores(group: Plan, name: str) -> OverStores:
    """How a name's values of several stores become one; days of the calendar are added."""
    measure = group.measures.get(name)
    return SUM if measure is None or measure.over_stores is None else measure.over_stores


def weighers(target: Target, group: Plan) -> Mapping[str, str]:
    """The measures that weigh the means of a target's formula, by what they weigh."""
    found = {name: over_stores(group, name).weight for name in names(target.formula)}
    return {name: weight for name, weight in found.items() if weight is not None}


class Sums(NamedTuple):
    """A target of a store over so many `months` of P.

    `weight` is what its value counts by: D of a ratio, of a mean its weight or 1. `owed` are what the ends of its goal
    owe: of a flow what the months owed, else the goal, or the point on a level's line.
    """

    inputs: Inputs
    weight: Fraction
    owed: tuple[Fraction, ...]
    months: int = 0


class OfBoth(NamedTuple):
    """The months that this year and last year have: what both had in them."""

    now: Inputs
    before: Inputs


class Place(NamedTuple):
    """A target of a store where a fact of it has a value: what a tally has of those months alone; `goals` are what
    these months owe of a flow to the end of the period, else the goal."""

    fact: Fact
    value: str
    sums: Sums | None
    goals: tuple[Fraction, ...]
    actual: Fraction | None
    owed_all: Fraction
    missing: tuple[Month, ...]
    comparable: OfBoth | None
    before: Inputs | None


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
    by the facts that change. A level's P is the as-of month alone, and `stale` its last value where that is not
    recorded: then it has no figures. `first` is the first goal. `before` is what last year's same months had, without
    those in which the store is silent this year. `owed_all` is what all months up to the as-of month owe, `owed_month`
    what that month does.
    """

    target: str
    status: Status
    goal: Goal
    goals: tuple[Fraction, ...]
    first: Fraction | None
    whole: Sums | None
    places: tuple[Place, ...]
    actual: Fraction | None
    expected: Fraction | None
    gap: Fraction | None
    owed_all: Fraction
    owed_month: Fraction
    missing: tuple[Month, ...]
    can_fall: bool
    each: Spanned | None
    stale: tuple[Month, Fraction] | None
    comparable: OfBoth | None
    before: Inputs | None
    ahead: Ahead | None

    @property
    def owed(self) -> Fraction | None:
        """What P owed, of a range its lower end."""
        return self.whole.owed[0] if self.whole is not None and self.whole.owed else None

    def places_by(self, fact: Fact, today: Month | None) -> Sequence[Place]:
        """Itself apart by a fact; nothing where that never changes, or the facts of `today` hold in every month."""
        return [place for place in self.places if place.fact == fact] if today is None else []

    @property
    def pace(self) -> Fraction | None:
        """The share of it that was attained."""
        return share(self.actual, self.owed)


class Reported(NamedTuple):
    """A store's month: how many measures are asked and how many recorded; `late` where the last of these came after
    the on-time day, None where there is no such day; `closed` in the book."""

    asked: int
    recorded: int
    late: bool | None = None
    closed: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether everything is recorded."""
        return self.recorded >= self.asked

    @property
    def is_partial(self) -> bool:
        """Whether some of it is."""
        return 0 < self.recorded < self.asked


class StoreTally(NamedTuple):
    """What a store gives to its group at the as-of month: its targets' tallies, by target, and its `reports` of all
    months of the period.

    `gone` is what last year had of targets that are its own no more, since it has closed. It is not `here` where only a
    part of the group is asked for, of which it once was.
    """

    store: Store
    targets: Mapping[str, TargetTally]
    gone: Mapping[str, Inputs] = {}  # never changed
    reports: Mapping[Month, Reported] = {}
    here: bool = True

    def has_reported(self, month: Month) -> bool:
        """Whether it has reported all of a month."""
        return month in self.reports and self.reports[month].is_whole


def formula_value(formula: Formula, inputs: Inputs) -> Fraction | None:
    """A formula over what its names come to; None where it divides by zero, or one is not known."""
    return value_of(formula, inputs) if all(name in inputs for name in names(formula)) else None
