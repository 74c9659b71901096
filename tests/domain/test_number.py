"""What is a number, how it is written, and what is said of what is none."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealerplan.domain.amount import read_amount
from dealerplan.domain.number import LONGEST, canonical, exact, narrow, nearest, rounded_to_sum
from dealerplan.errors import Invalid
from tests.domain.texts import near


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("6000000", 6_000_000),
        ("6,000,000", 6_000_000),
        ("1,200", 1200),
        ("600万", 6_000_000),
        ("1.2亿", 120_000_000),
        ("1,200万", 12_000_000),
        ("3千", 3000),
        ("2百万", 2_000_000),
        ("2千万", 20_000_000),
        ("1万亿", 10**12),
        ("6M", 6_000_000),
        ("800k", 800_000),
        ("800K", 800_000),
        ("93%", Fraction(93, 100)),
        ("93.5 %", Fraction(187, 200)),
        ("2‰", Fraction(1, 500)),
        ("0.1", Fraction(1, 10)),
        (".5", Fraction(1, 2)),
        ("+5", 5),
        ("-5", -5),
        ("−5", -5),  # a minus sign
        ("–5", -5),  # a dash
        ("012", 12),
        (" 7 ", 7),
        ("６００万", 6_000_000),
        ("１，２００", 1200),
        ("９３％", Fraction(93, 100)),
        ("９３．５％", Fraction(187, 200)),
        ("－５", -5),
        ("600 万", 6_000_000),
        ("123456789012345678901234", 123456789012345678901234),
    ],
)
def test_reads(text: str, value: Fraction) -> None:
    assert read_amount(text) == value


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("", "write it like"),
        ("   ", "write it like"),
        ("many", "write it like"),
        ("nan", "write it like"),
        ("inf", "write it like"),
        ("-", "write it like"),
        (".", "write it like"),
        ("%", "write it like"),
        ("万", "write it like"),
        ("5.", "write it like"),
        ("1,2", "write it like"),
        ("1,2000", "write it like"),
        ("6,00,000", "write it like"),
        ("6 000 000", "write it like"),
        ("1.2.3", "write it like"),
        ("1_000", "write it like"),
        ("--5", "write it like"),
        ("5 %%", "write it like"),
        ("5²", "write it like"),  # not 52
        ("½", "write it like"),
        ("0x10", "write it like"),
        ("٣", "write it like"),  # digits of other scripts
        ("10O", "write it like"),  # a letter that looks like a digit
        ("1e6", "write the number out, without an exponent"),
        ("1e999999999", "write the number out, without an exponent"),
        ("-1.5E-3", "write the number out, without an exponent"),
        ("650台", "write 650, or declare it: unit: 台"),
        ("600万元", "declare the unit, on the measure or target: unit: 元"),
        ("5 days", "write 5, or declare it: unit: 天"),
        ("9" * 25, "delete what is too much"),
        ("0." + "9" * 25, "delete what is too much"),
    ],
)
def test_refuses(text: str, hint: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_amount(text)
    assert str(caught.value.hint).startswith(hint)


def test_message_stays_short() -> None:
    with pytest.raises(Invalid) as caught:
        read_amount("9" * 1_000_000)
    assert str(caught.value.message) == "9" * 40 + f"… has more than {LONGEST} digits"


@given(near("6,000,000", "1,200万", "93.5%", "1.2亿", "-800k", "９３％"))
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_number_or_invalid(text: str) -> None:
    try:
        value = read_amount(text)
    except Invalid:
        return
    assert exact(value) is not None
    assert read_amount(canonical(value)) == value or len(canonical(value)) > LONGEST


decimals = st.builds(lambda digits, places: Fraction(digits, 10**places), st.integers(-(10**12), 10**12),
                     st.integers(0, 8))  # fmt: skip


@given(decimals)
def test_canonical_is_read_back(value: Fraction) -> None:
    text = canonical(value)
    assert read_amount(text) == value
    assert canonical(read_amount(text)) == text


@given(decimals)
def test_exact_is_exact(value: Fraction) -> None:
    decimal = exact(value)
    assert decimal is not None
    assert Fraction(decimal) == value


@given(st.integers(0, 10**12))
def test_commas_change_nothing(number: int) -> None:
    assert read_amount(f"{number:,}") == number


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(6_000_000), "6000000"),
        (Fraction(-1, 2), "-0.5"),
        (Fraction(1, 1000), "0.001"),
        (Fraction(10**30), "1" + "0" * 30),
    ],
)
def test_canonical(value: Fraction, text: str) -> None:
    assert canonical(value) == text


def test_a_third_is_no_decimal() -> None:
    assert exact(Fraction(1, 3)) is None
    assert exact(Fraction(1, 40)) == Decimal("0.025")
    with pytest.raises(ValueError, match="finite"):
        canonical(Fraction(1, 3))


@given(st.text())
def test_narrow_keeps_places(text: str) -> None:
    assert len(narrow(text)) == len(text)
    assert narrow(narrow(text)) == narrow(text)


@pytest.mark.parametrize(
    ("text", "plain"), [("（ａ＋ｂ）÷２", "(a+b)/2"), ("　", " "), ("返修台次", "返修台次"), ("²①½ﬁ", "²①½ﬁ")]
)
def test_narrow(text: str, plain: str) -> None:
    assert narrow(text) == plain


def test_part_of_a_thing_declares_no_unit_of_whole_ones() -> None:
    with pytest.raises(Invalid) as refused:
        read_amount("3.5台")
    assert str(refused.value.hint) == "write 3.5"


@given(
    values=st.lists(st.fractions(-1000, 1000, max_denominator=90), min_size=1, max_size=8),
    step=st.sampled_from([Fraction(1), Fraction(100), Fraction(1, 100), Fraction(5)]),
)
def test_parts_are_rounded_so_that_they_add_up_to_the_rounded_whole(values: list[Fraction], step: Fraction) -> None:
    whole = sum(values, Fraction(0))
    shown = rounded_to_sum(values, whole, step)
    assert sum(shown) == nearest(whole / step) * step == sum(rounded_to_sum(values, sum(shown, Fraction(0)), step))
    assert all(abs(one - value) < step and one % step == 0 for one, value in zip(shown, values, strict=True))
    assert all(one == value for one, value in zip(shown, values, strict=True) if value % step == 0)


@pytest.mark.parametrize(
    ("values", "whole", "step", "shown"),
    [
        ("-16076.92 -85623.08", "-101700", "100", "-16100 -85600"),
        ("0.4 0.4 0.4", "1.2", "1", "1 0 0"),
        ("1.5 2.5 3.5", "9", "1", "2 3 4"),  # no parts of it
        ("1 1 1", "2", "1", "1 1 1"),
        ("2.4 2.4", "4.1", "1", "2 2"),
        ("3", "2.5", "1", "3"),
        ("3", "2.4", "1", "3"),  # one step too few can't be taken off
        ("", "0", "1", ""),
    ],
)
def test_rounded_to_a_sum(values: str, whole: str, step: str, shown: str) -> None:
    found = rounded_to_sum(list(map(Fraction, values.split())), Fraction(whole), Fraction(step))
    assert found == list(map(Fraction, shown.split()))


@pytest.mark.parametrize(("value", "whole"), [("0.5", 1), ("-0.5", -1), ("1.49", 1), ("-1.51", -2), ("0", 0)])
def test_a_half_goes_away_from_0(value: str, whole: int) -> None:
    assert nearest(Fraction(value)) == whole
