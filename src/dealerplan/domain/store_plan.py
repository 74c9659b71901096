"""A store's own plan, from the plan of its group and the store's row of the table (group.md, law G1)."""

from __future__ import annotations

from collections.abc import Iterator

from dealerplan.domain.group import NewGoal, Store, StoreGoal
from dealerplan.domain.month import Period
from dealerplan.domain.opening import OpenDaysOf, there
from dealerplan.domain.own_goal import (
    milestones_left_out,
    of_member,
    own_target,
    owner_of,
    said_of_store,
    targets_left_out,
    with_later,
)
from dealerplan.domain.plan import Phasing, Plan, Target, twins


def plan_of(group: Plan, store: Store, open_days_of: OpenDaysOf, text: str = "") -> Plan:
    """The plan of a store of a group, as the stand-alone `text` of its file says it (planfile/standalone.py)."""
    calendar = group.calendar._replace(first_day=store.opened, last_day=store.closed)
    absent, past = targets_left_out(group, store), milestones_left_out(group, store)
    here = group._replace(targets=tuple(one for one in group.targets if one.id not in absent))
    dates = tuple(one for one in group.milestones if one.id not in past) if past else group.milestones
    twin_targets, twin_dates = twins(one.name for one in here.targets), twins(one.name for one in dates)
    plan = group._replace(
        store=store.id,
        store_name=store.name,
        facts=store.facts,
        moves=store.moves,
        owner=owner_of(group, store),
        group=None,
        calendar=calendar,
        measures={
            id: one if one.over_stores is None else one._replace(over_stores=None) for id, one in group.measures.items()
        },
        targets=tuple(
            one._replace(
                part_of=None if one.part_of in absent else one.part_of, twin=one.twin and one.name in twin_targets
            )
            for one in _targets(here, group, store, open_days_of)
        ),
        milestones=tuple(one._replace(twin=one.twin and one.name in twin_dates) for one in dates),
        text=text,
        unasked=frozenset(group.measures) - here.used,
    )
    return there(plan, open_days_of)


def _targets(here: Plan, group: Plan, store: Store, open_days_of: OpenDaysOf) -> Iterator[Target]:
    """The targets of a store, each after the whole that it is a member of."""
    found: dict[str, Target] = {}
    for one in here.targets:
        whole = found.get(one.part_of or "")
        found[one.id] = own = _own(one, group, store, open_days_of, whole)
        yield own


def _own(target: Target, group: Plan, store: Store, open_days_of: OpenDaysOf, whole: Target | None) -> Target:
    """A target of a store; a member has the phasings of its whole."""
    found, later = own_target(group, target, store, open_days_of), tuple[NewGoal, ...]()
    if target.by_store is not None:
        own = store.goals[target.id]
        found, later = _of_table(found, own, group), own.later
    if whole is not None and target.is_member_of(whole.id):
        found = found._replace(phasing=whole.phasing, revisions=of_member(found.revisions, later, whole.revisions))
    elif later:
        found = found._replace(revisions=with_later(found.revisions, later))
    return found._replace(by_store=None, group_goal=None, as_percent=found.is_percentage(target.as_percent))


def _of_table(target: Target, own: StoreGoal, group: Plan) -> Target:
    assert target.by_store is not None
    text = said_of_store(target.goal.text, own.goal, target.by_store.op)
    return target._replace(
        goal=own.goal if text == own.goal.text else own.goal._replace(text=text),
        start=own.start if target.by_store.starts else target.start,
        phasing=_phasing(own, group.months_of(target)) or target.phasing,
    )


def _phasing(own: StoreGoal, months: Period) -> Phasing | None:
    """The months' shares, where the table has a goal by month."""
    if own.months is None or not own.goal.value:
        return None
    return tuple(own.months.get(month, 0) / own.goal.value for month in months)
