"""How much room a place in a Word document has."""

from __future__ import annotations

from docx.document import Document as File
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml.etree import _Element

TWIP = 635  # in the units of lengths, 360000 to a centimetre
CELL_MARGINS = 216  # twips at both sides of a cell, where nothing else is said
A4, USUAL = Mm(210), Mm(25)


def page_width(file: File, place: _Element) -> int:
    """The width of text there, in twips: that of its cell, else of its section's page between the margins."""
    cell = next(place.iterancestors(qn("w:tc")), None)
    if cell is not None:
        widths = [
            one.get(qn("w:w"), "") for one in cell.iterfind(f"{qn('w:tcPr')}/{qn('w:tcW')}[@{qn('w:type')}='dxa']")
        ]
        if widths and widths[0].isdecimal() and int(widths[0]) > 2 * CELL_MARGINS:
            return int(widths[0]) - CELL_MARGINS
    if not len(file.sections):
        return (A4 - 2 * USUAL) // TWIP
    section = file.sections[_section(file, place)]
    left, right = (USUAL if margin is None else margin for margin in (section.left_margin, section.right_margin))
    return ((section.page_width or A4) - left - right - (section.gutter or 0)) // TWIP


def _section(file: File, place: _Element) -> int:
    """The section that a place stands in: each ends with the paragraph that holds its properties."""
    before = 0
    for one in file.element.body.iter(qn("w:sectPr"), place.tag):
        if one is place:
            break
        before += one.tag == qn("w:sectPr")
    return min(before, len(file.sections) - 1)
