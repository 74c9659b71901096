"""Word documents, and templates that users bring."""

from __future__ import annotations

import io
import re
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document as File
from docx.oxml.ns import qn
from docx.shared import Mm

from dealerplan.errors import UsageError
from dealerplan.render.formats import Options, writer
from dealerplan.render.package import LONG_AGO
from dealerplan.view.document import Document, Heading
from tests.render.corpus import corpus
from tests.render.readers import said, told, word

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
    assert found[1:-1] == said(STATUS, "zh")
    assert found[-1] == "签字："


def test_headers_and_cells_of_a_template_are_filled() -> None:
    file = docx.Document()
    file.sections[0].header.paragraphs[0].text = "{{ title }}"
    file.add_table(1, 1).cell(0, 0).text = "{{p report }}"
    out = opened(filled(saved(file)))
    assert out.sections[0].header.paragraphs[0].text == "展厅团队年度计划"
    cell = out.tables[0].cell(0, 0)
    inner = [one.text for table in cell.tables for row in table.rows for one in row.cells]
    assert sorted(told([*(one.text for one in cell.paragraphs), *inner])) == sorted(said(STATUS, "zh"))


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
    room = (Mm(148) - 2 * Mm(31.75)) / 635
    for table in out.tables:
        assert sum(int(one.get(qn("w:w"), "0")) for one in table._tbl.tblGrid) <= room


@pytest.mark.parametrize(
    ("template", "message", "hint"),
    [
        (b"", "the template is no Word document", None),
        (b"PK junk", "the template is no Word document", None),
        (writer("xlsx")(STATUS, "en", Options()), "the template is no Word document", None),
        (of("no place"), "the template has no paragraph {{p report }}", "write it alone"),
        (of("so: {{ report }}"), "the template has no paragraph {{p report }}", "write it alone"),
        (of("{{p report }"), "the template can't be filled", "it may say {{p report }}, {{ title }}"),
        (of("{% if %}", "{{p report }}"), "the template can't be filled", "it may say"),
        (of("{{ dealer }}", "{{p report }}"), "the template can't be filled: 'dealer' is undefined", "it may say"),
        (of("{{ 1 / 0 }}", "{{p report }}"), "the template can't be filled: division by zero", "it may say"),
        (of("{{ title.__class__.__mro__ }}", "{{p report }}"), "the template can't be filled: access to", "it may say"),
    ],
)
def test_what_is_wrong_with_a_template_is_said(template: bytes, message: str, hint: str | None) -> None:
    with pytest.raises(UsageError) as caught:
        filled(template)
    assert str(caught.value.message).startswith(message)
    assert (caught.value.hint is None) == (hint is None)
    assert hint is None or str(caught.value.hint).startswith(hint)


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


def test_heads_are_repeated_and_rows_kept_whole() -> None:
    for table in opened(filled(None)).tables:
        rows = table._tbl.tr_lst
        assert [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [True] + [False] * (len(rows) - 1)
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)


def test_tones_are_shades_and_the_sign_stays() -> None:
    cells = [cell for table in opened(filled(None)).tables for row in table.rows for cell in row.cells]
    shades = {cell.text: shade.get(qn("w:fill")) for cell in cells for shade in cell._tc.iter(qn("w:shd"))}
    assert shades["!! 已逾期"] == "FBE3E4"
    assert shades["++ 已完成"] == "E3F4E8"


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
