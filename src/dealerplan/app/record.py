"""Recording and correcting actuals: all of a command's values or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from dealerplan.app.session import Session
from dealerplan.app.values import above_whole, measures_by_id, unrecorded
from dealerplan.book.contract import Book
from dealerplan.book.reading import actuals_of, closed_of
from dealerplan.domain.actual import WITHDRAWN, Actuals, Entry
from dealerplan.domain.month import Month
from dealerplan.domain.number import canonical
from dealerplan.domain.plan import Measure, Plan, leaves
from dealerplan.errors import DealerplanError, Invalid, Refused, UsageError
from dealerplan.words import Message, say

Values = Mapping[str, Fraction | None]
"""Values by measure id; None withdraws."""


@dataclass(frozen=True, slots=True)
class Change:
    """A value given for a measure, None to withdraw it; `before` is what the book had, None for nothing."""

    measure: Measure
    value: Fraction | None
    before: Fraction | None

    @property
    def is_new(self) -> bool:
        """Whether the book has to be written for it."""
        return self.value != self.before


class Outcome(NamedTuple):
    """What a command's values change, and what the plan only warns of."""

    changes: Sequence[Change]
    warnings: Sequence[Message]


@dataclass(frozen=True, slots=True)
class Question:
    """A measure not yet recorded for a month, and the month before's value."""

    measure: Measure
    last: Fraction | None


def record(
    session: Session,
    plans: Sequence[Plan],
    month: Month,
    values: Mapping[str, Fraction],
    note: str | None = None,
) -> Outcome:
    """Write actuals that are not there yet. Raises Refused; values there and equal change nothing."""
    return _write(session, plans, month, values, correcting=False, note=note)


def correct(session: Session, plans: Sequence[Plan], month: Month, values: Values, why: str) -> Outcome:
    """Replace or withdraw recorded actuals, saying why; the old ones stay in the history. Raises Refused."""
    if not why.strip():
        raise UsageError(say("a correction needs a reason"), say('say it: --why "counted twice"'))
    return _write(session, plans, month, values, correcting=True, why=why.strip())


def questions(session: Session, plans: Sequence[Plan], month: Month) -> list[Question]:
    """What is still to be recorded for a month, in the plans' order."""
    with session.reading() as book:
        actuals = actuals_of(book, plans[0].store)
    before = month.plus(-1)
    return [Question(one, actuals.get((one.id, before))) for one in unrecorded(plans, month, actuals)]


def check_month(session: Session, month: Month) -> None:
    """Raises Invalid for a month after the current one."""
    if month > session.month:
        message = say("{month} lies in the future", month=month)
        raise Invalid(message, say("the current month is {month}", month=session.month))


def check_values(session: Session, plans: Sequence[Plan], month: Month, values: Mapping[str, Fraction]) -> None:
    """Raises Refused for values that `record` would refuse."""
    with session.reading() as book:
        _changes(book, plans, month, values, correcting=False)


def _write(
    session: Session, plans: Sequence[Plan], month: Month, values: Values, correcting: bool,
    note: str | None = None, why: str | None = None,
) -> Outcome:  # fmt: skip
    check_month(session, month)
    store, source = plans[0].store, "correct" if correcting else "record"

    def decide(book: Book) -> tuple[Outcome, list[Entry]]:
        outcome = _changes(book, plans, month, values, correcting)
        return outcome, [
            session.entry("actual", store, change.measure.id, str(month), _kept(change.value), source, note, why)
            for change in outcome.changes
            if change.is_new
        ]

    return session.write(decide)


def _changes(book: Book, plans: Sequence[Plan], month: Month, values: Values, correcting: bool) -> Outcome:
    """What the values change; raises Refused with all that speaks against it."""
    actuals, measures = actuals_of(book, plans[0].store), measures_by_id(plans)
    changes = [Change(measures[id], value, actuals.get((id, month))) for id, value in values.items()]
    if any(change.is_new for change in changes) and month in closed_of(book, plans[0].store):
        message = say("{month} is closed", month=month)
        raise UsageError(message, say('open it first: dealerplan reopen {month} --why "…"', month=month))
    above = _above_whole(plans, month, values, actuals)
    problems = _unsaid(changes, month, correcting)
    problems += [error for measure, error in above if measure.above_whole == "refuse"]
    if problems:
        raise Refused(problems)
    return Outcome(changes, [error.message for _, error in above])


def _kept(value: Fraction | None) -> str:
    return WITHDRAWN if value is None else canonical(value)


def _unsaid(changes: Sequence[Change], month: Month, correcting: bool) -> list[DealerplanError]:
    """Values that `record` would overwrite, or that `correct` finds nothing for."""
    problems: list[DealerplanError] = []
    for change in changes:
        id, value = change.measure.id, _kept(change.value)
        if correcting and change.before is None:
            message = say("{name} has no value in {month} to correct", name=id, month=month)
            hint = say("dealerplan record {month} {name}={value}", month=month, name=id, value=value)
            problems.append(UsageError(message, None if value == WITHDRAWN else hint))
        elif not correcting and change.before is not None and change.is_new:
            before = canonical(change.before)
            message = say("{name} is {before} in {month} already", name=id, before=before, month=month)
            hint = say('dealerplan correct {month} {name}={value} --why "…"', month=month, name=id, value=value)
            problems.append(UsageError(message, hint))
    return problems


def _above_whole(
    plans: Sequence[Plan], month: Month, values: Values, actuals: Actuals
) -> list[tuple[Measure, UsageError]]:
    """Parts that would exceed the whole they are within."""
    after: Values = {**{id: value for (id, when), value in actuals.items() if when == month}, **values}
    measures = measures_by_id(plans)

    def total(id: str) -> Fraction | None:
        parts = [after.get(leaf) for leaf in leaves(measures, id)]
        return sum((part for part in parts if part is not None), Fraction(0)) if None not in parts else None

    found = []
    for id, measure in measures.items():
        if measure.within is None or values.keys().isdisjoint(leaves(measures, id) + leaves(measures, measure.within)):
            continue
        part, whole = total(id), total(measure.within)
        if part is not None and whole is not None and (error := above_whole(id, part, measure.within, whole)):
            found.append((measure, error))
    return found
