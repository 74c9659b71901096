"""ods, and the same in one file of XML, as a stream."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache

from dealerplan.domain.number import canonical
from dealerplan.sheets.cell import Content, Fault, Number, Sheet, plain
from dealerplan.sheets.collect import Collector
from dealerplan.sheets.content import exact, filled, may_be_october
from dealerplan.sheets.gather import Gatherer
from dealerplan.sheets.limits import MOST_COLUMNS, check_numbers, check_size
from dealerplan.sheets.number_format import SIGNS, unit_of
from dealerplan.sheets.package import Package
from dealerplan.sheets.refused import locked, refusing_damage
from dealerplan.sheets.xml_stream import Budget, Handler, encoded, parse

_MANIFEST = "META-INF/manifest.xml"


def read(package: Package, gatherer: Gatherer) -> None:
    """Read the sheets of an archive."""
    if _MANIFEST in package:
        package.parse(_MANIFEST, _Locks())
    package.parse("content.xml", _Tables(gatherer), None)


def read_flat(text: str) -> Sequence[Sheet]:
    """The sheets of a single file of XML; raises Invalid."""
    gatherer = Gatherer()
    with refusing_damage():
        parse(encoded(text), _Tables(gatherer), Budget(), "utf-8")
    return gatherer.sheets()


class _Locks(Handler):
    """Refuses an archive whose list of parts says that they are encrypted."""

    def start(self, name: str, _: Mapping[str, str]) -> None:
        if name == "encryption-data":
            raise locked()


_NO_CELLS = frozenset(
    "annotation tracked-changes dde-links dde-link shapes forms frame custom-shape g rect ellipse line caption control "
    "object ruby-text".split()
)
_SAID = ("value-type", "value", "date-value", "string-value", "currency", "formula")
_MOST_KEPT = 50_000
_CELL = ("table-cell", "covered-table-cell")


class _Tables(Handler):
    """Gathers the rows of all tables; repeated empty ones cost nothing."""

    def __init__(self, gatherer: Gatherer) -> None:
        self._gatherer = gatherer
        self._skipped = ""  # the element whose content counts for nothing, and how many of its name are open
        self._depth = 0
        self._text = Collector()
        self._row: list[Content] = []
        self._number, self._rows = 0, 1
        self._column = 0
        self._cell: Mapping[str, str] = {}
        self._is_error = False
        self._known: dict[tuple[str | None, ...], Content] = {}
        self._made = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._skipped:
            self._depth += name == self._skipped
        elif name in _CELL:
            self._begin_cell(attributes)
        elif name == "table-row":
            self._row, self._column = [], 0
            self._rows = int(_locally(attributes).get("number-rows-repeated", 1))
        elif name == "table":
            self._gatherer.begin(_locally(attributes).get("name", ""))
            self._number = 0
        elif name in _NO_CELLS:
            self._skipped, self._depth, self._text.on = name, 1, False
        else:
            self._begin_text(name, attributes)

    def end(self, name: str) -> None:
        if self._skipped:
            self._depth -= name == self._skipped
            if not self._depth:
                self._skipped = ""
        elif name == "p":
            self._text.add("\n")
            self._text.on = False
        elif name in _CELL:
            self._end_cell()
        elif name == "table-row":
            self._end_row()

    def text(self, text: str) -> None:
        self._text.add(text)

    def _begin_text(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "p":
            self._text.on = True
        elif name == "s":
            self._text.add(" " * min(int(_locally(attributes).get("c", 1)), 100))
        elif name in ("tab", "line-break"):
            self._text.add("\n")

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        self._cell = _locally(attributes)
        self._is_error = attributes.get("calcext:value-type") == "error"
        self._text.clear()

    def _end_cell(self) -> None:
        cell, column = self._cell, self._column
        times = int(cell.get("number-columns-repeated", 1))
        text = self._text.taken().removesuffix("\n")
        self._column += times
        content = Fault("error", text.strip()) if self._is_error else self._content(cell, text)
        if "number-columns-spanned" in cell or "number-rows-spanned" in cell:
            self._merge(int(cell.get("number-rows-spanned", 1)), int(cell.get("number-columns-spanned", 1)), column)
        if content != "":
            if column + times > MOST_COLUMNS:
                check_size(0, column + times, 0)
            self._row.extend([""] * (column - len(self._row)))
            self._row.extend([content] * times)

    def _content(self, cell: Mapping[str, str], text: str) -> Content:
        """What a cell holds; equal cells are one object."""
        key = (text, *map(cell.get, _SAID))
        found = self._known.get(key)
        if found is None:
            found = _content(cell, text)
            self._made += isinstance(found, Number)
            check_numbers(self._made)
            if len(self._known) < _MOST_KEPT:
                self._known[key] = found
        return found

    def _merge(self, rows: int, columns: int, column: int) -> None:
        top = self._number + 1
        self._gatherer.merge(top, column, top + rows - 1, column + columns - 1)

    def _end_row(self) -> None:
        if self._row:
            for number in range(self._number + 1, self._number + self._rows + 1):
                self._gatherer.add(number, self._row)
        self._number += self._rows


def _locally(attributes: Mapping[str, str]) -> dict[str, str]:
    """Attributes without prefixes, those of later extensions left out."""
    return {local: value for key, value in attributes.items() if (local := _local(key))}


@lru_cache(maxsize=2048)
def _local(name: str) -> str:
    prefix, _, local = name.rpartition(":")
    return "" if prefix == "calcext" else local


def _content(cell: Mapping[str, str], text: str) -> Content:
    """What a cell holds, by its kind and the text it shows."""
    kind = cell.get("value-type")
    if kind is None:
        return Fault("uncomputed") if "formula" in cell and not text else filled(text)
    if kind == "string":
        return filled(text or cell.get("string-value", ""))
    if kind == "boolean":
        return Fault("truth")
    if kind == "time":
        return Fault("time")
    if kind == "date":
        return _date(cell["date-value"], text)
    value = exact(cell["value"])
    if kind == "percentage":
        return Number(value, percent=True)
    if may_be_october(value) and text.strip() == f"{canonical(value)}0":
        return text.strip()
    unit = unit_beside(text, value)
    return Number(value, unit=unit or cell.get("currency", "") if kind == "currency" else unit)


_MONTH = re.compile(
    r"\d{4}\s*[-/.年]\s*\d{1,2}\s*月?|\d{2}年\d{1,2}月|\d{1,2}[-/.]\d{4}|[\d一二三四五六七八九十]{1,2}月|"
    r"[A-Za-z]{3,9}\.?[-\s/'’]*(\d{2}|\d{4})?"
)


def _date(value: str, text: str) -> Content:
    """A day, or the text of a month where only that is shown."""
    day = date.fromisoformat(value[:10])
    return f"{day:%Y-%m}" if _MONTH.fullmatch(plain(text)) else day


_NUMBER = re.compile(r"[\d.,'’\s]*\d")


def unit_beside(text: str, value: Fraction) -> str:
    """The unit that stands beside a value as it is shown; none but a sign of money where it is shown divided.

    >>> unit_beside("47.0万元", Fraction(47)), unit_beside("47.0万元", Fraction(470000))
    ('万元', '')
    """
    text = plain(text)
    found = _NUMBER.search(text)
    if found is None:
        return ""
    unit = unit_of((text[: found.start()], text[found.end() :]))
    return unit if not unit or unit in SIGNS or _shows(found[0], abs(value)) else ""


def _shows(shown: str, value: Fraction) -> bool:
    """Whether a number as it is shown is a value, rounded; with either decimal mark."""
    digits = re.sub(r"['’\s]", "", shown)
    for mark, other in ((".", ","), (",", ".")):
        whole, _, part = digits.replace(other, "").partition(mark)
        if (whole or part) and mark not in part:
            rounded = Fraction(f"{whole or 0}.{part or 0}")
            if abs(rounded - value) <= Fraction(6, 10) / 10 ** len(part):
                return True
    return False
