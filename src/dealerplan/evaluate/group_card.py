"""A group at its as-of month: everything that any output says of it, computed when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property

from dealerplan.domain.event import State
from dealerplan.domain.group import Fact, Group, Store, Structure
from dealerplan.domain.month import Month
from dealerplan.domain.number import summed
from dealerplan.domain.plan import Plan
from dealerplan.evaluate.coverage import Coverage, Roster, coverage_of, roster_of
from dealerplan.evaluate.group_landing import GroupLanding, group_landing
from dealerplan.evaluate.group_milestones import GroupMilestone, milestones_of
from dealerplan.evaluate.main_target import main_of
from dealerplan.evaluate.mix import Mix, Years, mix_of
from dealerplan.evaluate.regions import Region, regions_of
from dealerplan.evaluate.roller import Roller
from dealerplan.evaluate.rollup import GroupTarget, roll_up
from dealerplan.evaluate.standing import By, Standing, StoreStanding, own_standings, standings_of
from dealerplan.evaluate.tally import ZERO, Inputs, StoreTally, formula_value, parts_of


class GroupCard:
    """A group's plan, its stores with their tallies in the order of the table, at an as-of month, None where nothing is
    recorded; milestones as of `day`.

    With the structure `now` each store is where it is in the month `today`. `states` tell how far each store's log
    goes, `version` is the plan's; `written` is when the last entry of any of them was. Of the stores `changed`, what
    closed months or values rest on was changed since; `lost` are those that the book alone has.
    """

    def __init__(
        self,
        plan: Plan,
        group: Group,
        as_of: Month | None,
        day: date,
        structure: Structure,
        today: Month,
        tallies: Sequence[StoreTally],
        done: Sequence[tuple[Store, Mapping[str, date]]],
        states: Mapping[str, State],
        version: str,
        written: str = "",
        changed: Sequence[Store] = (),
        lost: Sequence[str] = (),
    ) -> None:
        self.plan, self.group, self.as_of, self.day, self.structure = plan, group, as_of, day, structure
        self.tallies, self.states, self.version = tallies, states, version
        self.written, self.changed, self.lost, self._today, self._done = written, changed, lost, today, done
        self._rolled: dict[str, GroupTarget] = {}

    @property
    def time_progress(self) -> Fraction:
        """How much of the period has passed."""
        first = self.plan.period.first
        return Fraction(0 if self.as_of is None else self.as_of.since(first) + 1, len(self.plan.period))

    @property
    def facts_of(self) -> Month | None:
        """The month whose facts tell where a store is now."""
        return self._today if self.structure == "now" else self.as_of

    @cached_property
    def roster(self) -> Roster:
        """How many stores there are."""
        return roster_of(self.group, self.as_of, self.plan.month_end)

    @cached_property
    def main(self) -> GroupTarget | None:
        """The target that the plan is about."""
        decided = {id for own in self.tallies for id, one in own.targets.items() if one.goals}
        found = main_of(self.plan.targets, decided)
        return next((one for one in self.targets if found is not None and one.target.id == found.id), None)

    @cached_property
    def coverage(self) -> Coverage | None:
        """How far the as-of month is reported; None before any."""
        if self.as_of is None:
            return None
        main = None if self.main is None else self.main.target.id
        return coverage_of(self._here, self.as_of, self.plan.month_end, main)

    @cached_property
    def later(self) -> tuple[Month, Coverage] | None:
        """The last month that has ended by the day, and how far it is reported; None unless it is after as-of."""
        ended = self.plan.month_end.last_due(self.day, self.plan.period)
        if self.as_of is None or ended <= self.as_of:
            return None
        return ended, coverage_of(self._here, ended, self.plan.month_end)

    @property
    def _here(self) -> list[StoreTally]:
        return [one for one in self.tallies if one.here]

    @cached_property
    def milestones(self) -> Sequence[GroupMilestone]:
        """How far the stores are with each milestone."""
        return milestones_of(self.plan, self._done, self.day)

    @cached_property
    def targets(self) -> Sequence[GroupTarget]:
        """Every target of all stores."""
        return [self.target(one.id) for one in self.plan.targets]

    def target(self, id: str) -> GroupTarget:
        """One target of all stores."""
        if id not in self._rolled:
            target = next(one for one in self.plan.targets if one.id == id)
            self._rolled[id] = roll_up(target, self.plan, self.tallies, self.as_of)
        return self._rolled[id]

    def regions(self, of: GroupTarget, by: Fact) -> list[Region]:
        """A target by a fact of the stores."""
        today = self._today if self.structure == "now" else None
        return regions_of(of.target, self.plan, self.tallies, by, self.as_of, today)

    def standings(self, of: GroupTarget, by: By | None = None) -> list[Standing]:
        """How the stores stand in a target."""
        if self.as_of is None:
            return []
        return standings_of(of, self.plan, self.group.stores, self.as_of, by, self.facts_of)

    @cached_property
    def own_standings(self) -> Sequence[Mapping[str, StoreStanding]]:
        """Of each target what each store may be told of its place, by store."""
        month = self.facts_of
        if month is None:
            return []
        return [own_standings(one, self.plan, self.standings(one), month) for one in self.targets]

    def landing(self, of: GroupTarget) -> GroupLanding | None:
        """How a target's period will end."""
        return group_landing(of, Roller(of.target, self.plan))

    def mix(self, of: GroupTarget, by: Fact = "region") -> Mix | None:
        """What of a rate's change against last year is the mix of regions, over comparable stores."""
        parts = parts_of(of.target, self.plan)
        if parts is None:
            return None
        found: dict[str, list[tuple[Inputs, Inputs]]] = {}
        for line in of.lines:
            if (both := line.tally.comparable) is not None:
                value = line.store.fact(by, self.facts_of)
                found.setdefault(value, []).append((both.before, both.now))

        def total(some: Sequence[tuple[Inputs, Inputs]], at: int, above: bool) -> Fraction:
            formula = parts.above if above else parts.below
            return summed(formula_value(formula, pair[at]) or ZERO for pair in some)

        years = [
            Years(*(total(some, at, above) for at in (0, 1) for above in (True, False))) for some in found.values()
        ]
        return mix_of(years) if len(years) > 1 else None


def standing_of_store(card: GroupCard, store: str) -> Sequence[StoreStanding]:
    """Where a store stands among its peers, in the order of the plan's targets; only where it is ranked, and among
    enough of them (LEAST_PEERS) that nobody's figure is told."""
    return [own[store] for own in card.own_standings if store in own]
