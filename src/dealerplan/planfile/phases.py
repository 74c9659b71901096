"""Phasing by spans: what `{3-5: 8000, 8-10: 30%}` says of each month."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from dealerplan.domain.amount import read_amount
from dealerplan.domain.goal import Goal
from dealerplan.domain.month import Month, Period
from dealerplan.domain.number import split
from dealerplan.domain.plan import Phasing
from dealerplan.domain.symbols import SHARE_WORDS
from dealerplan.domain.unit import Unit, fold
from dealerplan.errors import Invalid
from dealerplan.words import Message, say

Place = Literal["span", "share", "whole"]
Report = Callable[[str, Place, Message, Message | None], None]


class Known(NamedTuple):
    """What phasing rests on: the target's months, the plan's, the goal, and the unit of its amounts.

    None is what could not be read: what rests on it is not judged. `refused` says why amounts can't be parts of
    it, and `is_rest` that it is what is left of a goal.
    """

    period: Period | None
    plan: Period
    goal: Goal | None
    unit: Unit | None = None
    refused: Invalid | None = None
    is_rest: bool = False


def month_shares(spans: Mapping[str, str], known: Known, report: Report) -> Phasing:
    """Each month's share of the goal; what is wrong goes to `report` with its span and what of it is wrong."""
    found: dict[Month, Fraction] = {}
    sound = known.period is not None
    for span, written in spans.items():
        months: Sequence[Month] = ()
        share = None
        try:
            months = known.period.select(span, known.plan) if known.period else ()
            _check_free(months, found)
        except Invalid as error:
            report(span, "span", error.message, error.hint)
            sound = False
        try:
            share = _share(written, known)
        except Invalid as error:
            report(span, "share", error.message, error.hint)
        sound = sound and share is not None
        found |= {month: (share or 0) / Fraction(len(months)) for month in months}
    return _completed(found, known.period, report, known.is_rest) if sound and known.period else "even"


def _check_free(months: Sequence[Month], found: Mapping[Month, Fraction]) -> None:
    for month in months:
        if month in found:
            raise Invalid(say("{month} is phased twice", month=month), say("let spans not overlap"))


def _share(written: str, known: Known) -> Fraction | None:
    """An amount or percent of the goal, as a fraction of it; None for an amount of a goal that is not known."""
    is_share, goal = is_of_goal(written), known.goal
    value = read_amount(written, None if is_share else known.unit)
    if not is_share and goal is None:
        return None
    amount = Fraction(1) if is_share or goal is None else goal.value
    if not amount:
        raise known.refused or Invalid(
            say("an amount needs a decided goal"), say("write percents while the goal is open")
        )
    if value / amount >= 0:
        return value / amount
    if is_share or value < 0:
        raise Invalid(say("{text} is below 0", text=written), say("write 0 or more"))
    raise Invalid(
        say("{text} is above 0, the goal below", text=written), say("write a part of the goal, with its minus")
    )


def is_of_goal(written: str) -> bool:
    """Whether a span's share is written as a percentage of the goal, not as an amount."""
    parts = split(written)
    return parts is not None and fold(parts.behind) in SHARE_WORDS


def _completed(found: dict[Month, Fraction], period: Period, report: Report, is_rest: bool) -> Phasing:
    """Share what remains evenly among the months not named."""
    rest, unnamed = 1 - sum(found.values(), Fraction(0)), len(period) - len(found)
    if rest < 0:
        message = say("the phasing hands out more than the goal")
        if is_rest:
            message = say("the phasing hands out more than is left of the goal from {month}", month=period.first)
        report("", "whole", message, say("lower a share"))
        return "even"
    if rest and not unnamed:
        message = say("the phasing names every month but hands out less than the goal")
        if is_rest:
            message = say("the phasing hands out less than is left of the goal from {month}", month=period.first)
        report("", "whole", message, say("make it add up to 100%"))
        return "even"
    return tuple(found.get(month, rest / unnamed if unnamed else Fraction(0)) for month in period)
