"""A target's own values: which months count, and its formula over one month or several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from dealerplan.domain.actual import Actuals
from dealerplan.domain.formula import Formula, measures_of, value_of
from dealerplan.domain.month import Month
from dealerplan.domain.plan import OpenDays, Plan, Target


class Series:
    """The recorded values behind one target of a plan."""

    def __init__(self, plan: Plan, target: Target, actuals: Actuals, open_days: OpenDays) -> None:
        self.plan = plan
        self.formula = target.formula
        self.used = measures_of(target.formula)
        self.parts = tuple(part for measure in self.used for part in plan.recorded_as(measure))
        self.actuals = actuals
        self.open_days = open_days

    def is_recorded(self, month: Month) -> bool:
        """Whether every measure the formula uses has an actual in the month."""
        return all((part, month) in self.actuals for part in self.parts)

    def recorded(self, months: Iterable[Month]) -> tuple[Month, ...]:
        """Those of the months that count."""
        return tuple(filter(self.is_recorded, months))

    def over(self, months: Sequence[Month], formula: Formula | None = None) -> Fraction | None:
        """The formula over recorded months, each measure first taken over them; None where it divides by zero."""
        values = {measure: self._taken(measure, months) for measure in self.used}
        values["open_days"] = Fraction(sum(map(self.open_days, months)))
        values["days"] = Fraction(sum(month.days for month in months))
        values["months"] = Fraction(len(months))
        return value_of(self.formula if formula is None else formula, values)

    def own(self, month: Month) -> Fraction | None:
        """The formula's value in one month; None where it is not recorded or divides by zero."""
        return self.over([month]) if self.is_recorded(month) else None

    def _taken(self, measure: str, months: Sequence[Month]) -> Fraction:
        match self.plan.measures[measure].over_time:
            case "sum":
                return sum((self._value(measure, month) for month in months), Fraction(0))
            case "last":
                return self._value(measure, months[-1])
            case "mean":
                return sum((self._value(measure, month) for month in months), Fraction(0)) / len(months)

    def _value(self, measure: str, month: Month) -> Fraction:
        return sum((self.actuals[part, month] for part in self.plan.recorded_as(measure)), Fraction(0))
