"""xls, the binary workbooks of old, through xlrd."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dealerplan.errors import Invalid
from dealerplan.sheets import ole
from dealerplan.sheets.cell import Content, Fault, Sheet
from dealerplan.sheets.content import ERRORS, Contents, filled
from dealerplan.sheets.gather import Gatherer
from dealerplan.sheets.limits import (
    MOST_OLD_BYTES,
    check_bytes,
    check_elements,
    check_sheets,
    check_styles,
    check_unpacked,
)
from dealerplan.sheets.number_format import BUILTIN
from dealerplan.sheets.refused import damaged, locked, refusing_damage
from dealerplan.words import say

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Sheet as Read

_SAVE_AS = say("save it as xlsx or CSV")
_STYLE_RECORDS = (b"\xe0\x00", b"\x43\x00", b"\x43\x02", b"\x43\x04")  # as they begin, whatever the version
_MOST_READ = 256 << 20  # bytes, were every sheet as long as the file
_TEXT, _NUMBER, _DATE, _TRUTH, _ERROR = 1, 2, 3, 4, 5


def read_sheets(raw: bytes) -> Sequence[Sheet]:
    """The sheets of a workbook's bytes; raises Invalid."""
    check_bytes(len(raw), MOST_OLD_BYTES)
    if raw.startswith(ole.MAGIC):
        raw = _book_of(raw)
    check_styles(max(map(raw.count, _STYLE_RECORDS)))
    try:
        import xlrd
    except ImportError:
        hint = say("install it: pip install xlrd, or save the file as xlsx or CSV")
        raise Invalid(say("reading xls needs xlrd"), hint) from None
    with _library():
        opened = xlrd.open_workbook(
            file_contents=raw, formatting_info=True, on_demand=True, ragged_rows=True, logfile=_Nowhere()
        )
    with opened as book, refusing_damage():
        check_sheets(book.nsheets)
        check_unpacked(book.nsheets * len(raw), _MOST_READ)
        return _sheets(book)


@contextmanager
def _library() -> Iterator[None]:
    """Only calls of xlrd stand in it, which stumbles over a broken file in any way it likes."""
    try:
        yield
    except Exception as error:
        raise locked() if "encrypted" in str(error) else damaged() from None


def _book_of(raw: bytes) -> bytes:
    """The workbook in a file of streams."""
    with refusing_damage():
        streams = ole.streams(raw)
    if "encryptedpackage" in streams:
        raise locked()
    book = streams.get("workbook", streams.get("book"))
    if book is None:
        raise Invalid(say("this is no workbook"), _SAVE_AS)
    return book


class _Nowhere(io.TextIOBase):
    """Takes what the library remarks."""

    def write(self, text: str, /) -> int:
        return len(text)


def _sheets(book: Book) -> list[Sheet]:
    held = 0
    gatherer = Gatherer()
    contents = Contents(_formats(book), bool(book.datemode))
    for index in range(book.nsheets):
        with _library():
            sheet = book.sheet_by_index(index)
        gatherer.begin(sheet.name)
        held += sum(map(sheet.row_len, range(sheet.nrows)))
        check_elements(held)
        for at in range(sheet.nrows):
            gatherer.add(at + 1, _row(sheet, at, contents))
        for top, bottom, left, right in sheet.merged_cells:
            gatherer.merge(top + 1, left, bottom, right - 1)
        book.unload_sheet(index)
    return gatherer.sheets()


def _formats(book: Book) -> list[str]:
    """The number format of each style: the file's own, else the usual ones."""
    own = {each.format_key: each.format_str for each in book.format_list}
    return [own.get(style.format_key, BUILTIN.get(style.format_key, "General")) for style in book.xf_list]


def _row(sheet: Read, at: int, contents: Contents) -> list[Content]:
    return [
        _content(kind, value, sheet.cell_xf_index(at, column), contents)
        for column, (kind, value) in enumerate(zip(sheet.row_types(at), sheet.row_values(at), strict=True))
    ]


def _content(kind: int, value: str | float, style: int, contents: Contents) -> Content:
    if kind == _TEXT:
        return filled(str(value))
    if kind in (_NUMBER, _DATE):
        return contents.number(value, style)
    if kind == _TRUTH:
        return Fault("truth")
    if kind == _ERROR:
        return Fault("error", ERRORS.get(int(value), "#VALUE!"))
    return ""
