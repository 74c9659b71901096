"""The targets of a group to name, each with the command to write."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dealerplan.domain.goal import Goal
from dealerplan.evaluate.group_card import GroupCard
from dealerplan.evaluate.rollup import GroupTarget
from dealerplan.view.document import Block, Cell, Column, Heading, Said, Table
from dealerplan.view.standing import status_cell
from dealerplan.view.terms import counted, goal_said, shown
from dealerplan.words import say


def group_targets(card: GroupCard) -> Iterator[Block]:
    """A group's targets, with the goals and where they stand."""
    yield Heading(card.plan.name)
    columns = (
        Column("target", say("Target"), "words"),
        Column("goal", say("Goal"), rank=1),
        Column("status", say("Status"), "fixed"),
        Column("command", say("Command"), "fixed"),
    )
    rows = [
        [
            Cell(one.target.label),
            Cell(_goal(one)),
            Cell(say("by store"), "quiet") if one.status is None else status_cell(one.status),
            Cell(f"dealerplan show {one.target.id}"),
        ]
        for one in card.targets
    ]
    yield Table(columns, rows)


def group_target_rows(card: GroupCard) -> list[dict[str, Any]]:
    """The same as JSON and CSV have it of a store's targets."""
    return [
        {
            "plan": card.plan.id,
            "store": None,
            "id": one.target.id,
            "name": one.target.name,
            "goal": {"text": "by store" if one.target.by_store is not None else one.target.goal.text},
            "status": "by_store" if one.status is None else one.status,
            "owner": one.target.owner,
        }
        for one in card.targets
    ]


def _goal(of: GroupTarget) -> Said:
    """What is asked of each store; where the table says that, what it comes to."""
    if of.target.by_store is None:
        return goal_said(of.target.goal, of.target)
    if of.goals.stores is None:
        return say("by store")
    return say("by store, in all {sum}", sum=counted(shown(of.goals.stores, Goal("tbd"), of.target)))
