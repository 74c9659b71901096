"""xlsx and xlsm, transitional or strict, as a stream of XML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from dealerplan.sheets.cell import Content, Fault
from dealerplan.sheets.collect import Collector
from dealerplan.sheets.content import Contents, Texts, filled, unescaped
from dealerplan.sheets.gather import Gatherer
from dealerplan.sheets.limits import MOST_COLUMNS, check_sheets, check_size, check_strings, check_styles
from dealerplan.sheets.number_format import BUILTIN
from dealerplan.sheets.package import Package
from dealerplan.sheets.xml_stream import Handler


class Tab(NamedTuple):
    """A sheet as the workbook names it, and its relation's id."""

    name: str
    relation: str


def read(package: Package, main: str, gatherer: Gatherer) -> None:
    """Read the sheets of a workbook, `main` its part that names them."""
    relations = package.relations(main)
    book, styles, strings = _Book(), _Styles(), _Strings()
    package.parse(main, book)
    by_kind = {relation.kind: relation.target for relation in relations.values()}
    for kind, handler in (("styles", styles), ("sharedStrings", strings)):
        if by_kind.get(kind, "") in package:
            package.parse(by_kind[kind], handler)
    contents = Contents(styles.codes(), book.from_1904)
    for tab in book.tabs:
        relation = relations[tab.relation]
        if relation.kind == "worksheet":
            gatherer.begin(tab.name)
            package.parse(relation.target, _Sheet(gatherer, contents, strings.found, book.asks), None)


def _is_true(value: str | None) -> bool:
    return value in ("1", "true", "on")


class _Book(Handler):
    """Gathers what a workbook says of its sheets."""

    def __init__(self) -> None:
        self.tabs: list[Tab] = []
        self.from_1904 = False
        # Programs that write formulas without computing them ask for it to be done when the file is opened.
        self.asks = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet" and "name" in attributes:
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.tabs.append(Tab(attributes["name"], relation))
            check_sheets(len(self.tabs))
        elif name == "workbookPr":
            self.from_1904 = _is_true(attributes.get("date1904"))
        elif name == "calcPr":
            self.asks = _is_true(attributes.get("fullCalcOnLoad"))


class _Styles(Handler):
    """Gathers the number formats of the cells' styles."""

    def __init__(self) -> None:
        self._named: dict[int, str] = {}
        self._of_styles: list[int] = []
        self._in_cells = False

    def codes(self) -> list[str]:
        """The format of each style."""
        return [self._named.get(number, BUILTIN.get(number, "General")) for number in self._of_styles]

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "numFmt" and "numFmtId" in attributes:
            self._named[int(attributes["numFmtId"])] = unescaped(attributes.get("formatCode", "General"))
            check_styles(len(self._named))
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            self._of_styles.append(int(attributes.get("numFmtId", 0)))
            check_styles(len(self._of_styles))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cells = False


class _Strings(Handler):
    """Gathers the texts that cells share; how to read a word aloud is none."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._text = Collector()
        self._aloud = False

    def start(self, name: str, _: Mapping[str, str]) -> None:
        if name == "t":
            self._text.on = not self._aloud
        elif name == "rPh":
            self._aloud = True

    def end(self, name: str) -> None:
        if name == "t":
            self._text.on = False
        elif name == "rPh":
            self._aloud = False
        elif name == "si":
            self.found.append(filled(unescaped(self._text.taken())))
            check_strings(len(self.found))

    def text(self, text: str) -> None:
        self._text.add(text)


_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})", re.IGNORECASE)


@lru_cache(maxsize=2048)
def column_of(letters: str) -> int:
    """A column from 0 by its letters."""
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column - 1


class _Sheet(Handler):
    """Gathers a sheet's rows."""

    def __init__(self, gatherer: Gatherer, contents: Contents, strings: list[str], asks: bool) -> None:
        self._gatherer, self._contents, self._strings, self._asks = gatherer, contents, strings, asks
        self._row: list[Content] = []
        self._number = 0
        self._column = -1
        self._kind, self._style = "n", 0
        self._in_data = self._in_cell = self._aloud = False
        self._value, self._texts = Collector(), Texts()
        self._formula: str | None = None
        self._shared = ""  # which formula it shares with others
        self._may_be_empty: set[str] = set()  # of shared ones

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._in_cell:
            self._begin_part(name, attributes)
        elif self._in_data:
            if name == "c":
                self._begin_cell(attributes)
            elif name == "row":
                self._begin_row(attributes)
        elif name == "sheetData":
            self._in_data = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        if self._in_cell:
            self._end_part(name)
        elif self._in_data:
            if name == "row":
                self._gatherer.add(self._number, self._row)
            elif name == "sheetData":
                self._in_data = False

    def text(self, text: str) -> None:
        self._value.add(text)

    def _begin_row(self, attributes: Mapping[str, str]) -> None:
        number = int(attributes.get("r", self._number + 1))
        if number <= self._number:
            raise ValueError(number)
        self._row, self._number, self._column = [], number, -1

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        place = attributes.get("r")
        self._column = self._column + 1 if place is None else column_of(place.rstrip("0123456789"))
        self._kind = attributes.get("t", "n")
        self._style = int(attributes.get("s", 0))
        self._in_cell, self._formula, self._shared = True, None, ""
        self._value.clear()

    def _begin_part(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "v" or (name == "t" and not self._aloud):
            self._value.on = True
        elif name == "f":
            self._value.on = True
            self._formula, self._shared = "", attributes.get("si", "")
        elif name == "rPh":
            self._aloud = True

    def _end_part(self, name: str) -> None:
        if name == "c":
            self._end_cell()
        elif name == "f":
            self._value.on = False
            self._formula = self._value.taken()
        elif name == "rPh":
            self._aloud = False
        else:
            self._value.on = False

    def _end_cell(self) -> None:
        self._in_cell = False
        text = self._value.taken()
        content = self._content(text) if self._formula is None else self._computed(text)
        if content == "":
            return
        if self._column >= MOST_COLUMNS:
            check_size(0, self._column + 1, 0)
        row, column = self._row, self._column
        if column == len(row):
            row.append(content)
            return
        row.extend([""] * (column + 1 - len(row)))
        row[column] = content

    def _content(self, text: str) -> Content:
        kind = self._kind
        if kind == "s":
            return self._strings[int(text)] if text else ""
        if kind in ("str", "inlineStr"):
            return self._texts.get(text)
        text = text.strip()
        if text == "":
            return ""
        if kind == "n":
            return self._contents.number(text, self._style)
        if kind == "b":
            return Fault("truth")
        if kind == "e":
            return Fault("error", text)
        if kind == "d":
            return self._contents.iso(text, self._style)
        raise ValueError(kind)

    def _computed(self, text: str) -> Content:
        """What a formula gives, unless it was never computed."""
        formula = self._formula or ""
        if self._shared and '""' in formula:
            self._may_be_empty.add(self._shared)
        if text == "":
            gives_nothing = '""' in formula or self._shared in self._may_be_empty
            return "" if self._kind == "str" and gives_nothing else Fault("uncomputed")
        if self._asks and self._kind == "n" and float(text) == 0:
            return Fault("uncomputed")
        return self._content(text)

    def _merge(self, reference: str) -> None:
        """Take merged cells such as `A1:D1`."""
        first, _, last = reference.replace("$", "").partition(":")
        corners = _CELL.fullmatch(first), _CELL.fullmatch(last or first)
        if corners[0] is not None and corners[1] is not None:
            self._gatherer.merge(
                int(corners[0][2]), column_of(corners[0][1]), int(corners[1][2]), column_of(corners[1][1])
            )
