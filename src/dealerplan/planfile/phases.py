"""Phasing by spans: what `{3-5: 8000, 8-10: 30%}` says of each month."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Literal

from dealerplan.domain.amount import read_amount
from dealerplan.domain.month import Month, Period
from dealerplan.domain.number import split
from dealerplan.domain.plan import Phasing
from dealerplan.domain.symbols import SHARE_WORDS
from dealerplan.domain.unit import Unit, fold
from dealerplan.errors import Invalid
from dealerplan.words import Message, say

Place = Literal["span", "share", "whole"]
Report = Callable[[str, Place, Message, Message | None], None]


def month_shares(
    spans: Mapping[str, str],
    period: Period,
    plan: Period,
    goal: Fraction | None,
    unit: Unit | None,
    report: Report,
) -> Phasing:
    """Each month's share of the goal; what is wrong goes to `report` with its span and what of it is wrong.

    `period` has the target's months, `plan` the plan's; amounts are in the target's `unit`.
    """
    found: dict[Month, Fraction] = {}
    sound = True
    for span, written in spans.items():
        place: Place = "span"
        try:
            months = period.select(span, plan)
            _check_free(months, found)
            place = "share"
            share = _share(written, goal, unit)
        except Invalid as error:
            report(span, place, error.message, error.hint)
            sound = False
            continue
        found |= dict.fromkeys(months, share / len(months))
    return _completed(found, period, report) if sound else "even"


def _check_free(months: Sequence[Month], found: Mapping[Month, Fraction]) -> None:
    for month in months:
        if month in found:
            raise Invalid(say("{month} is phased twice", month=month), say("let spans not overlap"))


def _share(written: str, goal: Fraction | None, unit: Unit | None) -> Fraction:
    """An amount or percent of the goal, as a fraction of it."""
    parts = split(written)
    is_share = parts is not None and fold(parts.behind) in SHARE_WORDS
    value = read_amount(written, None if is_share else unit)
    if not is_share and not goal:
        raise Invalid(say("an amount needs a decided goal"), say("write percents while the goal is open"))
    share = value if is_share or not goal else value / goal
    if share >= 0:
        return share
    if is_share or value < 0:
        raise Invalid(say("{text} is below 0", text=written), say("write 0 or more"))
    raise Invalid(
        say("{text} is above 0, the goal below", text=written), say("write a part of the goal, with its minus")
    )


def _completed(found: dict[Month, Fraction], period: Period, report: Report) -> Phasing:
    """Share what remains evenly among the months not named."""
    rest, unnamed = 1 - sum(found.values(), Fraction(0)), len(period) - len(found)
    if rest < 0:
        report("", "whole", say("the phasing hands out more than the goal"), say("lower a share"))
        return "even"
    if rest and not unnamed:
        report(
            "",
            "whole",
            say("the phasing names every month but hands out less than the goal"),
            say("make it add up to 100%"),
        )
        return "even"
    return tuple(found.get(month, rest / unnamed if unnamed else Fraction(0)) for month in period)
