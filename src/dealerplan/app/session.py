"""What every use-case starts from: where the workspace and its book are, and what day it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeVar

from dealerplan.app.watch import Watch, unwatched
from dealerplan.book.address import Place, is_there, place_of
from dealerplan.book.contract import Book
from dealerplan.book.open import open_book
from dealerplan.domain.actual import Entry, EntryKind, Log, Logs
from dealerplan.words import Message, say

T = TypeVar("T")

AT_ONCE = 10_000  # entries


class Session(NamedTuple):
    """One command's surroundings. `clock` gives aware local times, on `today`; `by` is who runs the command.

    `note` says something beside the answer, `watch` how far what takes long has come.
    """

    workspace: Path
    address: str | None
    clock: Callable[[], datetime]
    by: str
    note: Callable[[Message], object]
    watch: Watch = unwatched

    @property
    def now(self) -> datetime:
        """The local time, which goes on while a command waits for its turn to write."""
        return self.clock()

    @property
    def today(self) -> date:
        """The local day."""
        return self.now.date()

    @property
    def place(self) -> Place:
        """Where the book is; raises UsageError."""
        return place_of(self.address, self.workspace)

    @property
    def doubt(self) -> Message | None:
        """What tells an empty book from a year without actuals: a name that may be a slip, a file that lost all."""
        place = self.place
        if self.address and not is_there(place):
            return say("there is no book at {file} yet", file=place)
        if isinstance(place, Path) and is_there(place) and not place.stat().st_size:
            return say("{file} is empty; if it ever was a book, bring back the last backup", file=place)
        return None

    @contextmanager
    def reading(self) -> Iterator[Book]:
        """The book as it stands at one moment, to read from."""
        with closing(open_book(self.place)) as book, book.reading():
            yield book

    def log(self, store: str, known_at: str | None = None) -> Log:
        """The entries of a store."""
        with self.reading() as book:
            return book.logs([store], known_at)[store]

    def write(self, store: str, decide: Callable[[Log], tuple[T, Iterable[Entry]]]) -> T:
        """Append the entries that `decide` makes of a store's log; see write_all."""
        return self.write_all([store], lambda logs: decide(logs[store]))

    def write_all(self, stores: Collection[str], decide: Callable[[Logs], tuple[T, Iterable[Entry]]]) -> T:
        """Append the entries that `decide` makes of stores' logs, in one transaction; gives its other answer.

        Entries may come one by one: of a file with many values no more than `AT_ONCE` are held.

        What it refuses, it refuses before a book is made or locked. It is asked again, when nobody else can write, if
        somebody wrote meanwhile. Only a log that is whole is added to.
        """
        with self.reading() as book:
            logs = book.logs(stores)
        answer, entries = decide(logs)
        entries = iter(entries)
        some = [*islice(entries, AT_ONCE)]
        if not some:
            return answer
        from dealerplan.book.proof import check_chains  # readers do without hashes

        with closing(open_book(self.place, to_write=True)) as book, book.writing(stores):
            proven = check_chains(book, stores, self.place)
            if proven != logs:
                answer, entries = decide(proven)
                entries = iter(entries)
                some = [*islice(entries, AT_ONCE)]
            now, last = self.now, {store: log[-1].at for store, log in proven.items() if log}
            while some:
                book.append(dated(some, now, last))
                some = [*islice(entries, AT_ONCE)]
        if latest := max(last.values(), default=None):
            self._check_clock(now, datetime.fromisoformat(latest))
        return answer

    def _check_clock(self, now: datetime, last: datetime) -> None:
        """Note a clock that the book is far ahead of."""
        if last - now > BEHIND:
            here, there = (f"{time.astimezone():%Y-%m-%d %H:%M}" for time in (now, last))
            told = say(
                "the clock says {now}, the book's last entry {last}: what was written is dated after it",
                now=here,
                last=there,
            )
            self.note(say("warning: {message}", message=told))

    def entry(
        self, kind: EntryKind, store: str, subject: str, month: str, value: str, source: str,
        note: str | None = None, why: str | None = None,
    ) -> Entry:  # fmt: skip
        """An entry by this user, to be stamped with the time when it is written."""
        return Entry(kind, store, subject, month, value, "", self.by, source, note, why)


BEHIND = timedelta(days=1)  # how far a clock may be behind the book without a word


def dated(entries: Sequence[Entry], now: datetime, last: Mapping[str, str]) -> list[Entry]:
    """Entries at a time, but after the `last` of their store: what was known at any time is then a log's beginning."""
    at = written(now)
    after = {store: written(datetime.fromisoformat(time) + timedelta(microseconds=1)) for store, time in last.items()}
    return [entry._replace(at=max(at, after.get(entry.store, at))) for entry in entries]


def written(moment: datetime) -> str:
    """A time as the book keeps it, so that it sorts as text; without a zone it is the machine's."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
