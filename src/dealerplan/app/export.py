"""Actuals as accountants lay them out, and forms to fill in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from dealerplan.app.month_lock import lock_of
from dealerplan.app.selection import by_nearness, holding, touching
from dealerplan.app.session import Session
from dealerplan.app.values import Dictionary, measures_by_id, recordable
from dealerplan.book.reading import known_of
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Measure, Plan, by_store, owners
from dealerplan.errors import UsageError
from dealerplan.evaluate.totals import Recorded
from dealerplan.view.export import FormRow, Row
from dealerplan.words import few, say


class Exported(NamedTuple):
    """One store's actuals; of its plans those come first that the time exported is of, and these are its `own`."""

    store: str
    plans: Sequence[Plan]
    own: Sequence[Plan]
    recorded: Recorded

    def is_asked(self, measure: str) -> bool:
        """Whether a plan of the time exported has a measure; where there is no such plan, any has."""
        return not self.own or any(measure in plan.measures for plan in self.own)


def export(session: Session, plans: Sequence[Plan], year: int) -> Iterator[Exported]:
    """What is recorded for the plans' measures, as the plans of a year call them, store by store."""
    return _exported(session, plans, touching(plans, year))


def export_month(session: Session, plans: Sequence[Plan], month: Month) -> Iterator[Exported]:
    """What is recorded for the plans' measures, as the plans of a month call them, store by store."""
    return _exported(session, plans, holding(plans, month))


def _exported(session: Session, plans: Sequence[Plan], own: Sequence[Plan]) -> Iterator[Exported]:
    first = by_store(own)
    with session.reading() as book:
        for store, all_plans in by_store(plans).items():
            known, of_time = known_of(session.logs(book, [store])[store], all_plans), first.get(store, [])
            ordered = [*of_time, *(plan for plan in all_plans if plan not in of_time)]
            yield Exported(store, ordered, of_time, Recorded(measures_by_id(ordered), known.actuals))


def year_rows(exported: Iterable[Exported], year: int) -> list[Row]:
    """One row a measure, store by store, in the plans' order."""
    return [row for one in exported for row in _year_rows(one, year)]


def _year_rows(of: Exported, year: int) -> list[Row]:
    """Measures of plans of other years only where the year has something of them: last year's, to compare with."""
    label, recorded = labels(of.plans), of.recorded
    rows = [Row(of.store, label(one), one, recorded.year(id, year)) for id, one in recorded.measures.items()]
    return [row for row in rows if of.is_asked(row.measure.id) or any(one is not None for one in row.figures.months)]


def form_rows(of: Exported, month: Month) -> list[FormRow]:
    """What somebody is to record for a month, or has recorded, measure by measure."""
    label, owner, value = labels(of.plans), owners(of.own or of.plans), of.recorded.value
    today = {old: new for plan in of.plans for old, new in plan.renamed.items()}
    asked = {today.get(one.id, one.id) for one in recordable(of.own or of.plans, month, {})}
    return [
        FormRow(label(one), one, " / ".join(owner.get(id, ())), value(id, month.plus(-1)), value(id, month))
        for id, one in of.recorded.measures.items()
        if not one.members and (id in asked or value(id, month) is not None)
    ]


def shut(session: Session, plans: Sequence[Plan], month: Month) -> UsageError | None:
    """What speaks against recording anything in a month of the plans' store."""
    ids = [leaf for plan in plans for leaf in plan.due_in(month)]
    return lock_of(plans, session.known(plans)[plans[0].store], session.today).objection(month, ids, "")


def one_store(exported: Iterable[Exported]) -> Exported:
    """The only store; raises UsageError for several."""
    first, *others = exported
    if others:
        names = [one.store for one in (first, *others)]
        raise UsageError(
            say("the plans are of several stores: {stores}", stores=few(names)), say("choose one with --store")
        )
    return first


def usual_year(plans: Sequence[Plan], day: date) -> int:
    """The year in which the plan that runs on a day begins, else the last one's."""
    return next(by_nearness(plans, day))[0].period.first.year


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
