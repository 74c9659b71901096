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
    """A number that a spreadsheet keeps as one; `percent` where its format shows it as a percentage."""

    value: Fraction
    percent: bool = False


class Fault(NamedTuple):
    """A cell of a workbook that can be no value; `text` is what it shows."""

    kind: Literal["error", "uncomputed", "truth", "time"]
    text: str = ""


Content = str | Number | date | Fault
Row = Sequence[Content]


class Sheet(NamedTuple):
    """A sheet's rows, from the first; a row may be shorter than others. A CSV file is one sheet without a name."""

    name: str | None
    rows: Sequence[Row]


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


def is_empty(content: Content) -> bool:
    """Whether nothing stands in a cell."""
    return content == "" or (isinstance(content, str) and not plain(content))
