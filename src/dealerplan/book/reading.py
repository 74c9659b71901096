"""What a store's entries say now, or said at an earlier time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from dealerplan.book.contract import Book
from dealerplan.domain.actual import CLOSED, WITHDRAWN, Actuals, Done, Entry, read_decimal
from dealerplan.domain.month import Month
from dealerplan.errors import BookError
from dealerplan.words import say


def actuals_of(book: Book, store: str, known_at: str | None = None) -> Actuals:
    """The value in force of every measure and month."""
    entries = book.entries("actual", store, known_at)
    latest = {(entry.subject, entry.month): entry.value for entry in entries}
    with _sound():
        months = {text: Month.parse(text) for _, text in latest}
        return {
            (subject, months[month]): read_decimal(value)
            for (subject, month), value in latest.items()
            if value != WITHDRAWN
        }


def closed_of(book: Book, store: str, known_at: str | None = None) -> tuple[Month, ...]:
    """The store's closed months, in order."""
    latest = {entry.month: entry.value for entry in book.entries("close", store, known_at)}
    with _sound():
        return tuple(sorted(Month.parse(month) for month, value in latest.items() if value == CLOSED))


def check_entry(entry: Entry) -> None:
    """Raises BookError for an entry that dealerplan never wrote."""
    with _sound():
        datetime.fromisoformat(entry.at)
        if entry.kind == "done":
            Done.read(entry.value)
        else:
            Month.parse(entry.month)
            if entry.value != WITHDRAWN:
                read_decimal(entry.value)


def done_of(book: Book, store: str, plan: str, known_at: str | None = None) -> Mapping[str, Done]:
    """The plan's milestones that are done, by id."""
    latest = {entry.subject: entry.value for entry in book.entries("done", store, known_at)}
    prefix = f"{plan}/"
    return {
        subject.removeprefix(prefix): _read(value) for subject, value in latest.items() if subject.startswith(prefix)
    }


def _read(value: str) -> Done:
    with _sound():
        return Done.read(value)


@contextmanager
def _sound() -> Iterator[None]:
    """A value that dealerplan never wrote makes the book a damaged one."""
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        message = say("the book holds a value that dealerplan never wrote: {error}", error=error)
        raise BookError(message, say("bring back the last backup; keep the damaged file")) from None
