"""How far the stores of a group have reported a month (group.md, 9.7 to 9.9, 9.27)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from dealerplan.domain.group import Group, Store
from dealerplan.domain.month import Month, Period
from dealerplan.domain.month_end import MonthEnd
from dealerplan.domain.number import summed
from dealerplan.evaluate.figures import share
from dealerplan.evaluate.tally import Reported, StoreTally


class Coverage(NamedTuple):
    """How far a month is reported; `on_time` and `late` are None where no day is set, `owed_share` where nothing is
    owed in it."""

    due: int
    reported: int
    on_time: int | None
    late: int | None
    missing: Sequence[Store]
    partial: Sequence[tuple[Store, Reported]]
    closed_month: int
    owed_share: Fraction | None


class Roster(NamedTuple):
    """How many stores the table has, and of which kinds at a month: total = due + closed + to_open."""

    total: int
    due: int
    comparable: int
    new: int
    closed: int
    to_open: int


def due_stores(group: Group, month: Month, month_end: MonthEnd) -> list[Store]:
    """The stores from which a month is due."""
    return [store for store in group.stores if store.is_due(month, month_end)]


def last_reported(stores: Sequence[StoreTally], period: Period, month_end: MonthEnd) -> Month | None:
    """The last month that half of the due stores have reported, else the last of which anything is recorded."""
    found = None
    for month in period:
        due = [one for one in stores if one.store.is_due(month, month_end)]
        whole = sum(one.has_reported(month) for one in due)
        if due and 2 * whole >= len(due):
            found = month
    if found is not None:
        return found
    some = [month for one in stores for month, reported in one.reports.items() if reported.recorded]
    return max(some, default=None)


def coverage_of(stores: Sequence[StoreTally], month: Month, month_end: MonthEnd, main: str | None = None) -> Coverage:
    """How far a month is reported; the share of what is owed goes by the `main` target."""
    asked = [one for one in stores if one.store.is_due(month, month_end)]
    due = [(one.store, one.reports.get(month, Reported(1, 0))) for one in asked]
    whole = [(store, one) for store, one in due if one.is_whole]
    has_day = any(one.late is not None for _, one in due)
    late = sum(one.late is True for _, one in whole)
    return Coverage(
        due=len(due),
        reported=len(whole),
        on_time=len(whole) - late if has_day else None,
        late=late if has_day else None,
        missing=[store for store, one in due if not one.recorded and not one.is_whole],
        partial=[(store, one) for store, one in due if one.is_partial],
        closed_month=sum(one.closed for _, one in due),
        owed_share=_owed_share({store.id for store, _ in whole}, asked, main),
    )


def _owed_share(whole: set[str], due: Sequence[StoreTally], main: str | None) -> Fraction | None:
    """What the reporting stores owe in the month of the main target, of what all due stores do."""
    owed = {one.store.id: one.targets[main].owed_month for one in due if main in one.targets} if main else {}
    return share(summed(owed[id] for id in owed if id in whole), summed(owed.values()))


def roster_of(group: Group, month: Month | None, month_end: MonthEnd) -> Roster:
    """How many stores there are at a month, and of which kinds."""
    if month is None:
        return Roster(len(group.stores), 0, 0, 0, 0, len(group.stores))
    due = due_stores(group, month, month_end)
    open_for = [store.whole_months(month, month_end) for store in due]
    long = sum(months is None or months >= group.terms.comparable for months in open_for)
    closed = sum(store.is_closed(month, month_end) for store in group.stores)
    return Roster(len(group.stores), len(due), long, len(due) - long, closed, len(group.stores) - len(due) - closed)
