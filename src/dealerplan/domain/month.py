"""Months, periods of whole months, and spans within them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from dealerplan.domain.number import narrow
from dealerplan.domain.pattern import pattern
from dealerplan.errors import Invalid
from dealerplan.words import Message, say

Each = Literal["month", "quarter", "half", "year"]
MONTHS_IN: dict[Each, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
SPAN_WORDS: dict[Each, Message] = {
    "month": say("month"),
    "quarter": say("quarter"),
    "half": say("half-year"),
    "year": say("year"),
}
EACH_WORDS: dict[Each, Message] = {
    "month": say("each month"),
    "quarter": say("each quarter"),
    "half": say("each half-year"),
    "year": say("each year"),
}

SPAN_NAMES: dict[Each, tuple[str, ...]] = {
    "month": ("月", "个月", "月度", "month", "months", "monthly", "mo"),
    "quarter": ("季度", "季", "quarter", "quarters", "quarterly"),
    "half": ("半年", "半年度", "half", "half-year", "half year", "half-yearly"),
    "year": ("年", "年度", "year", "years", "yearly", "annually"),
}
"""What people call a month, a quarter, half a year, a year."""

FIRST_YEAR, LAST_YEAR = 1900, 2200

_MONTH = pattern(r"(\d{4})(?:[-/.](\d{1,2})|(\d{2})|年(\d{1,2})月)", re.ASCII)
_DAY = pattern(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_PERIOD = pattern(r"(\d{4})(?:-([QqHh])(\d))?", re.ASCII)
_PART = pattern(r"\d{4}-[QqHh]\d", re.ASCII)
_NAMES = "january february march april may june july august september october november december".split()
_CHINESE = "一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月".split()
_BY_NAME = {
    **{name[:length]: number for length in (3, 4, 9) for number, name in enumerate(_NAMES, 1)},
    **{name: number for number, name in enumerate(_CHINESE, 1)},
    **{f"{number}月": number for number in range(1, 13)},
}
_NAME = "(" + "|".join(sorted(_BY_NAME, key=len, reverse=True)) + ")"
_ONE = rf"(?:{_NAME}份?|(\d{{1,2}}))"
_NAMED_SPAN = pattern(rf"{_ONE}(?:\s*[-~至到]\s*{_ONE})?", re.ASCII)
_NAMED_PARTS = {"上半年": "H1", "下半年": "H2"} | {
    f"{before}{number}{behind}": f"Q{at}"
    for at, numbers in enumerate(("一1", "二2", "三3", "四4"), 1)
    for number in numbers
    for before in ("", "第")
    for behind in ("季度", "季")
}
_SPAN = pattern(r"(?:([QqHh])(\d)|(\d{1,2})(?:-(\d{1,2}))?)", re.ASCII)


class Month(NamedTuple):
    """A calendar month; months compare and subtract in time."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read `2026-03`, also as `2026/3`, `2026.03`, `202603` or `2026年3月`; raises Invalid."""
        match = _MONTH.fullmatch(narrow(text).strip())
        if match is None:
            raise _no_month(text)
        year, number = int(match[1]), int(match[match.lastindex or 0])
        if not (1 <= number <= 12 and FIRST_YEAR <= year <= LAST_YEAR):
            raise Invalid(say("there is no month {text}", text=text), _MONTH_HINT)
        return cls(year, number)

    @classmethod
    def of(cls, day: date) -> Month:
        """The month of a day."""
        return cls(day.year, day.month)

    def plus(self, months: int) -> Month:
        """The month that many months later, or earlier if negative."""
        years, index = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(years, index + 1)

    def since(self, earlier: Month) -> int:
        """Count the months from `earlier` to this one: 0 for the same month."""
        return (self.year - earlier.year) * 12 + self.number - earlier.number

    @property
    def days(self) -> int:
        """Calendar days in the month."""
        return monthrange(self.year, self.number)[1]

    @property
    def first_day(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        """Its last day."""
        return date(self.year, self.number, self.days)

    def __str__(self) -> str:
        return _written(self.year, self.number)


@lru_cache(maxsize=10_000)
def _written(year: int, number: int) -> str:
    return f"{year:04d}-{number:02d}"


_MONTH_HINT = say("write year and month: 2026-03")


class Yearless(Invalid):
    """A month, or a `day` of one, that says no year."""

    def __init__(self, message: Message, number: int, day: int | None = None) -> None:
        self.number, self.day = number, day
        super().__init__(message, say("write the year too, such as {example}", example=self.written_in(_EXAMPLE_YEAR)))

    def written_in(self, year: int) -> str:
        """How it is written in a year."""
        return f"{year:04d}-{self.number:02d}" + ("" if self.day is None else f"-{self.day:02d}")


_EXAMPLE_YEAR = 2026
_WITH_YEAR = pattern(rf"(?:{_NAME}\.?,?\s*(\d{{4}})|(\d{{4}})\s*{_NAME})", re.ASCII)


def _no_month(text: str) -> Invalid:
    """What is wrong with a text that is no month, in the words of the month that it names."""
    plain = narrow(text).strip().casefold()
    message = say("{text} is not a month", text=text)
    if number := _BY_NAME.get(plain.rstrip(".份")):
        return Yearless(message, number)
    if match := _WITH_YEAR.fullmatch(plain):
        name, year = match[1] or match[4], match[2] or match[3]
        return Invalid(message, say("write {example}", example=f"{year}-{_BY_NAME[name]:02d}"))
    return Invalid(message, _MONTH_HINT)


def _plain_span(plain: str) -> str:
    """A span that is told in names as it is told in numbers: 一季度 is Q1, 1月至3月 is 1-3."""
    if plain in _NAMED_PARTS:
        return _NAMED_PARTS[plain]
    match = _NAMED_SPAN.fullmatch(plain.casefold())
    if match is None:
        return plain
    ends = (match[1] or match[2], match[3] or match[4])
    return "-".join(str(_BY_NAME.get(end, end)) for end in ends if end)


class Period(NamedTuple):
    """A span of whole months, both ends included."""

    first: Month
    last: Month

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read `2026`, `2026-H2`, `2026-Q3` or `2026-03`; raises Invalid."""
        plain = narrow(text).strip()
        if _MONTH.fullmatch(plain):
            month = Month.parse(plain)
            return cls(month, month)
        match = _PERIOD.fullmatch(plain)
        if match is None:
            raise Invalid(say("{text} is not a period", text=text), _PERIOD_HINT)
        year = Month.parse(f"{match[1]}-01").year
        if match[2] is None:
            return cls(Month(year, 1), Month(year, 12))
        first, last = _part_of_year(match[2], match[3], text)
        return cls(Month(year, first), Month(year, last))

    def __len__(self) -> int:
        return self.last.since(self.first) + 1

    def __iter__(self) -> Iterator[Month]:  # a period is its months, not a pair
        return iter(_months(self.first, self.last))

    def __contains__(self, month: object) -> bool:
        return isinstance(month, Month) and self.first <= month <= self.last

    def spans(self, each: Each) -> tuple[Period, ...]:
        """The period's months, quarters, halves or years, counted from its first month."""
        size = MONTHS_IN[each]
        starts = range(0, len(self), size)
        return tuple(Period(self.first.plus(at), self.first.plus(at + size - 1)) for at in starts)

    def select(self, text: str, plan: Period | None = None) -> tuple[Month, ...]:
        """The months that `3-5`, `11`, `Q1`, `H2`, `2026-Q3` or `2026-11` name in this period; raises Invalid.

        `11-2` runs over the year's end. A month's number must be met once only in the period. Q1 to H2 are the
        calendar's; where counting from the first month of the `plan` (else of this) gives others, they are refused.
        """
        plain = _plain_span(narrow(text).strip())
        if _MONTH.fullmatch(plain) or _PART.fullmatch(plain):
            named = tuple(Period.parse(plain))
            if not (named[0] in self and named[-1] in self):
                raise self._outside(text)
            return named
        match = _SPAN.fullmatch(plain)
        if match is None:
            raise Invalid(say("{text} names no months", text=text), say("write 3-5, 11, Q1, H2 or 2026-11"))
        if match[1]:
            first, last = _part_of_year(match[1], match[2], text)
            (plan or self)._refuse_ambiguous(first, last, text)
        else:
            first, last = int(match[3]), int(match[4] or match[3])
        if not (1 <= first <= 12 and 1 <= last <= 12):
            raise Invalid(say("there is no month {text}", text=text), say("months are numbered 1 to 12"))
        return self._numbered(first, last, text)

    def _refuse_ambiguous(self, first: int, last: int, text: str) -> None:
        """Refuse a quarter or half of the calendar that, counted from the period's first month, would be another."""
        counted = Period(self.first.plus(first - 1), self.first.plus(last - 1))
        if counted.first.number == first or counted.last > self.last:
            return
        message = say(
            "{text} may mean months {first} to {last} of the calendar or {counted} of the period",
            text=text, first=first, last=last, counted=counted.months,
        )  # fmt: skip
        hint = say(
            "write {one} or {other}", one=f"{first}-{last}", other=f"{counted.first.number}-{counted.last.number}"
        )
        raise Invalid(message, hint)

    def _numbered(self, first: int, last: int, text: str) -> tuple[Month, ...]:
        numbers = [(first - 1 + step) % 12 + 1 for step in range((last - first) % 12 + 1)]
        found = tuple(month for month in self if month.number in numbers)
        if len(found) < len(numbers):
            raise self._outside(text)
        if len(found) > len(numbers):
            twice = say("{text} lies twice in the period {period}", text=text, period=self.label)
            raise Invalid(twice, say("name each month in full: 2026-11"))
        return found

    def _outside(self, text: str) -> Invalid:
        message = say("{text} is outside the period {period}", text=text, period=self.label)
        return Invalid(message, say("choose a month from {first} to {last}", first=self.first, last=self.last))

    @property
    def label(self) -> str:
        """As people write it: `2026`, `2026-H2`, `2026-Q3`, `2026-03` or `2026-07..2027-06`."""
        year, size = self.first.year, len(self)
        if size == 1:
            return str(self.first)
        if self.first.year == self.last.year and (self.first.number - 1) % size == 0:
            if size == 12:
                return str(year)
            if size in (3, 6):
                return f"{year}-{'Q' if size == 3 else 'H'}{(self.first.number - 1) // size + 1}"
        return self.months

    @property
    def months(self) -> str:
        """Its first and last month: `2026-07..2026-09`; of a single month that."""
        return str(self.first) if len(self) == 1 else f"{self.first}..{self.last}"

    def meets(self, other: Period) -> Period | None:
        """The months of both; None where there are none."""
        both = Period(max(self.first, other.first), min(self.last, other.last))
        return both if both.first <= both.last else None


@lru_cache(maxsize=1000)
def _months(first: Month, last: Month) -> tuple[Month, ...]:
    """The months of a period; many plans have the same."""
    return tuple(first.plus(index) for index in range(last.since(first) + 1))


_PERIOD_HINT = say("write 2026, 2026-H2, 2026-Q3, 2026-03 or {example}", example="{from: 2026-07, to: 2027-06}")


def _part_of_year(letter: str, digit: str, text: str) -> tuple[int, int]:
    size = 3 if letter in "Qq" else 6
    part = int(digit)
    if not 1 <= part <= 12 // size:
        raise Invalid(say("there is no {text}", text=text), say("quarters are Q1 to Q4, halves H1 and H2"))
    return (part - 1) * size + 1, part * size


def read_day(text: str) -> date:
    """Read `2026-03-31`; raises Invalid."""
    hint = say("write year, month and day: 2026-03-31")
    match = _DAY.fullmatch(narrow(text).strip())
    if match is None:
        raise _no_day(text) or Invalid(say("{text} is not a day", text=text), hint)
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise Invalid(say("there is no day {text}", text=text), say("look at the calendar")) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Invalid(say("there is no day {text}", text=text), hint)
    return day


_DAY_FORMS = tuple(
    pattern(form, re.ASCII)
    for form in (
        r"(?P<year>\d{4})\s*[-/.年]\s*(?P<number>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*[日号]?",
        r"(?P<year>\d{4})(?P<number>\d{2})(?P<day>\d{2})",
        rf"(?P<name>{_NAME})\.?\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th|日|号)?(?:,?\s*(?P<year>\d{{4}}))?",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s*(?:of\s*)?(?P<name>{_NAME})\.?(?:,?\s*(?P<year>\d{{4}}))?",
        r"(?P<number>\d{1,2})/(?P<day>1[3-9]|2\d|3[01])/(?P<year>\d{4})",
        r"(?P<day>1[3-9]|2\d|3[01])[/.](?P<number>\d{1,2})[/.](?P<year>\d{4})",
    )
)


def _no_day(text: str) -> Invalid | None:
    """What is wrong with a text that names a day in another way, in the words of that day; None where it names none."""
    plain = narrow(text).strip().casefold()
    said = next((match.groupdict() for form in _DAY_FORMS if (match := form.fullmatch(plain))), None)
    if said is None:
        return None
    number, day = _BY_NAME.get(said.get("name") or "") or int(said["number"]), int(said["day"])
    message = say("{text} is not a day", text=text)
    if not (1 <= number <= 12 and 1 <= day <= Month(_EXAMPLE_YEAR, number).days):
        return None
    if said["year"] is None:
        return Yearless(message, number, day)
    return Invalid(message, say("write {example}", example=f"{said['year']}-{number:02d}-{day:02d}"))
