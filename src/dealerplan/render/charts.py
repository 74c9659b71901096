"""Charts as office programs draw them: DrawingML; values are kept beside the cells that they come from.

They are written as text: a library's objects for them took a third of a report's time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from rich.cells import cell_len

from dealerplan.domain.shown import SCALES, Amount, Percent, quantity
from dealerplan.render.cells import Number, exactly, number
from dealerplan.render.package import escaped
from dealerplan.render.theme import SERIES
from dealerplan.render.ticks import ticks
from dealerplan.render.typeset import text
from dealerplan.view.document import Chart, Role, Said, Series
from dealerplan.words import Lang

GRID = "D9D9D9"
LARGE = 1000
MARK = 4  # cells of the axis' own figures
TITLE, SMALL = 900, 800  # hundredths of a point
FONT, CHINESE = "Arial", "黑体"
WIDTH, HEIGHT = 9.0, 4.0  # centimetres of a chart among others
LETTER = 0.16  # centimetres of a cell of small text
TOP, BOTTOM = 0.8, 1.2  # centimetres of the title, and of labels and a legend of one line
LABEL, MOST = 0.35, 4  # centimetres that a label needs within the axis; decimals of an axis
BORDER, TALL = 0.4, 0.33  # centimetres right of bars, and of the height of a number at an axis
POINTS = 28.35  # of a centimetre
KEY, BOX, LINE = 2.6, 0.9, 0.45  # centimetres of a line or box before a legend's name, and of each further line
GAP, OVERLAP, MOST_STEP = 45, 55, 12  # per cent of a bar between months, and of it behind the next; points of a step
THICK, THIN, DOT = 28575, 6350, 5  # lines in the units of drawings, 12700 to a point; dots in points


class Size(NamedTuple):
    """Centimetres of a chart."""

    width: float = WIDTH
    height: float = HEIGHT


ALONE = Size(15.0, 6.0)  # with none beside it


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
        letter = chr(ord("A") + column)
        place = f"${letter}${self.top + first}" + f":${letter}${self.top + last}" * (first != last)
        return "'{}'!{}".format(self.sheet.replace("'", "''"), place)


DASHES: dict[Role, str] = {
    "owed": "dash", "goal": "lgDash", "landing": "sysDot", "last_year": "sysDash",
}  # fmt: skip
INSIDE = Place("data")  # where they stand in name only


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


def chart_xml(chart: Chart, lang: Lang, size: Size, place: Place = INSIDE) -> bytes:
    """The chart as a part of its own with its figures in it."""
    drawn = _Drawn(chart, lang, size, place)
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{drawn.xml()}'.encode()


class _Drawn:
    """Writes one chart."""

    def __init__(self, chart: Chart, lang: Lang, size: Size, place: Place) -> None:
        self.chart, self.lang, self.size, self.place = chart, lang, size, place
        self.unit, self.beside = _unit(chart, lang), _beside(chart, lang, size.width)
        are_bars = all(chart.in_bars(series) for series in chart.drawn if series.role == "actual")
        self.wide = size.width - self.beside - (BORDER if are_bars else self.beside)
        self.step = self.wide / max(len(chart.labels), 1)
        self.high = size.height - TOP - BOTTOM - _more_lines(chart, lang, size.width)
        self.marks = _marks(chart, self.high) if chart.known else []

    def xml(self) -> str:
        """The whole part."""
        ordered = list(enumerate(sorted(enumerate(self.chart.drawn), key=_is_in_front)))
        bars = [self._series(order, *one) for order, one in ordered if self.chart.in_bars(one[1])]
        lines = [self._series(order, *one) for order, one in ordered if not self.chart.in_bars(one[1])]
        kinds = _BARS.format("".join(bars)) * bool(bars) + _LINES.format("".join(lines)) * bool(lines)
        title = f"<a:r>{_look(TITLE, 'rPr', bold=True)}<a:t>{self._words(self.chart.title)}</a:t></a:r>"
        return (
            f'<c:chartSpace {_NAMES}><c:roundedCorners val="0"/><c:chart>'
            f"<c:title><c:tx><c:rich><a:bodyPr/><a:p>{title}</a:p></c:rich></c:tx>"
            f'<c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/>'
            f"<c:plotArea>{self._frame()}{kinds or _LINES.format('')}{self._axes()}</c:plotArea>"
            f'<c:legend><c:legendPos val="b"/>{self._unnamed()}<c:overlay val="0"/>{_SMALL}</c:legend>'
            '<c:plotVisOnly val="0"/><c:dispBlanksAs val="gap"/></c:chart></c:chartSpace>'
        )

    def _unnamed(self) -> str:
        """The entries that a legend leaves out."""
        left_out = (index for index, series in enumerate(self.chart.drawn) if not series.name)
        return "".join(
            f'<c:legendEntry><c:idx val="{index}"/><c:delete val="1"/></c:legendEntry>' for index in left_out
        )

    def _frame(self) -> str:
        """Where lines and bars are drawn."""
        width, height = self.size
        return (
            '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
            f'<c:x val="{self.beside / width:.4f}"/><c:y val="{TOP / height:.4f}"/>'
            f'<c:w val="{self.wide / width:.4f}"/><c:h val="{self.high / height:.4f}"/>'
            "</c:manualLayout></c:layout>"
        )

    def _axes(self) -> str:
        widest = max(map(cell_len, self.chart.short_labels), default=0) + 1
        every = max(1, ceil(widest * LETTER / self.step))  # which labels have room beside each other: 2 is every other
        unit = f'<c:majorUnit val="{exactly(_step(self.marks, self.high) / self.unit.scale)}"/>' if self.marks else ""
        return (
            '<c:catAx><c:axId val="10"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
            '<c:axPos val="b"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
            f'{_SMALL}<c:crossAx val="100"/><c:lblOffset val="100"/><c:tickLblSkip val="{every}"/></c:catAx>'
            f'<c:valAx><c:axId val="100"/><c:scaling><c:orientation val="minMax"/>{self._ends()}</c:scaling>'
            '<c:delete val="0"/>'
            f'<c:axPos val="l"/><c:majorGridlines><c:spPr>{_line(GRID, THIN)}</c:spPr></c:majorGridlines>'
            f'<c:numFmt formatCode="{escaped(_axis_format(self.chart, self.unit, self.marks))}" sourceLinked="0"/>'
            '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
            f'{_SMALL}<c:crossAx val="10"/><c:crossBetween val="between"/>{unit}</c:valAx>'
        )

    def _ends(self) -> str:
        """Where the axis of values ends: at the round numbers around all of them."""
        if not self.marks:
            return ""
        low, high = (exactly(end / self.unit.scale) for end in (self.marks[0], self.marks[-1]))
        return f'<c:max val="{high}"/><c:min val="{low}"/>'

    def _series(self, order: int, index: int, series: Series) -> str:
        chart, place, last, column = self.chart, self.place, len(self.chart.labels), index + 1
        in_bars = chart.in_bars(series)
        before = _SIGNED if in_bars else _marker(series, chart, self.step * POINTS)
        labels = _points(enumerate(map(escaped, chart.short_labels)), last)
        values = ((at, str(exactly(point.value / self.unit.scale))) for at, point in series.known)
        format = escaped(_format(series, self.unit))
        return (
            f'<c:ser><c:idx val="{index}"/><c:order val="{order}"/>'
            f"<c:tx><c:strRef><c:f>{escaped(place.cells(column, 0, 0))}</c:f>"
            f"<c:strCache>{_points([(0, self._words(series.legend))], 1)}</c:strCache></c:strRef></c:tx>"
            f"<c:spPr>{_shape(series, chart)}</c:spPr>"
            f"{before}"
            f"{self._last_value(series, format)}"
            f"<c:cat><c:strRef><c:f>{escaped(place.cells(0, 1, last))}</c:f>"
            f"<c:strCache>{labels}</c:strCache></c:strRef></c:cat>"
            f"<c:val><c:numRef><c:f>{escaped(place.cells(column, 1, last))}</c:f><c:numCache>"
            f"<c:formatCode>{format}</c:formatCode>{_points(values, last)}</c:numCache></c:numRef></c:val>"
            f"{'' if in_bars else _STRAIGHT}</c:ser>"
        )

    def _last_value(self, series: Series, format: str) -> str:
        """A label on the last actual point alone, above its bar or to the right of its line."""
        if series.role != "actual":
            return ""
        position = "outEnd" if self.chart.in_bars(series) else "r"
        return (
            f'<c:dLbls><c:dLbl><c:idx val="{series.known[-1][0]}"/><c:numFmt formatCode="{format}" sourceLinked="0"/>'
            f'<c:spPr/>{_UNFOLDED}<c:dLblPos val="{position}"/>{_SHOWN.format(1)}</c:dLbl>{_SHOWN.format(0)}</c:dLbls>'
        )

    def _words(self, said: Said) -> str:
        return escaped(text(said, self.lang))


def _beside(chart: Chart, lang: Lang, width: float) -> float:
    """Centimetres that the longest figure needs, left of the axis and right of a line's end, with some between."""
    return min(max(MARK, *(cell_len(text(point, lang)) for point in chart.known)) * LETTER + 0.2, width / 3)


def _more_lines(chart: Chart, lang: Lang, width: float) -> float:
    """Centimetres of a legend that does not fit on one line, beyond the first."""
    named = chart.in_legend
    key = BOX if all(chart.in_bars(series) or _in_steps(series, chart) for series in named) else KEY
    widest = max((key + cell_len(text(series.legend, lang)) * LETTER for series in named), default=width)
    return LINE * (ceil(len(named) / max(1, int(width / widest))) - 1)


def _marks(chart: Chart, high: float) -> list[Fraction]:
    """The numbers of an axis so many centimetres high; one more where the label above a bar would touch the title."""
    found = ticks(chart, [point.value for point in chart.known])
    tops = [series.known[-1][1].value for series in chart.drawn if series.role == "actual" and chart.in_bars(series)]
    if any(float((found[-1] - top) / (found[-1] - found[0])) * high < LABEL for top in tops):
        found.append(2 * found[-1] - found[-2])
    return found


def _step(marks: Sequence[Fraction], high: float) -> Fraction:
    """From one number of an axis to the next; only every second one is named where they would touch."""
    step = marks[1] - marks[0]
    return step if high / len(marks) >= TALL else 2 * step


def _axis_format(chart: Chart, unit: Unit, marks: Sequence[Fraction]) -> str:
    """With as many decimals as keep its numbers apart."""
    share = any(isinstance(point, Percent) for point in chart.known)
    numbers = [mark * 100 if share else mark / unit.scale for mark in marks]
    places = next((at for at in range(MOST) if all(not 10**at % one.denominator for one in numbers)), MOST)
    digits = "0." + "0" * places if places else "0"
    return f"{digits}%" if share else f"#,##{digits}{_worded(unit)}"


def _in_steps(series: Series, chart: Chart) -> bool:
    return chart.shape == "months" and series.role == "owed"


def _is_in_front(of: tuple[int, Series]) -> bool:
    """Of two bars, last year's stands behind."""
    return of[1].role != "last_year"


def _shape(series: Series, chart: Chart) -> str:
    colour = SERIES[series.role]
    if chart.in_bars(series):
        return f"<a:noFill/>{_line(colour, THIN, 'dash')}" if series.role == "landing" else _fill(colour)
    thick = THICK if series.name else THIN  # the ends of a range
    return "<a:ln><a:noFill/></a:ln>" if _in_steps(series, chart) else _line(colour, thick, DASHES.get(series.role))


def _marker(series: Series, chart: Chart, room: float) -> str:
    """Dots on what is actual, so that a month between two gaps shows; a step for each month of what is owed."""
    colour = SERIES[series.role]
    in_steps = _in_steps(series, chart)
    if not in_steps and series.role != "actual":
        return '<c:marker><c:symbol val="none"/></c:marker>'
    symbol, size = ("dash", max(DOT, min(int(room), MOST_STEP))) if in_steps else ("circle", DOT)
    return (
        f'<c:marker><c:symbol val="{symbol}"/><c:size val="{size}"/><c:spPr>{_fill(colour)}{_line(colour)}</c:spPr>'
        "</c:marker>"
    )


def _points(values: Iterable[tuple[int, str]], count: int) -> str:
    points = "".join(f'<c:pt idx="{at}"><c:v>{value}</c:v></c:pt>' for at, value in values)
    return f'<c:ptCount val="{count}"/>{points}'


def _fill(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'


def _line(colour: str, width: int | None = None, dash: str | None = None) -> str:
    dashes = f'<a:prstDash val="{dash}"/>' if dash else ""
    thick = f' w="{width}"' if width else ""
    return f"<a:ln{thick}>{_fill(colour)}{dashes}</a:ln>"


def _look(size: int, kind: str, bold: bool = False) -> str:
    fonts = f'<a:latin typeface="{FONT}"/><a:ea typeface="{CHINESE}"/>'
    return f'<a:{kind} sz="{size}" b="{int(bold)}">{fonts}</a:{kind}>'


_NAMES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_STRAIGHT, _SIGNED = '<c:smooth val="0"/>', '<c:invertIfNegative val="0"/>'
_AXES = '<c:axId val="10"/><c:axId val="100"/>'
_BARS = (
    '<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>{}'
    f'<c:gapWidth val="{GAP}"/><c:overlap val="{OVERLAP}"/>{_AXES}</c:barChart>'
)
_LINES = f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{{}}<c:marker val="1"/>{_AXES}</c:lineChart>'
_SMALL = f"<c:txPr><a:bodyPr/><a:p><a:pPr>{_look(SMALL, 'defRPr')}</a:pPr>{_look(SMALL, 'endParaRPr')}</a:p></c:txPr>"
_UNFOLDED = _SMALL.replace("<a:bodyPr/>", '<a:bodyPr wrap="none"/>')
_SHOWN = (
    '<c:showLegendKey val="0"/><c:showVal val="{}"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)


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
