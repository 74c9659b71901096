"""Entries of the first two versions: rows of text fields, each sealed as a JSON array in this order.

kind, store, subject, month, value, at, by, source, note, why, seq. Nothing writes them any more.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from dealerplan.domain.actual import Done
from dealerplan.domain.event import ActionDone, Closed, Entry, Event, MilestoneDone, Noted, Recorded, Reopened
from dealerplan.domain.month import Month
from dealerplan.domain.note import Note
from dealerplan.domain.number import read_decimal

NAMES = ("kind", "store", "subject", "month", "value", "at", "by", "source", "note", "why", "seq")


def is_row(said: object) -> bool:
    """Whether a text of the book is one of these."""
    return isinstance(said, list)


def entry_of_row(row: list[Any], hash: str) -> Entry:
    """The entry that a row means, with the hash that seals it; raises what a value does that dealerplan never wrote."""
    kind, store, subject, month, value, at, by, source, note, why, seq = row
    datetime.fromisoformat(at)
    return Entry(_event(kind, subject, month, value), store, by, source, note, why, "", at, seq, hash)


def _event(kind: str, subject: str, month: str, value: str) -> Event:
    match kind:
        case "actual":
            return Recorded(subject, Month.parse(month), None if value == "withdrawn" else read_decimal(value))
        case "close" if value == "open":
            return Reopened(Month.parse(month))
        case "close" if value in ("closed", "no business"):
            return Closed(Month.parse(month), value == "no business")
        case "note":
            return _noted(subject, month, json.loads(value))
        case "done":
            return _done(subject, json.loads(value))
    raise ValueError(f"{kind} {value}")


def _noted(subject: str, month: str, kept: dict[str, Any]) -> Noted:
    plan, _, target = subject.partition("/")
    due = None if kept["due"] is None else date.fromisoformat(kept["due"])
    return Noted(plan, Note(target, Month.parse(month), str(kept["why"]), kept["action"], kept["owner"], due))


def _done(subject: str, kept: dict[str, Any]) -> Event:
    """A milestone's mark is of `plan/milestone`, an action's of `plan/action/id`; no id has a slash."""
    plan, _, marked = subject.partition("/")
    on, results = date.fromisoformat(kept["on"]), kept["results"]
    if marked.startswith("action/"):
        return ActionDone(plan, marked.removeprefix("action/"), on)
    return MilestoneDone(plan, marked, Done(on, {id: read_decimal(amount) for id, amount in results.items()}))
