"""Proving logs before they are relied on or added to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from dealerplan.book.chain import first_break
from dealerplan.book.codec import decode
from dealerplan.book.contract import Book
from dealerplan.domain.event import Log, Logs, State
from dealerplan.errors import BookError, Refused
from dealerplan.words import Message, say


class NotWhole(Refused):
    """A book that is not as dealerplan wrote it: its keeper's fault, if any, and the first broken place of each log."""

    exit_code = BookError.exit_code


class Taken(NamedTuple):
    """All that a book holds at one moment, to be proven when nobody waits for it any more."""

    logs: Logs
    heads: Mapping[str, State]
    fault: Message | None


def take(book: Book, place: object) -> Taken:
    """Every store's log; `place` names the book. Raises BookError where it can't even be read."""
    fault = book.fault()
    try:
        stores = book.stores()
        return Taken(book.logs(stores), book.heads(stores), fault)
    except BookError:
        if fault:
            raise _broken(place, fault) from None
        raise


def prove(taken: Taken, place: object) -> Logs:
    """The logs, each as dealerplan wrote it; raises NotWhole, or BookError where there are none."""
    logs, heads, fault = taken
    problems = [fault] if fault else []
    problems += [problem for store, log in logs.items() if (problem := _break(store, log, heads[store]))]
    if problems:
        raise NotWhole([_broken(place, problem) for problem in problems])
    if not logs:  # the first entries make a book
        raise BookError(say("{path} holds no entries", path=place), say("if it ever did, bring back the last backup"))
    for log in logs.values():
        for entry in log:
            decode(entry)
    return logs


def check_chains(book: Book, stores: Collection[str], place: object) -> Logs:
    """The logs of stores, each unbroken up to its head; raises NotWhole."""
    logs, heads = book.logs(stores), book.heads(stores)
    problems = [problem for store, log in logs.items() if (problem := _break(store, log, heads[store]))]
    if problems:
        raise NotWhole([_broken(place, problem) for problem in problems])
    return logs


def _break(store: str, log: Log, head: State) -> Message | None:
    found = first_break(log, head)
    return say("store {store}: {message}", store=store, message=found) if found else None


def _broken(place: object, message: Message) -> BookError:
    hint = say("keep this book as it is, and bring back the last backup that verify finds whole")
    return BookError(say("{path}: {message}", path=place, message=message), hint)
