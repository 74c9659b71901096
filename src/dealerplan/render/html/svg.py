"""Charts as inline SVG: no script, no address, no size of their own; texts take the page's font.

Series differ by shape, dash and shade, not by colour alone. What is not known is a gap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from html import escape
from typing import NamedTuple

from rich.cells import cell_len

from dealerplan.domain.shown import Amount, Percent
from dealerplan.render.ticks import ticks
from dealerplan.render.typeset import text
from dealerplan.view.document import Chart, Point, Role, Series
from dealerplan.words import Lang, say

WIDTH, HEIGHT = 420, 180
TOP, BOTTOM, CELL, LINE = 24, 40, 7.5, 13  # room above and below; a cell and a line of text at the font's size
LEFT, LEGEND = 8.0, 16  # where the legend begins, and its lines
WIDE: dict[Role, float] = {"actual": 0.56, "landing": 0.56, "last_year": 0.84}  # of a label's room that a bar takes
UPWARDS: tuple[Role, ...] = ("last_year", "landing", "actual", "owed", "goal")  # what is drawn first is hidden


class Frame(NamedTuple):
    """Where values and labels stand, in units of the picture."""

    left: float
    right: float
    low: Fraction
    high: Fraction
    labels: int

    @property
    def step(self) -> float:
        """The room of one label."""
        return (self.right - self.left) / self.labels

    def x(self, index: int) -> float:
        """The middle of a label's room."""
        return self.left + (index + 0.5) * self.step

    def y(self, value: Fraction) -> float:
        """The height of a value; the fraction lies between 0 and 1, so nothing overflows."""
        return HEIGHT - BOTTOM - float((value - self.low) / (self.high - self.low)) * (HEIGHT - BOTTOM - TOP)


def svg(chart: Chart, lang: Lang, id: str) -> str:
    """A chart's picture, named by its title and described by its figures; empty where nothing is known."""
    known = [point for one in chart.drawn for _, point in one.known]
    if not known:
        return ""
    scale = ticks(chart, [point.value for point in known])
    names = [text(_like(known[0], tick), lang) for tick in scale]
    left = _beside(names)
    right = _beside([text(point, lang) for point in known])
    frame = Frame(left, WIDTH - right, scale[0], scale[-1], len(chart.labels))
    told = [say("{series}: {points}", series=one.name, points=[point or "-" for point in one.points])
            for one in chart.series]  # fmt: skip
    legend = list(_legend(chart, lang))
    high = HEIGHT + LEGEND * max(row for row, _, _ in legend)
    parts = [
        f'<svg role="img" viewBox="0 0 {WIDTH} {high}" aria-labelledby="{id}-title {id}-desc">',
        f'<title id="{id}-title">{_words(chart.title, lang)}</title>',
        f'<desc id="{id}-desc">{escape("; ".join(text(one, lang) for one in told))}</desc>',
        *_axes(chart, frame, dict(zip(scale, names, strict=True))),
        *_fan(chart, frame),
        *(part for one in _from_below(chart) for part in _series(one, chart, frame, lang)),
        *_values(chart, frame, lang),
        *(part for row, x, one in legend for part in _key(one, chart, row, x, lang)),
        "</svg>",
    ]
    return "\n".join(parts)


def _beside(names: Sequence[str]) -> float:
    """The room for names at a side, which leaves some for the picture."""
    return min(max(map(cell_len, names)) * CELL + 8, WIDTH / 3)


def _from_below(chart: Chart) -> Sequence[Series]:
    """What is drawn first is hidden by what follows: bars by all lines, other lines by the actual one."""
    above = "actual" if chart.shape == "lines" else None
    return sorted(chart.drawn, key=lambda one: (one.role == above, UPWARDS.index(one.role)))


def _like(point: Point, tick: Fraction) -> Point:
    """A number on the axis, exact, in the points' unit."""
    return Percent(tick, (tick,), 0) if isinstance(point, Percent) else Amount(tick, point.unit, (tick,))


def _axes(chart: Chart, frame: Frame, scale: dict[Fraction, str]) -> Iterator[str]:
    for tick, name in scale.items():
        y = frame.y(tick)
        kind = "zero" if tick == 0 else "grid"
        yield f'<line class="{kind}" x1="{frame.left:.1f}" x2="{frame.right:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text class="end" x="{frame.left - 5:.1f}" y="{y + 4:.1f}">{escape(name)}</text>'
    labels = chart.short_labels
    widest = max(map(cell_len, labels)) * CELL + 6
    every = int(widest // frame.step) + 1
    for index in range(0, len(labels), every):
        label = escape(text(labels[index], "en"))
        yield f'<text class="middle" x="{frame.x(index):.1f}" y="{HEIGHT - BOTTOM + 15}">{label}</text>'


def _series(one: Series, chart: Chart, frame: Frame, lang: Lang) -> Iterator[str]:
    if chart.in_bars(one):
        yield from _bars(one, chart, frame, lang)
    elif one.role == "goal":
        first, last = one.known[0][0], one.known[-1][0]
        left, right = frame.x(first) - frame.step / 2, frame.x(last) + frame.step / 2
        yield _line("goal", [(left, frame.y(_end(one))), (right, frame.y(_end(one)))])
    elif one.role == "owed" and chart.shape == "months":
        for run in _runs(one):
            steps = [(frame.x(index) + side, frame.y(point.value)) for index, point in run
                     for side in (-frame.step / 2, frame.step / 2)]  # fmt: skip
            yield from (_line("halo", steps), _line("owed", steps))
    else:
        yield from _dotted(one, chart, frame, lang)


def _bars(one: Series, chart: Chart, frame: Frame, lang: Lang) -> Iterator[str]:
    """Bars that stand in front of each other; several of one role share the room."""
    among = [series for series in chart.drawn if series.role == one.role]
    room = frame.step * WIDE[one.role]
    wide = room / len(among)
    for index, point in one.known:
        x = frame.x(index) - room / 2 + among.index(one) * wide
        ends = sorted((frame.y(point.value), frame.y(Fraction(0))))
        yield (f'<rect class="{one.role}" x="{x:.1f}" y="{ends[0]:.1f}" width="{wide:.1f}" '
               f'height="{ends[1] - ends[0]:.1f}">{_hint(chart.labels[index], point, lang)}</rect>')  # fmt: skip


def _dotted(one: Series, chart: Chart, frame: Frame, lang: Lang) -> Iterator[str]:
    """A line with a dot on what is known."""
    for run in _runs(one):
        yield _line(one.role, [(frame.x(index), frame.y(point.value)) for index, point in run])
    if one.role == "landing":
        return
    for index, point in one.known:
        hint = _hint(chart.labels[index], point, lang)
        size = 3 if one.role == "actual" else 1.5
        yield (f'<circle class="{one.role}" cx="{frame.x(index):.1f}" cy="{frame.y(point.value):.1f}" '
               f'r="{size}">{hint}</circle>')  # fmt: skip


def _fan(chart: Chart, frame: Frame) -> Iterator[str]:
    """The room between the lowest and the highest landing."""
    ends = [one for one in chart.drawn if one.role == "landing"]
    if len(ends) > 1:
        around = (*ends[0].known, *reversed(ends[-1].known))
        places = [(frame.x(index), frame.y(point.value)) for index, point in around]
        yield f'<polygon class="fan" points="{_places(places)}"/>'


def _line(kind: str, places: Sequence[tuple[float, float]]) -> str:
    return f'<polyline class="{kind}" points="{_places(places)}"/>'


def _places(places: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)


def _hint(label: str, point: Point, lang: Lang) -> str:
    return f"<title>{_words(say('{series}: {points}', series=label, points=point), lang)}</title>"


def _runs(one: Series) -> Iterator[list[tuple[int, Point]]]:
    """Known points without a gap between them."""
    run: list[tuple[int, Point]] = []
    for index, point in one.known:
        if run and run[-1][0] != index - 1:
            yield run
            run = []
        run.append((index, point))
    if run:
        yield run


def _values(chart: Chart, frame: Frame, lang: Lang) -> Iterator[str]:
    """What the actual series come to, above bars and to the right of lines, and where the year lands, from above."""
    landings = [one for one in chart.drawn if one.role == "landing"]
    told = [*(one for one in chart.drawn if one.role == "actual"), *landings[len(landings) // 2 :][:1]]
    placed: list[tuple[float, float]] = []  # the middle and the height of each
    if chart.shape == "bars":
        yield from (_above_bar(point, index, frame, lang) for one in told for index, point in one.known)
        return
    for one in sorted(told, key=_end, reverse=True):
        kind, right, down = ("middle", 0, -5) if chart.in_bars(one) else ("begin", 6, 4)
        index, point = one.known[-1]
        x, y = frame.x(index) + right, frame.y(point.value) + down
        wide = cell_len(text(point, lang)) * CELL
        place = max([y, *(height + LINE for middle, height in placed if abs(middle - x) < wide)])
        if place - y > LINE / 2:  # pushed down by the one above
            yield f'<line class="leader" x1="{x - right:.1f}" x2="{x:.1f}" y1="{y - down:.1f}" y2="{place - 4:.1f}"/>'
        yield f'<text class="{kind} value {one.role}" x="{x:.1f}" y="{place:.1f}">{_words(point, lang)}</text>'
        placed.append((x, place))


def _above_bar(point: Point, index: int, frame: Frame, lang: Lang) -> str:
    words = _words(point, lang)
    return (
        f'<text class="middle value actual" x="{frame.x(index):.1f}" y="{frame.y(point.value) - 5:.1f}">{words}</text>'
    )


def _end(one: Series) -> Fraction:
    return one.known[-1][1].value


def _legend(chart: Chart, lang: Lang) -> Iterator[tuple[int, float, Series]]:
    """The series that are drawn, each with its row and place; what is owed has its last value with its name."""
    row, x = 0, LEFT
    for one in chart.in_legend:
        wide = 23 + cell_len(text(one.legend, lang)) * CELL
        if x > LEFT and x + wide > WIDTH:
            row, x = row + 1, LEFT
        yield row, x, one
        x += wide + 16


def _key(one: Series, chart: Chart, row: int, x: float, lang: Lang) -> Iterator[str]:
    """How a series looks, and its name."""
    y = HEIGHT - 6 + row * LEGEND
    if chart.in_bars(one):
        yield f'<rect class="{one.role}" x="{x:.1f}" y="{y - 9}" width="18" height="9"/>'
    else:
        yield f'<line class="{one.role}" x1="{x:.1f}" x2="{x + 18:.1f}" y1="{y - 4}" y2="{y - 4}"/>'
    yield f'<text x="{x + 23:.1f}" y="{y}">{escape(text(one.legend, lang))}</text>'


def _words(said: object, lang: Lang) -> str:
    return escape(text(said, lang))
