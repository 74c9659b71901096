"""How next year's goals fall on their months: as this year's plan says, or by the shape of what was recorded."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from dealerplan.domain.amount import read_amount
from dealerplan.domain.goal import Goal
from dealerplan.domain.month import Period
from dealerplan.domain.number import canonical, narrow
from dealerplan.domain.respell import number_as
from dealerplan.domain.unit import Unit
from dealerplan.planfile.growth import Share, apportioned
from dealerplan.planfile.phases import Known, Place, is_of_goal, month_shares
from dealerplan.words import Message

OFF = Fraction(1, 5)
"""How far a month must be off the even share so that a year has a shape: a fifth of it."""

FEWEST = 10
"""How many things a month there must be on average, so that their months are more than chance."""

_YEAR = re.compile(r"\d{4}", re.ASCII)


def shape_of(values: Sequence[Fraction], months: Period, unit: Unit | None) -> Mapping[str, str] | None:
    """The shares of months with these values, in percents that make 100; None where they can't be told from even.

    A month tells where it is off the even share by more than a fifth, and, of what is no money, by more than chance
    moves a count (twice the root of it), where there are enough to count.
    """
    even = sum(values, Fraction(0)) / len(values)
    if even <= 0 or min(values) < 0:
        return None
    if not any(abs(value - even) > OFF * even and _is_no_chance(value, even, unit) for value in values):
        return None
    hundred = Fraction(100)
    shares = [Share(value / even * hundred / len(values), decimals=1) for value in values]
    names = [str(month.number) if len(months) <= 12 else str(month) for month in months]
    percents = apportioned(shares, hundred, hundred)
    return {name: f"{canonical(percent)}%" for name, percent in zip(names, percents, strict=True)}


def _is_no_chance(value: Fraction, even: Fraction, unit: Unit | None) -> bool:
    if unit is not None and unit.kind == "money":
        return True
    scale = unit.scale if unit else Fraction(1)
    return even * scale >= FEWEST and (value - even) ** 2 * scale > 4 * even


def moved_phasing(
    written: str | Mapping[str, str], years: int, old: Goal, decimals: int, known: Known
) -> str | Mapping[str, str] | None:
    """This year's phasing of a goal for the one that is `known`: its amounts grow with it; None where it can't hold.

    Where the new goal is no number, amounts become percents.
    """
    if isinstance(written, str):
        return written
    spans = {_moved(span, years): share for span, share in written.items()}
    if known.goal is None or known.goal.value != old.value:
        spans |= _amounts(spans, old, decimals, known)
    return spans if _is_sound(spans, known) else None


def moved_year(text: str, years: int) -> str:
    """A month, quarter or day that begins with its year, so many years on."""
    plain = narrow(text).strip()
    return _YEAR.sub(lambda year: f"{int(year[0]) + years:04d}", plain, count=1)


def _moved(span: str, years: int) -> str:
    return moved_year(span, years) if _YEAR.match(narrow(span).strip()) else span


def _amounts(spans: Mapping[str, str], old: Goal, decimals: int, known: Known) -> Mapping[str, str]:
    """The spans that have amounts of the old goal, with those of the new one."""
    amounts = {span: read_amount(text, known.unit) for span, text in spans.items() if not is_of_goal(text)}
    if not amounts or not old.value:
        return {}
    percents = sum((read_amount(text) for text in spans.values() if is_of_goal(text)), Fraction(0))
    is_all = percents + sum(amounts.values()) / old.value == 1
    new = known.goal.value if known.goal else None
    whole, places = (Fraction(100), 1) if new is None else (new, decimals)
    shares = [Share(amount / old.value * whole, decimals=places) for amount in amounts.values()]
    most = (1 - percents) * whole
    found = zip(amounts, apportioned(shares, most if is_all else None, most), strict=True)
    if new is None:
        return {span: f"{canonical(share)}%" for span, share in found}
    return {span: number_as(spans[span], share, known.unit) for span, share in found}


def _is_sound(spans: Mapping[str, str], known: Known) -> bool:
    troubles: list[Message] = []

    def report(_span: str, _place: Place, message: Message, _hint: Message | None) -> None:
        troubles.append(message)

    month_shares(spans, known, report)
    return not troubles
