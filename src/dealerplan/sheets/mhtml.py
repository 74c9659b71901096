"""Web pages saved as one file (MHTML), as spreadsheet programs write them: a sheet for every page with a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from email import message_from_bytes
from email.message import Message
from html import unescape
from urllib.parse import unquote

from dealerplan.sheets.cell import Sheet
from dealerplan.sheets.html import has_table, read_sheet
from dealerplan.sheets.limits import check_sheets, check_size
from dealerplan.sheets.refused import damaged, refusing_damage
from dealerplan.sheets.text import decode

_START = re.compile(rb"\s*(?:mime-version|from|content-[a-z-]+|subject|date|x-[a-z-]+)\s*:", re.IGNORECASE)
_RELATED = re.compile(rb"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_TAB = re.compile(r"<x:Name>([^<>]*)</x:Name>\s*<x:WorksheetSource\s+HRef\s*=\s*[\"']?([^\"'<>\s]+)", re.IGNORECASE)
_MOST_PARTS = 2_000
_MOST_NESTED = 10


def is_archive(raw: bytes) -> bool:
    """Whether a file is such an archive."""
    return _START.match(raw) is not None and _RELATED.search(raw[:8192]) is not None


def read_sheets(raw: bytes) -> Sequence[Sheet]:
    """The sheets of an archive; raises Invalid."""
    if raw.count(b"\n--") > _MOST_PARTS * 2 or raw.lower().count(b"multipart/") > _MOST_NESTED:
        raise damaged()
    with refusing_damage():
        pages = dict(_pages(message_from_bytes(raw)))
    tabs = {_base(at): unescape(name) for page in pages.values() for name, at in _TAB.findall(page)}
    named = {name: page for name, page in pages.items() if name in tabs} or pages
    sheets = [read_sheet(page, tabs.get(name)) for name, page in named.items() if has_table(page)]
    check_sheets(len(sheets))
    check_size(sum(len(sheet.rows) for sheet in sheets), 0, sum(len(row) for sheet in sheets for row in sheet.rows))
    return sheets


def _pages(message: Message) -> Iterator[tuple[str, str]]:
    """The pages by the last word of where they were."""
    for number, part in enumerate(message.walk()):
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                where = str(part.get("Content-Location", "")) or str(number)
                yield _base(where), decode(content, str(part.get_content_charset("")))


def _base(address: str) -> str:
    return unquote(address).replace("\\", "/").rpartition("/")[2].casefold()
