"""What stands in a table's rows beside its known columns, and could be lost or mistaken without a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dealerplan.errors import Invalid
from dealerplan.intake.dated import in_title
from dealerplan.intake.keys import SKIP, Keys, RowKeys
from dealerplan.intake.lexicon import Lexicon, is_figure
from dealerplan.intake.period import is_other
from dealerplan.intake.table import Table
from dealerplan.intake.units import base_of, money_in
from dealerplan.intake.when import When
from dealerplan.sheets.cell import Content, Fault, Row, Sheet, is_empty, word
from dealerplan.words import say

Problem = tuple[int, int, Invalid]
"""A cell's row and column by index from 0, and what is wrong with it."""


class Doubts:
    """Looks over a table's rows, from the first to the last."""

    def __init__(self, sheet: Sheet, table: Table, keys: Keys, lexicon: Lexicon, unit: str | None) -> None:
        heads = [*sheet.rows[table.top : table.first]]
        self._lexicon, self._keys, self._unit = lexicon, keys, unit
        self._width = max(map(len, heads), default=0)
        known = {at for columns in table.keys.values() for at in columns}
        self._first = min(known, default=-1)
        values = {one.column for one in table.values}
        headed = {at for row in heads for at, cell in enumerate(row) if not is_empty(cell)}
        inner = range(self._first + 1, self._width)
        self._bare = [at for at in inner if at not in known | values | headed]
        self._notes = [at for at in inner if at in headed and at not in known | values]
        self._values = values
        self._section: Problem | None = None
        self._units: list[Problem] = []

    def of_row(self, at: int, row: Row, keys: RowKeys) -> Iterator[Problem]:
        """What is doubtful about a row whose keys are known."""
        if SKIP in keys or any(isinstance(key, Invalid) for key in keys):
            return
        for column in self._bare_of(row):
            if column < len(row) and _is_value(row[column], self._lexicon):
                hint = say("head the column, or empty the cell")
                yield at, column, Invalid(say("this number stands under no heading"), hint)
        noted = self._notes if any(column < len(row) and row[column] != "" for column in self._values) else ()
        for column in noted:
            if column < len(row) and isinstance(row[column], str) and self._says_other(row[column]):
                message = say("{text} says that the row is no actual", text=word(row[column]))
                yield at, column, Invalid(message, say("delete the row, or the note"))

    def _bare_of(self, row: Row) -> Sequence[int]:
        return self._bare if len(row) <= self._width else [*self._bare, *range(self._width, len(row))]

    def _says_other(self, cell: Content) -> bool:
        """Whether a note is no more than the word of another figure; a sentence may tell of goals."""
        heading = self._lexicon.mark(cell).heading
        return heading is not None and heading.role in ("skip", "span") and is_other(word(cell))

    @property
    def is_pending(self) -> bool:
        """Whether a line speaks of the rows below it."""
        return self._section is not None

    def taken(self) -> Iterator[Problem]:
        """What a line above a row with values says against it, told once."""
        if self._section is not None:
            yield self._section
            self._section = None

    def beside(self, at: int, row: Row, own: When | None) -> None:
        """Remember a row without values that may say of what those below it are; `own` is the table's month."""
        cells = [(column, cell) for column, cell in enumerate(row) if not is_empty(cell)]
        for column, cell in cells:
            if not self._lexicon.mark(cell).named and (error := self._unit_below(word(cell))) is not None:
                self._units.append((at, column, error))
        if any(column in self._values for column, _ in cells):  # as over the columns of another table
            column, cell = next(one for one in cells if one[0] in self._values)
            self._rules(at, column, word(cell))
            return
        if len(cells) != 1 or cells[0][0] in (*self._keys.stores, *self._keys.months, *self._keys.years):
            return
        column, cell = cells[0]
        text = word(cell)
        if self._lexicon.named(text) is None and (is_other(text) or self._dated_otherwise(text, own)):
            self._rules(at, column, text)

    def _unit_below(self, text: str) -> Invalid | None:
        """What is wrong with a text below the headings that names a unit of money, unless it is that of the titles."""
        try:
            unit = money_in(text)
        except Invalid as error:
            return error
        if unit is None or base_of(unit)[0] == 1 or (self._unit and base_of(unit) == base_of(self._unit)):
            return None
        return Invalid(say("the unit {unit} stands below its table", unit=unit), say("write it above the table"))

    def _rules(self, row: int, column: int, text: str) -> None:
        message = say("{text} says of what the rows below it are", text=text or "?")
        self._section = (row, column, Invalid(message, say("give them headings of their own, or delete the line")))

    def _dated_otherwise(self, text: str, own: When | None) -> bool:
        said = in_title(text)
        if own is None or own.year is None:
            return bool(said.months or said.years)
        months = {When(when.year or own.year, when.number) for when in said.months}
        return bool(months - {own}) or (not months and bool(said.years))

    def units_above(self, end: int) -> list[Problem]:
        """The units below a table, of those that stand above a row."""
        return [one for one in self._units if one[0] < end]


def strays(sheet: Sheet, since: int, end: int, lexicon: Lexicon) -> Iterator[Problem]:
    """Numbers beside a measure's name in rows of no table; those under headings such as 目标 are left out."""
    left_out: set[int] = set()
    for at in range(since, end):
        row = sheet.rows[at]
        marks = [lexicon.mark(cell) for cell in row]
        named = next((column for column, mark in enumerate(marks) if mark.named is not None), len(row))
        for column, mark in enumerate(marks):
            if mark.heading is not None:
                out = mark.heading.role in ("skip", "span", "id")
                (left_out.add if out else left_out.discard)(column)
            elif column > named and column not in left_out and _is_value(row[column], lexicon):
                message = say(
                    "this number of {measure} stands in no table that is understood", measure=marks[named].text
                )
                hint = say("a table needs headings: measure and value, or months across, or measures across")
                yield at, column, Invalid(message, hint)


def _is_value(cell: Content, lexicon: Lexicon) -> bool:
    return isinstance(cell, Fault) or (not is_empty(cell) and is_figure(cell, lexicon.mark(cell)))
