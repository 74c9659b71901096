"""Word documents: a template, our own or a user's, with the report where it says `{{p report }}`.

docxtpl fills the template. The report itself is put in afterwards, so that nothing in it is read as a template.
"""

from __future__ import annotations

import io
from copy import deepcopy

from docx.document import Document as File
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from dealerplan.errors import UsageError
from dealerplan.render.formats import Options
from dealerplan.render.package import escaped, packed
from dealerplan.render.template import template
from dealerplan.render.word import Writer, is_wide
from dealerplan.view.document import Document
from dealerplan.words import Lang, say, text

PLACEHOLDER = "{{p report }}"
TITLE = "{{ title }}"
MARK = "dealerplan-report"
HOLDERS = (qn("w:body"), qn("w:tc"), qn("w:sdtContent"))
"""What paragraphs and tables may stand in."""


def write(document: Document, lang: Lang, options: Options) -> bytes:
    """A Word document; raises UsageError where `options.template` is none, or has no place for the report."""
    title = text(document.title, lang)
    source = template(PLACEHOLDER, is_wide(document, lang)) if options.template is None else options.template
    file = _filled(source, title)
    report = parse_xml(f"<w:body {nsdecls('w')}>{''.join(Writer(file, lang).blocks(document.blocks))}</w:body>")
    for place in _places(file):
        for block in report:
            place.addprevious(deepcopy(block))
        holder = place.getparent()
        assert holder is not None
        holder.remove(place)
    out = io.BytesIO()
    file.save(out)
    return packed(out.getvalue(), title)


def _filled(source: bytes, title: str) -> File:
    """The template with all but the report."""
    mark = Markup(f'<w:altChunk r:id="{MARK}" {nsdecls("r")}/>')
    try:
        filled = DocxTemplate(io.BytesIO(source))
        file: File = filled.get_docx()
    except Exception as error:  # python-docx, zipfile and lxml raise what they like at a file that is no document
        raise UsageError(say("the template is no Word document: {error}", error=_told(error))) from None
    try:
        environment = SandboxedEnvironment(undefined=StrictUndefined)
        filled.render({"report": mark, "title": Markup(escaped(title))}, environment, autoescape=True)
    except Exception as error:  # what a template asks for may fail in any way
        hint = say("it may say {known}", known=[PLACEHOLDER, TITLE])
        raise UsageError(say("the template can't be filled: {error}", error=_told(error)), hint) from None
    return file


def _told(error: Exception) -> str:
    return str(error) or type(error).__name__


def _places(file: File) -> list[BaseOxmlElement]:
    """Where the report goes."""
    marks = [one for one in file.element.body.iter(qn("w:altChunk")) if one.get(qn("r:id")) == MARK]
    if not marks or any(mark.getparent().tag not in HOLDERS for mark in marks):
        message = say("the template has no paragraph {placeholder}", placeholder=PLACEHOLDER)
        raise UsageError(message, say("write it alone in a paragraph, where the report shall stand"))
    return marks
