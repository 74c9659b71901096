"""What can go wrong, each kind with its exit code (docs/commands.md)."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from typing import NamedTuple

from dealerplan.words import Message, say
from dealerplan.words.ids import id_of


class Where(NamedTuple):
    """A place in a file, its line and column counted from 1 where they are known."""

    file: str
    line: int | None = None
    column: int | None = None


IGNORE_REST, SURE, FORCE, ALLOW_MISSING = "--ignore-rest", "--sure", "--force", "--allow-missing"
NEW_BOOK, TRUST_CLOCK = "--new-book", "--trust-clock"
"""Flags that override a refusal; app/overrides.py has what each of them does."""


class DealerplanError(Exception):
    """Something a user can mend: says what is wrong and, as `hint`, what to do; and `where`, in a file's case.

    `flags` override it together; where there are none, nothing does.
    """

    exit_code = 2
    where: Where | None = None

    def __init__(self, message: Message, hint: Message | None = None, flags: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.flags = tuple(flags)

    @property
    def id(self) -> str:
        """By what programs know it, in every language and with whatever names and figures in it."""
        return id_of(self.message)

    @property
    def each(self) -> Sequence[DealerplanError]:
        """All that is wrong, one by one."""
        return (self,)


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

    @property
    def each(self) -> Sequence[DealerplanError]:
        """All that is wrong, one by one."""
        return [one for problem in self.problems for one in problem.each]


class BookError(DealerplanError):
    """The book cannot be used; nothing was lost."""

    exit_code = 3


_SPELLING = say("check how it is written")
_RIGHTS = say("ask whoever owns it for the right to, or choose another place")
_USUAL = {  # what the system says, and what to do
    errno.ENOENT: (say("No such file or directory"), _SPELLING),
    errno.EISDIR: (say("Is a directory"), say("name a file")),
    errno.ENOTDIR: (say("Not a directory"), _SPELLING),
    errno.EACCES: (say("Permission denied"), _RIGHTS),
    errno.EPERM: (say("Operation not permitted"), _RIGHTS),
    errno.EROFS: (say("Read-only file system"), say("choose a place that can be written")),
    errno.ENOSPC: (say("No space left on device"), say("make room, then do the same again")),
    errno.EFBIG: (say("File too large"), say("choose another disk")),
    errno.ENAMETOOLONG: (say("File name too long"), say("choose a shorter name")),
    errno.EIO: (say("Input/output error"), say("have the disk checked")),
}


def unreadable(file: object, error: OSError) -> UsageError:
    """What is wrong where the system refuses to read a file or folder."""
    return UsageError(say("{file} can't be read: {error}", file=file, error=reason(error)), remedy(error))


def reason(error: OSError) -> Message | str:
    """What the system says, in words of both languages where it is one of the usual things."""
    usual = _USUAL.get(error.errno or 0)
    return usual[0] if usual else error.strerror or str(error)


def remedy(error: OSError) -> Message | None:
    """What to do about it, where it is one of the usual things."""
    usual = _USUAL.get(error.errno or 0)
    return usual[1] if usual else None
