"""Word documents: a template, our own or a user's, with the report where it says `{{p report }}`.

docxtpl fills the template. The report itself is put in afterwards, so that nothing in it is read as a template.
"""

from __future__ import annotations

import io
from itertools import takewhile

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
from dealerplan.render.page_width import page_width
from dealerplan.render.template import put_top, template
from dealerplan.render.typeset import text
from dealerplan.render.word import Writer, is_wide
from dealerplan.view.document import Document, Heading, Line
from dealerplan.words import Lang, say

PLACEHOLDER = "{{p report }}"
TITLE = "{{ title }}"
MARK = "dealerplan-report"
HOLDERS = (qn("w:body"), qn("w:tc"), qn("w:sdtContent"))
"""What paragraphs and tables may stand in."""


def write(document: Document, lang: Lang, options: Options) -> bytes:
    """A Word document; raises UsageError where `options.template` is none, or has no place for the report."""
    document = document.without_bars
    title = text(document.title, lang)
    source = options.template
    if source is None:
        source = template(PLACEHOLDER, is_wide(document, lang))
    file = _filled(source, title)
    if options.template is None:  # only now, since names are no templates
        put_top(file.sections[0], _top(document, lang))
    writer = Writer(file, lang)
    for place in _places(file):
        blocks = writer.document(document, page_width(file, place))
        report = parse_xml(f"<w:body {nsdecls('w')}>{''.join(blocks)}</w:body>")
        for block in list(report):
            place.addprevious(block)
        holder = place.getparent()
        assert holder is not None
        holder.remove(place)
    out = io.BytesIO()
    file.save(out)
    return packed(out.getvalue(), title)


def _top(document: Document, lang: Lang) -> tuple[str | None, str | None]:
    """The title and the last line that follows it at once; with several parts, what holds of all of them."""
    parts = [part for part in document.parts() if isinstance(part[0], Heading) and part[0].level == 1]
    leads = [list(takewhile(lambda block: isinstance(block, Line), part[1:])) for part in parts]
    lines = [lead[-1] for lead in leads if lead]
    title = text(document.title, lang) if parts else None
    if len(parts) > 1:
        return title, "" if lines else None
    return title, next((text(line.text, lang) for line in lines if isinstance(line, Line)), None)


def _filled(source: bytes, title: str) -> File:
    """The template with all but the report."""
    mark = Markup(f'<w:altChunk r:id="{MARK}" {nsdecls("r")}/>')
    environment = SandboxedEnvironment(undefined=StrictUndefined)
    try:
        filled = DocxTemplate(io.BytesIO(source))
        file: File = filled.get_docx()
    except Exception:  # python-docx, zipfile and lxml raise what they like at a file that is no document
        raise UsageError(say("the template is no Word document (.docx)"), _HINT) from None
    try:
        unknown = filled.get_undeclared_template_variables(environment) - KNOWN
        if not unknown:
            filled.render({"report": mark, "title": Markup(escaped(title))}, environment, autoescape=True)
    except Exception:  # what a template asks for may fail in any way
        message = say("what stands between {opening} or {block} in the template can't be read", **BRACES)
        raise UsageError(message, _HINT) from None
    if unknown:
        raise UsageError(say("the template asks for {names}, which no report has", names=sorted(unknown)), _HINT)
    return file


def _places(file: File) -> list[BaseOxmlElement]:
    """Where the report goes."""
    marks = [one for one in file.element.body.iter(qn("w:altChunk")) if one.get(qn("r:id")) == MARK]
    if not marks or any(mark.getparent().tag not in HOLDERS for mark in marks):
        raise UsageError(say("the template has no paragraph {placeholder}", placeholder=PLACEHOLDER), _HINT)
    return marks


KNOWN = {"report", "title"}
BRACES = {"opening": "{{ }}", "block": "{% %}"}
_HINT = say(
    "put {report} alone in a paragraph where the report is to stand; {title} stands for its title",
    report=PLACEHOLDER,
    title=TITLE,
)
