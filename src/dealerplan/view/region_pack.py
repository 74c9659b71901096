"""What a region's pack holds: its stores by name, the other regions as sums."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

from dealerplan.domain.group import FACTS
from dealerplan.evaluate.group_card import GroupCard
from dealerplan.evaluate.group_part import GroupPart
from dealerplan.evaluate.regions import Region
from dealerplan.evaluate.standing import Standing
from dealerplan.view import group_payload
from dealerplan.view.document import Block, Line
from dealerplan.view.group import PAPER, GroupPage
from dealerplan.view.group.head import head
from dealerplan.view.group.site import Site, group_site
from dealerplan.words import say

SCHEMA = "dealerplan.region/1"
STORE_HEADS = (
    "store", "name", *FACTS, "target", "target_name", "unit", "actual", "expected", "gap", "contribution",
    "share_of_short", "rank", "of", "status", "reason_not_ranked",
)  # fmt: skip
REGION_HEADS = ("region", "target", "target_name", "unit", "due", "reported", "actual", "expected", "pace", "gap",
                "status", "behind")  # fmt: skip


def _note(_: GroupPage) -> Iterator[Block]:
    """Which months count where."""
    yield Line(
        say("The first table has the region's stores with all their months; regions have months where they were then."),
        "quiet",
    )


PARTS = (head, _note, *(part for part in PAPER if part is not head))
"""What a region's page has of the group's: nothing of commands, which are head office's."""


class RegionPacks:
    """The packs of all regions of a group: ranks are those among all stores, whoever reads them."""

    def __init__(self, card: GroupCard) -> None:
        self._card = card
        self._standings: Sequence[Sequence[Standing]] = [card.standings(of) for of in card.targets]
        self._regions: Sequence[Sequence[Region]] = [card.regions(of, "region") for of in card.targets]

    def part(self, region: str, stores: Container[str]) -> GroupPart:
        """A region's stores by themselves."""
        return GroupPart(self._card, stores, f"{self._card.plan.name} · {region}")

    def site(self, region: str, stores: Container[str]) -> Site:
        """The group's page of a region's stores."""
        return group_site(GroupPage(self.part(region, stores), ["region"]), PARTS)

    def payload(self, region: str, stores: Container[str]) -> dict[str, Any]:
        """A region's pack as JSON has it; in `region` and `others` months are where they were (or are today)."""
        card = self._card
        own = self.part(region, stores)
        return {
            "schema": SCHEMA,
            "plan": card.plan.id,
            "group": card.group.terms.id,
            "region": region,
            "as_of": None if card.as_of is None else str(card.as_of),
            "structure": card.structure,
            "coverage": None if own.coverage is None else group_payload.coverage(own.coverage),
            "stores": group_payload.roster(own.roster),
            "targets": [self._target(at, region, stores) for at in range(len(card.targets))],
            "milestones": [group_payload.milestone(one) for one in own.milestones],
        }

    def _target(self, at: int, region: str, stores: Container[str]) -> dict[str, Any]:
        lines = {one.value: self._region(at, one) for one in self._regions[at]}
        return {
            **self._head(at),
            "region": lines.get(region),
            "others": [line for value, line in lines.items() if value != region],
            "stores": [group_payload.standing(one, self._card) for one in self._own(at, stores)],
        }

    def _region(self, at: int, of: Region) -> dict[str, Any]:
        return group_payload.region(of, "region", self._card.targets[at].target.each is not None)

    def _head(self, at: int) -> dict[str, Any]:
        target = self._card.targets[at].target
        unit = None if target.unit is None else str(target.unit)
        return {"id": target.id, "name": target.name, "kind": target.kind, "unit": unit}

    def _own(self, at: int, stores: Container[str]) -> Sequence[Standing]:
        return [one for one in self._standings[at] if one.store.id in stores]

    def store_rows(self, stores: Container[str]) -> Iterator[Mapping[str, Any]]:
        """Its stores, target by target, as CSV has them."""
        for at in range(len(self._card.targets)):
            for one in self._own(at, stores):
                yield {**group_payload.standing(one, self._card), **self._cells(at)}

    def region_rows(self) -> Iterator[Mapping[str, Any]]:
        """All regions, target by target."""
        for at, regions in enumerate(self._regions):
            for one in regions:
                yield {"region": one.value, **self._region(at, one), **self._cells(at)}

    def _cells(self, at: int) -> dict[str, Any]:
        head = self._head(at)
        return {"target": head["id"], "target_name": head["name"], "unit": head["unit"]}
