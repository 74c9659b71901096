"""Actuals as accountants lay them out, and forms to fill in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from dealerplan.app.month_lock import lock_of
from dealerplan.app.session import Session
from dealerplan.app.values import Dictionary, measures_by_id, recordable
from dealerplan.app.workspace import stores
from dealerplan.book.reading import actuals_of
from dealerplan.domain.month import FIRST_YEAR, LAST_YEAR, Month
from dealerplan.domain.plan import Measure, Plan, owners
from dealerplan.errors import UsageError
from dealerplan.evaluate.totals import Recorded
from dealerplan.view.export import FormRow, Row
from dealerplan.words import say


class Exported(NamedTuple):
    """One store's actuals, and the plans that they serve."""

    store: str
    plans: Sequence[Plan]
    recorded: Recorded


def export(session: Session, plans: Sequence[Plan]) -> list[Exported]:
    """What is recorded for the plans' measures, store by store."""
    with session.reading() as book:
        actuals = {store: actuals_of(log) for store, log in book.logs(stores(plans)).items()}
    of_store = {store: [plan for plan in plans if plan.store == store] for store in actuals}
    return [Exported(store, some, Recorded(measures_by_id(some), actuals[store])) for store, some in of_store.items()]


def year_rows(exported: Sequence[Exported], year: int) -> list[Row]:
    """One row a measure, store by store, in the plans' order."""
    return [row for one in exported for row in _year_rows(one, year)]


def _year_rows(of: Exported, year: int) -> list[Row]:
    label, recorded = labels(of.plans), of.recorded
    return [Row(of.store, label(one), one, recorded.year(id, year)) for id, one in recorded.measures.items()]


def form_rows(of: Exported, month: Month) -> list[FormRow]:
    """What somebody is to record for a month, or has recorded, measure by measure."""
    label, owner, value = labels(of.plans), owners(of.plans), of.recorded.value
    asked = {one.id for one in recordable(of.plans, month, {})}
    return [
        FormRow(label(one), one, " / ".join(owner.get(id, ())), value(id, month.plus(-1)), value(id, month))
        for id, one in of.recorded.measures.items()
        if not one.members and (id in asked or value(id, month) is not None)
    ]


def shut(session: Session, plans: Sequence[Plan], month: Month) -> UsageError | None:
    """What speaks against recording anything in a month of the plans' store."""
    ids = [leaf for plan in plans for leaf in plan.due_in(month)]
    return lock_of(plans, session.log(plans[0].store), session.today).objection(month, ids, "")


def is_planned(plans: Sequence[Plan], month: Month) -> bool:
    """Whether a month lies in the period of any plan."""
    return any(month in plan.period for plan in plans)


def one_store(exported: Sequence[Exported]) -> Exported:
    """The only store; raises UsageError for several."""
    if len(exported) > 1:
        names = [one.store for one in exported]
        raise UsageError(say("the plans are of several stores: {stores}", stores=names), say("choose one with --store"))
    return exported[0]


def read_year(text: str | None, plans: Sequence[Plan]) -> int:
    """The year named, or that in which the first plan begins; raises UsageError."""
    if text is None:
        return plans[0].period.first.year
    if len(text) == 4 and text.isascii() and text.isdecimal() and FIRST_YEAR < int(text) <= LAST_YEAR:
        return int(text)
    raise UsageError(say("{text} is not a year", text=text), say("write it like 2026"))


def labels(plans: Sequence[Plan]) -> Callable[[Measure], str]:
    """What each measure is called in files: its name, or its id where the name may mean another."""
    known = Dictionary(plans)

    def label(measure: Measure) -> str:
        name = measure.name
        plain = name.isprintable() and name == " ".join(name.split()) and not name.startswith("'")
        plain = plain and any(char.isalpha() for char in name)  # else it reads as a number
        found = known.get(name) if plain else None
        return name if found is not None and found.id == measure.id else measure.id

    return label
