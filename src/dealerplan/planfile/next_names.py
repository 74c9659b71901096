"""Next year's period, days, and the names that have a year in them."""

from __future__ import annotations

import re
from datetime import date

from dealerplan.domain.month import Month, Period
from dealerplan.domain.plan import Plan

_YEAR = re.compile(r"(?<!\d)(?P<year>\d{4})(?:(?P<to>[-/–])(?P<short>\d\d)(?!\d))?(?!\d)", re.ASCII)


def next_period(period: Period) -> Period:
    """The same months so many years on that they don't overlap: a year for a plan of up to one."""
    months = 12 * -(-len(period) // 12)
    return Period(period.first.plus(months), period.last.plus(months))


def next_id(plan: Plan) -> str:
    """The id with its years moved on; one without any gets the year that the next period begins in."""
    moved = years_on(plan.id, plan.period)
    return moved if moved != plan.id else f"{plan.id}-{next_period(plan.period).first.year}"


def years_on(text: str, period: Period) -> str:
    """A text with each year of a period moved on: 2026 is 2027, 2026-27 is 2027-28."""
    years = next_period(period).first.year - period.first.year

    def moved(match: re.Match[str]) -> str:
        year, short = int(match["year"]), match["short"]
        if not period.first.year <= year <= period.last.year:
            return match[0]
        if short and int(short) == (year + 1) % 100:
            return f"{year + years}{match['to']}{(year + years + 1) % 100:02d}"
        return f"{year + years}{match[0][4:]}"

    return _YEAR.sub(moved, text)


def moved_day(day: date, years: int) -> date:
    """The same day so many years on; 29 February is the 28th where there is none."""
    month = Month(day.year + years, day.month)
    return date(month.year, month.number, min(day.day, month.days))
