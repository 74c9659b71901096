"""What a store's book holds that none of its plans names any more, and the likely new name (amendments C.3)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Literal, NamedTuple

from dealerplan.domain.finding import Finding
from dealerplan.domain.month import Period
from dealerplan.domain.outline import Outline, Thing
from dealerplan.domain.plan import Plan, leaves
from dealerplan.words import Message, near, say

OrphanKind = Literal["measure", "member", "milestone", "action", "plan"]


class Held(NamedTuple):
    """What a store's book has entries of: measures by id, marks of milestones and of actions, and targets with notes,
    these by plan and id; the periods of the plans that it has kept, and what measures were called in them.
    """

    measures: Collection[str] = ()
    milestones: Collection[tuple[str, str]] = ()
    actions: Collection[tuple[str, str]] = ()
    notes: Collection[tuple[str, str]] = ()
    kept: Mapping[str, Period] = MappingProxyType({})
    names: Mapping[str, str] = MappingProxyType({})


class Orphan(NamedTuple):
    """An id that the book has and no plan, the id that it is likely called by now, and that one's line of the plan.

    What is of a plan is called `plan/id`.
    """

    kind: OrphanKind
    id: str
    like: str | None = None

    @property
    def line(self) -> str | None:
        """The line to write under the likely new name."""
        return None if self.like is None else f"was: {self.id.rpartition('.' if self.kind == 'member' else '/')[2]}"


def orphaned(held: Held, plans: Sequence[Outline]) -> list[Orphan]:
    """What nothing in the store's plans is called, nor was.

    A plan that was kept is missed where another is for its very period: one that has ended may be deleted.
    """
    known = {id: plan for plan in plans for id in plan.ids}
    below = {*held.milestones, *held.actions, *held.notes}
    missed = {id for id, period in held.kept.items() if any(period == plan.head.period for plan in plans)}
    gone = sorted(({plan for plan, _ in below} | missed) - known.keys())
    free = [plan.head.id for plan in plans if not any(id in plan.ids for id, _ in below)]
    return [
        *_measures(held, plans),
        *_milestones(held, known),
        *_actions(held, known),
        *(Orphan("plan", plan, _like(plan, free)) for plan in gone),
    ]


def _like(id: str, free: Sequence[str]) -> str | None:
    """The one of the free ids that is spelt nearly so, else the only one."""
    return near(id, free) or (free[0] if len(free) == 1 else None)


def _measures(held: Held, plans: Sequence[Outline]) -> Iterator[Orphan]:
    measures = {id: one for plan in plans for id, one in plan.measures.items()}
    known = measures.keys() | {id for one in measures.values() for id in one.was}
    recorded = set(held.measures)
    if recorded <= known:
        return
    free = [
        id
        for plan in plans
        for id in plan.measures
        if not any(leaf in recorded or recorded & {*measures[leaf].was} for leaf in leaves(plan.measures, id))
    ]

    def like(id: str, free: Sequence[str]) -> str | None:
        """The free one that is called as this one was, else the likely one."""
        alike = [one for one in free if measures[one].name == held.names.get(id)]
        return alike[0] if len(alike) == 1 else _like(id, free)

    for id in sorted(recorded - known):
        whole, _, _ = id.rpartition(".")
        if whole in measures:
            yield Orphan("member", id, like(id, [one for one in free if one.rpartition(".")[0] == whole]))
        elif whole not in recorded - known:
            yield Orphan("measure", id, like(id, [one for one in free if one.count(".") == id.count(".")]))


def _milestones(held: Held, known: Mapping[str, Outline]) -> Iterator[Orphan]:
    for plan, id in sorted(held.milestones):
        if plan not in known:
            yield Orphan("milestone", f"{plan}/{id}")
        else:
            own = known[plan].milestones
            marked = {milestone for of, milestone in held.milestones if known.get(of) is known[plan]}
            if not _is_named(id, own):
                free = [one for one, of in own.items() if marked.isdisjoint((one, *of.was))]
                yield Orphan("milestone", f"{plan}/{id}", _like(id, free))


def _actions(held: Held, known: Mapping[str, Outline]) -> Iterator[Orphan]:
    """Notes and marks of actions whose target is gone, by the target: `revenue-2026-03` is of revenue."""
    found = {(plan, target) for plan, target in held.notes}
    for plan, action in held.actions:
        target, *rest = action.rsplit("-", 2)
        if len(rest) == 2 and len(rest[0]) != 4:  # with a number behind its month
            target = target.rsplit("-", 1)[0]
        found.add((plan, target))
    for plan, target in sorted(found):
        if plan not in known:
            yield Orphan("action", f"{plan}/{target}")
        else:
            own = known[plan].targets
            noted = {one for of, one in found if known.get(of) is known[plan]}
            if not _is_named(target, own):
                free = [one for one, of in own.items() if noted.isdisjoint((one, *of.was))]
                yield Orphan("action", f"{plan}/{target}", near(target, free))


def _is_named(id: str, own: Mapping[str, Thing]) -> bool:
    """Whether something is called by an id, or was."""
    return id in own or any(id in one.was for one in own.values())


def told(found: Sequence[Orphan]) -> list[Orphan]:
    """What is said in words: of a plan that is gone the plan alone."""
    gone = {one.id for one in found if one.kind == "plan"}
    return [one for one in found if one.kind == "plan" or one.id.partition("/")[0] not in gone or "/" not in one.id]


def finding(one: Orphan, plan: Plan) -> Finding:
    """What `check` says of it, at a plan of its store."""
    return Finding("orphaned", plan.id, plan.path, one.id, 1, said(one))


def said(one: Orphan) -> Message:
    """What it is and what to write."""
    kinds = {
        "measure": say("the book has a measure {id}, which no plan names", id=one.id),
        "member": say("the book has a member {id}, which no plan names", id=one.id),
        "milestone": say("the book has a milestone {id}, which no plan names", id=one.id),
        "action": say("the book has actions of {id}, which no plan names", id=one.id),
        "plan": say("the book has entries of a plan {id}, which is gone", id=one.id),
    }
    message = kinds[one.kind]
    if one.like is None:
        return message
    return say("{message}; if it is {like} now, write there: {line}", message=message, like=one.like, line=one.line)
