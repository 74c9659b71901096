"""Opening a user's Word document, after it was unpacked and counted, so that it is no bomb."""

from __future__ import annotations

import io
from collections.abc import Mapping

import docx
from docx.document import Document as File
from docx.oxml.ns import qn

from dealerplan.errors import Invalid, UsageError
from dealerplan.render.formats import MOST_TEMPLATE
from dealerplan.sheets.limits import TooLarge
from dealerplan.sheets.package import Package
from dealerplan.sheets.refused import refusing_damage
from dealerplan.sheets.xml_stream import Handler
from dealerplan.words import say

MOST_UNPACKED = 64 << 20  # of all its parts
MOST_PARTS = 500
MOST_ELEMENTS = 300_000  # of XML, which lxml keeps


def opened(source: bytes) -> File:
    """A document; raises UsageError where it is none, or too large."""
    try:
        with refusing_damage():
            _check(source)
        return _document(source)
    except TooLarge:
        raise too_large() from None
    except Invalid:
        raise UsageError(_NO_WORD, _SAVE) from None


def too_large() -> UsageError:
    """The error for a template that holds, or makes, more than is read."""
    return UsageError(say("the template is too large"), say("leave a letterhead and styles in it"))


def _document(source: bytes) -> File:
    try:
        document = docx.Document(io.BytesIO(source))
        _use(document)
    except Exception:  # python-docx and lxml raise what they like at a file that is no document
        raise Invalid(_NO_WORD) from None
    return document


def _use(document: File) -> None:
    """Have python-docx look at all that a report touches, so that it stumbles here or never."""
    names = [style.style_id for style in document.styles]
    names += [part.content_type for part in document.part.package.iter_parts()]
    names += [name for one in document.part.package.iter_rels() for name in (one.rId, one.reltype, one.target_ref)]
    if document.element.find(qn("w:body")) is None or None in names:
        raise Invalid(_NO_WORD)
    for section in document.sections:
        _ = section.page_width, section.left_margin, section.right_margin, section.gutter


def _check(source: bytes) -> None:
    """Raises TooLarge, Invalid, or what broken archives provoke."""
    if len(source) > MOST_TEMPLATE:
        raise too_large()
    package = Package(source)
    if len(package.names) > MOST_PARTS:
        raise too_large()
    types = _Types()
    package.parse("[Content_Types].xml", types)
    for name in package.names:
        if f"/{name}".endswith(tuple(types.of_xml)):
            package.parse(name, Handler())
        else:
            for _ in package.chunks(name):
                pass
        if package.budget.bytes > MOST_UNPACKED or package.budget.elements > MOST_ELEMENTS:
            raise too_large()


class _Types(Handler):
    """Gathers how the names of parts end that hold XML."""

    def __init__(self) -> None:
        self.of_xml = {".xml", ".rels"}

    def start(self, _: str, attributes: Mapping[str, str]) -> None:
        """See Handler."""
        kind, ending = attributes.get("ContentType", ""), attributes.get("Extension")
        if kind.endswith("+xml") and not kind.startswith("image/"):
            self.of_xml.add((attributes.get("PartName", "") if ending is None else f".{ending}").casefold())


_NO_WORD = say("the template is no Word document (.docx)")
_SAVE = say("save it as .docx in Word")
