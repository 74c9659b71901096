"""What every writer of text writes: headings, lines and tables of finished cells."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from dealerplan.domain.shown import Amount, Percent, Points
from dealerplan.words import Message

Tone = Literal["good", "warning", "bad", "quiet", "plain"]
Content = Literal["figures", "words", "fixed"]
"""Figures stand right and are never cut; words stand left and may be folded; what is fixed stands left unfolded."""


Said = str | Message | Amount | Percent | Points
"""What can be said in either language."""


class Bar(NamedTuple):
    """Progress to draw: how much is done and where the plan stands, as fractions of the goal."""

    done: Fraction
    planned: Fraction


class Cell(NamedTuple):
    """One cell; `text` is words or a figure, `level` indents a part below its whole."""

    text: Said = ""
    tone: Tone = "plain"
    bar: Bar | None = None
    level: int = 0


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


class Heading(NamedTuple):
    """A heading; level 1 is a plan's own."""

    text: Said
    level: int = 1


Block = Heading | Line | Table


class Document(NamedTuple):
    """Blocks in reading order: headings, sentences and tables."""

    blocks: Sequence[Block]
