"""Entries, and what is in a book."""

from __future__ import annotations

from dealerplan.book.contract import Book
from dealerplan.domain.actual import Entry, EntryKind


def entry(
    value: str = "1", subject: str = "intake", month: str = "2026-03", store: str = "gz", kind: EntryKind = "actual",
    at: str = "2026-04-08T09:00:00.000000Z", note: str | None = None,
) -> Entry:  # fmt: skip
    return Entry(kind, store, subject, month, value, at, "li", "record", note, None)


def write(book: Book, *entries: Entry) -> None:
    with book.writing({one.store for one in entries}):
        book.append(entries)


def log(book: Book, store: str = "gz", known_at: str | None = None) -> list[Entry]:
    with book.reading():
        return list(book.logs([store], known_at)[store])


def values(book: Book, store: str = "gz", known_at: str | None = None) -> list[str]:
    return [one.value for one in log(book, store, known_at)]
