"""Every revision of actuals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dealerplan.app.done import pick_milestone
from dealerplan.app.session import Session
from dealerplan.app.values import Dictionary, measures_by_id
from dealerplan.book.reading import Known
from dealerplan.domain.event import Numbered
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Plan, leaves
from dealerplan.view.history import Idle


def history(session: Session, plans: Sequence[Plan], word: str | None, month: Month | None) -> list[Numbered]:
    """Revisions of a measure (its members included), a milestone, or all actuals, store by store as written."""
    known, book = Dictionary(plans), session.known(plans)
    if word is not None and word not in known:
        marked = pick_milestone(word, plans)
        if marked is None:
            raise known.why_not(word)
        plan, milestone = marked
        return [one for one in book[plan.store].revisions if one.subject == f"{plan.id}/{milestone.id}"]
    return [
        one
        for store, of_store in book.items()
        for one in _of_store(of_store, [plan for plan in plans if plan.store == store], word)
        if month is None or one.month == month
    ]


def idle_months(session: Session, plans: Sequence[Plan], month: Month | None) -> list[Idle]:
    """The months without business, or the one asked for, store by store."""
    return [
        Idle(store, at, why)
        for store, known in session.known(plans).items()
        for at, why in sorted(known.reasons.items())
        if month in (None, at)
    ]


def _of_store(book: Known, plans: Sequence[Plan], word: str | None) -> Iterator[Numbered]:
    """Revisions of actuals of one store."""
    known, wanted = Dictionary(plans), None
    if word is not None:
        wanted = leaves(measures_by_id(plans), known.find(word).id) if word in known else ()
    for one in book.revisions:
        if one.month is not None and (wanted is None or one.subject in wanted):
            yield one
