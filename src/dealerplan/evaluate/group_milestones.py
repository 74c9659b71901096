"""The milestones of a group: each store does them that is open on their date (group.md, 9.24)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from dealerplan.domain.group import Store
from dealerplan.domain.own_goal import milestones_left_out
from dealerplan.domain.plan import Milestone, Plan
from dealerplan.evaluate.milestones import status_of


class GroupMilestone(NamedTuple):
    """How many stores have done a milestone, in time or late, which are overdue, and for how many it is to come; `due`
    is its date in force."""

    milestone: Milestone
    due: date
    done: int
    done_late: int
    overdue: Sequence[Store]
    upcoming: int


def milestones_of(
    group: Plan, stores: Sequence[tuple[Store, Mapping[str, date]]], day: date
) -> list[GroupMilestone]:  # fmt: skip
    """A group's milestones on a day, from the days on which each store did them."""
    left_out = {store.id: milestones_left_out(group, store) for store, _ in stores}
    found = []
    for milestone in group.milestones:
        own = [(store, done.get(milestone.id)) for store, done in stores if milestone.id not in left_out[store.id]]
        status = [(store, status_of(milestone, done, day)) for store, done in own]
        number = {kind: sum(one == kind for _, one in status) for kind in ("done", "done_late", "upcoming")}
        overdue = [store for store, one in status if one == "overdue"]
        counts = number["done"], number["done_late"], overdue, number["upcoming"]
        found.append(GroupMilestone(milestone, milestone.due_on(day), *counts))
    return found
