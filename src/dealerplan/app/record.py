"""Recording and correcting actuals: all of a command's values or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from dealerplan.app.changes import Change, Objection, Outcome, Values, changes_in, kept
from dealerplan.app.deadlines import doors_of
from dealerplan.app.session import Session
from dealerplan.app.values import unrecorded
from dealerplan.book.reading import actuals_of
from dealerplan.domain.actual import Entry, Logs
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Measure, Plan
from dealerplan.errors import DealerplanError, Invalid, Refused, UsageError
from dealerplan.intake.given import IntakeError, Place
from dealerplan.words import Message, say

Given = Mapping[tuple[str, Month], Values]
"""Values by store and month."""
Places = Mapping[tuple[str, Month, str], Place]
"""Where in a file a store's value of a month and measure stands."""


class Writing(NamedTuple):
    """How values are written: `file` is where they come from; a `rehearsal` only says what they would change."""

    correcting: bool = False
    file: str | None = None
    places: Places = MappingProxyType({})
    note: str | None = None
    why: str | None = None
    rehearsal: bool = False


TYPED = Writing()


class Question(NamedTuple):
    """A measure not yet recorded for a month, and the month before's value."""

    measure: Measure
    last: Fraction | None


def record(session: Session, plans: Sequence[Plan], given: Given, how: Writing = TYPED) -> Outcome:
    """Write actuals that are not there yet. Raises Refused; values there and equal change nothing."""
    return _write(session, plans, given, how)


def correct(session: Session, plans: Sequence[Plan], given: Given, why: str, how: Writing = TYPED) -> Outcome:
    """Replace or withdraw recorded actuals, saying why; the old ones stay in the history. Raises Refused."""
    if not why.strip():
        raise UsageError(say("a correction needs a reason"), say('say it: --why "counted twice"'))
    return _write(session, plans, given, how._replace(correcting=True, why=why.strip()))


def _write(session: Session, plans: Sequence[Plan], given: Given, how: Writing) -> Outcome:
    for month in {month for _, month in given}:
        check_month(session, month)
    of_store = {store: [plan for plan in plans if plan.store == store] for store, _ in given}

    def decide(logs: Logs) -> tuple[Outcome, list[Entry]]:
        outcome = _outcome(session, of_store, given, logs, how)
        return outcome, [] if how.rehearsal else _entries(session, outcome.changes, how)

    return session.write_all(list(of_store), decide)


def questions(session: Session, plans: Sequence[Plan], month: Month) -> list[Question]:
    """What is still to be recorded for a month, in the plans' order."""
    actuals = actuals_of(session.log(plans[0].store))
    before = month.plus(-1)
    return [Question(one, actuals.get((one.id, before))) for one in unrecorded(plans, month, actuals)]


def check_month(session: Session, month: Month) -> None:
    """Raises Invalid for a month after the current one."""
    if month > session.month:
        message = say("{month} lies in the future", month=month)
        raise Invalid(message, say("the current month is {month}", month=session.month))


def check_values(session: Session, plans: Sequence[Plan], month: Month, values: Values) -> None:
    """Raises Refused for values that `record` would refuse."""
    store = plans[0].store
    _outcome(session, {store: plans}, {(store, month): values}, {store: session.log(store)}, Writing())


def _outcome(session: Session, plans: Mapping[str, Sequence[Plan]], given: Given, logs: Logs, how: Writing) -> Outcome:
    """What the values change; raises Refused with all that speaks against it."""
    actuals = {store: actuals_of(log) for store, log in logs.items()}
    doors = {store: doors_of(plans[store], log, session.today) for store, log in logs.items()}
    changes: list[Change] = []
    warnings: list[Message] = []
    problems: list[DealerplanError] = []
    for (store, month), values in given.items():
        found = changes_in(plans[store], month, values, actuals[store], doors[store], how.correcting)
        changes += found.changes
        warnings += found.warnings
        problems += [_placed(one, how.file, how.places.get((store, month, one.measure))) for one in found.objections]
    if problems:
        raise Refused(problems)
    return Outcome(changes, (), warnings)


def _placed(objection: Objection, file: str | None, place: Place | None) -> DealerplanError:
    error = objection.error
    return error if file is None else IntakeError(file, place, error.message, error.hint)


def _entries(session: Session, changes: Sequence[Change], how: Writing) -> list[Entry]:
    at, typed = session.written_now(), "correct" if how.correcting else "record"
    entries = []
    for store, month, measure, value, before in changes:
        if value != before:
            source = typed if how.file is None else f"{how.file} {how.places[store, month, measure.id].cell}"
            entries.append(
                Entry("actual", store, measure.id, str(month), kept(value), at, session.by, source, how.note, how.why)
            )
    return entries
