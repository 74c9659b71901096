"""What can go wrong, each kind with its exit code (docs/commands.md)."""

from __future__ import annotations

from collections.abc import Sequence

from dealerplan.words import Message


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
