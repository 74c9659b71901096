"""The blocks of a document as WordprocessingML, in the styles of the file that they will stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from docx.document import Document as File
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml.ns import nsdecls
from rich.cells import cell_len

from dealerplan.render.charts import ALONE, Size, chart_xml
from dealerplan.render.docx.template import LEAD, MARGIN, SHORT
from dealerplan.render.package import escaped
from dealerplan.render.theme import FILLS, HEAD, INK, INKS, RULE
from dealerplan.render.typeset import FIELDS, text
from dealerplan.render.widths import narrowed
from dealerplan.view.document import (
    Block,
    Cell,
    Chart,
    Charts,
    Column,
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
from dealerplan.words import Lang

TWIP = 635  # in the units of drawings and lengths, 360000 to a centimetre
CENTIMETRE = 360_000
SIZES = (18, 17, 16, 15, 14, 13, 12)  # half points of a table's text, the largest that fits is taken
SMALLEST = 15  # half points: a table that needs smaller text lies across the page, or stands above its chart
FACT = 20  # half points of labels and sentences, as the template has them
LINE = 12.5  # twips of a table's line for each half point, as high whatever the font
CELL, PADDING = 6.5, 160  # twips of a cell of text for each half point; twips beside each column
BARE = {1: 32, 2: 26, 3: 22}  # half points of headings, where the template has no style for them
NAME = 16  # cells to which words may be folded
TOGETHER, BEGINNING = 14, 3  # rows of a table that is kept on one page, and of a longer one beside its heading
NARROWEST, LEAST, WIDEST, GUTTER = 6.5, 8.3, 9.0, 0.3  # centimetres of a chart by a table, among others, and between
CHARTS = RELATIONSHIP_TYPE.CHART, "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
DRAWN = 1_000_000  # where the numbers of our drawings begin, far from the template's


class Widths(NamedTuple):
    """What each column of a table wants, and needs at least, in cells of text."""

    full: Sequence[int]
    least: Sequence[int]


def is_wide(document: Document, lang: Lang) -> bool:
    """Whether a table would have to be squeezed on an upright page."""
    tables = (block for block in document.blocks if isinstance(block, Table))
    room = (SHORT - 2 * MARGIN) / TWIP
    return any(_twips(_widths(table, lang).least, SMALLEST) > room for table in tables)


def _widths(table: Table, lang: Lang) -> Widths:
    full, least = [], []
    for index, column in enumerate(table.columns):
        head = text(column.title, lang)
        cells = max((cell_len(text(row[index].text, lang)) + 2 * row[index].level for row in table.rows), default=0)
        word = max(cell_len(part) for part in head.split(" ")) + 1
        full.append(max(cell_len(head) + 1, cells))
        least.append(max(word, min(cells, NAME) if column.content == "words" else cells))
    return Widths(full, least)


def _twips(widths: Sequence[int], size: int) -> float:
    return sum(widths) * CELL * size + PADDING * len(widths)


class Writer:
    """Writes blocks for a file, to which it adds the parts that charts need."""

    def __init__(self, file: File, lang: Lang) -> None:
        self.file, self.lang, self.room = file, lang, 0
        self.styles = {style.name: style.style_id for style in file.styles}
        self.drawn = DRAWN
        self.leads = False

    def document(self, document: Document, room: int) -> Iterator[str]:
        """All blocks in `room` twips, each part on pages of its own; where there are several, their titles on top."""
        self.room = room
        if len(document.title) > 1:
            yield from self._items(Items([Line(title) for title in document.title]))
        has_before = False
        for part in document.parts():
            blocks = list(laid_out(part))
            for block, after in zip_longest(blocks, blocks[1:]):
                is_title = part_title(block) is not None
                self.leads = (isinstance(block, Heading) and is_title) or (self.leads and isinstance(block, Line))
                yield from self._block(block, after, has_before and is_title)
                has_before = True

    def _block(self, block: Block | Pictured | Charts, after: object, starts: bool) -> Iterator[str]:
        match block:
            case Masthead():
                yield self._heading(block.title, 1, starts)
                if block.fields:
                    fields = (text(field, self.lang).replace(" ", _JOINED) for field in block.fields)
                    yield _paragraph(_run(FIELDS.join(fields), "quiet"), _STAYS)
            case Heading():
                yield self._heading(block.text, block.level, starts)
            case Line():
                stays = _STAYS if isinstance(after, Table | Pictured | Charts | Line | Items | Facts) else ""
                yield _paragraph(
                    _sentence(text(block.text, self.lang), block.tone), self._style(LEAD) * self.leads + stays
                )
            case Items():
                yield from self._items(block, _STAYS if isinstance(after, Table | Pictured) else "")
            case Facts():
                yield self._facts(block)
                yield _END
            case Table() if block.columns:
                is_explained = isinstance(after, Line)
                yield self._table(block, self.room, is_explained)
                yield _SPACE.replace("<w:pPr>", f"<w:pPr>{_STAYS}") if is_explained else _SPACE
            case Pictured():
                yield from self._pictured(block)
            case Charts():
                room = self.room * TWIP / CENTIMETRE
                across = min(len(block.charts), max(1, int((room + GUTTER) // (LEAST + GUTTER))))
                width = min((room - GUTTER * (across - 1)) / across, WIDEST if across > 1 else ALONE.width)
                size = Size(width) if across > 1 else ALONE._replace(width=width)
                for first in range(0, len(block.charts), across):
                    yield _paragraph("".join(self._chart(one, size) for one in block.charts[first : first + across]))

    def _heading(self, said: Said, level: int, starts: bool) -> str:
        style, breaks = self._style(f"Heading {level}"), "<w:pageBreakBefore/>" * starts
        words = text(said, self.lang)
        run = _run(words) if style else _run(words, "plain", BARE[level], "<w:b/>")
        return _paragraph(run, style + _STAYS + breaks + _APART * (not style))

    def _items(self, items: Items, stays: str = "") -> Iterator[str]:
        style = self._style("List Bullet")
        for line in items.lines:
            words = text(line.text, self.lang)
            yield _paragraph(_sentence(words if style else f"• {words}", line.tone), style + stays)

    def _facts(self, facts: Facts) -> str:
        """Labels and their lines in two columns without borders."""
        widest = max((cell_len(text(label, self.lang)) for label, _ in facts.rows), default=0)
        left = int(min(widest * CELL * FACT + 2 * PADDING, self.room * 0.35))
        rows = []
        for label, lines in facts.rows:
            said = [_paragraph(_sentence(text(line.text, self.lang), line.tone)) for line in lines]
            shown = _paragraph(_run(text(label, self.lang), more="<w:b/>"))
            rows.append(_row(_plain_box(shown, left) + _plain_box("".join(said) or _paragraph(""), self.room - left)))
        grid = f'<w:gridCol w:w="{left}"/><w:gridCol w:w="{self.room - left}"/>'
        return f"<w:tbl>{_BOXES}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"

    def _style(self, name: str) -> str:
        """The style of that name, where the template has it."""
        return f'<w:pStyle w:val="{escaped(self.styles[name])}"/>' if name in self.styles else ""

    def _pictured(self, block: Pictured) -> Iterator[str]:
        """A table and its chart in two boxes without borders, where both have room; else one below the other."""
        gutter = int(GUTTER * CENTIMETRE / TWIP)
        full, least = _widths(block.table, self.lang)
        wanted = _twips(full, SIZES[1])
        left = int(max(min(wanted, self.room * 0.58), self.room * 0.5))
        right = self.room - left - gutter
        centimetres = right * TWIP / CENTIMETRE
        if centimetres < NARROWEST or _twips(least, SMALLEST) > left:
            yield self._table(block.table, self.room, stays=True)
            yield _paragraph(self._chart(block.chart, Size(min(self.room * TWIP / CENTIMETRE, WIDEST))))
            return
        chart = _paragraph(self._chart(block.chart, Size(centimetres)))
        boxes = _plain_box(self._table(block.table, left) + _END, left + gutter) + _plain_box(chart, right)
        grid = f'<w:gridCol w:w="{left + gutter}"/><w:gridCol w:w="{right}"/>'
        yield f"<w:tbl>{_BOXES}<w:tblGrid>{grid}</w:tblGrid>{_row(boxes)}</w:tbl>"
        yield _END

    def _table(self, table: Table, room: int, stays: bool = False) -> str:
        """A table; one that `stays` is on the page of what follows it, a long one with its last rows."""
        full, least = _widths(table, self.lang)
        unfolded = (size for size in SIZES if size >= SMALLEST and _twips(full, size) <= room)
        size = next(unfolded, None) or next((size for size in SIZES if _twips(least, size) <= room), SIZES[-1])
        cells = int((room - PADDING * len(full)) / (CELL * size))
        widths = _filling([int(width * CELL * size) + PADDING for width in narrowed(full, least, cells)], room)
        heads = "".join(
            _box(_run(text(column.title, self.lang), "plain", size, "<w:b/>"), size, width, column, _STAYS, fill=HEAD)
            for column, width in zip(table.columns, widths, strict=True)
        )
        last = len(table.rows) - 1
        first, end = (last, last) if last < TOGETHER else (BEGINNING, last - 1)
        rows = "".join(
            _row("".join(self._cell(*triple, size, at < first or (stays and at >= end))
                         for triple in zip(row, table.columns, widths, strict=True)))
            for at, row in enumerate(table.rows)
        )  # fmt: skip
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        return f"<w:tbl>{_LOOK}<w:tblGrid>{grid}</w:tblGrid>{_row(heads, '<w:tblHeader/>')}{rows}</w:tbl>"

    def _cell(self, cell: Cell, column: Column, width: int, size: int, stays: bool) -> str:
        words = text(cell.text, self.lang)
        run = _run(words if column.content == "words" else words.replace(" ", _JOINED), cell.tone, size)
        return _box(run, size, width, column, _STAYS if stays else "", cell.level, FILLS.get(cell.tone))

    def _chart(self, chart: Chart, size: Size) -> str:
        """A drawing of the chart, whose own part comes with it."""
        blob = chart_xml(chart, self.lang, size)
        package = self.file.part.package
        assert package is not None
        part = Part(package.next_partname("/word/charts/chart%d.xml"), CHARTS[1], blob, package)
        self.drawn += 1
        return _DRAWING.format(
            names=nsdecls("wp", "a", "c", "r"),
            wide=int(size.width * CENTIMETRE),
            high=int(size.height * CENTIMETRE),
            number=self.drawn,
            title=escaped(text(chart.title, self.lang)),
            part=self.file.part.relate_to(part, CHARTS[0]),
        )


def _filling(widths: Sequence[int], room: int) -> list[int]:
    """The widths, each larger or smaller in the same measure, so that they fill the room."""
    return [width * room // sum(widths) for width in widths]


_JOINED = "\u00a0"  # a space at which no line ends
_STAYS = "<w:keepNext/>"
_APART = '<w:spacing w:before="200"/>'
_END = (  # Word wants a paragraph after a table: the smallest there is
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
)
_SPACE = _END.replace('w:line="20"', 'w:line="120"')
_BOXES = (
    '<w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
    '<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
)
_LOOK = (
    f'<w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders><w:top w:val="single" w:sz="8" w:color="{INK}"/>'
    f'<w:bottom w:val="single" w:sz="8" w:color="{INK}"/><w:insideH w:val="single" w:sz="4" w:color="{RULE}"/>'
    '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="80" w:type="dxa"/>'
    '<w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>'
)
_DRAWING = (
    '<w:r><w:drawing><wp:inline {names} distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
    '<wp:docPr id="{number}" name="chart {number}" descr="{title}"/><a:graphic>'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart r:id="{part}"/>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)


def _row(cells: str, more: str = "") -> str:
    """A row that no page break divides."""
    return f"<w:tr><w:trPr><w:cantSplit/>{more}</w:trPr>{cells}</w:tr>"


def _box(run: str, size: int, width: int, column: Column, stays: str, level: int = 0, fill: str | None = None) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    side = "right" if column.content == "figures" else "left"
    look = (
        f'{stays}<w:spacing w:before="10" w:after="10" w:line="{int(size * LINE)}" w:lineRule="exact"/>'
        f'<w:ind w:left="{200 * level}"/><w:jc w:val="{side}"/><w:rPr>{_size(size)}</w:rPr>'  # of the empty ones, too
    )
    box = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}<w:vAlign w:val="center"/></w:tcPr>'
    return f"<w:tc>{box}{_paragraph(run, look)}</w:tc>"


def _plain_box(content: str, width: int) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'


def _paragraph(runs: str, look: str = "") -> str:
    return f"<w:p><w:pPr>{look}</w:pPr>{runs}</w:p>"


def _run(words: str, tone: Tone = "plain", size: int | None = None, more: str = "") -> str:
    bold = "<w:b/>" if tone == "bad" else more
    ink = f'<w:color w:val="{INKS[tone]}"/>' if tone in INKS else ""
    points = _size(size) if size else ""
    return f'<w:r><w:rPr>{bold}{ink}{points}</w:rPr><w:t xml:space="preserve">{escaped(words)}</w:t></w:r>'


def _sentence(words: str, tone: Tone) -> str:
    """Words in which no line ends after a minus, and so leaves a figure without its sign."""
    return _MINUS.sub('</w:t><w:noBreakHyphen/><w:t xml:space="preserve">', _run(words, tone))


_MINUS = re.compile(r"(?<![\w-])-(?=\d)")


def _size(size: int) -> str:
    return f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
