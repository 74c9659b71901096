"""What spreadsheets keep in a cell, and the style of it, to its content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from dealerplan.domain.number import canonical
from dealerplan.sheets import number_format
from dealerplan.sheets.cell import Content, Fault, Number, plain
from dealerplan.sheets.limits import check_format, check_numbers

ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
"""What errors are called, by their codes in binary workbooks."""

_MOST_KEPT = 50_000


class Contents:
    """The contents of numbers by the formats of a workbook's styles; equal cells are one object."""

    def __init__(self, formats: Sequence[str], from_1904: bool = False) -> None:
        self._formats = formats
        self._from_1904 = from_1904
        self._known: dict[tuple[str | float, int], Content] = {}
        self._made = 0

    def number(self, value: str | float, style: int) -> Content:
        """The content of a number; raises ValueError and the like for what is none."""
        key = value, style
        found = self._known.get(key)
        if found is None:
            code = self._formats[style] if style < len(self._formats) else "General"
            check_format(code)
            found = formatted(exact(value), code, self._from_1904)
            self._made += 1
            check_numbers(self._made)
            if len(self._known) < _MOST_KEPT:
                self._known[key] = found
        return found

    def iso(self, text: str, style: int) -> Content:
        """The content of a date or time as ISO 8601 writes it; raises ValueError for what is none."""
        if "-" not in text:
            return Fault("time")
        code = self._formats[style] if style < len(self._formats) else "General"
        return dated(date.fromisoformat(text[:10]), number_format.shown(code, Fraction(1)))


def formatted(value: Fraction, code: str, from_1904: bool = False) -> Content:
    """A value as its format shows it: a number, or a date; text for a month."""
    shown = number_format.shown(code, value)
    if shown.kind == "number":
        if may_be_october(value) and number_format.shows_two_decimals(code):
            return f"{canonical(value)}0"
        return Number(value, shown.percent, shown.unit)
    if shown.kind == "time" or 0 <= value < 1:
        return Fault("time")
    day = _day(value, from_1904)
    if day is None:
        return Fault("error", "####")
    return dated(day, shown)


def may_be_october(value: Fraction) -> bool:
    """Whether a number shown with two decimals is written as months are, the zero of 2026.10 being lost in it."""
    return 1900 < value < 2200 and value % 1 == Fraction(1, 10)


def dated(day: date, shown: number_format.Shown) -> Content:
    """A day as its format shows it: itself, or the text of its month or year, with the words around it."""
    if shown.kind == "year":
        return f"{shown.before} {day.year}年{shown.after}".strip()
    if not (shown.before or shown.after or shown.between):
        return f"{day:%Y-%m}" if shown.kind == "month" else day
    if shown.kind == "day":
        return f"{shown.before} {day.isoformat()} {shown.between} {shown.after}".strip()
    year = f"{day.year}年" if shown.with_year else ""
    return f"{shown.before}{' ' * shown.before[-1:].isalnum()}{year}{shown.between}{day.month}月{shown.after}"


_HALF_A_MILLISECOND = Fraction(1, 172_800_000)
_LAST_DAY = 2_958_465


def _day(value: Fraction, from_1904: bool) -> date | None:
    """The day of a spreadsheet's count; spreadsheets believe that 1900 was a leap year."""
    days = int(value + _HALF_A_MILLISECOND)
    if not 1 <= days < _LAST_DAY - 1462 * from_1904:
        return None
    first = date(1904, 1, 1) if from_1904 else date(1899, 12, 30 if days > 59 else 31)
    return first + timedelta(days)


def exact(value: str | float) -> Fraction:
    """A number to the 15 digits that a spreadsheet keeps; whole ones are written out in full."""
    if isinstance(value, str):
        if value.isascii() and value.removeprefix("-").isdigit() and len(value) < 30:
            return Fraction(int(value))
        if "_" in value:
            raise ValueError(value)
    return Fraction(Decimal(f"{float(value):.15g}"))


_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """Text of a workbook's XML, in which `_x000D_` is a line break."""
    return _ESCAPED.sub(_char, text) if "_x" in text else text


def _char(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    if code < 32:
        return chr(code) if code in (9, 10, 13) else ""
    return match[0] if 0xD800 <= code < 0xE000 or code >= 0xFFFE else chr(code)


class Texts:
    """Texts of cells as they are read; equal ones are one object."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def get(self, text: str) -> str:
        """A cell's text; nothing where it is only spaces."""
        found = self._known.get(text)
        if found is None:
            found = filled(unescaped(text))
            if len(self._known) < _MOST_KEPT:
                self._known[text] = found
        return found


def filled(text: str) -> str:
    """A cell's text; nothing where it is only spaces."""
    return "" if text.isspace() or (text and not plain(text)) else text
