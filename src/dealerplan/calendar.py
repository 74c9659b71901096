"""Open days of a month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cache

from dealerplan.domain.month import Month
from dealerplan.domain.plan import Calendar, OpenDays


def open_days(calendar: Calendar) -> OpenDays:
    """Count the open days of any month: all days, or the country's working days with make-up workdays."""
    month_end = calendar.month_end
    closed = Counter(map(month_end.month_of, filter(calendar.has, calendar.closed)))

    def of_all(month: Month) -> int:
        return calendar.days(month) - closed[month]

    @cache
    def of_workdays(month: Month) -> int:
        works = _working_day(calendar.country)
        return sum(day not in calendar.closed and calendar.has(day) and works(day) for day in month_end.days(month))

    return of_workdays if calendar.open == "workdays" else of_all


def knows(country: str) -> bool:
    """Whether the working days of a country (ISO 3166, two letters) are known."""
    from holidays.registry import COUNTRIES

    return any(country in codes for codes in COUNTRIES.values())


@cache
def _working_day(country: str) -> Callable[[date], bool]:
    from holidays import country_holidays

    return country_holidays(country).is_working_day


@cache
def is_provisional(country: str, year: int) -> bool:
    """Whether a country that makes up for holidays with workdays has not yet published those of a year."""
    from holidays import country_holidays

    published = {day.year for day in country_holidays(country, years=range(year - 10, year + 1)).weekend_workdays}
    return year not in published and any(year - 10 <= earlier < year for earlier in published)
