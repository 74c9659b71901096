"""xlsx through openpyxl, in constant memory besides the rows themselves."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from dealerplan.errors import DealerplanError, Invalid
from dealerplan.sheets.cell import Content, Fault, Number, Sheet
from dealerplan.sheets.text import check_size
from dealerplan.words import say

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_BYTES = 256 << 20  # of all parts unpacked
MOST_PART = 64 << 20  # of each part besides the sheets, which are read as streams

_SAVE_AS = say("save it as xlsx or CSV")
_UNSOUND = say("open it in a spreadsheet program and save it anew")


def read_sheets(raw: bytes) -> list[Sheet]:
    """The sheets of a workbook's bytes; raises Invalid."""
    _check_archive(raw)
    try:
        import openpyxl  # noqa: F401
    except ImportError:
        hint = say("install it: pip install openpyxl, or save the file as CSV")
        raise Invalid(say("reading xlsx needs openpyxl"), hint) from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it leaves out, such as pictures
            return _sheets(raw)
    except DealerplanError:
        raise
    except Exception:  # whatever a broken file makes the library stumble over
        raise Invalid(say("the workbook is damaged"), _UNSOUND) from None


def _check_archive(raw: bytes) -> None:
    """Raises Invalid for what is no xlsx, or would fill the memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
            if not any(part.filename == "[Content_Types].xml" for part in parts) or any(
                part.filename == "xl/workbook.bin" for part in parts
            ):
                raise Invalid(say("this is no xlsx workbook"), _SAVE_AS)
            if sum(part.file_size for part in parts) > MOST_BYTES or any(
                part.file_size > MOST_PART and not part.filename.startswith("xl/worksheets/") for part in parts
            ):
                raise Invalid(say("the workbook is too large unpacked"), say("keep only what is to be recorded"))
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.open(part).read(4096):
                    raise Invalid(say("the workbook is damaged"), _UNSOUND)
    except DealerplanError:
        raise
    except Exception:  # zipfile raises many kinds
        raise Invalid(say("the workbook is damaged"), _UNSOUND) from None


def _sheets(raw: bytes) -> list[Sheet]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    # Programs that write formulas without computing them ask for it to be done when the file is opened.
    asks = bool(book.calculation and book.calculation.fullCalcOnLoad)
    formulas: Workbook | None = None
    sheets = []
    for index, sheet in enumerate(book.worksheets):
        rows, doubtful = _rows(sheet, asks)
        if doubtful:
            formulas = formulas or load_workbook(io.BytesIO(raw), read_only=True, keep_links=False)
            _mark_formulas(rows, doubtful, formulas.worksheets[index])
        sheets.append(Sheet(sheet.title, rows))
    return sheets


def _rows(sheet: Any, asks: bool) -> tuple[list[list[Content]], dict[tuple[int, int], bool]]:
    """A sheet's rows, and the places of cells that could be formulas never computed: whether they are of text."""
    rows: list[list[Content]] = []
    doubtful: dict[tuple[int, int], bool] = {}
    cells = 0
    for cells_of_row in _streamed(sheet):
        row = [_content(cell) for cell in cells_of_row]
        for column, cell in enumerate(cells_of_row):
            empty = cell.value is None or cell.value == ""
            if (empty or (asks and cell.data_type == "n" and cell.value == 0)) and hasattr(cell, "row"):
                doubtful[len(rows), column] = cell.data_type != "n"
        while row and row[-1] == "" and (len(rows), len(row) - 1) not in doubtful:
            row.pop()
        rows.append(row)
        cells += len(row)
        check_size(len(rows), len(row), cells)
    while rows and not rows[-1]:
        rows.pop()
    return rows, doubtful


def _streamed(sheet: Any) -> Iterator[Any]:
    sheet.reset_dimensions()  # programs write wrong ones
    yield from sheet.iter_rows()


def _mark_formulas(rows: list[list[Content]], doubtful: dict[tuple[int, int], bool], sheet: Any) -> None:
    """Put a fault where a formula was never computed."""
    wanted = {row for row, _ in doubtful}
    for at, cells in enumerate(_streamed(sheet)):
        if at in wanted:
            for column, cell in enumerate(cells):
                of_text = doubtful.get((at, column))
                if cell.data_type == "f" and of_text is not None and not (of_text and _gives_nothing(cell)):
                    rows[at][column] = Fault("uncomputed")


def _gives_nothing(cell: Any) -> bool:
    """Whether nothing may be what a formula such as `IF(A1="","",A1)` gives."""
    return '""' in str(cell.value)


_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def _content(cell: Any) -> Content:
    """What a cell holds, numbers to the 15 digits that a spreadsheet keeps."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "e":
        return Fault("error", str(value))
    if isinstance(value, bool):
        return Fault("truth")
    if isinstance(value, (int, float)):
        exact = Fraction(Decimal(f"{value:.15g}") if isinstance(value, float) else value)
        return Number(exact, "%" in _QUOTED.sub("", cell.number_format or ""))
    if isinstance(value, datetime):
        shown = _QUOTED.sub("", cell.number_format or "").casefold()
        return value.date() if "d" in shown or "m" not in shown else f"{value:%Y-%m}"
    if isinstance(value, (date, str)):
        return value
    assert isinstance(value, (time, timedelta)), value
    return Fault("time")
