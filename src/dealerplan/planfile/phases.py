"""Phasing by spans: what `{3-5: 8000, 8-10: 30%}` says of each month."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from dealerplan.domain.month import Month, Period
from dealerplan.domain.number import narrow, read_number
from dealerplan.domain.plan import Phasing
from dealerplan.errors import Invalid
from dealerplan.words import Message, say

Report = Callable[[str, Message, Message | None], None]


def month_shares(spans: Mapping[str, str], period: Period, goal: Fraction | None, report: Report) -> Phasing:
    """Each month's share of the goal; what is wrong goes to `report` with its span, or "" for the whole."""
    found: dict[Month, Fraction] = {}
    sound = True
    for span, written in spans.items():
        try:
            months = period.select(span)
            share = _share(written, goal)
        except Invalid as error:
            report(span, error.message, error.hint)
            sound = False
            continue
        if twice := [month for month in months if month in found]:
            report(span, say("{month} is phased twice", month=twice[0]), say("let spans not overlap"))
            sound = False
        found |= dict.fromkeys(months, share / len(months))
    if not sound:
        return "even"
    return _completed(found, period, report)


def _share(written: str, goal: Fraction | None) -> Fraction:
    """An amount or percent of the goal, as a fraction of it."""
    value = read_number(written)
    if value < 0:
        raise Invalid(say("{text} is below 0", text=written), say("write 0 or more"))
    if narrow(written).strip().endswith(("%", "‰")):
        return value
    if not goal:
        raise Invalid(say("an amount needs a decided goal"), say("write percents while the goal is open"))
    return value / goal


def _completed(found: dict[Month, Fraction], period: Period, report: Report) -> Phasing:
    """Share what remains evenly among the months not named."""
    rest, unnamed = 1 - sum(found.values(), Fraction(0)), len(period) - len(found)
    if rest < 0:
        report("", say("the phasing hands out more than the goal"), say("lower a share"))
        return "even"
    if rest and not unnamed:
        report(
            "",
            say("the phasing names every month but hands out less than the goal"),
            say("make it add up to 100%"),
        )
        return "even"
    return tuple(found.get(month, rest / unnamed if unnamed else Fraction(0)) for month in period)
