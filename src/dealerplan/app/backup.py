"""A safe copy of the book: into a new file, or into another book."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from dealerplan.app.files import new_file
from dealerplan.app.session import Session
from dealerplan.app.verify import check_there
from dealerplan.book.address import Place, open_book, place_of
from dealerplan.book.contract import Book
from dealerplan.book.proof import prove, take
from dealerplan.domain.actual import Logs, State, state_of
from dealerplan.errors import BookError, UsageError
from dealerplan.words import say


class Copied(NamedTuple):
    """A store's log in another book, and how many of its entries were new there."""

    store: str
    state: State
    new: int


def backup(session: Session, target: Path) -> None:
    """Copy the book into a new file, whole or not at all. Raises UsageError where the file is there already."""
    check_there(session.place)
    with new_file(target) as partial:
        _copy_into(session, partial)


def _copy_into(session: Session, file: Path) -> None:
    """A SQLite book as it is, page by page; another one entry by entry."""
    from dealerplan.book.sqlite import SqliteBook

    if isinstance(session.place, Path):
        with closing(SqliteBook(session.place)) as book:
            book.copy_to(file)
    else:
        copy(session, str(file.absolute()))


def copy(session: Session, address: str) -> Sequence[Copied]:
    """Copy every store's log into another book, all or none, sealed as it was; raises BookError where either is broken.

    A store that is there already must begin with the same entries: then only the later ones, if any, are added.
    """
    place = place_of(address, session.workspace)
    check_there(session.place)
    with session.reading() as source:
        taken = take(source, session.place)
    logs = prove(taken, session.place)
    with closing(open_book(place, to_write=True)) as target, target.writing(logs.keys()):
        copied = _append_missing(target, logs, place)
        proven = prove(take(target, place), place)
        if any(proven[store][: len(log)] != log for store, log in logs.items()):
            raise BookError(say("{path} does not give back what was copied", path=place), say("nothing was written"))
    return copied


def _append_missing(target: Book, logs: Logs, place: Place) -> Sequence[Copied]:
    there = target.logs(logs.keys())
    for store, log in logs.items():
        if any(mine != theirs for mine, theirs in zip(log, there[store], strict=False)):
            message = say("{path} has other entries of the store {store}", path=place, store=store)
            raise UsageError(message, say("copy into a new book, or into one that was copied from this one"))
    new = {store: log[len(there[store]) :] for store, log in logs.items()}
    target.append([entry for log in new.values() for entry in log])
    return [Copied(store, state_of(log), len(new[store])) for store, log in logs.items()]
