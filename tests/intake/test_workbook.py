"""xlsx: typed cells, formulas, merged titles, several sheets."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from fractions import Fraction
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference

from tests.intake.reading import given, problems, values, xlsx_bytes

INTAKE = (None, "2026-03", "intake")


def one(value: Any, measure: str = "intake", format: str = "General") -> bytes:
    """A workbook with one value."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["数据项", "2026-03"], [measure, value]):
        sheet.append(row)
    sheet["B2"].number_format = format
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def edited(raw: bytes, edit: Callable[[str], str]) -> bytes:
    """A workbook whose first sheet's XML was changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                content = edit(content.decode()).encode()
            new.writestr(part.filename, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("value", "measure", "format", "expected"),
    [
        (640, "intake", "General", "640"),
        (0.1 + 0.2, "revenue", "#,##0.00", "0.3"),
        (1234567.89, "revenue", "General", "1234567.89"),
        ("1,234", "revenue", "@", "1234"),
        (0.953, "score", "0.0%", "0.953"),
        (95.3, "score", "General", "0.953"),
        (0.5, "rate", "0%", "0.5"),
        (-3, "revenue", "#,##0_);(#,##0)", "-3"),
    ],
)
def test_numbers(value: Any, measure: str, format: str, expected: str) -> None:
    assert values(one(value, measure, format)) == {(None, "2026-03", measure): Fraction(expected)}


@pytest.mark.parametrize(
    ("value", "measure", "format", "message"),
    [
        (True, "intake", "General", "true or false stands where a number belongs"),
        (date(2026, 3, 1), "intake", "yyyy-mm-dd", "a date stands where a number belongs"),
        (time(8, 30), "intake", "hh:mm", "a time of day stands where a number belongs"),
        ("#REF!", "intake", "General", "#REF! is the error of a formula"),
        ("=A1+1", "intake", "General", "this formula was never computed"),
        (0.953, "score", "General", "0.953 may mean 0.953% or 95.3%"),
        (0.5, "revenue", "0%", "a percentage stands where 元 belong"),
        (5, "revenue", '0"%"', "a percentage stands where 元 belong"),
    ],
)
def test_what_is_no_value(value: Any, measure: str, format: str, message: str) -> None:
    found = problems(one(value, measure, format))
    assert len(found) == 1
    assert found[0].startswith(f"file: sheet Sheet, cell B2 (row 2, column B): {message}")


@pytest.mark.parametrize(("value", "format"), [(0.5, "0%"), (50, '0"%"')])
def test_a_percentage_of_things_is_given_as_such(value: float, format: str) -> None:
    (read,) = given(one(value, "intake", format))
    assert (read.value, read.is_percent) == (Fraction(1, 2), True)


def computed(value: str) -> bytes:
    """A formula's cell with the value that a program kept beside it."""
    kept = edited(one("=600+40"), lambda xml: re.sub("<v ?/>|<v></v>", f"<v>{value}</v>", xml))
    assert kept != one("=600+40")
    return kept


def test_computed_formulas_are_values() -> None:
    assert values(computed("640")) == {INTAKE: 640}


def test_a_formula_written_as_0_by_a_program_that_computes_nothing() -> None:
    assert "this formula was never computed" in problems(computed("0"))[0]
    assert values(one(0)) == {INTAKE: 0}


def test_months_as_dates() -> None:
    rows: list[list[object]] = [["数据项", datetime(2026, 3, 1), date(2026, 4, 1)], ["intake", 5, 6]]
    assert values(xlsx_bytes(("a", rows))) == {INTAKE: 5, (None, "2026-04", "intake"): 6}
    down: list[list[object]] = [["月份", "intake"], [date(2026, 3, 31), 5], ["小计", 5]]
    assert values(xlsx_bytes(("a", down))) == {INTAKE: 5}


def test_an_accountants_workbook() -> None:
    """Merged titles, a sheet with notes alone, and a sheet a month that its name says."""
    march: list[list[object]] = [
        ["风行汽车 2026年 经营数据", None, None, None],
        [None, None, None, "单位：万元"],
        ["序号", "项目", "实际", "上年同期"],
        [1, "产值", 51.25, 48],
        [2, "接车台次", 655, 640],
        ["合计", None, "=SUM(C4:C5)", None],
    ]
    april = [row if index != 3 else [1, "产值", 52, 48] for index, row in enumerate(march)]
    raw = xlsx_bytes(("3月", march), ("4月", april), ("说明", [["口径见附件"]]), merged=["A1:D1"])
    assert values(raw) == {
        (None, "2026-03", "revenue"): 512500, INTAKE: 655,
        (None, "2026-04", "revenue"): 520000, (None, "2026-04", "intake"): 655,
    }  # fmt: skip
    assert {str(one.place.said("en")) for one in given(raw, "2026-04")} == {
        "sheet 4月, cell C4 (row 4, column C)", "sheet 4月, cell C5 (row 5, column C)",
    }  # fmt: skip


def test_merged_heads() -> None:
    rows: list[list[object]] = [
        ["数据项", "1月", None, "2月", None],
        [None, "计划", "实际", "计划", "实际"],
        ["intake", 650, 640, 650, 655],
    ]
    raw = xlsx_bytes(("2026", rows), merged=["A1:A2", "B1:C1", "D1:E1"])
    assert values(raw) == {(None, "2026-01", "intake"): 640, (None, "2026-02", "intake"): 655}


def test_sheets_of_goals_and_of_last_year_are_left_out() -> None:
    rows: list[list[object]] = [["数据项", "2026-03"], ["intake", 5]]
    goals: list[list[object]] = [["数据项", "2026-03"], ["intake", 650]]
    assert values(xlsx_bytes(("2026年目标", goals), ("去年", goals), ("实际", rows))) == {INTAKE: 5}
    assert "no actual of a month is found; 1 left out: sheet 计划: goals" in problems(xlsx_bytes(("计划", goals)))[0]


def test_hidden_sheets_are_read() -> None:
    book = Workbook()
    book.worksheets[0].append(["nothing"])
    hidden = book.create_sheet("h")
    hidden.sheet_state = "hidden"
    for row in (["数据项", "2026-03"], ["intake", 5]):
        hidden.append(row)
    assert values(saved(book)) == {INTAKE: 5}


def test_sheets_are_named_where_nothing_is_found() -> None:
    found = problems(xlsx_bytes(("甲", [["a"]]), ("乙", [])))
    assert found[0].startswith("file: no table of actuals is found in the sheets 甲, 乙 [")


def test_a_wrong_size_in_the_file_is_no_matter() -> None:
    raw = edited(one(5), lambda xml: xml.replace('<dimension ref="A1:B2"/>', '<dimension ref="A1"/>'))
    assert values(raw) == {INTAKE: 5}


def test_cells_far_out() -> None:
    book = Workbook()
    book.worksheets[0].cell(1, 2000, "x")
    assert "a row has more than 1000 columns" in problems(saved(book))[0]


def test_openpyxl_is_not_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = one(5)
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    assert values(raw) == {INTAKE: 5}


def with_chart_sheet() -> bytes:
    """A picture before the months, as accountants keep one."""
    book = Workbook()
    for name, intake in (("1月", 640), ("2月", 655)):
        sheet = book.create_sheet(name)
        for row in (["2026年"], ["数据项", "数值"], ["intake", intake]):
            sheet.append(row)
    chart = BarChart()
    chart.add_data(Reference(book["1月"], min_col=2, min_row=3, max_row=3))
    book.create_chartsheet("图", 1).add_chart(chart)
    return saved(book)


def test_a_chart_sheet_shifts_no_months() -> None:
    assert values(with_chart_sheet()) == {(None, "2026-01", "intake"): 640, (None, "2026-02", "intake"): 655}


@pytest.mark.parametrize("odd", [True, "#REF!", time(8, 30)])
@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([["ODD"], ["数据项", "2026-03"], ["intake", 5]], None),
        ([["数据项", "2026-03", "ODD"], ["intake", 5, None]], None),
        ([["数据项", "2026-03", "ODD"], ["intake", 5, 6]], "is not understood"),
        ([["数据项", "2026-03"], ["ODD", 5]], "there is no measure"),
        ([["门店", "数据项", "2026-03"], ["ODD", "intake", 5]], "there is no store"),
        ([["月份", "intake"], ["ODD", 5]], "is not a month"),
    ],
)
def test_what_is_no_text_in_titles_headings_and_keys(
    odd: object, rows: list[list[object]], problem: str | None
) -> None:
    raw = xlsx_bytes(("a", [[odd if cell == "ODD" else cell for cell in row] for row in rows]))
    if problem is None:
        assert values(raw) == {INTAKE: 5}
    else:
        assert [problem in one for one in problems(raw)] == [True]
