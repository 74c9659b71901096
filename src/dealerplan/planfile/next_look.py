"""What somebody has to look at in next year's plan before it is good."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from dealerplan.domain.goal import Goal
from dealerplan.domain.month import Period
from dealerplan.domain.plan import Measure, Plan, Target
from dealerplan.planfile.next_names import years_on
from dealerplan.planfile.writing import Noted
from dealerplan.words import Message, say

MUCH = Fraction(5, 100)
"""How much more than asked a small goal may grow by being rounded up, without a word."""

ENDS = ("from", "until")


class Made(NamedTuple):
    """This year's plan at its end; next year's goals, by how much they grew, the targets gone, and the file's data."""

    plan: Plan
    goals: Mapping[str, Goal]
    growth: Fraction
    gone: Sequence[Target]
    data: Mapping[str, Any]

    @property
    def there(self) -> Sequence[Target]:
        """The targets that next year has."""
        return [target for target in self.plan.targets if target not in self.gone]


def look_at(made: Made) -> Iterator[Message]:
    """A sentence for each kind of thing that is open, was decided by rule, or may not be meant any more."""
    year = made.plan.period.label
    if names := [one.name for one in made.there if made.goals[one.id].undecided]:
        yield say("goals still open: {names}", names=names)
    if names := [one.name for one in made.there if made.goals[one.id].last_year]:
        yield say("goals against last year, which is now {year}: {names}", year=year, names=names)
    if names := [one.name for one in made.there if _ratio(one, made.goals[one.id]) > made.growth * (1 + MUCH)]:
        yield say("goals grown by more than asked, in rounding up or for parts that are gone: {names}", names=names)
    below = [one for one in made.there if made.growth != 1 and _is_floor_below_zero(one)]
    if names := [one.name for one in below if made.goals[one.id] == one.goal]:
        yield say("goals below 0, which do not grow: {names}", names=names)
    yield from _moved(made)
    if texts := sorted(set(_texts_of_year(made.data, made.plan.period))):
        yield say("{year} still stands in: {texts}", year=year, texts=texts)


def _moved(made: Made) -> Iterator[Message]:
    if made.gone:
        yield say("left out, for they have no month any more: {names}", names=[one.name for one in made.gone])
    if names := [one.name for one in made.plan.measures.values() if _began_within(one, made.plan.period)]:
        yield say("there all year now, look at their goals: {names}", names=names)
    targets, milestones = made.data.get("targets") or {}, made.data.get("milestones") or {}
    if names := [one.name for one in made.there if any(key in targets.get(one.id, ()) for key in ENDS)]:
        yield say("goals for a part of the period, moved on: {names}", names=names)
    if number := sum("due" in (one.value or ()) for one in milestones.values()):
        yield say("{number} date of milestones moved on", "{number} dates of milestones moved on", number=number)


def _ratio(target: Target, goal: Goal) -> Fraction:
    """How many times this year's goal next year's is."""
    old, new = target.goal.value, goal.value
    return new / old if new is not None and old else Fraction(0)


def _is_floor_below_zero(target: Target) -> bool:
    goal = target.goal
    return target.kind != "rate" and goal.value is not None and goal.value < 0 and not goal.is_ceiling


def _began_within(measure: Measure, period: Period) -> bool:
    return measure.months is not None and period.first < measure.months.first <= period.last


_NAMED = ("name", "notes", "basis", "owner", "department")


def _texts_of_year(data: Any, period: Period) -> Iterator[str]:
    """Names and notes that still tell of a year of this period."""
    data = data.value if isinstance(data, Noted) else data
    for key, value in data.items() if isinstance(data, dict) else ():
        if isinstance(value, str) and key in _NAMED and years_on(value, period) != value:
            yield value
        yield from _texts_of_year(value, period)
