"""A safe copy of the book."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

from dealerplan.app.session import Session
from dealerplan.book.address import file_of
from dealerplan.errors import BookError, UsageError
from dealerplan.words import say


def backup(session: Session, target: Path) -> None:
    """Copy the book into a new file, whole or not at all. Raises UsageError where the file is there already."""
    from dealerplan.book.sqlite import SqliteBook

    source = file_of(session.address, session.workspace)
    if not source.exists():
        raise UsageError(say("there is no book at {file} yet", file=source), say("record something first"))
    if target.exists():
        raise UsageError(say("{file} is there already", file=target), say("name a new file"))
    partial = target.with_name(f"{target.name}.partial")
    try:
        partial.unlink(missing_ok=True)
        with closing(SqliteBook(source)) as book:
            book.copy_to(partial)
        os.link(partial, target)  # unlike a rename, refuses a file that came up meanwhile
    except OSError as error:
        reason = error.strerror or error
        raise BookError(say("{file} can't be written: {error}", file=target, error=reason), None) from None
    finally:
        partial.unlink(missing_ok=True)
