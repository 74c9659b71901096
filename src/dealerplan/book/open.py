"""From a place to the book there; each kind is imported only where one is opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from dealerplan.book.address import Place, Server, is_there
from dealerplan.book.contract import Book
from dealerplan.book.memory import MemoryBook


def open_book(place: Place, to_write: bool = False) -> Book:
    """Open a book. Only a writer makes a file; readers of a missing one see an empty book."""
    if isinstance(place, Server):
        from dealerplan.book.postgres import PostgresBook

        return PostgresBook(place.url, str(place))
    if not to_write and not is_there(place):
        return MemoryBook()
    from dealerplan.book.sqlite import SqliteBook

    return SqliteBook(place)


@contextmanager
def reading(place: Place) -> Iterator[Book]:
    """The book there as it stands at one moment, to read from."""
    with closing(open_book(place)) as book, book.reading():
        yield book
