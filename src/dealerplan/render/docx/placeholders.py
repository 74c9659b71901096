"""Filling a template of Word documents: the title where it says `{{ title }}`, and the place of `{{p report }}`.

Nothing else can be asked for. Word may have split a placeholder over several pieces of text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from docx.document import Document as File
from docx.opc.constants import CONTENT_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.part import XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from lxml.etree import _Element

from dealerplan.errors import UsageError
from dealerplan.render.docx.opening import too_large
from dealerplan.words import Message, printable, say

REPORT = "{{p report }}"
HOLDERS = (qn("w:body"), qn("w:tc"), qn("w:sdtContent"))
"""What paragraphs and tables may stand in."""
_REPORT = re.compile(r"\{\{p\s+report\s*\}\}")
_TITLE = re.compile(r"\{\{\s*title\s*\}\}")
_OTHER = re.compile(r"\{[{%#][^{}]{0,40}[%#]?\}{0,2}")
_MOST_NAMED = 5
_MOST_FILLED = 1 << 20  # characters of titles
_BESIDE = {
    CONTENT_TYPE.WML_HEADER: say("a header"),
    CONTENT_TYPE.WML_FOOTER: say("a footer"),
    CONTENT_TYPE.WML_FOOTNOTES: say("a footnote"),
    CONTENT_TYPE.WML_ENDNOTES: say("an endnote"),
}
_HINT = say(
    "put {report} alone in a paragraph where the report is to stand; {title} stands for its title",
    report=REPORT,
    title="{{ title }}",
)


class _Paragraph(NamedTuple):
    """A paragraph with the pieces of its own text; `holds` says whether a report may take its place."""

    where: Message
    element: _Element
    pieces: list[_Element]
    holds: bool

    @property
    def text(self) -> str:
        return "".join(piece.text or "" for piece in self.pieces)

    @property
    def is_place(self) -> bool:
        return self.holds and _REPORT.search(self.text) is not None


def fill(file: File, title: str) -> _Element:
    """Put the title in; gives the paragraph that the report is to replace. Raises UsageError."""
    paragraphs = list(_paragraphs(file.element.body))
    notes = list[tuple[object, BaseOxmlElement]]()
    for part in file.part.package.iter_parts():
        if (where := _BESIDE.get(part.content_type)) is not None:
            root = part.element if isinstance(part, XmlPart) else parse_xml(part.blob)
            paragraphs += _paragraphs(root, where)
            notes += [] if isinstance(part, XmlPart) else [(part, root)]
    place = _place(paragraphs)
    _put(paragraphs, printable(title))
    for part, root in notes:  # which python-docx keeps as they are
        setattr(part, "_blob", serialize_part_xml(root))  # noqa: B010
    return place


def _paragraphs(root: BaseOxmlElement, where: Message | None = None) -> Iterator[_Paragraph]:
    """All paragraphs with text, those within others too, in the order of their beginnings."""
    found: dict[_Element, _Paragraph] = {}
    for element in root.iter(qn("w:p"), qn("w:t")):
        if element.tag == qn("w:p"):
            place = where or say("paragraph {number}", number=len(found) + 1)
            holder = element.getparent()
            holds = where is None and holder is not None and holder.tag in HOLDERS
            found[element] = _Paragraph(place, element, [], holds)
        elif (around := next(element.iterancestors(qn("w:p")), None)) is not None:
            found[around].pieces.append(element)
    return (one for one in found.values() if one.pieces)


def _place(paragraphs: Iterable[_Paragraph]) -> _Element:
    """The one paragraph for the report; raises UsageError where there is none, or something else is asked for."""
    places, others = [], list[Message]()
    for one in paragraphs:
        text = _TITLE.sub(" ", one.text)
        if one.is_place:
            places.append(one.element)
            text = _REPORT.sub(" ", text)
            if _REPORT.sub("", one.text).strip():
                raise UsageError(say("{report} does not stand alone ({where})", report=REPORT, where=one.where), _HINT)
        others += [say("{words} ({where})", words=words, where=one.where) for words in _OTHER.findall(text)]
    if others:
        raise UsageError(say("the template asks for {names}, which no report has", names=others[:_MOST_NAMED]), _HINT)
    if not places:
        raise UsageError(say("the template has no paragraph {placeholder}", placeholder=REPORT), _HINT)
    if len(places) > 1:
        raise UsageError(say("the template has several paragraphs {placeholder}", placeholder=REPORT), _HINT)
    return places[0]


def _put(paragraphs: Sequence[_Paragraph], title: str) -> None:
    found = {number: matches for number, one in enumerate(paragraphs) if (matches := list(_TITLE.finditer(one.text)))}
    if len(title) * sum(map(len, found.values())) > _MOST_FILLED:
        raise too_large()
    for number, matches in found.items():
        _replace(paragraphs[number].pieces, matches, title)


def _replace(pieces: Sequence[_Element], matches: Iterable[re.Match[str]], words: str) -> None:
    """Put words where the matches begin, whatever pieces they stand in."""
    chars = [char for piece in pieces for char in piece.text or ""]
    for match in matches:
        chars[match.start() : match.end()] = [words, *[""] * (len(match[0]) - 1)]
    at = 0
    for piece in pieces:
        end = at + len(piece.text or "")
        piece.text, at = "".join(chars[at:end]), end
        piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
