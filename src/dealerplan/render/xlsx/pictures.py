"""Charts on a sheet, each in its place however wide the columns are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from openpyxl.chart._chart import ChartBase
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.xml.functions import fromstring

from dealerplan.render import charts
from dealerplan.view.document import Chart

POINTS, CENTIMETRE = 5.25, 28.35  # points of a cell of a column's width, and of a centimetre
EMU, APART = 12700, 0.3  # units of drawings in a point, and centimetres beside charts


class Put(NamedTuple):
    """A chart, the row of its upper edge, how many columns or charts stand to its left, and its size."""

    chart: Chart
    row: int
    columns: int
    beside: int = 0
    size: charts.Size = charts.Size()

    def left(self, widths: Sequence[int]) -> float:
        """Points to its left on a sheet with columns of such widths, in cells."""
        beside = self.beside * (charts.WIDTH + APART) + APART * (self.columns > 0)
        return POINTS * sum(widths[: self.columns]) + beside * CENTIMETRE

    def right(self, widths: Sequence[int]) -> float:
        """Points up to its right edge."""
        return self.left(widths) + self.size.width * CENTIMETRE

    def corner(self, widths: Sequence[int]) -> OneCellAnchor:
        """The cell of its upper left corner, how far in it that lies, and its size."""
        left, column = self.left(widths), 0
        while column < len(widths) and left >= POINTS * widths[column]:
            left, column = left - POINTS * widths[column], column + 1
        size = (int(length * CENTIMETRE * EMU) for length in self.size)
        return OneCellAnchor(
            AnchorMarker(col=column, colOff=int(left * EMU), row=self.row - 1), XDRPositiveSize2D(*size)
        )


class Drawing(ChartBase):
    """A chart as its part has it, for openpyxl, which asks for it at the end."""

    def __init__(self, xml: bytes, corner: OneCellAnchor) -> None:
        self._xml = xml
        self.anchor = corner  # type: ignore[assignment]  # stubs know only the name of a cell

    def _write(self) -> Any:
        return fromstring(self._xml)
