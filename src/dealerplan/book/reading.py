"""What a store's entries say now, or said at an earlier time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from fractions import Fraction

from dealerplan.book.contract import Book
from dealerplan.domain.actual import CLOSED, Actuals, Done, Entry
from dealerplan.domain.month import Month
from dealerplan.domain.number import canonical
from dealerplan.errors import BookError
from dealerplan.words import say


def actuals_of(book: Book, store: str, known_at: str | None = None) -> Actuals:
    """The value in force of every measure and month."""
    entries = book.entries("actual", store, known_at)
    latest = {(entry.subject, entry.month): entry.value for entry in entries}
    with _sound():
        months = {text: Month.parse(text) for _, text in latest}
        return {(subject, months[month]): _number(value) for (subject, month), value in latest.items()}


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
            read_done(entry.value)
        else:
            Month.parse(entry.month)
            _number(entry.value)


_DECIMAL = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)


def _number(value: str) -> Fraction:
    if not _DECIMAL.fullmatch(value):
        raise ValueError(value)
    return Fraction(value)


def done_of(book: Book, store: str, plan: str, known_at: str | None = None) -> Mapping[str, Done]:
    """The plan's milestones that are done, by id."""
    latest = {entry.subject: entry.value for entry in book.entries("done", store, known_at)}
    prefix = f"{plan}/"
    return {
        subject.removeprefix(prefix): read_done(value)
        for subject, value in latest.items()
        if subject.startswith(prefix)
    }


def write_done(done: Done) -> str:
    """A milestone's mark as the book keeps it."""
    results = {id: canonical(value) for id, value in sorted(done.results.items())}
    return json.dumps({"on": done.on.isoformat(), "results": results}, ensure_ascii=False)


def read_done(value: str) -> Done:
    """The mark that write_done wrote."""
    with _sound():
        kept = json.loads(value)
        results = {id: _number(amount) for id, amount in kept["results"].items()}
        return Done(date.fromisoformat(kept["on"]), results)


@contextmanager
def _sound() -> Iterator[None]:
    """A value that dealerplan never wrote makes the book a damaged one."""
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        message = say("the book holds a value that dealerplan never wrote: {error}", error=error)
        raise BookError(message, say("bring back the last backup; keep the damaged file")) from None
