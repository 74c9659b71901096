"""Workbooks with numbers as numbers: a sheet for each part of a document, charts that read from a hidden sheet.

No cell ever holds a formula; what looks like one is kept as text, also when somebody edits the cell.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise, takewhile
from math import ceil
from typing import NamedTuple

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from rich.cells import cell_len

from dealerplan.render import charts, theme
from dealerplan.render.cells import Number, number, written
from dealerplan.render.formats import Options
from dealerplan.render.typeset import FIELDS, text
from dealerplan.render.xlsx import heats, statuses
from dealerplan.render.xlsx.page import set_page
from dealerplan.render.xlsx.pictures import CENTIMETRE, POINTS, Drawing, Put
from dealerplan.render.xlsx.spans import Span, is_wordy, spans
from dealerplan.render.xlsx.workbook import Book, Box, Look, Sheet, words_box
from dealerplan.view.document import (
    Block,
    Cell,
    Charts,
    Column,
    Content,
    Document,
    Facts,
    Heading,
    Items,
    Line,
    Masthead,
    Pictured,
    Said,
    Table,
    Tone,
    laid_out,
    part_title,
)
from dealerplan.words import Lang, say

FONT, SIZE = "Arial", 10  # points
SIZES = {1: 16, 2: 12}  # points of headings
HEAD = PatternFill("solid", fgColor=theme.HEAD)
RULE = Border(bottom=Side("thin", color=theme.RULE))
SPREAD = Alignment(wrap_text=True, vertical="center")
PLAIN = Look()
TITLES = Heading | Masthead
WIDEST, WORDY, NARROWEST = 44, 24, 7  # cells of the first column, of words in others, and of any column
HIGHEST = 409  # points of a row that Excel takes
LONGEST_NAME = 31  # characters of a sheet's name, as UTF-16 counts them
LINE_HEIGHT, SPACE = 12.75, 4  # points of a row, and of one between blocks
BESIDE = 3  # charts beside each other
BETWEEN = 2  # cells between what two columns hold
TOGETHER, BEGINNING = 0.2, 5  # pages that stay together, and rows of what is longer
FREEZES = 12 * LINE_HEIGHT  # points: more that stays on screen would leave no room to scroll
PAGE, ACROSS = 512, 780  # points of an A4 page between them, down and across, with a little to spare
LONGER = 1.2  # how many more rows a page has where a wider font stands for ours


def write(document: Document, lang: Lang, _: Options) -> bytes:
    """A workbook; the same document gives the same bytes."""
    parts = document.without_bars.parts() or [[]]
    with Book(Font(FONT, SIZE)) as book:  # columns are measured in its digits
        data = book.sheet(text(say("chart data"), lang))
        names = Names({"history", data.file.title.casefold()})
        for part in parts:
            Part(book.sheet(names.take(text(_name(part), lang))), data, lang).fill(part)
        if data.end > 1:
            book.file.move_sheet(data.file.title, len(parts))
            data.file.sheet_state = "hidden"
        else:
            book.file.remove(data.file)
        out = io.BytesIO()
        book.save(out, text(document.title, lang))
        return out.getvalue()


def _name(part: Sequence[Block]) -> Said:
    """What a part is called: its title, or else its first heading."""
    headings = (block.text if isinstance(block, Heading) else part_title(block) for block in part)
    return next((said for said in headings if said is not None), "")


class Names:
    """Valid names of sheets, each once; `history` belongs to the spreadsheet itself."""

    def __init__(self, taken: set[str]) -> None:
        self.taken = taken

    def take(self, title: str) -> str:
        """The name nearest to a title."""
        plain = re.sub(r"[\[\]:*?/\\]", " ", title).strip(" '") or "dealerplan"
        name, count = _cut(plain, ""), 1
        while name.casefold() in self.taken:
            count += 1
            name = _cut(plain, f" {count}")
        self.taken.add(name.casefold())
        return name


def _cut(plain: str, end: str) -> str:
    while len((plain + end).encode("utf-16-le")) > 2 * LONGEST_NAME:
        plain = plain[:-1]
    return plain.rstrip(" '") + end


class Sentence(NamedTuple):
    """Words that run over all columns from their own on, and their size."""

    row: int
    words: str
    size: float
    at: int


class Paper(NamedTuple):
    """Points that a page has, and how many of them are taken."""

    height: float
    used: float = 0


class Part:
    """Lays one part out from top to bottom, and then writes its rows."""

    def __init__(self, sheet: Sheet, data: Sheet, lang: Lang) -> None:
        self.sheet, self.data, self.lang = sheet, data, lang
        self.row = 1
        self.boxes: dict[int, list[Box]] = {}
        self.widths: list[int] = []
        self.sentences: list[Sentence] = []
        self.heights: dict[int, float] = {}
        self.charts: list[Put] = []
        self.tables: list[tuple[int, int]] = []
        self.wordy: list[tuple[int, Table]] = []
        self.begins: list[int] = []
        self.titles = 0

    def fill(self, part: Sequence[Block]) -> None:
        """Write the blocks, then what depends on all of them: widths, heights, charts, the printed page."""
        before: Block | Pictured | Charts | None = None
        titles = takewhile(lambda block: isinstance(block, Line) or part_title(block) is not None, part)
        self.titles = sum(2 if isinstance(block, Masthead) and block.fields else 1 for block in titles)
        for block in laid_out(part):
            self._begin(block, before)
            self._block(block)
            before = block
        for row, table in self.wordy:
            self._rows(row, table, list(spans(self._wanted(table), self.widths)))
        self._spread()
        self._print()
        for row in range(1, self.row):
            self.sheet.append(self.boxes.get(row, ()), self.heights.get(row, LINE_HEIGHT))
        self._draw()

    def _begin(self, block: Block | Pictured | Charts, before: Block | Pictured | Charts | None) -> None:
        """Leave room above a block, and note where a page may begin."""
        if not (before is None or isinstance(before, TITLES) or (isinstance(before, Line) and isinstance(block, Line))):
            self.heights[self.row] = SPACE
            self.row += 1
        introduced = TITLES if isinstance(block, TITLES) else TITLES | Line | Items
        if not isinstance(before, introduced):
            self.begins.append(self.row)

    def _block(self, block: Block | Pictured | Charts) -> None:
        match block:
            case Masthead():
                self._sentence(text(block.title, self.lang), _title(1), SIZES[1])
                if block.fields:
                    self._sentence(FIELDS.join(text(field, self.lang) for field in block.fields), _prose("quiet"))
            case Heading():
                self._sentence(text(block.text, self.lang), _title(block.level), SIZES.get(block.level, SIZE))
            case Line():
                self._sentence(text(block.text, self.lang), _prose(block.tone))
            case Items():
                for line in block.lines:
                    self._sentence(f"• {text(line.text, self.lang)}", _prose(line.tone))
            case Facts():
                self._facts(block)
            case Table():
                self._table(block)
            case Pictured():
                self.charts.append(Put(block.chart, self.row, len(block.table.columns)))
                end = self.row + _covered(self.charts[-1])
                self._table(block.table)
                self.row = max(self.row, end)
            case Charts():
                for index, chart in enumerate(block.charts):
                    if index and not index % BESIDE:
                        self.begins.append(self.row)
                    size = charts.Size() if len(block.charts) > 1 else charts.ALONE
                    put = Put(chart, self.row + 1, 0, index % BESIDE, size)  # a page may end above
                    self.charts.append(put)
                    self.row += (_covered(put) + 1) * (index % BESIDE == BESIDE - 1 or index == len(block.charts) - 1)

    def _sentence(self, words: str, look: Look, size: float = SIZE, label: str | None = None) -> None:
        """A sentence in a row of its own; a label stands to its left."""
        before = [] if label is None else [words_box(label, _of_label())]
        self.boxes[self.row] = [*before, words_box(words, look)]
        self.sentences.append(Sentence(self.row, words, size, len(before) + 1))
        self.row += 1

    def _facts(self, facts: Facts) -> None:
        for label, lines in facts.rows:
            shown = text(label, self.lang)
            self._widen(1, min(cell_len(shown) + BETWEEN, WIDEST))
            for line in lines or [Line("")]:
                self._sentence(text(line.text, self.lang), _prose(line.tone), label=shown)
                shown = ""

    def _table(self, table: Table) -> None:
        self.tables.append((self.row, self.row + len(table.rows)))
        if is_wordy(table):
            self.wordy.append((self.row, table))
        else:
            self._rows(self.row, table, [Span(at) for at in range(1, len(table.columns) + 1)])
        self.row += len(table.rows) + 1

    def _wanted(self, table: Table) -> list[int]:
        """How wide a table's columns would be by themselves."""
        shown = zip(*([column.title for column in table.columns], *([cell.text for cell in row] for row in table.rows)),
                    strict=True)  # fmt: skip
        return [min(max(cell_len(text(said, self.lang)) for said in column) + BETWEEN, WIDEST) for column in shown]

    def _rows(self, head: int, table: Table, places: Sequence[Span]) -> None:
        ruled = statuses.columns(table, self.lang)
        self.boxes[head] = [
            box for place, column in zip(places, table.columns, strict=True) for box in self._head(head, place, column)
        ]
        for at, row in enumerate(table.rows, head + 1):
            self.boxes[at] = [
                box
                for index, (place, cell, column) in enumerate(zip(places, row, table.columns, strict=True), 1)
                for box in self._cell(
                    at, place, cell, column.content, index in ruled or heats.is_ruled(cell, column.heat, self.lang)
                )
            ]
        letters = [get_column_letter(places[index - 1].at) for index in ruled]
        last = head + len(table.rows)
        statuses.colour(self.sheet.file, [f"{letter}{head + 1}:{letter}{last}" for letter in letters], self.lang)
        heats.colour(self.sheet.file, table, head + 1, self.lang)

    def _head(self, row: int, place: Span, column: Column) -> list[Box]:
        words = text(column.title, self.lang)
        look = _of_head(column.content, place.at > 1)
        return self._fitted(row, place, words_box(words, look), cell_len(words) + BETWEEN, WIDEST)

    def _cell(self, row: int, place: Span, cell: Cell, content: Content, is_ruled: bool) -> list[Box]:
        figure, words = number(cell.text, self.lang), text(cell.text, self.lang)
        tone = "plain" if is_ruled and cell.tone in theme.FILLS else cell.tone
        look = _of_cell(tone, content, cell.level if content != "figures" else 0, place.at > 1)
        if figure is None:
            box = words_box(words, look)
        else:
            box, words = Box(figure.value, look, figure.format), written(cell.text, self.lang)
        most = WORDY if place.at > 1 and content == "words" else WIDEST
        return self._fitted(row, place, box, cell_len(words) + 2 * cell.level + BETWEEN, most)

    def _fitted(self, row: int, place: Span, box: Box, width: int, most: int) -> list[Box]:
        """A box over its columns, of which a lone one gets the width; more than they hold makes the row higher."""
        at, across = place
        if across == 1:
            self._widen(at, min(width, most))
        else:
            self.sheet.merge(row, at, across)
        room = most if across == 1 else sum(self.widths[at - 1 : at - 1 + across])
        if width > room:
            self._heighten(row, width, room - 2, SIZE)
        return [box, *[Box(None, box.look)] * (across - 1)]

    def _widen(self, at: int, width: int) -> None:
        self.widths += [NARROWEST] * (at - len(self.widths))
        self.widths[at - 1] = max(self.widths[at - 1], width)

    def _heighten(self, row: int, width: float, room: int, size: float) -> None:
        """Make a row high enough for words that are wider than their room."""
        height = ceil(max(width, 1) / room) * LINE_HEIGHT * size / SIZE
        self.heights[row] = min(max(self.heights.get(row, LINE_HEIGHT), height), HIGHEST)

    def _spread(self) -> None:
        """Let sentences run over all columns, in as many lines as they take."""
        if len(self.widths) < max((at for *_, at in self.sentences), default=1):
            self.widths.append(2 * WIDEST)
        last = len(self.widths)
        for at, width in enumerate(self._full, 1):
            self.sheet.widen(at, width)
        for row, words, size, at in self.sentences:
            room = sum(self.widths[at - 1 :]) + 2 * (last - at + 1)
            self._heighten(row, cell_len(words) * size / SIZE, room, size)
            if last > at:
                self.sheet.merge(row, at, last - at + 1)

    def _draw(self) -> None:
        """Put the charts in their places, with what they show on the hidden sheet, one below the other."""
        for put in self.charts:
            place = charts.Place(self.data.file.title, self.data.end)
            for values in charts.rows(put.chart, self.lang):
                self.data.append(_data(value) for value in values)
            xml = charts.chart_xml(put.chart, self.lang, put.size, place)
            self.sheet.file.add_chart(Drawing(xml, put.corner(self._full)))

    @property
    def _full(self) -> list[int]:
        """How wide the columns are, with what stands between them."""
        return [width + BETWEEN for width in self.widths]

    def _print(self) -> None:
        """A sheet's only table has its heads on every page."""
        sheet = self.sheet.file
        sheet.sheet_view.showGridLines = False
        set_page(sheet)
        if len(self.tables) == 1:
            ((head, last),) = self.tables
            if self._height(head, last) > PAGE:
                sheet.print_title_rows = f"{head}:{head}"
        self._freeze()
        self._break()

    def _freeze(self) -> None:
        """Keep names on screen, and above them the head of a sheet's first table, else its titles."""
        if self.tables:
            rows = self.tables[0][0], self.titles
            last = next((row for row in rows if self._height(1, row + 1) <= FREEZES), 0)
            self.sheet.file.freeze_panes = f"B{last + 1}"

    def _height(self, first: int, end: int) -> float:
        """Points of the rows from the first up to but without the end."""
        return sum(self.heights.get(row, LINE_HEIGHT) for row in range(first, end))

    def _beginning(self, begin: int, end: int) -> float:
        """Points of what stays together of a longer block: its first rows, and those beside a chart."""
        beside = [put.row + _covered(put) for put in self.charts if begin <= put.row < end]
        return self._height(begin, max([begin + BEGINNING, *beside]))

    def _break(self) -> None:
        """Begin a new page where a heading, its table and its chart would be torn; a long table runs on."""
        wide = max([POINTS * sum(self._full), *(put.right(self._full) for put in self.charts)])
        page = PAGE * max(1, wide / ACROSS)
        papers = [Paper(page), Paper(page * LONGER)]
        for begin, end in pairwise([*self.begins, self.row]):
            height = self._height(begin, end)
            needs = height if height < page * TOGETHER else self._beginning(begin, end)
            if any(paper.used and paper.used + needs > paper.height for paper in papers):
                self.sheet.file.row_breaks.append(Break(id=begin - 1))
                papers = [Paper(paper.height) for paper in papers]
            papers = [Paper(paper.height, (paper.used + height) % paper.height) for paper in papers]


def _covered(put: Put) -> int:
    """Rows under a chart."""
    return ceil(put.size.height * CENTIMETRE / LINE_HEIGHT)


def _font(tone: Tone) -> Font:
    return Font(FONT, SIZE, color=theme.INKS.get(tone), bold=tone == "bad")


@cache
def _title(level: int) -> Look:
    return Look(Font(FONT, SIZES.get(level, SIZE), bold=True), SPREAD)


@cache
def _of_label() -> Look:
    return Look(Font(FONT, SIZE, bold=True), Alignment(wrap_text=True, vertical="top"))


@cache
def _prose(tone: Tone) -> Look:
    return Look(_font(tone), SPREAD)


@cache
def _of_head(content: Content, has_left: bool) -> Look:
    return Look(Font(FONT, SIZE, bold=True), _aligned(content, has_left, wraps=True), RULE, HEAD)


@cache
def _of_cell(tone: Tone, content: Content, level: int, has_left: bool) -> Look:
    fill = PatternFill("solid", fgColor=theme.FILLS[tone]) if tone in theme.FILLS else None
    return Look(_font(tone), _aligned(content, has_left, level, wraps=content == "words"), RULE, fill)


def _aligned(content: Content, has_left: bool, level: int = 0, wraps: bool = False) -> Alignment:
    """Figures to the right, words to the left, all a little off their neighbours."""
    if content == "figures":
        return Alignment("right", "center", indent=1)
    return Alignment("left", "center", indent=level + has_left, wrap_text=wraps)


def _data(value: str | Number | None) -> Box | None:
    """A cell of the hidden sheet."""
    if value is None:
        return None
    return words_box(value, PLAIN) if isinstance(value, str) else Box(value.value, PLAIN, value.format)
