"""What there is to name, plan by plan: targets, notes, milestones and actions, each with the command to write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from dealerplan.domain.month import Month
from dealerplan.domain.note import Action, Note
from dealerplan.domain.plan import Plan, told_apart
from dealerplan.evaluate import Scorecard
from dealerplan.view.document import NONE, Block, Cell, Column, Document, Heading, Line, Table
from dealerplan.view.milestones import by_urgency, milestone_table
from dealerplan.view.payload import goal
from dealerplan.view.report.actions import promised, standing
from dealerplan.view.standing import verdict_cell
from dealerplan.view.terms import goal_said
from dealerplan.view.tree import named
from dealerplan.words import Message, say


class Listed(NamedTuple):
    """What is listed of plans: `words` are what to write, by `plan/id`, and `option` what belongs behind each command.

    `notes` and `actions` are by the plans' ids.
    """

    cards: Sequence[Scorecard]
    words: Mapping[str, str]
    option: str = ""
    notes: Mapping[tuple[str, str], Sequence[Note]] = MappingProxyType({})
    actions: Mapping[tuple[str, str], Sequence[Action]] = MappingProxyType({})

    def command(self, name: str, plan: Plan, id: str, more: str = "") -> Cell:
        """The command line for a thing of a plan."""
        return Cell(f"dealerplan {name} {self.words[f'{plan.id}/{id}']}{more}{self.option}")


_TARGET = Column("target", say("Target"), "words")
_GOAL = Column("goal", say("Goal"), rank=1)
_MONTH = Column("month", say("Month"), "fixed")
_REASON = Column("reason", say("Reason"), "words")
_ACTION = Column("action", say("Action"), "words")
_PROMISED = Column("owner_due", say("Owner, due"), "words", rank=1)
_STATUS = Column("status", say("Status"), "fixed")
_COMMAND = Column("command", say("Command"), "fixed")


def targets_document(of: Listed) -> Document:
    """The targets of plans, with the goals and where they stand."""
    return Document([block for card, name in _titled(of.cards) for block in _targets(of, card, name)])


def _targets(of: Listed, card: Scorecard, name: str) -> Iterator[Block]:
    yield Heading(name)
    rows = [
        [title, Cell(goal_said(one.goal, one.target)), verdict_cell(one), of.command("show", card.plan, one.target.id)]
        for one, title in named(card.targets)
    ]
    yield _table((_TARGET, _GOAL, _STATUS, _COMMAND), rows, say("No targets."))


def notes_document(of: Listed) -> Document:
    """The targets of plans, and what is noted on them, the last first."""
    return Document([block for card, name in _titled(of.cards) for block in _noted(of, card, name)])


def proposed(card: Scorecard) -> Month:
    """The month that a note is probably on: the last recorded one."""
    return card.as_of or card.plan.period.first


def _noted(of: Listed, card: Scorecard, name: str) -> Iterator[Block]:
    yield Heading(name)
    more = f' {proposed(card)} "…"'
    rows = [
        [title, verdict_cell(one), of.command("note", card.plan, one.target.id, more)]
        for one, title in named(card.targets)
    ]
    yield _table((_TARGET, _STATUS, _COMMAND), rows, say("No targets."))
    yield Heading(say("Notes"), 2)
    acted = {action.note: action for action in of.actions[card.plan.key]}
    labels = {one.id: one.label for one in card.plan.targets}
    notes = sorted(of.notes[card.plan.key], key=lambda note: note.month, reverse=True)
    cells = [
        [
            Cell(str(note.month)),
            Cell(labels[note.target]),
            Cell(note.why),
            Cell(note.action) if note.action else NONE,
            promised(note),
            standing(acted[note], card.day) if note in acted else NONE,
        ]
        for note in notes
    ]
    yield _table((_MONTH, _TARGET, _REASON, _ACTION, _PROMISED, _STATUS), cells, say("Nothing noted."))


def open_document(of: Listed) -> Document:
    """Milestones and actions still open."""
    return Document([block for card, name in _titled(of.cards) for block in _open(of, card, name)])


def _open(of: Listed, card: Scorecard, name: str) -> Iterator[Block]:
    yield Heading(name)
    plan, open = card.plan, by_urgency(one for one in card.milestones if one.done_on is None)
    table = milestone_table(open, Month.of(card.day)).only(("milestone", "due", "owner", "status"))
    rows = [[*row, of.command("done", plan, one.milestone.id)] for row, one in zip(table.rows, open, strict=True)]
    yield _table((*table.columns, _COMMAND), rows, say("No milestone is open."))
    labels = {one.id: one.label for one in plan.targets}
    actions = [
        [
            Cell(one.note.action or ""),
            Cell(labels[one.note.target]),
            promised(one.note),
            standing(one, card.day),
            of.command("done", plan, one.id),
        ]
        for one in of.actions[plan.key]
        if one.is_open(card.day)
    ]
    if actions:
        yield Heading(say("Actions"), 2)
        yield Table((_ACTION, _TARGET, _PROMISED, _STATUS, _COMMAND), actions)


def _titled(cards: Sequence[Scorecard]) -> Iterator[tuple[Scorecard, str]]:
    """Plans with their names, told apart by their ids."""
    names = told_apart({card.plan.key: card.plan.name for card in cards}, lambda key: key[1])
    return ((card, names[card.plan.key]) for card in cards)


def _table(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], nothing: Message) -> Table | Line:
    return Table(columns, rows) if rows else Line(nothing)


HEADS = ("plan", "store", "id", "name", "goal", "status", "owner")


def rows(of: Listed) -> list[dict[str, Any]]:
    """One row a target."""
    return [{**one, "goal": one["goal"]["text"]} for one in payload(of)["targets"]]


def payload(of: Listed) -> dict[str, Any]:
    """`dealerplan show` without a target."""
    return {
        "schema": "dealerplan.targets/1",
        "targets": [
            {
                "plan": card.plan.id,
                "store": card.plan.store,
                "id": one.target.id,
                "name": one.target.name,
                "goal": goal(one, one.target),
                "status": one.verdict.status,
                "owner": one.target.owner,
            }
            for card in of.cards
            for one in card.targets
        ],
    }
