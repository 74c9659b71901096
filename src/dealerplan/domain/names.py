"""Renamed ids: what the book holds under an old one counts under the new one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from dealerplan.domain.actual import Done
from dealerplan.domain.event import ActionDone, Event, MilestoneDone, Noted, PlanKept, Recorded
from dealerplan.domain.plan import Plan

Ids = Mapping[str, str]
"""New ids by old ones."""
NONE: Ids = MappingProxyType({})


class Names:
    """What the plans of one store say was renamed (`was`)."""

    def __init__(self, plans: Sequence[Plan] = ()) -> None:
        self._plans = _renamed((plan.id, plan.was) for plan in plans)
        own = [(one.id, one.was) for plan in plans for one in plan.measures.values() if one.was]
        self._measures = _renamed([*own, *((new, (old,)) for plan in plans for old, new in plan.renamed.items())])
        self._targets: dict[str, Ids] = {}
        self._milestones: dict[str, Ids] = {}
        self._results: dict[tuple[str, str], Ids] = {}
        self.was: dict[tuple[str, str], tuple[str, ...]] = {}
        for plan in plans:
            self._targets[plan.id] = _renamed((one.id, one.was) for one in plan.targets)
            self._milestones[plan.id] = _renamed((one.id, one.was) for one in plan.milestones)
            self.was |= {(plan.id, one.id): one.was for one in plan.targets if one.was}
            for milestone in plan.milestones:
                results = _renamed((one.id, one.was) for one in milestone.results)
                if results:
                    self._results[plan.id, milestone.id] = results

    @property
    def rename(self) -> bool:
        """Whether anything was called otherwise."""
        of_plans = (*self._targets.values(), *self._milestones.values(), *self._results.values())
        return any((self._plans, self._measures, *of_plans))

    def measure(self, id: str) -> str:
        """A measure's id of today."""
        return self._measures.get(id, id)

    def plan(self, id: str) -> str:
        """A plan's id of today."""
        return self._plans.get(id, id)

    def target(self, plan: str, id: str) -> str:
        """The id of today of a target of a plan, which is named by its own of today."""
        return self._targets.get(plan, NONE).get(id, id)

    def of_today(self, event: Event) -> Event:
        """An event under the ids of today; an action keeps its own, which answers to both."""
        match event:
            case Recorded() if event.measure in self._measures:
                return event._replace(measure=self._measures[event.measure])
            case MilestoneDone():
                plan = self.plan(event.plan)
                milestone = self._milestones.get(plan, NONE).get(event.milestone, event.milestone)
                renamed = self._results.get((plan, milestone), NONE)
                results = {renamed.get(id, id): value for id, value in event.done.results.items()}
                return MilestoneDone(plan, milestone, Done(event.done.on, results))
            case ActionDone() | PlanKept():
                return event._replace(plan=self.plan(event.plan))
            case Noted():
                plan = self.plan(event.plan)
                return Noted(plan, event.note._replace(target=self.target(plan, event.note.target)))
        return event


def _renamed(things: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    """New ids by old ones, through several renamings; of two things that claim one old id (a finding) the last."""
    found = {old: id for id, was in things for old in was}
    return {old: _last(old, found) for old in found}


def _last(id: str, renamed: Ids) -> str:
    seen = {id}
    while (later := renamed.get(id)) is not None and later not in seen:
        seen.add(later)
        id = later
    return id
