"""Charts as office programs draw them, made by openpyxl; values are kept beside the cells that they come from."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from openpyxl.chart import BarChart, LineChart
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.data_source import AxDataSource, NumData, NumDataSource, NumRef, NumVal, StrData, StrRef, StrVal
from openpyxl.chart.label import DataLabel, DataLabelList
from openpyxl.chart.legend import Legend
from openpyxl.chart.series import Series as Drawn
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.utils import get_column_letter, quote_sheetname

from dealerplan.domain.shown import Percent
from dealerplan.render.cells import exactly, number
from dealerplan.view.document import Chart, Series
from dealerplan.words import Lang, text

COLOURS = {"actual": "1B5E9E", "owed": "A8480F"}
GRID = "D9D9D9"
WIDTH, HEIGHT = 15.5, 7.5  # centimetres
THICK, THIN = 28575, 6350  # in the units of drawings, 12700 to a point


class Place(NamedTuple):
    """Where a chart's figures stand: names in the first row, labels in the column `left`, each series to its right."""

    sheet: str
    left: int

    def cells(self, index: int, first: int, last: int) -> str:
        """A reference to rows of a column."""
        letter = get_column_letter(self.left + index)
        return f"{quote_sheetname(self.sheet)}!${letter}${first}:${letter}${last}"


QUIET = dict.fromkeys(("showLegendKey", "showCatName", "showSerName", "showPercent", "showBubbleSize"), False)


def columns(chart: Chart, lang: Lang) -> Iterator[list[str | Decimal | None]]:
    """What stands in the cells that the chart reads: the labels, then each series with its name on top."""
    yield ["", *(text(label, lang) for label in chart.labels)]
    for series in chart.series:
        yield [text(series.name, lang), *(None if point is None else exactly(point.value) for point in series.points)]


def native(chart: Chart, lang: Lang, place: Place) -> BarChart | LineChart:
    """The chart, to be put on a sheet or into a document."""
    bars, lines = BarChart(), LineChart()
    for index, series in enumerate(chart.series):
        in_bars = chart.shape == "columns" and series.role == "actual"
        (bars if in_bars else lines).series.append(_series(series, chart, lang, place, index, in_bars))
    drawing = bars if bars.series else lines
    if bars.series and lines.series:
        bars += lines
    drawing.title = text(chart.title, lang)
    drawing.width, drawing.height = WIDTH, HEIGHT  # type: ignore[assignment]  # stubs know only the whole number given
    drawing.legend = Legend("b")
    drawing.visible_cells_only = False
    drawing.x_axis.delete = drawing.y_axis.delete = False
    drawing.x_axis.tickLblPos = "low"
    drawing.y_axis.number_format = _axis_format(chart)
    drawing.y_axis.majorGridlines = ChartLines(GraphicalProperties(ln=LineProperties(solidFill=GRID, w=THIN)))
    return drawing


def _axis_format(chart: Chart) -> str:
    known = [point for series in chart.series for point in series.points if point is not None]
    most = max((abs(point.value) for point in known), default=Fraction(1))
    if any(isinstance(point, Percent) for point in known):
        return "0%" if most * 10 >= 1 else "0.0%"
    return "#,##0" if most >= 10 else "General"


def _series(series: Series, chart: Chart, lang: Lang, place: Place, index: int, in_bars: bool) -> Drawn:
    last, column = len(chart.labels) + 1, index + 1
    labels, name = place.cells(0, 2, last), place.cells(column, 1, 1).partition(":")[0]
    words = [StrVal(at, text(label, lang)) for at, label in enumerate(chart.labels)]
    points = [(at, point) for at, point in enumerate(series.points) if point is not None]
    values = [NumVal(idx=at, v=str(exactly(point.value))) for at, point in points]
    return Drawn(
        order=index,
        tx=SeriesLabel(strRef=StrRef(name, StrData(1, [StrVal(0, text(series.name, lang))]))),
        cat=AxDataSource(strRef=StrRef(labels, StrData(len(words), words))),
        val=NumDataSource(numRef=NumRef(place.cells(column, 2, last), NumData("General", len(chart.labels), values))),
        spPr=_look(series, in_bars),
        smooth=None if in_bars else False,
        dLbls=_last_value(series, points[-1][0]) if points else None,
    )


def _look(series: Series, in_bars: bool) -> GraphicalProperties:
    colour = COLOURS[series.role]
    if in_bars:
        return GraphicalProperties(solidFill=colour)
    return GraphicalProperties(
        ln=LineProperties(solidFill=colour, w=THICK, prstDash="dash" if series.role == "owed" else None)
    )


def _last_value(series: Series, index: int) -> DataLabelList:
    """A label on the last point alone."""
    off = {
        "showLegendKey": False,
        "showCatName": False,
        "showSerName": False,
        "showPercent": False,
        "showBubbleSize": False,
    }
    found = number(series.points[index])
    format = found.format if found else "General"
    return DataLabelList(dLbl=[DataLabel(idx=index, numFmt=format, showVal=True, **off)], showVal=False, **off)
