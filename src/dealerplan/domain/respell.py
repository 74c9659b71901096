"""Numbers and goals with other values in the way that people wrote them: 648万 for 600万, `at least 238万`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from dealerplan.domain.amount import read_amount
from dealerplan.domain.goal import Goal, Op, WrittenGoal
from dealerplan.domain.number import canonical, exact, narrow, split
from dealerplan.domain.unit import Unit
from dealerplan.errors import Invalid

_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+", re.ASCII)
_SIGNS: tuple[Op, ...] = (">=", ">", "<=", "<")
MOST_PLACES = 4  # to one 元 in 万


def number_as(text: str, value: Fraction, unit: Unit | None) -> str:
    """A value of a unit written as `text` is, where it is then as exact and as easy to read; else as a plain number.

    Raises Invalid for a number too long to be read.
    """
    for written in _numbers(text, value, unit):
        if _means(written, value, unit):
            return written
    return canonical(read_amount(canonical(value), unit))


def _numbers(text: str, value: Fraction, unit: Unit | None) -> Iterator[str]:
    yield text
    plain = narrow(text).strip()
    parts, digits = split(text), _DIGITS.search(plain)
    if parts and digits and parts.value:
        asked = abs(value * parts.value / read_amount(text, unit)) if read_amount(text, unit) else Fraction(0)
        number = exact(asked)
        places = max(MOST_PLACES, len(digits[0].partition(".")[2]))
        if number is not None and (asked * 10**places).denominator == 1:
            shown = f"{number:,f}" if "," in digits[0] else f"{number:f}"
            yield plain[: digits.start()] + shown + plain[digits.end() :]
    yield canonical(value)
    if unit is not None:
        share = unit.share
        yield unit.behind(canonical(value / share if share else value))


def _means(text: str, value: Fraction, unit: Unit | None) -> bool:
    try:
        return read_amount(text, unit) == value
    except Invalid:
        return False


def goal_as(text: str, goal: Goal, unit: Unit | None, bare: Op = ">=", plain: bool = False) -> str:
    """A goal that means `goal`, written as `text` is; `bare` is a direction not said, `plain` is without a percent.

    Raises Invalid where there is no way to write it.
    """
    for written in _goals(text, goal, unit):
        try:
            read = WrittenGoal.read(written).in_unit(unit, bare)
        except Invalid:
            continue
        if read._replace(text="") == goal._replace(text="") and not (plain and read.percent):
            return written
    read = WrittenGoal.read(text).in_unit(unit, bare)
    raise AssertionError(f"{goal} can't be written, {text} means {read}")


def _goals(text: str, goal: Goal, unit: Unit | None) -> Iterator[str]:
    yield text
    written = WrittenGoal.read(text)
    shown = " ".join(narrow(text).split())
    if goal.last_year is not None:
        yield from (f"{sign} {shown}" for sign in _SIGNS)
    values = [value for value in (goal.value, goal.high) if value is not None]
    if not values or goal.last_year is not None:
        return
    numbers = [number_as(old, value, unit) for old, value in zip(written.numbers, values, strict=False)]
    if len(numbers) == len(values):
        yield _with(shown, written.numbers, numbers)
    for ends in (numbers, [number_as("", value, unit) for value in values]):
        yield " .. ".join(ends) if goal.is_range else f"{goal.op} {ends[0]}"


def _with(shown: str, old: tuple[str, ...], new: list[str]) -> str:
    """A goal with other numbers in place of its own."""
    at = shown.find(old[0])
    if len(old) == 1:
        return shown[:at] + new[0] + shown[at + len(old[0]) :]
    high = shown.rfind(old[1])
    return shown[:at] + new[0] + shown[at + len(old[0]) : high] + new[1] + shown[high + len(old[1]) :]
