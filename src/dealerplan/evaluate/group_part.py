"""Some stores of a group by themselves, as a region's manager sees them."""

from __future__ import annotations

from collections.abc import Container

from dealerplan.domain.group import Fact
from dealerplan.evaluate.group_card import GroupCard
from dealerplan.evaluate.only import of_some
from dealerplan.evaluate.regions import Region
from dealerplan.evaluate.rollup import GroupTarget
from dealerplan.evaluate.standing import By, Standing


class GroupPart(GroupCard):
    """Some stores of a group, with all their months; places are those among all stores of the `whole`, and regions all
    of its."""

    def __init__(self, whole: GroupCard, stores: Container[str], name: str) -> None:
        """`name` is what the plan of these stores is called."""
        super().__init__(
            plan=of_some(whole.plan)._replace(name=name),
            group=whole.group._replace(stores=[store for store in whole.group.stores if store.id in stores]),
            as_of=whole.as_of,
            day=whole.day,
            structure=whole.structure,
            today=whole._today,
            tallies=[tally for tally in whole.tallies if tally.store.id in stores],
            done=[one for one in whole._done if one[0].id in stores],
            states={id: state for id, state in whole.states.items() if id in stores},
            version=whole.version,
        )
        self.whole, self._ids = whole, stores

    def regions(self, of: GroupTarget, by: Fact) -> list[Region]:
        """A target by a fact of all stores of the whole."""
        return self.whole.regions(of, by)

    def standings(self, of: GroupTarget, by: By | None = None) -> list[Standing]:
        """How these stores stand among all of the whole."""
        of_all = self.whole.standings(self.whole.target(of.target.id), by)
        return [one for one in of_all if one.store.id in self._ids]
