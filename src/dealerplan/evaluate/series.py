"""A target's own values: which months count, and its formula over one month or several."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from math import lcm
from operator import and_
from typing import NamedTuple

from dealerplan.domain.actual import Actuals
from dealerplan.domain.formula import CALENDAR_NAMES, Formula, Name, names, value_of
from dealerplan.domain.month import Month
from dealerplan.domain.number import over_one
from dealerplan.domain.plan import OpenDays, Plan, Target


class Column(NamedTuple):
    """What a measure has in its months, as it is recorded and as so many of a `part` of 1, which add up quickly."""

    values: Mapping[Month, Fraction]
    wholes: Mapping[Month, int]
    part: int

    def sum(self, months: Iterable[Month]) -> tuple[int, int]:
        """What it has in months together, as a whole number and its part."""
        return sum([self.wholes[month] for month in months]), self.part


class Columns(dict[str, Column]):
    """Actuals measure by measure, each made once it is asked for; one without any is empty."""

    def __init__(self, actuals: Actuals) -> None:
        self._values: dict[str, dict[Month, Fraction]] = defaultdict(dict)
        for (measure, month), value in actuals.items():
            self._values[measure][month] = value

    def __missing__(self, measure: str) -> Column:
        values = self._values.get(measure, {})
        wholes, part = over_one(values.values())
        self[measure] = made = Column(values, dict(zip(values, wholes, strict=True)), part)
        return made


class Series:
    """The recorded values behind one target of a plan; `idle` are the store's months without business.

    In an idle month a flow has 0, anything else nothing.
    """

    def __init__(
        self, plan: Plan, target: Target, columns: Columns, open_days: OpenDays, idle: Collection[Month] = ()
    ) -> None:
        self.measures = plan.measures
        self.calendar = plan.calendar
        self.kind = target.kind
        self.formula = target.formula
        self.columns = columns
        self.open_days = open_days
        self.idle = idle
        self.used = tuple(dict.fromkeys(names(target.formula)))
        self.parts: Mapping[str, tuple[str, ...]] = {
            name: plan.recorded_as(name) for name in self.used if name not in CALENDAR_NAMES
        }
        leaves = [part for parts in self.parts.values() for part in parts]
        self._part_time = any(self.measures[leaf].months for leaf in leaves)
        self._own: dict[Month, Fraction | None] = {}
        filled = [columns[leaf].values.keys() for leaf in leaves]  # of what is there all the time
        self._full: Collection[Month] | None = reduce(and_, filled) if filled and not self._part_time else None

    def is_recorded(self, month: Month) -> bool:
        """Whether every measure the formula uses has an actual in the month, or the month counts as 0."""
        if self._part_time and not self.is_there(month):
            return False
        if month in self.idle:
            return self.kind == "flow"
        if self._full is not None:
            return month in self._full
        return not self.lacking(month)

    def is_there(self, month: Month) -> bool:
        """Whether every measure the formula uses can have a value in the month: it, or one of its members, is there."""
        if not self._part_time:
            return True
        return all(any(self.measures[part].is_there(month) for part in parts) for parts in self.parts.values())

    def live(self, months: Iterable[Month]) -> list[Month]:
        """Those of the months that are to be recorded: with business, and with somebody there who records."""
        if not (self.idle or self._part_time):
            return list(months)
        return [month for month in months if month not in self.idle and self.is_there(month)]

    def lacking(self, month: Month) -> tuple[str, ...]:
        """The measures that somebody has yet to record for the month."""
        return tuple(
            part
            for parts in self.parts.values()
            for part in parts
            if month not in self.columns[part].values and self.measures[part].is_there(month)
        )

    def recorded(self, months: Iterable[Month]) -> tuple[Month, ...]:
        """Those of the months that count."""
        if self._full is not None and not self.idle:
            return tuple(filter(self._full.__contains__, months))
        return tuple(filter(self.is_recorded, months))

    def over(self, months: Sequence[Month], formula: Formula | None = None) -> Fraction | None:
        """The formula over recorded months, each measure first taken over them; None where it divides by zero."""
        formula = formula or self.formula
        if isinstance(formula, Name):
            return self._taken(formula.id, months)
        return value_of(formula, {name: self._taken(name, months) for name in self.used})

    def whole(self, months: Sequence[Month]) -> Fraction | None:
        """The formula over months that are all recorded or without business; None where one is missing, or none is."""
        live = [month for month in months if month not in self.idle]
        if not all(map(self.is_recorded, live)) or not (live or (months and self.kind == "flow")):
            return None
        return self.over(live)

    def year_before(self, months: Sequence[Month]) -> list[Month]:
        """The months a year before; for a level's, where there was no business in it, the last one with some."""
        before = [month.plus(-12) for month in months]
        while self.kind == "level" and before and before[-1] in self.idle:
            before = [before[-1].plus(-1)]
        return before

    def inputs(self, months: Sequence[Month]) -> tuple[tuple[str, Fraction | None], ...]:
        """Each name of the formula with what it is over recorded months; None where there are none."""
        return tuple((name, self._taken(name, months) if months else None) for name in self.used)

    def own(self, month: Month) -> Fraction | None:
        """The formula's value in one month; None where it is not recorded or divides by zero."""
        if month not in self._own:
            self._own[month] = self._alone(month) if self.is_recorded(month) else None
        return self._own[month]

    def _alone(self, month: Month) -> Fraction | None:
        """The formula in a recorded month; quickly where it is one measure that somebody records."""
        if isinstance(self.formula, Name) and month not in self.idle:
            id = self.formula.id
            if self.parts.get(id) == (id,):
                return self.columns[id].values[month]
        return self.over((month,))

    def _taken(self, name: str, months: Sequence[Month]) -> Fraction:
        """A measure, or a word of the calendar, over months."""
        match name:
            case "open_days":
                return Fraction(sum(map(self.open_days, months)))
            case "days":
                return Fraction(sum(map(self.calendar.days, months)))
            case "months":
                return Fraction(len(months))
        over_time = self.measures[name].over_time
        total = self._sum(name, months[-1:] if over_time == "last" else months)
        return total / len(months) if over_time == "mean" else total

    def has_negative(self, months: Iterable[Month]) -> bool:
        """Whether any measure of the formula has a value below 0 in one of the months."""
        return any(
            self._sum(name, (month,)) < 0
            for month in months
            if month not in self.idle
            for name, parts in self.parts.items()
            if all(month in self.columns[part].values or not self.measures[part].is_there(month) for part in parts)
        )

    def _sum(self, measure: str, months: Sequence[Month]) -> Fraction:
        parts = self.parts[measure]
        if self.idle:
            months = [month for month in months if month not in self.idle]
        sums = [self.columns[part].sum(self._there(part, months)) for part in parts]
        below = lcm(*[below for _, below in sums])
        return Fraction(sum([whole * (below // part) for whole, part in sums]), below)

    def _there(self, part: str, months: Sequence[Month]) -> Sequence[Month]:
        """Those of months in which somebody records a measure."""
        return list(filter(self.measures[part].is_there, months)) if self._part_time else months
