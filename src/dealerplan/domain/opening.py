"""A store that is not there all the time: the months and shares of its targets.

A goal is for the months from the opening to the period's end. Evenly phased, the opening month counts by its days with
a store; what the closing one lacks is with the month after, so that nothing is spread on the months before. The last
month of all has none after it: it stays whole here, and is cut once it has come (`last_part`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from dealerplan.domain.month import MONTHS_IN, Each, Month, Period
from dealerplan.domain.number import summed
from dealerplan.domain.plan import Calendar, OpenDays, Phasing, Plan, Target

OpenDaysOf = Callable[[Calendar], OpenDays]
"""How the open days of a calendar's months are counted."""


def there(plan: Plan, open_days_of: OpenDaysOf) -> Plan:
    """A plan of a store that opens or closes: its targets in the months from the opening on."""
    if plan.calendar.first_day is None and plan.calendar.last_day is None:
        return plan
    found = (_there(target, plan, open_days_of) for target in plan.targets)
    return plan._replace(targets=tuple(target for target in found if target is not None))


def _there(target: Target, plan: Plan, open_days_of: OpenDaysOf) -> Target | None:
    """A target in the months in which there is a store; None where there are none."""
    whole = plan.months_of(target)
    own = months_there(whole, plan.calendar, target.each)
    if own is None:
        return None
    found = target._replace(months=None if own == plan.period else own)
    if not target.adds_up:
        return found

    def phased(phasing: Phasing | None) -> Phasing | None:
        return _phasing(phasing, whole, own, plan.calendar, open_days_of)

    return found._replace(
        phasing=None if target.goal.last_year and target.phasing is None else phased(target.phasing),
        revisions=tuple(
            one if one.phasing is None else one._replace(phasing=phased(one.phasing)) for one in target.revisions
        ),
        last_part=_last_part(target, own, plan.calendar, open_days_of),
    )


def _last_part(target: Target, own: Period, calendar: Calendar, open_days_of: OpenDaysOf) -> Fraction:
    """How much of its last month's amount is owed where the store closes in it; what is said by month is whole."""
    phasing = target.phasing_in(own.last)
    if calendar.last_month != own.last or isinstance(phasing, tuple):
        return Fraction(1)
    return closing_part(calendar, open_days_of if phasing == "open_days" else None)


def months_there(months: Period, calendar: Calendar, each: Each | None = None) -> Period | None:
    """Those of months that a store's goal is for: from its opening on, with `each` the spans in all of whose months
    there is a store; None where there is none of them."""
    own, last = from_opening(months, calendar, each), calendar.last_month
    until = own if own is None or last is None else until_closing(own, last, each)
    return until if each or until is None else own


def from_opening(months: Period, calendar: Calendar, each: Each | None = None) -> Period | None:
    """Those of months from the opening on, with `each` whole spans alone; None where there are none."""
    opens = calendar.first_month
    first = months.first if opens is None else max(months.first, opens)
    size = MONTHS_IN[each] if each else 1
    first = months.first.plus(-(-first.since(months.first) // size) * size)
    return Period(first, months.last) if first <= months.last else None


def until_closing(months: Period, last: Month, each: Each | None = None) -> Period | None:
    """Those of months up to the last one, with `each` whole spans alone; None where there are none."""
    size = MONTHS_IN[each] if each else 1
    number = min(last, months.last).since(months.first) + 1
    number -= number % size
    return Period(months.first, months.first.plus(number - 1)) if number > 0 else None


def _phasing(
    phasing: Phasing | None, whole: Period, own: Period, calendar: Calendar, open_days_of: OpenDaysOf
) -> Phasing | None:
    """A phasing of whole months in those of a store."""
    if isinstance(phasing, tuple):
        shares = phasing[own.first.since(whole.first) :]
        return scaled(shares) or "even"
    if phasing == "parts":
        return phasing
    if phasing == "open_days":
        closes = calendar.last_month is not None and calendar.last_month in own
        return scaled(_open_days_in(own, calendar, open_days_of)) if closes else phasing
    return scaled(days_in(own, calendar)) if _is_part(own, calendar) else phasing


def _closes_in(own: Period, calendar: Calendar) -> bool:
    """Whether months follow in which there is no store any more."""
    return calendar.last_month is not None and calendar.last_month < own.last


def _is_part(own: Period, calendar: Calendar) -> bool:
    """Whether there is no store in a part of a month that counts by its days."""
    edges = [calendar.first_month, calendar.last_month if _closes_in(own, calendar) else None]
    return any(month in own and calendar.days(month) < calendar.month_end.length(month) for month in edges if month)


def days_in(own: Period, calendar: Calendar) -> list[Fraction]:
    """Each month as the part of it in which there is a store."""
    ever = calendar._replace(last_day=None)
    months = [(month, calendar.month_end.length(month)) for month in own]
    weights = [Fraction(ever.days(month), length) for month, length in months]
    return _with_closing(weights, own, calendar, closing_part(calendar))


def _open_days_in(own: Period, calendar: Calendar, open_days_of: OpenDaysOf) -> list[Fraction]:
    """The open days of each month."""
    ever = open_days_of(calendar._replace(last_day=None))
    part = closing_part(calendar, open_days_of)
    return _with_closing([Fraction(ever(month)) for month in own], own, calendar, part)


def _with_closing(weights: list[Fraction], own: Period, calendar: Calendar, part: Fraction) -> list[Fraction]:
    """Weights of months as if the store never closed, with what the closing month lacks in the month after."""
    if calendar.last_month is not None and calendar.last_month in own and _closes_in(own, calendar):
        at = calendar.last_month.since(own.first)
        lacks = weights[at] * (1 - part)
        weights[at], weights[at + 1] = weights[at] - lacks, weights[at + 1] + lacks
    return weights


def closing_part(calendar: Calendar, open_days_of: OpenDaysOf | None = None) -> Fraction:
    """How much of what the closing month would owe it does, by its days or its open days; 1 where none closes."""
    if calendar.last_month is None:
        return Fraction(1)
    ever = calendar._replace(last_day=None)
    days = [one.days if open_days_of is None else open_days_of(one) for one in (calendar, ever)]
    here, whole = (count(calendar.last_month) for count in days)
    return Fraction(here, whole) if whole else Fraction(1)


def scaled(shares: Sequence[Fraction]) -> tuple[Fraction, ...] | None:
    """Shares that add up to 1 again; None where they come to nothing."""
    total = summed(shares)
    return tuple(share / total for share in shares) if total else None
