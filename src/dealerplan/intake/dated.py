"""Months, years and days in titles, where other words stand beside them."""

from __future__ import annotations

import re
from typing import NamedTuple

from dealerplan.intake.when import BARE, DAY, FORMS, LONGEST, SPAN, YEAR, M, When, last_day, of_match, with_plain_days
from dealerplan.sheets.cell import plain


class Titled(NamedTuple):
    """What titles say: every month and every year that they name; of the months in `cut` they tell a part only."""

    months: frozenset[When] = frozenset()
    years: frozenset[int] = frozenset()
    cut: frozenset[When] = frozenset()


class _Day(NamedTuple):
    at: int
    when: When
    number: int


_PRINTED = re.compile(
    r"(?:制表|打印|导出|填[报表]|报送|编制|生成|提取|更新|print\w*|export\w*|generated|created|updated)[^\d]{0,12}"
    + DAY.pattern
)
_DAY_OF = re.compile(rf"{M}\s*月\s*(?P<day>\d{{1,2}})\s*日")
_SHORT_DAYS = re.compile(
    rf"(?<![\d.])(?:{M}[./](?P<day>\d{{1,2}}))(?=\s*[-~～—至到]+\s*\d{{1,2}}[./]\d{{1,2}}(?![\d.]))"
)
_TO_DAY = re.compile(rf"日?\s*[-~～—至到]+\s*(?:{M}\s*[月./-]\s*)?(?P<day>\d{{1,2}})(?:\s*日|(?![\d年月.:/-]))")
_FROM = re.compile(r"开始|起始|\b(?:from|start(?:\s*date)?)\s*:?\s*(?=\d)")
_PERIOD = re.compile(r"截[至止]|期间|统计|区间|数据日期|结束|终止|as of|period|month end|\bend(?:ing)?\b")
_BETWEEN = re.compile(r"至|到|查询|[~～—]|\bto\b")


def in_title(text: str) -> Titled:
    """The months and years of a title. A lone day, such as that of the print, is neither; those of a period are."""
    lower = _PRINTED.sub(" ", with_plain_days(plain(text[:LONGEST]).casefold()))
    months, cut = _of_days(lower)
    for form in (DAY, SPAN, _DAY_OF):
        lower = form.sub(" ", lower)
    for form in (*FORMS, *BARE):
        months |= {of_match(match) for match in form.finditer(lower)}
        lower = form.sub(" ", lower)
    years = {int(match["year"]) for match in YEAR.finditer(lower)}
    known = frozenset(when for when in months if when is not None)
    years |= {when.year for when in known if when.year is not None}
    return Titled(known, frozenset(years), cut)


def is_period(texts: list[str]) -> bool:
    """Whether the cells of a row name the days of one period: `开始日期 | 2026-03-01 | 结束日期 | 2026-03-31`."""
    lower = _PRINTED.sub(" ", with_plain_days(" ".join(texts).casefold()))
    words = (_FROM, _PERIOD, _BETWEEN)
    return len(DAY.findall(lower)) > 1 and any(word.search(lower) for word in words)


def _of_days(lower: str) -> tuple[set[When | None], frozenset[When]]:
    """The months that days name, and those of which they leave days out: none for a lone day, perhaps of the print."""
    days = _days(lower)
    begins = bool(_FROM.search(lower))
    if not days or not (len(days) > 1 or begins or _PERIOD.search(lower)):
        return set(), frozenset()
    cut = {days[0].when} if days[0].number > 1 and (len(days) > 1 or begins) else set()
    if days[-1].number < last_day(days[-1].when) and (len(days) > 1 or not begins):
        cut.add(days[-1].when)
    return {day.when for day in days}, frozenset(cut)


def _days(lower: str) -> list[_Day]:
    """The days of a text, in its order; `1日-15日` are two."""
    found: list[_Day] = []
    for form in (DAY, _DAY_OF, _SHORT_DAYS):
        for match in form.finditer(lower):
            when = of_match(match)
            if when is None:
                continue
            found.append(_Day(match.start(), when, int(match["day"])))
            to = _TO_DAY.match(lower, match.end())
            if to is not None:
                number = int(to["month"]) if to["month"] else when.number
                found.append(_Day(to.start(), When(when.year, number), int(to["day"])))
        lower = form.sub(lambda match: " " * len(match[0]), lower)
    return sorted(found)
