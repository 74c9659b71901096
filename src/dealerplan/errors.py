"""What can go wrong, each kind with its exit code (docs/commands.md)."""

from __future__ import annotations

import errno
from collections.abc import Sequence

from dealerplan.words import Message, say


class DealerplanError(Exception):
    """Something a user can mend: says what is wrong and, as `hint`, what to do."""

    exit_code = 2

    def __init__(self, message: Message, hint: Message | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Invalid(DealerplanError, ValueError):
    """A value that cannot be read; `offset` is the place in its text, in characters."""

    def __init__(self, message: Message, hint: Message | None = None, offset: int = 0) -> None:
        super().__init__(message, hint)
        self.offset = offset


class UsageError(DealerplanError):
    """The command line asks for what cannot be had."""


class Refused(DealerplanError):
    """Several things are wrong at once; nothing was written."""

    def __init__(self, problems: Sequence[DealerplanError]) -> None:
        super().__init__(problems[0].message)
        self.problems = tuple(problems)


class BookError(DealerplanError):
    """The book cannot be used; nothing was lost."""

    exit_code = 3


_REASONS = {
    errno.ENOENT: say("No such file or directory"),
    errno.EISDIR: say("Is a directory"),
    errno.ENOTDIR: say("Not a directory"),
    errno.EACCES: say("Permission denied"),
    errno.EPERM: say("Operation not permitted"),
    errno.EROFS: say("Read-only file system"),
    errno.ENOSPC: say("No space left on device"),
    errno.EFBIG: say("File too large"),
    errno.ENAMETOOLONG: say("File name too long"),
    errno.EIO: say("Input/output error"),
}


def unreadable(file: object, error: OSError) -> UsageError:
    """What is wrong where the system refuses to read a file or folder."""
    return UsageError(say("{file} can't be read: {error}", file=file, error=reason(error)))


def reason(error: OSError) -> Message | str:
    """What the system says, in words of both languages where it is one of the usual things."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)
