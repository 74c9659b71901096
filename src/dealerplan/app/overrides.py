"""Flags that override refusals: what each of them does, and how errors tell of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from dealerplan.errors import ALLOW_MISSING, FORCE, IGNORE_REST, NEW_BOOK, SURE, TRUST_CLOCK, DealerplanError
from dealerplan.intake.given import UnknownName
from dealerplan.words import Message, say

DEEDS: Mapping[str, Message] = {
    IGNORE_REST: say("leave out what no plan names"),
    SURE: say("record what may be a slip as it is"),
    ALLOW_MISSING: say("close the month without them"),
    FORCE: say("write over what is there"),
    NEW_BOOK: say("begin a new book"),
    TRUST_CLOCK: say("date entries by this clock"),
}
"""What each flag does, in the order in which they are asked for and written."""


def overriding(error: DealerplanError, given: Collection[str] = ()) -> list[str]:
    """The flags not given yet that together override all that is wrong; none where something would stay wrong."""
    found = {flag for one in error.each for flag in one.flags}
    whole = all(one.flags for one in error.each)
    return [flag for flag in DEEDS if whole and flag in found and flag not in given]


def unknown_names(errors: Sequence[DealerplanError]) -> list[str]:
    """The names that no plan knows, each once."""
    return list(dict.fromkeys(name for one in errors if isinstance(one, UnknownName) for name in one.names))


def hint_with_line(error: DealerplanError, line: str, flags: Sequence[str]) -> None:
    """Let the last hint end with the line that overrides it all."""
    last = error.each[-1]
    last.hint = _both(last.hint, say("to {deeds}: {line}", deeds=[DEEDS[flag] for flag in flags], line=line))


def hint_with_flags(error: DealerplanError) -> None:
    """Let each hint tell of the flags for its own error, where there are any."""
    for one in error.each:
        for flag in one.flags:
            one.hint = _both(one.hint, say("{flag} would {deed}", flag=flag, deed=DEEDS[flag]))


def _both(hint: Message | None, more: Message) -> Message:
    return more if hint is None else say("{hint} — or {more}", hint=hint, more=more)
