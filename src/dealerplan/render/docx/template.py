"""The template of Word documents that is used where a user gives none: A4, Chinese fonts, page numbers."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from dealerplan.render.package import escaped

LATIN, SERIF, SANS = "Arial", "宋体", "黑体"
SHORT, LONG, MARGIN, LOW = Mm(210), Mm(297), Mm(15), Mm(12)
INK = RGBColor(0x1C, 0x24, 0x30)
HEADINGS = {1: 18, 2: 13, 3: 11}  # points
LEAD = "dealerplan lead"  # the style of a part's leading lines; a name of our own is the same in every language
SMALL = 17  # half points on top and at the foot of pages


def template(placeholder: str, is_wide: bool) -> bytes:
    """A document that holds the placeholder alone, across the page where its tables are wide."""
    document = Document()
    _fonts(document.styles.element)
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    _dress(normal, SERIF, 10, 1)
    for level, size in HEADINGS.items():
        heading = document.styles[f"Heading {level}"]
        assert isinstance(heading, ParagraphStyle)
        _dress(heading, SANS, size, 4)
        heading.font.bold, heading.paragraph_format.space_before = True, Pt(size * 0.5)
    lead = document.styles.add_style(LEAD, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(lead, ParagraphStyle)
    lead.base_style = normal
    _page(document.sections[0], is_wide)
    _number(document.sections[0])
    document.add_paragraph(placeholder)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _fonts(styles: BaseOxmlElement) -> None:
    """Name the fonts of every style: those that a theme names have no Chinese."""
    for fonts in styles.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        _name(fonts, SERIF)
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def _name(fonts: Any, chinese: str) -> None:
    for script, font in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", chinese)):
        fonts.set(qn(f"w:{script}"), font)


def _dress(style: ParagraphStyle, chinese: str, size: int, after: int) -> None:
    style.font.name, style.font.size, style.font.color.rgb = LATIN, Pt(size), INK
    _name(style.element.rPr.rFonts, chinese)
    style.paragraph_format.space_after, style.paragraph_format.line_spacing = Pt(after), 1


def _page(section: Section, is_wide: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (LONG, SHORT) if is_wide else (SHORT, LONG)
    section.left_margin = section.right_margin = section.top_margin = MARGIN
    section.bottom_margin = LOW


def put_top(section: Section, known: tuple[str | None, str | None]) -> None:
    """On top of pages the part's title and its last leading line, which Word looks up.

    `known` is what stands there until it does; None where no part has any.
    """
    section.header_distance = section.footer_distance = Mm(7)
    paragraph = section.header.paragraphs[0]
    for looked_up, words in zip(("STYLEREF 1", f'STYLEREF "{LEAD}" \\l'), known, strict=True):
        if words is not None:
            paragraph._p.append(_field(looked_up, words))
            paragraph.add_run("  ")


def _number(section: Section) -> None:
    """The page and the number of pages, in the middle of the footer."""
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for field, end in (("PAGE", " / "), ("NUMPAGES", "")):
        paragraph._p.append(_field(field, "1"))
        paragraph.add_run(end)


def _field(instruction: str, known: str) -> BaseOxmlElement:
    """What Word looks up, and what is known of it."""
    asked, words = escaped(instruction), escaped(known)
    return parse_xml(
        f'<w:fldSimple {nsdecls("w")} w:instr="{asked}"><w:r><w:rPr><w:sz w:val="{SMALL}"/></w:rPr>'
        f'<w:t xml:space="preserve">{words}</w:t></w:r></w:fldSimple>'
    )
