"""JSON and CSV as programs and spreadsheets read them."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerplan.render.csv import render_csv
from dealerplan.render.json import escaped, render_json

DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | DECIMALS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(value=VALUES)
def test_json_is_read_back_digit_for_digit(value: object) -> None:
    text = render_json(value)
    assert json.loads(text, parse_float=Decimal) == value
    assert escaped(text).isascii()
    assert json.loads(escaped(text), parse_float=Decimal) == value


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("12.10", "12.1"), ("1E+5", "100000"), ("1E-9", "0.000000001"), ("0.00", "0"), ("100", "100"),
        ("123456789012345678901234.5", "123456789012345678901234.5"), ("-0.5", "-0.5"),
    ],
)  # fmt: skip
def test_json_numbers_are_plain(number: str, text: str) -> None:
    assert render_json(Decimal(number)) == text


def test_json_is_laid_out_for_people() -> None:
    assert render_json({"a": [], "b": {}, "c": [1, {"d": "元"}]}) == (
        '{\n  "a": [],\n  "b": {},\n  "c": [\n    1,\n    {\n      "d": "元"\n    }\n  ]\n}'
    )


@pytest.mark.parametrize("char", "\x7f\x85\x9b\u061c\u200b\u200d\u2028\u202e\u2066\ufeff\udcff\U000e0001")
def test_json_has_nothing_that_a_terminal_obeys_and_is_the_same_data(char: str) -> None:
    value = {f"{char}元": [f"“{char}”"]}
    text = render_json(value)
    assert text.replace("\n", "").isprintable()
    assert "元" in text
    assert json.loads(text) == value


def test_csv_cells() -> None:
    rows: list[dict[str, object]] = [
        {"a": None, "b": Decimal("-1E+3"), "c": -5, "d": "=1+1", "e": "two\nlines", "unused": 1},
        {"a": True},
    ]
    assert render_csv(rows, list("abcde")) == "a,b,c,d,e\n,-1000,-5,'=1+1,two\\nlines\nTrue,,,,\n"


@given(rows=st.lists(st.dictionaries(st.sampled_from("abc"), st.text()), max_size=4))
def test_csv_has_one_line_a_row_and_nothing_that_a_spreadsheet_runs(rows: list[dict[str, str]]) -> None:
    text = render_csv(rows, list("abc"))
    lines = list(csv.reader(io.StringIO(text)))
    assert len(lines) == text.count("\n") == len(rows) + 1
    assert all(
        len(line) == 3 and not any(cell.startswith(tuple("=+-@＝＋－＠\t\r")) for cell in line) for line in lines
    )
