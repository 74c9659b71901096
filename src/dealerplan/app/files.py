"""New files, whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

from dealerplan.domain.pattern import pattern
from dealerplan.errors import BookError, UsageError, reason, remedy
from dealerplan.words import say

if sys.platform != "win32":
    import fcntl


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
            partial = own / target.name
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


MARK = ".dealerplan-part"  # how the names of folders end that hold files to be


@contextmanager
def folder_beside(target: Path) -> Iterator[Path]:
    """A folder of this process alone that goes away, on the disk of a file to be; so do those that killed ones left."""
    _sweep(target.parent)
    own, held = _own_folder(target)
    try:
        yield own
    finally:
        shutil.rmtree(own, ignore_errors=True)
        if held is not None:
            os.close(held)


def _own_folder(target: Path) -> tuple[Path, int | None]:
    while True:
        own = Path(mkdtemp(prefix=f".{target.name[:40]}.", suffix=MARK, dir=target.parent))
        with suppress(BlockingIOError, FileNotFoundError):  # swept away by another before it was held
            held = _hold(own)
            if own.exists():
                return own, held
            if held is not None:
                os.close(held)


def _hold(folder: Path) -> int | None:
    """Lock a folder for as long as this process lives; None where there are no such locks. Raises BlockingIOError."""
    if sys.platform == "win32":
        return None
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(held)
        if isinstance(error, BlockingIOError):
            raise
        return None
    return held


def _sweep(folder: Path) -> None:
    """Remove what killed processes left; whose owner lives, or can't be told, stays."""
    with suppress(OSError):
        for left in folder.iterdir():
            if _OWN.fullmatch(left.name) and not left.is_symlink():
                _remove(left)


_OWN = pattern(rf"\..*\.[a-z0-9_]{{8}}{re.escape(MARK)}")  # as mkdtemp names them


def _remove(left: Path) -> None:
    with suppress(OSError):
        if (held := _hold(left)) is not None:
            shutil.rmtree(left, ignore_errors=True)
            os.close(held)


def like(file: Path, original: Path) -> None:
    """Give a file the rights of another, and its owner and group as far as may be; never more."""
    there = original.stat()
    mode = there.st_mode & 0o777
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(file, there.st_uid, -1)
        try:
            os.chown(file, -1, there.st_gid)
        except OSError:  # another group's members are others
            mode &= 0o700 | (mode & 0o7) << 3 | 0o7
    file.chmod(mode)


def put(partial: Path, target: Path, force: bool = False) -> None:
    """Give a finished file its name at once, and with `force` the rights of the one it replaces.

    Without, raises UsageError where another one came up meanwhile.
    """
    if force:
        if target.exists():
            like(partial, target)
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
