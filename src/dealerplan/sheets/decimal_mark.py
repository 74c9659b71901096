"""Which mark is the decimal one, between semicolons: the comma where another number of the file shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from dealerplan.domain.number import narrow
from dealerplan.errors import Invalid
from dealerplan.sheets.place import Place
from dealerplan.words import Message, say

Mark = Literal[",", "."]
_BEFORE = r"[-+−(（¥￥$€£\s]*"
_BEHIND = (
    r"(?:[\s)）%‰\-]|[百千万亿kKwWmM元圆円]|€|\$|£|USD|EUR|GBP|CNY|RMB|人民币|美元|欧元|[台辆次个件人单天户条份部项位名场分]|小时|工时|"
    r"pts?\b|h\b|hours?\b|units?\b|cars?\b|pcs?\b)*"
)
_NUMBER = re.compile(f"({_BEFORE})(\\d{{1,3}}(?: \\d{{3}})+(?:[.,]\\d+)?|\\d[\\d.,]*|[.,]\\d+)({_BEHIND})")
_DIGIT = re.compile(r"\d")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*")
_BOTH = re.compile(r"\d{1,3}(?:([.,])\d{3})+(?!\1)([.,])\d+")
_PLAIN = re.compile(r"\d*([.,])\d+")
_MONTH = re.compile(r"(?:19|20)\d\d\.\d{1,2}")


class _Seen(NamedTuple):
    """A number of a file that shows the decimal mark, or may be read with either."""

    text: str
    place: Place


class _Cell(NamedTuple):
    row: int
    column: int
    before: str
    digits: str
    behind: str


def settle(rows: Sequence[list[str]], numbers: Sequence[int]) -> None:
    """Write numbers of a file with decimal commas with points; raises Invalid where it is not told which is which."""
    shown: dict[Mark, _Seen] = {}
    doubtful: _Seen | None = None
    for cell in _numbers(rows):
        mark = decimal_mark(cell.digits)
        if mark is not None and (mark == "?" or mark not in shown):
            seen = _Seen(rows[cell.row][cell.column].strip(), Place(None, numbers[cell.row], cell.column + 1))
            if mark == "?":
                doubtful = doubtful or seen
            else:
                shown[mark] = seen
    if len(shown) == 2:
        raise Invalid(_both(shown[","], shown["."]), _SAVE_AS)
    if doubtful and not shown:
        message = say("{text} in {place} may be thousands or decimals", text=doubtful.text, place=doubtful.place)
        raise Invalid(message, _SAVE_AS)
    if "," in shown:
        for cell in _numbers(rows):
            if decimal_mark(cell.digits) is not None:
                rows[cell.row][cell.column] = _with_point(cell)


_SAVE_AS = say("separate the file with commas or tabs, or save it as xlsx")


def _both(comma: _Seen, point: _Seen) -> Message:
    return say(
        "{comma} in {place} has a decimal comma, and {point} in {other} a decimal point",
        comma=comma.text, place=comma.place, point=point.text, other=point.place,
    )  # fmt: skip


def _numbers(rows: Sequence[list[str]]) -> Iterator[_Cell]:
    """The cells that hold a number with a mark, and nothing else but signs and a unit."""
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            if ("," in text or "." in text or not text.isascii()) and _DIGIT.search(text):
                found = _NUMBER.fullmatch(narrow(text).strip())
                if found is not None and ("," in found[2] or "." in found[2]):
                    yield _Cell(at, column, *found.groups())


def decimal_mark(digits: str) -> Mark | Literal["?"] | None:
    """The decimal mark that a number shows; `?` where either may be; None where it shows none, such as dates.

    >>> decimal_mark("47,5"), decimal_mark("1,234.56"), decimal_mark("640,000"), decimal_mark("01.03.2026")
    (',', '.', '?', None)
    """
    if " " in digits:
        return "," if "," in digits else "."  # beside spaces, which group
    if _MONTH.fullmatch(digits):
        return None
    if grouped := _GROUPED.fullmatch(digits):
        if digits.count(grouped[1]) == 1:
            return "?"
        return _other(grouped[1])
    found = _BOTH.fullmatch(digits)
    mark = found[2] if found else None
    if mark is None and (plain := _PLAIN.fullmatch(digits)):
        mark = plain[1]
    return "," if mark == "," else "." if mark == "." else None


def _other(mark: str) -> Mark:
    return "." if mark == "," else ","


def _with_point(cell: _Cell) -> str:
    """A number with a decimal comma as one with a point."""
    digits = cell.digits.replace(" ", "").replace(".", "").replace(",", ".")
    if "." in digits:
        digits = digits.rstrip("0").removesuffix(".")
    return cell.before + digits + cell.behind
