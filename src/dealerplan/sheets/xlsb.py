"""xlsb: the parts of an xlsx workbook in binary records (MS-XLSB)."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator, Sequence

from dealerplan.sheets.cell import Content, Fault
from dealerplan.sheets.content import ERRORS, Contents, filled
from dealerplan.sheets.gather import Gatherer
from dealerplan.sheets.limits import (
    MOST_COLUMNS,
    check_elements,
    check_sheets,
    check_size,
    check_strings,
    check_styles,
    check_text,
)
from dealerplan.sheets.number_format import BUILTIN
from dealerplan.sheets.package import Package

_ROW, _RK, _ERROR, _TRUTH, _REAL, _TEXT, _SHARED = 0, 2, 3, 4, 5, 6, 7
_FORMULA_TEXT, _FORMULA_NUMBER, _FORMULA_TRUTH, _FORMULA_ERROR = 8, 9, 10, 11
_STRING, _FORMAT, _STYLE = 19, 44, 47
_BOOK, _TAB, _MERGE = 153, 156, 176
_STYLES_BEGIN, _STYLES_END = 617, 618
_MOST_RECORD = 4 << 20

_Record = tuple[int, bytes]


def read(package: Package, main: str, gatherer: Gatherer) -> None:
    """Read the sheets of a workbook, `main` its part that names them."""
    relations = package.relations(main)
    by_kind = {relation.kind: relation.target for relation in relations.values()}

    def records(name: str, most: int | None = None) -> Iterator[_Record]:
        return _records(package.chunks(name, most), package) if name in package else iter(())

    tabs, from_1904 = _book(records(main))
    contents = Contents(_formats(records(by_kind.get("styles", ""))), from_1904)
    strings = _strings(records(by_kind.get("sharedStrings", "")))
    for name, relation in tabs:
        if relations[relation].kind == "worksheet":
            gatherer.begin(name)
            _read_sheet(records(relations[relation].target), gatherer, contents, strings)


def _records(chunks: Iterable[bytes], package: Package) -> Iterator[_Record]:
    """The records of a part: kind and length in bytes of seven bits, then the data."""
    buffer, at = b"", 0
    source = iter(chunks)
    while True:
        head = _head(buffer, at)
        if head is None or head[2] + head[1] > len(buffer):
            more = next(source, None)
            if more is None:
                if at < len(buffer):
                    raise ValueError(at)
                return
            buffer, at = buffer[at:] + more, 0
            if len(buffer) > _MOST_RECORD:
                raise ValueError(len(buffer))
            continue
        kind, length, start = head
        at = start + length
        package.budget.elements += 1
        if not package.budget.elements & 0xFFFF:
            check_elements(package.budget.elements)
        yield kind, buffer[start:at]


def _head(buffer: bytes, at: int) -> tuple[int, int, int] | None:
    """The kind, the length and where the data begin; None where more has to be read for it."""
    if at + 6 > len(buffer) and at + 2 > len(buffer):
        return None
    kind = buffer[at]
    at += 1
    if kind & 0x80:
        kind = (kind & 0x7F) | (buffer[at] & 0x7F) << 7
        at += 1
    length = 0
    for shift in (0, 7, 14, 21):
        if at >= len(buffer):
            return None
        byte = buffer[at]
        at += 1
        length |= (byte & 0x7F) << shift
        if not byte & 0x80:
            break
    return kind, length, at


def _text(data: bytes, at: int) -> tuple[str, int]:
    """A text that begins with its length, and where it ends."""
    (length,) = struct.unpack_from("<I", data, at)
    if length == 0xFFFFFFFF:
        return "", at + 4
    end = at + 4 + 2 * length
    if end > len(data):
        raise ValueError(length)
    check_text(length)
    return data[at + 4 : end].decode("utf-16-le"), end


def _book(records: Iterable[_Record]) -> tuple[list[tuple[str, str]], bool]:
    """The sheets' names and relations, and whether days are counted from 1904."""
    tabs, from_1904 = [], False
    for kind, data in records:
        if kind == _BOOK:
            from_1904 = bool(data[0] & 1)
        elif kind == _TAB:
            relation, end = _text(data, 8)
            tabs.append((_text(data, end)[0], relation))
            check_sheets(len(tabs))
    return tabs, from_1904


def _formats(records: Iterable[_Record]) -> list[str]:
    """The number format of each style."""
    named, found, inside = {}, [], False
    for kind, data in records:
        if kind == _FORMAT:
            named[struct.unpack_from("<H", data)[0]] = _text(data, 2)[0]
            check_styles(len(named))
        elif kind in (_STYLES_BEGIN, _STYLES_END):
            inside = kind == _STYLES_BEGIN
        elif kind == _STYLE and inside:
            found.append(struct.unpack_from("<H", data, 2)[0])
            check_styles(len(found))
    return [named.get(number, BUILTIN.get(number, "General")) for number in found]


def _strings(records: Iterable[_Record]) -> list[str]:
    found: list[str] = []
    for kind, data in records:
        if kind == _STRING:
            found.append(filled(_text(data, 1)[0]))
            check_strings(len(found))
    return found


def _read_sheet(records: Iterable[_Record], gatherer: Gatherer, contents: Contents, strings: Sequence[str]) -> None:
    row: list[Content] = []
    number = 0
    for kind, data in records:
        if kind == _ROW:
            gatherer.add(number, row)
            row, before = [], number
            number = struct.unpack_from("<I", data)[0] + 1
            if number <= before:
                raise ValueError(number)
        elif kind == _MERGE:
            top, bottom, left, right = struct.unpack_from("<4I", data)
            gatherer.merge(top + 1, left, bottom + 1, right)
        elif (content := _content(kind, data, contents, strings)) != "":
            column = struct.unpack_from("<I", data)[0]
            if column >= MOST_COLUMNS:
                check_size(0, column + 1, 0)
            row.extend([""] * (column + 1 - len(row)))
            row[column] = content
    gatherer.add(number, row)


def _content(kind: int, data: bytes, contents: Contents, strings: Sequence[str]) -> Content:
    """What a cell holds; empty for a record that is none."""
    reader = _CELLS.get(kind)
    return "" if reader is None else reader(data, contents, strings)


def _style(data: bytes) -> int:
    return int.from_bytes(data[4:7], "little")


def _rk(data: bytes, contents: Contents, _: Sequence[str]) -> Content:
    """A number in 30 bits, perhaps in hundredths."""
    packed: int = struct.unpack_from("<i", data, 8)[0]
    value = float(packed >> 2) if packed & 2 else _float(b"\0\0\0\0" + struct.pack("<i", packed & ~3), 0)
    return contents.number(value / 100 if packed & 1 else value, _style(data))


def _float(data: bytes, at: int) -> float:
    value: float = struct.unpack_from("<d", data, at)[0]
    return value


def _real(data: bytes, contents: Contents, _: Sequence[str]) -> Content:
    return contents.number(_float(data, 8), _style(data))


def _shared(data: bytes, _: Contents, strings: Sequence[str]) -> Content:
    return strings[int.from_bytes(data[8:12], "little")]


def _own(data: bytes, _: Contents, __: Sequence[str]) -> Content:
    return filled(_text(data, 8)[0])


def _truth(_: bytes, __: Contents, ___: Sequence[str]) -> Content:
    return Fault("truth")


def _error(data: bytes, _: Contents, __: Sequence[str]) -> Content:
    return Fault("error", ERRORS.get(data[8], "#VALUE!"))


_CELLS: dict[int, Callable[[bytes, Contents, Sequence[str]], Content]] = {
    _RK: _rk, _REAL: _real, _FORMULA_NUMBER: _real, _SHARED: _shared, _TEXT: _own, _FORMULA_TEXT: _own,
    _TRUTH: _truth, _FORMULA_TRUTH: _truth, _ERROR: _error, _FORMULA_ERROR: _error,
}  # fmt: skip
