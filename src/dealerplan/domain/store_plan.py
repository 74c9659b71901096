"""A store's own plan, from the plan of its group and the store's row of the table (group.md, law G1)."""

from __future__ import annotations

from collections.abc import Collection

from dealerplan.domain.group import NewGoal, Store, StoreGoal
from dealerplan.domain.month import Period
from dealerplan.domain.opening import there
from dealerplan.domain.own_goal import own_goals
from dealerplan.domain.plan import Milestone, Phasing, Plan, Revision, Target


def plan_of(group: Plan, store: Store, text: str = "") -> Plan:
    """The plan of a store of a group; `text` is that of its own file."""
    calendar = group.calendar._replace(first_day=store.opened, last_day=store.closed)
    absent = {one.id for one in group.targets if _is_absent(one, group, store)}
    plan = group._replace(
        store=store.id,
        store_name=store.name,
        owner=group.owner or store.facts.get("manager"),
        group=None,
        calendar=calendar,
        measures={id: one._replace(over_stores=None) for id, one in group.measures.items()},
        targets=tuple(_own(one, group, store, absent) for one in group.targets if one.id not in absent),
        milestones=tuple(one for one in group.milestones if is_here(one, store)),
        text=text,
    )
    return there(plan)


def is_here(milestone: Milestone, store: Store) -> bool:
    """Whether a store is there on a milestone's first date."""
    opened, closed = store.opened, store.closed
    return (opened is None or opened <= milestone.due) and (closed is None or milestone.due <= closed)


def _is_absent(target: Target, group: Plan, store: Store) -> bool:
    """Whether a target is not the store's: it stands by store and has no goal there, or is a part of such a split."""
    if target.by_store is not None and target.id not in store.goals:
        return True
    whole = next((one for one in group.targets if target.is_member_of(one.id)), None)
    return whole is not None and _is_absent(whole, group, store)


def _own(target: Target, group: Plan, store: Store, absent: Collection[str]) -> Target:
    if target.part_of in absent:
        target = target._replace(part_of=None)
    if target.by_store is None:
        return own_goals(target, group, store)._replace(group_goal=None)
    own = store.goals[target.id]
    found = target._replace(
        goal=own.goal,
        start=own.start if target.by_store.starts else target.start,
        phasing=_phasing(own, group.months_of(target)) or target.phasing,
        revisions=_with_later(target.revisions, own.later),
        by_store=None,
        group_goal=None,
    )
    return found._replace(as_percent=found.is_percentage(target.as_percent))


def _phasing(own: StoreGoal, months: Period) -> Phasing | None:
    """The months' shares, where the table has a goal by month."""
    if own.months is None or not own.goal.value:
        return None
    return tuple(own.months.get(month, 0) / own.goal.value for month in months)


def _with_later(revisions: tuple[Revision, ...], later: tuple[NewGoal, ...]) -> tuple[Revision, ...]:
    """A target's own revisions, and what the table says of its goal from a month on."""
    found = {one.start: one for one in revisions}
    for start, goal, why in later:
        known = found.get(start, Revision(start))
        found[start] = known._replace(goal=goal, why=why or known.why)
    return tuple(sorted(found.values(), key=lambda one: one.start))
