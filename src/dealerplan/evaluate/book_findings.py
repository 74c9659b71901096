"""What a plan and its actuals together show: sums that look like levels, months that nobody recorded (C.3), and units
that values were not recorded in."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from dealerplan.domain.actual import Actuals
from dealerplan.domain.finding import Finding
from dealerplan.domain.formula import Name
from dealerplan.domain.month import Month
from dealerplan.domain.number import canonical, exact
from dealerplan.domain.outline import Outline
from dealerplan.domain.plan import Measure, Plan, Reporting, Target
from dealerplan.domain.shown import Amount
from dealerplan.domain.unit import Unit, differ, factor, read_unit
from dealerplan.evaluate.totals import Recorded
from dealerplan.words import Message, few, say

ENOUGH = 4
"""Months recorded before a sum may look like a level."""
ALIKE = Fraction(11, 10)
"""How many times the smallest month of a level the largest is at most."""
ABOVE = 3
"""How many times the goal all months of a level would come to, if they were added up."""
TOLD_FROM = 10
"""The day of the month after from which an unrecorded month is told, where the plan says none."""


def looks_like_a_level(plan: Plan, actuals: Actuals) -> Iterator[Finding]:
    """A sum whose months are all alike, and would come to many times the goal: stock, staff, a balance."""
    told, recorded = set(), Recorded(plan.measures, actuals)
    for target in plan.targets:
        if target.adds_up and isinstance(target.formula, Name) and target.formula.id.partition(".")[0] not in told:
            measure = plan.measures[target.formula.id]
            if (values := _alike(plan, target, recorded)) is not None:
                told.add(measure.id.partition(".")[0])
                yield _finding(plan, target, measure, values)


def _alike(plan: Plan, target: Target, recorded: Recorded) -> list[Fraction] | None:
    """The months of a target on a measure alone, where they look like a level's."""
    assert isinstance(target.formula, Name)
    own = plan.months_of(target)
    goal = target.goal_in(own.last).value
    if goal is None or goal.numerator <= 0:
        return None
    wholes, part = recorded.wholes(target.formula.id, own)
    if len(wholes) < ENOUGH or min(wholes) <= 0 or max(wholes) * ALIKE.denominator > min(wholes) * ALIKE.numerator:
        return None
    together = Fraction(sum(wholes) * len(own), part * len(wholes))
    return [Fraction(whole, part) for whole in wholes] if together >= ABOVE * goal else None


def _finding(plan: Plan, target: Target, measure: Measure, values: list[Fraction]) -> Finding:
    goal = target.goal_in(plan.months_of(target).last)
    message = say(
        (
            "{name} is added up, and its {number} month lie between {low} and {high}, with a goal of {goal}: "
            "where it is a level such as stock, write at the measure {id}: over_time: last"
        ),
        (
            "{name} is added up, and its {number} months lie between {low} and {high}, with a goal of {goal}: "
            "where it is a level such as stock, write at the measure {id}: over_time: last"
        ),
        name=measure.name,
        number=len(values),
        low=Amount(min(values), measure.unit),
        high=Amount(max(values), measure.unit),
        goal=goal.text,
        id=measure.id.partition(".")[0],
    )
    return Finding("looks-like-a-level", plan.id, plan.path, target.id, target.line, message)


def unrecorded(plan: Plan, actuals: Actuals, idle: Collection[Month], today: date) -> list[Month]:
    """The months that ended and have no actual of the plan, from its first recorded month on.

    A month is told from the plan's on-time day on, else from the 10th. `idle` are months without business, which are
    none; nor are those in which the plan has nothing to record.
    """
    own = {id for id, measure in plan.measures.items() if not measure.members}
    recorded = {month for id, month in actuals if id in own}.intersection(plan.period)
    reporting = plan.reporting._replace(on_time_until=plan.reporting.on_time_until or TOLD_FROM)
    first = min(recorded, default=plan.period.last)
    lacking = [month for month in plan.period if first < month and month not in recorded and month not in idle]
    return [month for month in lacking if _is_told(reporting, month, today) and plan.due_in(month)]


def _is_told(reporting: Reporting, month: Month, today: date) -> bool:
    told_on = reporting.on_time_day(month)
    return told_on is not None and today >= told_on


def unrecorded_finding(plan: Plan, months: Sequence[Month]) -> Finding:
    """What `check` says of months that nobody recorded."""
    return Finding("unrecorded", plan.id, plan.path, "", 1, unrecorded_said(months))


def unrecorded_said(months: Sequence[Month]) -> Message:
    """The months that nobody recorded, and the command to write."""
    return say("nothing recorded for {months}: dealerplan record {first}", months=few(months), first=months[0])


class InUnit(NamedTuple):
    """A value in force, and the unit that its measure had in the plan when it was recorded."""

    measure: str
    month: Month
    value: Fraction
    unit: Unit


class Otherwise(NamedTuple):
    """A measure with values that were recorded in another unit than it has now, the first of them."""

    measure: Measure
    first: InUnit
    months: Sequence[Month]

    def said(self) -> Message:
        """What is wrong with them, and the two ways to mend it."""
        one, now = self.first, self.measure.unit
        assert now is not None
        times = factor(one.unit, now)
        value = "…" if times is None or exact(one.value * times) is None else canonical(one.value * times)
        return say(
            "{name} is in {unit} now, and its values of {months} were recorded in {was}: write unit: {was} again, or "
            "correct each of them: {command}",
            name=self.measure.name, unit=now, months=few(self.months), was=one.unit,
            command=f'dealerplan correct {one.month} {one.measure}={value} --why "…"',
        )  # fmt: skip


def recorded_otherwise(plan: Plan, values: Sequence[InUnit]) -> list[Otherwise]:
    """The measures of a plan whose values were recorded in units that mean something else."""
    found: dict[str, list[InUnit]] = {}
    for one in values:
        now = plan.measures[one.measure].unit
        if now is not None and differ(one.unit, now):
            found.setdefault(one.measure, []).append(one)
    return [
        Otherwise(plan.measures[id], min(some, key=lambda one: one.month), sorted(one.month for one in some))
        for id, some in found.items()
    ]


def unit_changed(plan: Plan, found: Sequence[Otherwise]) -> list[Finding]:
    """What `check` says of values in another unit than their measure's."""
    return [Finding("unit-changed", plan.id, plan.path, one.measure.id, one.measure.line, one.said()) for one in found]


def units_apart(plan: Plan, others: Sequence[Outline]) -> Iterator[Finding]:
    """Measures that another plan of the store has in a unit that means something else: one of them is read wrongly."""
    for other in others:
        for id, measure in plan.measures.items():
            thing = None if other.head.id == plan.id else other.measures.get(id)
            if thing is None or thing.unit is None or measure.unit is None:
                continue
            if differ(read_unit(thing.unit), measure.unit):
                message = say(
                    "{name} is in {unit} here and in {other} in {file}: the book has one number for both; "
                    "declare it alike",
                    name=measure.name, unit=measure.unit, other=thing.unit, file=other.head.path,
                )  # fmt: skip
                yield Finding("measure-conflict", plan.id, plan.path, id, measure.line, message)
