"""The trace of a workspace's own book, kept beside the plans: where it vanished, no second one begins in silence."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from dealerplan.app.workspace import PLANS
from dealerplan.book.address import FILE_NAME, Place, is_there
from dealerplan.errors import NEW_BOOK, BookError
from dealerplan.words import Message, say


def leave_trace(workspace: Path) -> None:
    """Note that a workspace has a book of its own; plans that may not be written do without."""
    trace = _trace(workspace)
    with suppress(OSError):
        if not trace.exists():
            trace.write_text(f"{FILE_NAME}\n", encoding="utf-8")


def lost(workspace: Path) -> BookError | None:
    """What is wrong where a workspace's own book is not there any more, or is a link to nothing."""
    book = workspace / FILE_NAME
    had_one, journal = map(_exists, (_trace(workspace), Path(f"{book}-journal")))  # before the book: they follow it
    if is_there(book):
        return _no_book(say("{file} is empty, and was a book", file=book)) if had_one and _is_empty(book) else None
    if book.is_symlink():
        return _no_book(say("{file} is a link to a book that is not there", file=book))
    return _no_book(say("{file} is gone: this workspace had a book", file=book)) if had_one or journal else None


def emptied(workspace: Path, place: Place, is_named: bool) -> BookError | None:
    """What is wrong with a file that holds no entries, where it was named, or the workspace had a book."""
    if not isinstance(place, Path) or not is_there(place):
        return None
    if is_named:
        return _no_book(say("{path} holds no entries", path=place))
    return _no_book(say("{file} is empty, and was a book", file=place)) if _exists(_trace(workspace)) else None


def misnamed(place: Place) -> BookError | None:
    """What is wrong where a book was named that is not there."""
    if is_there(place):
        return None
    hint = say("check how it is written, and whether its disk is connected")
    return BookError(say("there is no book at {file} yet", file=place), hint, [NEW_BOOK])


def _exists(file: Path) -> bool:
    try:
        return file.exists()
    except OSError:  # no right to look
        return False


def _is_empty(book: Path) -> bool:
    try:
        return not book.stat().st_size
    except OSError:
        return True


def _no_book(message: Message) -> BookError:
    return BookError(message, say("bring back the last backup, or name the book with --db"), [NEW_BOOK])


def _trace(workspace: Path) -> Path:
    return workspace / PLANS / ".book"
