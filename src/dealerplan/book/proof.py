"""Proving logs before they are relied on or added to."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from dealerplan.book.contract import Book
from dealerplan.domain.event import Log, Logs, State
from dealerplan.errors import BookError, DealerplanError, Refused
from dealerplan.words import Message, say


class NotWhole(Refused, BookError):
    """A book that is not as dealerplan wrote it: its keeper's fault, if any, and what is broken in each log."""


class Taken(NamedTuple):
    """All that a book holds at one moment, to be proven when nobody waits for it any more; `unread` is what of it can't
    even be read as text."""

    logs: Logs
    heads: Mapping[str, State]
    fault: Message | None
    unread: Sequence[DealerplanError] = ()


def take(book: Book, place: object) -> Taken:
    """Every store's log; `place` names the book. Raises BookError where it can't even be read."""
    fault = book.fault()
    logs, unread = dict[str, Log](), list[DealerplanError]()
    try:
        for store in book.stores():
            try:
                logs.update(book.logs([store]))
            except NotWhole as error:
                unread += error.each
        return Taken(logs, book.heads(logs.keys()), fault, unread)
    except BookError:
        if fault:
            raise _broken(place, fault) from None
        raise


def prove(taken: Taken, place: object) -> Logs:
    """The logs, each as dealerplan wrote it; raises NotWhole, or BookError where there are none."""
    from dealerplan.book.chain import first_break  # hashes and more, which readers of a whole book do without
    from dealerplan.book.contents import strange

    logs, heads, fault, unread = taken
    problems = [fault] if fault else []
    for store, log in logs.items():
        found = [first_break(log, heads[store]), *strange(log)]
        problems += [_of_store(store, problem) for problem in found if problem]
    if problems or unread:
        raise NotWhole([*unread, *(_broken(place, problem) for problem in problems)])
    if not logs:  # the first entries make a book
        raise BookError(say("{path} holds no entries", path=place), say("if it ever did, bring back the last backup"))
    return logs


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
