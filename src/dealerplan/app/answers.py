"""Answers that are kept: what was said of a store's plan is said again while nothing that it was made of has changed.

An answer is good for exactly the versions of all the store's plans, the state of its log, the day and the programs that
it was made with. Logs are looked at first: one that is not as long as its head says, or ends otherwise, has none.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from dealerplan.app.compiled import cache
from dealerplan.app.session import Session
from dealerplan.app.workspace import Workspace
from dealerplan.domain.event import State
from dealerplan.domain.outline import Head
from dealerplan.domain.plan import by_store, stores
from dealerplan.planfile.cache import programs


def states_of(session: Session, of: Sequence[str]) -> Mapping[str, State]:
    """How far the logs of stores go; a log that is not whole at its end has none."""
    with session.reading() as book:
        heads, ends = book.heads(of), book.ends(of)
    return {store: state for store, state in heads.items() if ends[store] == state}


class Answers:
    """The answers to a question about plans of a workspace; `what` tells it from others. They are those of a day where
    they are `daily`."""

    def __init__(
        self, session: Session, workspace: Workspace, heads: Sequence[Head], what: Sequence[object], daily: bool = True
    ) -> None:
        self._session, self._stores = session, stores(heads)
        self._what = " ".join(map(str, (*what, session.workspace.absolute())))
        self.states = states_of(session, self._stores)
        common = [*time.tzname, time.timezone, programs(*_FOLDERS), bool(workspace.errors)]
        self._valid = _valid(workspace, heads, self.states, [*common, session.today] if daily else common)
        kept = cache().answers(self._what)
        self._good = {key for key, valid in self._valid.items() if kept.get(_whose(key)) == valid}

    def __contains__(self, head: Head) -> bool:
        """Whether there is an answer of a plan that is still good."""
        return head.key in self._good

    def of(self, head: Head) -> str | None:
        """The answer of a plan."""
        return cache().answer(self._what, _whose(head.key)) if head in self else None

    def keep(self, found: Sequence[tuple[Head, str]]) -> None:
        """Keep new answers, unless somebody has written meanwhile."""
        if found and states_of(self._session, self._stores) == self.states:
            own = [(head.key, text) for head, text in found if head.key in self._valid]
            cache().keep_answers(self._what, [(_whose(key), self._valid[key], text) for key, text in own])


def _valid(
    workspace: Workspace, heads: Sequence[Head], states: Mapping[str, State], common: Sequence[object]
) -> dict[tuple[str, str], str]:
    """What answers are made of, by their plans; none for those of which that is not told."""
    siblings, found = by_store(workspace.heads), dict[tuple[str, str], str]()
    for store, own in by_store(heads).items():
        versions = [workspace.source.version(one) for one in siblings.get(store, ())]
        if store in states and None not in versions:
            made_of = "\n".join(map(str, (*common, states[store], *versions)))
            found |= {head.key: made_of for head in own}
    return found


_FOLDERS = (
    "app", "book", "cli", "domain", "evaluate", "planfile", "render", "render/text", "view", "view/first_page",
    "view/report", "words",
)  # fmt: skip


def _whose(key: tuple[str, str]) -> str:
    return " ".join(key)
