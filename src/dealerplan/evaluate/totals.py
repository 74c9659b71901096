"""What a measure's months are together, by its `over_time`: for exports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from dealerplan.domain.actual import Actuals
from dealerplan.domain.formula import Name
from dealerplan.domain.goal import Goal
from dealerplan.domain.month import Month, Period
from dealerplan.domain.number import over_one
from dealerplan.domain.plan import Measure, Plan, Target
from dealerplan.evaluate.series import Columns, Series

NO_MONTH = Period(Month(1, 1), Month(1, 1))


class MeasureYear(NamedTuple):
    """A measure's year, each part None where nothing of it is recorded; `quarters` are those of `months`.

    `last_year` is over the months recorded that are recorded in the year too, over all where the year has none.
    """

    last_year: Fraction | None
    year: Fraction | None
    months: Sequence[Fraction | None]
    quarters: Sequence[Fraction | None]


class Recorded:
    """A store's measures by id, and what is recorded for them: each taken as the formula that names it alone."""

    def __init__(self, measures: Mapping[str, Measure], actuals: Actuals) -> None:
        self.measures, self.columns = measures, Columns(actuals)

    def value(self, id: str, month: Month) -> Fraction | None:
        """A month's value; of a sum once all its members that are there have one."""
        return self._series(id).own(month)

    def of(self, plan: Plan, target: Target, months: Iterable[Month]) -> list[Fraction | None]:
        """A target's own value in each month."""
        return list(map(Series(plan, target, self.columns, attrgetter("days")).own, months))

    def wholes(self, id: str, months: Iterable[Month]) -> tuple[list[int], int]:
        """The values that there are in months, as so many of a part of 1."""
        of, column = self.measures[id], self.columns[id]
        if not of.members and of.months is None:
            return [column.wholes[month] for month in months if month in column.wholes], column.part
        return over_one([value for value in map(self._series(id).own, months) if value is not None])

    def _series(self, id: str) -> Series:
        """As a target on the measure alone would have it."""
        plan = Plan("", "", "", NO_MONTH, measures=self.measures)
        alone = Target(id, id, Name(id), "flow", Goal(""), Fraction(0))
        return Series(plan, alone, self.columns, attrgetter("days"))

    def year(self, id: str, year: int) -> MeasureYear:
        """A measure's year with its quarters, and the year before."""
        series, months = self._series(id), months_of(year)
        own = list(map(series.own, months))

        def over(first: int, end: int) -> Fraction | None:
            """What the recorded ones of some months are together: their sum, their last, or their mean."""
            found = [month for month, value in zip(months[first:end], own[first:end], strict=True) if value is not None]
            return series.over(found) if found else None

        there = [month.plus(-12) for month, value in zip(months, own, strict=True) if value is not None]
        before = series.recorded(there or months_of(year - 1))
        quarters = [over(at, at + 3) for at in range(0, 12, 3)]
        return MeasureYear(series.over(before) if before else None, over(0, 12), own, quarters)


@cache
def months_of(year: int) -> Sequence[Month]:
    """The twelve months of a year."""
    return tuple(Period(Month(year, 1), Month(year, 12)))
