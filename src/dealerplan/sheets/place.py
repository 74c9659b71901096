"""Where a cell stands."""

from __future__ import annotations

from typing import NamedTuple

from dealerplan.sheets.cell import Sheet
from dealerplan.words import Lang, Message, say, text


class Place(NamedTuple):
    """Where a cell stands, counted from 1 as spreadsheets do; a CSV file has no sheet."""

    sheet: str | None
    row: int
    column: int

    @property
    def cell(self) -> str:
        """The cell as spreadsheets call it: `C5`, `March!C5`."""
        cell = f"{letters(self.column)}{self.row}"
        return cell if self.sheet is None else f"{self.sheet}!{cell}"

    def said(self, lang: Lang) -> str:
        """Its words."""
        return text(self._message(), lang)

    def _message(self) -> Message:
        if self.sheet is None:
            return say("row {row}, column {column}", row=self.row, column=self.column)
        return say(
            "sheet {sheet}, cell {cell} (row {row}, column {column})",
            sheet=self.sheet, row=self.row, column=letters(self.column), cell=f"{letters(self.column)}{self.row}",
        )  # fmt: skip


def place_in(sheet: Sheet, row: int, column: int) -> Place:
    """The place of a cell by its row and column in a sheet, both by index from 0."""
    return Place(sheet.name, sheet.number(row), column + 1)


def letters(column: int) -> str:
    """A column's letters: `A` for 1, `AA` for 27."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
