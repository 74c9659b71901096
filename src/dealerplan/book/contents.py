"""What entries hold that dealerplan never wrote, however well it is sealed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from dealerplan.book.codec import KINDS, entry_of, parsed
from dealerplan.book.rows import NAMES, is_row
from dealerplan.domain.event import Log, Sealed
from dealerplan.errors import BookError
from dealerplan.words import Message, say


def strange(log: Log) -> Iterator[Message]:
    """All of it in a log, each with its entry."""
    before = _FIRST
    for said, sealed in zip(parsed(log) or map(_said, log), log, strict=True):
        at = _at(said)
        if _is_usual(said, sealed) and _sorts(before) and before <= at:
            before = at
            continue
        for message in _told(said, sealed, before):
            yield say("entry {seq}: {message}", seq=sealed.seq, message=message)
        before = at if _time(at) else before


def _is_usual(said: Any, sealed: Sealed) -> bool:
    """Whether an entry is plainly as dealerplan writes it; most are, and this is quick to tell."""
    if not isinstance(said, dict) or tuple(map(type, said.values())) not in _USUAL or "\\u" in sealed.text:
        return False
    try:
        entry_of(said, sealed)
    except BookError:
        return False
    return {*map(type, said["what"].values())} == {str} and _sorts(said["at"])


def _sorts(at: str) -> bool:
    """Whether a time is in UTC as dealerplan writes it, so that it sorts as text."""
    return len(at) == len(_FIRST) and at[-1] == "Z"


_FIRST = "0001-01-01T00:00:00.000000Z"
_TYPES = (str, dict, str, int, str, str, str, str)
_USUAL = {(*_TYPES, *(str,) * more) for more in range(3)}


def _told(said: Any, sealed: Sealed, before: str) -> Iterator[Message]:
    """What is wrong with an entry after one written at `before`."""
    wrong, time, last = [*_wrong(said, sealed)], _time(_at(said)), _time(before)
    yield from wrong
    if not wrong and time and last and time < last and not is_row(said):  # a row's clock may have gone back
        yield say("its time {at} is before that of the entry before it", at=_at(said))


def _said(sealed: Sealed) -> Any:
    try:
        return json.loads(sealed.text)
    except (RecursionError, TypeError, ValueError):
        return None


def _at(said: Any) -> Any:
    """An entry's time as it is kept; None where it has none."""
    if is_row(said):
        return dict(_of_row(said)).get("at")
    return said.get("at") if isinstance(said, dict) else None


def _time(at: Any) -> datetime | None:
    """A time as it is kept, where it has a zone."""
    try:
        time = datetime.fromisoformat(at)
    except (TypeError, ValueError):
        return None
    return time if time.tzinfo else None


def _of_row(row: list[Any]) -> Iterator[tuple[str, Any]]:
    return zip(NAMES, row, strict=False)


def _fields(said: Any) -> Iterator[tuple[str, Any]]:
    """The fields of an entry, and then those of its event."""
    if is_row(said):
        yield from _of_row(said)
    elif isinstance(said, dict):
        yield from said.items()
        for part in ("what", "results"):
            said = said.get(part)
            if not isinstance(said, dict):
                break
            yield from said.items()


def _wrong(said: Any, sealed: Sealed) -> Iterator[Message]:
    """What is wrong with an entry on its own."""
    kind = said.get("kind") if isinstance(said, dict) else None
    if no_texts := [name for name, value in _fields(said) if not _is_as_kept(name, value)]:
        yield say("no text: {fields}", fields=no_texts)
    elif isinstance(kind, str) and kind not in KINDS:
        yield say("its kind {kind} is unknown", kind=kind)
    else:
        try:
            entry_of(said, sealed)
        except BookError as error:
            yield error.message
        else:
            if _time(_at(said)) is None:
                yield say("its time {at} has no zone", at=_at(said))


def _is_as_kept(name: str, value: object) -> bool:
    """Whether a field is a text, or what it is instead."""
    if name in _OTHERS or (value is None and name in _MAY_LACK):
        return True
    return isinstance(value, str) and not any("\ud800" <= char <= "\udfff" for char in value)


_OTHERS = ("seq", "what", "no_business", "entries", "results")
_MAY_LACK = ("value", "action", "owner", "due", "note", "why")
