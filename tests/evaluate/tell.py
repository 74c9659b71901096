"""Plans and actuals in a line or two: `card_of("formula: a, goal: ≥ 12", a="1 2 - 3")`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from dealerplan.calendar import open_days
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Plan
from dealerplan.evaluate import Scorecard, TargetCard, evaluate, last_recorded
from dealerplan.planfile.load import load

PLAN = """
plan: p
store: s
period: {period}
tolerance: {tolerance}
calendar: {calendar}
measures:
  a: {{unit: 台}}
  b: {{unit: 台}}
  money: {{unit: 元}}
  points: {{unit: "%"}}
  stock: {{over_time: last}}
  size: {{over_time: mean}}
  sold: {{members: [x, y]}}
targets:
  t: {{{target}}}
"""


def plan_of(target: str, period: str = "2026", tolerance: str = "10%", calendar: str = "{open: all}") -> Plan:
    """A plan of one target `t`, in the period 2026 unless told otherwise."""
    plan = load(PLAN.format(target=target, period=period, tolerance=tolerance, calendar=calendar).encode(), "p.yaml")
    assert isinstance(plan, Plan), [str(error.message) for error in plan]
    return plan


def scorecard(plan: Plan, as_of: str | None = None, **values: str) -> Scorecard:
    """Evaluate with a row of values a measure, `-` for none; before a bar come the months before the period.

    `sold_x` stands for `sold.x`.
    """
    actuals = actuals_of(plan, values)
    month = Month.parse(as_of) if as_of else last_recorded(plan, actuals)
    return evaluate(plan, actuals, {}, open_days(plan.calendar), date(2026, 12, 31), month)


def actuals_of(plan: Plan, values: Mapping[str, str]) -> dict[tuple[str, Month], Fraction]:
    """What such rows record."""
    return {
        (measure.replace("_", "."), month): Fraction(value)
        for measure, row in values.items()
        for month, value in _months(plan, row)
        if value != "-"
    }


def _months(plan: Plan, row: str) -> Iterator[tuple[Month, str]]:
    before, _, within = row.rpartition("|")
    values = before.split() + within.split()
    return ((plan.period.first.plus(index - len(before.split())), value) for index, value in enumerate(values))


def card_of(
    target: str, as_of: str | None = None, period: str = "2026", tolerance: str = "10%",
    calendar: str = "{open: all}", **values: str,
) -> TargetCard:  # fmt: skip
    """The card of one target."""
    return scorecard(plan_of(target, period, tolerance, calendar), as_of, **values).targets[0]


def told(figures: object, names: str) -> str:
    """Figures by name as one text, fractions in full, `-` for None: `told(card.figures, "actual gap") == "9/2 -"`."""
    values = [getattr(figures, name) for name in names.split()]
    return " ".join("-" if value is None else str(value) for value in values)
