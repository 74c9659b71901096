"""Proving a book whole and untouched."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from dealerplan.app.session import Session
from dealerplan.book.address import Place, is_there
from dealerplan.book.chain import first_break
from dealerplan.book.contract import Book
from dealerplan.book.reading import check_entry
from dealerplan.domain.actual import Log, Logs, State, state_of
from dealerplan.errors import BookError, Refused, UsageError
from dealerplan.words import Message, meant, say


class Proven(NamedTuple):
    """A store whose log is whole, and how far it goes."""

    store: str
    state: State


def verify(session: Session, store: str | None = None, claims: Sequence[str] = ()) -> Sequence[Proven]:
    """Prove the book, or one store's log; raises BookError, NotWhole among them.

    `claims` are states that reports printed, such as `1234:3f9a0c71d2e8`: some store's log must have stood there.
    """
    if not is_there(session.place):
        raise UsageError(say("there is no book at {file} yet", file=session.place), say("record something first"))
    with session.reading() as book:
        stores = book.stores()
        if store is not None:
            if store not in stores:
                message = say("{path} has no entries of the store {store}", path=session.place, store=store)
                raise UsageError(message, meant(store, stores))
            stores = [store]
        logs = check_whole(book, stores, session.place)
    for claim in claims:
        if not any(_stood_at(log, claim) for log in logs.values()):
            message = say("no store's entries ever stood at {claim}", claim=claim)
            raise BookError(message, say("bring back a backup that holds it; keep this file"))
    return [Proven(one, state_of(log)) for one, log in logs.items()]


def check_whole(book: Book, stores: Collection[str], place: Place) -> Logs:
    """The logs of stores, proven; raises NotWhole, or BookError where they can't even be read."""
    fault = book.fault()
    try:
        logs = check_chain(book, stores, place, fault)
    except BookError:
        if fault:
            raise _broken(place, fault) from None
        raise
    for log in logs.values():
        for entry in log:
            check_entry(entry)
    return logs


def check_chain(book: Book, stores: Collection[str], place: Place, fault: Message | None = None) -> Logs:
    """The logs of stores, each unbroken up to its head; raises NotWhole, which tells of a `fault` too."""
    logs, heads = book.logs(stores), book.heads(stores)
    problems = [fault] if fault else []
    problems += [
        say("store {store}: {message}", store=store, message=found)
        for store, log in logs.items()
        if (found := first_break(log, heads[store]))
    ]
    if problems:
        raise NotWhole([_broken(place, problem) for problem in problems])
    return logs


class NotWhole(Refused):
    """A book that is not as dealerplan wrote it: its keeper's fault, if any, and the first broken place of each log."""

    exit_code = BookError.exit_code


def _broken(place: Place, message: Message) -> BookError:
    hint = say("keep this book as it is, and bring back the last backup that verify finds whole")
    return BookError(say("{path}: {message}", path=place, message=message), hint)


def _stood_at(log: Log, claim: str) -> bool:
    """Whether a log went through a state, its hash given in full or by its first digits."""
    seq, _, digits = claim.partition(":")
    if not (seq.isdecimal() and digits and 0 < int(seq) <= len(log)):
        return False
    return log[int(seq) - 1].hash.startswith(digits)
