"""Where the columns of a group's table of stores stand, and the scales of their numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from fractions import Fraction
from typing import NamedTuple

from dealerplan.domain.month import Month
from dealerplan.domain.plan import Measure, Plan, Target
from dealerplan.errors import Invalid
from dealerplan.intake.given import Problem
from dealerplan.intake.headings import Said, columns_of
from dealerplan.intake.lexicon import EMPTY, Mark, shown
from dealerplan.intake.scales import holds_for, scaled_to, unless_own
from dealerplan.intake.store_words import (
    LEFT_OUT,
    Headings,
    Key,
    Meaning,
    OfTarget,
    is_loose,
    is_of_others,
    key_of,
    says_otherwise,
)
from dealerplan.intake.table import SCANNED
from dealerplan.intake.titles import texts_of, units_among_cells
from dealerplan.intake.units import base_of, is_money, is_of_money, unit_in
from dealerplan.intake.value import Scaled
from dealerplan.sheets.cell import Row, Sheet
from dealerplan.sheets.place import letters
from dealerplan.words import say


class Column(NamedTuple):
    """A column of goals by index from 0, and the scale of its numbers; None for the target's own."""

    at: int
    scale: Scaled | None


class GoalColumns(NamedTuple):
    """Where a target's goals stand: for the whole period, by month, and what its level starts from."""

    target: Target
    whole: Column | None
    months: Mapping[Month, Column]
    start: Column | None


class StoreTable(NamedTuple):
    """Where a table's parts stand, by index from 0.

    `unknown` has the columns whose headings are not understood, with their rows; `left_out` those that say nothing of
    goals or are told in `problems`.
    """

    first: int
    keys: Mapping[Key, int]
    goals: Sequence[GoalColumns]
    unknown: Mapping[int, tuple[int, Invalid]]
    left_out: Set[int]
    problems: Sequence[Problem]
    units: Set[tuple[Fraction, str]]  # that titles name


def find_head(sheet: Sheet, headings: Headings) -> int | None:
    """The row whose headings name a store's column: one beside others, else one alone."""
    alone = None
    for at, row in enumerate(sheet.rows[:SCANNED]):
        texts = [text for _, text in texts_of(row)]
        if not any(key_of(text) == "store" for text in texts):
            continue
        if any(key_of(text) != "store" and headings.read(text) is not None for text in texts):
            return at
        alone = at if alone is None else alone
    return alone


def read_columns(sheet: Sheet, head: int, headings: Headings, plan: Plan) -> StoreTable:
    """The columns under the headings of a row, and of the rows of headings beside it."""
    top, bottom = _head_rows(sheet, head, headings)
    said = columns_of(sheet, [_marks(sheet.rows[at]) for at in range(top, bottom + 1)], top)
    return _Columns(sheet, said, headings, plan).table(top, bottom)


def _marks(row: Row) -> list[Mark]:
    return [Mark(text) if (text := shown(cell)) else EMPTY for cell in row]


def _head_rows(sheet: Sheet, head: int, headings: Headings) -> tuple[int, int]:
    """The first and last row of headings: months may stand below their targets."""
    if head > 0 and _are_months(sheet, head - 1, headings, is_data=False):
        return head - 1, head
    below = head + 1 < len(sheet.rows) and _are_months(sheet, head, headings, is_data=True)
    return head, head + below


def _are_months(sheet: Sheet, at: int, headings: Headings, is_data: bool) -> bool:
    """Whether a row heads the months of the next one; where that may hold data, only if it has nothing else."""
    layers = [_marks(sheet.rows[at]), _marks(sheet.rows[at + 1])]
    has_months = False
    for one in columns_of(sheet, layers, at):
        if one.row == at or not one.marks:
            continue
        meaning = headings.read(_joined(one)) if len(one.marks) > 1 else None
        has_months = has_months or (isinstance(meaning, (OfTarget, Invalid)) and headings.read(one.text) is None)
        if is_data and meaning is None and headings.read(one.text) is None:
            return False
        if is_data and key_of(one.marks[0].text) is not None:
            return False
    return has_months


def _joined(one: Said) -> str:
    return " ".join(mark.text for mark in one.marks)


class _Columns:
    """Gives the columns of a table their meanings."""

    def __init__(self, sheet: Sheet, said: Sequence[Said], headings: Headings, plan: Plan) -> None:
        self._sheet, self._said, self._headings, self._plan = sheet, said, headings, plan
        self._problems: list[Problem] = []
        self._left_out: set[int] = set()
        self._keys: dict[Key, int] = {}
        self._found: dict[tuple[str, Month | None, bool], tuple[Said, OfTarget]] = {}
        self._units: list[tuple[int, int, str]] = []

    def table(self, top: int, bottom: int) -> StoreTable:
        """The table; it is to be read where nothing is wrong with it."""
        meanings = {one.column: self._meaning(one) for one in self._said if one.marks}
        self._split_names(meanings)
        unknown: dict[int, tuple[int, Invalid]] = {}
        for one in (one for one in self._said if one.marks):
            meaning = meanings[one.column]
            if meaning is None:
                unknown[one.column] = one.row, self._headings.why_unknown(_joined(one))
            elif meaning == LEFT_OUT:
                self._left_out.add(one.column)
            elif isinstance(meaning, Invalid):
                self._refuse(one, meaning)
            else:
                self._put(one, meaning)
        self._check_titles(top)
        goals = [found for target in self._plan.targets if (found := self._goals(target, bottom)) is not None]
        self._check_keys(bottom)
        titled = {base_of(unit) for *_, unit in self._units}
        return StoreTable(bottom + 1, self._keys, goals, unknown, self._left_out, self._problems, titled)

    def _meaning(self, one: Said) -> Meaning | None:
        """What the headings over a column say together, else the last one alone under a harmless group."""
        meaning = self._headings.read(_joined(one))
        if meaning is not None or len(one.marks) == 1:
            return meaning
        above = [mark.text for mark in one.marks[:-1]]
        if any(says_otherwise(self._plan, text) or isinstance(self._headings.read(text), OfTarget) for text in above):
            alone = self._headings.read(one.text)
            return alone if alone is not None and not isinstance(alone, (OfTarget, Invalid)) else None
        return self._headings.read(one.text)

    def _split_names(self, meanings: dict[int, Meaning | None]) -> None:
        """Take a column 门店 for the name beside a column 门店编号."""
        stores = [one for one in self._said if meanings.get(one.column) == "store"]
        loose = [one for one in stores if is_loose(one.text)]
        if len(stores) == 2 and len(loose) == 1 and "name" not in meanings.values():
            meanings[loose[0].column] = "name"

    def _put(self, one: Said, meaning: Key | OfTarget) -> None:
        """Note a column, unless there is one for the same already."""
        if isinstance(meaning, OfTarget):
            key = (meaning.target.id, meaning.month, meaning.starts)
            before = self._found.setdefault(key, (one, meaning))[0].column
        else:
            before = self._keys.setdefault(meaning, one.column)
        if before != one.column:
            message = say("{text} stands in column {column} too", text=_joined(one), column=letters(before + 1))
            self._refuse(one, Invalid(message, say("keep one of them")))

    def _refuse(self, one: Said, error: Invalid) -> None:
        self._problems.append((one.row, one.column, error))
        self._left_out.add(one.column)

    def _check_titles(self, top: int) -> None:
        """Take the units of the titles and of the sheet's name, one of each thing; refuse titles of other figures."""
        tab = [(top, [(0, self._sheet.name)])] if self._sheet.name else []
        titles = [*((at, texts_of(self._sheet.rows[at])) for at in range(top)), *tab]
        for row, column, text in ((at, column, text) for at, cells in titles for column, text in cells):
            if is_of_others(self._plan, text):
                message = say("{text} says that these are not the plan's goals", text=text)
                self._problems.append((row, column, Invalid(message, say("name the table of the plan's goals"))))
        units = units_among_cells(titles)
        self._problems += units.wrong
        seen: dict[str, str] = {}
        for row, column, unit in units.found:
            base = "money" if is_of_money(unit) else unit_in(unit).base
            other = seen.setdefault(base, unit)
            if base_of(other) != base_of(unit):
                message = say("{unit} and {other} are both named as the unit", unit=other, other=unit)
                self._problems.append((row, column, Invalid(message, say("keep one of them"))))
        self._units = [*units.found]

    def _goals(self, target: Target, bottom: int) -> GoalColumns | None:
        """A target's columns; None where it has none to be read."""
        if target.by_store is None:
            return None
        found = {(month, starts): one for (id, month, starts), one in self._found.items() if id == target.id}
        if not any(not starts for _, starts in found):
            message = say("the goal of {name} is by store, and no column has it", name=target.label)
            self._problems.append((bottom, 0, Invalid(message, say("head a column {name}", name=target.label))))
            return None
        if target.by_store.starts and (None, True) not in found:
            message = say("the start of {name} is by store, and no column has it", name=target.label)
            hint = say("head a column {name}", name=f"{target.label} 起点")
            self._problems.append((bottom, 0, Invalid(message, hint)))
        months = {month: one for (month, _), one in found.items() if month is not None}
        self._check_months(target, months)
        columns = {key: self._column(target, *one) for key, one in found.items()}
        by_month = {month: columns[month, False] for month in sorted(months)}
        return GoalColumns(target, columns.get((None, False)), by_month, columns.get((None, True)))

    def _check_months(self, target: Target, months: Mapping[Month, tuple[Said, OfTarget]]) -> None:
        lacking = [month for month in self._plan.months_of(target) if month not in months] if months else []
        if lacking:
            one = months[min(months)][0]
            message = say("{name} has no column for {months}", name=target.label, months=lacking)
            hint = say("head one for each month of the period, or the year alone")
            self._problems.append((one.row, one.column, Invalid(message, hint)))

    def _column(self, target: Target, one: Said, meaning: OfTarget) -> Column:
        try:
            return Column(one.column, self._scale(measure_of(target), meaning.unit))
        except Invalid as error:
            self._problems.append((one.row, one.column, error))
            return Column(one.column, None)

    def _scale(self, measure: Measure, near: str | None) -> Scaled | None:
        """The unit of a heading, else of a title; None for the target's own. Raises Invalid."""
        is_rate = measure.unit is None or measure.unit.per is not None
        if near is not None and is_rate and (unit := unit_in(near)).share is not None:
            return Scaled(unit, Fraction(1))
        held = (unit for *_, unit in self._units if holds_for(unit, measure, self._has_money))
        written = near or next(held, None)
        return None if written is None else unless_own(scaled_to(written, measure))

    @property
    def _has_money(self) -> bool:
        return any(is_money(measure_of(one.target)) for _, one in self._found.values())

    def _check_keys(self, bottom: int) -> None:
        terms = self._plan.group
        for fact in terms.peers if terms else ():
            if fact not in self._keys:
                message = say("stores are peers by {fact}, and no column has it", fact=fact)
                hint = say("head a column {name}", name=fact)
                self._problems.append((bottom, 0, Invalid(message, hint)))


def measure_of(target: Target) -> Measure:
    """A target as what its numbers are read by."""
    return Measure(target.id, target.label, target.unit)
