"""What every use-case starts from: where the workspace and its book are, and what day it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple, TypeVar

from dealerplan.book.address import file_of, open_book
from dealerplan.book.contract import Book
from dealerplan.domain.actual import Entry, EntryKind
from dealerplan.domain.month import Month

T = TypeVar("T")


class Session(NamedTuple):
    """One command's surroundings. `clock` gives aware local times, on `today`; `by` is who runs the command."""

    workspace: Path
    address: str | None
    clock: Callable[[], datetime]
    by: str

    @property
    def now(self) -> datetime:
        """The local time, which goes on while a command waits for its turn to write."""
        return self.clock()

    @property
    def today(self) -> date:
        """The local day."""
        return self.now.date()

    @property
    def month(self) -> Month:
        """The current month."""
        return Month.of(self.today)

    @contextmanager
    def reading(self) -> Iterator[Book]:
        """The book, to read from."""
        with closing(open_book(file_of(self.address, self.workspace))) as book:
            yield book

    def write(self, decide: Callable[[Book], tuple[T, list[Entry]]]) -> T:
        """Append the entries that `decide` makes of the book, in one transaction; gives its other answer.

        What it refuses, it refuses before a book is made or locked, and again when nobody else can write.
        """
        with self.reading() as book:
            answer, entries = decide(book)
        if not entries:
            return answer
        with closing(open_book(file_of(self.address, self.workspace), to_write=True)) as book, book.writing():
            answer, entries = decide(book)
            book.append(entries)
        return answer

    def entry(
        self, kind: EntryKind, store: str, subject: str, month: str, value: str, source: str,
        note: str | None = None, why: str | None = None,
    ) -> Entry:  # fmt: skip
        """An entry written now, by this user."""
        return Entry(kind, store, subject, month, value, written(self.now), self.by, source, note, why)


def written(moment: datetime) -> str:
    """A time as the book keeps it, so that it sorts as text; without a zone it is the machine's."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
