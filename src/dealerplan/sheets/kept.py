"""What Excel writes into a web page beside the text of a cell: the number it keeps, and the format that shows it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from dealerplan.domain.number import canonical
from dealerplan.domain.symbols import SCALES
from dealerplan.sheets import number_format
from dealerplan.sheets.cell import plain
from dealerplan.sheets.content import exact
from dealerplan.sheets.ods import unit_beside
from dealerplan.sheets.when import read_times
from dealerplan.sheets.xml2003 import NAMED

_FORMAT = re.compile(r"mso-number-format\s*:\s*(\"[^\"]*\"|'[^']*'|(?:\\.|[^;}\\])+)", re.IGNORECASE)
_OF_CLASS = re.compile(r"\.([\w-]+)\s*\{([^{}]*mso-number-format[^{}]*)\}", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(?:([0-9a-fA-F]{4})|(.))")
_TRAILING = re.compile(r"(?<![_\\\s])\s+$")  # but for the blank that a sign keeps room for
_SCALE = re.compile(r"\d\s*([百千万亿]+)")
_ALONE = re.compile(r"[^\d]*?[-+]?(\d[\d.,'\s]*)[^\d]*")
_DAYS = range(30_000, 80_000)  # of which spreadsheets count those of these years


class Kept(NamedTuple):
    """The number of a cell as it is kept, and its format's code; empty for none."""

    number: str = ""
    code: str = ""

    def text(self, shown: str) -> str:
        """The text that says what a spreadsheet reads: the number in full, with what its format shows beside it."""
        value = _value(shown)
        if value is None:
            return shown
        if (own := _number(self.number)) is not None:
            if _is_divided(shown, value, own):
                return canonical(own)
            shown = _in_full(shown, value, own, self.code)
            value = _value(shown)
        return shown if value is None or not self.code else _as_formatted(shown, value, self.code)


def kept(attributes: Mapping[str, str], classes: Mapping[str, str]) -> Kept:
    """What a cell's attributes say, by its style or that of its class."""
    style = attributes.get("style", "")
    code = format_in(style) or next(filter(None, map(classes.get, attributes.get("class", "").split())), "")
    return Kept(attributes.get("x:num", ""), code)


def formats_of_classes(page: str) -> dict[str, str]:
    """The formats of a page's classes."""
    return {match[1]: format_in(match[2]) for match in _OF_CLASS.finditer(page)}


def format_in(style: str) -> str:
    """The code of a number format in a style; empty for none."""
    found = _FORMAT.search(style)
    if found is None:
        return ""
    said = found[1].strip("\"'") if found[1][0] in "\"'" else _TRAILING.sub("", found[1].lstrip())
    code = _ESCAPED.sub(lambda match: chr(int(match[1], 16)) if match[1] else match[2], said)
    return NAMED.get(code, code)


def _value(shown: str) -> Fraction | None:
    """The number that stands alone in a text, but for signs and a unit."""
    found = _ALONE.fullmatch(plain(shown))
    digits = re.sub(r"[,'\s]", "", found[1]) if found else ""
    return Fraction(digits) if re.fullmatch(r"\d+(?:\.\d+)?", digits) else None


def _number(kept: str) -> Fraction | None:
    """The number that a cell keeps; None for none."""
    try:
        return exact(kept.strip())
    except ValueError:
        return None


def _is_divided(shown: str, value: Fraction, own: Fraction) -> bool:
    """Whether a text shows the number that is kept by its scale: 470123.45 beside 47.0万."""
    said = _SCALE.search(plain(shown))
    scale = SCALES.get(said[1]) if said else None
    return scale is not None and value != 0 and abs(own / (value * scale) - 1) < Fraction(1, 10)


def _in_full(shown: str, value: Fraction, own: Fraction, code: str) -> str:
    """A text with the number that is kept in place of the one that is shown rounded."""
    if code and number_format.shown(code, own).kind != "number":
        return shown
    is_percent = shown.rstrip().endswith(("%", "％"))
    if value == (own * 100 if is_percent else own):
        return shown
    times = read_times(shown)
    if own.denominator == 1 and int(own) in _DAYS and (times.months or times.years or times.days or times.parts):
        return shown  # a date
    return f"{canonical(own * 100)}%" if is_percent else f"{canonical(own)}{unit_beside(shown, own)}"


def _as_formatted(shown: str, value: Fraction, code: str) -> str:
    """A bare number with the percent sign or the unit of its format."""
    by_format = number_format.shown(code, value)
    if plain(shown)[-1:] in "%‰" or by_format.kind != "number":
        return shown
    if by_format.percent:
        return f"{canonical(value * 100)}%"
    return shown if by_format.unit in shown else f"{shown}{by_format.unit}"
