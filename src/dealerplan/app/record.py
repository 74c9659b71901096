"""Recording and correcting actuals: all of a command's values or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from dealerplan.app.changes import Change, Objection, Values, changes_in, future, kept
from dealerplan.app.deadlines import doors_of
from dealerplan.app.session import Session
from dealerplan.app.values import unrecorded
from dealerplan.book.reading import actuals_of
from dealerplan.domain.actual import Entry, Logs
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Measure, Plan
from dealerplan.errors import DealerplanError, Refused, UsageError
from dealerplan.intake.given import IntakeError, Place
from dealerplan.words import Message, say

Batch = Mapping[tuple[str, Month], Values]
"""Values by store and month."""
Places = Mapping[tuple[str, Month, str], Place]
"""Where in a file a store's value of a month and measure stands."""


class Writing(NamedTuple):
    """How values are written: `file` is where they come from; a `rehearsal` only says what they would change.

    With `why`, recorded values are replaced or withdrawn, else only new ones are written.
    """

    file: str | None = None
    places: Places = MappingProxyType({})
    note: str | None = None
    why: str | None = None
    rehearsal: bool = False


TYPED = Writing()


class Outcome(NamedTuple):
    """What values change, and what the plan only warns of."""

    changes: Sequence[Change]
    warnings: Sequence[Message]


class Question(NamedTuple):
    """A measure not yet recorded for a month, and the month before's value."""

    measure: Measure
    last: Fraction | None


def record(session: Session, plans: Sequence[Plan], batch: Batch, how: Writing = TYPED) -> Outcome:
    """Write actuals that are not there yet. Raises Refused; values there and equal change nothing."""
    return _write(session, plans, batch, how)


def correct(session: Session, plans: Sequence[Plan], batch: Batch, how: Writing) -> Outcome:
    """Replace or withdraw recorded actuals, saying why; the old ones stay in the history. Raises Refused."""
    why = (how.why or "").strip()
    if not why:
        raise UsageError(say("a correction needs a reason"), say('say it: --why "counted twice"'))
    return _write(session, plans, batch, how._replace(why=why))


def _write(session: Session, plans: Sequence[Plan], batch: Batch, how: Writing) -> Outcome:
    of_store = {store: [plan for plan in plans if plan.store == store] for store, _ in batch}

    def decide(logs: Logs) -> tuple[Outcome, list[Entry]]:
        outcome = _outcome(session, of_store, batch, logs, how)
        return outcome, [] if how.rehearsal else _entries(session, outcome.changes, how)

    return session.write_all(list(of_store), decide)


def questions(session: Session, plans: Sequence[Plan], month: Month) -> list[Question]:
    """What is still to be recorded for a month, in the plans' order."""
    actuals = actuals_of(session.log(plans[0].store))
    before = month.plus(-1)
    return [Question(one, actuals.get((one.id, before))) for one in unrecorded(plans, month, actuals)]


def check_month(session: Session, month: Month) -> None:
    """Raises Invalid for a month after the current one."""
    if error := future(month, session.today):
        raise error


def check_values(session: Session, plans: Sequence[Plan], month: Month, values: Values) -> None:
    """Raises Refused for values that `record` would refuse."""
    store = plans[0].store
    _outcome(session, {store: plans}, {(store, month): values}, {store: session.log(store)}, TYPED)


def _outcome(session: Session, plans: Mapping[str, Sequence[Plan]], batch: Batch, logs: Logs, how: Writing) -> Outcome:
    """What the values change; raises Refused with all that speaks against it."""
    actuals = {store: actuals_of(log) for store, log in logs.items()}
    doors = {store: doors_of(plans[store], log, session.today) for store, log in logs.items()}
    changes: list[Change] = []
    warnings: list[Message] = []
    problems: list[DealerplanError] = []
    for (store, month), values in batch.items():
        found = changes_in(plans[store], month, values, actuals[store], doors[store], how.why is not None)
        changes += found.changes
        warnings += found.warnings
        problems += [_placed(one, how, how.places.get((store, month, one.measure))) for one in found.objections]
    if problems:
        raise Refused(problems)
    return Outcome(changes, warnings)


def _placed(objection: Objection, how: Writing, place: Place | None) -> DealerplanError:
    error = objection.error
    if how.file is None:
        return error
    hint = error.hint
    if objection.differs:
        hint = say('dealerplan correct --from {file} --why "…"', file=how.file)
    return IntakeError(how.file, place, error.message, hint)


def _entries(session: Session, changes: Sequence[Change], how: Writing) -> list[Entry]:
    typed = "record" if how.why is None else "correct"

    def source(of: Change) -> str:
        return f"{how.file} {how.places[of.store, of.month, of.measure.id].cell}" if how.file else typed

    return [
        session.entry(
            "actual", one.store, one.measure.id, str(one.month), kept(one.value), source(one), how.note, how.why
        )
        for one in changes
        if one.is_new
    ]
