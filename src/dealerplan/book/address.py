"""From an address to a book."""

from __future__ import annotations

from pathlib import Path

from dealerplan.book.contract import Book
from dealerplan.book.memory import MemoryBook
from dealerplan.errors import BookError, UsageError
from dealerplan.words import say

FILE_NAME = "dealerplan.db"


def file_of(address: str | None, workspace: Path) -> Path:
    """The file of a book: `dealerplan.db` in the workspace, a path, or `sqlite:///…`; raises UsageError."""
    if not address:
        return workspace / FILE_NAME
    scheme, separator, rest = address.partition("://")
    if not separator:
        return Path(address)
    if scheme.lower() == "sqlite" and rest.startswith("/") and len(rest) > 1:
        return Path(rest[1:])
    hint = say("give a path, or sqlite:///path/to/dealerplan.db")
    raise UsageError(say("{address} is no address of a book", address=address), hint)


def open_book(file: Path, to_write: bool = False) -> Book:
    """Open a book. Only a writer makes a file; readers of a missing one see an empty book."""
    if not to_write and not _is_there(file):
        return MemoryBook()
    from dealerplan.book.sqlite import SqliteBook

    return SqliteBook(file)


def _is_there(file: Path) -> bool:
    try:
        return file.exists()
    except OSError as error:  # no right to look, or no name that a file could have
        raise BookError(say("{path} can't be opened: {error}", path=file, error=error.strerror or error)) from None
