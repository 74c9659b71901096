"""Flags that override what a file is refused for, and how its errors tell of them."""

from __future__ import annotations

from collections.abc import Sequence

from dealerplan.errors import DealerplanError, Refused
from dealerplan.intake.given import UnknownName, Unsure
from dealerplan.words import Message, say

IGNORE_REST, SURE = "--ignore-rest", "--sure"
_TO_IGNORE, _TO_BE_SURE = say("--ignore-rest leaves it out"), say("--sure records it as it is")


def overriding(refused: Refused) -> list[str]:
    """The flags that together override all that is wrong; none where something would stay wrong."""
    found = [_flag(one) for one in refused.each]
    return [] if None in found else [flag for flag in (IGNORE_REST, SURE) if flag in found]


def unknown_names(refused: Refused) -> list[str]:
    """The names that no plan knows, each once."""
    return list(dict.fromkeys(name for one in refused.each if isinstance(one, UnknownName) for name in one.names))


def with_line(refused: Refused, line: str, flags: Sequence[str]) -> Refused:
    """The same, and its last hint ends with the line that overrides it all."""
    last = refused.each[-1]
    last.hint = _both(last.hint, _to_paste(line, flags))
    return refused


def with_flags(refused: Refused) -> Refused:
    """The same, and each hint tells of the flag for its own error, where there is one."""
    for one in refused.each:
        if (flag := _flag(one)) is not None:
            one.hint = _both(one.hint, _TO_IGNORE if flag == IGNORE_REST else _TO_BE_SURE)
    return refused


def _flag(error: DealerplanError) -> str | None:
    if isinstance(error, UnknownName):
        return IGNORE_REST
    return SURE if isinstance(error, Unsure) else None


def _to_paste(line: str, flags: Sequence[str]) -> Message:
    if SURE not in flags:
        return say("to leave out what no plan names: {line}", line=line)
    if IGNORE_REST not in flags:
        return say("to record it as it is: {line}", line=line)
    return say("to leave out what no plan names, and record the rest as it is: {line}", line=line)


def _both(hint: Message | None, more: Message) -> Message:
    return more if hint is None else say("{hint} — or {more}", hint=hint, more=more)
