"""Tables of web pages, whatever the file's name: one sheet, the tables one after the other.

The page is cut into tags and text as a stream, without a tree: deep and broken pages cost no more than their length.
Text between tables is a row of one cell, so that a month in a heading is not lost. A table within a cell is text of it
where it has one cell, else its rows come after what stands before it. What is not shown counts for nothing within a
cell (sort keys, scripts); hidden rows and cells are read, as those of a workbook are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import unescape

from dealerplan.errors import Invalid
from dealerplan.sheets.cell import Sheet
from dealerplan.sheets.content import filled
from dealerplan.sheets.facets import read_facets
from dealerplan.sheets.gather import Gatherer
from dealerplan.sheets.kept import Kept, formats_of_classes, kept
from dealerplan.sheets.limits import MOST_COLUMNS, check_elements, check_merges, check_size, check_text
from dealerplan.words import say

_TOKEN = re.compile(
    r"<!--|<(?P<end>/?)(?P<name>[a-zA-Z][\w:.-]*)(?P<attributes>(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*+)>|<(?P<odd>[!?/][^<>]*>)"
)
_BROKEN = re.compile(r"<(?:table|t[rdh])\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_UNSHOWN = ("script", "style", "xml", "noscript", "template", "title")
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_PARTS = frozenset("table thead tbody tfoot tr td th caption col colgroup html body head".split())
_BLOCKS = frozenset(
    "p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd center form section article header footer main nav aside blockquote pre "
    "hr br fieldset legend caption body address figure figcaption".split()
)
_APART = frozenset("sup sub s del strike ins".split())  # what they hold is not part of the number beside it
_SPACES = re.compile(r"\s+")
_TITLE = re.compile(r"<title(?:\s[^<>]*)?>([^<>]{1,200})</title", re.IGNORECASE)
_NAME = re.compile(r"<x:Name>([^<>]{1,200})</x:Name>", re.IGNORECASE)


def read_sheet(page: str, name: str | None = None) -> Sheet:
    """The sheet of a page; raises Invalid."""
    gatherer = Gatherer()
    gatherer.begin(name or _name(page))
    _Page(gatherer).read(page)
    return gatherer.sheets()[0]


def _name(page: str) -> str | None:
    """The name of a page's sheet; its title is one where that says a month; a program's own name says nothing."""
    named = [unescape(one).strip() for one in _NAME.findall(page)]
    own = named[0] if len(named) == 1 else None
    title = _TITLE.search(page)
    if title is None or (own is not None and _says(own)):
        return own
    text = unescape(title[1]).strip()
    return text if _says_months(text) else own


_VERSION = re.compile(r"(?<![a-z])v(?:er\w*)?\.?\s*\d[\d.]*", re.IGNORECASE)


def _says_months(title: str) -> bool:
    times = read_facets(_VERSION.sub(" ", title)).times
    return bool(times.months or times.spans)


def _says(name: str) -> bool:
    facets = read_facets(name)
    return facets.kind is not None or bool(facets.times.months or facets.times.years)


def has_table(page: str) -> bool:
    """Whether a page holds a table."""
    return re.search(r"<t[dh][\s>]", page, re.IGNORECASE) is not None


class _Table:
    """A table as it is read: cells of text at their places, below and beside what spans rows and columns."""

    def __init__(self) -> None:
        self.rows: list[dict[int, str]] = []
        self.merges: list[tuple[int, int, int, int]] = []
        self.cells = 0
        self.cell: list[str] | None = None
        self.is_row_open = False
        self._column = 0
        self._spans: dict[int, int] = {}  # the last row that each column is covered in
        self._size = (1, 1)
        self._kept = Kept()

    def begin_row(self) -> None:
        self.end_row()
        self.rows.append({})
        self._column, self.is_row_open = 0, True

    def begin_cell(self, rows: int, columns: int, kept: Kept) -> int:
        """Begin a cell; the number of covered ones that were passed by."""
        self.end_cell()
        if not self.is_row_open:
            self.begin_row()
        start, at = self._column, len(self.rows) - 1
        while self._spans.get(self._column, -1) >= at:
            self._column += 1
        self.cell, self._size, self._kept = [], (rows, columns), kept
        self.cells += 1
        return self._column - start

    def end_cell(self) -> None:
        if self.cell is None:
            return
        row, column, (rows, columns) = len(self.rows) - 1, self._column, self._size
        text = self._kept.text(_joined(self.cell))
        if text:
            self.rows[row][column] = text
            if column >= MOST_COLUMNS:
                check_size(0, column + 1, 0)
        if rows > 1:
            self._spans.update(dict.fromkeys(range(column, column + columns), row + rows - 1))
        if text and (rows > 1 or columns > 1):
            self.merges.append((row, column, row + rows - 1, column + columns - 1))
            check_merges(len(self.merges))
        self._column, self.cell = min(column + columns, 4 * MOST_COLUMNS), None

    def end_row(self) -> None:
        self.end_cell()
        if self.is_row_open and not self.rows[-1]:
            self.rows[-1] = _NOTHING
        self.is_row_open = False

    def cut(self) -> tuple[list[dict[int, str]], list[tuple[int, int, int, int]]]:
        """What it holds so far; what comes after in an open cell stands in another row."""
        if self.cell is not None:
            if text := _joined(self.cell):
                self.rows[-1][self._column] = text
            self.cell.clear()
        rows, merges = self.rows, self.merges
        self.rows, self.merges, self._spans = [{}] if self.is_row_open else [], [], {}
        return rows, merges


_NOTHING: dict[int, str] = {}


class _Page:
    """Takes a page apart."""

    def __init__(self, gatherer: Gatherer) -> None:
        self._gatherer = gatherer
        self._formats: Mapping[str, str] = {}  # of classes
        self._number = 0
        self._tables: list[_Table] = []
        self._outside: list[str] = []
        self._hidden, self._depth = "", 0  # the element that is not shown, and how many of its name are open
        self._elements = self._passed = 0

    def read(self, page: str) -> None:
        """Read all of it."""
        self._formats = formats_of_classes(page)
        at, length = 0, len(page)
        while at < length:
            start = page.find("<", at)
            if start < 0:
                break
            self._text(page[at:start])
            at = self._tag(page, start)
        self._text(page[at:])
        while self._tables:
            self._end_table()
        self._flush()

    def _tag(self, page: str, start: int) -> int:
        """Take what begins with `<`; where it ends."""
        self._elements += 1
        if not self._elements & 0xFFF:
            check_elements(self._elements)
        match = _TOKEN.match(page, start)
        if match is None:
            if _BROKEN.match(page, start):
                message = say("the web page is broken near line {line}", line=page.count("\n", 0, start) + 1)
                raise Invalid(message, say("open it in a spreadsheet program and save it as xlsx or CSV"))
            self._text("<")
            return start + 1
        if match["name"] is None:
            return match.end() if match["odd"] else _behind(page, "-->", start + 2)
        name = match["name"].casefold()
        if match["end"]:
            self._end(name)
        elif name in _UNSHOWN and not match["attributes"].endswith("/"):
            close = re.compile(f"</{name}\\s*>", re.IGNORECASE).search(page, match.end())
            return len(page) if close is None else close.end()
        else:
            self._start(name, match["attributes"])
        return match.end()

    def _start(self, name: str, attributes: str) -> None:
        if self._hidden and name not in _PARTS:
            self._depth += name == self._hidden
        elif name == "table":
            self._hidden = ""
            self._begin_table()
        elif name in ("td", "th"):
            self._hidden = ""
            self._begin_cell(attributes)
        elif name == "tr":
            self._hidden = ""
            if self._tables:
                self._tables[-1].begin_row()
        elif name not in _VOID and name not in _PARTS and _HIDDEN.search(attributes):
            self._hidden, self._depth = name, 1
        elif name == "input":
            self._input(attributes)
        else:
            self._break(name)

    def _end(self, name: str) -> None:
        if self._hidden and name not in _PARTS:
            self._depth -= name == self._hidden
            if not self._depth:
                self._hidden = ""
        elif name == "table":
            self._hidden = ""
            self._end_table()
        elif name in ("td", "th"):
            self._hidden = ""
            if self._tables:
                self._tables[-1].end_cell()
        elif name == "tr":
            if self._tables:
                self._tables[-1].end_row()
        else:
            self._break(name)

    def _text(self, text: str) -> None:
        """Text of a cell, or between tables."""
        if not text or self._hidden:
            return
        into = self._into()
        if into is None:
            if text.isspace():
                return
            into = self._outside  # browsers show text of a table that is in no cell of it before the table
        into.append(_SPACES.sub(" ", unescape(text)))
        check_text(len(into))

    def _into(self) -> list[str] | None:
        """Where text goes: into the innermost open cell; outside of tables, between them."""
        if not self._tables:
            return self._outside
        return self._tables[-1].cell

    def _break(self, name: str) -> None:
        """End a line, or keep apart what does not belong to the number beside it."""
        if name in _BLOCKS:
            if not self._tables:
                self._flush()
            elif (into := self._into()) is not None:
                into.append("\n")
            elif name == "caption":
                self._outside.append("\n")
        elif name in _APART and (into := self._into()) is not None:
            into.append(" ")

    def _input(self, attributes: str) -> None:
        """Text that stands in a field of a form is shown."""
        found = _attributes(attributes)
        if found.get("type", "text").casefold() in ("text", "number") and "value" in found:
            self._text(found["value"])

    def _begin_cell(self, attributes: str) -> None:
        if not self._tables:
            self._begin_table()
        found = _attributes(attributes) if attributes else {}
        rows, columns = _span(found.get("rowspan"), 65_534), _span(found.get("colspan"), MOST_COLUMNS)
        self._passed += self._tables[-1].begin_cell(rows, columns, kept(found, self._formats)) + (
            columns if rows > 1 else 1
        )
        check_elements(self._passed)

    def _begin_table(self) -> None:
        if not self._tables:
            self._flush()
        check_elements(0, len(self._tables))
        self._tables.append(_Table())

    def _end_table(self) -> None:
        if not self._tables:
            return
        table = self._tables.pop()
        table.end_row()
        into = self._into()
        if self._tables and into is not None and table.cells <= 1:
            into.extend(text for row in table.rows for text in row.values())
            return
        for outer in self._tables:
            self._emit(*outer.cut())
        self._flush()
        self._emit(table.rows, table.merges)

    def _emit(self, rows: Sequence[dict[int, str]], merges: Sequence[tuple[int, int, int, int]]) -> None:
        start = self._number
        for number, cells in enumerate(rows, start + 1):
            if cells:
                row = [""] * (max(cells) + 1)
                for column, text in cells.items():
                    row[column] = text
                self._gatherer.add(number, list(row))
        self._number += len(rows)
        for top, left, bottom, right in merges:
            self._gatherer.merge(start + 1 + top, left, min(start + 1 + bottom, self._number), right)

    def _flush(self) -> None:
        """Emit the text between tables."""
        for line in _joined(self._outside).split("\n"):
            if line:
                self._number += 1
                self._gatherer.add(self._number, [line])
        self._outside.clear()


def _joined(pieces: Sequence[str]) -> str:
    """The text of pieces: lines without spaces around them, none empty."""
    check_text(sum(map(len, pieces)))
    text = "".join(pieces)
    if "\n" not in text:
        return filled(text.strip())
    lines = (filled(line.strip()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _attributes(text: str) -> dict[str, str]:
    return {
        match[1].casefold(): unescape(next((group for group in match.groups()[1:] if group is not None), ""))
        for match in _ATTRIBUTE.finditer(text)
    }


def _span(text: str | None, most: int) -> int:
    """How many rows or columns a cell covers; a wrong number is 1, as browsers have it."""
    digits = re.match(r"\s*(\d{1,9})", text or "")
    return min(max(int(digits[1]), 1), most) if digits else 1


def _behind(page: str, mark: str, start: int) -> int:
    """Where a mark ends; the end of the page where there is none."""
    at = page.find(mark, start)
    return len(page) if at < 0 else at + len(mark)
