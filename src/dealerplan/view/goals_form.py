"""A group's table of stores as a form: what is in it stands there, the rest is to be filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from dealerplan.domain.goal import Goal
from dealerplan.domain.group import FACT_WORDS, Fact, Move, NewGoal, Store, StoreGoal
from dealerplan.domain.month import Month
from dealerplan.domain.number import canonical
from dealerplan.domain.plan import Plan, Target
from dealerplan.intake.store_words import Headings, Key, OfTarget, words_of
from dealerplan.view.document import Said
from dealerplan.view.grid import Figure, Grid, GridCell
from dealerplan.words import Message, say, text
from dealerplan.words.languages import LANGUAGES

KEYS: tuple[tuple[Key, Message], ...] = (
    ("store", say("store")),
    ("name", say("store name")),
    *FACT_WORDS.items(),
    ("opened", say("opening date")),
    ("closed", say("closing date")),
    ("from", say("effective from")),
    ("why", say("reason")),
)
"""The headings of what a row says of its store, in the order of the form."""
_DIGITS = 15  # of a number that a spreadsheet keeps


class _Goals(NamedTuple):
    """The columns of a target whose goals stand in the table: by month where any store has them so."""

    target: Target
    heading: str
    months: Sequence[Month]
    starts: bool


def form_grid(plan: Plan, stores: Sequence[Store]) -> Grid:
    """The table of a group's stores; read back, it has these stores."""
    headings = Headings(plan)
    goals = list(_columns(plan, stores, headings))
    heads = [GridCell(_heading(key, word, headings), "head") for key, word in KEYS]
    heads += [GridCell(heading, "head") for one in goals for heading in _headings(one)]

    def rows() -> Iterator[Sequence[GridCell]]:
        yield heads
        for store in stores:
            yield _first(store, goals)
        for store in stores:
            yield from _later(store, goals)

    sheet = plan.group.sheet if plan.group else None
    return Grid(sheet or say("stores"), rows, heads=1, keys=2)


def _heading(key: Key, word: Message, headings: Headings) -> Said:
    """The word for a key, or another one where a target is called so."""
    if all(headings.read(text(word, lang)) == key for lang in LANGUAGES):
        return word
    return next((one for one in words_of(key) if headings.read(one) == key), word)


def _columns(plan: Plan, stores: Sequence[Store], headings: Headings) -> Iterator[_Goals]:
    for one in plan.targets:
        if one.by_store is not None:
            by_month = any(store.goals[one.id].months for store in stores if one.id in store.goals)
            months = tuple(plan.months_of(one)) if by_month else ()
            heading = one.label if headings.read(one.label) == OfTarget(one) else one.id
            yield _Goals(one, heading, months, one.by_store.starts)


def _headings(one: _Goals) -> Iterator[Said]:
    yield one.heading
    for month in one.months:
        yield f"{one.heading} {month}"
    if one.starts:
        yield say("{target} start", target=one.heading)


def _first(store: Store, goals: Sequence[_Goals]) -> list[GridCell]:
    opened, closed = (str(day or "") for day in (store.opened, store.closed))
    said: dict[Key, str] = {"store": store.id, "name": store.name or "", "opened": opened, "closed": closed}
    cells = _said(said, store.facts)
    return cells + [cell for one in goals for cell in _cells(one, store.goals.get(one.target.id))]


def _said(said: Mapping[Key, str], facts: Mapping[Fact, str]) -> list[GridCell]:
    """What a row says of its store."""
    found = {**{str(key): word for key, word in said.items()}, **{str(fact): word for fact, word in facts.items()}}
    return [GridCell(found.get(key, ""), "input") for key, _ in KEYS]


def _cells(one: _Goals, own: StoreGoal | None) -> Iterator[GridCell]:
    yield _goal(one.target, own.goal if own else None)
    months: Mapping[Month, Fraction] = own.months or {} if own else {}
    for month in one.months:
        yield _figure(one.target, months.get(month))
    if one.starts:
        yield _figure(one.target, own.start if own else None)


def _later(store: Store, goals: Sequence[_Goals]) -> Iterator[list[GridCell]]:
    """A row for each month from which on something else holds of a store."""
    moves = {move.start: move for move in store.moves}
    revised: dict[Month, dict[str, NewGoal]] = {}
    for id, own in store.goals.items():
        for new in own.later:
            revised.setdefault(new.start, {})[id] = new
    for month in sorted({*moves, *revised}):
        changes = revised.get(month, {})
        move = moves.get(month, Move(month, {}))
        reasons = [*(one.why for one in changes.values()), move.why]
        why = next(filter(None, reasons), "")
        cells = _said({"store": store.id, "from": str(month), "why": why}, move.facts)
        for one in goals:
            change = changes.get(one.target.id)
            cells.append(_goal(one.target, change.goal if change else None))
            cells += [GridCell("", "input")] * (len(one.months) + one.starts)
        yield cells


def _goal(target: Target, goal: Goal | None) -> GridCell:
    """A goal as it is written; one that is a plain number of its unit as a number."""
    if goal is None:
        return GridCell("", "input")
    value = goal.value
    is_plain = value is not None and goal.text == canonical(value) and len(goal.text) <= _DIGITS
    return GridCell(Figure(value) if is_plain and not _is_share(target) else goal.text, "input")


def _figure(target: Target, value: Fraction | None) -> GridCell:
    return GridCell(Figure(value, target.unit, target.decimals), "input")


def _is_share(target: Target) -> bool:
    return target.unit is not None and target.unit.share is not None
