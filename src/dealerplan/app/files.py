"""New files, whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from dealerplan.errors import BookError, UsageError, reason, remedy
from dealerplan.words import say


@contextmanager
def new_file(name: str) -> Iterator[Path]:
    """A path to write, in a folder of its own; it gets the name at the end, unless something was raised.

    Raises UsageError for a folder's name or a file that is there already, BookError where it can't be written.
    """
    if name.endswith(("/", "/.", os.sep)):  # which Path drops
        raise UsageError(say("{file} is the name of a folder", file=name), _NEW)
    target = Path(name)
    with naming(target):
        if target.exists():
            raise _there_already(target)
        with folder_beside(target) as own:
            partial = Path(own, target.name)
            yield partial
            put(partial, target)


@contextmanager
def naming(file: Path) -> Iterator[None]:
    """What the disk refuses becomes a BookError that names the file."""
    try:
        yield
    except OSError as error:
        raise BookError(
            say("{file} can't be written: {error}", file=file, error=reason(error)), remedy(error)
        ) from None


def folder_beside(target: Path) -> TemporaryDirectory[str]:
    """A folder that goes away, on the disk of a file to be."""
    return TemporaryDirectory(prefix=f".{target.name[:40]}.", dir=target.parent, ignore_cleanup_errors=True)


def put(partial: Path, target: Path, force: bool = False) -> None:
    """Give a finished file its name at once; without `force` raises UsageError where another one came up meanwhile."""
    if force:
        partial.replace(target)
        return
    try:
        os.link(partial, target)
    except FileExistsError:
        raise _there_already(target) from None
    except OSError:  # no links on FAT and on many network drives: claim the name, then fill it
        _claim(target)
        try:
            partial.replace(target)
        except BaseException:
            target.unlink()
            raise


def _claim(target: Path) -> None:
    try:
        target.touch(exist_ok=False)
    except FileExistsError:
        raise _there_already(target) from None


def _there_already(target: Path) -> UsageError:
    return UsageError(say("{file} is there already", file=target), _NEW)


_NEW = say("name a new file")


def keep(target: Path, old: Path) -> None:
    """Have a file under another name too, for `take_back`."""
    try:
        os.link(target, old)
    except OSError:
        shutil.copy2(target, old)


def take_back(partial: Path, target: Path, old: Path) -> None:
    """Undo `put`, as far as it came; `old` is what `keep` kept, or not there."""
    with naming(target):
        if partial.exists() and not (target.exists() and partial.samefile(target)):
            return
        if old.exists():
            old.replace(target)
        else:
            target.unlink()
