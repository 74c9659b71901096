"""Months and years as headings, titles and cells write them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from dealerplan.domain.month import FIRST_YEAR, LAST_YEAR, Month
from dealerplan.sheets.cell import Content, Number, plain
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
M = r"(?P<month>1[0-2]|0?[1-9])"

WRITE_YEAR = say("write the year too: 2026-03")
NO_YEAR = say("a month stands there without its year")

LONGEST = 200  # characters of a text in which a month is looked for

DAY = re.compile(
    rf"(?<!\d){_Y}(?:\s*年\s*|(?P<dash>[-/.]))(?P<month>1[0-2]|0?[1-9])(?(dash)(?P=dash)|\s*月\s*)"
    r"(?P<day>\d{1,2})(?!\d)(?:\s*日)?(?:[ t]+\d+:[\d:.]+)?"
)
_TH = r"(?:st|nd|rd|th)?"
_ENGLISH_DAYS = (
    re.compile(rf"{_NAME}\s*(?P<day>\d{{1,2}}){_TH}(?:\s*[-–~]\s*(?P<to>\d{{1,2}}){_TH})?(?:\s*,\s*|\s+){_Y}(?!\d)"),
    re.compile(rf"(?<![\d.])(?P<day>\d{{1,2}}){_TH}(?P<to>)\s+(?:of\s+)?{_NAME}\s*,?\s*{_Y}(?!\d)"),
)
SPAN = re.compile(r"\d{1,2}\s*月?份?\s*[-~～至到]\s*\d{1,2}\s*月份?")
YEAR = re.compile(rf"(?<![\d.,]){_Y}(?![\d.,])\s*(?:年度?)?")
FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?<!\d){_Y}\s*[-/._年]\s*{M}(?!\d)\s*(?:月份?)?",
        rf"(?<!\d){_Y}(?P<month>0[1-9]|1[0-2])(?!\d)",
        rf"(?<!\d)(?P<short>\d\d)年\s*{M}\s*月份?",
        rf"{_Y}\s*年\s*{_HAN}",
        rf"{_NAME}\s*[-/,]?\s*{_Y}(?!\d)",
        rf"(?<!\d){_Y}\s*[-/,]?\s*{_NAME}",
        rf"{_NAME}\s*[-/'’]\s*(?P<short>\d\d)(?!\d)",
    )
)
BARE = tuple(
    re.compile(form) for form in (rf"(?<![\d\-~至到/.]){M}\s*月份?(?!\s*\d)", rf"(?<![一二三四五六七八九十]){_HAN}")
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


def both(one: When, other: When) -> When | None:
    """What two say together: `4月` and `2025年` are 2025-04; None where they contradict each other."""
    years, numbers = {one.year, other.year} - {None}, {one.number, other.number} - {None}
    if len(years) > 1 or len(numbers) > 1:
        return None
    return When(next(iter(years), None), next(iter(numbers), None))


@lru_cache(maxsize=4096)
def find(text: str) -> tuple[When, str] | None:
    """The one month or year in a short text, and the rest of it."""
    if len(text) > LONGEST:
        return None
    lower = plain(text).casefold()
    day = DAY.search(lower)
    if day is not None:
        return _found(day, lower) if _is_edge(day) else None
    if SPAN.search(lower):
        return None
    for form in (*FORMS, *BARE, _BARE_NAME, YEAR):
        match = form.search(lower)
        if match is not None:
            return _found(match, lower)
    return None


def last_day(when: When) -> int:
    """The last day of a month; of February without a year the 28th."""
    assert when.number is not None
    return monthrange(when.year or 2001, when.number)[1]


def _is_edge(day: re.Match[str]) -> bool:
    """Whether a day is the first or last of its month, by which months are written."""
    when = of_match(day)
    return when is not None and int(day["day"]) in (1, last_day(when))


def with_plain_days(lower: str) -> str:
    """A text with `March 15, 2026` and `15 March 2026` written as 2026-03-15."""
    for form in _ENGLISH_DAYS:
        lower = form.sub(_plain_day, lower)
    return lower


def _plain_day(match: re.Match[str]) -> str:
    to = f" - {match['to']}" if match["to"] else ""
    return f"{match['year']}-{_NUMBERS[match['name']]:02d}-{int(match['day']):02d}{to}"


def is_day(text: str) -> bool:
    """Whether a text is no more than a day in mid-month or at its end."""
    day = DAY.fullmatch(plain(text).casefold())
    return day is not None and int(day["day"]) != 1


def is_span(text: str) -> bool:
    """Whether a text is no more than several months: `1-3月`, `2026年1月-6月`."""
    lower = YEAR.sub("", plain(text).casefold(), 1)
    return SPAN.fullmatch(lower.strip()) is not None


def _found(match: re.Match[str], text: str) -> tuple[When, str] | None:
    when = of_match(match)
    return None if when is None else (when, f"{text[: match.start()]} {text[match.end() :]}".strip())


def of_match(match: re.Match[str]) -> When | None:
    """The month or year of a match; None for one that no plan could have."""
    groups = match.groupdict()
    year = int(groups.get("year") or 0) or (2000 + int(groups["short"]) if groups.get("short") else None)
    name = groups.get("name") or groups.get("han")
    number = _NUMBERS[name] if name else int(groups.get("month") or 0) or None
    return When(year, number) if year is None or FIRST_YEAR <= year <= LAST_YEAR else None


def read_when(content: Content, alone: bool = False) -> When | None:
    """The month of a cell that holds nothing else; `alone` takes a bare `3` for March too."""
    if isinstance(content, date):
        content = content.isoformat()
    if isinstance(content, Number):
        content = str(content.value)
    if not isinstance(content, str):
        return None
    found = find(content)
    if found is not None and not found[1] and found[0].number is not None:
        return found[0]
    if alone and re.fullmatch(M, plain(content)):
        return When(None, int(plain(content)))
    return None


def without_days(text: str) -> str:
    """A text without the full dates in it."""
    return DAY.sub(" ", plain(text).casefold())
