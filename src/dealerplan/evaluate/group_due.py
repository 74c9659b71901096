"""How far a group's stores have reported a month, and what each lacks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from dealerplan.domain.group import Fact, Group, Store
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Measure, Plan
from dealerplan.evaluate.coverage import Coverage, coverage_of
from dealerplan.evaluate.tally import Reported, StoreTally


class Lacking(NamedTuple):
    """A store and the measures that it has yet to record; `some` where it has recorded others of the month."""

    store: Store
    measures: Sequence[Measure]
    some: Reported | None


class GroupDue(NamedTuple):
    """A group's month: how far it is reported, and the stores that lack something in the order of the table.

    `until` is the last day that is on time, `days_late` 0 until it has passed.
    """

    plan: Plan
    group: Group
    month: Month
    stores: Sequence[StoreTally]
    lacking: Sequence[Lacking]
    until: date | None
    days_late: int

    @property
    def coverage(self) -> Coverage:
        """How far all stores have reported."""
        return coverage_of(self.stores, self.month, self.plan.month_end)

    @property
    def partial(self) -> list[tuple[Lacking, Reported]]:
        """The stores that have recorded some of it, and how much."""
        return [(one, one.some) for one in self.lacking if one.some is not None]

    @property
    def late(self) -> list[Store]:
        """The stores that have reported, but late."""
        found = [(one.store, one.reports.get(self.month)) for one in self.stores]
        return [store for store, one in found if one is not None and one.is_whole and one.late is True]

    def by(self, fact: Fact) -> list[tuple[str, Coverage]]:
        """The same for the stores of each region, brand, class or manager, in the order of the table."""
        found: dict[str, list[StoreTally]] = {}
        for one in self.stores:
            if one.store.is_due(self.month, self.plan.month_end):
                found.setdefault(one.store.fact(fact, self.month), []).append(one)
        return [(value, coverage_of(some, self.month, self.plan.month_end)) for value, some in found.items()]

    def sorted_by(self, fact: Fact) -> GroupDue:
        """The same with the stores of one region, or manager, together."""
        order = [value for value, _ in self.by(fact)]
        return self._replace(
            lacking=sorted(self.lacking, key=lambda one: order.index(one.store.fact(fact, self.month)))
        )
