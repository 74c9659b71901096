"""Word documents: a template, our own or a user's, with the report where it says `{{p report }}`."""

from __future__ import annotations

import io
from itertools import takewhile

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from dealerplan.render.docx.blocks import Writer, is_wide
from dealerplan.render.docx.opening import opened
from dealerplan.render.docx.page_width import page_width
from dealerplan.render.docx.placeholders import REPORT, fill
from dealerplan.render.docx.template import put_top, template
from dealerplan.render.formats import Options
from dealerplan.render.package import packed
from dealerplan.render.typeset import text
from dealerplan.view.document import Document, Line, Masthead, part_title
from dealerplan.words import Lang


def write(document: Document, lang: Lang, options: Options) -> bytes:
    """A Word document; raises UsageError where `options.template` is none, or has no place for the report."""
    document = document.without_bars
    title = text(document.title, lang)
    source = options.template
    file = opened(template(REPORT, is_wide(document, lang)) if source is None else source)
    place = fill(file, title)
    if source is None:
        put_top(file.sections[0], _top(document, lang))
    blocks = Writer(file, lang).document(document, page_width(file, place))
    for block in list(parse_xml(f"<w:body {nsdecls('w')}>{''.join(blocks)}</w:body>")):
        place.addprevious(block)
    holder = place.getparent()
    assert holder is not None
    holder.remove(place)
    out = io.BytesIO()
    file.save(out)
    return packed(out.getvalue(), title)


def _top(document: Document, lang: Lang) -> tuple[str | None, str | None]:
    """The title and the last line that follows a heading at once; with several parts, what holds of all of them."""
    parts = [part for part in document.parts() if part_title(part[0]) is not None]
    headed = [part[1:] for part in parts if not isinstance(part[0], Masthead)]
    leads = [list(takewhile(lambda block: isinstance(block, Line), part)) for part in headed]
    lines = [lead[-1] for lead in leads if lead]
    title = text(document.title, lang) if parts else None
    if len(parts) > 1:
        return title, "" if lines else None
    return title, next((text(line.text, lang) for line in lines if isinstance(line, Line)), None)
