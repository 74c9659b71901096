"""Workbooks in one file of XML, as Excel 2003 wrote them and many systems still do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dealerplan.sheets.cell import Content, Fault, Sheet
from dealerplan.sheets.collect import Collector
from dealerplan.sheets.content import Contents, filled
from dealerplan.sheets.gather import Gatherer
from dealerplan.sheets.limits import MOST_COLUMNS, check_size, check_styles
from dealerplan.sheets.refused import refusing_damage
from dealerplan.sheets.xml_stream import Budget, Handler, encoded, parse

NAMED = {
    "General Number": "General", "General Date": "yyyy/m/d h:mm", "Long Date": "yyyy/m/d", "Medium Date": "d-mmm-yy",
    "Short Date": "yyyy/m/d", "Long Time": "h:mm:ss", "Medium Time": "h:mm", "Short Time": "h:mm",
    "Currency": "#,##0.00",
    "Euro Currency": "[$€-2] #,##0.00", "Fixed": "0.00", "Standard": "#,##0.00", "Percent": "0.00%",
    "Scientific": "0.00E+00", "Yes/No": "General", "True/False": "General", "On/Off": "General",
}  # fmt: skip


def read_sheets(text: str) -> Sequence[Sheet]:
    """The sheets of a workbook's text; raises Invalid."""
    gatherer = Gatherer()
    with refusing_damage():
        parse(encoded(text), _Workbook(gatherer), Budget(), "utf-8")
    return gatherer.sheets()


class _Workbook(Handler):
    """Gathers the rows of all sheets."""

    def __init__(self, gatherer: Gatherer) -> None:
        self._gatherer = gatherer
        self._styles: dict[str, int] = {}
        self._formats: list[str] = ["General"]
        self._contents = Contents(self._formats)
        self._row: list[Content] = []
        self._number, self._column = 0, -1
        self._cell: Mapping[str, str] = {}
        self._content: Content = ""
        self._kind = ""
        self._text = Collector()
        self._in_cell = self._in_comment = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Cell":
            self._begin_cell(_locally(attributes))
        elif name == "Data" and self._in_cell and not self._in_comment:
            self._kind, self._text.on = _locally(attributes).get("Type", "String"), True
        elif name == "Row":
            self._number = int(_locally(attributes).get("Index", self._number + 1))
            self._row, self._column = [], -1
        elif name == "Worksheet":
            self._gatherer.begin(_locally(attributes).get("Name", ""))
            self._number = 0
        elif name == "Comment":
            self._in_comment = True
        elif name in ("Style", "NumberFormat"):
            self._style(name, _locally(attributes))

    def end(self, name: str) -> None:
        if name == "Data" and self._text.on:
            self._text.on = False
            self._content = self._read(self._text.taken())
        elif name == "Cell":
            self._end_cell()
        elif name == "Row":
            self._gatherer.add(self._number, self._row)
        elif name == "Comment":
            self._in_comment = False

    def text(self, text: str) -> None:
        self._text.add(text)

    def _style(self, name: str, found: Mapping[str, str]) -> None:
        if name == "Style":
            self._styles[found.get("ID", "")] = len(self._formats)
            self._formats.append(self._formats[self._styles.get(found.get("Parent", ""), 0)])
            check_styles(len(self._formats))
        elif "Format" in found:
            self._formats[-1] = NAMED.get(found["Format"], found["Format"])

    def _begin_cell(self, found: Mapping[str, str]) -> None:
        self._cell, self._content, self._in_cell = found, "", True
        self._column = int(found["Index"]) - 1 if "Index" in found else self._column + 1

    def _end_cell(self) -> None:
        cell, column, number = self._cell, self._column, self._number
        self._in_cell = False
        across, down = int(cell.get("MergeAcross", 0)), int(cell.get("MergeDown", 0))
        if across or down:
            self._gatherer.merge(number, column, number + down, column + across)
        self._column += across
        if self._content == "" and "Formula" in cell and not self._kind:
            self._content = Fault("uncomputed")
        if self._content != "":
            if column >= MOST_COLUMNS:
                check_size(0, column + 1, 0)
            self._row.extend([""] * (column + 1 - len(self._row)))
            self._row[column] = self._content
        self._kind = ""

    def _read(self, text: str) -> Content:
        kind, style = self._kind, self._styles.get(self._cell.get("StyleID", ""), 0)
        if kind == "Number":
            return self._contents.number(text.strip(), style)
        if kind == "DateTime":
            return self._contents.iso(text.strip(), style)
        if kind == "Boolean":
            return Fault("truth")
        return Fault("error", text.strip()) if kind == "Error" else filled(text)


def _locally(attributes: Mapping[str, str]) -> dict[str, str]:
    """Attributes without prefixes."""
    return {key.rpartition(":")[2]: value for key, value in attributes.items()}
