"""Recording and correcting actuals: all of a command's values or none."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from dealerplan.app.changes import Change, Given, Objection, Rule, Values, changes_in
from dealerplan.app.doubts import of_month
from dealerplan.app.kept import otherwise
from dealerplan.app.month_lock import lock_of
from dealerplan.app.running import concerned, future, is_over
from dealerplan.app.session import Session
from dealerplan.app.shell import quoted
from dealerplan.app.values import recordable
from dealerplan.book.reading import Known
from dealerplan.domain.event import Entry, Recorded
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Measure, Plan
from dealerplan.errors import DealerplanError, Refused, UsageError
from dealerplan.intake.given import SHOWN, IntakeError, more
from dealerplan.sheets.place import Place
from dealerplan.words import Message, say

Batch = Mapping[tuple[str, Month], Values]
"""Values by store and month."""
Places = Mapping[tuple[str, Month, str], Place]
"""Where in a file a store's value of a month and measure stands."""


Doubts = Mapping[tuple[str, Month, str], DealerplanError]
"""What makes a store's value of a month and measure doubtful for how it is written."""


class Writing(NamedTuple):
    """How values are written: `file` is where they come from, `words` those that name it again; a `rehearsal` only says
    what they would change; `store` is the one that was chosen.

    With `why`, recorded values are replaced or withdrawn, and a file's new ones written; else only new ones are.
    `problems` are what is wrong with the words or the file already, told with all else; `doubts` are about values for
    how they are written; `sure` holds the measures of whose values somebody is, and MONTH.
    """

    file: str | None = None
    words: str = ""
    places: Places = MappingProxyType({})
    store: str | None = None
    note: str | None = None
    why: str | None = None
    rehearsal: bool = False
    problems: Sequence[DealerplanError] = ()
    doubts: Doubts = MappingProxyType({})
    sure: Container[str] = ()


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
    """Replace or withdraw recorded actuals, saying why; the old ones stay in the history. Raises Refused.

    A file's values that are new are written too; typed, they are a slip and refused.
    """
    why = (how.why or "").strip()
    if not why:
        raise UsageError(say("a correction needs a reason"), say('say it: --why "counted twice"'))
    return _write(session, plans, batch, how._replace(why=why))


def _write(session: Session, plans: Sequence[Plan], batch: Batch, how: Writing) -> Outcome:
    of_store = {store: [plan for plan in plans if plan.store == store] for store, _ in batch}
    of_several = how.store is not None or len({plan.store for plan in plans}) > 1

    def decide(known: Mapping[str, Known]) -> tuple[Outcome, Iterable[Entry]]:
        outcome = _outcome(session, of_store, batch, known, how, of_several)
        return outcome, () if how.rehearsal else _entries(session, outcome.changes, how)

    return session.write_all([plan for found in of_store.values() for plan in found], decide)


def questions(session: Session, plans: Sequence[Plan], month: Month) -> list[Question]:
    """What is still to be recorded for a month, in the plans' order."""
    actuals = session.known(plans)[plans[0].store].actuals
    before = month.plus(-1)
    return [
        Question(one, actuals.get((one.id, before)))
        for one in recordable(plans, month, actuals)
        if not future(concerned(plans, month, [one.id]), month, session.today)
    ]


def check_month(session: Session, plans: Sequence[Plan], month: Month) -> None:
    """Raises Invalid for a month that has not begun for any of the plans."""
    errors = [future([plan], month, session.today) for plan in concerned(plans, month)]
    if error := None if None in errors else errors[0]:
        raise error


def check_ended(session: Session, plans: Sequence[Plan], month: Month, sure: bool) -> None:
    """Raises UsageError for a month that has not ended, unless somebody is sure."""
    if not (sure or is_over(concerned(plans, month), month, session.today)):
        raise of_month(month)


def check_values(session: Session, plans: Sequence[Plan], month: Month, values: Values, how: Writing) -> None:
    """Raises Refused for values that `record` would refuse."""
    record(session, plans, {(plans[0].store, month): values}, how._replace(rehearsal=True))


def _outcome(
    session: Session,
    plans: Mapping[str, Sequence[Plan]],
    batch: Batch,
    known: Mapping[str, Known],
    how: Writing,
    of_several: bool,
) -> Outcome:
    """What the values change; raises Refused with all that speaks against it."""
    rule: Rule = "record" if how.why is None else "restate" if how.file else "correct"
    actuals = {store: one.actuals for store, one in known.items()}
    lock = {store: lock_of(plans[store], one, session.today) for store, one in known.items()}
    changes: list[Change] = []
    warnings: list[Message] = []
    problems = [*how.problems]
    objections: list[DealerplanError] = []
    for (store, month), values in batch.items():
        doubts = {id: how.doubts[store, month, id] for id in values if (store, month, id) in how.doubts}
        given = Given(rule, how.sure, doubts, f" --store {quoted(store)}" if of_several else "")
        found = changes_in(plans[store], month, values, actuals[store], lock[store], given)
        changes += found.changes
        warnings += found.warnings
        if rule == "record":
            objections += _in_other_units(plans[store], known[store], [one.measure.id for one in changes if one.is_new])
        objections += [_placed(one, how, how.places.get((store, month, one.measure))) for one in found.objections]
    problems += _first(objections, how.file) if how.file else objections
    if problems:
        raise Refused(problems)
    return Outcome(changes, warnings)


def _in_other_units(plans: Sequence[Plan], known: Known, ids: Container[str]) -> Iterator[DealerplanError]:
    """New values of measures whose earlier ones were recorded in another unit."""
    for plan in plans:
        for one in otherwise(plan, known):
            if one.measure.id in ids:
                yield UsageError(one.said())


def _first(problems: Sequence[DealerplanError], file: str) -> list[DealerplanError]:
    """The first problems of a file, those of several stores once, and how many more there are."""
    found = list({(str(one.message), str(one.hint)): one for one in problems}.values())
    rest = [one.flags for one in found[SHOWN:]]
    return [*found[:SHOWN], *([more(file, rest)] if rest else [])]


def _placed(objection: Objection, how: Writing, place: Place | None) -> DealerplanError:
    error = objection.error
    if how.file is None:
        return error
    hint = error.hint
    if objection.differs:
        hint = say('dealerplan correct {words} --why "…"', words=how.words)
    return IntakeError(how.file, place, error.message, hint, error.flags)


def _entries(session: Session, changes: Sequence[Change], how: Writing) -> Iterator[Entry]:
    typed = "record" if how.why is None else "correct"

    def source(of: Change) -> str:
        return f"{how.file} {how.places[of.store, of.month, of.measure.id].cell}" if how.file else typed

    for one in changes:
        if one.is_new:
            event = Recorded(one.measure.id, one.month, one.value)
            yield session.entry(event, one.store, source(one), how.note, how.why)
