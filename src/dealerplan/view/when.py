"""Months and spans as people write them: 2026年9月, 1—9月, Q3 2026."""

from __future__ import annotations

from typing import NamedTuple

from dealerplan.domain.month import Each, Month, Period
from dealerplan.words import Lang, Message, say, say_as, text

_NAMES = (
    say("January"), say("February"), say("March"), say("April"), say("May"), say("June"),
    say("July"), say("August"), say("September"), say("October"), say("November"), say("December"),
)  # fmt: skip
_SHORT = (
    say("Jan"), say("Feb"), say("Mar"), say("Apr"), say("May"), say("Jun"),
    say("Jul"), say("Aug"), say("Sep"), say("Oct"), say("Nov"), say("Dec"),
)  # fmt: skip


class When(NamedTuple):
    """Months in a sentence, with their year or without; `short` above a column."""

    period: Period
    with_year: bool = False
    short: bool = False

    def said(self, lang: Lang) -> str:
        """Their text."""
        first, last = self.period.first, self.period.last
        if first == last:
            return self._one(first, self.with_year, lang)
        if lang == "zh":
            if first.year == last.year:
                return f"{first.year}年" * self.with_year + f"{first.number}—{last.number}月"
            return f"{self._one(first, True, lang)}—{self._one(last, True, lang)}"
        begin = self._one(first, first.year != last.year, lang)
        return text(
            say("{first} to {last}", first=begin, last=self._one(last, self.with_year or begin[-1].isdigit(), lang)),
            lang,
        )

    def _one(self, month: Month, with_year: bool, lang: Lang) -> str:
        name = text((_SHORT if self.short else _NAMES)[month.number - 1], lang)
        if not with_year:
            return name
        return f"{month.year}年{name}" if lang == "zh" else f"{name} {month.year}"


def month_name(month: Month, with_year: bool = False) -> When:
    """A month: 9月, September."""
    return When(Period(month, month), with_year)


def months_name(months: Period, with_year: bool = False) -> When:
    """Months in a row: 1—9月, January to September."""
    return When(months, with_year)


def short_month(month: Month, with_year: bool = False) -> When:
    """A month above a column: 9月, Sep."""
    return When(Period(month, month), with_year, short=True)


_QUARTERS = (say("Q1"), say("Q2"), say("Q3"), say("Q4"))
_HALVES = (say("H1"), say("H2"))


def span_name(span: Period, each: Each) -> Message | When:
    """A reported span: 2026年第三季度（7—9月）; months that are no calendar quarter, half or year by their names."""
    sizes = {"quarter": 3, "half": 6, "year": 12}
    size = sizes.get(each)
    if size is None or len(span) != size or (span.first.number - 1) % size:
        return When(span, with_year=True)
    if each == "year":
        return say("{year}", year=span.first.year)
    place = (span.first.number - 1) // size
    part = (_QUARTERS if each == "quarter" else _HALVES)[place]
    return _PARTS[each].filled({"part": part, "year": span.first.year, "months": When(span)})


def quarter_name(month: Month) -> Message:
    """The calendar's quarter that a month is in: 2026年第三季度, Q3 2026."""
    return _QUARTER.filled({"part": _QUARTERS[(month.number - 1) // 3], "year": month.year})


_QUARTER = say_as("quarter alone", "{part} {year}")
_PARTS = {
    "quarter": say_as("quarter", "{part} {year}, {months}"),
    "half": say_as("half", "{part} {year}, {months}"),
}
