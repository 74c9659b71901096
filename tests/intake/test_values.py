"""Cells as people and systems write them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.intake.reading import csv_bytes, given, problems, values, values_if_any


def cell(written: str, measure: str) -> bytes:
    return csv_bytes([["数据项", "2026-01"], [measure, written]])


@pytest.mark.parametrize(
    ("written", "measure", "value"),
    [
        ("640", "intake", "640"), ("0", "intake", "0"), ("-3", "revenue", "-3"), ("+3", "intake", "3"),
        ("1,234.50", "revenue", "1234.5"), ("1 234 567", "revenue", "1234567"), ("1\u00a0234", "revenue", "1234"),
        ("６４０", "intake", "640"), ("1，234", "intake", "1234"), ("'640", "intake", "640"),
        (" 640\t", "intake", "640"),
        ("(1,234)", "revenue", "-1234"), ("（1,234）", "revenue", "-1234"), ("1,234-", "revenue", "-1234"),
        ("¥1,234.5", "revenue", "1234.5"), ("￥ 5", "revenue", "5"), ("-¥5", "revenue", "-5"), ("5元", "revenue", "5"),
        ("1.2亿", "revenue", "120000000"), ("800k", "revenue", "800000"), ("6M", "revenue", "6000000"),
        ("640台", "intake", "640"), ("(¥5.5)", "revenue", "-5.5"),
        ("95.3%", "score", "0.953"), ("９５％", "score", "0.95"), ("95.3", "score", "0.953"), ("0", "score", "0"),
        ("0.5%", "score", "0.005"), ("120", "score", "1.2"), ("9.3%", "rate", "0.093"), ("0.093", "rate", "0.093"),
        ("2‰", "rate", "0.002"), ("123456789012345678.25", "revenue", "123456789012345678.25"),
    ],
)  # fmt: skip
def test_numbers(written: str, measure: str, value: str) -> None:
    assert values(cell(written, measure)) == {(None, "2026-01", measure): Fraction(value)}


@pytest.mark.parametrize("written", ["", " ", "\u3000", "'", "\u200b"])
def test_empty_is_not_recorded(written: str) -> None:
    assert values_if_any(cell(written, "intake")) == {}


@pytest.mark.parametrize(
    ("written", "measure", "message"),
    [
        *[(text, "intake", "may mean 0 or not known") for text in ("-", "--", "—", "/", "无", "N/A", "暂无", "?")],
        *[(text, "intake", "is the error of a formula") for text in ("#REF!", "#DIV/0!", "#N/A", "Err:502", "###")],
        *[(text, "intake", "is not a number") for text in ("abc", "1,23", "1e5", "5.5.5", "TRUE", "()", "1 2")],
        ("0.95", "score", "0.95 may mean 0.95% or 95%"),
        ("1", "score", "1 may mean 1% or 100%"),
        ("95%", "revenue", "a percentage stands where 元 belong"),
        ("12个", "intake", "12个 is not in 台"),
        ("$5", "revenue", "$5 is money of another unit than 元"),
        *[(text, "revenue", f"{text} is money of another unit than 元") for text in ("5美元", "5 USD", "港币5万")],
        ("¥5", "intake", "¥5 is money of another unit than 台"),
        ("9" * 25, "revenue", "has more than 24 digits"),
    ],
)  # fmt: skip
def test_what_is_no_value(written: str, measure: str, message: str) -> None:
    found = problems(cell(written, measure))
    assert len(found) == 1
    assert found[0].startswith("file: row 2, column 2: ")
    assert message in found[0]
    assert found[0].endswith("]"), "a hint says what to do"


def test_a_percentage_of_things_is_given_as_such() -> None:
    read = [(one.value, one.is_percent) for text in ("95%", "200%", "95") for one in given(cell(text, "intake"))]
    assert read == [(Fraction(95, 100), True), (Fraction(2), True), (Fraction(95), False)]
    assert [one.is_percent for one in given(cell("95%", "score"))] == [False]
