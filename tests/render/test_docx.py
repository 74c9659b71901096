"""Word documents, and templates that users bring."""

from __future__ import annotations

import io
import re
from fractions import Fraction
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document as File
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table as DocxTable

from dealerplan.domain.shown import Amount
from dealerplan.render import charts
from dealerplan.render.formats import Options, writer
from dealerplan.render.package import LONG_AGO
from dealerplan.view.document import (
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Facts,
    Heading,
    Items,
    Line,
    Masthead,
    Series,
    Table,
)
from dealerplan.words import say
from tests.render.corpus import corpus
from tests.render.readers import in_paragraphs, paragraphs, told, word

TWO = Facts([("差额构成", [Line("a"), Line("b", "bad")]), ("c", [])])
STATUS = corpus()["showroom"]


def saved(file: File) -> bytes:
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def of(*paragraphs: str) -> bytes:
    """A template with these paragraphs."""
    file = docx.Document()
    for paragraph in paragraphs:
        file.add_paragraph(paragraph)
    return saved(file)


def filled(template: bytes | None, document: Document = STATUS) -> bytes:
    return writer("docx")(document, "zh", Options(template=template))


def opened(content: bytes) -> File:
    return docx.Document(io.BytesIO(content))


def test_a_template_holds_the_report_and_its_title() -> None:
    found = word(filled(of("{{ title }} 汇报", "{{p report }}", "签字：")))
    assert found[0] == "展厅团队年度计划 汇报"
    assert found[1:-1] == in_paragraphs(STATUS, "zh")
    assert found[-1] == "签字："


def test_headers_and_cells_of_a_template_are_filled() -> None:
    file = docx.Document()
    file.sections[0].header.paragraphs[0].text = "{{ title }}"
    file.add_table(1, 1).cell(0, 0).text = "{{p report }}"
    out = opened(filled(saved(file)))
    assert out.sections[0].header.paragraphs[0].text == "展厅团队年度计划"
    cell = out.tables[0].cell(0, 0)
    assert told(list(paragraphs(cell))) == in_paragraphs(STATUS, "zh")


def test_a_template_decides_how_things_look() -> None:
    file = docx.Document()
    file.styles["Heading 1"].element.set(qn("w:styleId"), "1")  # as Word names it in Chinese
    bullet = file.styles["List Bullet"].element
    bullet.getparent().remove(bullet)
    file.sections[0].page_width = Mm(148)
    file.add_paragraph("{{p report }}")
    out = opened(filled(saved(file), corpus()["charted"]))
    first = next(one for one in out.paragraphs if one.text == "售后服务部年度计划")
    assert first._p.style == "1"
    assert "• 第一条" in [one.text for one in out.paragraphs]
    room = round((Mm(148) - 2 * Mm(31.75)) / 635)
    for table in out.tables:
        assert sum(int(one.get(qn("w:w"), "0")) for one in table._tbl.tblGrid) <= room


def test_names_are_no_templates() -> None:
    hostile = Document([Heading("{{ 7*7 }} {_{ 8*8 }_} {% raise %} <w:p/> & ]]>")])
    assert word(filled(of("{{ title }}", "{{p report }}"), hostile)) == [str(hostile.blocks[0].text)] * 2  # type: ignore[union-attr]


@pytest.mark.parametrize(("name", "is_wide"), [("aftersales", True), ("empty", False)])
def test_a_page_lies_across_where_tables_are_wide(name: str, is_wide: bool) -> None:
    section = opened(filled(None, corpus()[name])).sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert (section.page_width > section.page_height) == is_wide
    assert [round(side.mm) for side in sorted((section.page_width, section.page_height))] == [210, 297]


def test_every_style_names_a_chinese_font() -> None:
    fonts = list(opened(filled(None)).styles.element.iter(qn("w:rFonts")))
    assert {one.get(qn("w:eastAsia")) for one in fonts} == {"宋体", "黑体"}
    assert not any("Theme" in name for one in fonts for name in one.attrib)


def test_pages_are_numbered() -> None:
    footer = opened(filled(None)).sections[0].footer._element.xml
    assert re.findall(r'w:instr="(\w+)"', footer) == ["PAGE", "NUMPAGES"]


def test_the_title_and_the_period_are_on_every_page() -> None:
    one: list[Block] = [Heading("甲计划"), Line("门店"), Line("2026-09"), Heading("a", 2)]
    out = opened(filled(None, Document(one)))
    fields = ["STYLEREF 1", "STYLEREF &quot;dealerplan lead&quot; \\l"]
    assert top(out) == (fields, ["甲计划", "2026-09"])
    assert [line.style.name for line in out.paragraphs[1:3] if line.style] == ["dealerplan lead"] * 2
    assert top(opened(filled(None, Document([Heading("甲计划")])))) == (fields[:1], ["甲计划"])
    assert top(opened(filled(None, Document([])))) == ([], [])


def test_where_nothing_is_looked_up_the_top_of_pages_is_true_of_every_part() -> None:
    document = Document([Heading("甲计划"), Line("2026-09"), Heading("乙计划"), Line("b")])
    assert top(opened(filled(None, document)))[1] == ["甲计划、乙计划"]


def top(out: File) -> tuple[list[str], list[str]]:
    """What the header looks up, and what it says until then."""
    header = out.sections[0].header._element.xml
    words = re.findall(r"<w:t [^>]*>([^<]*)</w:t>", header)
    return re.findall(r'w:instr="([^"]+)"', header), [word for word in words if word.strip()]


def test_several_parts_are_listed_on_top() -> None:
    paragraphs = [one.text for one in opened(filled(None, corpus()["several"])).paragraphs]
    assert paragraphs[:3] == ["销售顾问上半年个人计划", "展厅团队年度计划", "销售顾问上半年个人计划"]


MONTHS = Table(
    [Column("month", say("Month"), "fixed"), Column("actual", say("Actual"))],
    [[Cell(f"2026-0{month}"), Cell(Amount(Fraction(month)))] for month in range(1, 10)],
)
PICTURE = Chart("p", ["1", "2"], [Series("a", [Amount(Fraction(1)), Amount(Fraction(2))], "actual")])


def widths(table: DocxTable) -> int:
    return sum(int(one.get(qn("w:w"), "0")) for one in table._tbl.tblGrid)


def test_a_chart_stands_beside_its_table_on_one_page() -> None:
    (outer,) = opened(filled(None, Document([Heading("a", 3), MONTHS, PICTURE]))).tables
    left, right = outer.rows[0].cells
    assert outer._tbl.find(f".//{qn('w:tblBorders')}") not in list(outer._tbl.tblPr)
    assert len(left.tables) == 1
    assert right._tc.find(f".//{qn('w:drawing')}") is not None
    assert outer.rows[0]._tr.find(f".//{qn('w:cantSplit')}") is not None


def test_a_table_too_wide_to_be_read_beside_its_chart_stands_above_it_on_the_same_page() -> None:
    wide = Table([Column("actual", say("Actual"))] * 8, [[Cell("1,234,567")] * 8] * 3)
    (found,) = opened(filled(None, Document([Heading("a", 3), wide, PICTURE]))).tables
    assert {one.get(qn("w:val")) for one in found._tbl.iterfind(f".//{qn('w:szCs')}")} == {"18"}
    assert all(row.find(f".//{qn('w:keepNext')}") is not None for row in found._tbl.tr_lst)


def test_headings_stand_out_where_the_template_has_no_style_for_them() -> None:
    """Word keeps those styles only that a document uses."""
    bare = docx.Document()
    for level in (1, 2, 3):
        bare.styles[f"Heading {level}"].delete()
    bare.add_paragraph("{{p report }}")
    blocks: list[Block] = [Heading("a", 1), Heading("b", 2), Heading("c", 3), Line("plain")]
    found = opened(filled(saved(bare), Document(blocks))).paragraphs
    assert [(one.text, one.runs[0].bold) for one in found] == [("a", True), ("b", True), ("c", True), ("plain", None)]


def test_notes_stay_with_the_table_below_them() -> None:
    blocks: list[Block] = [
        Heading("a", 3),
        Line("why"),
        Items([Line("a note")]),
        MONTHS,
        PICTURE,
        Items([Line("another")]),
    ]
    paragraphs = opened(filled(None, Document(blocks))).paragraphs
    kept = {one.text: one.paragraph_format.keep_with_next for one in paragraphs if one.text}
    assert kept == {"a": True, "why": True, "a note": True, "another": None}


def test_a_legend_of_two_lines_has_room_below_the_labels() -> None:
    def height(name: str, width: float = 7) -> float:
        series = [Series(name, PICTURE.series[0].points, "actual")] * 2
        xml = charts.chart_xml(PICTURE._replace(series=series), "en", charts.Size(width)).decode()
        return float(xml.partition('<c:h val="')[2].partition('"')[0])

    assert height("a" * 20) < height("a")
    assert height("累计应达：13.8万", 9) < height("a", 9)


def test_tables_stay_with_their_headings() -> None:
    """Short ones as a whole; of long ones the beginning, since the rest would leave a page half empty."""

    def kept(rows: int) -> list[bool]:
        table = Table([Column("actual", say("Actual"))], [[Cell("1")]] * rows)
        (found,) = opened(filled(None, Document([Heading("a", 2), table]))).tables
        return [row.find(f".//{qn('w:keepNext')}") is not None for row in found._tbl.tr_lst]

    assert kept(4) == [True] * 4 + [False]
    assert kept(30) == [True] * 4 + [False] * 27


def test_a_table_stays_with_the_line_that_explains_it() -> None:
    def kept(rows: int) -> list[bool]:
        table = Table([Column("actual", say("Actual"))], [[Cell("1")]] * rows)
        (found,) = opened(filled(None, Document([table, Line("legend")]))).tables
        return [row.find(f".//{qn('w:keepNext')}") is not None for row in found._tbl.tr_lst]

    assert kept(4) == [True] * 5
    assert kept(30) == [True] * 4 + [False] * 25 + [True] * 2


def test_rows_are_as_high_in_every_font() -> None:
    (found,) = opened(filled(None, Document([MONTHS]))).tables
    assert {re.search(r'w:line="(\d+)" w:lineRule="exact"', row._tr.xml)[1] for row in found.rows} == {"225"}  # type: ignore[index]


@pytest.mark.parametrize(("page", "margin"), [(297, 20), (210, 30), (105, 10)])
def test_tables_are_as_wide_as_the_text_of_the_template(page: int, margin: int) -> None:
    """Also where the sections before and after it have other pages."""
    file = docx.Document()
    file.add_paragraph("甲")
    section = file.add_section()
    section.page_width, section.left_margin, section.right_margin = Mm(page), Mm(margin), Mm(margin)
    file.add_paragraph("{{p report }}")
    file.add_section().page_width = Mm(150)
    room = (page - 2 * margin) / 25.4 * 1440
    (table,) = opened(filled(saved(file), Document([MONTHS]))).tables
    assert widths(table) == pytest.approx(room, abs=3)


def test_tables_fit_the_cell_that_they_stand_in() -> None:
    file = docx.Document()
    table = file.add_table(1, 2)
    table.cell(0, 1).width = Mm(60)
    table.cell(0, 1).text = "{{p report }}"
    (inner,) = opened(filled(saved(file), Document([MONTHS, PICTURE]))).tables[0].cell(0, 1).tables
    assert widths(inner) <= 60 / 25.4 * 1440


def test_empty_cells_are_as_high_as_others() -> None:
    """Their paragraphs' marks have the size of the text, also in a template whose own text is larger."""
    table = Table([Column("actual", say("Actual"))] * 2, [[Cell("1"), Cell()]])
    (found,) = opened(filled(of("{{p report }}"), Document([table]))).tables
    sizes = [re.findall(r'<w:sz w:val="(\d+)"/>', box._tc.xml) for box in found.rows[1].cells]
    assert sizes == [["18", "18"]] * 2


def test_figures_have_no_place_to_break() -> None:
    table = Table(
        [Column("goal", say("Goal")), Column("target", say("Target"), "words")], [[Cell(">= 15"), Cell("a b")]]
    )
    (found,) = opened(filled(None, Document([table]))).tables
    assert [cell.text for cell in found.rows[1].cells] == [">=\u00a015", "a b"]


def test_a_figure_and_its_minus_stand_on_one_line() -> None:
    (line,) = opened(filled(None, Document([Line(say("gap -5, 2026-03 - 4"))]))).paragraphs
    assert line.text == "gap -5, 2026-03 - 4"
    assert len(list(line._p.iter(qn("w:noBreakHyphen")))) == 1


def test_heads_are_repeated_and_rows_kept_whole() -> None:
    tables = [table for table in opened(filled(None)).tables if table._tbl.tblPr.find(qn("w:tblBorders")) is not None]
    for table in tables:
        rows = table._tbl.tr_lst
        assert [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [True] + [False] * (len(rows) - 1)
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)


def test_tones_are_shades_and_the_sign_stays() -> None:
    cells = [cell for table in opened(filled(None)).tables for row in table.rows for cell in row.cells]
    shades = {cell.text: shade.get(qn("w:fill")) for cell in cells for shade in cell._tc.iter(qn("w:shd"))}
    assert shades["!!\u00a0已逾期"] == "FBE3E4"
    assert shades["++\u00a0已完成"] == "E3F4E8"


def test_charts_are_parts_of_their_own() -> None:
    content = filled(None, corpus()["charted"])
    with ZipFile(io.BytesIO(content)) as archive:
        charts = [name for name in archive.namelist() if name.startswith("word/charts/")]
        body = archive.read("word/document.xml").decode()
        assert {entry.date_time for entry in archive.infolist()} == {LONG_AGO}
    assert len(charts) == body.count("<c:chart ") > 10
    numbers = re.findall(r'<wp:docPr id="(\d+)"', body)
    assert len(set(numbers)) == len(numbers) == len(charts)


def test_a_part_begins_on_a_page_of_its_own() -> None:
    def breaks(name: str) -> int:
        return str(opened(filled(None, corpus()[name]))._body._element.xml).count("w:pageBreakBefore")

    assert (breaks("showroom"), breaks("several")) == (0, 1)


def test_a_masthead_has_its_fields_below_and_alone_on_top_of_pages() -> None:
    out = opened(filled(None, Document([Masthead("月报", ["风行 广州店", "编制____"]), Line("完成")])))
    assert [(one.text, one.style.name if one.style else "") for one in out.paragraphs] == [
        ("月报", "Heading 1"),
        ("风行\u00a0广州店\u3000编制____", "Normal"),
        ("完成", "Normal"),
    ]
    assert top(out) == (["STYLEREF 1"], ["月报"])


def test_facts_stand_in_two_columns_as_wide_as_the_page() -> None:
    out = opened(filled(None, Document([TWO])))
    (table,) = out.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["差额构成", "a\nb"], ["c", ""]]
    assert widths(table) == pytest.approx((Mm(210) - 2 * Mm(15)) / 635, abs=3)
