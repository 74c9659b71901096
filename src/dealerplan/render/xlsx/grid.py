"""Grids as workbooks of one sheet."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, BinaryIO

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from rich.cells import cell_len

from dealerplan.render.xlsx.page import set_page
from dealerplan.render.xlsx.workbook import Book, Box, Look, Sheet, words_box
from dealerplan.view.grid import Figure, Grid, GridCell, Style
from dealerplan.words import Lang, text

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

KEPT = 15  # digits of a number that a spreadsheet keeps
NARROW, WIDE = 8, 40  # columns, in cells of a Latin letter
TO_FILL_IN = 18  # at least, for whatever will be written there
_LINE, _HEAD, _TOTAL, _INPUT = "FFA6A6A6", "FFD9E1F2", "FFF2F2F2", "FFFFF9DB"
_FILLS = {"head": _HEAD, "total": _TOTAL, "input": _INPUT}


def write_grid(grid: Grid, out: BinaryIO, lang: Lang) -> None:
    """Write a grid; raises UsageError where a workbook has no place for it."""
    name = text(grid.name, lang)
    with Book() as book:
        sheet = book.sheet(name)
        _set_page(sheet.file, grid)
        _fill(sheet, grid, lang)
        book.save(out, name)


def _fill(sheet: Sheet, grid: Grid, lang: Lang) -> None:
    """Look at every cell, since the widest and the most exact one speak for all, then write them."""
    columns: list[_Column] = []
    rows = []
    for number, row in enumerate(grid.rows(), 1):
        columns += [_Column() for _ in row[len(columns) :]]
        rows.append([column.box(cell, lang) for cell, column in zip(row, columns, strict=True)])
        for at, cell in enumerate(row, 1):
            if cell.across > 1 or cell.down > 1:
                sheet.merge(number, at, cell.across, cell.down)
    months = max((column.width for column in columns if column.is_month), default=0)  # what is yet to come is as long
    for at, column in enumerate(columns, 1):
        least = TO_FILL_IN if column.is_input else months if column.is_month else NARROW
        sheet.widen(at, min(max(column.width, least, NARROW), WIDE))
    shows_point = any(column.shows_point for column in columns)
    for boxes in rows:
        sheet.append([box._replace(format=_grouped(box.format)) for box in boxes] if shows_point else boxes)


class _Column:
    """What the cells of a column have in common.

    It `shows_point` where a number shows which sign is the decimal mark: 1.655 alone may be 1,655 in another country's
    CSV.
    """

    def __init__(self) -> None:
        self.width, self.is_month, self.is_input, self.shows_point = 0, False, False, False

    def box(self, cell: GridCell, lang: Lang) -> Box:
        """A cell of its own, with a format for when no number shows a point."""
        content, style = cell.content, cell.style
        if isinstance(content, Figure):
            shown, look = content.grouped(), _look(style, is_figure=True)
            box = self._figure(content, shown, look)
            self.is_month |= style == "plain"
            self.is_input |= style == "input"
        else:
            shown = text(content, lang)
            box = words_box(shown, _look(style, is_figure=False))
        if cell.across == 1:
            self.width = max(self.width, cell_len(shown) + 3)
        return box

    def _figure(self, figure: Figure, shown: str, look: Look) -> Box:
        """A number; one that a spreadsheet could not keep or show, as text."""
        number, sign = figure.number, figure.sign
        if number is None:
            empty = "0.0##%" if sign else "#,##0." + "0" * figure.decimals if figure.decimals else "General"
            return Box(None, look, empty)
        decimals = _decimals(shown.rstrip(sign))
        self.shows_point |= decimals > 0
        if sign == "‰" or _digits(number) > KEPT:
            return Box(figure.written(), look)
        zeros = "0." + "0" * decimals if decimals else "0"
        return Box(number, look, f"{zeros}%" if sign else zeros)


@cache
def _grouped(format: str) -> str:
    """The same format with thousands, of amounts."""
    return f"#,##{format}" if not format.strip("0.") else format


def _decimals(shown: str) -> int:
    """How many decimals a number shows; never three, which may be thousands behind another country's mark."""
    decimals = len(shown.partition(".")[2])
    return 4 if decimals == 3 else decimals


def _digits(number: Decimal) -> int:
    digits = len(number.as_tuple().digits)
    return digits if digits <= KEPT else len(number.normalize().as_tuple().digits)


@cache
def _look(style: Style, is_figure: bool) -> Look:
    if style in ("title", "label"):
        return Look(Font(bold=True, size=14 if style == "title" else 11))
    line = Side(style="thin", color=_LINE)
    alignment = Alignment(horizontal="center" if style == "head" else None, vertical="center", wrap_text=True)
    return Look(
        Font(bold=style in ("head", "total")),
        None if is_figure else alignment,
        Border(left=line, right=line, top=line, bottom=line),
        PatternFill("solid", fgColor=_FILLS[style]) if style in _FILLS else None,
    )


def _set_page(sheet: Worksheet, grid: Grid) -> None:
    """Heads and keys stay in sight, and are printed on every page."""
    sheet.freeze_panes = f"{get_column_letter(grid.keys + 1)}{grid.heads + 1}"
    set_page(sheet)
    sheet.print_title_rows, sheet.print_title_cols = f"1:{grid.heads}", f"A:{get_column_letter(grid.keys)}"
