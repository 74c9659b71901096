"""What Excel keeps beside the text of a web page's cell, and what formats write within a date."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from dealerplan.sheets import number_format
from dealerplan.sheets.content import dated
from dealerplan.sheets.html import read_sheet


@pytest.mark.parametrize(
    ("attributes", "shown", "read"),
    [
        ('x:num="470123.45"', "47.0", "470123.45"),
        ('x:num="470123.45"', "470,123", "470123.45"),
        ('x:num="470123.45"', "47.0万元", "470123.45"),
        ('x:num="47.04"', "47.0万元", "47.04万元"),
        ('x:num="0.95321"', "95.3%", "95.321%"),
        ('x:num="0.953"', "95.3%", "95.3%"),
        ('x:num="-1234.5"', "(1,235)", "-1234.5"),
        ('x:num="46082"', "2026年3月", "2026年3月"),
        ('x:num="46082"', "2026-03-01", "2026-03-01"),
        ('x:num="640"', "六百四十", "六百四十"),
        ('x:num="x"', "640", "640"),
        ("x:num", "640", "640"),
        ('style="mso-number-format:0%"', "0.47", "47%"),
        ("style='mso-number-format:\"0\\.00%\"'", "0.47", "47%"),
        ('style="mso-number-format:Percent"', "0.47", "47%"),
        ('style="mso-number-format:0%"', "47%", "47%"),
        ("style='mso-number-format:\"0\\.0\\0022万元\\0022\"'", "47.5", "47.5万元"),
        ('style="color:red"', "0.47", "0.47"),
        ('class="a p"', "0.47", "47%"),
        ('class="d"', "46082", "46082"),
    ],
)
def test_cells(attributes: str, shown: str, read: str) -> None:
    page = "<style>.p {color:red; mso-number-format:0%} .d {mso-number-format:'yyyy/m'}</style>"
    sheet = read_sheet(f"{page}<table><tr><td>x<td {attributes}>{shown}</table>")
    assert list(sheet.rows[0]) == ["x", read]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("<title>2026年1-3月累计</title>", "2026年1-3月累计"),
        ("<title>月报</title>", None),
        ("<title>2026年3月</title><x:Name>Sheet1</x:Name>", "2026年3月"),
        ("<title>2026年3月</title><x:Name>2月</x:Name>", "2月"),
        ("<title>x</title><x:Name>Sheet1</x:Name>", "Sheet1"),
    ],
)
def test_the_title_of_a_page(head: str, name: str | None) -> None:
    assert read_sheet(f"{head}<table><tr><td>x</table>").name == name


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ('yyyy"年1-"m"月数据"', "2026年1-3月数据"),
        ('yyyy"年"m"月数据"', "2026年3月数据"),
        ('yyyy"年第"m"期"', "2026年3月期"),
        ('yyyy"年1-"m"月"d"日"', "2026-03-01 1-月"),
    ],
)
def test_words_within_a_date(code: str, text: str) -> None:
    assert dated(date(2026, 3, 1), number_format.shown(code, Fraction(1))) == text


def test_a_number_that_is_shown_divided_is_kept_whole() -> None:
    page = '<table><tr><td>x<td x:num="470000" style=\'mso-number-format:"0.0\\0022万\\0022"\'>47.0万</table>'
    assert read_sheet(page).rows == [["x", "470000"]]


@pytest.mark.parametrize("format", [r"\#\,\#\#0\.00_ ", r"0_\)\;\[Red\]\\(0\\)", r"0\.00"])
def test_formats_without_quotes_are_read_whole(format: str) -> None:
    page = f'<table><tr><td>x<td x:num="470000" style="mso-number-format:{format}">470,000.00</table>'
    assert read_sheet(page).rows == [["x", "470,000.00"]]
