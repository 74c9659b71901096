"""Goals against last year as Chinese plans write them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dealerplan.domain.goal import Goal, Op
from dealerplan.domain.last_year import LastYear
from dealerplan.errors import Invalid


@pytest.mark.parametrize(
    ("text", "op"),
    [
        ("上年", ">="), ("≥上年", ">="), ("高于上年", ">"), ("上年度", ">="), ("不低于上年水平", ">="),
        ("与去年持平", ">="), ("与上年持平", ">="), ("同去年同期持平", ">="), ("与上年同期相比持平", ">="),
        ("去年持平", ">="), ("同比持平", ">="), ("不低于去年持平", ">="), ("和上一年度相当", ">="),
    ],
)  # fmt: skip
def test_as_much_as_last_year(text: str, op: Op) -> None:
    assert Goal.parse(text) == Goal(text, op, last_year=LastYear(Fraction(1)))


@pytest.mark.parametrize(
    ("text", "op", "factor"),
    [
        ("较上年增长15%", ">=", "1.15"), ("较上年度增长15%", ">=", "1.15"), ("比上一年度下降15%", "<=", "0.85"),
        ("与上年相比增长15%", ">=", "1.15"), ("在上年基础上增长15%", ">=", "1.15"), ("上年的基础上增长15%", ">=", "1.15"),
        ("上年+15%", ">=", "1.15"), ("≥去年 +15%", ">=", "1.15"), ("≤上年-15%", "<=", "0.85"),
        ("上年度的115%", ">=", "1.15"), ("较上年增长15%以上", ">=", "1.15"),
    ],
)  # fmt: skip
def test_growth_on_last_year(text: str, op: Op, factor: str) -> None:
    assert Goal.parse(text) == Goal(text, op, last_year=LastYear(Fraction(factor)))


def test_points_on_last_year() -> None:
    assert Goal.parse("较上年提高2个百分点").last_year == LastYear(points=Fraction(2, 100))
    assert Goal.parse("上年+2个百分点").last_year == LastYear(points=Fraction(2, 100))


@pytest.mark.parametrize("text", ["与上月持平", "与去年", "上年基础", "比上年好"])
def test_what_asks_nothing_of_last_year(text: str) -> None:
    with pytest.raises(Invalid):
        Goal.parse(text)
