"""What every book does, whoever keeps it."""

from __future__ import annotations

import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest

from dealerplan.book.address import Place
from dealerplan.book.chain import append, first_break
from dealerplan.book.codec import decode
from dealerplan.book.contract import Book
from dealerplan.book.memory import MemoryBook
from dealerplan.book.open import open_book
from dealerplan.domain.event import Entry, PlanKept, State, state_of
from dealerplan.errors import BookError
from tests.book.make import entry, log, value, values, write


def opened(place: Place) -> closing[Book]:
    return closing(open_book(place, to_write=True))


class TestEveryBook:
    def test_begins_empty(self, book: Book) -> None:
        assert log(book) == []
        with book.reading():
            assert list(book.stores()) == []
            assert book.heads(["gz"]) == book.ends(["gz"]) == {"gz": State()}
            assert book.fault() is None

    def test_tells_whether_anything_was_begun_before(self, book: Book) -> None:
        told: list[bool] = []
        for transaction in (book.reading(), book.writing(["gz"]), book.writing(["sz"]), book.reading()):
            with transaction:
                if len(told) == 1:
                    append(book, [entry()])
                told.append(book.is_new)
        assert told == [True, True, False, False]

    def test_gives_back_every_field(self, book: Book) -> None:
        event = PlanKept("售后", "plans/售后.yaml", "\ufeffplan: 售后\r\n")
        given = Entry(event, "广州", "李", "x", "n", "w", "c0ffee", "2026-04-08T09:00:00.000001Z")
        write(book, given)
        assert [one._replace(hash="") for one in log(book, "广州")] == [given._replace(seq=1)]

    def test_keeps_the_order_written_and_counts(self, book: Book) -> None:
        late, early = entry("1", at="2026-05-01T00:00:00.000000Z"), entry("2", "x", at="2026-04-01T00:00:00.000000Z")
        write(book, late, early)
        write(book, entry("3", "a"))
        assert [(value(one), one.seq) for one in log(book)] == [("1", 1), ("2", 2), ("3", 3)]

    def test_tells_stores_apart(self, book: Book) -> None:
        write(book, entry("1"), entry("2", store="sz"), entry("3"))
        with book.reading():
            logs = book.logs(["gz", "sz", "none"])
            assert list(book.stores()) == ["gz", "sz"]
        assert {store: [(value(decode(one)), one.seq) for one in log] for store, log in logs.items()} == {
            "gz": [("1", 1), ("3", 2)],
            "sz": [("2", 1)],
            "none": [],
        }

    def test_names_its_stores_in_the_order_of_their_letters(self, book: Book) -> None:
        names = ["广州", "a-1", "a_1", "B", "Ä", "a1"]
        write(book, *(entry(store=name) for name in names))
        with book.reading():
            assert list(book.stores()) == sorted(names)

    def test_seals_every_log_up_to_its_head(self, book: Book) -> None:
        write(book, entry("1"), entry("2", store="sz"))
        write(book, entry("3"), entry("4"))
        with book.reading():
            logs, heads = book.logs(["gz", "sz"]), book.heads(["gz", "sz"])
            ends = book.ends(["gz", "sz"])
        assert heads == ends == {store: state_of(log) for store, log in logs.items()}
        assert [first_break(logs[store], heads[store]) for store in logs] == [None, None]

    def test_tells_the_time_by_its_keeper(self, book: Book) -> None:
        before = datetime.now(UTC) - timedelta(seconds=5)
        write(book, entry())
        with book.reading():
            time = book.time()
        assert isinstance(book, MemoryBook) if time is None else before < time < before + timedelta(minutes=1)

    def test_keeps_a_transaction_whole_or_not_at_all(self, book: Book) -> None:
        def interrupted() -> None:
            with book.writing(["gz"]):
                append(book, [entry("2"), entry("3")])
                append(book, [entry("4")])
                raise KeyboardInterrupt

        write(book, entry("1"))
        with pytest.raises(KeyboardInterrupt):
            interrupted()
        assert values(book) == ["1"]
        write(book, entry("5"))
        assert [one.seq for one in log(book)] == [1, 2]

    def test_shows_a_writer_what_it_appended(self, book: Book) -> None:
        with book.writing(["gz"]):
            append(book, [entry("1")])
            append(book, [entry("2")])
            assert [one.seq for one in book.logs(["gz"])["gz"]] == [1, 2]

    def test_refuses_to_append_outside_a_transaction(self, book: Book) -> None:
        with pytest.raises(RuntimeError):
            append(book, [entry()])
        write(book, entry())
        with pytest.raises(RuntimeError):
            append(book, [entry()])
        with book.reading(), pytest.raises(RuntimeError):
            append(book, [entry()])
        with book.writing(["gz"]), pytest.raises(RuntimeError):
            append(book, [entry(store="sz")])
        assert values(book) == ["1"]

    def test_appends_nothing(self, book: Book) -> None:
        with book.writing(["gz"]):
            book.append([])
        with book.reading():
            assert list(book.stores()) == []

    @pytest.mark.parametrize("value", ["12.1", "0.000000001", "-5", "123456789012345678901234", "1" * 40 + ".5"])
    def test_keeps_quantities_digit_for_digit(self, book: Book, value: str) -> None:
        write(book, entry(value))
        assert values(book) == [value]

    @pytest.mark.parametrize(
        "note", ["", "a\nb", "a\tb\\n\\.", "'); DROP TABLE entry; --", "\x1b[31m", "🚗", "=cmd|' /C calc'!A0", "%s {}"]
    )
    def test_keeps_any_text(self, book: Book, note: str) -> None:
        write(book, entry(note=note))
        assert [one.note for one in log(book)] == [note]


class TestSeveralPrograms:
    def test_one_sees_what_the_other_wrote(self, place: Place) -> None:
        with opened(place) as one, opened(place) as other:
            write(one, entry("1"))
            write(other, entry("2"))
            assert [(value(kept), kept.seq) for kept in log(other)] == [("1", 1), ("2", 2)]

    def test_a_reader_sees_one_moment(self, place: Place) -> None:
        def second() -> None:
            with opened(place) as book:
                write(book, entry("2"))

        with opened(place) as one, opened(place) as other:
            write(one, entry("1"))
            thread = threading.Thread(target=second)
            with other.reading():
                before = other.logs(["gz"])
                thread.start()
                time.sleep(0.1)
                assert other.logs(["gz"]) == before
                assert other.heads(["gz"]) == {"gz": state_of(before["gz"])}
            thread.join()
            assert values(other) == ["1", "2"]

    def test_a_reader_sees_nothing_of_an_open_transaction(self, place: Place) -> None:
        with opened(place) as one:
            write(one, entry("1"))
            with opened(place) as other, one.writing(["gz"]):
                append(one, [entry("2")])
                assert values(other) == ["1"]

    def test_a_writer_waits_for_another(self, place: Place) -> None:
        waited: list[float] = []

        def second() -> None:
            with opened(place) as book:
                begun = time.monotonic()
                write(book, entry("2"))
                waited.append(time.monotonic() - begun)

        with opened(place) as book:
            write(book, entry("0"))
            with book.writing(["gz"]):
                thread = threading.Thread(target=second)
                thread.start()
                time.sleep(0.2)
                append(book, [entry("1")])
            thread.join()
            assert [(value(kept), kept.seq) for kept in log(book)] == [("0", 1), ("1", 2), ("2", 3)]
        assert waited[0] > 0.1

    def test_a_writer_that_waited_too_long_gives_up_and_loses_nothing(
        self, place: Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for keeper in ("sqlite", "connection"):
            monkeypatch.setattr(import_module(f"dealerplan.book.{keeper}"), "PATIENCE", 0.05)
        with opened(place) as one, opened(place) as other:
            write(one, entry("1"))
            with one.writing(["gz"]):
                with pytest.raises(BookError, match="locked by another program"), other.writing(["gz"]):
                    pytest.fail("two writers at once")
                append(one, [entry("2")])
            assert values(other) == ["1", "2"]

    def test_many_first_writers_make_one_book(self, place: Place) -> None:
        begun: list[bool] = []

        def writer() -> None:
            for _ in range(5):
                with opened(place) as book:
                    write(book, entry(), entry(store="sz"))
                    begun.append(book.is_new)

        threads = [threading.Thread(target=writer) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sum(begun) == 1
        with opened(place) as book:
            assert [one.seq for one in log(book, "sz")] == list(range(1, 21))
            assert [one.seq for one in log(book)] == list(range(1, 21))

    def test_writers_of_several_stores_never_block_each_other_for_good(self, place: Place) -> None:
        stores = ["a", "b", "c", "d"]

        def writer(turn: int) -> None:
            with opened(place) as book:
                for _ in range(5):
                    write(book, *(entry(store=store) for store in stores[turn:] + stores[:turn]))

        threads = [threading.Thread(target=writer, args=(turn,)) for turn in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with opened(place) as book, book.reading():
            assert {len(log) for log in book.logs(stores).values()} == {20}
