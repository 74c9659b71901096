"""The history of actuals as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from dealerplan.domain.actual import Done
from dealerplan.domain.event import Numbered
from dealerplan.domain.goal import Goal
from dealerplan.domain.month import Month
from dealerplan.domain.plan import ResultGoal
from dealerplan.domain.shown import InFull
from dealerplan.domain.unit import Unit
from dealerplan.view.document import Cell, Column, Document, Line, Said, Table
from dealerplan.view.terms import told
from dealerplan.words import Message, say


class Subject(NamedTuple):
    """How a measure or milestone is called, a measure's unit, and what a milestone is to bring."""

    name: str
    unit: Unit | None = None
    results: Sequence[ResultGoal] = ()


class Idle(NamedTuple):
    """A store's month without business."""

    store: str
    month: Month
    why: str


Subjects = Mapping[tuple[str, str], Subject]
"""What entries are of, by store and id."""


def history_document(
    entries: Sequence[Numbered],
    subjects: Subjects,
    times: Mapping[str, str],
    idle: Sequence[Idle] = (),
    names: Sequence[str] = (),
) -> Document:
    """Every revision, with its store where there are several, and the months without business, below the `names` there
    are; `times` are the local times by `at`."""
    head = [Line(say("Names: {names}", names=names), "quiet")] if names else []
    lines = [
        Line(say("{store}, {month}: no business: {why}", store=one.store, month=one.month, why=one.why)) for one in idle
    ]
    if not entries:
        return Document([*head, *(lines or [Line(say("Nothing recorded."))])])
    return Document([*head, _table(entries, subjects, times), *lines])


def _table(entries: Sequence[Numbered], subjects: Subjects, times: Mapping[str, str]) -> Table:
    columns = (
        Column("month", say("Month"), "fixed"),
        Column("measure", say("Measure"), "words"),
        Column("revision", say("Rev.")),
        Column("value", say("Value"), "words" if entries[0].month is None else "figures"),
        Column("when", say("When"), "fixed"),
        Column("who", say("Who"), "words", rank=2),
        Column("source", say("Where from"), "words", rank=4),
        Column("why", say("Why, note"), "words", rank=1),
    )
    rows = [_row(entry, subjects, times) for entry in entries]
    if len({one.entry.store for one in entries}) == 1:
        return Table(columns, rows)
    stores = [Cell(one.entry.store) for one in entries]
    return Table(
        (Column("store", say("Store"), "words"), *columns),
        [[store, *row] for store, row in zip(stores, rows, strict=True)],
    )


_SOURCES: Mapping[str, Message] = {
    "record": say("recorded"),
    "correct": say("corrected"),
    "done": say("marked"),
    "undo": say("undone"),
    "withdraw": say("withdrawn"),
}


def _value(value: Fraction | Done | None, of: Subject) -> Said:
    """An actual with every digit, or the day and the results of a milestone's mark."""
    if value is None:
        return say("withdrawn")
    if isinstance(value, Fraction):
        return InFull(value, of.unit)
    done, known = value, {result.id: result for result in of.results}
    results = [
        say("{name} {value}", name=id, value=told(value, known.get(id) or ResultGoal(id, Goal(""))))
        for id, value in done.results.items()
    ]
    return say("{day}: {results}", day=done.on, results=results) if results else str(done.on)


def _row(of: Numbered, subjects: Subjects, times: Mapping[str, str]) -> list[Cell]:
    entry = of.entry
    subject = subjects.get((entry.store, of.subject), Subject(of.subject))
    reason = "; ".join(part for part in (entry.why, entry.note) if part)
    return [
        Cell(str(of.month or "-")),
        Cell(subject.name),
        Cell(str(of.revision)),
        Cell(_value(of.value, subject)),
        Cell(times[entry.at]),
        Cell(entry.by),
        Cell(_SOURCES.get(entry.source, entry.source)),
        Cell(reason or "-"),
    ]
