"""A group of stores under one plan: what its table says of each store, and which of it holds in a month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Literal, NamedTuple, Protocol

from dealerplan.domain.goal import Goal, Op
from dealerplan.domain.month import Month
from dealerplan.domain.month_end import MonthEnd
from dealerplan.words import Message, say

Fact = Literal["region", "brand", "class", "manager"]
FACTS: tuple[Fact, ...] = ("region", "brand", "class", "manager")
"""What stores are grouped by."""

FACT_WORDS: Mapping[Fact, Message] = {
    "region": say("region"),
    "brand": say("brand"),
    "class": say("class"),
    "manager": say("manager"),
}

Structure = Literal["then", "now"]
STRUCTURES: tuple[Structure, ...] = ("then", "now")
"""Whether a store counts where it was in each month, or where it is today in all of them."""


LEAST_PEERS = 5
"""Fewer stores of a kind have no fair rank, and the median of two tells the other's figure."""


class GroupTerms(NamedTuple):
    """What a plan for a group says of its stores: the `table` beside the plan, its `sheet`, how many whole months open
    make a store comparable, and the facts that make stores peers."""

    id: str
    table: str
    sheet: str | None = None
    comparable: int = 13
    peers: tuple[Fact, ...] = ()


class ByStore(NamedTuple):
    """A target's goal that stands in the table: `op` is what a number alone means there.

    `starts` where a level's start stands in the table too.
    """

    op: Op = ">="
    starts: bool = False


class GroupGoal(NamedTuple):
    """What head office asks of all stores together; the stores' goals may come to so much more (a share of it)."""

    goal: Goal
    buffer: Fraction = Fraction(0)


class OverStores(NamedTuple):
    """How a measure's values of several stores become one: their sum, or their mean, weighted by a measure."""

    how: Literal["sum", "mean"] = "sum"
    weight: str | None = None


class NewGoal(NamedTuple):
    """A goal of the table from a month on."""

    start: Month
    goal: Goal
    why: str | None = None


class StoreGoal(NamedTuple):
    """A store's goal of the table, in the target's unit; `months` has what each month owes where the table says it by
    month, which comes to the goal."""

    goal: Goal
    months: Mapping[Month, Fraction] | None = None
    start: Fraction | None = None
    later: tuple[NewGoal, ...] = ()


class Move(NamedTuple):
    """The facts of a store that are new from a month on, and why."""

    start: Month
    facts: Mapping[Fact, str]
    why: str | None = None


class Placed(Protocol):
    """What says where a store belongs: its row of the table, or its plan as the book keeps it."""

    @property
    def facts(self) -> Mapping[Fact, str]:
        """What holds of it at first."""
        ...

    @property
    def moves(self) -> Sequence[Move]:
        """What is new of that from a month on."""
        ...


def facts_in(of: Placed, month: Month | None) -> Mapping[Fact, str]:
    """What holds of a store in a month; None: before all moves."""
    found = dict(of.facts)
    for move in of.moves:
        if month is not None and move.start <= month:
            found |= move.facts
    return found


def moved(kept: Sequence[tuple[Month, Placed]], now: Placed) -> dict[Fact, tuple[Month, str]]:
    """The facts of which a store had another value when a month was closed: the first such month, and that value.

    `kept` are the closed months, each with what was said of the store then.
    """
    found: dict[Fact, tuple[Month, str]] = {}
    for month, then in kept:
        today = facts_in(now, month)
        for fact, was in facts_in(then, month).items():
            if was != today.get(fact, ""):
                found.setdefault(fact, (month, was))
    return found


class Store(NamedTuple):
    """A row of the table: a store, its facts, and its goals by target; a target not among them is not this store's.

    `row` is where it stands in the table, counted from 1.
    """

    id: str
    name: str | None = None
    facts: Mapping[Fact, str] = {}  # never changed
    opened: date | None = None
    closed: date | None = None
    goals: Mapping[str, StoreGoal] = {}  # never changed
    moves: tuple[Move, ...] = ()
    row: int = 0

    @property
    def label(self) -> str:
        """What people see it called."""
        return self.name or self.id

    def facts_in(self, month: Month | None) -> Mapping[Fact, str]:
        """Its facts in a month; None: before all moves."""
        return facts_in(self, month)

    def fact(self, fact: Fact, month: Month | None) -> str:
        """One of its facts in a month; empty where the table does not say it."""
        return self.facts_in(month).get(fact, "")

    def is_due(self, month: Month, month_end: MonthEnd) -> bool:
        """Whether it is open for at least a day of a month."""
        return not self.is_to_open(month, month_end) and not self.is_closed(month, month_end)

    def is_to_open(self, month: Month, month_end: MonthEnd) -> bool:
        """Whether it opens after a month."""
        return self.opened is not None and month_end.month_of(self.opened) > month

    def is_closed(self, month: Month, month_end: MonthEnd) -> bool:
        """Whether it closed before a month."""
        return self.closed is not None and month_end.month_of(self.closed) < month

    def whole_months(self, month: Month, month_end: MonthEnd) -> int | None:
        """How many whole months it has been open by the end of a month, that one included; None: always."""
        if self.opened is None:
            return None
        first = month_end.month_of(self.opened)
        return month.since(first if month_end.first_day(first) == self.opened else first.plus(1)) + 1


class Group(NamedTuple):
    """A group's stores, in the order of its table; `table` is a sum of the table's bytes."""

    terms: GroupTerms
    stores: Sequence[Store]
    table: str = ""
