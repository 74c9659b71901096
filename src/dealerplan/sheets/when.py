"""Months, years, days and spans of them, as headings, titles and cells write them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from dealerplan.domain.month import FIRST_YEAR, LAST_YEAR, Month
from dealerplan.domain.month_end import CALENDAR, MonthEnd
from dealerplan.sheets.cell import plain

GAP = "\x00"
"""Stands where words of time were, so that those before and behind them do not become one."""

LONGEST = 200  # characters of a text that are read

_ENGLISH = "january february march april may june july august september october november december".split()
_HANZI = "一 二 三 四 五 六 七 八 九 十 十一 十二".split()
_NUMBERS = (
    {name: number for number, name in enumerate(_ENGLISH, 1)}
    | {name[:3]: number for number, name in enumerate(_ENGLISH, 1)}
    | {"sept": 9, "元": 1}
    | {name: number for number, name in enumerate(_HANZI, 1)}
)
_Y = r"(?P<year>(?:19|20|21)\d\d)"
_ANY = r"(?:19|20|21)\d\d"  # year, in a form that names none
_ANY_YEAR = re.compile(rf"{_ANY}年?")
_NAMES = "|".join([*_ENGLISH, "sept", *(name[:3] for name in _ENGLISH)])
_NAME = rf"(?<![a-z])(?P<name>{_NAMES})(?![a-z])\.?"
_HAN = r"(?P<han>十[一二]?|元|[一二三四五六七八九])\s*月份?"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_M = r"(?P<month>1[0-2]|0?[1-9])"
_DAY = r"(?P<day>\d{1,2})"
_LATE_DAY = r"(?P<day>1[3-9]|2\d|3[01])"  # which is no month
_TH = r"(?:st|nd|rd|th)?"
_CLOCK = r"(?:[ t]+\d+:[\d:.]+)?"
_TO = r"\s*(?:[-–~～—至到]+|\bto\b|\bthrough\b)\s*"
_DAYS = re.compile(
    rf"(?<!\d){_Y}(?:\s*年\s*|(?P<dash>[-/.])){_M}(?(dash)(?P=dash)|\s*月\s*)"
    rf"{_DAY}(?!\d)(?:\s*[日号])?{_CLOCK}"
)
_DAYS_FIRST = re.compile(rf"(?<![\d./-]){_DAY}\.{_M}\.{_Y}(?!\d){_CLOCK}")
_SLASHED = (
    re.compile(rf"(?<![\d/.-]){_LATE_DAY}/{_M}/{_Y}(?!\d){_CLOCK}"),
    re.compile(rf"(?<![\d/.-]){_M}/{_LATE_DAY}/{_Y}(?!\d){_CLOCK}"),
)
_COMPACT = re.compile(rf"(?<!\d){_Y}(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)")
_DAYS_OF = re.compile(rf"(?<!\d){_M}\s*月\s*{_DAY}\s*[日号]")
_UP_TO = r"(?:(?:更新|统计|数据)[至到]|截[至止]到?(?:日期?)?|(?<![a-z])(?:data )?cut[ -]?off(?: date)?|(?<![a-z])(?:as of|as at|through|thru|up to|until|till)(?![a-z]))\s*:?\s*(?:on\s+)?"
_UP_TO_BARE = re.compile(
    rf"(?:{_UP_TO}(?:the\s+)?|[到至]\s*)\d{{1,2}}\s*(?:[日号]|(?:st|nd|rd|th)(?![a-z]))(?!\s*(?:{_NAMES}))"
)
_UP_TO_DAY = re.compile(rf"{_UP_TO}{_M}[./-]{_DAY}(?![\d.年/])")
_UP_TO_ENGLISH = re.compile(rf"{_UP_TO}{_NAME}\s*{_DAY}{_TH}(?![\d/])")
_UP_TO_BRITISH = re.compile(rf"{_UP_TO}{_DAY}{_TH}\s*{_NAME}(?!\s*,?\s*{_ANY})")
_SLASH_RANGE = re.compile(
    rf"(?<![\d/])(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})/(?P<y>(?:20)?\d\d){_TO}(?P<c>\d{{1,2}})/(?P<d>\d{{1,2}})/(?P<z>(?:20)?\d\d)(?![\d/])"
)
_SHORT_YEAR = re.compile(rf"(?<![\d/]){_M}/{_LATE_DAY}/(?P<short>\d\d)(?![\d/])")
_SHORT_DAYS = re.compile(rf"(?<![\d.])(?:{_M}[./]{_DAY})(?={_TO}\d{{1,2}}[./]\d{{1,2}}(?![\d.]))")
_OF_DAYS = (
    _UP_TO_DAY, _UP_TO_ENGLISH, _UP_TO_BRITISH, _DAYS, _DAYS_FIRST, *_SLASHED, _SHORT_YEAR, _COMPACT, _DAYS_OF, _SHORT_DAYS,
)  # fmt: skip
_TO_DAY = re.compile(rf"[日号]?{_TO}(?:{_M}\s*[月./-]\s*)?{_DAY}(?:\s*[日号]|(?![\d年月.:/-]))")
_ENGLISH_DAYS = (
    re.compile(rf"{_NAME}\s*{_DAY}{_TH}(?:\s*[-–~]\s*(?P<to>\d{{1,2}}){_TH})?(?:\s*,\s*|\s+){_Y}(?!\d)"),
    re.compile(rf"(?<![\d.]){_DAY}{_TH}(?P<to>)[\s-]+(?:of\s+)?{_NAME}[\s-]*,?\s*{_Y}(?!\d)"),
)
_ENGLISH_SPANS = (
    re.compile(
        rf"(?<![\d.])(?P<a>\d{{1,2}}){_TH}\s*(?P<one>{_NAMES})\.?(?:,?\s*(?P<y>{_ANY}))?{_TO}"
        rf"(?P<b>\d{{1,2}}){_TH}\s*(?P<two>{_NAMES})(?![a-z])\.?(?:,?\s*(?P<z>{_ANY}))?(?!\d)"
    ),
    re.compile(
        rf"(?<![a-z])(?P<one>{_NAMES})\.?\s*(?P<a>\d{{1,2}}){_TH}(?:,?\s*(?P<y>{_ANY}))?{_TO}"
        rf"(?P<two>{_NAMES})\.?\s*(?P<b>\d{{1,2}}){_TH}(?:,?\s*(?P<z>{_ANY}))?(?!\d)"
    ),
    re.compile(
        rf"(?<![\d./-])(?P<a>\d{{1,2}}){_TH}{_TO}(?P<b>\d{{1,2}}){_TH}\s+(?:of\s+)?"
        rf"(?P<two>{_NAMES})(?![a-z])\.?(?:,?\s*(?P<z>{_ANY}))?(?!\d)"
    ),
)
_BARE_DAYS = re.compile(rf"(?<!\d)\d{{1,2}}\s*[日号]?{_TO}\d{{1,2}}\s*[日号](?!\d)|(?<![\d月])\d{{1,2}}\s*日(?!期)")

_MONTHS = tuple(
    re.compile(form)
    for form in (
        rf"(?<!\d){_Y}\s*年?\s*第?\s*{_M}\s*(?:期|会计期间)",
        rf"(?<!\d){_Y}\s*[-/._年]\s*{_M}(?!\d)\s*(?:月份?)?",
        rf"(?<!\d){_Y}\s*年?\s*{_M}\s*月份?",
        rf"(?<!\d){_Y}(?P<month>0[1-9]|1[0-2])(?!\d)",
        rf"(?<!\d){_Y}\s*-?\s*m\s*{_M}(?!\d)",
        rf"(?<!\d)(?P<short>\d\d)年\s*{_M}\s*月份?",
        rf"{_Y}\s*年\s*{_HAN}",
        rf"(?<![\d/.-]){_M}[-/.]{_Y}(?!\d)",
        rf"{_NAME}\s*[-/,]?\s*{_Y}(?!\d)",
        rf"(?<!\d){_Y}\s*[-/,]?\s*{_NAME}",
        rf"{_NAME}\s*[-/'’]\s*(?P<short>\d\d)(?!\d)",
        rf"{_NAME}\s+(?P<short>[23]\d)(?!\d|\s*[,日])",
        rf"(?:\bperiod|\bp)\s*{_M}\s*[,/ -]?\s*(?:of\s+)?(?:fy\s*)?{_Y}(?!\d)",
    )
)
_BARE_MONTHS = tuple(
    re.compile(form)
    for form in (
        rf"(?<![\d\-~/.第]){_M}\s*月份?(?!\s*\d)",
        rf"第\s*{_M}\s*期",
        rf"(?<![一二三四五六七八九十]){_HAN}",
    )
)
_BARE_NAME = re.compile(_NAME)
_SHORT = 4  # words of a text in which `may` is the month
_YEARS = (
    re.compile(rf"(?:(?<![a-z])fy\s*|(?<![\d.,/])){_Y}(?![\d.,])\s*(?:年度?)?"),
    re.compile(r"(?:\bfy\s*['’]?|(?<!\d)(?=\d\d年))(?P<short>\d\d)(?:年度?)?(?!\d)"),
)
_QUARTER = r"(?:第?\s*[一二三四1-4]\s*季度?|(?<![a-z])(?:q[1-4](?:fy\d\d)?|(?<!\d)[1-4]q(?:(?:fy)?\d\d)?)(?![a-z0-9])|(?<![a-z])(?:first|second|third|fourth|1st|2nd|3rd|4th)\s+quarter)"
_COUNT = r"(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[两二三四五六七八九十])"
_SPANS = tuple(
    re.compile(form)
    for form in (
        rf"(?<!\d)(?:{_ANY}|\d\d年)?\s*[年./-]?\s*{_MONTH}\s*月?份?{_TO}(?:{_ANY}\s*[年./-]\s*)?{_MONTH}\s*月份?",
        rf"(?<!\d){_ANY}\s*[年./]\s*(?:1[0-2]|[1-9])\s*[-–~～至到]\s*(?:1[0-2]|[1-9])(?![\d.年/-])",
        rf"(?<!\d){_ANY}[-/.]\d\d?{_TO}{_ANY}[-/.]\d\d?(?![\d.-])",
        rf"(?<!\d){_ANY}(?:0[1-9]|1[0-2]){_TO}{_ANY}(?:0[1-9]|1[0-2])(?!\d)",
        r"[一二三四五六七八九十]+\s*月?份?[-–~～—至到][一二三四五六七八九十]+\s*月份?",
        rf"(?<![a-z])(?:{_NAMES})\.?\s*(?:{_ANY})?(?:\s*[-–~～/&]\s*|\s+to\s+|\s+through\s+|\s+and\s+)(?:{_NAMES})(?![a-z])",
        r"(?<!\d)(?:1[0-2]|[1-9])(?:\s*[、,]\s*(?:1[0-2]|[1-9]))+\s*月份?",
        rf"(?<![a-z\d]){_COUNT}[ -]months?(?![a-z])(?:\s+(?:ended|ending|to))?",
        rf"(?:前|近|过去|最近)?(?<!\d){_COUNT}个月",
        r"(?<![a-z0-9])(?:[rlt]\d{1,2}m|r12)(?![a-z0-9])",
        rf"(?<![a-z])(?:qe|he|f?ye)(?=\W*(?:{_NAMES}|{_ANY}))",
        r"前\s*[二三两23]\s*个?季度",
        rf"{_QUARTER}(?:{_TO}{_QUARTER})?",
        r"(?:本|当|上|该|各|每)?季度|季报",
        r"(?<![a-z])(?:quarter(?:ly)?|qtr)(?![a-z])",
        r"[上下前后]?半年度?报?|(?<![a-z0-9])(?:[12]h(?:(?:fy)?\d\d)?|h[12](?:fy\d\d)?)(?![a-z0-9])|(?<![a-z])(?:first|second)?\s*half(?:[ -]year)?(?:ly)?(?![a-z])",
        r"(?:(?<![a-z])(?:financial|fiscal) )?(?<![a-z])years?\s+(?:ended|ending|to(?!\s+date))(?![a-z])",
        r"全年度?|整年|年报|(?<![a-z])(?:full|whole|entire|calendar|fiscal)[ -]?years?(?:[ -]total)?(?![a-z])|(?<![a-z])(?:annual|annually|yearly)(?![a-z])",
    )
)
_PART_DAYS = re.compile(
    r"第\s*[一二三四五六\d]+\s*周|[上中下]旬|[上下前后]?半个?月|周报|旬报|日报|每日|当日|本日|今日|逐日|本周|上周"
    r"|(?<![a-z])(?:week\s*\d*|weekly|daily|today|day)(?![a-z])|(?<![a-z0-9])w\d\d?(?![a-z0-9])"
)
_LENGTH = re.compile(r"(?<!\d)(?P<days>\d{1,2})\s*(?:个)?(?:天|日历天|calendar days|days)(?![a-z])")
_DAYS_OF_DAYS = re.compile(
    r"(?<!\d)(?P<some>\d{1,2})\s*(?:selling|working|business|work|calendar|个?工作)?\s*(?:days?|日|天)\s*(?:of|/|out of|共)\s*(?P<all>\d{1,2})(?!\d)"
)
_WORKDAYS = re.compile(r"(?<!\d)\d{1,2}\s*(?:个)?\s*(?:工作日|working days|business days|个工作天)")
_PRINTED = re.compile(
    r"(?:制表|打印|导出|填[报表]|上报|报送|编制|生成|提取|更新(?!至|到)|出表|查询|取数|刷新|下载"
    r"|print\w*|export\w*|extract\w*|generated|created|updated|refreshed|downloaded|run)"
    r"(?:日期|时间|于|date|time|on|at|last|[\s:])*(?:[^\d\s,;:.]{0,4}\s+)?"
    rf"(?:{_ANY}\s*[-/.年]\s*\d{{1,2}}\s*[-/.月]\s*\d{{1,2}}(?!\d)|\d{{1,2}}[-/.]\d{{1,2}}[-/.]{_ANY}(?!\d)"
    rf"|\d{{1,2}}\s*月\s*\d{{1,2}}(?=\s*[日号]))(?:\s*[日号])?{_CLOCK}(?!{_TO}\d)"
)
_UNTIL = re.compile(
    r"截[至止]|(?<![a-z])cut[ -]?off(?![a-z])|(?:更新|统计|数据)[至到]|(?<![a-z])(?:as (?:of|at)|through|thru|up to|until|till|to date|ytd)(?![a-z])|(?<![a-z])by(?= (?:end of )?(?:"
    + _NAMES
    + r"))|(?<=年)至(?=\d)"
)
_COUNTED = re.compile(
    rf"(?:(?<![甚乃以截新计据])至|(?<![收接达得看报新计据])到|(?<![a-z])to(?![a-z]))\s*(?=[{GAP}])"
    rf"|(?<=[{GAP}])\s*(?:为?止|[及和与]?(?:以前|之前)|前$)|年?初[至到]|(?<![a-z])(?:and|or) (?:prior|before|earlier)(?! year)(?![a-z])"
)
"""What stands around a month and says that figures count up to it, where it is one end of no span."""
_SINCE = re.compile(
    rf"(?<=[{GAP}])\s*[及和与]?(?:以来|以后|之后|起(?=[\s,，。;；)）]|$))|(?<![来各])[自从]\s*(?=[{GAP}])"
    rf"|(?<![a-z])since(?![a-z])|(?:^|[,;(])\s*from\s*(?=[{GAP}])|(?<![a-z])from\s*(?=[{GAP}]+\s*on)"
)
_FROM_TO = re.compile(r"(?<=[日号月])起?\s*[至到]\s*(\d[\d\s年月日号/.-]*)止?")
_FROM = re.compile(r"开始|起始|从|(?<![a-z])(?:from|start(?:ing)?(?:\s*date)?|since)(?![a-z])")
_ENDS = re.compile(
    r"期间|统计|区间|结束|终止|(?<![a-z])(?:period|month ended|month end(?:ing)?|end(?:ed|ing)?)(?![a-z])"
)
_LAST = re.compile(r"(?:月)?[底末]|(?<![a-z])end of(?![a-z])")
_BETWEEN = re.compile(rf"(?<={GAP})\s*(?:至|到|\bto\b|[~～—])\s*(?={GAP})")
_HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_HAN_YEAR = re.compile(r"[二][〇零○][〇零○一二三四五六七八九]{2}(?=\s*年)")


class When(NamedTuple):
    """A month, a month without its year, or a year."""

    year: int | None = None
    number: int | None = None

    def month(self, year: int | None) -> Month | None:
        """The month; `year` is that of its surroundings. None where either is not known."""
        year = self.year or year
        return Month(year, self.number) if year is not None and self.number is not None else None


class Day(NamedTuple):
    """A day: its number in the `calendar` month's, and `when`, the month of figures that it lies in.

    The years of both, or all of the months, may not be known. It may be the first or last of its month of figures.
    """

    when: When
    number: int
    calendar: When = When()
    is_first: bool = False
    is_last: bool = False

    @property
    def is_edge(self) -> bool:
        """Whether months are written by it: the first or last of its month; spreadsheets write the calendar's first."""
        return self.is_first or self.is_last or self.number == 1

    def may_be_of(self, month: Month) -> bool:
        """Whether it may lie in a month, as far as its own is known."""
        year, number = self.when
        return number is None or (number == month.number and year in (None, month.year))

    @property
    def text(self) -> str:
        """The day, and its month where that is known."""
        parts = [self.calendar.year, self.calendar.number, self.number]
        return "-".join(f"{part:02d}" for part in parts if part is not None)


class Times(NamedTuple):
    """What a text says of time: the single `months`, `years` and `days` that it names; `rest` is what says nothing of it.

    `spans`: it names several months, or a year as a whole; `parts`: less than a month, such as a week; `until`: it
    counts up to what it names; `begins`, `ends`: words of a period stand with the days; `made`: the days on which a
    file was printed, exported or refreshed; `month_end` says which days months have.
    """

    months: tuple[When, ...] = ()
    years: tuple[int, ...] = ()
    days: tuple[Day, ...] = ()
    spans: bool = False
    parts: bool = False
    until: bool = False
    begins: bool = False
    ends: bool = False
    length: int | None = None
    made: tuple[Day, ...] = ()
    rest: str = ""
    month_end: MonthEnd = CALENDAR

    def is_whole(self, when: When) -> bool:
        """Whether the `length` is that of a month."""
        return self.length == self.month_end.length(_month_of(when))


_NO_LEAP_YEAR = 2001


def _month_of(when: When) -> Month:
    """A month; without a year of one whose February has 28 days."""
    assert when.number is not None
    return Month(when.year or _NO_LEAP_YEAR, when.number)


def _of_figures(day: Day, month_end: MonthEnd) -> Day:
    """A day of the calendar with the month of figures that it lies in."""
    month, number = _month_of(day.when), day.number
    if month_end.day is not None and number > month_end.day:
        month = month.plus(1)
    year = day.when.year and month.year
    first, last = month_end.first_day(month).day, month_end.last_day(month).day
    return Day(When(year, month.number), number, day.when, number == first, number == last)


@lru_cache(maxsize=8192)
def read_times(text: str, month_end: MonthEnd = CALENDAR) -> Times:
    """Everything that a text says of time, where months end on a day."""
    if len(text) > LONGEST:
        return Times(rest=text)
    lower = _HAN_YEAR.sub(lambda match: match[0].translate(_HAN_DIGITS), plain(text).casefold())
    lower = _FROM_TO.sub(r"至\1", lower)
    for form in _ENGLISH_SPANS:
        lower = form.sub(_plain_span, lower)
    for form in _ENGLISH_DAYS:
        lower = form.sub(_plain_day, lower)
    made = [_of_figures(day, month_end) for match in _PRINTED.finditer(lower) for day in _days(match[0])[0]]
    lower = _PRINTED.sub(GAP, lower)
    begins, ends, until = bool(_FROM.search(lower)), bool(_ENDS.search(lower)), bool(_UNTIL.search(lower))
    lower = _SLASH_RANGE.sub(_plain_range, lower)
    found_days, lower = _days(lower)
    days = [_of_figures(day, month_end) for day in found_days]
    some = _DAYS_OF_DAYS.search(lower)
    lower = _DAYS_OF_DAYS.sub(GAP, lower)
    length = _LENGTH.search(lower)
    lower = _WORKDAYS.sub(GAP, _LENGTH.sub(GAP, lower))
    spans, lower = _cut(lower, _SPANS)
    parts, lower = _cut(lower, (_PART_DAYS, _UP_TO_BARE, _BARE_DAYS))
    spans = spans or len({day.when for day in days}) > 1
    parts = parts or (some is not None and int(some["some"]) < int(some["all"]))
    found, lower = _months(lower)
    if days or found:
        lower = _LAST.sub(GAP, lower) if until else lower
    years, lower = _named_years(lower)
    lower = _BETWEEN.sub(GAP, lower)
    if found or days:
        since, lower = _cut(lower, (_SINCE,))
        counted, lower = _cut(lower, (_COUNTED,))
        spans, until = spans or (since and not days), until or counted
    if not lower.strip(GAP + " -"):
        lower = ""
    known = [one for one in dict.fromkeys(found) if one.year is None or FIRST_YEAR <= one.year <= LAST_YEAR]
    return Times(
        tuple(known), tuple(dict.fromkeys(years)), tuple(days), spans, parts, until, begins, ends,
        int(length["days"]) if length else None, tuple(made), lower, month_end,
    )  # fmt: skip


def _cut(lower: str, forms: tuple[re.Pattern[str], ...]) -> tuple[bool, str]:
    """Whether any form is found, and the text without them."""
    before = lower
    for form in forms:
        lower = form.sub(lambda match: _keep_year(match[0]), lower)
    return lower != before, lower


def _keep_year(span: str) -> str:
    """What is left of a span: the years in it."""
    return GAP + " ".join(match[0] for match in _ANY_YEAR.finditer(span)) + GAP


def _months(lower: str) -> tuple[list[When], str]:
    found: list[tuple[int, When]] = []
    forms = (*_MONTHS, *_BARE_MONTHS, *([_BARE_NAME] if len(lower.split()) <= _SHORT else []))
    for form in forms:
        for match in form.finditer(lower):
            found.append((match.start(), _of_match(match)))
        lower = form.sub(lambda match: GAP * len(match[0]), lower)
    return [when for _, when in sorted(found, key=lambda one: one[0])], lower


def _named_years(lower: str) -> tuple[list[int], str]:
    years = []
    for form in _YEARS:
        years += [year for match in form.finditer(lower) if (year := _of_match(match).year) is not None]
        lower = form.sub(GAP, lower)
    return [year for year in years if FIRST_YEAR <= year <= LAST_YEAR], lower


def _days(lower: str) -> tuple[list[Day], str]:
    """The days of a text in its order, `1日-15日` being two, and the text without them."""
    found: list[tuple[int, Day]] = []
    for form in _OF_DAYS:
        for match in [*form.finditer(lower)]:
            when, number = _of_match(match), int(match["day"])
            if lower[match.start() : match.end()] != match[0] or not 1 <= number <= 31:
                continue
            end, more = match.end(), _TO_DAY.match(lower, match.end())
            found.append((match.start(), Day(when, number)))
            if more is not None:
                other = _later(when, int(more["month"]) if more["month"] else when.number)
                found.append((more.start(), Day(other, int(more["day"]))))
                end = more.end()
            lower = lower[: match.start()] + GAP * (end - match.start()) + lower[end:]
    return [day for _, day in sorted(found, key=lambda one: one[0])], lower


def _plain_day(match: re.Match[str]) -> str:
    to = f" - {match['to']}" if match["to"] else ""
    return f"{match['year']}-{_NUMBERS[match['name']]:02d}-{int(match['day']):02d}{to}"


def _later(when: When, number: int | None) -> When:
    """The next month of a number, from a month on."""
    is_next_year = when.year is not None and number is not None and number < (when.number or number)
    return When(when.year + 1 if is_next_year and when.year else when.year, number)


def _plain_span(match: re.Match[str]) -> str:
    """`26 Feb - 25 Mar 2026` in plain days; `Jan 26 - Mar 26` may be of two years, and stays."""
    groups = match.groupdict()
    first, last = _NUMBERS[groups.get("one") or match["two"]], _NUMBERS[match["two"]]
    a, b, y, z = int(match["a"]), int(match["b"]), groups.get("y"), match["z"]
    if not (y or z):
        by_name = "one" in groups and match.start("one") < match.start("a")
        return match[0] if by_name and a <= b else f"{first}月{a}日-{last}月{b}日"
    crosses = first > last
    ended = int(z) if z else int(y or 0) + crosses
    began = int(y) if y else ended - crosses
    return f"{began}-{first:02d}-{a:02d} - {ended}-{last:02d}-{b:02d}"


def _plain_range(match: re.Match[str]) -> str:
    """`3/1/26 - 3/31/26`, and `1/3/2026 to 31/3/2026`, in plain days; where both may be meant, as it is."""
    (a, b, y), (c, d, z) = match.group("a", "b", "y"), match.group("c", "d", "z")
    firsts, seconds = max(int(a), int(c)), max(int(b), int(d))
    if (firsts > 12) == (seconds > 12):
        return match[0]
    if firsts > 12:
        a, b, c, d = b, a, d, c
    return f"20{y[-2:]}-{int(a):02d}-{int(b):02d} - 20{z[-2:]}-{int(c):02d}-{int(d):02d}"


def _of_match(match: re.Match[str]) -> When:
    """The month or year of a match."""
    groups = match.groupdict()
    year = int(groups.get("year") or 0) or (2000 + int(groups["short"]) if groups.get("short") else None)
    name = groups.get("name") or groups.get("han")
    return When(year, _NUMBERS[name] if name else int(groups.get("month") or 0) or None)
