"""The goals of a group's stores as they stand: rows of stores, and what they come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from dealerplan.domain.goal import Goal
from dealerplan.domain.group import FACT_WORDS, FACTS, Store
from dealerplan.domain.plan import Target
from dealerplan.domain.shown import Amount, json_number
from dealerplan.evaluate.group_card import GroupCard
from dealerplan.evaluate.rollup import GroupTarget
from dealerplan.view.document import NONE, Block, Cell, Column, Document, Heading, Line, Said, Table, Tone
from dealerplan.view.payload import goal_alone
from dealerplan.view.terms import goal_text
from dealerplan.words import say

SCHEMA = "dealerplan.goals/1"
_FACTS = ("store", "name", *FACTS, "opened", "closed")


def payload(card: GroupCard) -> dict[str, Any]:
    """The goals as JSON has them; a store without a goal of a target has null there."""
    own = _by_target(card)
    return {
        "schema": SCHEMA,
        "plan": card.plan.id,
        "group": card.group.terms.id,
        "as_of": None if card.as_of is None else str(card.as_of),
        "targets": [_target(one) for one in card.targets],
        "stores": [
            {**_facts(store, card),
             "goals": {id: goal_alone(goals[store.id]) if store.id in goals else None for id, goals in own.items()}}
            for store in card.group.stores
        ],
    }  # fmt: skip


def _by_target(card: GroupCard) -> Mapping[str, Mapping[str, Goal]]:
    """The goals in force by target and store."""
    return {of.target.id: {line.store.id: line.tally.goal for line in of.lines} for of in card.targets}


def _facts(store: Store, card: GroupCard) -> dict[str, str | None]:
    facts = store.facts_in(card.facts_of)
    days = {"opened": store.opened, "closed": store.closed}
    return {
        "store": store.id,
        "name": store.name,
        **{fact: facts.get(fact) for fact in FACTS},
        **{key: None if day is None else day.isoformat() for key, day in days.items()},
    }


def _target(of: GroupTarget) -> dict[str, Any]:
    goals = of.goals
    return {
        "id": of.target.id,
        "name": of.target.name,
        "unit": None if of.target.unit is None else str(of.target.unit),
        "by_store": of.target.by_store is not None,
        "goal": {
            "stores": json_number(goals.stores),
            "first": json_number(goals.first),
            "group": json_number(goals.group),
            "above_group": json_number(goals.above),
            "undecided": goals.undecided,
            "without": goals.without,
        },
    }


def heads(card: GroupCard) -> list[str]:
    """The columns of CSV: a store's facts, then targets by id."""
    return [*_FACTS, *(one.id for one in card.plan.targets)]


def rows(card: GroupCard) -> list[dict[str, Any]]:
    """A row a store; a goal is its number, of a range both, `tbd` while it is undecided, empty where there is none."""
    own = _by_target(card)
    return [
        _facts(store, card) | {id: _plain(goals[store.id]) for id, goals in own.items() if store.id in goals}
        for store in card.group.stores
    ]  # fmt: skip


def _plain(goal: Goal) -> object:
    if goal.value is None:
        return "tbd" if goal.undecided else goal.text
    return json_number(goal.value) if goal.high is None else f"{json_number(goal.value)} .. {json_number(goal.high)}"


def document(card: GroupCard) -> Document:
    """What is asked of all stores, and of each."""
    return Document([*_blocks(card)])


def _blocks(card: GroupCard) -> Iterator[Block]:
    yield Heading(say("{plan}: goals as of {month}", plan=card.plan.name, month=card.as_of or "-"))
    yield Table(_SUMS, [_sums(of) for of in card.targets])
    yield Line(say("Sums are of stores open or to open; of one that has closed what its open months owed."), "quiet")
    yield Heading(say("Stores"), 2)
    columns = [
        Column("store", say("Store"), "fixed"),
        Column("name", say("Name"), "words", rank=1),
        Column("region", FACT_WORDS["region"], "words", rank=2),
        *(Column(of.target.id, say("{name}", name=of.target.label), rank=3 + at) for at, of in enumerate(card.targets)),
    ]
    own = _by_target(card)
    yield Table(columns, [_row(store, card, own) for store in card.group.stores])


_SUMS = (
    Column("target", say("Target"), "words"),
    Column("stores", say("Sum in force")),
    Column("first", say("Sum at first"), rank=2),
    Column("group", say("Asked of the group")),
    Column("above", say("More than asked"), rank=1),
    Column("undecided", say("Undecided"), rank=3),
    Column("without", say("Without goal"), rank=4),
)


def _sums(of: GroupTarget) -> list[Cell]:
    goals, above = of.goals, of.goals.above
    tone: Tone = "plain" if above is None or above >= 0 else "bad"
    return [
        Cell(of.target.label),
        _amount(goals.stores, of.target),
        _amount(goals.first, of.target),
        _amount(goals.group, of.target),
        NONE if above is None else Cell(Amount(above, of.target.unit, signed=True, named=True), tone),
        _count(goals.undecided),
        _count(goals.without),
    ]


def _amount(value: Fraction | None, target: Target) -> Cell:
    return NONE if value is None else Cell(Amount(value, target.unit, named=True))


def _count(number: int) -> Cell:
    return Cell(str(number)) if number else NONE


def _row(store: Store, card: GroupCard, own: Mapping[str, Mapping[str, Goal]]) -> Sequence[Cell]:
    facts = store.facts_in(card.facts_of)
    words: list[Said] = [store.id, store.name or "-", facts.get("region", "-")]
    goals = (own[of.target.id].get(store.id) for of in card.targets)
    return [
        *map(Cell, words),
        *(
            NONE if goal is None else Cell(goal_text(goal, of.target), "quiet" if goal.undecided else "plain")
            for of, goal in zip(card.targets, goals, strict=True)
        ),
    ]
