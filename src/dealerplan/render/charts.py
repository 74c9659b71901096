"""Charts as office programs draw them, made by openpyxl; values are kept beside the cells that they come from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil
from typing import Any, Literal, NamedTuple

from openpyxl.chart import BarChart, LineChart
from openpyxl.chart._chart import ChartBase
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.data_source import AxDataSource, NumData, NumDataSource, NumRef, NumVal, StrData, StrRef, StrVal
from openpyxl.chart.label import DataLabel, DataLabelList
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.legend import Legend
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import Series as Drawn
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.xml.functions import fromstring, tostring
from rich.cells import cell_len

from dealerplan.domain.shown import SCALES, Amount, Percent, quantity
from dealerplan.render.cells import Number, exactly, number
from dealerplan.render.theme import SERIES
from dealerplan.render.typeset import text
from dealerplan.view.document import Chart, Role, Series
from dealerplan.words import Lang

GRID = "D9D9D9"
LARGE = 1000
FEW = 8  # things, of which an axis shows each
MARK = 4  # cells of the axis' own figures
TITLE, SMALL = 900, 800  # hundredths of a point
FONT, CHINESE = "Arial", "黑体"
WIDTH, HEIGHT = 9.0, 4.0  # centimetres
LETTER = 0.16  # centimetres of a cell of small text
TOP, BOTTOM = 0.8, 1.2  # centimetres of the title, and of labels and a legend of one line
POINTS = 28.35  # of a centimetre
KEY, LINE = 2.6, 0.45  # centimetres of a line or box before a legend's name, and of each further line
GAP, OVERLAP, MOST_STEP = 45, 55, 12  # per cent of a bar between months, and of it behind the next; points of a step
THICK, THIN, DOT = 28575, 6350, 5  # lines in the units of drawings, 12700 to a point; dots in points


class Unit(NamedTuple):
    """What amounts are counted in: 10,000 and its word 万."""

    scale: int
    word: str


class Place(NamedTuple):
    """Where a chart's figures stand: names in the row `top`, labels below it in column A, each series to the right."""

    sheet: str
    top: int = 1

    def cells(self, column: int, first: int, last: int) -> str:
        """A reference to rows of a column, both counted from 0."""
        letter = get_column_letter(column + 1)
        return f"{quote_sheetname(self.sheet)}!${letter}${self.top + first}:${letter}${self.top + last}"


DASHES: dict[Role, Literal["dash", "lgDash", "sysDash", "sysDot"]] = {
    "owed": "dash", "goal": "lgDash", "landing": "sysDot", "last_year": "sysDash",
}  # fmt: skip
INSIDE = Place("data")  # where they stand in name only
QUIET = dict.fromkeys(("showLegendKey", "showCatName", "showSerName", "showPercent", "showBubbleSize"), False)


def rows(chart: Chart, lang: Lang) -> Iterator[Sequence[str | Number | None]]:
    """What stands in the cells that the chart reads, row by row."""
    unit = _unit(chart, lang)
    yield [None, *(text(series.legend, lang) for series in chart.drawn)]
    formats = [_format(series, unit) for series in chart.drawn]
    for index, label in enumerate(chart.short_labels):
        points = [series.points[index] for series in chart.drawn]
        yield [
            text(label, lang),
            *(point and Number(exactly(point.value / unit.scale), format)
              for point, format in zip(points, formats, strict=True)),
        ]  # fmt: skip


def _unit(chart: Chart, lang: Lang) -> Unit:
    """The largest unit that the largest point is told in."""
    known = [point for point in chart.known if isinstance(point, Amount) and point.unit is not None]
    if known and known[0].unit is not None and known[0].unit.is_scaled:
        return Unit(1, known[0].unit.behind(""))
    amounts = [abs(point.value) for point in known if point.unit is not None and point.unit.kind == "money"]
    fitting = [Unit(*scale) for scale in SCALES if lang == "zh" and amounts and max(amounts) >= scale[0]]
    return fitting[-1] if fitting else Unit(1, "")


def native(chart: Chart, lang: Lang, place: Place, width: float = WIDTH) -> BarChart | LineChart:
    """The chart, so many centimetres wide, to be put on a sheet or into a document."""
    bars, lines = BarChart(), LineChart()
    unit = _unit(chart, lang)
    step = (width - 2 * _beside(chart, lang, width)) / max(len(chart.labels), 1) * POINTS
    for order, (index, series) in enumerate(sorted(enumerate(chart.drawn), key=_is_in_front)):
        drawn = _series(series, chart, lang, place, index)
        drawn.order, drawn.spPr, drawn.marker = order, _look(series, chart), _marker(series, chart, step)
        (bars if chart.in_bars(series) else lines).series.append(drawn)
    drawing = bars if bars.series else lines
    if bars.series and lines.series:
        bars += lines
    bars.gapWidth, bars.overlap = GAP, OVERLAP
    drawing.title = _title(text(chart.title, lang))
    drawing.width, drawing.height = width, HEIGHT  # type: ignore[assignment]  # stubs know only the whole number given
    drawing.layout = _frame(chart, lang, width)
    drawing.legend = Legend("b", txPr=_small())
    drawing.roundedCorners = False
    drawing.visible_cells_only = False
    drawing.x_axis.delete = drawing.y_axis.delete = False
    drawing.x_axis.tickLblPos = "low"
    drawing.x_axis.tickLblSkip = _every(chart, lang, width)  # type: ignore[attr-defined]  # its stubs know what all axes have
    drawing.x_axis.txPr, drawing.y_axis.txPr = _small(), _small()
    drawing.y_axis.number_format = _axis_format(chart, unit)
    if chart.known and all(_counts(point) for point in chart.known):
        drawing.y_axis.majorUnit = 1  # no half a lecture
    drawing.y_axis.majorGridlines = ChartLines(GraphicalProperties(ln=LineProperties(solidFill=GRID, w=THIN)))
    return drawing


def _counts(point: object) -> bool:
    """Whether a point is one of few whole things."""
    return isinstance(point, Amount) and point.value.denominator == 1 and 0 <= point.value <= FEW


def _beside(chart: Chart, lang: Lang, width: float) -> float:
    """Centimetres that the longest figure needs, left of the axis and right of the last point, with some between."""
    return min(max(MARK, *(cell_len(text(point, lang)) for point in chart.known)) * LETTER + 0.2, width / 3)


def _frame(chart: Chart, lang: Lang, width: float) -> Layout:
    """Where lines and bars are drawn."""
    left, high = _beside(chart, lang, width) / width, (HEIGHT - TOP - BOTTOM - _more_lines(chart, lang, width)) / HEIGHT
    inner = ManualLayout(
        layoutTarget="inner", xMode="edge", yMode="edge", x=left, y=TOP / HEIGHT, w=1 - 2 * left, h=high
    )
    return Layout(inner)


def _more_lines(chart: Chart, lang: Lang, width: float) -> float:
    """Centimetres of a legend that does not fit on one line, beyond the first."""
    wide = sum(KEY + cell_len(text(series.legend, lang)) * LETTER for series in chart.drawn)
    return LINE * (ceil(wide / width) - 1)


def _every(chart: Chart, lang: Lang, width: float) -> int:
    """Which labels of the axis have room beside each other: 2 is every other one."""
    widest = max(map(cell_len, chart.short_labels), default=0) + 1
    return max(1, ceil(len(chart.labels) * widest * LETTER / (width - 2 * _beside(chart, lang, width))))


def chart_xml(chart: Chart, lang: Lang, width: float, place: Place = INSIDE) -> bytes:
    """The chart as a part of its own, with its figures in it."""
    drawing: Any = native(chart, lang, place, width)  # its stubs lack what writes it
    xml: bytes = tostring(drawing._write())
    return xml


class Ready(ChartBase):
    """A chart for a sheet as its part has it, which is much less than what that is made from."""

    def __init__(self, xml: bytes) -> None:
        self._xml = xml
        self.width, self.height = WIDTH, HEIGHT  # type: ignore[assignment]  # as above

    def _write(self) -> Any:
        """What openpyxl asks for at the end."""
        return fromstring(self._xml)


def _text(size: int, bold: bool = False) -> CharacterProperties:
    return CharacterProperties(sz=size, b=bold, latin=Font(FONT), ea=Font(CHINESE))


def _small() -> RichText:
    look = _text(SMALL)
    return RichText(p=[Paragraph(ParagraphProperties(defRPr=look), endParaRPr=look)])


def _title(words: str) -> Title:
    look = _text(TITLE, bold=True)
    paragraph = Paragraph(ParagraphProperties(defRPr=look), r=[RegularTextRun(look, words)])
    return Title(Text(rich=RichText(p=[paragraph])), overlay=False)


def _axis_format(chart: Chart, unit: Unit) -> str:
    most = max((abs(point.value) for point in chart.known), default=Fraction(1))
    if any(isinstance(point, Percent) for point in chart.known):
        return "0%" if most * 10 >= 1 else "0.0%"
    return ("#,##0" if most >= 10 * unit.scale else "General") + _worded(unit)


def _series(series: Series, chart: Chart, lang: Lang, place: Place, index: int) -> Drawn:
    last, column, unit = len(chart.labels), index + 1, _unit(chart, lang)
    labels, name = place.cells(0, 1, last), place.cells(column, 0, 0).partition(":")[0]
    words = [StrVal(at, text(label, lang)) for at, label in enumerate(chart.short_labels)]
    values = [NumVal(idx=at, v=str(exactly(point.value / unit.scale))) for at, point in series.known]
    known = NumData(_format(series, unit), len(chart.labels), values)
    return Drawn(
        tx=SeriesLabel(strRef=StrRef(name, StrData(1, [StrVal(0, text(series.legend, lang))]))),
        cat=AxDataSource(strRef=StrRef(labels, StrData(len(words), words))),
        val=NumDataSource(numRef=NumRef(place.cells(column, 1, last), known)),
        smooth=None if chart.in_bars(series) else False,
        dLbls=_last_value(series, chart, unit) if series.known and series.role == "actual" else None,
    )


def _in_steps(series: Series, chart: Chart) -> bool:
    return chart.shape == "months" and series.role == "owed"


def _is_in_front(of: tuple[int, Series]) -> bool:
    """Of two bars, last year's stands behind."""
    return of[1].role != "last_year"


def _look(series: Series, chart: Chart) -> GraphicalProperties:
    colour = SERIES[series.role]
    if chart.in_bars(series):
        if series.role == "landing":
            return GraphicalProperties(noFill=True, ln=LineProperties(solidFill=colour, w=THIN, prstDash="dash"))
        return GraphicalProperties(solidFill=colour)
    if _in_steps(series, chart):
        return GraphicalProperties(ln=LineProperties(noFill=True))
    return GraphicalProperties(ln=LineProperties(solidFill=colour, w=THICK, prstDash=DASHES.get(series.role)))


def _marker(series: Series, chart: Chart, room: float) -> Marker | None:
    """Dots on what is actual, so that a month between two gaps shows; a step for each month of what is owed."""
    colour = SERIES[series.role]
    look = GraphicalProperties(solidFill=colour, ln=LineProperties(solidFill=colour))
    if chart.in_bars(series):
        return None
    if _in_steps(series, chart):
        return Marker("dash", max(DOT, min(int(room), MOST_STEP)), look)
    return Marker("circle", DOT, look) if series.role == "actual" else Marker("none")


def _last_value(series: Series, chart: Chart, unit: Unit) -> DataLabelList:
    """A label on the last point alone, above its bar or to the right of its line."""
    position = "outEnd" if chart.in_bars(series) else "r"
    index = series.known[-1][0]
    label = DataLabel(index, numFmt=_format(series, unit), dLblPos=position, txPr=_small(), showVal=True, **QUIET)
    return DataLabelList([label], showVal=False, **QUIET)


def _format(series: Series, unit: Unit) -> str:
    """The number format of the last point, for all of them; large amounts without decimals, for want of room."""
    if isinstance(series.last, Amount) and unit.word:
        decimals = "0" * len(quantity(series.last.value / unit.scale, "en").partition(".")[2])
        return ("#,##0." + decimals if decimals else "#,##0") + _worded(unit)
    found = number(series.last)
    if found is None:
        return "General"
    return "#,##0" if isinstance(series.last, Amount) and abs(series.last.value) >= LARGE else found.format


def _worded(unit: Unit) -> str:
    """The unit as a number format has it."""
    return f'"{unit.word}"' if unit.word else ""
