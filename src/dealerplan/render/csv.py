"""CSV for spreadsheets: machine-readable heads, plain numbers, and no text that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal

from dealerplan.sheets.cell import RUNNABLE
from dealerplan.view.grid import Figure, Grid, GridCell
from dealerplan.words import Lang, printable, text


def render_csv(rows: Sequence[Mapping[str, object]], heads: Sequence[str]) -> str:
    """Write rows under their heads; None is an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows([_cell(row.get(head)) for head in heads] for row in rows)
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return printable(str(value)) if isinstance(value, int) else guarded(printable(str(value)))


def guarded(text: str) -> str:
    """Text that a spreadsheet does not run."""
    return f"'{text}" if text.startswith(RUNNABLE) else text


def grid_csv(grid: Grid, lang: Lang) -> str:
    """A grid as CSV, every digit written out."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([_grid_cell(cell, lang) for cell in row] for row in grid.rows())
    return out.getvalue()


def _grid_cell(cell: GridCell, lang: Lang) -> str:
    return cell.content.written() if isinstance(cell.content, Figure) else guarded(text(cell.content, lang))
