"""What every writer writes: headings, lines, lists, tables of finished cells, and charts of what the tables say."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from dealerplan.domain.shown import Amount, Percent, Points
from dealerplan.words import Lang, Message, say, text

Tone = Literal["good", "warning", "bad", "quiet", "plain"]
Content = Literal["figures", "words", "fixed"]
"""Figures stand right and are never cut; words stand left and may be folded; what is fixed stands left unfolded."""


Said = str | Message | Amount | Percent | Points
"""What can be said in either language."""


class Bar(NamedTuple):
    """Progress to draw: how much is done and where the plan stands, as fractions of the goal."""

    done: Fraction
    planned: Fraction

    def said(self, lang: Lang) -> str:
        """Its text where nothing is drawn: `24.2% | 25.0%`."""
        return text(say("{done} | {planned}", done=Percent(self.done), planned=Percent(self.planned)), lang)


class Cell(NamedTuple):
    """One cell; `text` is words or a figure, `level` indents a part below its whole."""

    text: Said = ""
    tone: Tone = "plain"
    bar: Bar | None = None
    level: int = 0

    @property
    def content(self) -> Said | Bar:
        """What it says: its bar, or else its text."""
        return self.text if self.bar is None else self.bar


class Column(NamedTuple):
    """A column. Where the screen is narrow, columns with the highest `rank` go first; rank 0 always stays."""

    title: Message
    content: Content = "figures"
    rank: int = 0


class Table(NamedTuple):
    """Rows of cells, as many as there are columns."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]


class Line(NamedTuple):
    """A sentence."""

    text: Said
    tone: Tone = "plain"


class Items(NamedTuple):
    """Sentences as a list."""

    lines: Sequence[Line]


class Heading(NamedTuple):
    """A heading; level 1 is a plan's own."""

    text: Said
    level: int = 1


class Series(NamedTuple):
    """One row of a chart's points, as many as it has labels; None where nothing is known."""

    name: Said
    points: Sequence[Amount | Percent | None]
    role: Literal["actual", "owed"]


class Chart(NamedTuple):
    """A picture of figures that a table of the same document has, so that writers without pictures leave it out."""

    title: Said
    labels: Sequence[str]
    series: Sequence[Series]
    shape: Literal["columns", "lines"] = "lines"

    @property
    def is_known(self) -> bool:
        """Whether there is any point to draw."""
        return any(point is not None for series in self.series for point in series.points)


Block = Heading | Line | Items | Table | Chart


class Document(NamedTuple):
    """Blocks in reading order. A heading of level 1 begins a part of its own, such as a sheet."""

    blocks: Sequence[Block]

    @property
    def title(self) -> Sequence[Said]:
        """What the document is called: its headings of level 1."""
        return [block.text for block in self.blocks if isinstance(block, Heading) and block.level == 1]

    def parts(self) -> Sequence[Sequence[Block]]:
        """Its parts, each from its heading of level 1 on; what stands before the first is one of its own."""
        parts: list[list[Block]] = []
        for block in self.blocks:
            if not parts or (isinstance(block, Heading) and block.level == 1):
                parts.append([])
            parts[-1].append(block)
        return parts
