"""The chain: each entry's hash seals its store's log up to it, so that nothing in it can be changed unseen.

`hash` is the SHA-256, in hex, of the hash before it (nothing, for a store's first entry) and the entry's other fields
as a JSON array without spaces, in UTF-8. A store's head, noted apart from the log, is the state after the last entry;
it shows entries that are missing at the end, or that were sealed anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256

from dealerplan.domain.actual import Entry, Log, State
from dealerplan.words import Message, say

_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def sealed(entry: Entry, before: State) -> Entry:
    """The entry as it stands after the entries that `before` tells of."""
    numbered = (*entry[:-2], before.entries + 1)
    return Entry(*numbered, sha256(f"{before.hash}{_json(numbered)}".encode()).hexdigest())


def extended(heads: Mapping[str, State], entries: Iterable[Entry]) -> tuple[list[Entry], dict[str, State]]:
    """Entries sealed after their stores' heads, and the heads after them."""
    after: dict[str, State] = {}
    chained: list[Entry] = []
    for entry in entries:
        link = sealed(entry, after.get(entry.store) or heads[entry.store])
        after[entry.store] = State(link.seq, link.hash)
        chained.append(link)
    return chained, after


def first_break(log: Log, head: State) -> Message | None:
    """Where the chain of a log breaks first, or None where it is whole up to its head."""
    before, last = State(), None
    for entry in log:
        if entry.seq != before.entries + 1:
            return _missing(before)
        if entry != sealed(entry, before):
            return _changed(last, entry)
        before, last = State(entry.seq, entry.hash), entry
    if before == head:
        return None
    if head.entries > before.entries:
        return _missing(before)
    if head.entries < 1:
        return say("the note of its last hash is missing")
    if head.entries < before.entries:
        return say("{entry} was added by another program", entry=_named(log[head.entries]))
    return say("{entry} was changed", entry=_named(log[-1]))


def _missing(before: State) -> Message:
    return say("entry {seq} is missing", seq=before.entries + 1)


def _changed(last: Entry | None, entry: Entry) -> Message:
    """An entry that its hash does not seal; the one before may have been sealed anew, which only this one shows."""
    if last is None:
        return say("{entry} was changed", entry=_named(entry))
    return say("{entry} was changed, or {last} before it", entry=_named(entry), last=_named(last))


def _named(entry: Entry) -> Message:
    what = f"{entry.kind} {entry.subject} {entry.month}".split()
    return say("entry {seq} ({what}, written {at})", seq=entry.seq, what=" ".join(what), at=entry.at)
