"""Words and numbers in the cells of workbooks: words stay words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from openpyxl.cell import MergedCell

from dealerplan.render.cells import Number
from dealerplan.render.csv import RUNNABLE

if TYPE_CHECKING:
    from openpyxl.cell import Cell as Box
    from openpyxl.worksheet.worksheet import Worksheet

LONGEST = 32_767  # characters of a cell that Excel takes


def put(sheet: Worksheet, row: int, at: int, words: str) -> Box:
    """Words as words, whatever they begin with; a spreadsheet would read `_x0041_` as a character."""
    box = sheet.cell(row, at)
    assert not isinstance(box, MergedCell)
    if words:
        escaped = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", words)
        box.value = escaped if len(escaped) <= LONGEST else f"{escaped[: LONGEST - 1]}…"
        box.data_type = "s"  # else text that begins with = becomes a formula
    box.quotePrefix = words.startswith(RUNNABLE)  # also once somebody has edited the cell
    return box


def put_number(sheet: Worksheet, row: int, at: int, number: Number) -> Box:
    """A number with its format."""
    box = sheet.cell(row, at)
    assert not isinstance(box, MergedCell)
    box.value, box.number_format = number
    return box
