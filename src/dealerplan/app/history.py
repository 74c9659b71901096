"""Every revision of actuals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from dealerplan.app.done import milestones_of
from dealerplan.app.selection import by_nearness, holding, meant_by
from dealerplan.app.values import Dictionary, measures_by_id
from dealerplan.book.reading import Known
from dealerplan.domain.event import Numbered
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Plan, by_store, leaves, stores, told_apart
from dealerplan.view.history import Idle, Subject


def history(book: Mapping[str, Known], plans: Sequence[Plan], word: str | None, month: Month | None) -> list[Numbered]:
    """Revisions of a measure (its members included), a milestone, or all actuals, store by store as written.

    A milestone is that of every plan that has it, or of those whose period holds the month.
    """
    known = Dictionary(plans)
    if word is not None and word not in known:
        marked = meant_by(word, milestones_of(plans if month is None else holding(plans, month)))
        if not marked:
            raise known.why_not(word)
        subjects = {one.full for one in marked}
        return [
            one
            for store in stores([one.plan for one in marked])
            for one in book[store].revisions
            if one.subject in subjects
        ]
    return [
        one
        for store, of_store in book.items()
        for one in _of_store(of_store, [plan for plan in plans if plan.store == store], word)
        if month is None or one.month == month
    ]


def idle_months(book: Mapping[str, Known], month: Month | None) -> list[Idle]:
    """The months without business, or the one asked for, store by store."""
    return [
        Idle(store, at, why)
        for store, known in book.items()
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


def subjects_of(plans: Sequence[Plan], day: date) -> dict[tuple[str, str], Subject]:
    """What the book's entries are of, as the plans call it on a day; of each store, equal names are told apart."""
    return {
        (store, id): subject
        for store, some in by_store(plans).items()
        for id, subject in _subjects([plan for group in by_nearness(some, day) for plan in group]).items()
    }


def _subjects(plans: Sequence[Plan]) -> dict[str, Subject]:
    """The measures and milestones of one store by what the book calls them; the first plan's word counts."""
    measures = measures_by_id(plans)
    names = told_apart({id: one.name for id, one in measures.items()}, str)
    marked = {one.full: one for one in milestones_of(plans)}
    titles = told_apart({full: one.thing.label for full, one in marked.items()}, lambda full: marked[full].plan.id)
    return {id: Subject(names[id], one.unit) for id, one in measures.items()} | {
        full: Subject(titles[full], results=one.thing.results) for full, one in marked.items()
    }
