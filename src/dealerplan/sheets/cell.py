"""What stands in one cell of a sheet, before it is known what it means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Literal, NamedTuple

from dealerplan.domain.number import narrow


class Number(NamedTuple):
    """A number that a spreadsheet keeps as one: what its format shows beside it.

    `percent` where it is shown as a percentage; `unit` is what the format writes around the value and does not itself
    divide by: 万元 of `0.0"万元"`, $ of `[$$-409]#,##0`; empty for none, and for a format that scales what it shows.
    """

    value: Fraction
    percent: bool = False
    unit: str = ""


class Fault(NamedTuple):
    """A cell of a workbook that can be no value; `text` is what it shows."""

    kind: Literal["error", "uncomputed", "truth", "time"]
    text: str = ""


Content = str | Number | date | Fault
Row = Sequence[Content]


class Merge(NamedTuple):
    """Merged cells: the rows by index in the sheet's `rows`, the columns from 0, both ends among them."""

    top: int
    left: int
    bottom: int
    right: int


class Sheet(NamedTuple):
    """A sheet's rows that hold anything; a row may be shorter than others. A CSV file is one sheet without a name.

    `numbers` are the rows' numbers as spreadsheets count them, from 1; without them the rows are the first ones.
    """

    name: str | None
    rows: Sequence[Row]
    numbers: Sequence[int] | None = None
    merges: Sequence[Merge] = ()

    def number(self, at: int) -> int:
        """The number of a row by its index."""
        return at + 1 if self.numbers is None else self.numbers[at]


_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")
_SPACES = re.compile(r"\s+")


def plain(text: str) -> str:
    """Text with full-width forms, kinds of spaces and invisible characters made plain."""
    if text.isascii():
        return text.strip()
    return _SPACES.sub(" ", _INVISIBLE.sub("", narrow(text))).strip()


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Text as headings are compared: plain, without spaces, underscores, case and a closing colon."""
    return _SPACES.sub("", plain(text)).replace("_", "").casefold().strip("*:：")


def word(content: Content) -> str:
    """The text of a cell that may be a heading or a name: a whole number counts as its digits."""
    if isinstance(content, str):
        return plain(content)
    if isinstance(content, Number) and content.value.denominator == 1:
        return str(content.value)
    return ""


RUNNABLE = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""How texts begin that spreadsheets run; tabs and line ends come as escapes."""


def unguarded(content: Content) -> Content:
    """A text without the sign before it that keeps a spreadsheet from running it: `'=1` is `=1`."""
    is_guarded = isinstance(content, str) and content[:1] == "'" and content[1:].startswith(RUNNABLE)
    return content[1:] if is_guarded and isinstance(content, str) else content


def cell_at(row: Row, at: int) -> Content:
    """The cell of a row by its column from 0; empty behind the row's end."""
    return row[at] if at < len(row) else ""


def is_empty(content: Content) -> bool:
    """Whether nothing stands in a cell."""
    return content == "" or (isinstance(content, str) and not plain(content))
