"""CSV: bytes to text, text to rows.

The encoding is decided by a mark, strict UTF-8, the zero bytes of UTF-16, then strict GB18030: on the few hundred bytes
of a monthly list that is more reliable than counting letters.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from itertools import islice

from dealerplan.errors import Invalid
from dealerplan.sheets.cell import Sheet
from dealerplan.words import say

MOST_ROWS = 1_000_000
MOST_COLUMNS = 1_000
MOST_CELLS = 5_000_000

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Controls, halves of pairs, and the code points that no text has.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffd-\uffff]")
_SAVE_AS = say("save it as CSV (UTF-8) or as xlsx")


def decode(raw: bytes) -> str:
    """The text of a file's bytes; raises Invalid."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _checked(_strictly(raw[len(mark) :], encoding))
    if raw.count(0) * 20 > len(raw):
        low_first = raw[1::2].count(0) >= raw[::2].count(0)
        return _checked(_strictly(raw, "utf-16-le" if low_first else "utf-16-be"))
    return _checked(_strictly(raw, "utf-8", "gb18030"))


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
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    cells = 0
    try:
        for row in reader:
            rows.append(row)
            cells += len(row)
            if cells > MOST_CELLS or len(row) > MOST_COLUMNS:
                break
    except csv.Error:
        hint = say("look for a quote that is opened and not closed")
        raise Invalid(say("the quotes are broken near line {line}", line=reader.line_num), hint) from None
    check_size(len(rows), len(rows[-1]) if rows else 0, cells)
    if delimiter == ";":
        _check_points(rows)
    if named:
        rows[0] = []
    return Sheet(None, rows)


_POINT = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+")


def _check_points(rows: list[list[str]]) -> None:
    """Raises Invalid for `470.000` between semicolons: where commas are decimal, points are of thousands."""
    for line, row in enumerate(rows, 1):
        for cell in row:
            if _POINT.fullmatch(cell.strip()):
                message = say("{text} in row {row} may be thousands or decimals", text=cell, row=line)
                raise Invalid(message, say("separate the file with commas or tabs, or save it as xlsx"))


def check_size(rows: int, columns: int, cells: int) -> None:
    """Raises Invalid for more than a file of actuals has."""
    if columns > MOST_COLUMNS:
        raise Invalid(say("a row has more than {most} columns", most=MOST_COLUMNS), _SPLIT)
    if rows > MOST_ROWS:
        raise Invalid(say("there are more than {most} rows", most=MOST_ROWS), _SPLIT)
    if cells > MOST_CELLS:
        raise Invalid(say("there are more than {most} cells", most=MOST_CELLS), _SPLIT)


_SPLIT = say("keep only what is to be recorded, or split the file")


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
