"""New files, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dealerplan.errors import BookError, UsageError
from dealerplan.words import say


@contextmanager
def new_file(target: Path) -> Iterator[Path]:
    """A path to write; it becomes `target` at the end, unless something was raised.

    Raises UsageError where the file is there already, BookError where it can't be written.
    """
    if target.exists():
        raise UsageError(say("{file} is there already", file=target), say("name a new file"))
    partial = target.with_name(f"{target.name}.partial")
    try:
        partial.unlink(missing_ok=True)
        yield partial
        os.link(partial, target)  # unlike a rename, refuses a file that came up meanwhile
    except OSError as error:
        reason = error.strerror or error
        raise BookError(say("{file} can't be written: {error}", file=target, error=reason), None) from None
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
