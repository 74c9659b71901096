"""What a store's log says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from dealerplan.book.contract import RESTORE
from dealerplan.domain.actual import (
    NO_BUSINESS,
    OPEN,
    WITHDRAWN,
    Actuals,
    Done,
    Entry,
    EntryKind,
    Log,
    Numbered,
    read_decimal,
)
from dealerplan.domain.month import Month
from dealerplan.domain.note import Note
from dealerplan.domain.plan import Plan
from dealerplan.errors import BookError
from dealerplan.words import say


def actuals_of(log: Log) -> Actuals:
    """The value in force of every measure and month."""
    latest = {(entry.subject, entry.month): entry.value for entry in log if entry.kind == "actual"}
    with _sound():
        months = {text: Month.parse(text) for _, text in latest}
        return {
            (subject, months[month]): read_decimal(value)
            for (subject, month), value in latest.items()
            if value != WITHDRAWN
        }


def closing_marks(log: Log) -> Mapping[Month, Entry]:
    """The last entry that closed or reopened each month."""
    latest = {entry.month: entry for entry in log if entry.kind == "close"}
    with _sound():
        return {Month.parse(month): entry for month, entry in latest.items()}


def closed_of(log: Log) -> tuple[Month, ...]:
    """The store's closed months, in order."""
    return tuple(sorted(month for month, mark in closing_marks(log).items() if mark.value != OPEN))


def no_business_of(log: Log) -> frozenset[Month]:
    """The months that were closed without any business."""
    return frozenset(month for month, mark in closing_marks(log).items() if mark.value == NO_BUSINESS)


def reasons_of(log: Log) -> Mapping[Month, str]:
    """Why there was no business in the months closed for that."""
    marks = closing_marks(log)
    return {month: mark.why or "-" for month, mark in marks.items() if mark.value == NO_BUSINESS}


def numbered(log: Log, kind: EntryKind) -> Iterator[Numbered]:
    """The entries of a kind, each one checked, with their revisions."""
    revisions: Counter[tuple[str, str]] = Counter()
    for entry in log:
        if entry.kind == kind:
            check_entry(entry)
            revisions[entry.subject, entry.month] += 1
            yield Numbered(entry, revisions[entry.subject, entry.month])


def check_entry(entry: Entry) -> None:
    """Raises BookError for an entry that dealerplan never wrote."""
    with _sound():
        datetime.fromisoformat(entry.at)
        if entry.kind == "done":
            Done.read(entry.value)
        else:
            Month.parse(entry.month)
        if entry.kind == "note":
            _note(entry)
        if entry.kind == "actual" and entry.value != WITHDRAWN:
            read_decimal(entry.value)


def done_of(log: Log, plan: str) -> Mapping[str, Done]:
    """The plan's milestones that are done, by id."""
    latest = {entry.subject: entry.value for entry in log if entry.kind == "done"}
    prefix = f"{plan}/"
    return {
        subject.removeprefix(prefix): _read(value) for subject, value in latest.items() if subject.startswith(prefix)
    }


def _read(value: str) -> Done:
    with _sound():
        return Done.read(value)


def notes_of(log: Log, plan: Plan) -> tuple[Note, ...]:
    """The notes on a plan's targets, in the order written."""
    subjects = {f"{plan.id}/{target.id}" for target in plan.targets}
    with _sound():
        return tuple(_note(entry) for entry in log if entry.kind == "note" and entry.subject in subjects)


def _note(entry: Entry) -> Note:
    return Note.read(entry.subject.partition("/")[2], Month.parse(entry.month), entry.value)


@contextmanager
def _sound() -> Iterator[None]:
    """A value that dealerplan never wrote makes the book a damaged one."""
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        message = say("the book holds a value that dealerplan never wrote: {error}", error=error)
        raise BookError(message, RESTORE) from None
