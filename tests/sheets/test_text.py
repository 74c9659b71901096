"""CSV: rows that hold anything, with their numbers."""

from __future__ import annotations

import pytest

from dealerplan.sheets.cell import Sheet
from dealerplan.sheets.read import read_sheets


@pytest.mark.parametrize(
    ("text", "rows", "numbers"),
    [
        ("a,b\nc,5\n", [["a", "b"], ["c", "5"]], None),
        ('"two\nlines",\n\na,b\nc,x\n', [["two\nlines"], ["a", "b"], ["c", "x"]], [1, 3, 4]),
        (",,\n \u3000,\na,b,,\n", [["a", "b"]], [3]),
        ("a,b\n" + "\n" * 1000, [["a", "b"]], None),
        ("a,b\n" + "," * 20_000 + "\nc\n", [["a", "b"], ["c"]], [1, 3]),
        ("sep=;\na;b\n", [["a", "b"]], [2]),
        ('a,="640"\n"=""202601""",5\n', [["a", "640"], ["202601", "5"]], None),
        ("", [], None),
    ],
)
def test_rows_are_counted_as_spreadsheets_do(text: str, rows: list[list[str]], numbers: list[int] | None) -> None:
    assert read_sheets(text.encode()) == [Sheet(None, rows, numbers)]


def test_long_files_are_read_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dealerplan.sheets.text._PIECE", 3)
    assert read_sheets(b'a,b\r\n"c\nd",5\r6,7\r\n')[0].rows == [["a", "b"], ["c\nd", "5"], ["6", "7"]]
