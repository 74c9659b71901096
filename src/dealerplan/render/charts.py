"""Charts as office programs draw them, made by openpyxl; values are kept beside the cells that they come from."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, NamedTuple

from openpyxl.chart import BarChart, LineChart
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.data_source import AxDataSource, NumData, NumDataSource, NumRef, NumVal, StrData, StrRef, StrVal
from openpyxl.chart.label import DataLabel, DataLabelList
from openpyxl.chart.legend import Legend
from openpyxl.chart.series import Series as Drawn
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.xml.functions import tostring

from dealerplan.domain.shown import Amount, Percent
from dealerplan.render.cells import Number, exactly, number
from dealerplan.render.look import SERIES
from dealerplan.view.document import Chart, Series
from dealerplan.words import Lang, text

GRID = "D9D9D9"
LARGE = 1000
TITLE, SMALL = 1200, 900  # hundredths of a point
FONT, CHINESE = "Arial", "黑体"
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


def cells(chart: Chart, lang: Lang) -> Iterator[tuple[int, int, str | Number]]:
    """What stands in the cells that the chart reads, with row and column counted from 0."""
    for row, label in enumerate(chart.labels, 1):
        yield row, 0, text(label, lang)
    for column, series in enumerate(chart.series, 1):
        yield 0, column, text(series.name, lang)
        for row, point in enumerate(series.points, 1):
            if point is not None:
                yield row, column, Number(exactly(point.value), _format(series))


def native(chart: Chart, lang: Lang, place: Place) -> BarChart | LineChart:
    """The chart, to be put on a sheet or into a document."""
    bars, lines = BarChart(), LineChart()
    for index, series in enumerate(chart.series):
        in_bars = chart.shape == "columns" and series.role == "actual"
        (bars if in_bars else lines).series.append(_series(series, chart, lang, place, index, in_bars))
    drawing = bars if bars.series else lines
    if bars.series and lines.series:
        bars += lines
    drawing.title = _title(text(chart.title, lang))
    drawing.width, drawing.height = WIDTH, HEIGHT  # type: ignore[assignment]  # stubs know only the whole number given
    drawing.legend = Legend("b", txPr=_small())
    drawing.roundedCorners = False
    drawing.visible_cells_only = False
    drawing.x_axis.delete = drawing.y_axis.delete = False
    drawing.x_axis.tickLblPos = "low"
    drawing.x_axis.txPr, drawing.y_axis.txPr = _small(), _small()
    drawing.y_axis.number_format = _axis_format(chart)
    drawing.y_axis.majorGridlines = ChartLines(GraphicalProperties(ln=LineProperties(solidFill=GRID, w=THIN)))
    return drawing


def chart_xml(chart: Chart, lang: Lang) -> bytes:
    """The chart as a part of its own, with its figures in it."""
    drawing: Any = native(chart, lang, Place("data", 1))  # its stubs lack what writes it
    xml: bytes = tostring(drawing._write())
    return xml


def _text(size: int, bold: bool = False) -> CharacterProperties:
    return CharacterProperties(sz=size, b=bold, latin=Font(FONT), ea=Font(CHINESE))


def _small() -> RichText:
    look = _text(SMALL)
    return RichText(p=[Paragraph(ParagraphProperties(defRPr=look), endParaRPr=look)])


def _title(words: str) -> Title:
    look = _text(TITLE, bold=True)
    paragraph = Paragraph(ParagraphProperties(defRPr=look), r=[RegularTextRun(look, words)])
    return Title(Text(rich=RichText(p=[paragraph])), overlay=False)


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
    known = NumData(_format(series), len(chart.labels), values)
    return Drawn(
        order=index,
        tx=SeriesLabel(strRef=StrRef(name, StrData(1, [StrVal(0, text(series.name, lang))]))),
        cat=AxDataSource(strRef=StrRef(labels, StrData(len(words), words))),
        val=NumDataSource(numRef=NumRef(place.cells(column, 2, last), known)),
        spPr=_look(series, in_bars),
        smooth=None if in_bars else False,
        dLbls=_last_value(series, points[-1][0], "outEnd" if in_bars else "t") if points else None,
    )


def _look(series: Series, in_bars: bool) -> GraphicalProperties:
    colour = SERIES[series.role]
    if in_bars:
        return GraphicalProperties(solidFill=colour)
    return GraphicalProperties(
        ln=LineProperties(solidFill=colour, w=THICK, prstDash="dash" if series.role == "owed" else None)
    )


def _last_value(series: Series, index: int, position: str | None) -> DataLabelList:
    """A label on the last point alone."""
    label = DataLabel(index, numFmt=_format(series), dLblPos=position, txPr=_small(), showVal=True, **QUIET)
    return DataLabelList([label], showVal=False, **QUIET)


def _format(series: Series) -> str:
    """The number format of the last point, for all of them; large amounts without decimals, for want of room."""
    last = next((point for point in reversed(series.points) if point is not None), None)
    found = number(last)
    if found is None:
        return "General"
    return "#,##0" if isinstance(last, Amount) and abs(last.value) >= LARGE else found.format
