"""A file's bytes to its sheets, told by their content: the entry to the cells of this room."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from dealerplan.errors import Invalid
from dealerplan.sheets.cell import Sheet
from dealerplan.sheets.limits import MOST_BYTES as MOST_BYTES
from dealerplan.sheets.limits import check_bytes
from dealerplan.words import say

_ZIP = b"PK\x03\x04"
_OLD = (b"\xd0\xcf\x11\xe0", b"\x09\x08", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00", b"\x09\x00\x04\x00")
_FOREIGN = (
    (b"%PDF", say("this is a PDF")),
    (b"{\\rtf", say("this is a text document")),
)
_SAVE_AS = say("open it in a spreadsheet program and save it as xlsx or CSV")


def read_sheets(raw: bytes) -> Sequence[Sheet]:
    """The sheets of a file, told by its content; raises Invalid."""
    check_bytes(len(raw), MOST_BYTES)
    with _no_search_for_cycles():
        return _read(raw)


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Keep Python from searching millions of new cells for cycles, again and again: half the time of reading CSV."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _read(raw: bytes) -> Sequence[Sheet]:
    if raw.startswith(_ZIP):
        from dealerplan.sheets import archive

        return archive.read_sheets(raw)
    if raw.startswith(_OLD):
        from dealerplan.sheets import xls

        return xls.read_sheets(raw)
    for magic, message in _FOREIGN:
        if raw.startswith(magic):
            raise Invalid(message, _SAVE_AS)
    return _read_text(raw)


def _read_text(raw: bytes) -> Sequence[Sheet]:
    if raw[:1].isalpha() or raw[:1].isspace():
        from dealerplan.sheets import mhtml

        if mhtml.is_archive(raw):
            return mhtml.read_sheets(raw)
    from dealerplan.sheets.text import decode, read_rows

    text = decode(raw)
    return _read_markup(text) if _is_markup(text) else [read_rows(text)]


_MARKUP = re.compile(
    r"\s*<(?:[!?]|/?(?:html|head|meta|style|script|title|body|div|span|p|h[1-6]|center|form|font|b|br|table|t[rdh]|thead|tbody|"
    r"caption|link|base)[\s/>]|(?:\w+:)?workbook\b)",
    re.IGNORECASE,
)
_TABLE = re.compile(r"<table\b[^<>]*>\s*(?:<!--.*?-->\s*)?<[a-z]", re.IGNORECASE | re.DOTALL)


def _is_markup(text: str) -> bool:
    """Whether text is HTML or XML: it begins with a tag, or has a table near its beginning."""
    return _MARKUP.match(text) is not None or ("<" in text[:4096] and _TABLE.search(text[:4096]) is not None)


_WORKBOOK = re.compile(r"<(?:\w+:)?Workbook\b[^<>]*urn:schemas-microsoft-com:office:spreadsheet")
_FLAT = re.compile(r"<office:document\b")


def _read_markup(text: str) -> Sequence[Sheet]:
    head = text[:8192]
    if _WORKBOOK.search(head):
        from dealerplan.sheets import xml2003

        return xml2003.read_sheets(text)
    if _FLAT.search(head):
        from dealerplan.sheets import ods

        return ods.read_flat(text)
    from dealerplan.sheets import html

    if not html.has_table(text):
        raise Invalid(say("this is a web page or XML, whatever its name says"), _SAVE_AS)
    return [html.read_sheet(text)]
