"""The blocks of a document as WordprocessingML, in the styles of the file that they will stand in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from docx.document import Document as File
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml.ns import nsdecls
from rich.cells import cell_len

from dealerplan.render.look import FILLS, HEAD, INK, INKS, RULE
from dealerplan.render.package import escaped
from dealerplan.render.template import LONG, MARGIN, SHORT
from dealerplan.render.widths import narrowed
from dealerplan.view.document import Block, Cell, Chart, Column, Document, Heading, Items, Line, Table, Tone
from dealerplan.words import Lang, text

TWIP = 635  # in the units of drawings and lengths, 360000 to a centimetre
CENTIMETRE = 360_000
SIZES = (18, 17, 16, 15, 14, 13, 12)  # half points of a table's text, the largest that fits is taken
CELL, PADDING = 6.3, 120  # twips of a cell of text for each half point; twips beside each column
NAME = 16  # cells to which words may be folded
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
    return any(_twips(_widths(table, lang).full, SIZES[0]) > room for table in tables)


def _widths(table: Table, lang: Lang) -> Widths:
    full, least = [], []
    for index, column in enumerate(table.columns):
        head = text(column.title, lang)
        cells = max((cell_len(text(row[index].content, lang)) + 2 * row[index].level for row in table.rows), default=0)
        word = max(cell_len(part) for part in head.split(" ")) + 1
        full.append(max(cell_len(head) + 1, cells))
        least.append(max(word, min(cells, NAME) if column.content == "words" else cells))
    return Widths(full, least)


def _twips(widths: Sequence[int], size: int) -> float:
    return sum(widths) * CELL * size + PADDING * len(widths)


class Writer:
    """Writes blocks for a file, to which it adds the parts that charts need."""

    def __init__(self, file: File, lang: Lang) -> None:
        self.file, self.lang = file, lang
        section = file.sections[-1]
        self.room = ((section.page_width or LONG) - (section.left_margin or 0) - (section.right_margin or 0)) // TWIP
        self.styles = {style.name: style.style_id for style in file.styles}
        self.drawn = DRAWN

    def blocks(self, blocks: Sequence[Block]) -> Iterator[str]:
        """Paragraphs and tables; charts that follow each other share a paragraph."""
        has_before = False
        for is_chart, group in groupby(blocks, lambda block: isinstance(block, Chart)):
            if is_chart:
                yield _paragraph("".join(self._chart(chart) for chart in group if isinstance(chart, Chart)))
                continue
            for block in group:
                starts = has_before and isinstance(block, Heading) and block.level == 1
                yield from self._block(block, starts)
                has_before = True

    def _block(self, block: Block, starts: bool) -> Iterator[str]:
        match block:
            case Heading():
                style = self._style(f"Heading {block.level}") + ("<w:pageBreakBefore/>" if starts else "")
                yield _paragraph(_run(text(block.text, self.lang)), style)
            case Line():
                yield _paragraph(_run(text(block.text, self.lang), block.tone))
            case Items():
                style = self._style("List Bullet")
                for line in block.lines:
                    words = text(line.text, self.lang)
                    yield _paragraph(_run(words if style else f"• {words}", line.tone), style)
            case Table() if block.columns:
                yield self._table(block)
                yield _paragraph("")

    def _style(self, name: str) -> str:
        """The style of that name, where the template has it."""
        return f'<w:pStyle w:val="{escaped(self.styles[name])}"/>' if name in self.styles else ""

    def _table(self, table: Table) -> str:
        full, least = _widths(table, self.lang)
        size = next((size for size in SIZES if _twips(least, size) <= self.room), SIZES[-1])
        cells = int((self.room - PADDING * len(full)) / (CELL * size))
        widths = [int(width * CELL * size) + PADDING for width in narrowed(full, least, cells)]
        over = max(sum(widths) / self.room, 1)
        widths = [int(width / over) for width in widths]
        heads = "".join(
            _box(_run(text(column.title, self.lang), "plain", size, "<w:b/>"), width, column, fill=HEAD)
            for column, width in zip(table.columns, widths, strict=True)
        )
        rows = "".join(
            _row("".join(self._cell(*triple, size) for triple in zip(row, table.columns, widths, strict=True)))
            for row in table.rows
        )
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        return f"<w:tbl>{_LOOK}<w:tblGrid>{grid}</w:tblGrid>{_row(heads, '<w:tblHeader/>')}{rows}</w:tbl>"

    def _cell(self, cell: Cell, column: Column, width: int, size: int) -> str:
        run = _run(text(cell.content, self.lang), cell.tone, size)
        return _box(run, width, column, cell.level, FILLS.get(cell.tone))

    def _chart(self, chart: Chart) -> str:
        """A drawing of the chart, whose own part comes with it; empty where nothing is known."""
        if not chart.is_known:
            return ""
        from dealerplan.render import charts

        centimetres = self.room * TWIP / CENTIMETRE
        width = centimetres / 2 - 0.1 if centimetres > charts.WIDTH * 1.4 else min(charts.WIDTH, centimetres)
        blob = charts.chart_xml(chart, self.lang)
        package = self.file.part.package
        assert package is not None
        part = Part(package.next_partname("/word/charts/chart%d.xml"), CHARTS[1], blob, package)
        self.drawn += 1
        return _DRAWING.format(
            names=nsdecls("wp", "a", "c", "r"),
            wide=int(width * CENTIMETRE),
            high=int(width * CENTIMETRE * charts.HEIGHT / charts.WIDTH),
            number=self.drawn,
            title=escaped(text(chart.title, self.lang)),
            part=self.file.part.relate_to(part, CHARTS[0]),
        )


_LOOK = (
    f'<w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders><w:top w:val="single" w:sz="8" w:color="{INK}"/>'
    f'<w:bottom w:val="single" w:sz="8" w:color="{INK}"/><w:insideH w:val="single" w:sz="4" w:color="{RULE}"/>'
    '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="60" w:type="dxa"/>'
    '<w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
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


def _box(run: str, width: int, column: Column, level: int = 0, fill: str | None = None) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    side = "right" if column.content == "figures" else "left"
    look = (
        '<w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/>'
        f'<w:ind w:left="{200 * level}"/><w:jc w:val="{side}"/>'
    )
    box = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}<w:vAlign w:val="center"/></w:tcPr>'
    return f"<w:tc>{box}{_paragraph(run, look)}</w:tc>"


def _paragraph(runs: str, look: str = "") -> str:
    return f"<w:p><w:pPr>{look}</w:pPr>{runs}</w:p>"


def _run(words: str, tone: Tone = "plain", size: int | None = None, more: str = "") -> str:
    bold = "<w:b/>" if tone == "bad" else more
    ink = f'<w:color w:val="{INKS[tone]}"/>' if tone in INKS else ""
    points = f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else ""
    return f'<w:r><w:rPr>{bold}{ink}{points}</w:rPr><w:t xml:space="preserve">{escaped(words)}</w:t></w:r>'
