"""New files, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from dealerplan.errors import BookError, UsageError, reason
from dealerplan.words import say


@contextmanager
def new_file(target: Path) -> Iterator[Path]:
    """A path to write, in a folder of its own; it becomes `target` at the end, unless something was raised.

    Raises UsageError where the file is there already, BookError where it can't be written.
    """
    try:
        if target.exists():
            raise _there_already(target)
        with TemporaryDirectory(prefix=f".{target.name[:40]}.", dir=target.parent, ignore_cleanup_errors=True) as own:
            partial = Path(own, target.name)
            yield partial
            _put(partial, target)
    except FileExistsError:
        raise _there_already(target) from None
    except OSError as error:
        raise BookError(say("{file} can't be written: {error}", file=target, error=reason(error))) from None


def _put(partial: Path, target: Path) -> None:
    """Give a finished file its name. Raises FileExistsError where it came up meanwhile, as a rename would not."""
    try:
        os.link(partial, target)
    except FileExistsError:
        raise
    except OSError:  # no links on FAT and on many network drives: claim the name, then fill it
        target.touch(exist_ok=False)
        try:
            partial.replace(target)
        except OSError:
            target.unlink()
            raise


def _there_already(target: Path) -> UsageError:
    return UsageError(say("{file} is there already", file=target), say("name a new file"))
