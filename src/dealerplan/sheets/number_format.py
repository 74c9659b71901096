"""Number formats of spreadsheets: what a format's code shows beside a value."""

from __future__ import annotations

import operator
import re
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Literal, NamedTuple

Kind = Literal["number", "day", "month", "year", "time"]


class Shown(NamedTuple):
    """What a format makes of a value: a number, perhaps a percentage or with a unit around it, or a date.

    `before` and `after` are words around a date, such as 累计 of `m"月累计"`, `between` those within it;
    `with_year` says that its year is shown.
    """

    kind: Kind = "number"
    percent: bool = False
    unit: str = ""
    before: str = ""
    after: str = ""
    with_year: bool = True
    between: str = ""


class _Section(NamedTuple):
    shown: Shown
    condition: tuple[str, Fraction] | None
    of_text: bool


BUILTIN: dict[int, str] = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: "yyyy/m", 28: "m/d", 29: "m/d", 30: "m/d/yy", 31: "yyyy/m/d",
    32: "h:mm", 33: "h:mm:ss", 34: "h:mm", 35: "h:mm:ss", 36: "yyyy/m", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    48: "##0.0E+0", 49: "@", 50: "yyyy/m", 51: "m/d", 52: "yyyy/m", 53: "m/d", 54: "m/d", 55: "h:mm", 56: "h:mm:ss",
    57: "yyyy/m", 58: "m/d",
}  # fmt: skip
"""Formats that files name by number alone, as Chinese programs show them; others show a number and nothing else.

The currency of 5 to 8 and 37 to 44 is that of whoever looks: programs write their codes into the file.
"""


def shown(code: str, value: Fraction) -> Shown:
    """What a format shows beside a value.

    >>> shown('0.0"万元"', Fraction(47)).unit
    '万元'
    """
    sections = _sections(code)
    return _held(sections, value).shown


_TWO_DECIMALS = re.compile(r"[#0,]*0\.00(?:_.)?(?:;.*)?", re.DOTALL)


def shows_two_decimals(code: str) -> bool:
    """Whether a format shows a number alone, with two digits behind its point, as 2026.10 may be written."""
    return _TWO_DECIMALS.fullmatch(code) is not None


def _held(sections: Sequence[_Section], value: Fraction) -> _Section:
    """The section that a value is shown by."""
    for at, section in enumerate(sections[:3]):
        if _holds(section, at, len(sections), value):
            return section
    return sections[0]


def _holds(section: _Section, at: int, of: int, value: Fraction) -> bool:
    if section.condition is not None:
        sign, bound = section.condition
        compare = _COMPARISONS[sign]
        return bool(compare(value, bound))
    if at == of - 1 or at == 2:
        return True
    if at == 1:
        return value < 0
    return value > 0 or (of == 2 and value == 0)


_COMPARISONS = {
    "<": operator.lt, ">": operator.gt, "=": operator.eq, "<=": operator.le, ">=": operator.ge, "<>": operator.ne,
}  # fmt: skip
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_TOKEN = re.compile(
    r"""
    "(?P<quoted>[^"]*)"? | [\\!](?P<escaped>.) | (?P<pad>[_*].)
    | \[\$(?P<currency>[^\]-]*)(?:-[^\]]*)?\] | \[(?P<bracket>[^\]]*)\]
    | (?P<general>General|G/通用格式) | (?P<power>E[+-]) | (?P<half>AM/PM|A/P|上午/下午)
    | (?P<digit>[0\#?]) | (?P<comma>,) | (?P<percent>%) | (?P<end>;) | (?P<text>@)
    | (?P<date>y+|m+|d+|h+|s+|a{3,4}|e+|g+) | (?P<plain>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_LITERAL = ("quoted", "escaped", "plain", "currency", "date", "half")
_Token = tuple[str, str]


@lru_cache(maxsize=2048)
def _sections(code: str) -> Sequence[_Section]:
    """The sections of a format that numbers are shown by, at least one."""
    parts: list[list[_Token]] = [[]]
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup or "plain"
        if kind == "end":
            parts.append([])
        else:
            parts[-1].append((kind, match[kind]))
    sections = [_section(tokens) for tokens in parts[:4]]
    if len(sections) > 1 and (sections[-1].of_text or len(sections) == 4):
        sections.pop()
    return sections


def _section(tokens: Sequence[_Token]) -> _Section:
    kinds = [kind for kind, _ in tokens]
    condition = None
    for kind, text in tokens:
        found = _CONDITION.fullmatch(text.strip()) if kind == "bracket" else None
        if found is not None:
            condition = found[1], Fraction(found[2])
    return _Section(_dated(tokens) or _counted(tokens), condition, "text" in kinds and "digit" not in kinds)


_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)


def _dated(tokens: Sequence[_Token]) -> Shown | None:
    """What a section of dates shows; None where it is one of numbers."""
    letters: list[str] = []
    for kind, text in tokens:
        if kind in ("digit", "general") and not letters:
            return None
        if kind == "date" or (kind == "bracket" and _ELAPSED.fullmatch(text)):
            letters.append(text[0].casefold())
    if not letters:
        return None
    around = ["", *letters, ""]
    months = [
        before != "h" and after != "s"
        for before, letter, after in zip(around, letters, around[2:], strict=False)
        if letter == "m"
    ]
    if not any(months) and not {"y", "e", "d", "a"} & set(letters):
        return Shown("time")
    has_day = bool({"d", "a"} & set(letters))
    shown: Kind = "day" if has_day else "month" if any(months) else "year"
    before, between, after = _around_date(tokens)
    with_year = bool({"y", "e"} & set(letters))
    return Shown(shown, before=before, after=after, with_year=with_year, between=between)


_OF_DATES = re.compile(r"^[年月日号第\s./,-]+|[\s./,第]+$")


def _around_date(tokens: Sequence[_Token]) -> tuple[str, str, str]:
    """The words before, within and behind a date; within are none that only part its year, month and day."""
    at = [index for index, (kind, _) in enumerate(tokens) if kind == "date"]
    if not at:
        return "", "", ""
    words = [_literal(kind, text) if kind != "date" else "" for kind, text in tokens]
    within = "".join(words[at[0] : at[-1]])
    between = "" if not _PARTING.sub("", within) else within.removeprefix("年")
    before, after = "".join(words[: at[0]]), "".join(words[at[-1] + 1 :])
    return before.strip(" 第"), between, _OF_DATES.sub("", after)


_PARTING = re.compile(r"[年月日号第期时分秒点\s./,:'-]+")


def _counted(tokens: Sequence[_Token]) -> Shown:
    """What a section of numbers shows."""
    at = [index for index, (kind, _) in enumerate(tokens) if kind in ("digit", "general")]
    inner = tokens[at[0] : at[-1]] if at else ()
    divides = _has_scaling_commas(tokens) or any(
        kind in _LITERAL[:2] and ("." in text or "," in text) for kind, text in inner
    )
    percent = any(kind == "percent" for kind, _ in tokens)
    if divides:
        return Shown(unit=unit_of([text for kind, text in tokens if kind == "currency" or text in SIGNS]))
    return Shown(percent=percent, unit=unit_of([_literal(kind, text) for kind, text in tokens]))


SIGNS = ("¥", "￥", "$", "€", "£", "US$", "HK$")
"""Of money; they hold for a format that divides, too."""


def _has_scaling_commas(tokens: Sequence[_Token]) -> bool:
    """Whether commas behind the digits divide by thousands."""
    digits = False
    for index, (kind, _) in enumerate(tokens):
        if kind == "comma" and digits:
            following = next((other for other, _ in tokens[index + 1 :] if other != "comma"), "")
            if following != "digit":
                return True
        digits = digits or kind == "digit"
    return False


_NO_LITERAL = {".", "/"}


def _literal(kind: str, text: str) -> str:
    return text if kind in _LITERAL and not (kind == "plain" and text in _NO_LITERAL) else ""


_YUAN = "¥￥"


def unit_of(literals: Sequence[str]) -> str:
    """The unit that literals say: without signs and brackets of negatives, and ¥ only where it is all."""
    text = "".join(literals).strip(" \t\r\n\xa0-+()（）:'")
    return text.strip(_YUAN + " ") or text
