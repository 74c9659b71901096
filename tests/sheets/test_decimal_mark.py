"""Which mark is the decimal one, between semicolons and elsewhere."""

from __future__ import annotations

import pytest

from dealerplan.errors import Invalid
from dealerplan.sheets.decimal_mark import decimal_mark
from dealerplan.sheets.read import read_sheets


@pytest.mark.parametrize(
    ("digits", "mark"),
    [
        ("47,5", ","), ("1.234,56", ","), ("0,75", ","), ("0,750", ","), ("1.234.567", ","), ("1234,567", ","),
        ("47.5", "."), ("1,234.56", "."), ("0.750", "."), ("1,234,567", "."), (".5", "."), ("1,234,567.8", "."),
        ("640,000", "?"), ("470.000", "?"),
        ("01.03.2026", None), ("2026.03", None), ("2026.3", None), ("1,2,3", None), ("5.", None), ("640", None),
        ("1 234 567,89", ","), ("1 234,567", ","), ("1 234.56", "."),
    ],
)  # fmt: skip
def test_what_a_number_shows(digits: str, mark: str | None) -> None:
    assert decimal_mark(digits) == mark


def cells(text: str) -> list[list[str]]:
    return [[str(cell) for cell in row] for row in read_sheets(text.encode())[0].rows]


@pytest.mark.parametrize("shows", ["47,5", "1.234,56", "0,75", "12,3%", "58,6万元", "(1,5)", "¥ 1,5", "-2,25"])
def test_a_comma_shown_holds_for_all_numbers(shows: str) -> None:
    read = cells(f"a;640,000;{shows};1.234;01.03.2026;2026.03;一,二;640\n")[0]
    assert read[1] == "640"
    assert read[3:] == ["1234", "01.03.2026", "2026.03", "一,二", "640"]
    assert "," not in read[2]


def test_numbers_come_out_with_points() -> None:
    assert cells("a;1.234,56;0,50\n") == [["a", "1234.56", "0.5"]]
    assert cells("a;1 234 567,89;0,50\n") == [["a", "1234567.89", "0.5"]]
    assert cells("a;1 234 567,89 元;640\n") == [["a", "1234567.89 元", "640"]]


@pytest.mark.parametrize("shows", ["47.5", "1,234.56", "0.75", "12.3%"])
def test_a_point_shown_leaves_all_as_it_is(shows: str) -> None:
    assert cells(f"a;640,000;470.000;{shows}\n") == [["a", "640,000", "470.000", shows]]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a;1\n\nb;640,000\n", "640,000 in row 3, column 2 may be thousands or decimals"),
        ("a;470.000\n", "470.000 in row 1, column 2 may be thousands or decimals"),
        (
            "a;47,5\nb;47.5\n",
            "47,5 in row 1, column 2 has a decimal comma, and 47.5 in row 2, column 2 a decimal point",
        ),
    ],
)
def test_what_is_not_told_is_refused(text: str, message: str) -> None:
    with pytest.raises(Invalid, match=message):
        read_sheets(text.encode())


def test_between_commas_and_tabs_nothing_is_changed() -> None:
    assert cells('a,"640,000","1.234,56"\n') == [["a", "640,000", "1.234,56"]]
    assert cells("a\t640,000\t47,5\n") == [["a", "640,000", "47,5"]]
