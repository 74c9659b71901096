"""What every use-case starts from: where the workspace and its book are, and what day it is."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, suppress
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeVar

from dealerplan.app.clock import doubts, leap
from dealerplan.app.trace import emptied, leave_trace, lost, misnamed
from dealerplan.app.watch import Watch, unwatched
from dealerplan.book.address import Place, is_there, moment_of, place_of
from dealerplan.book.contract import Book
from dealerplan.book.open import open_book, reading
from dealerplan.book.proof import NotWhole, check_chains, check_ends
from dealerplan.book.reading import Known, known_of
from dealerplan.domain.event import Entry, Event, Logs, PlanKept
from dealerplan.domain.outline import Head
from dealerplan.domain.plan import Plan, by_store, stores
from dealerplan.errors import BookError, DealerplanError
from dealerplan.words import Message, say

T = TypeVar("T")

AT_ONCE = 10_000  # entries
FEW = 8  # stores' plans


def refuse(error: DealerplanError) -> None:
    """Let nothing be overridden."""
    raise error


class Session(NamedTuple):
    """One command's surroundings. `clock` gives aware local times, on `today`; `by` is who runs the command.

    `note` says something beside the answer, `watch` how far what takes long has come. `overrule` raises an error that
    its flags or somebody asked do not override. `is_actual` where the clock is the machine's, and no day was set.
    `wrote` is told of what was written.
    """

    workspace: Path
    address: str | None
    clock: Callable[[], datetime]
    by: str
    note: Callable[[Message], object]
    watch: Watch = unwatched
    overrule: Callable[[DealerplanError], object] = refuse
    is_actual: bool = False
    wrote: Callable[[], object] = lambda: None

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
    def missing(self) -> BookError | None:
        """What is wrong where the book that was named, or that the workspace had, is not there."""
        return misnamed(self.place) if self.address else lost(self.workspace)

    @property
    def doubt(self) -> Message | None:
        """What tells an empty book from a year without actuals: a name that may be a slip, a file that lost all."""
        place = self.place
        if isinstance(place, Path) and is_there(place) and not place.stat().st_size:
            return say("{file} is empty; if it ever was a book, bring back the last backup", file=place)
        return missing.message if (missing := self.missing) else None

    def reading(self) -> AbstractContextManager[Book]:
        """The book as it stands at one moment, to read from."""
        return reading(self.place)

    def moment(self) -> object:
        """What changes whenever the book does; None where that can't be told without asking a server."""
        return moment_of(self.place)

    def logs(self, book: Book, of: Sequence[str], salvaging: bool = False) -> Logs:
        """The logs of stores; raises NotWhole where they are cut, or with `salvaging` notes it."""
        logs = book.logs(of)
        try:
            check_ends(book, logs, self.place)
        except NotWhole as error:
            if not salvaging:
                raise
            self._warn(one.message for one in error.each)
        return logs

    @property
    def emptied(self) -> BookError | None:
        """What would be wrong with the book if it held nothing: that it was named, or that there was one."""
        return emptied(self.workspace, self.place, bool(self.address))

    def tell_emptied(self, book: Book) -> None:
        """Note a book that holds nothing, where there was one, unless its file alone has told so."""
        if book.is_new and self.doubt is None and (error := self.emptied):
            self.note(error.message)

    def known(self, plans: Sequence[Plan], salvaging: bool = False) -> dict[str, Known]:
        """What the book says of the stores of plans; see `logs`."""
        with self.reading() as book:
            self.tell_emptied(book)
            return _known(self.logs(book, stores(plans), salvaging), plans)

    def each(
        self, heads: Sequence[Head], read: Callable[[Head], Plan], time: str | None = None
    ) -> Iterator[tuple[Plan, Known]]:  # fmt: skip
        """Plans one after the other with what the book says of their stores, all of one moment and as known at a time.

        Only a few stores are held at once.
        """
        of_store, left = by_store(heads), Counter(head.store for head in heads)
        plans, known = dict[str, dict[str, Plan]](), dict[str, Known]()
        with self.reading() as book:
            self.tell_emptied(book)
            for some in batches(heads, FEW):
                new = [store for store in stores(some) if store not in known]
                for store, log in self.logs(book, new).items():
                    plans[store] = {head.id: read(head) for head in of_store[store]}
                    known[store] = known_of(log, list(plans[store].values())).by(time)
                for head in some:
                    yield plans[head.store].pop(head.id), known[head.store]
                    left[head.store] -= 1
                    if not left[head.store]:
                        del plans[head.store], known[head.store]

    def write(self, plans: Sequence[Plan], decide: Callable[[Known], tuple[T, Iterable[Entry]]]) -> T:
        """Append the entries that `decide` makes of what is known of the plans' one store; see write_all."""
        (store,) = stores(plans)
        return self.write_all(plans, lambda known: decide(known[store]))

    def write_all(self, plans: Sequence[Plan], decide: Callable[[Mapping[str, Known]], tuple[T, Iterable[Entry]]]) -> T:
        """Append the entries that `decide` makes of what is known of the plans' stores, in one transaction; gives its
        other answer. The plans are kept with them, where their files are not as they were kept last.

        Entries may come one by one: of a file with many values no more than `AT_ONCE` are held.

        What it refuses, it refuses before a book is made or locked. It is asked again, when nobody else can write, if
        somebody wrote meanwhile. Only a log that is whole is added to.
        """
        concerned = stores(plans)
        empty = self.emptied  # looked at before the book is, which other first writers may fill meanwhile
        with self.reading() as book:
            logs, gone = self.logs(book, concerned), empty if book.is_new else None
        known = _known(logs, plans)
        answer, entries = decide(known)
        entries = iter(entries)
        some = [*islice(entries, AT_ONCE)]
        if not some:
            return answer
        from dealerplan.book.chain import append

        self._check_beginning(known, gone)
        with closing(open_book(self.place, to_write=True)) as book:
            with book.writing(concerned):
                proven = check_chains(book, concerned, self.place)
                if proven != logs:
                    known = _known(proven, plans)
                    answer, entries = decide(known)
                    entries = iter(entries)
                    some = [*islice(entries, AT_ONCE)]
                some = [*self._plans_to_keep(plans, known), *some] if some else []
                command = os.urandom(COMMAND).hex()
                now, last = self.now, _last(known)
                while some:
                    append(book, dated(some, now, last, command))
                    some = [*islice(entries, AT_ONCE)]
                is_new = book.is_new
            checked = _time_of(book) if self.is_actual else None
        self.wrote()
        if self.address and is_new:
            self.say_new(self.place)
        elif not self.address:
            leave_trace(self.workspace)
        self._warn(doubts(now, max(last.values(), default=None), checked))
        return answer

    def rely_on_book(self) -> None:
        """Raise what is wrong where the book that an answer rests on is not there, unless somebody overrides it."""
        if missing := self.missing:
            self.overrule(missing)

    def _check_beginning(self, known: Mapping[str, Known], gone: BookError | None) -> None:
        """Raise what would begin a second book, or date entries far ahead, unless somebody overrides it."""
        if missing := self.missing or gone:
            self.overrule(missing)
        if self.is_actual and (leaping := leap(self.now, max(_last(known).values(), default=None))):
            self.overrule(leaping)

    def _warn(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.note(say("warning: {message}", message=message))

    def say_new(self, place: Place) -> None:
        """Note that something was written to a book that there was not."""
        self.note(say("a new book begins at {place}", place=place))

    def _plans_to_keep(self, plans: Sequence[Plan], known: Mapping[str, Known]) -> Iterator[Entry]:
        """The plans whose files are not as they were kept last."""
        for plan in plans:
            last = known[plan.store].kept.get(plan.id)
            if plan.text and (last is None or last.kept.text != plan.text):
                yield self.entry(PlanKept(plan.id, plan.path, plan.text), plan.store, "plan")

    def entry(
        self, event: Event, store: str, source: str, note: str | None = None, why: str | None = None
    ) -> Entry:  # fmt: skip
        """An entry by this user, to be stamped with the time when it is written."""
        return Entry(event, store, self.by, source, note, why)


def batches(things: Sequence[T], most: int) -> Iterator[Sequence[T]]:
    """Things a few at a time."""
    return (things[at : at + most] for at in range(0, len(things), most))


COMMAND = 6  # bytes of the mark that a command's entries share


def _known(logs: Logs, plans: Sequence[Plan]) -> dict[str, Known]:
    return {store: known_of(log, [plan for plan in plans if plan.store == store]) for store, log in logs.items()}


def _time_of(book: Book) -> datetime | None:
    """The time that a book's keeper tells, where it can; what was written stays."""
    with suppress(BookError), book.reading():
        return book.time()
    return None


def _last(known: Mapping[str, Known]) -> dict[str, str]:
    """When each store that has entries was last written."""
    return {store: one.written[-1].at for store, one in known.items() if one.written}


def dated(entries: Sequence[Entry], now: datetime, last: Mapping[str, str], command: str) -> list[Entry]:
    """Entries of a command at a time, but after the `last` of their store: what was known at any time is then a log's
    beginning."""
    at = written(now)
    after = {store: written(datetime.fromisoformat(time) + timedelta(microseconds=1)) for store, time in last.items()}
    return [entry._replace(at=max(at, after.get(entry.store, at)), command=command) for entry in entries]


def written(moment: datetime) -> str:
    """A time as the book keeps it, so that it sorts as text; without a zone it is the machine's."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
