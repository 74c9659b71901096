"""Grids to CSV and xlsx; text is never run as a formula."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dealerplan.errors import UsageError
from dealerplan.render.csv import guarded
from dealerplan.render.package import packed
from dealerplan.view.grid import Figure, Grid, GridCell
from dealerplan.words import Lang, say, text

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

KEPT = 15  # digits of a number that a spreadsheet keeps
NARROW, WIDE = 8, 40  # columns, in cells of a Latin letter
TO_FILL_IN = 18  # at least, for whatever will be written there
_LINE, _HEAD, _TOTAL, _INPUT = "FFA6A6A6", "FFD9E1F2", "FFF2F2F2", "FFFFF9DB"
_FILLS = {"head": _HEAD, "total": _TOTAL, "input": _INPUT}


def grid_csv(grid: Grid, lang: Lang) -> str:
    """A grid as CSV, every digit written out."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([_csv_cell(cell, lang) for cell in row] for row in grid.rows)
    return out.getvalue()


def _csv_cell(cell: GridCell, lang: Lang) -> str:
    return cell.content.written() if isinstance(cell.content, Figure) else guarded(text(cell.content, lang))


def write_xlsx(grid: Grid, file: Path, lang: Lang) -> None:
    """Write a grid as a workbook of one sheet. Raises UsageError where openpyxl is missing."""
    try:
        from openpyxl import Workbook
    except ImportError:
        hint = say("install it: pip install openpyxl, or choose --format csv")
        raise UsageError(say("writing xlsx needs openpyxl"), hint) from None
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = text(grid.name, lang)
    grouped = _shows_point(grid)
    for row, cells in enumerate(grid.rows, 1):
        for column, cell in enumerate(cells, 1):
            _write(sheet, row, column, cell, lang, grouped)
    sheet.freeze_panes = sheet.cell(grid.heads + 1, grid.keys + 1).coordinate
    _set_widths(sheet, grid, lang)
    _set_page(sheet, grid)
    stream = io.BytesIO()
    book.save(stream)
    file.write_bytes(packed(stream.getvalue(), sheet.title))


def _shows_point(grid: Grid) -> bool:
    """Whether some number shows which sign is the decimal mark: 1.655 alone may be 1,655 in another country's CSV."""
    figures = [cell.content for row in grid.rows for cell in row if isinstance(cell.content, Figure)]
    return any(_decimals(figure) for figure in figures if figure.number is not None)


def _write(sheet: Worksheet, row: int, column: int, cell: GridCell, lang: Lang, grouped: bool) -> None:
    from dealerplan.render.boxes import put

    place: Any = sheet.cell(row, column)
    if isinstance(cell.content, Figure):
        _write_figure(place, cell.content, grouped)
    elif cell.content != "":  # else perhaps a part of a merged one
        put(sheet, row, column, text(cell.content, lang))
    _set_style(place, cell)
    if cell.across > 1 or cell.down > 1:
        sheet.merge_cells(
            start_row=row, end_row=row + cell.down - 1, start_column=column, end_column=column + cell.across - 1
        )


def _write_figure(place: Any, figure: Figure, grouped: bool) -> None:
    """A number; one that a spreadsheet could not keep or show, as text."""
    number = figure.number
    if number is not None and (figure.sign == "‰" or _digits(number) > KEPT):
        place.value, place.data_type = figure.written(), "s"
        return
    place.value = number
    place.number_format = _format(figure, grouped)


def _format(figure: Figure, grouped: bool) -> str:
    """A format that shows every digit, also of what is yet to be filled in."""
    if figure.number is None:
        return "0.0##%" if figure.sign else "#,##0." + "0" * figure.decimals if figure.decimals else "General"
    decimals = _decimals(figure)
    zeros = "." + "0" * decimals if decimals else ""
    number = f"#,##0{zeros}" if grouped else f"0{zeros}"
    return f"0{zeros}%" if figure.sign else number


def _decimals(figure: Figure) -> int:
    """How many decimals a number shows; never three, which may be thousands behind another country's mark."""
    shown = len(figure.grouped().rstrip(figure.sign).partition(".")[2])
    return 4 if shown == 3 else shown


def _digits(number: Decimal) -> int:
    return len(number.normalize().as_tuple().digits)


def _set_style(place: Any, cell: GridCell) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    if cell.style in ("title", "label"):
        place.font = Font(bold=True, size=14 if cell.style == "title" else 11)
        return
    line = Side(style="thin", color=_LINE)
    place.border = Border(left=line, right=line, top=line, bottom=line)
    place.font = Font(bold=cell.style in ("head", "total"))
    if cell.style in _FILLS:
        place.fill = PatternFill("solid", fgColor=_FILLS[cell.style])
    if cell.style == "head":
        place.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    elif not isinstance(cell.content, Figure):
        place.alignment = Alignment(vertical="center", wrap_text=True)


def _set_widths(sheet: Worksheet, grid: Grid, lang: Lang) -> None:
    from openpyxl.utils import get_column_letter
    from rich.cells import cell_len

    columns = [[row[at] for row in grid.rows if row[at].across == 1] for at in range(len(grid.rows[-1]))]
    widths = [max(cell_len(_shown(cell, lang)) for cell in cells) + 3 for cells in columns]
    months = [at for at, cells in enumerate(columns) if any(_is_month(cell) for cell in cells)]
    widest = max((widths[at] for at in months), default=0)  # what is yet to be filled in will be as long
    for at, cells in enumerate(columns):
        least = TO_FILL_IN if any(cell.style == "input" for cell in cells) else widest if at in months else NARROW
        sheet.column_dimensions[get_column_letter(at + 1)].width = min(max(widths[at], least, NARROW), WIDE)


def _is_month(cell: GridCell) -> bool:
    return cell.style == "plain" and isinstance(cell.content, Figure)


def _shown(cell: GridCell, lang: Lang) -> str:
    """What a cell looks like, for its width."""
    return cell.content.grouped() if isinstance(cell.content, Figure) else text(cell.content, lang)


def _set_page(sheet: Worksheet, grid: Grid) -> None:
    """Print on one page's width, heads and keys again on every page."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows, sheet.print_title_cols = f"1:{grid.heads}", f"A:{get_column_letter(grid.keys)}"
    sheet.page_margins.left = sheet.page_margins.right = 0.4  # inches
