"""What every book promises (src/dealerplan/book/contract.py), kept by each of them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from dealerplan.book import sqlite
from dealerplan.book.contract import Book
from dealerplan.book.memory import MemoryBook
from dealerplan.domain.actual import Entry, EntryKind
from dealerplan.errors import BookError

Open = Callable[[], Book]


def entry(
    value: str = "1", subject: str = "intake", month: str = "2026-03", store: str = "gz", kind: EntryKind = "actual",
    at: str = "2026-04-08T09:00:00.000000Z", note: str | None = None,
) -> Entry:  # fmt: skip
    return Entry(kind, store, subject, month, value, at, "li", "record", note, None)


def write(book: Book, *entries: Entry) -> None:
    with book.writing():
        book.append(entries)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "dealerplan.db"


@pytest.fixture(params=["memory", "sqlite"])
def book(request: pytest.FixtureRequest, file: Path) -> Iterator[Book]:
    with closing(MemoryBook() if request.param == "memory" else sqlite.SqliteBook(file)) as book:
        yield book


class TestEveryBook:
    def test_begins_empty(self, book: Book) -> None:
        assert list(book.entries("actual", "gz")) == []

    def test_gives_back_every_field(self, book: Book) -> None:
        given = Entry("actual", "广州", "返修台次", "2026-03", "12", "2026-04-08T09:00:00.000001Z", "李", "x", "n", "w")
        write(book, given)
        assert list(book.entries("actual", "广州")) == [
            Entry("actual", "广州", "返修台次", "2026-03", "12", "2026-04-08T09:00:00.000001Z", "李", "x", "n", "w", 1)
        ]

    def test_keeps_the_order_written(self, book: Book) -> None:
        late, early = entry("1", at="2026-05-01T00:00:00.000000Z"), entry("2", "x", at="2026-04-01T00:00:00.000000Z")
        write(book, late, early)
        write(book, entry("3", "a"))
        assert [one.value for one in book.entries("actual", "gz")] == ["1", "2", "3"]

    def test_numbers_the_revisions_of_each_value(self, book: Book) -> None:
        write(book, entry("1"), entry("2"), entry("9", "reworked"))
        write(book, entry("3"), entry("8", month="2026-04"), entry("7", store="sz"))
        kept = [*book.entries("actual", "gz"), *book.entries("actual", "sz")]
        assert [(one.value, one.revision) for one in kept] == [
            ("1", 1), ("2", 2), ("9", 1), ("3", 3), ("8", 1), ("7", 1),
        ]  # fmt: skip

    def test_tells_kinds_and_stores_apart(self, book: Book) -> None:
        write(book, entry(), entry(kind="done"), entry(store="sz"))
        assert len(book.entries("actual", "gz")) == len(book.entries("done", "gz")) == 1
        assert list(book.entries("done", "sz")) == []

    def test_shows_what_was_known_at_a_time_and_at_that_very_moment(self, book: Book) -> None:
        write(book, entry("1", at="2026-04-01T00:00:00.000000Z"), entry("2", at="2026-04-01T00:00:00.000001Z"))
        assert [one.value for one in book.entries("actual", "gz", "2026-04-01T00:00:00.000000Z")] == ["1"]
        assert list(book.entries("actual", "gz", "2026-03-31T23:59:59.999999Z")) == []

    def test_keeps_a_transaction_whole_or_not_at_all(self, book: Book) -> None:
        def interrupted() -> None:
            with book.writing():
                book.append([entry("2"), entry("3")])
                book.append([entry("4")])
                raise KeyboardInterrupt

        write(book, entry("1"))
        with pytest.raises(KeyboardInterrupt):
            interrupted()
        assert [one.value for one in book.entries("actual", "gz")] == ["1"]
        write(book, entry("5"))
        assert [one.revision for one in book.entries("actual", "gz")] == [1, 2]

    def test_shows_a_writer_what_it_appended(self, book: Book) -> None:
        with book.writing():
            book.append([entry("1")])
            book.append([entry("2")])
            assert [one.revision for one in book.entries("actual", "gz")] == [1, 2]

    def test_refuses_to_append_outside_a_transaction(self, book: Book) -> None:
        with pytest.raises(RuntimeError):
            book.append([entry()])
        write(book, entry())
        with pytest.raises(RuntimeError):
            book.append([entry()])

    @pytest.mark.parametrize("value", ["12.10", "0.000000001", "-5", "123456789012345678901234", "1" * 40 + ".5"])
    def test_keeps_quantities_digit_for_digit(self, book: Book, value: str) -> None:
        write(book, entry(value))
        assert [one.value for one in book.entries("actual", "gz")] == [value]

    @pytest.mark.parametrize("note", ["", "a\nb", "'); DROP TABLE entry; --", "\x1b[31m", "🚗", "=cmd|' /C calc'!A0"])
    def test_keeps_any_text(self, book: Book, note: str) -> None:
        write(book, entry(note=note))
        assert [one.note for one in book.entries("actual", "gz")] == [note]


class TestTwoConnections:
    def test_one_sees_what_the_other_wrote(self, file: Path) -> None:
        with closing(sqlite.SqliteBook(file)) as one, closing(sqlite.SqliteBook(file)) as other:
            write(one, entry("1"))
            write(other, entry("2"))
            assert [(kept.value, kept.revision) for kept in other.entries("actual", "gz")] == [("1", 1), ("2", 2)]

    def test_a_reader_sees_nothing_of_an_open_transaction(self, file: Path) -> None:
        with closing(sqlite.SqliteBook(file)) as one:
            write(one, entry("1"))
            with closing(sqlite.SqliteBook(file)) as other, one.writing():
                one.append([entry("2")])
                assert [kept.value for kept in other.entries("actual", "gz")] == ["1"]

    def test_a_writer_waits_for_another(self, file: Path) -> None:
        waited: list[float] = []

        def second() -> None:
            with closing(sqlite.SqliteBook(file)) as book:
                begun = time.monotonic()
                write(book, entry("2"))
                waited.append(time.monotonic() - begun)

        with closing(sqlite.SqliteBook(file)) as book:
            write(book, entry("0"))
            with book.writing():
                thread = threading.Thread(target=second)
                thread.start()
                time.sleep(0.2)
                book.append([entry("1")])
            thread.join()
            assert [(kept.value, kept.revision) for kept in book.entries("actual", "gz")] == [
                ("0", 1), ("1", 2), ("2", 3),
            ]  # fmt: skip
        assert waited[0] > 0.1

    def test_a_writer_that_waited_too_long_gives_up_and_loses_nothing(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sqlite, "PATIENCE", 0.05)
        with closing(sqlite.SqliteBook(file)) as one, closing(sqlite.SqliteBook(file)) as other:
            write(one, entry("1"))
            with one.writing():
                with pytest.raises(BookError, match="locked by another program"), other.writing():
                    pytest.fail("two writers at once")
                one.append([entry("2")])
            assert [kept.value for kept in other.entries("actual", "gz")] == ["1", "2"]

    def test_many_writers_number_their_revisions_without_a_gap(self, file: Path) -> None:
        def writer() -> None:
            for _ in range(5):
                with closing(sqlite.SqliteBook(file)) as book:
                    write(book, entry())

        threads = [threading.Thread(target=writer) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with closing(sqlite.SqliteBook(file)) as book:
            assert [kept.revision for kept in book.entries("actual", "gz")] == list(range(1, 21))
