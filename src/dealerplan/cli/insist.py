"""What a flag overrides is asked about on a terminal; elsewhere the message ends with the whole line to paste."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, Protocol, TypeVar

from dealerplan.app.overrides import DEEDS, hint_with_flags, hint_with_line, overriding, unknown_names
from dealerplan.errors import IGNORE_REST, DealerplanError, UsageError
from dealerplan.words import Message, few, say

T = TypeVar("T")


class Asking(Protocol):
    """Who can be asked, or told a line to paste: the screen."""

    given: list[str]

    @property
    def asks(self) -> bool: ...
    def line(self, flags: Sequence[str]) -> str: ...
    def tell(self, error: DealerplanError) -> None: ...
    def confirm(self, question: Message) -> bool: ...


class Insisted(NamedTuple, Generic[T]):
    """What an attempt gave, under which flags, and which errors somebody overrode."""

    answer: T
    flags: Sequence[str]
    overridden: Sequence[DealerplanError]


class Declined(UsageError):
    """Somebody was asked, and would rather not."""


def insist(
    screen: Asking, given: Sequence[str], attempt: Callable[[Sequence[str]], T], may_ask: bool = True
) -> Insisted[T]:
    """Try something under the flags `given`, and where somebody on a terminal agrees, under those that override errors.

    Raises Declined, or what is wrong: where flags would override all of it, the last hint ends with the line to paste.
    """
    flags, overridden = list(given), list[DealerplanError]()
    while True:
        try:
            return Insisted(attempt(flags), flags, overridden)
        except DealerplanError as error:
            more = overriding(error, flags)
            if not more:
                hint_with_flags(error)
                raise
            if not (may_ask and screen.asks):
                hint_with_line(error, screen.line(more), more)
                raise
            screen.tell(error)
            if not all(screen.confirm(_question(flag, error)) for flag in more):
                raise Declined(say("nothing was written")) from None
            flags += more
            overridden += error.each


def overrule(screen: Asking, error: DealerplanError) -> None:
    """Raise an error, unless the flags that override it were given or somebody on a terminal agrees to them."""

    def attempt(flags: Sequence[str]) -> None:
        if overriding(error, flags):
            raise error

    try:
        insist(screen, screen.given, attempt)
    except DealerplanError as refused:
        refused.flags = ()  # its line to paste is said
        raise


def given(flags: dict[str, bool]) -> list[str]:
    """The flags that were given."""
    return [flag for flag, is_given in flags.items() if is_given]


def _question(flag: str, error: DealerplanError) -> Message:
    if flag == IGNORE_REST:
        return say("leave out {names}?", names=few(unknown_names(error.each)))
    return say("{deed}?", deed=DEEDS[flag])
