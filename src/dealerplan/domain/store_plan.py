"""A store's own plan, from the plan of its group and the store's row of the table (group.md, law G1)."""

from __future__ import annotations

from dealerplan.domain.group import Store, StoreGoal
from dealerplan.domain.month import Period
from dealerplan.domain.opening import there
from dealerplan.domain.own_goal import (
    OpenDaysOf,
    milestones_left_out,
    own_target,
    owner_of,
    targets_left_out,
    with_later,
)
from dealerplan.domain.plan import Phasing, Plan, Target


def plan_of(group: Plan, store: Store, open_days_of: OpenDaysOf, text: str = "") -> Plan:
    """The plan of a store of a group; `text` is that of its own file."""
    calendar = group.calendar._replace(first_day=store.opened, last_day=store.closed)
    absent, past = targets_left_out(group, store), milestones_left_out(group, store)
    here = group._replace(targets=tuple(one for one in group.targets if one.id not in absent))
    targets = (_own(one, group, store, open_days_of) for one in here.targets)
    plan = group._replace(
        store=store.id,
        store_name=store.name,
        owner=owner_of(group, store),
        group=None,
        calendar=calendar,
        measures={
            id: one if one.over_stores is None else one._replace(over_stores=None) for id, one in group.measures.items()
        },
        targets=tuple(one._replace(part_of=None) if one.part_of in absent else one for one in targets),
        milestones=tuple(one for one in group.milestones if one.id not in past) if past else group.milestones,
        text=text,
        unasked=frozenset(group.measures) - here.used,
    )
    return there(plan)


def _own(target: Target, group: Plan, store: Store, open_days_of: OpenDaysOf) -> Target:
    if target.by_store is None:
        return own_target(group, target, store, open_days_of)._replace(group_goal=None)
    own = store.goals[target.id]
    found = target._replace(
        goal=own.goal,
        start=own.start if target.by_store.starts else target.start,
        phasing=_phasing(own, group.months_of(target)) or target.phasing,
        revisions=with_later(target.revisions, own.later) if own.later else target.revisions,
        by_store=None,
        group_goal=None,
    )
    return found._replace(as_percent=found.is_percentage(target.as_percent))


def _phasing(own: StoreGoal, months: Period) -> Phasing | None:
    """The months' shares, where the table has a goal by month."""
    if own.months is None or not own.goal.value:
        return None
    return tuple(own.months.get(month, 0) / own.goal.value for month in months)
