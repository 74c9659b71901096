"""A store that is not there all the time: the months and shares of its targets.

A goal is for the months from the opening to the period's end. Evenly phased, the opening month counts by its days with
a store, and so does the closing one, whose other days go to the month after: nothing is spread on the months before.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from dealerplan.domain.month import MONTHS_IN, Each, Month, Period
from dealerplan.domain.plan import Calendar, Phasing, Plan, Target


def there(plan: Plan) -> Plan:
    """A plan of a store that opens or closes: its targets in the months from the opening on."""
    if plan.calendar.first_day is None and plan.calendar.last_day is None:
        return plan
    found = (_there(target, plan) for target in plan.targets)
    return plan._replace(targets=tuple(target for target in found if target is not None))


def _there(target: Target, plan: Plan) -> Target | None:
    """A target in the months in which there is a store; None where there are none."""
    whole = plan.months_of(target)
    own = from_opening(whole, plan.calendar, target.each)
    if own is None:
        return None
    found = target._replace(months=None if own == plan.period else own)
    if not target.adds_up:
        return found
    return found._replace(
        phasing=None if target.goal.last_year else _phasing(target.phasing, whole, own, plan.calendar),
        revisions=tuple(
            one if one.phasing is None else one._replace(phasing=_phasing(one.phasing, whole, own, plan.calendar))
            for one in target.revisions
        ),
    )


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


def _phasing(phasing: Phasing | None, whole: Period, own: Period, calendar: Calendar) -> Phasing | None:
    """A phasing of whole months in those of a store."""
    if isinstance(phasing, tuple):
        shares = phasing[own.first.since(whole.first) :]
        return scaled(shares) or "even"
    if phasing in ("open_days", "parts"):
        return phasing
    return scaled(days_of(own, calendar)) if is_part(calendar) else phasing


def is_part(calendar: Calendar) -> bool:
    """Whether there is no store in a part of some month."""
    edges = [month for month in (calendar.first_month, calendar.last_month) if month is not None]
    return any(calendar.days(month) < calendar.month_end.length(month) for month in edges)


def days_of(own: Period, calendar: Calendar) -> list[Fraction]:
    """Each month as the part of it in which there is a store; what the closing one lacks is with the month after, and
    later ones are whole."""
    closing, weights, over = calendar.last_month, list[Fraction](), Fraction(0)
    for month in own:
        if closing is not None and month > closing:
            weights.append(1 + over)
            over = Fraction(0)
            continue
        weights.append(Fraction(calendar.days(month), calendar.month_end.length(month)))
        if month == closing and month != own.last:
            over = 1 - weights[-1]
    return weights


def scaled(shares: Sequence[Fraction]) -> tuple[Fraction, ...] | None:
    """Shares that add up to 1 again; None where they come to nothing."""
    total = sum(shares, Fraction(0))
    return tuple(share / total for share in shares) if total else None
