"""Stores of the book that no plan and no table names any more: their past is in no answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dealerplan.app.session import FEW, Session, batches
from dealerplan.app.workspace import Workspace
from dealerplan.book.reading import Known, known_of
from dealerplan.domain.finding import Finding
from dealerplan.domain.outline import Head
from dealerplan.domain.plan import stores
from dealerplan.words import near, say


def lost_stores(session: Session, workspace: Workspace) -> Iterator[Finding]:
    """A finding for each, at the plan that it was kept with; of a book that others share only where that is here.

    A store without values in the period of any plan is past; where plans can't be read, nobody knows whose it is.
    """
    if workspace.errors:
        return
    named = {*stores(workspace.heads)}
    with session.reading() as book:
        there = book.stores()
        free = [store for store in stores(workspace.heads) if store not in there]
        for some in batches([store for store in there if store not in named], FEW):
            for store, log in session.logs(book, some).items():
                known = known_of(log, ())
                head = _plan_of(known, workspace.heads, bool(session.address))
                if head is not None:
                    yield _finding(head, store, known, free)


def _plan_of(known: Known, heads: Sequence[Head], is_shared: bool) -> Head | None:
    """The plan in whose period a store has values: the one that it was kept with, else any."""
    months = {month for _, month in known.actuals}
    held = [head for head in heads if any(month in head.period for month in months)]
    own = [head for head in held if {head.id, *head.was} & known.kept.keys()]
    return next(iter(own or ([] if is_shared else held)), None)


def _finding(head: Head, store: str, known: Known, free: Sequence[str]) -> Finding:
    message = say(
        "the book has {number} value of the store {store}, which no plan names",
        "the book has {number} values of the store {store}, which no plan names",
        number=len(known.actuals), store=store,
    )  # fmt: skip
    like = near(store, free) or (free[0] if len(free) == 1 and head.table is None else None)
    if like is not None:
        hint = say("if it is {like} now, call it {store} again: that is its id in the book; its name may be any",
                   like=like, store=store)  # fmt: skip
    elif head.table is not None:
        hint = say("write its row in {file} again; a store that closed keeps it, with a day in closed", file=head.table)
    else:
        hint = say("write store: {store} again in the plan that was its own", store=store)
    return Finding("orphaned", head.id, head.path, store, 1, say("{message}; {hint}", message=message, hint=hint))
