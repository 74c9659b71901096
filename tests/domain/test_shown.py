"""Numbers as text: rounding never tells a lie."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dealerplan.domain.amount import read_amount
from dealerplan.domain.shown import Amount, InFull, InSum, Points, Scale, json_number, percent, quantity
from dealerplan.domain.unit import Unit, read_unit
from dealerplan.render.json import render_json
from dealerplan.words import Lang


@pytest.mark.parametrize(
    ("value", "money", "zh", "en"),
    [
        ("0", False, "0", "0"),
        ("7", False, "7", "7"),
        ("662", False, "662", "662"),
        ("-12", False, "-12", "-12"),
        ("12345", False, "12,345", "12,345"),  # a count keeps every unit
        ("12300", False, "12,300", "12,300"),
        ("30000", False, "30,000", "30,000"),
        ("100000001", False, "100,000,001", "100,000,001"),
        ("123456700", False, "123,456,700", "123,456,700"),
        ("150000000", False, "150,000,000", "150,000,000"),
        ("1450000", True, "145万", "1,450,000"),
        ("1234567.89", True, "123.46万", "1,234,567.89"),
        ("-1234567.89", True, "-123.46万", "-1,234,567.89"),
        ("9960", True, "9,960", "9,960"),
        ("9999.99", True, "9,999.99", "9,999.99"),
        ("29999.9/3", True, "1万", "10,000"),  # 9999.966…
        ("99994999", True, "9,999.5万", "99,994,999"),
        ("99999999", True, "1亿", "99,999,999"),  # not 10,000万
        ("123000000", True, "1.23亿", "123,000,000"),
        ("1234567890000", True, "12,345.68亿", "1,234,567,890,000"),
        ("500000/7", True, "7.14万", "71,429"),
        ("5000/7", True, "714.3", "714.3"),
        ("500/7", False, "71.43", "71.43"),
        ("0.125", False, "0.13", "0.13"),
        ("-0.001", False, "-0.001", "-0.001"),
        ("0.03466", False, "0.0347", "0.0347"),
        ("4.5", False, "4.5", "4.5"),
        ("475.217", False, "475.2", "475.2"),
    ],
)
def test_quantities(value: str, money: bool, zh: str, en: str) -> None:
    above, _, below = value.partition("/")
    number = Fraction(above) / Fraction(below or 1)
    assert (quantity(number, "zh", money), quantity(number, "en", money)) == (zh, en)


@pytest.mark.parametrize(
    ("value", "thresholds", "zh", "en"),
    [
        ("5999999", ["6000000"], "599.9999万", "5,999,999"),
        ("6000000", ["6000000"], "600万", "6,000,000"),
        ("6000000.01", ["6000000"], "600.000001万", "6,000,000.01"),
        ("99999999", ["100000000"], "9,999.9999万", "99,999,999"),
        ("12345.678", ["12345.678"], "1.2345678万", "12,345.678"),  # on its goal, not beside it
        ("0.001", ["0"], "0.001", "0.001"),
        ("-0.001", ["0"], "-0.001", "-0.001"),
        ("99.999", ["90", "100"], "99.999", "99.999"),
    ],
)
def test_quantities_beside_their_goal(value: str, thresholds: list[str], zh: str, en: str) -> None:
    goals = [Fraction(threshold) for threshold in thresholds]
    assert [quantity(Fraction(value), lang, True, goals) for lang in ("zh", "en")] == [zh, en]


def test_a_third_equal_to_its_rival_is_not_written_for_ever() -> None:
    third = Fraction(100, 3)
    assert quantity(third, "en", thresholds=[third]) == "33.33"
    assert percent(Fraction(1, 3), [Fraction(1, 3)]) == "33.3%"


@pytest.mark.parametrize(
    ("value", "thresholds", "places", "text"),
    [
        ("0.241667", [], 1, "24.2%"),
        ("1", ["1"], 1, "100.0%"),
        ("0.9996", ["1"], 1, "99.96%"),
        ("1.0004", ["1"], 1, "100.04%"),
        ("0.9996", [], 1, "100.0%"),
        ("0.0199999", ["0.02"], 2, "1.99999%"),
        ("0.33333", ["0.33333"], 1, "33.333%"),
        ("0", ["1"], 1, "0.0%"),
        ("-0.00001", [], 1, "0.0%"),
        ("12.345678", [], 1, "1,234.6%"),
        ("0.0005", [], 1, "0.1%"),
        ("-0.0005", [], 1, "-0.1%"),
    ],
)
def test_percentages(value: str, thresholds: list[str], places: int, text: str) -> None:
    assert percent(Fraction(value), [Fraction(threshold) for threshold in thresholds], places) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("-0.008333", "-0.8"),
        ("0.1", "+10.0"),
        ("12", "+1,200.0"),
        ("0", "0.0"),
        ("0.0004", "+0.04"),
        ("-0.000000001", "-0.0000001"),
    ],
)
def test_points(value: str, text: str) -> None:
    assert Points(Fraction(value)).said("en") == text


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (None, 6, "null"),
        (Fraction(6000000), 6, "6000000"),
        (Fraction("1234567890123456789012.34"), 6, "1234567890123456789012.34"),
        (Fraction("0.123456789012345678901234"), 6, "0.123456789012345678901234"),
        (Fraction("1.10"), 6, "1.1"),
        (Fraction(-5, 4), 6, "-1.25"),
        (Fraction(145, 600), 6, "0.241667"),
        (Fraction(1516666667, 3000), 2, "505555.56"),
        (Fraction(37, 3), 0, "12.3333"),
        (Fraction(35, 1957), 6, "0.017884517"),
        (Fraction(1, 3000), 6, "0.00033333333"),
        (Fraction(1, 3) - 1, 6, "-0.666667"),
        (Fraction(1, 3**70), 6, "0.00000000000000000000000000000000039949576"),
        (Fraction(1, 2**40), 6, "0.00000000000090949470"),
        (Fraction(299999999, 300000000), 6, "1"),
    ],
)
def test_json_numbers(value: Fraction | None, places: int, text: str) -> None:
    assert render_json(json_number(value, places)) in (text, text.rstrip("0"))


numbers = st.fractions(-(10**9), 10**9, max_denominator=10**6) | st.fractions(-2, 2, max_denominator=10**9)
exact_numbers = st.decimals(-(10**12), 10**12, places=6).map(Fraction)
languages: st.SearchStrategy[Lang] = st.sampled_from(("zh", "en"))


def read(text: str) -> Fraction:
    return read_amount(text.removeprefix("+"))


@given(value=numbers, threshold=numbers, near=st.integers(0, 10**12), lang=languages, money=st.booleans())
def test_rounding_never_carries_a_figure_onto_or_over_its_rival(
    value: Fraction, threshold: Fraction, near: int, lang: Lang, money: bool
) -> None:
    assume(value != threshold)
    for other in (threshold, value + Fraction(1, near + 1), value - Fraction(1, near + 1)):
        shown = read(quantity(value, lang, money, [other]))
        assert (shown > other, shown < other) == (value > other, value < other)
        shown = read(percent(value, [other]))
        assert (shown > other, shown < other) == (value > other, value < other)


@given(value=exact_numbers, lang=languages, money=st.booleans())
def test_a_figure_on_its_goal_is_shown_on_it(value: Fraction, lang: Lang, money: bool) -> None:
    assert read(quantity(value, lang, money, [value])) == value
    assert read(percent(value, [value])) == value


@given(value=numbers, lang=languages, money=st.booleans())
def test_text_is_near_the_value(value: Fraction, lang: Lang, money: bool) -> None:
    assert abs(read(quantity(value, lang, money)) - value) <= max(abs(value) / 199, Fraction(1, 200))


@given(value=st.integers(-(10**9), 10**9), lang=languages)
def test_counts_keep_every_unit(value: int, lang: Lang) -> None:
    assert read(quantity(Fraction(value), lang)) == value


@given(value=numbers)
def test_points_keep_their_sign(value: Fraction) -> None:
    assert Points(value).said("en").startswith("+" if value > 0 else "-" if value < 0 else "0.0")


@given(value=exact_numbers)
def test_json_gives_exact_values_exactly(value: Fraction) -> None:
    number = json_number(value)
    assert number is not None
    assert Fraction(number) == value
    assert json.loads(render_json(number), parse_float=Decimal, parse_int=Decimal) == number


@given(above=st.integers(1, 10**9), below=st.integers(1, 10**9), places=st.sampled_from([0, 2, 6]))
def test_json_quotients_have_six_significant_digits(above: int, below: int, places: int) -> None:
    value = Fraction(above, below)
    number = json_number(value, places)
    assert number is not None
    assert abs(Fraction(number) - value) <= value / 10**5 / 2
    assume(Fraction(number) != value)
    assert len(Decimal(number).as_tuple().digits) >= 6
    assert len(Decimal(number).as_tuple().digits) <= 17  # and no noise


def test_a_quotient_has_no_cents_of_its_own() -> None:
    assert quantity(Fraction(481225, 2), "en", money=True) == "240,612.5"
    assert quantity(Fraction(481225, 2), "en", money=True, rough=True) == "240,613"
    assert quantity(Fraction(25, 2), "en", rough=True) == "12.5"


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        ("1450000", "元", "145万", "1,450,000"),
        ("1450000", "USD", "145万", "1,450,000"),
        ("125000", "元/台", "12.5万", "125,000"),
        ("15000", "小时", "15,000", "15,000"),  # whatever its decimals
        ("15000.5", "kWh", "15,000.5", "15,000.5"),
        ("30000", "台", "30,000", "30,000"),
        ("58.6", "万元", "58.6万元", "58.6万元"),
        ("1200", "万元", "1,200万元", "1,200万元"),
        ("12000", "万元", "12,000万元", "12,000万元"),
        ("470", "k USD", "470 k USD", "470 k USD"),
        ("3.5001", "万辆", "3.5001万辆", "3.5001万辆"),
        ("0.08", "万元/台", "0.08万元/台", "0.08万元/台"),
        ("470", "k", "470", "470"),  # of nothing that it names
        ("93", "分", "93", "93"),
    ],
)
def test_amounts_of_units(value: str, unit: str, zh: str, en: str) -> None:
    amount = Amount(Fraction(value), read_unit(unit))
    assert (amount.said("zh"), amount.said("en")) == (zh, en)
    assert [read_amount(text, read_unit(unit)) for text in (zh, en)] == [Fraction(value)] * 2


UNITS = [
    "元",
    "万元",
    "USD",
    "k USD",
    "亿元",
    "万辆",
    "台",
    "元/台",
    "万元/台",
    "升",
    "万公里",
    "小时",
    "k",
    "分",
    "USD million",
]


@given(st.sampled_from(UNITS).map(read_unit), exact_numbers, languages)
def test_what_is_printed_is_typed_again(unit: Unit, value: Fraction, lang: Lang) -> None:
    assert read_amount(Amount(value, unit, (value,), signed=True).said(lang), unit) == value
    assert read_amount(InFull(value, unit).said(lang), unit) == value


@given(st.sampled_from(["%", "‰"]).map(read_unit), exact_numbers, languages)
def test_shares_are_typed_again(unit: Unit, value: Fraction, lang: Lang) -> None:
    assert read_amount(InFull(value, unit).said(lang), unit) == value


@pytest.mark.parametrize(
    ("unit", "values", "whole", "zh", "en"),
    [
        ("元", "-16076.92 -85623.08", "-101700", "-1.61万元 -8.56万元", "-16,076.92元 -85,623.08元"),
        ("CNY", "-39999 -19505.72", "-59504.72", "-4.00万元 -1.95万元", "-CNY 39,999.00 -CNY 19,505.72"),
        ("元", "4000 -104.5 8.6", "3904.1", "+4,000.00元 -104.50元 +8.60元", "+4,000.00元 -104.50元 +8.60元"),
        ("元", "210000000 -44444444", "165555556", "+2.10亿元 -0.44亿元", "+210,000,000元 -44,444,444元"),
        ("万元", "-1.614 -8.556", "-10.17", "-1.61万元 -8.56万元", "-1.61万元 -8.56万元"),
        ("台", "0.004 2.996", "3", "0.00台 +3.00台", "0.00台 +3.00台"),
        ("台", "-2 5", "3", "-2台 +5台", "-2台 +5台"),
    ],
)
def test_differences_add_up_as_they_are_shown(unit: str, values: str, whole: str, zh: str, en: str) -> None:
    each = tuple(map(Fraction, values.split()))
    said = [InSum(at, each, Fraction(whole), read_unit(unit)) for at in range(len(each))]
    assert " ".join(one.said("zh") for one in said) == zh
    assert " ".join(one.said("en") for one in said) == en


def test_differences_within_others_add_up_to_what_is_shown() -> None:
    thirds = (Fraction(-50_000, 3), Fraction(-50_000, 3), Fraction(-50_000, 3))
    part = InSum(0, thirds, sum(thirds, Fraction(0)), read_unit("元"))
    halves = [InSum(at, (Fraction(-25_000, 3),) * 2, Fraction(-50_000, 3), read_unit("元"), part) for at in (0, 1)]
    assert [part.said("zh"), *(one.said("zh") for one in halves)] == ["-1.66万元", "-0.83万元", "-0.83万元"]


def test_a_scale_of_a_group_is_yi_or_millions() -> None:
    assert [Scale(huge=True).one(lang) for lang in ("zh", "en")] == [10**8, 10**6]
