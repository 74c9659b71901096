"""Months and years as headings, titles and cells write them."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from dealerplan.domain.month import FIRST_YEAR, LAST_YEAR, Month
from dealerplan.intake.content import Content, Number, plain
from dealerplan.words import say

_ENGLISH = "january february march april may june july august september october november december".split()
_HANZI = "一 二 三 四 五 六 七 八 九 十 十一 十二".split()
_NUMBERS = (
    {name: number for number, name in enumerate(_ENGLISH, 1)}
    | {name[:3]: number for number, name in enumerate(_ENGLISH, 1)}
    | {"sept": 9}
    | {name: number for number, name in enumerate(_HANZI, 1)}
)
_Y = r"(?P<year>(?:19|20|21)\d\d)"
_NAME = rf"(?<![a-z])(?P<name>{'|'.join(_ENGLISH)}|sept|{'|'.join(name[:3] for name in _ENGLISH)})(?![a-z])\.?"
_HAN = r"(?P<han>十[一二]?|[一二三四五六七八九])\s*月份?"
_M = r"(?P<month>1[0-2]|0?[1-9])"

WRITE_YEAR = say("write the year too: 2026-03")
NO_YEAR = say("a month stands there without its year")

LONGEST = 200  # characters of a text in which a month is looked for

_DAY = re.compile(
    rf"(?<!\d){_Y}(?:\s*年\s*|(?P<dash>[-/.]))(?P<month>1[0-2]|0?[1-9])(?(dash)(?P=dash)|\s*月\s*)"
    r"(?P<day>\d{1,2})(?!\d)(?:\s*日)?(?:[ t]+\d+:[\d:.]+)?"
)
_SPAN = re.compile(r"\d{1,2}\s*月?份?\s*[-~～至到]\s*\d{1,2}\s*月份?")
_YEAR = re.compile(rf"(?<![\d.,]){_Y}(?![\d.,])\s*(?:年度?)?")
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?<!\d){_Y}\s*[-/._年]\s*{_M}(?!\d)\s*(?:月份?)?",
        rf"(?<!\d){_Y}(?P<month>0[1-9]|1[0-2])(?!\d)",
        rf"(?<!\d)(?P<short>\d\d)年\s*{_M}\s*月份?",
        rf"{_Y}\s*年\s*{_HAN}",
        rf"{_NAME}\s*[-/,]?\s*{_Y}(?!\d)",
        rf"(?<!\d){_Y}\s*[-/,]?\s*{_NAME}",
        rf"{_NAME}\s*[-/'’]\s*(?P<short>\d\d)(?!\d)",
    )
)
_BARE = tuple(
    re.compile(form) for form in (rf"(?<![\d\-~至到/.]){_M}\s*月份?(?!\s*\d)", rf"(?<![一二三四五六七八九十]){_HAN}")
)
_BARE_NAME = re.compile(_NAME)


class When(NamedTuple):
    """A month, a month without its year, or a year."""

    year: int | None = None
    number: int | None = None

    def month(self, year: int | None) -> Month | None:
        """The month; `year` is that of its surroundings. None where either is not known."""
        year = self.year or year
        return Month(year, self.number) if year is not None and self.number is not None else None


@lru_cache(maxsize=4096)
def find(text: str) -> tuple[When, str] | None:
    """The one month or year in a short text, and the rest of it."""
    if len(text) > LONGEST:
        return None
    lower = plain(text).casefold()
    day = _DAY.search(lower)
    if day is not None:
        return _found(day, lower)
    if _SPAN.search(lower):
        return None
    for form in (*_FORMS, *_BARE, _BARE_NAME, _YEAR):
        match = form.search(lower)
        if match is not None:
            return _found(match, lower)
    return None


def is_span(text: str) -> bool:
    """Whether a text is no more than several months: `1-3月`, `2026年1月-6月`."""
    lower = _YEAR.sub("", plain(text).casefold(), 1)
    return _SPAN.fullmatch(lower.strip()) is not None


def _found(match: re.Match[str], text: str) -> tuple[When, str] | None:
    when = _when(match)
    return None if when is None else (when, f"{text[: match.start()]} {text[match.end() :]}".strip())


def _when(match: re.Match[str]) -> When | None:
    groups = match.groupdict()
    year = int(groups.get("year") or 0) or (2000 + int(groups["short"]) if groups.get("short") else None)
    name = groups.get("name") or groups.get("han")
    number = _NUMBERS[name] if name else int(groups.get("month") or 0) or None
    return When(year, number) if year is None or FIRST_YEAR <= year <= LAST_YEAR else None


def read_when(content: Content, alone: bool = False) -> When | None:
    """The month of a cell that holds nothing else; `alone` takes a bare `3` for March too."""
    if isinstance(content, date):
        return When(content.year, content.month) if FIRST_YEAR <= content.year <= LAST_YEAR else None
    if isinstance(content, Number):
        content = str(content.value)
    if not isinstance(content, str):
        return None
    found = find(content)
    if found is not None and not found[1] and found[0].number is not None:
        return found[0]
    if alone and re.fullmatch(_M, plain(content)):
        return When(None, int(plain(content)))
    return None


def without_days(text: str) -> str:
    """A text without the full dates in it."""
    return _DAY.sub(" ", plain(text).casefold())


class Titled(NamedTuple):
    """What titles say: every month and every year that they name."""

    months: frozenset[When]
    years: frozenset[int]


_PRINTED = re.compile(
    r"(?:制表|打印|导出|填[报表]|报送|编制|生成|提取|更新|print\w*|export\w*|generated|created|updated)[^\d]{0,12}"
    + _DAY.pattern
)
_DAY_OF = re.compile(rf"{_M}\s*月\s*\d{{1,2}}\s*日")
_TO_DAY = re.compile(r"日?\s*[-~～—至到]+\s*\d{1,2}\s*日")
_PERIOD = re.compile(r"截[至止]|期间|统计|区间|数据日期|as of|period|month end")


def _of_days(lower: str) -> set[When | None]:
    """The months that days name: all those of a period, else none, as a lone day may be that of the print."""
    days = [*_DAY.finditer(lower), *_DAY_OF.finditer(_DAY.sub(" ", lower))]
    is_period = len(days) > 1 or _PERIOD.search(lower) or any(_TO_DAY.match(lower, day.end() - 1) for day in days)
    return {_when(day) for day in days} if is_period else set()


def in_title(text: str) -> Titled:
    """The months and years of a title. A lone day, such as that of the print, is neither; those of a period are."""
    lower = _PRINTED.sub(" ", plain(text[:LONGEST]).casefold())
    months = _of_days(lower)
    lower = _DAY_OF.sub(" ", _SPAN.sub(" ", _DAY.sub(" ", lower)))
    for form in (*_FORMS, *_BARE):
        months |= {_when(match) for match in form.finditer(lower)}
        lower = form.sub(" ", lower)
    years = {int(match["year"]) for match in _YEAR.finditer(lower)}
    known = frozenset(when for when in months if when is not None)
    return Titled(known, frozenset(years | {when.year for when in known if when.year is not None}))
