"""Proving a book whole and untouched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from dealerplan.app.session import Session
from dealerplan.app.workspace import read_workspace
from dealerplan.book.address import is_there
from dealerplan.book.proof import proven
from dealerplan.domain.event import SHORT, Log, State, state_of
from dealerplan.domain.plan import stores
from dealerplan.errors import BookError, Invalid, UsageError
from dealerplan.words import meant, say


def verify(session: Session, store: str | None = None, claims: Sequence[str] = ()) -> Mapping[str, State]:
    """Prove the book; gives how far each store's log goes, or one store's. Raises BookError, NotWhole among them.

    Stores of the workspace's plans are there even without entries: somebody may have removed them all.
    `claims` are states that reports printed, `1234:3f9a0c71d2e85b6047ac`: some store's log must have stood there.
    """
    states = [_read_state(claim) for claim in claims]
    ends, stood = dict[str, State](), dict[State, set[str]]()
    for one, log in _proven(session):
        ends[one] = state_of(log)
        for state in states:
            if _stood_at(log, state):
                stood.setdefault(state, set()).add(one)
    found = {one: ends.get(one, State()) for one in sorted({*_planned(session), *ends})}
    if store is not None:
        if store not in found:
            message = say("{path} has no entries of the store {store}", path=session.place, store=store)
            raise UsageError(message, meant(store, list(found)))
        found = {store: found[store]}
    for state in states:
        if stood.get(state, set()).isdisjoint(found):
            message = say("no store's entries ever stood at {state}", state=state)
            raise BookError(message, say("bring back a backup that holds it; keep this file"))
    return found


def _proven(session: Session) -> Iterable[tuple[str, Log]]:
    """The logs of the book; none where nothing was recorded yet and no book was named."""
    if not session.address and session.missing is None and not is_there(session.place):
        return ()
    check_there(session)
    return proven(session.reading, session.place)


def _planned(session: Session) -> list[str]:
    """The stores of the plans that can be read."""
    try:
        return stores(read_workspace(session.workspace, session.watch).heads)
    except UsageError:
        return []


def check_there(session: Session) -> None:
    """Raises UsageError where nothing has been recorded yet, BookError where the workspace's book is gone."""
    if is_there(session.place):
        return
    if not session.address and (gone := session.missing):
        raise gone
    raise UsageError(say("there is no book at {file} yet", file=session.place), say("record something first"))


def _read_state(claim: str) -> State:
    """A state as reports print it, or with the hash in full; raises Invalid."""
    match = _STATE.fullmatch(claim.strip())
    if match is None:
        hint = say("write it as reports print it: {example}", example="1234:3f9a0c71d2e85b6047ac")
        raise Invalid(say("{text} is not a state of a book", text=claim), hint)
    return State(int(match[1]), match[2])


_STATE = re.compile(rf"(\d{{1,18}}):([0-9a-f]{{{SHORT},64}})", re.ASCII)


def _stood_at(log: Log, state: State) -> bool:
    return 0 < state.entries <= len(log) and log[state.entries - 1].hash.startswith(state.hash)
