"""What the slow figures of a group are made of."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from dealerplan.domain.formula import Formula, Name, Operation
from dealerplan.domain.group import Store
from dealerplan.domain.month import Month

Answer = dict[str, Any]
Pair = tuple[Store, Month]
Pairs = Sequence[Pair]
ZERO = Fraction(0)
CALENDAR = ("days", "open_days", "months")


def names_in(formula: Formula) -> list[str]:
    if isinstance(formula, Operation):
        return names_in(formula.left) + names_in(formula.right)
    return [formula.id] if isinstance(formula, Name) and formula.id not in CALENDAR else []


def subtracts(formula: Formula) -> bool:
    if not isinstance(formula, Operation):
        return False
    return formula.operator == "-" or subtracts(formula.left) or subtracts(formula.right)


def ratio(part: Fraction, whole: Fraction) -> Fraction | None:
    return part / whole if whole else None


def share(part: Fraction | None, whole: Fraction | None) -> Fraction | None:
    return None if part is None or whole is None or whole <= 0 else part / whole


def beyond(value: Fraction, low: Fraction, high: Fraction | None) -> Fraction:
    if high is None or value < low:
        return value - low
    return max(value - high, ZERO)


def holds(op: str, value: Fraction, low: Fraction, high: Fraction | None = None) -> bool:
    within = low <= value <= (low if high is None else high)
    return {">": value > low, ">=": value >= low, "<": value < low, "<=": value <= low, "..": within}[op]


def shares_of_short(gaps: Sequence[Fraction]) -> list[Fraction]:
    gross = sum((gap for gap in gaps if gap < 0), ZERO)
    return [gap / gross if gap < 0 else ZERO for gap in gaps]


def place(id: str, merits: dict[str, Fraction]) -> int | None:
    return None if id not in merits else 1 + len([one for one in merits.values() if one > merits[id]])


def mix(before: Sequence[tuple[int, int]], after: Sequence[tuple[int, int]]) -> tuple[Fraction, Fraction]:
    """What parts' rates N / D do to the whole's, and what their shares of D do."""
    old, new = (sum(below for _, below in year) for year in (before, after))
    whole = Fraction(sum(above for above, _ in before), old)
    within = moved = ZERO
    for (above, below), (later, of) in zip(before, after, strict=True):
        rate = Fraction(above, below)
        within += Fraction(of, new) * (Fraction(later, of) - rate)
        moved += (Fraction(of, new) - Fraction(below, old)) * (rate - whole)
    return within, moved
