"""Ranges have their unit once."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dealerplan.domain.shown import Amount, Percent
from dealerplan.domain.unit import read_unit
from dealerplan.view.terms import ends
from dealerplan.words import Lang, say, text


@pytest.mark.parametrize(
    ("low", "high", "unit", "lang", "said"),
    [
        (5_715_100, 6_091_000, "元", "zh", "571.51～609.1万元"),
        (9_000, 12_000, "元", "zh", "9,000元～1.2万元"),
        (-20_000, 12_000, "元", "zh", "-2～1.2万元"),
        (5_715_100, 6_091_000, "CNY", "en", "CNY 5,715,100–6,091,000"),
        (-5, -3, "CNY", "en", "-CNY 5–-CNY 3"),
        (1, 3, "vehicles", "en", "1 vehicle–3 vehicles"),
        (2, 3, "vehicles", "en", "2–3 vehicles"),
    ],
)
def test_amounts(low: int, high: int, unit: str, lang: Lang, said: str) -> None:
    one, other = ends(*(Amount(Fraction(value), read_unit(unit), named=True) for value in (low, high)))
    assert text(say("{low}–{high}", low=one, high=other), lang) == said


def test_percentages_keep_their_sign() -> None:
    low, high = ends(Percent(Fraction(9, 10)), Percent(Fraction(95, 100)))
    assert text(say("{low}–{high}", low=low, high=high), "zh") == "90.0%～95.0%"
