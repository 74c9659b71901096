"""Which stores of a group have not reported a month, and what each of them lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dealerplan.app.due import due
from dealerplan.app.group import GroupPlan, group_plans, reporting_stores
from dealerplan.app.selection import of_month
from dealerplan.app.session import Session
from dealerplan.app.workspace import Workspace
from dealerplan.domain.month import Month
from dealerplan.domain.outline import Head
from dealerplan.domain.plan import Measure
from dealerplan.evaluate.coverage import coverage_of
from dealerplan.evaluate.group_due import GroupDue, Lacking


class Split(NamedTuple):
    """Plans of groups, each with the month asked of it, and the heads of stores' own plans."""

    groups: Sequence[tuple[GroupPlan, Month]]
    own: Sequence[Head]


def split(session: Session, workspace: Workspace, heads: Sequence[Head], month: Month | None) -> Split:
    """Heads by what they are of; of groups only those whose period holds the month (None: the last that ended).

    Raises UsageError where no plan's does.
    """
    asked = [
        (of, month or of.plan.month_end.last_due(session.today, of.plan.period)) for of in group_plans(workspace, heads)
    ]
    groups = [(of, at) for of, at in asked if at in of.plan.period]
    own = [head for head in heads if head.table is None]
    if asked and not groups and not own:
        of_month([of.plan for of, _ in asked], asked[0][1])
    return Split(groups, own)


def group_due(session: Session, workspace: Workspace, of: GroupPlan, month: Month) -> GroupDue:
    """How far a group's stores have reported a month; only of those that lack something the plan is read."""
    plan = of.plan
    stores = reporting_stores(session, workspace, of)
    coverage = coverage_of(stores, month, plan.month_end)
    partial = {store.id: one for store, one in coverage.partial}
    silent = {store.id for store in coverage.missing}
    measures = _lacking(session, workspace, of, month, silent | partial.keys())
    until = plan.reporting.on_time_day(month)
    days_late = 0 if until is None else max((session.today - until).days, 0)
    return GroupDue(
        plan,
        of.group,
        month,
        stores,
        [
            Lacking(store, measures[store.id], partial.get(store.id))
            for store in of.group.stores
            if store.id in measures
        ],
        until,
        days_late,
    )


def _lacking(
    session: Session, workspace: Workspace, of: GroupPlan, month: Month, stores: set[str]
) -> Mapping[str, Sequence[Measure]]:
    """The measures that stores have yet to record, by store."""
    heads = [head for head in of.heads if head.store in stores]
    found = due(session, heads, workspace.read, month) if heads else []
    return {one.plan.store: [missing.measure for missing in one.missing] for one in found}
