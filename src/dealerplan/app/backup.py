"""A safe copy of the book: into a new file, or into another book."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Sequence
from contextlib import closing, nullcontext, suppress
from pathlib import Path
from typing import NamedTuple

from dealerplan.app.files import like, new_file
from dealerplan.app.session import Session
from dealerplan.app.verify import check_there
from dealerplan.book.address import Place, Server, place_of
from dealerplan.book.contract import Book, Unsealed
from dealerplan.book.open import open_book, reading
from dealerplan.book.proof import NotWhole, proven
from dealerplan.domain.event import Logs, State, state_of
from dealerplan.errors import BookError, UsageError
from dealerplan.words import say


class Copied(NamedTuple):
    """A store's log in another book, and how many of its entries were new there."""

    store: str
    state: State
    new: int


def backup(session: Session, name: str) -> None:
    """Copy the book into a new file, whole or not at all. Raises UsageError where the file is there already.

    A SQLite book is copied page by page, as it is; where it is not whole, NotWhole is raised beside the copy. One on a
    server is proven before, and copied entry by entry.
    """
    check_there(session)
    target = Path(name)
    with new_file(name) as partial:
        _copy_into(session, partial, target)
    _prove(target)


def _copy_into(session: Session, file: Path, shown: Path) -> None:
    from dealerplan.book.sqlite import SqliteBook

    if isinstance(session.place, Path):
        with closing(SqliteBook(session.place)) as book:
            book.copy_to(file, shown)
        like(file, session.place)
    else:
        copy(session, str(file.absolute()))


def _prove(file: Path) -> None:
    """Raises NotWhole, with what is wrong with the book and so with its copy."""
    try:
        deque(proven(lambda: reading(file), file), maxlen=0)
    except Unsealed:  # as every book of its time
        pass
    except BookError as error:
        told = say("{file} is copied as it is, but the book is not whole", file=file)
        raise NotWhole([BookError(told, say("keep the earlier backups")), *error.each]) from None


def copy(session: Session, address: str) -> Sequence[Copied]:
    """Copy every store's log into another book, all or none, sealed as it was; raises BookError where either is broken.

    A store that is there already must begin with the same entries: then only the later ones, if any, are added.
    """
    place = place_of(address, session.workspace)
    check_there(session)
    logs = dict(proven(session.reading, session.place))
    if isinstance(place, Path) and isinstance(session.place, Path) and not os.path.lexists(place):
        _begin(place, session.place)
    with closing(open_book(place, to_write=True)) as target, target.writing(logs.keys()):
        is_new = target.is_new
        copied = _append_missing(target, logs, place)
        there = dict(proven(lambda: nullcontext(target), place))
        if any(there[store][: len(log)] != log for store, log in logs.items()):
            raise BookError(say("{path} does not give back what was copied", path=place), say("nothing was written"))
    if is_new and isinstance(place, Server):
        session.say_new(place)
    return copied


def _begin(file: Path, original: Path) -> None:
    """A file for a new book that nobody may read who may not read the original."""
    with suppress(OSError):  # which is told when it is opened
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        like(file, original)


def _append_missing(target: Book, logs: Logs, place: Place) -> Sequence[Copied]:
    there = target.logs(logs.keys())
    for store, log in logs.items():
        if any(mine != theirs for mine, theirs in zip(log, there[store], strict=False)):
            message = say("{path} has other entries of the store {store}", path=place, store=store)
            raise UsageError(message, say("copy into a new book, or into one that was copied from this one"))
    new = {store: log[len(there[store]) :] for store, log in logs.items()}
    target.append([entry for log in new.values() for entry in log])
    return [Copied(store, state_of(log), len(new[store])) for store, log in logs.items()]
