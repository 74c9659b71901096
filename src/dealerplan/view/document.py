"""What every writer writes: headings, lines, lists, tables of finished cells, and charts of what the tables say."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby, pairwise
from math import ceil
from typing import Literal, NamedTuple, Protocol

from dealerplan.domain.pattern import pattern
from dealerplan.domain.shown import Amount, Percent
from dealerplan.words import Lang, Message, say, text

Tone = Literal["good", "warning", "bad", "quiet", "plain"]
Content = Literal["figures", "words", "fixed"]
"""Figures stand right and are never cut; words stand left and may be folded; what is fixed stands left unfolded."""


class Sayable(Protocol):
    """A figure, month or scale that says itself in either language."""

    def said(self, lang: Lang) -> str:
        """Its text."""
        ...


Said = str | Message | Sayable
"""What can be said in either language."""


class Bar(NamedTuple):
    """Progress to draw: how much is done and where the plan stands, as fractions of the goal."""

    done: Fraction
    planned: Fraction

    def said(self, lang: Lang) -> str:
        """What it shows, in words: `24.2% | 25.0%`."""
        return text(say("{done} | {planned}", done=Percent(self.done), planned=Percent(self.planned)), lang)


class Cell(NamedTuple):
    """One cell; `text` is words or a figure, also where no bar is drawn; `level` indents a part below its whole.

    What is `marked` is explained below its table; a `link` is the anchor of a part of the same document.
    """

    text: Said = ""
    tone: Tone = "plain"
    bar: Bar | None = None
    level: int = 0
    marked: bool = False
    link: str = ""


NONE = Cell("-", "quiet")
"""Where there is nothing to say."""


class Heat(NamedTuple):
    """From which figure on a column's figures are good, and from which on nearly so; `below` where less is better.

    What is good is beyond `good` itself where that is `strict`. A cell of another tone keeps its own.
    """

    good: Sayable
    near: Sayable
    below: bool = False
    strict: bool = False


class Column(NamedTuple):
    """A column, that code knows by its `id`: a figure's own where it shows one. `title` is what people read.

    Where the screen is narrow, columns with the highest `rank` go first; rank 0 always stays. One of bars says by
    `bare` what its figures are where no bars are drawn. Spreadsheets colour by `heat`, so that colours follow figures.
    """

    id: str
    title: Message
    content: Content = "figures"
    rank: int = 0
    bare: Message | None = None
    heat: Heat | None = None


class Table(NamedTuple):
    """Rows of cells, as many as there are columns; a text `notes` below which columns it had no room for."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    notes: bool = True

    @property
    def without_bars(self) -> Table:
        """The same where no bars are drawn."""
        return Table([Column(one.id, one.bare, rank=one.rank) if one.bare else one for one in self.columns], self.rows)

    def only(self, ids: Container[str]) -> Table:
        """Those of its columns, in its own order."""
        kept = [at for at, column in enumerate(self.columns) if column.id in ids]
        return Table([self.columns[at] for at in kept], [[row[at] for at in kept] for row in self.rows], self.notes)

    def ids(self, says: Callable[[Cell], bool]) -> list[str]:
        """The columns of which any row has a cell that says something."""
        return [column.id for at, column in enumerate(self.columns) if any(says(row[at]) for row in self.rows)]


class Line(NamedTuple):
    """A sentence; a text leaves it `whole` where it is to be copied, however narrow the screen.

    What explains `columns` of the table above, by their ids, is left out where none of them is shown.
    """

    text: Said
    tone: Tone = "plain"
    whole: bool = False
    columns: Sequence[str] = ()


class Items(NamedTuple):
    """Sentences as a list."""

    lines: Sequence[Line]


class Facts(NamedTuple):
    """Labelled sentences: each label once, with one or several lines beside it."""

    rows: Sequence[tuple[Said, Sequence[Line]]]


class Heading(NamedTuple):
    """A heading; level 1 is a plan's own."""

    text: Said
    level: int = 1


class Masthead(NamedTuple):
    """The title of a part, as a heading of level 1; fields, such as the store or a blank to sign, stand beside it.

    By its `anchor` links find it.
    """

    title: Said
    fields: Sequence[Said] = ()
    anchor: str = ""


Point = Amount | Percent
Shape = Literal["months", "bars", "lines", "dots"]
Events = Literal["to come", "over", "limited"]
Role = Literal["actual", "owed", "last_year", "landing", "goal"]


class Series(NamedTuple):
    """One row of a chart's points, as many as it has labels; None where nothing is known.

    What is owed runs in steps where months are drawn, and a goal at one height. A landing has up to three series, the
    lowest first, each from the last actual point to the end. What has no name stands in no legend.
    """

    name: Said
    points: Sequence[Point | None]
    role: Role

    @property
    def known(self) -> Sequence[tuple[int, Point]]:
        """What is known, each with its place among the labels."""
        return [(index, point) for index, point in enumerate(self.points) if point is not None]

    @property
    def last(self) -> Point | None:
        """The last point that is known."""
        return self.known[-1][1] if self.known else None

    @property
    def legend(self) -> Said:
        """Its name; with its last value where that would stand in the way of the actual one, without cents."""
        last = self.last
        if self.role in ("actual", "last_year") or last is None:
            return self.name
        return say(
            "{series}: {points}",
            series=self.name,
            points=last._replace(rough=True) if isinstance(last, Amount) else last,
        )

    @property
    def joined(self) -> Series:
        """The same, of a landing with straight lines where nothing is known between two points."""
        if self.role != "landing":
            return self
        points = list(self.points)
        for (start, low), (end, high) in pairwise(self.known):
            step = (high.value - low.value) / (end - start)
            for index in range(start + 1, end):
                points[index] = low._replace(value=low.value + step * (index - start))
        return self._replace(points=points)


class Chart(NamedTuple):
    """A picture of figures that a table of the same document has, so that writers without pictures leave it out.

    Of `months`, what is actual is drawn as bars, over those of last year; `bars` are of things beside each other, each
    with its value; counts of a few are `dots`, which are words: of `events` to come, over, or limited.
    """

    title: Said
    labels: Sequence[str]
    series: Sequence[Series]
    shape: Shape = "lines"
    events: Events = "to come"

    @property
    def known(self) -> Sequence[Point]:
        """Every point that is known."""
        return [point for series in self.series for _, point in series.known]

    @property
    def drawn(self) -> Sequence[Series]:
        """The series of which anything is known, as they are drawn."""
        return [series.joined for series in self.series if series.known]

    @property
    def in_legend(self) -> Sequence[Series]:
        """The series that a legend names."""
        return [series for series in self.drawn if series.name]

    def in_bars(self, series: Series) -> bool:
        """Whether a series is drawn as bars; what is expected of single months is, a fan to the end is not."""
        if self.shape not in ("months", "bars"):
            return False
        return series.role in ("actual", "last_year") or (
            series.role == "landing" and sum(one.role == "landing" for one in self.series) == 1
        )

    @property
    def short_labels(self) -> Sequence[str]:
        """The labels; months of one year by their numbers."""
        years = {year for year, sign, _ in (label.partition("-") for label in self.labels) if sign}
        if len(years) == 1 and all(_MONTH.fullmatch(label) for label in self.labels):
            return [label[5:].lstrip("0") for label in self.labels]
        return self.labels

    @property
    def tells(self) -> bool:
        """Whether a picture says more than a sentence: some series has two points, and something is not 0."""
        return any(len(series.known) > 1 for series in self.series) and any(point.value for point in self.known)

    @property
    def dots(self) -> Message:
        """A filled dot for each that is done, an empty one for each yet to be done, up to the goal or what is owed.

        Of what is limited the limit stands behind.
        """
        done, owed, goal = (self._count(role) for role in ("actual", "owed", "goal"))
        if self.events == "limited":
            return say("{name} {value} (limit {goal})", name=self.title, value=DONE * done, goal=goal)
        return say("{name} {value}", name=self.title, value=DONE * done + PLANNED * max(owed - done, goal - done, 0))

    def _count(self, role: str) -> int:
        points = [point.value for series in self.series if series.role == role for _, point in series.known]
        return ceil(sum(points, Fraction(0)))


_MONTH = pattern(r"\d{4}-\d\d")
DONE, PLANNED = "●", "○"
_EVENTS: Mapping[Events, Message] = {
    "to come": say("{done} done, {planned} to come: {counts}"),
    "over": say("{done} done, {planned} not done: {counts}"),
    "limited": say("{done} had: {counts}"),
}


Block = Masthead | Heading | Line | Items | Facts | Table | Chart


def part_title(block: object) -> Said | None:
    """What the part is called that a block begins; None of a block that begins none."""
    if isinstance(block, Masthead):
        return block.title
    return block.text if isinstance(block, Heading) and block.level == 1 else None


class Pictured(NamedTuple):
    """A table and the chart that draws it, to stand side by side."""

    table: Table
    chart: Chart


class Charts(NamedTuple):
    """Charts that follow each other, two a row."""

    charts: Sequence[Chart]


def in_words(blocks: Sequence[Block]) -> Iterator[Block]:
    """Blocks with charts of dots as the words that they are: those among charts follow them together."""
    for is_chart, group in groupby(blocks, lambda block: isinstance(block, Chart)):
        if not is_chart:
            yield from group
            continue
        charts = [block for block in group if isinstance(block, Chart)]
        yield from (chart for chart in charts if chart.shape != "dots")
        for events, said in _EVENTS.items():
            counts = [one.dots for one in charts if one.shape == "dots" and one.events == events and one.tells]
            if counts:
                yield Line(said.filled({"done": DONE, "planned": PLANNED, "counts": counts}))


def laid_out(blocks: Sequence[Block]) -> Iterator[Block | Pictured | Charts]:
    """Blocks with each chart beside its table, and dots as words; charts that tell nothing are left out."""
    table: Table | None = None
    for is_chart, group in groupby(in_words(blocks), lambda block: isinstance(block, Chart)):
        if not is_chart:
            *others, last = group
            yield from others
            table = last if isinstance(last, Table) else None
            if table is None:
                yield last
            continue
        charts = [block for block in group if isinstance(block, Chart) and block.tells]
        if table is not None and len(charts) == 1:
            yield Pictured(table, charts[0])
        else:
            yield from filter(None, (table, Charts(charts) if charts else None))
        table = None
    if table is not None:
        yield table


class Document(NamedTuple):
    """Blocks in reading order. A masthead or a heading of level 1 begins a part of its own, such as a sheet."""

    blocks: Sequence[Block]

    @property
    def title(self) -> Sequence[Said]:
        """What the document is called: the titles of its parts."""
        return [title for block in self.blocks if (title := part_title(block)) is not None]

    @property
    def without_bars(self) -> Document:
        """The same for writers that draw no bars."""
        return Document([block.without_bars if isinstance(block, Table) else block for block in self.blocks])

    def parts(self) -> Sequence[Sequence[Block]]:
        """Its parts, each from its title on; what stands before the first is one of its own."""
        parts: list[list[Block]] = []
        for block in self.blocks:
            if not parts or part_title(block) is not None:
                parts.append([])
            parts[-1].append(block)
        return parts
