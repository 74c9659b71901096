"""Proving logs before they are relied on or added to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager

from dealerplan.book.contract import Book
from dealerplan.domain.event import Log, Logs, State
from dealerplan.errors import BookError, DealerplanError, Refused
from dealerplan.words import Message, say


class NotWhole(Refused, BookError):
    """A book that is not as dealerplan wrote it: its keeper's fault, if any, and what is broken in each log."""


FEW = 100  # stores of which all is held


def proven(reading: Callable[[], AbstractContextManager[Book]], place: object) -> Iterator[tuple[str, Log]]:
    """Every store with its log as dealerplan wrote it; `place` names the book.

    A few are read at a time, so that nobody who writes waits for who proves. At the end raises NotWhole, with all that
    is wrong, or BookError where there are none; at once where the book can't even be read.
    """
    from dealerplan.book.chain import first_break  # hashes and more, which readers of a whole book do without
    from dealerplan.book.contents import strange

    with reading() as book:
        fault = book.fault()
        problems, unread = [fault] if fault else [], list[DealerplanError]()
        with _blaming(fault, place):
            stores = book.stores()
    for first in range(0, len(stores), FEW):
        logs = dict[str, Log]()
        with reading() as book, _blaming(fault, place):
            for store in stores[first : first + FEW]:
                try:
                    logs.update(book.logs([store]))
                except NotWhole as error:
                    unread += error.each
            heads = book.heads(logs.keys())
        for store, log in logs.items():
            found = [first_break(log, heads[store]), *strange(log)]
            problems += [_of_store(store, problem) for problem in found if problem]
            yield store, log
    if problems or unread:
        raise NotWhole([*unread, *(_broken(place, problem) for problem in problems)])
    if not stores:  # the first entries make a book
        raise BookError(say("{path} holds no entries", path=place), say("if it ever did, bring back the last backup"))


@contextmanager
def _blaming(fault: Message | None, place: object) -> Iterator[None]:
    """Where something can't be read, a fault of the keeper is told instead."""
    try:
        yield
    except NotWhole:
        raise
    except BookError:
        if fault:
            raise _broken(place, fault) from None
        raise


def check_chains(book: Book, stores: Collection[str], place: object) -> Logs:
    """The logs of stores, each unbroken up to its head; raises NotWhole."""
    logs, heads = book.logs(stores), book.heads(stores)
    from dealerplan.book.chain import first_break

    found = {store: first_break(log, heads[store]) for store, log in logs.items()}
    if problems := [_of_store(store, problem) for store, problem in found.items() if problem]:
        raise NotWhole([_broken(place, problem) for problem in problems])
    return logs


def check_ends(book: Book, logs: Logs, place: object) -> None:
    """Raise NotWhole where logs are not as long as their heads say, or end otherwise; no hash is computed."""
    heads = book.heads(logs.keys())
    cut = [store for store, log in logs.items() if State(len(log), log[-1].hash if log else "") != heads[store]]
    if cut:
        check_chains(book, cut, place)


def _of_store(store: str, problem: Message) -> Message:
    return say("store {store}: {message}", store=store, message=problem)


def _broken(place: object, message: Message) -> BookError:
    hint = say("keep this book as it is, and bring back the last backup that verify finds whole")
    return BookError(say("{path}: {message}", path=place, message=message), hint)
