"""CSV: bytes to text, text to rows.

The encoding is decided by a mark, strict UTF-8, the zero bytes of UTF-16, then strict GB18030: on the few hundred bytes
of a monthly list that is more reliable than counting letters.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from dealerplan.errors import Invalid
from dealerplan.sheets import decimal_mark
from dealerplan.sheets.cell import Sheet, is_empty
from dealerplan.sheets.limits import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, MOST_TEXT, TooLarge, check_size
from dealerplan.words import say

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Controls, halves of pairs, and the code points that no text has.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffd-\uffff]")
_SAVE_AS = say("save it as CSV (UTF-8) or as xlsx")


def decode(raw: bytes, charset: str = "") -> str:
    """The text of a file's bytes, of a page that says so in a charset; raises Invalid."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _checked(_strictly(raw[len(mark) :], encoding))
    if raw.count(0) * 20 > len(raw):
        low_first = raw[1::2].count(0) >= raw[::2].count(0)
        return _checked(_strictly(raw, "utf-16-le" if low_first else "utf-16-be"))
    said = _CHARSETS.get((charset or _charset(raw[:4096])).casefold())
    return _checked(_strictly(raw, *([said] if said else []), "utf-8", "gb18030"))


_CHARSET = re.compile(rb"<[^<>]*?\b(?:charset|encoding)\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_CHARSETS = {
    "utf-8": "utf-8", "utf8": "utf-8", "gbk": "gb18030", "gb2312": "gb18030", "gb18030": "gb18030", "big5": "big5",
    "windows-1252": "cp1252", "iso-8859-1": "cp1252", "us-ascii": "utf-8", "shift_jis": "cp932",
}  # fmt: skip


def _charset(head: bytes) -> str:
    """The charset that a page's own tags name."""
    found = _CHARSET.search(head)
    return found[1].decode("ascii", "replace") if found else ""


def _strictly(raw: bytes, *encodings: str) -> str:
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid(say("this is neither UTF-8, GB18030 nor UTF-16 text"), _SAVE_AS)


def _checked(text: str) -> str:
    text = text.removesuffix("\x1a")  # the end of a file, as DOS programs wrote it
    found = _NO_TEXT.search(text)
    if found is None:
        return text
    line = text.count("\n", 0, found.start()) + 1
    raise Invalid(say("line {line} holds {char}, which no text has", line=line, char=found[0]), _SAVE_AS)


def read_rows(text: str) -> Sheet:
    """The rows of a CSV file; raises Invalid."""
    named = re.match(r'"?sep=([,;\t])"?\r?\n', text)  # spreadsheets' own way to name the delimiter
    delimiter = named[1] if named else _delimiter(text)
    check_size(0, 0, text.count(delimiter) // 4)  # a row of all its cells stands in the memory before it is trimmed
    reader = csv.reader(chain.from_iterable(_pieces(text)), delimiter=delimiter, strict=True)
    try:
        if named:
            next(reader)
        rows, numbers = _gathered(reader, 2 if named else 1)
    except csv.Error as error:
        hint = say("look for a quote that is opened and not closed")
        if "field limit" in str(error):
            message = say(
                "a cell near line {line} holds more than {most} characters", line=reader.line_num, most=MOST_TEXT
            )
            raise TooLarge(message, hint) from None
        raise Invalid(say("the quotes are broken near line {line}", line=reader.line_num), hint) from None
    if '="' in text:
        _unwrap(rows)
    if delimiter == ";":
        decimal_mark.settle(rows, numbers or range(1, len(rows) + 1))
    return Sheet(None, rows, numbers)


_PIECE = 1 << 20


def _pieces(text: str) -> Iterator[Iterable[str]]:
    """The text's lines, piece by piece, each ending with a line."""
    at = 0
    while at < len(text):
        end = text.find("\n", at + _PIECE) + 1 or len(text)
        yield io.StringIO(text[at:end], newline="")
        at = end


def _gathered(reader: Iterable[list[str]], first: int) -> tuple[list[list[str]], list[int] | None]:
    """The rows that hold anything, and their numbers where others do not."""
    rows: list[list[str]] = []
    numbers: list[int] | None = None if first == 1 else []
    cells = 0
    for number, row in enumerate(reader, first):
        if not row or not row[-1] or row[-1].isspace():
            _trim(row)
            if not row:
                if numbers is None:
                    numbers = list(range(1, number))
                continue
        rows.append(row)
        if numbers is not None:
            numbers.append(number)
        cells += len(row)
        if cells > MOST_CELLS or len(row) > MOST_COLUMNS or len(rows) > MOST_ROWS:
            check_size(len(rows), len(row), cells)
    return rows, numbers if rows and numbers and numbers[-1] > len(rows) else None


def _trim(row: list[str]) -> None:
    """Take empty cells from the end of a row."""
    while row and is_empty(row[-1]):
        row.pop()


_WRAPPED = re.compile(r'\s*="([^"]*)"\s*')


def _unwrap(rows: list[list[str]]) -> None:
    """Write `="640"`, by which exports keep spreadsheets from reading a number, as its text."""
    for row in rows:
        for column, text in enumerate(row):
            if '="' in text and (found := _WRAPPED.fullmatch(text)):
                row[column] = found[1]


def _delimiter(text: str) -> str:
    """The delimiter by which most of the first rows have as many cells as one another, and more than one."""
    return max((";", "\t", ","), key=lambda delimiter: _evenness(text, delimiter))


def _evenness(text: str, delimiter: str) -> tuple[int, int]:
    head = io.StringIO(text[:20_000], newline="")
    try:
        widths = [len(row) for row in islice(csv.reader(head, delimiter=delimiter), 50)]
    except csv.Error:
        return (0, 0)
    wide = [width for width in widths if width > 1]
    usual = max(set(wide), key=wide.count, default=0)
    return (wide.count(usual), usual)
