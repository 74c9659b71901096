"""What a measure's months are together, by its `over_time`: for exports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from dealerplan.domain.actual import Actuals
from dealerplan.domain.month import Month, Period
from dealerplan.domain.plan import Measure, leaves


class MeasureYear(NamedTuple):
    """A measure's year, each part None where nothing of it is recorded; `quarters` are those of `months`."""

    last_year: Fraction | None
    year: Fraction | None
    months: Sequence[Fraction | None]
    quarters: Sequence[Fraction | None]


class Recorded(NamedTuple):
    """A store's measures by id, and what is recorded for them."""

    measures: Mapping[str, Measure]
    actuals: Actuals

    def value(self, id: str, month: Month) -> Fraction | None:
        """A month's value; of a sum once all its members have one."""
        parts = [self.actuals.get((leaf, month)) for leaf in leaves(self.measures, id)]
        return sum((part for part in parts if part is not None), Fraction(0)) if None not in parts else None

    def over(self, id: str, months: Sequence[Month]) -> Fraction | None:
        """What the recorded ones of some months are together: their sum, their last, or their mean."""
        found = [value for month in months if (value := self.value(id, month)) is not None]
        if not found:
            return None
        how = self.measures[id].over_time
        return found[-1] if how == "last" else sum(found, Fraction(0)) / (len(found) if how == "mean" else 1)

    def year(self, id: str, year: int) -> MeasureYear:
        """A measure's year with its quarters, and the year before."""
        months, before = months_of(year), months_of(year - 1)
        return MeasureYear(
            self.over(id, before),
            self.over(id, months),
            [self.value(id, month) for month in months],
            [self.over(id, months[at : at + 3]) for at in range(0, 12, 3)],
        )


def months_of(year: int) -> Sequence[Month]:
    """The twelve months of a year."""
    return list(Period(Month(year, 1), Month(year, 12)))
