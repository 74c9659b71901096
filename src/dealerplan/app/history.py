"""Every revision of actuals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dealerplan.app.done import pick_milestone
from dealerplan.app.session import Session
from dealerplan.app.values import Dictionary, measures_by_id
from dealerplan.app.workspace import stores
from dealerplan.book.reading import numbered, reasons_of
from dealerplan.domain.actual import Numbered
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Plan, leaves
from dealerplan.view.history import Idle


def history(session: Session, plans: Sequence[Plan], word: str | None, month: Month | None) -> list[Numbered]:
    """Revisions of a measure (its members included), a milestone, or all actuals, store by store as written."""
    known = Dictionary(plans)
    if word is not None and word not in known:
        marked = pick_milestone(word, plans)
        if marked is None:
            raise known.why_not(word)
        plan, milestone = marked
        subject = f"{plan.id}/{milestone.id}"
        return [one for one in numbered(session.log(plan.store), "done") if one.entry.subject == subject]
    return [
        one
        for store in stores(plans)
        for one in _of_store(session, [plan for plan in plans if plan.store == store], word)
        if month is None or one.entry.month == str(month)
    ]


def idle_months(session: Session, plans: Sequence[Plan], month: Month | None) -> list[Idle]:
    """The months without business, or the one asked for, store by store."""
    return [
        Idle(store, at, why)
        for store in stores(plans)
        for at, why in sorted(reasons_of(session.log(store)).items())
        if month in (None, at)
    ]


def _of_store(session: Session, plans: Sequence[Plan], word: str | None) -> Iterator[Numbered]:
    """Revisions of actuals of one store."""
    known, wanted = Dictionary(plans), None
    if word is not None:
        wanted = leaves(measures_by_id(plans), known.find(word).id) if word in known else ()
    for one in numbered(session.log(plans[0].store), "actual"):
        if wanted is None or one.entry.subject in wanted:
            yield one
