"""Entries as a book keeps them: one JSON object each, without spaces, its keys by name; one codec for each event.

Books of the first two versions kept a row of text fields, which stay as they were sealed (book/rows.py).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from dealerplan.book.contract import RESTORE
from dealerplan.book.rows import entry_of_row, is_row
from dealerplan.domain.actual import Done
from dealerplan.domain.event import (
    ActionDone,
    Closed,
    Entry,
    Event,
    Log,
    MilestoneDone,
    Noted,
    PlanKept,
    Recorded,
    Reopened,
    Sealed,
    TakenBack,
)
from dealerplan.domain.month import Month
from dealerplan.domain.note import Note
from dealerplan.domain.number import canonical, read_decimal
from dealerplan.errors import BookError
from dealerplan.words import say

Fields = Mapping[str, Any]


class Codec(NamedTuple):
    """How an event of a `kind` is written as fields, and read again."""

    kind: str
    type: type[Any]
    write: Callable[[Any], Fields]
    read: Callable[[Fields], Event]


def _recorded(of: Fields) -> Recorded:
    value = of["value"]
    return Recorded(_is_text(of["measure"]), month_of(of["month"]), None if value is None else read_decimal(value))


def _results(of: Mapping[str, Fraction]) -> Fields:
    return {id: canonical(value) for id, value in of.items()}


def _milestone(of: Fields) -> MilestoneDone:
    results = {id: read_decimal(value) for id, value in of["results"].items()}
    return MilestoneDone(_is_text(of["plan"]), _is_text(of["milestone"]), Done(date.fromisoformat(of["on"]), results))


def _noted(of: Fields) -> Noted:
    due = None if of["due"] is None else date.fromisoformat(of["due"])
    note = Note(_is_text(of["target"]), Month.parse(of["month"]), of["why"], of["action"], of["owner"], due)
    return Noted(_is_text(of["plan"]), note)


def _of_note(of: Noted) -> Fields:
    due = of.note.due.isoformat() if of.note.due else None
    return {"plan": of.plan, **of.note._asdict(), "month": str(of.note.month), "due": due}


def _is_text(value: object) -> str:
    """A text; raises TypeError for anything else."""
    if type(value) is not str:
        raise TypeError(value)
    return value


def _is_bool(value: object) -> bool:
    """A truth value; raises TypeError for any other."""
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _number(value: object) -> int:
    """The number of an entry; raises TypeError for any other."""
    if type(value) is not int:
        raise TypeError(value)
    return value


month_of = lru_cache(maxsize=1000)(Month.parse)
"""The months of a book are few, and each is read many times."""


@lru_cache(maxsize=100)
def _time(text: str) -> datetime:
    """A moment; the entries of a command have one. Raises ValueError, OverflowError or TypeError."""
    return datetime.fromisoformat(text).astimezone(UTC)  # which one near the calendar's ends has not


CODECS = (
    Codec(
        "recorded", Recorded,
        lambda of: {"measure": of.measure, "month": str(of.month),
                    "value": None if of.value is None else canonical(of.value)},
        _recorded,
    ),
    Codec(
        "milestone done", MilestoneDone,
        lambda of: {"plan": of.plan, "milestone": of.milestone, "on": of.done.on.isoformat(),
                    "results": _results(of.done.results)},
        _milestone,
    ),
    Codec(
        "action done", ActionDone,
        lambda of: {"plan": of.plan, "action": of.action, "on": of.on.isoformat()},
        lambda of: ActionDone(_is_text(of["plan"]), _is_text(of["action"]), date.fromisoformat(of["on"])),
    ),
    Codec("noted", Noted, _of_note, _noted),
    Codec(
        "closed", Closed,
        lambda of: {"month": str(of.month), "no_business": of.no_business},
        lambda of: Closed(Month.parse(of["month"]), _is_bool(of["no_business"])),
    ),
    Codec("reopened", Reopened, lambda of: {"month": str(of.month)}, lambda of: Reopened(Month.parse(of["month"]))),
    Codec("plan kept", PlanKept, PlanKept._asdict,
          lambda of: PlanKept(_is_text(of["plan"]), _is_text(of["path"]), _is_text(of["text"]))),
    Codec("taken back", TakenBack, TakenBack._asdict, lambda of: TakenBack(tuple(map(_number, of["entries"])))),
)  # fmt: skip
_BY_TYPE = {codec.type: codec for codec in CODECS}
_BY_KIND = {codec.kind: codec for codec in CODECS}
KINDS = _BY_KIND.keys()
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def encode(entry: Entry, seq: int) -> str:
    """The text that says all of an entry, which is its store's `seq`-th; what it lacks is left out."""
    codec = _BY_TYPE[type(entry.event)]
    said = {
        "kind": codec.kind, "what": codec.write(entry.event), "store": entry.store, "seq": seq, "at": entry.at,
        "by": entry.by, "source": entry.source, "command": entry.command,
    }  # fmt: skip
    if entry.note is not None:
        said["note"] = entry.note
    if entry.why is not None:
        said["why"] = entry.why
    return _json(said)


def decode_all(log: Log) -> list[Entry]:
    """The entries that a log says; raises BookError for one that dealerplan never wrote."""
    if (said := parsed(log)) is None:
        return [decode(sealed) for sealed in log]
    return [entry_of(one, sealed) for one, sealed in zip(said, log, strict=True)]


def parsed(log: Log) -> list[Any] | None:
    """The texts of a log, all parsed as one; None where one of them breaks that."""
    try:
        said: list[Any] = json.loads(f"[{','.join([sealed.text for sealed in log])}]")
    except (RecursionError, TypeError, ValueError):
        return None
    return said if len(said) == len(log) else None


def decode(sealed: Sealed) -> Entry:
    """The entry that a text says; raises BookError for one that dealerplan never wrote."""
    try:
        said = json.loads(sealed.text)
    except (RecursionError, TypeError, ValueError) as error:
        raise _never_wrote(error) from None
    return entry_of(said, sealed)


def entry_of(said: Any, sealed: Sealed) -> Entry:
    """The same of a text that is parsed already."""
    try:
        entry = entry_of_row(said, sealed.hash) if is_row(said) else _entry(said, sealed.hash)
        if entry.seq != sealed.seq or entry.store != sealed.store:
            raise ValueError(f"{entry.store} {entry.seq}")
        return entry
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise _never_wrote(error) from None


def _never_wrote(error: Exception) -> BookError:
    message = say("the book holds a value that dealerplan never wrote: {error}", error=error)
    return BookError(message, RESTORE)


def _entry(said: Fields, hash: str) -> Entry:
    event = _BY_KIND[said["kind"]].read(said["what"])
    if isinstance(event, TakenBack) and not all(0 < seq < said["seq"] for seq in event.entries):
        raise ValueError(event.entries)
    at = said["at"]
    _time(at)
    return Entry(
        event, said["store"], said["by"], said["source"], said.get("note"), said.get("why"), said["command"], at,
        said["seq"], hash,
    )  # fmt: skip
