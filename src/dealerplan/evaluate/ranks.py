"""The order of a group's stores, and whose the shortfall is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal, TypeVar

from dealerplan.evaluate.target_context import ZERO

Key = TypeVar("Key")


def ranks(values: Mapping[Key, Fraction], best: Literal["highest", "lowest"] = "highest") -> dict[Key, int]:
    """The ranks of values by their keys, the best first and 1: equal values share one, the next is behind them all
    (1, 2, 2, 4); among equals the given order stays."""
    found: dict[Key, int] = {}
    rank, last = 0, None
    for place, key in enumerate(sorted(values, key=values.__getitem__, reverse=best == "highest"), 1):
        if values[key] != last:
            rank, last = place, values[key]
        found[key] = rank
    return found


def shares_of_short(gaps: Sequence[Fraction]) -> list[Fraction]:
    """What share of all that is short each gap is, 0 where it is not short: a gap below 0 is.

    It is of the gross shortfall, so what others have beyond theirs takes nothing off it; the shares come to 1 where
    any is short.
    """
    short = [max(-gap, ZERO) for gap in gaps]
    gross = sum(short, ZERO)
    return [one / gross if one else ZERO for one in short]
