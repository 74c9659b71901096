"""The chain: each entry's hash seals its store's log up to it, so that nothing in it can be changed unseen.

`hash` is the SHA-256, in hex, of the hash before it (nothing, for a store's first entry) and the entry's text, in
UTF-8. A store's head, noted apart from the log, is the state after the last entry; it shows entries that are missing at
the end, or that were sealed anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from dealerplan.book.codec import decode, encode
from dealerplan.book.contract import Book
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
    State,
    TakenBack,
)
from dealerplan.errors import BookError
from dealerplan.words import Message, say


def sealed(entry: Entry, before: State) -> Sealed:
    """The entry as it is kept after the entries that `before` tells of."""
    text = encode(entry, before.entries + 1)
    return Sealed(entry.store, before.entries + 1, text, hash_of(text, before))


def hash_of(text: str, before: State) -> str:
    """The hash of a text after the entries that `before` tells of."""
    return sha256(f"{before.hash}{text}".encode()).hexdigest()


def extended(heads: Mapping[str, State], entries: Iterable[Entry]) -> tuple[list[Sealed], dict[str, State]]:
    """Entries sealed after their stores' heads, and the heads after them."""
    after: dict[str, State] = {}
    chained: list[Sealed] = []
    for entry in entries:
        link = sealed(entry, after.get(entry.store) or heads[entry.store])
        after[entry.store] = State(link.seq, link.hash)
        chained.append(link)
    return chained, after


def append(book: Book, entries: Sequence[Entry]) -> None:
    """Seal entries after the heads of their stores, and add them; only inside the book's `writing`."""
    chained, _ = extended(book.heads({entry.store for entry in entries}), entries)
    book.append(chained)


def first_break(log: Log, head: State) -> Message | None:
    """Where the chain of a log breaks first, or None where it is whole up to its head."""
    before, last = State(), None
    for entry in log:
        if entry.seq != before.entries + 1:
            return _missing(before)
        if entry.hash != hash_of(entry.text, before):
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


def _changed(last: Sealed | None, entry: Sealed) -> Message:
    """An entry that its hash does not seal; the one before may have been sealed anew, which only this one shows."""
    if last is None:
        return say("{entry} was changed", entry=_named(entry))
    return say("{entry} was changed, or {last} before it", entry=_named(entry), last=_named(last))


def _named(sealed: Sealed) -> Message:
    """An entry as messages call it, as far as it can still be read."""
    try:
        entry = decode(sealed)
    except BookError:
        return say("entry {seq}", seq=sealed.seq)
    return say("entry {seq} ({what}, written {at})", seq=sealed.seq, what=what_of(entry.event), at=entry.at)


def what_of(event: Event) -> Message:
    """An event in a few words: its kind, and what it is of."""
    match event:
        case Recorded(measure, month, _):
            of = f"{measure} {month}"
        case Noted(plan, note):
            of = f"{plan}/{note.target} {note.month}"
        case Closed() | Reopened():
            of = str(event.month)
        case TakenBack():
            return KINDS[TakenBack]
        case _:
            of = f"{event[0]}/{event[1]}" if not isinstance(event, PlanKept) else event.plan
    return say("{kind} {of}", kind=KINDS[type(event)], of=of)


KINDS: Mapping[type[Event], Message] = {
    Recorded: say("recorded"),
    MilestoneDone: say("milestone done"),
    ActionDone: say("action done"),
    Noted: say("noted"),
    Closed: say("closed"),
    Reopened: say("reopened"),
    PlanKept: say("plan kept"),
    TakenBack: say("taken back"),
}
