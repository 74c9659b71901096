"""What values given for a month change in a store's log, and all that speaks against it."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Literal, NamedTuple

from dealerplan.app.doubts import of_count, of_month, of_size
from dealerplan.app.month_lock import MonthLock
from dealerplan.app.running import concerned, future, is_over
from dealerplan.app.selection import holding
from dealerplan.app.values import above_whole, measures_by_id, measures_for, named
from dealerplan.domain.actual import Actuals
from dealerplan.domain.month import FIRST_YEAR, LAST_YEAR, Month, Period
from dealerplan.domain.number import canonical
from dealerplan.domain.plan import Measure, Plan, leaves
from dealerplan.domain.shown import InFull
from dealerplan.domain.unit import differ
from dealerplan.errors import DealerplanError, UsageError
from dealerplan.words import Message, say

Values = Mapping[str, Fraction | None]
"""Values by measure id; None withdraws."""
Rule = Literal["record", "correct", "restate"]
"""Whether values may only be new, only replace recorded ones, or both."""
MONTH = ""
"""What stands for a month as a whole where measures are named."""


class Change(NamedTuple):
    """A value given for a measure, None to withdraw it; `before` is what the book had, None for nothing."""

    store: str
    month: Month
    measure: Measure
    value: Fraction | None
    before: Fraction | None

    @property
    def is_new(self) -> bool:
        """Whether the book has to be written for it."""
        return self.value is not None if self.before is None else self.value != self.before


class Objection(NamedTuple):
    """What speaks against a change: of a measure, or of the MONTH as a whole; `differs` from what is recorded."""

    measure: str
    error: DealerplanError
    differs: bool = False


class Decision(NamedTuple):
    """What values change, what speaks against it, and what the plan only warns of."""

    changes: Sequence[Change]
    objections: Sequence[Objection]
    warnings: Sequence[Message]


def _typed(change: Change) -> str:
    """The new value as it can be typed under its unit."""
    share = change.measure.unit.share if change.measure.unit is not None else None
    if change.value is None or share is None or change.measure.unit is None:
        return "" if change.value is None else canonical(change.value)
    return f"{canonical(change.value / share)}{change.measure.unit.text_of_share}"


def everything(plans: Sequence[Plan]) -> frozenset[str]:
    """All that somebody may be sure of at once."""
    return frozenset((MONTH, *measures_by_id(plans)))


class Given(NamedTuple):
    """How values are given: as what, of which of them somebody is `sure`, what makes some doubtful for how they are
    written, and with which `option` hints name the store."""

    rule: Rule
    sure: Container[str] = ()
    doubts: Mapping[str, DealerplanError] = MappingProxyType({})
    option: str = ""


def changes_in(
    plans: Sequence[Plan], month: Month, values: Values, actuals: Actuals, lock: MonthLock, given: Given
) -> Decision:
    """What a month's values of the plans' store change, beside the `actuals` there are."""
    measures, store = measures_for(plans, month), plans[0].store
    changes = [Change(store, month, measures[id], value, actuals.get((id, month))) for id, value in values.items()]
    new = [change.measure.id for change in changes if change.is_new]
    own = concerned(plans, month, values)
    ahead = future(own, month, lock.today) if values else None
    if shut := ahead or lock.objection(month, new, given.option):
        return Decision(changes, [Objection(MONTH, shut)], [])
    above = list(_above_whole(measures, month, values, actuals))
    objections = [
        *_counted_nowhere(plans, month, changes),
        *_of_two_units(plans, month, changes),
        *(_uncorrected(changes, given.option) if given.rule == "correct" else ()),
        *(_overwritten(changes, given.option) if given.rule == "record" else ()),
        *_doubtful(changes, actuals, given, is_over(own, month, lock.today)),
        *(Objection(measure.id, error) for measure, error in above if measure.above_whole == "refuse"),
    ]
    return Decision(changes, objections, [error.message for _, error in above])


def _of_two_units(plans: Sequence[Plan], month: Month, changes: Sequence[Change]) -> Iterator[Objection]:
    """Values that plans of the month read in two units: one number can't be both."""
    for id in [change.measure.id for change in changes if change.is_new]:
        having = [plan for plan in plans if month in plan.period and id in plan.measures]
        units = [(plan, unit) for plan in having if (unit := plan.measures[id].unit) is not None]
        other = next(((plan, unit) for plan, unit in units if differ(unit, units[0][1])), None)
        if other is not None:
            message = say("{name} is in {unit} in {file}, and in {other} in {path}",
                          name=named(units[0][0].measures[id]), unit=units[0][1], file=units[0][0].path,
                          other=other[1], path=other[0].path)  # fmt: skip
            yield Objection(id, UsageError(message, say("declare it alike: the store records it once for both")))


def _counted_nowhere(plans: Sequence[Plan], month: Month, changes: Sequence[Change]) -> Iterator[Objection]:
    """Values of members in a month in which they are there in no plan of the store."""
    for change in changes:
        id = change.measure.id
        known = [plan for plan in plans if id in plan.measures]
        declared = {plan.id: plan.measures[id] for plan in holding(known, month) or known}
        if change.value is None or not change.is_new or any(one.is_there(month) for one in declared.values()):
            continue
        stays = [_stay(one.months, plan) for plan, one in declared.items() if one.months]
        message = say("{name} is there {stays}, not in {month}", name=named(change.measure), stays=stays, month=month)
        hint = say("record it in one of its months, or mend its from or until in the plan")
        yield Objection(id, UsageError(message, hint))


def _stay(months: Period, plan: str) -> Message:
    """From when until when a member is there, in which plan."""
    if months.first.year == FIRST_YEAR:
        return say("until {last} (plan {plan})", last=months.last, plan=plan)
    if months.last.year == LAST_YEAR:
        return say("from {first} (plan {plan})", first=months.first, plan=plan)
    return say("from {first} until {last} (plan {plan})", first=months.first, last=months.last, plan=plan)


def _doubtful(changes: Sequence[Change], actuals: Actuals, given: Given, has_ended: bool) -> Iterator[Objection]:
    """New values that are probably slips, and of which nobody is sure."""
    written = [change for change in changes if change.is_new and change.value is not None]
    if written and not has_ended and MONTH not in given.sure:
        yield Objection(MONTH, of_month(written[0].month))
    asked = {change.measure.id: change for change in written if change.measure.id not in given.sure}
    earlier: dict[str, dict[Month, Fraction]] = {id: {} for id in asked}
    for (id, month), value in actuals.items():
        if id in asked and month < asked[id].month:
            earlier[id][month] = value
    for id, change in asked.items():
        if id in given.doubts:
            yield Objection(id, given.doubts[id])
            continue
        measure, value, name = change.measure, change.value or Fraction(), named(change.measure)
        yield from (Objection(id, error) for error in of_count(measure, value, name))
        yield from (Objection(id, error) for error in of_size(measure, value, earlier[id], name))


def _uncorrected(changes: Sequence[Change], option: str) -> Iterator[Objection]:
    """Values that `correct` finds nothing for."""
    for change in changes:
        if change.before is None:
            id, month, value = change.measure.id, change.month, _typed(change)
            message = say("{name} has no value in {month} to correct", name=named(change.measure), month=month)
            hint = say("dealerplan record {words}", words=f"{month} {id}={value}{option}")
            yield Objection(id, UsageError(message, None if change.value is None else hint))


def _overwritten(changes: Sequence[Change], option: str) -> Iterator[Objection]:
    """Values that `record` would overwrite."""
    for change in changes:
        if change.before is not None and change.is_new:
            id, month, value = change.measure.id, change.month, _typed(change)
            before = InFull(change.before, change.measure.unit)
            message = say(
                "{name} is {before} in {month} already", name=named(change.measure), before=before, month=month
            )
            hint = say('dealerplan correct {words} --why "…"', words=f"{month} {id}={value}{option}")
            yield Objection(id, UsageError(message, hint), differs=True)


def _above_whole(
    measures: Mapping[str, Measure], month: Month, values: Values, actuals: Actuals
) -> Iterator[tuple[Measure, UsageError]]:
    """Parts that would exceed the whole they are within."""
    after: Values = {**{id: value for (id, when), value in actuals.items() if when == month}, **values}

    def total(id: str) -> Fraction | None:
        parts = [after.get(leaf) for leaf in leaves(measures, id) if measures[leaf].is_there(month)]
        return sum((part for part in parts if part is not None), Fraction(0)) if None not in parts else None

    for id, measure in measures.items():
        if measure.within is None or values.keys().isdisjoint(leaves(measures, id) + leaves(measures, measure.within)):
            continue
        part, whole = total(id), total(measure.within)
        if part is not None and whole is not None:
            error = above_whole(named(measure), part, named(measures[measure.within]), whole, measure.unit)
            if error:
                yield measure, error
