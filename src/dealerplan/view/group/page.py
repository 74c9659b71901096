"""What every part of a group's screen asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from dealerplan.domain.group import FACTS, Fact, Store
from dealerplan.domain.shown import Amount
from dealerplan.evaluate.group_card import GroupCard
from dealerplan.evaluate.regions import Region
from dealerplan.evaluate.rollup import GroupTarget, StoreLine
from dealerplan.evaluate.tally import how_of
from dealerplan.view.document import NONE, Cell, Said
from dealerplan.view.terms import first_few
from dealerplan.words import Message, say, say_as

WORST = ("missed", "behind", "at_risk")


class GroupPage:
    """A group at a month, in regions `by` facts; on a screen with so many `targets` and `names` at most."""

    def __init__(
        self, card: GroupCard, by: Sequence[Fact], targets: int | None = None, names: int | None = None
    ) -> None:
        self.card, self.by, self.names = card, by, names
        self._most = targets
        self._regions: dict[tuple[str, Fact], Sequence[Region]] = {}

    @cached_property
    def targets(self) -> Sequence[GroupTarget]:
        """The targets shown, in the plan's order: the main one and the worst where there is no room for all."""
        found = self.card.targets
        if self._most is None or len(found) <= self._most:
            return found
        main = None if self.card.main is None else self.card.main.target.id

        def order(one: GroupTarget) -> tuple[bool, int, int]:
            bad = WORST.index(one.status) if one.status in WORST else len(WORST)
            return one.target.id != main, bad, -behind(one)

        shown = {one.target.id for one in sorted(found, key=order)[: self._most]}
        return [one for one in found if one.target.id in shown]

    def with_targets(self, number: int) -> GroupPage:
        """The same with so many targets at most."""
        found = GroupPage(self.card, self.by, number, self.names)
        found._regions = self._regions
        return found

    @cached_property
    def about(self) -> GroupTarget | None:
        """The target whose gap is taken apart: the main one, else the first whose stores' gaps add up."""
        main = self.card.main
        candidates = ([main] if main is not None else []) + list(self.card.targets)
        return next((one for one in candidates if one.gap_parts is not None and one.goal is not None), None)

    @cached_property
    def lines(self) -> Mapping[str, Mapping[str, StoreLine]]:
        """What each store is in each target, by the ids of both."""
        return {of.target.id: {line.store.id: line for line in of.lines} for of in self.card.targets}

    def is_ratio(self, of: GroupTarget) -> bool:
        """Whether a target's gap is told in cases."""
        return how_of(of.target, self.card.plan) == "ratio"

    def fact(self, store: Store, fact: Fact) -> str:
        """What a store is of a fact."""
        return store.fact(fact, self.card.facts_of)

    def fact_cells(self, store: Store, facts: Sequence[Fact] = FACTS) -> list[Cell]:
        """Some of a store's facts in a table."""
        return [Cell(value) if (value := self.fact(store, fact)) else NONE for fact in facts]

    def regions(self, of: GroupTarget, fact: Fact) -> Sequence[Region]:
        """A target by a fact."""
        found = self._regions.get((of.target.id, fact))
        if found is None:
            found = self._regions[of.target.id, fact] = self.card.regions(of, fact)
        return found


def behind(of: GroupTarget) -> int:
    """How many stores are behind in a target."""
    return of.counts.get("behind", 0) + of.counts.get("missed", 0)


def value_name(value: str) -> Said:
    """What a region is called; stores without one stand together."""
    return value or say("(not said)")


def labels(stores: Sequence[Store], most: int | None) -> Sequence[Said]:
    """Names of stores, and how many more there are."""
    return first_stores([store.label for store in stores], most)


def first_stores(told: Sequence[Said], most: int | None) -> Sequence[Said]:
    """So many of what is told of stores, and how many more there are."""
    shown = told if most is None else first_few(told, most)
    more = len(told) - len(shown)
    return [*shown, say_as("of stores", "and {more} more", more=more)] if more else shown


def count_cell(number: int) -> Cell:
    """A cell with how many there are, which is a number in a spreadsheet too."""
    return Cell(Amount(Fraction(number)))


def stores_said(number: int) -> Message:
    """So many stores."""
    return say("{number} store", "{number} stores", number=number)
