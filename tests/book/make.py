"""Entries, and what is in a book."""

from __future__ import annotations

from fractions import Fraction

from dealerplan.book.chain import append
from dealerplan.book.codec import decode
from dealerplan.book.contract import Book
from dealerplan.domain.event import Entry, Recorded
from dealerplan.domain.month import Month
from dealerplan.domain.number import canonical


def entry(
    value: str = "1", measure: str = "intake", month: str = "2026-03", store: str = "gz",
    at: str = "2026-04-08T09:00:00.000000Z", note: str | None = None,
) -> Entry:  # fmt: skip
    return Entry(Recorded(measure, Month.parse(month), Fraction(value)), store, "li", "record", note, at=at)


def write(book: Book, *entries: Entry) -> None:
    with book.writing({one.store for one in entries}):
        append(book, entries)


def log(book: Book, store: str = "gz") -> list[Entry]:
    with book.reading():
        return [decode(sealed) for sealed in book.logs([store])[store]]


def value(of: Entry) -> str:
    assert isinstance(of.event, Recorded)
    return "-" if of.event.value is None else canonical(of.event.value)


def values(book: Book, store: str = "gz") -> list[str]:
    return [value(one) for one in log(book, store)]
