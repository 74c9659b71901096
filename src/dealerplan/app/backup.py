"""A safe copy of the book."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from dealerplan.app.files import new_file
from dealerplan.app.session import Session
from dealerplan.book.address import file_of
from dealerplan.errors import UsageError
from dealerplan.words import say


def backup(session: Session, target: Path) -> None:
    """Copy the book into a new file, whole or not at all. Raises UsageError where the file is there already."""
    from dealerplan.book.sqlite import SqliteBook

    source = file_of(session.address, session.workspace)
    if not source.exists():
        raise UsageError(say("there is no book at {file} yet", file=source), say("record something first"))
    with new_file(target) as partial, closing(SqliteBook(source)) as book:
        book.copy_to(partial)
