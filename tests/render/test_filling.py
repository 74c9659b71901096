"""What a template of Word may ask for, where, and how much of it there may be."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Callable, Mapping
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.document import Document as File
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

from dealerplan.errors import UsageError
from dealerplan.render.docx import opening
from dealerplan.render.docx import placeholders as filling
from dealerplan.render.formats import MOST_TEMPLATE, Options, writer
from dealerplan.view.document import Document, Heading, Line
from dealerplan.words import say, text
from tests.render.test_docx import filled, of, opened, saved

REPORT = Document([Heading("东店"), Line(say("all is well"))])
HINT = "请把 {{p report }} 单独写成一段，放在要插入报告的位置；{{ title }} 代表报告标题"
NO_WORD = "the template is no Word document (.docx)"
TOO_LARGE = "the template is too large"


def words(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in opened(content).paragraphs]


def refused(template: bytes) -> UsageError:
    with pytest.raises(UsageError) as caught:
        filled(template, REPORT)
    assert text(caught.value.message, "zh") != text(caught.value.message, "en")
    return caught.value


def remade(change: Callable[[dict[str, bytes]], None], template: bytes | None = None) -> bytes:
    """A template with other parts."""
    with ZipFile(io.BytesIO(template or of("{{p report }}"))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    return zipped(parts)


def zipped(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def box(paragraph: Paragraph, words: str) -> None:
    """Put a text box into a paragraph."""
    content = f"<w:txbxContent><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:txbxContent>"
    spaces = f'{nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"'
    shape = f"<w:r {spaces}><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></w:r>"
    paragraph._p.append(parse_xml(shape))


@pytest.mark.parametrize(
    "runs",
    [
        ["{{ title }}"], ["{", "{", " ti", "tle }", "}"], ["{{title}}"], ["", "{{  title", "  ", "}}"],
        ["{{ t", "", "itle }}"],
    ],
)  # fmt: skip
def test_placeholders_may_be_split_over_runs(runs: list[str]) -> None:
    file = docx.Document()
    paragraph = file.add_paragraph("致：")
    for number, run in enumerate(runs):
        paragraph.add_run(run).bold = number == 0
    paragraph.add_run(" 敬启")
    place = file.add_paragraph()
    for run in ("{{", "p rep", "ort }", "}"):
        place.add_run(run)
    out = filled(saved(file), REPORT)
    assert words(out) == ["致：东店 敬启", "东店", "all is well"]
    (bold,) = [run.text for run in opened(out).paragraphs[0].runs if run.bold]
    assert bold == ("东店" if runs[0] else "")


def test_several_in_one_paragraph() -> None:
    assert words(filled(of("{{ title }}/{{title}} {{ title }}", "{{p report}}"), REPORT))[0] == "东店/东店 东店"


def test_the_title_stands_in_headers_footers_tables_and_boxes() -> None:
    file = docx.Document()
    section = file.sections[0]
    section.header.paragraphs[0].text, section.footer.paragraphs[0].text = "{{ title }}", "a {{ title }}"
    file.add_table(1, 1).cell(0, 0).text = "b {{ title }}"
    box(file.add_paragraph("around {{ title }}"), "c {{ title }}")
    file.add_paragraph("{{p report }}")
    out = opened(filled(saved(file), REPORT))
    assert out.sections[0].header.paragraphs[0].text == "东店"
    assert out.sections[0].footer.paragraphs[0].text == "a 东店"
    assert out.tables[0].cell(0, 0).text == "b 东店"
    assert [one.text for one in out.element.body.iter(qn("w:t"))][:3] == ["b 东店", "around 东店", "c 东店"]


FOOTNOTES = (
    f"<w:footnotes {nsdecls('w')}><w:footnote w:id='1'><w:p><w:r><w:t>{{}}</w:t></w:r></w:p></w:footnote></w:footnotes>"
)


def with_footnote(note: str) -> bytes:
    def change(parts: dict[str, bytes]) -> None:
        parts["word/footnotes.xml"] = FOOTNOTES.format(note).encode()
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
        types, rels = "[Content_Types].xml", "word/_rels/document.xml.rels"
        typed = f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
        parts[types] = parts[types].replace(b"</Types>", typed.encode())
        related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
        relation = f'<Relationship Id="rId99" Type="{related}" Target="footnotes.xml"/></Relationships>'
        parts[rels] = parts[rels].replace(b"</Relationships>", relation.encode())

    return remade(change)


def test_the_title_stands_in_a_footnote() -> None:
    with ZipFile(io.BytesIO(filled(with_footnote("{{ title }}"), REPORT))) as archive:
        assert "东店" in archive.read("word/footnotes.xml").decode()
    assert "{{ boss }} (a footnote)" in str(refused(with_footnote("{{ boss }}")).message)


def headed(words: str) -> bytes:
    file = docx.Document()
    file.sections[0].header.paragraphs[0].text = words
    file.add_paragraph("{{p report }}")
    return saved(file)


@pytest.mark.parametrize(
    ("template", "asked"),
    [
        (of("a", "{{ dealer }} {{boss}}", "{{p report }}"), "{{ dealer }} (paragraph 2), {{boss}} (paragraph 2)"),
        (headed("{{ dealer }}"), "{{ dealer }} (a header)"),
        (headed("{{p report }}"), "{{p report }} (a header)"),
        (of("{{ report }}"), "{{ report }} (paragraph 1)"),
        (of("{{p title }}", "{{p report }}"), "{{p title }} (paragraph 1)"),
        (of("{{p report }"), "{{p report } (paragraph 1)"),
        (of("{% for x in range(10**9) %}{{ x }}", "{{p report }}"),
         "{% for x in range(10**9) %} (paragraph 1), {{ x }} (paragraph 1)"),
        (of("{{ '%1000000000d' % 1 }}", "{{p report }}"), "{{ '%1000000000d' % 1 }} (paragraph 1)"),
        (of("{{ title.__class__ }}", "{{p report }}"), "{{ title.__class__ }} (paragraph 1)"),
        (of("{# a remark #}", "{{p report }}"), "{# a remark #} (paragraph 1)"),
        (of("{{", "{{p report }}"), "{{ (paragraph 1)"),
    ],
)  # fmt: skip
def test_nothing_else_can_be_asked_for(template: bytes, asked: str) -> None:
    error = refused(template)
    assert text(error.message, "en") == f"the template asks for {asked}, which no report has"
    assert text(error.hint, "zh") == HINT


@pytest.mark.parametrize(
    ("paragraphs", "message"),
    [
        (["no place"], "the template has no paragraph {{p report }}"),
        (["{{p report }}"] * 2, "the template has several paragraphs {{p report }}"),
        (["For the board: {{p report }}"], "{{p report }} does not stand alone (paragraph 1)"),
    ],
)
def test_the_report_has_one_place(paragraphs: list[str], message: str) -> None:
    error = refused(of(*paragraphs))
    assert (text(error.message, "en"), text(error.hint, "zh")) == (message, HINT)


def test_a_report_has_no_place_in_a_text_box() -> None:
    file = docx.Document()
    box(file.add_paragraph(), "{{p report }}")
    assert "{{p report }} (paragraph 2)" in str(refused(saved(file)).message)


def replaced(name: str, content: bytes) -> bytes:
    return remade(lambda parts: parts.update({name: content}))


PLACE = "<w:p><w:r><w:t>{{{{p report }}}}</w:t></w:r></w:p>"
BODY = f"<w:document {nsdecls('w')}><w:body>{{}}{PLACE}</w:body></w:document>"


@pytest.mark.parametrize(
    "template",
    [
        b"",
        b"PK junk",
        of("{{p report }}")[:-30],
        of("{{p report }}").replace(b"word/document.xml", b"word/documant.xml"),
        writer("xlsx")(REPORT, "en", Options()),
        zipped({"a.txt": b"a"}),
        replaced("[Content_Types].xml", b"<Types/>"),
        replaced("word/styles.xml", f"<w:styles {nsdecls('w')}><w:style/></w:styles>".encode()),
        remade(lambda parts: parts.update({"_rels/.rels": parts["_rels/.rels"].replace(b'Id="rId1"', b"")})),
        replaced("word/document.xml", b"<a"),
        replaced("word/document.xml", b"<a/>"),
        replaced("word/styles.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        replaced("word/document.xml", BODY.format("<w:p>" * 300 + "</w:p>" * 300).encode()),
    ],
)
def test_what_is_no_word_document(template: bytes) -> None:
    error = refused(template)
    assert text(error.message, "en") in (NO_WORD, TOO_LARGE)
    assert error.hint is not None


def named_otherwise(parts: dict[str, bytes]) -> None:
    """The document under a name that does not say that it is XML."""
    parts["word/document.png"] = BODY.format("<w:p/>" * (opening.MOST_ELEMENTS + 1)).encode()
    del parts["word/document.xml"]
    for name in ("[Content_Types].xml", "_rels/.rels"):
        parts[name] = parts[name].replace(b"word/document.xml", b"word/document.png")


def longer_than_it_says(parts: dict[str, bytes]) -> bytes:
    """A bomb whose archive says that it is small."""
    content = zipped({**parts, "word/big.bin": b"\0" * (opening.MOST_UNPACKED + 1)})
    size = (opening.MOST_UNPACKED + 1).to_bytes(4, "little")
    return content.replace(size, (100).to_bytes(4, "little"))


LARGE: Mapping[str, Callable[[], bytes]] = {
    "of bytes": lambda: b"PK\x03\x04" + bytes(MOST_TEMPLATE),
    "unpacked": lambda: replaced("word/media/big.bin", bytes(opening.MOST_UNPACKED + 1)),
    "of parts": lambda: remade(lambda parts: parts.update({f"a/{n}.bin": b"" for n in range(opening.MOST_PARTS)})),
    "of elements": lambda: replaced("word/document.xml", BODY.format("<w:p/>" * (opening.MOST_ELEMENTS + 1)).encode()),
    "of elements by another name": lambda: remade(named_otherwise),
    "of titles": lambda: of(*["{{ title }}"] * 200, "{{p report }}"),
}


@pytest.mark.parametrize("what", LARGE)
def test_too_large_a_template_is_refused_in_little_room(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "_MOST_FILLED", 399)
    template = LARGE[what]()
    tracemalloc.start()
    error = refused(template)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert text(error.message, "en") == TOO_LARGE
    assert most < 60 << 20


def test_an_archive_that_lies_about_a_size_is_refused() -> None:
    with ZipFile(io.BytesIO(of("{{p report }}"))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert text(refused(longer_than_it_says(parts)).message, "en") in (NO_WORD, TOO_LARGE)


def test_two_parts_of_one_name_are_refused() -> None:
    out = io.BytesIO(of("{{p report }}"))
    with ZipFile(out, "a", ZIP_DEFLATED) as archive:
        archive.writestr("word/Document.xml", b"<a/>")
    assert text(refused(out.getvalue()).message, "en") == NO_WORD


def test_a_document_without_a_section_has_the_usual_pages() -> None:
    assert words(filled(replaced("word/document.xml", BODY.format("").encode()), REPORT)) == ["东店", "all is well"]


def test_a_usual_letterhead_is_no_bomb() -> None:
    file: File = docx.Document()
    for number in range(2_000):
        file.add_paragraph(f"line {number}")
    file.add_paragraph("{{p report }}")
    assert words(filled(saved(file), REPORT))[-1] == "all is well"
