"""Workbooks with numbers as numbers: a sheet for each part of a document, charts that read from a hidden sheet.

No cell ever holds a formula; what looks like one is kept as text, also when somebody edits the cell.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, chain, islice, pairwise, repeat, takewhile
from math import ceil
from typing import Any, NamedTuple

from openpyxl.chart._chart import ChartBase
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.xml.functions import fromstring
from rich.cells import cell_len

from dealerplan.render import charts, theme
from dealerplan.render.cells import Number, number, written
from dealerplan.render.formats import Options
from dealerplan.render.typeset import FIELDS, text
from dealerplan.render.xlsx import heats, statuses
from dealerplan.render.xlsx.page import set_page
from dealerplan.render.xlsx.workbook import Book, Box, Look, Sheet, words_box
from dealerplan.view.document import (
    Block,
    Cell,
    Chart,
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
LINE_HEIGHT, CHART_ROWS, BESIDE = 12.75, 9, 3  # points of a row, rows that a chart covers, charts beside each other
POINTS, CENTIMETRE = 5.25, 28.35  # points of a cell of a column's width, and of a centimetre
BETWEEN = 2  # cells between what two columns hold
TOGETHER, BEGINNING = 0.45, 5  # pages that stay together, and rows of what is longer
FREEZES = 12 * LINE_HEIGHT  # points: more that stays on screen would leave no room to scroll
PAGE, ACROSS = 500, 780  # points of an A4 page between them, down and across, with a little to spare
ALONE = 15.0  # centimetres of a chart with none beside it
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


class Put(NamedTuple):
    """A chart, the row of its upper edge, how many columns and charts stand to its left, and its centimetres."""

    chart: Chart
    row: int
    columns: int
    beside: int = 0
    width: float = charts.WIDTH


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


class Drawing(ChartBase):
    """A chart as its part has it, for openpyxl, which asks for it at the end."""

    def __init__(self, xml: bytes, width: float) -> None:
        self._xml = xml
        self.width, self.height = width, charts.HEIGHT  # type: ignore[assignment]  # stubs know only the whole number given

    def _write(self) -> Any:
        return fromstring(self._xml)


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
        self._spread()
        self._print()
        for row in range(1, self.row):
            self.sheet.append(self.boxes.get(row, ()), self.heights.get(row, LINE_HEIGHT))
        self._draw()

    def _begin(self, block: Block | Pictured | Charts, before: Block | Pictured | Charts | None) -> None:
        """Leave room above a block, and note where a page may begin."""
        if before is not None:
            self.row += not (isinstance(before, TITLES) or (isinstance(before, Line) and isinstance(block, Line)))
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
                end = self.row + CHART_ROWS
                self._table(block.table)
                self.row = max(self.row, end)
            case Charts():
                for index, chart in enumerate(block.charts):
                    if index and not index % BESIDE:
                        self.begins.append(self.row)
                    width = charts.WIDTH if len(block.charts) > 1 else ALONE
                    self.charts.append(Put(chart, self.row + 1, 0, index % BESIDE, width))  # a page may end above
                    self.row += (CHART_ROWS + 1) * (index % BESIDE == BESIDE - 1 or index == len(block.charts) - 1)

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
        self.boxes[self.row] = [
            self._head(at, text(column.title, self.lang), column) for at, column in enumerate(table.columns, 1)
        ]
        head = self.row
        ruled = statuses.columns(table, self.lang)
        for row in table.rows:
            self.row += 1
            self.boxes[self.row] = [
                self._cell(at, cell, column.content, at in ruled or heats.is_ruled(cell, column.heat, self.lang))
                for at, (cell, column) in enumerate(zip(row, table.columns, strict=True), 1)
            ]
        letters = [get_column_letter(at) for at in ruled]
        statuses.colour(self.sheet.file, [f"{letter}{head + 1}:{letter}{self.row}" for letter in letters], self.lang)
        heats.colour(self.sheet.file, table, head + 1, self.lang)
        self.tables.append((head, self.row))
        self.row += 1

    def _head(self, at: int, words: str, column: Column) -> Box:
        self._widen(at, min(cell_len(words) + BETWEEN, WIDEST))
        return words_box(words, _of_head(column.content, at > 1))

    def _cell(self, at: int, cell: Cell, content: Content, is_ruled: bool) -> Box:
        figure, words = number(cell.text, self.lang), text(cell.text, self.lang)
        tone = "plain" if is_ruled and cell.tone in theme.FILLS else cell.tone
        look = _of_cell(tone, content, cell.level if content != "figures" else 0, at > 1)
        if figure is None:
            box = words_box(words, look)
        else:
            box, words = Box(figure.value, look, figure.format), written(cell.text, self.lang)
        width = cell_len(words) + 2 * cell.level + BETWEEN
        most = WORDY if at > 1 and content == "words" else WIDEST
        self._widen(at, min(width, most))
        if width > most:
            self._heighten(self.row, width, most - 2, SIZE)
        return box

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
        for at, width in enumerate(self.widths, 1):
            self.sheet.widen(at, width + 2)
        for row, words, size, at in self.sentences:
            room = sum(self.widths[at - 1 :]) + 2 * (last - at + 1)
            self._heighten(row, cell_len(words) * size / SIZE, room, size)
            if last > at:
                self.sheet.merge(row, at, last - at + 1)

    def _draw(self) -> None:
        """Put the charts in their places, with what they show on the hidden sheet, one below the other."""
        for put in self.charts:
            chart, row, columns, beside, _ = put
            place = charts.Place(self.data.file.title, self.data.end)
            for values in charts.rows(chart, self.lang):
                self.data.append(_data(value) for value in values)
            corner = f"{get_column_letter(self._free(columns, beside))}{row}"
            drawn = Drawing(charts.chart_xml(chart, self.lang, put.width, place), put.width)
            self.sheet.file.add_chart(drawn, corner)

    def _free(self, columns: int, beside: int) -> int:
        """The first column that lies to the right of so many columns, and of so many charts beside each other."""
        widths = chain((width + 2 for width in self.widths), repeat(8.43))
        ends = list(islice(accumulate(POINTS * width for width in widths), columns + 30))
        taken = max(ends[columns - 1] if columns else 0, beside * charts.WIDTH * CENTIMETRE)
        return next(index for index, end in enumerate([0, *ends], 1) if end >= taken)

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
        """Keep names on screen, and above them a sheet's only head; of several, its titles."""
        heads = [head for head, _ in self.tables]
        rows = [*heads[: len(heads) == 1], self.titles]
        if heads:
            last = next((row for row in rows if self._height(1, row + 1) <= FREEZES), 0)
            self.sheet.file.freeze_panes = f"B{last + 1}"

    def _height(self, first: int, end: int) -> float:
        """Points of the rows from the first up to but without the end."""
        return sum(self.heights.get(row, LINE_HEIGHT) for row in range(first, end))

    def _break(self) -> None:
        """Begin a new page where a heading, its table and its chart would be torn; a long table runs on."""
        right = max((self._free(put.columns, put.beside) for put in self.charts), default=0)
        columns = sum(width + 2 for width in self.widths)
        before = sum(width + 2 for width in self.widths[: right - 1]) + 8.43 * max(0, right - 1 - len(self.widths))
        wide = max(POINTS * columns, POINTS * before + charts.WIDTH * CENTIMETRE if self.charts else 0)
        page = PAGE * max(1, wide / ACROSS)
        papers = [Paper(page), Paper(page * LONGER)]
        for begin, end in pairwise([*self.begins, self.row]):
            height = self._height(begin, end)
            needs = height if height < page * TOGETHER else BEGINNING * LINE_HEIGHT
            if any(paper.used and paper.used + needs > paper.height for paper in papers):
                self.sheet.file.row_breaks.append(Break(id=begin - 1))
                papers = [Paper(paper.height) for paper in papers]
            papers = [Paper(paper.height, (paper.used + height) % paper.height) for paper in papers]


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
