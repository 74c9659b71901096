"""2026.10 as a number is 2026.1, which may be January."""

from __future__ import annotations

import io
from fractions import Fraction

import pytest

from dealerplan.sheets.content import formatted
from dealerplan.sheets.ods import read_flat
from tests.intake.reading import problems, values, xlsx_bytes

OCTOBER = ("2026-09", "2026-10")


def months(text: bytes | str) -> tuple[str, ...]:
    return tuple(month for _, month, _ in values(text))


@pytest.mark.parametrize(
    ("heads", "found"),
    [
        ("2026.08,2026.09,2026.1", ("2026-08", "2026-09", "2026-10")),
        ("2026.9,2026.1,2026.11", ("2026-09", "2026-10", "2026-11")),
        ("2026.11,2026.1", ("2026-11", "2026-10")),
        ("2026.1,2026.2,2026.9", ("2026-01", "2026-02", "2026-09")),
        ("2026.3,2026.2,2026.1", ("2026-03", "2026-02", "2026-01")),
        ("2026.1,2026.4", ("2026-01", "2026-04")),
        ("2026.1,2026.11", ("2026-10", "2026-11")),
        ("2025.12,2026.1", ("2025-12", "2026-01")),
    ],
)
def test_neighbours_tell(heads: str, found: tuple[str, ...]) -> None:
    figures = ",".join(map(str, range(630, 630 + len(found))))
    assert months(f"项目,{heads}\nintake,{figures}\n") == found
    rows = "\n".join(f"{head},{630 + at}" for at, head in enumerate(heads.split(",")))
    assert months(f"月份,intake\n{rows}\n") == found


@pytest.mark.parametrize(
    "heads", ["2026.07,2026.08,2026.1", "2026.1,2026.9", "2026.1,2026.12", "2026.4,2026.7,2026.1", "2026.1,2026.03"]
)
def test_what_nobody_can_tell_is_refused(heads: str) -> None:
    figures = ",".join(map(str, range(630, 631 + heads.count(","))))
    assert "2026.1 may be January or October" in problems(f"项目,{heads}\nintake,{figures}\n")[0]
    rows = "\n".join(f"{head},{630 + at}" for at, head in enumerate(heads.split(",")))
    assert "2026.1 may be January or October" in problems(f"月份,intake\n{rows}\n")[0]


@pytest.mark.parametrize(
    "head",
    ["项目,2026.9目标,2026.9实际,2026.1目标,2026.1实际\n", "项目,2026.9,,2026.1,\n,目标,实际,目标,实际\n"],
)
def test_months_with_other_words(head: str) -> None:
    assert months(f"{head}intake,600,630,600,640\n") == OCTOBER


def test_a_format_that_shows_the_zero() -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(xlsx_bytes(("a", [["项目", 2026.1], ["产值", 2026.1]]))))
    for cell in ("B1", "B2"):
        book.worksheets[0][cell].number_format = "0.00"
    out = io.BytesIO()
    book.save(out)
    assert values(out.getvalue()) == {(None, "2026-10", "revenue"): Fraction("2026.1")}


@pytest.mark.parametrize("code", ["General", "0.0", "0.0#", "0", '0.00"元"'])
def test_other_formats_show_a_number(code: str) -> None:
    found = formatted(Fraction("2026.1"), code)
    assert not isinstance(found, str)


def test_the_same_in_ods() -> None:
    text = """<office:document><table:table table:name="a"><table:table-row>
      <table:table-cell office:value-type="float" office:value="2026.1"><text:p>2026.10</text:p></table:table-cell>
      <table:table-cell office:value-type="float" office:value="2026.1"><text:p>2026.1</text:p></table:table-cell>
      </table:table-row></table:table></office:document>"""
    names = " ".join(f'xmlns:{name}="{name}"' for name in ("office", "table", "text"))
    text = text.replace("<office:document>", f"<office:document {names}>")
    first, second = read_flat(text)[0].rows[0]
    assert (first, isinstance(second, str)) == ("2026.10", False)
