"""Workbooks written row by row, the one way to all that are made here: words stay words, and no limit of Excel's is
passed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, Self, cast

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from dealerplan.errors import UsageError
from dealerplan.render.package import Package
from dealerplan.sheets.cell import RUNNABLE
from dealerplan.words import say

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.styles.cell_style import StyleArray
    from openpyxl.worksheet.worksheet import Worksheet

LONGEST = 32_767  # characters of a cell that Excel takes
ROWS, COLUMNS = 1_048_576, 16_384  # of a sheet that Excel takes, down to XFD1048576
STYLES = 65_490  # of a workbook


@dataclass(frozen=True, eq=False)
class Look:
    """How a cell looks but for its number format; whoever makes one keeps it, so that each is made once."""

    font: Font | None = None
    alignment: Alignment | None = None
    border: Border | None = None
    fill: PatternFill | None = None


class Box(NamedTuple):
    """A cell: words, a number, or nothing."""

    value: str | Decimal | None
    look: Look
    format: str = "General"


def words_box(words: str, look: Look) -> Box:
    """Words as words; a spreadsheet would read `_x0041_` as a character."""
    escaped = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", words)
    return Box((escaped if len(escaped) <= LONGEST else f"{escaped[: LONGEST - 1]}…") or None, look)


class Book:
    """A workbook. A sheet's rows follow each other; what stands above them in its file, such as widths, is said before
    the first."""

    def __init__(self, font: Font | None = None) -> None:
        self.file = Workbook(write_only=True)
        if font is not None:
            self.file._named_styles["Normal"].font = font  # type: ignore[attr-defined]  # openpyxl shows it nowhere else
        self._styles: dict[tuple[Look, str, bool], StyleArray] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of what is not saved, in openpyxl's order: else it complains at the end."""
        for sheet in self.file.worksheets:
            writer = sheet._writer  # type: ignore[attr-defined]
            for end in (sheet._rows, writer):  # type: ignore[attr-defined]
                with suppress(Exception):
                    end.close()
            with suppress(Exception):
                writer.cleanup()

    def sheet(self, title: str) -> Sheet:
        """A new sheet, the last."""
        return Sheet(cast("Worksheet", self.file.create_sheet(title)), self._styles)

    def save(self, out: BinaryIO, title: str) -> None:
        """Write it all; the same gives the same bytes."""
        ExcelWriter(self.file, Package(out, title)).save()


class Sheet:
    """A sheet of a book; `end` is the row after its last one."""

    def __init__(self, file: Worksheet, styles: dict[tuple[Look, str, bool], StyleArray]) -> None:
        self.file, self._styles, self.end = file, styles, 1
        self._one: Cell = WriteOnlyCell(file)
        file._values_to_row = lambda cells, _: cells  # type: ignore[attr-defined]  # they are cells already

    def append(self, boxes: Iterable[Box | None], height: float | None = None) -> None:
        """Write the next row, so many points high; raises UsageError where Excel has no place for it."""
        row = list(boxes)
        if self.end > ROWS or len(row) > COLUMNS:
            raise too_large()
        if height is not None:
            self.file.row_dimensions[self.end].height = height
        self.file.append(self._cells(row))  # type: ignore[arg-type]  # a generator will do
        self.file.row_dimensions.clear()  # it is written
        self.end += 1

    def widen(self, at: int, width: float) -> None:
        """Give a column its width, before the first row."""
        self.file.column_dimensions[get_column_letter(at)].width = width

    def merge(self, row: int, at: int, across: int, down: int = 1) -> None:
        """Make one of several cells, of which the first has what they hold."""
        first, last = get_column_letter(at), get_column_letter(at + across - 1)
        self.file.merged_cells.add(f"{first}{row}:{last}{row + down - 1}")

    def _cells(self, row: Sequence[Box | None]) -> Iterator[Cell]:
        """One cell again and again, since each is written before the next: making so many took half of the time."""
        cell = self._one
        cell.row = self.end
        for cell.column, box in enumerate(row, 1):
            if box is None:
                continue
            value, look, format = box
            cell.value, is_quoted = value, False
            if isinstance(value, str):
                cell.data_type, is_quoted = "s", value.startswith(RUNNABLE)  # else what begins with = is a formula
            key = look, format, is_quoted
            style = self._styles.get(key)
            if style is None:
                style = self._styles[key] = self._style(*key)
            cell._style = style  # type: ignore[attr-defined]  # openpyxl's own way to one style of many cells
            yield cell

    def _style(self, look: Look, format: str, is_quoted: bool) -> StyleArray:
        """A style, made once; what is quoted stays words also once somebody has edited the cell."""
        if len(self._styles) >= STYLES:
            raise too_large()
        cell: Cell = WriteOnlyCell(self.file)
        cell.number_format, cell.quotePrefix = format, is_quoted
        for part in ("font", "alignment", "border", "fill"):
            if (found := getattr(look, part)) is not None:
                setattr(cell, part, found)
        style: StyleArray = cell._style  # type: ignore[attr-defined]
        return style


def too_large() -> UsageError:
    """What is wrong where a workbook would pass what Excel takes."""
    return UsageError(
        say("this is more than a workbook holds"),
        say("write several files, or another format"),
    )
