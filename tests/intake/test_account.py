"""Every number of a file is taken or left out, and the account says which."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given as sampled
from hypothesis import settings
from hypothesis import strategies as st

from dealerplan.errors import Refused
from dealerplan.intake.account import ranges
from dealerplan.intake.given import UnknownName
from dealerplan.intake.read import read_file
from dealerplan.sheets.place import Place
from tests.intake.reading import KNOWN, OPTIONS, csv_bytes, found, xlsx_bytes
from tests.intake.reading import problems as problems_of


class Drawn(NamedTuple):
    """A table that was drawn: its rows, the values in it, and how many numbers it holds."""

    rows: Sequence[Sequence[object]]
    values: dict[tuple[str, str], int]
    numbers: int


NUMBERS = st.integers(1, 99_999)
ACTUAL = [
    "{month}月",
    "{month}月实际",
    "2026年{month}月",
    "2026-{month:02d}",
    "2026.{month:02d}",
    "{month}月（调整后）",
]
OTHER = [
    "目标",
    "{month}月目标",
    "去年同期",
    "同期数",
    "同比",
    "完成率",
    "合计",
    "累计",
    "1-3月累计",
    "YTD",
    "Budget",
    "备注",
    "预测",
    "月均",
    "Q1",
]
ROWS = ["接车台次", "返修台次", "产值"]
IDS = dict(zip(ROWS, ("intake", "reworked", "revenue"), strict=True))
OTHER_ROWS = ["合计", "目标台次", "去年接车台次", "返修率", "接车台次（去年）", "累计接车台次", "小计"]
TITLES = [
    [], ["2026年经营数据"], ["2026年1-12月经营情况"], ["2026年目标完成情况"], ["某店 2026年", "制表：李 2026-12-31"],
]  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> Drawn:
    """A wide table with figures of every kind among its months."""
    months = draw(st.lists(st.integers(1, 12), min_size=1, max_size=4, unique=True))
    months.sort()
    columns: list[tuple[str, int | None]] = []
    form = draw(st.sampled_from(ACTUAL))
    for number in months:
        columns.append((form.format(month=number), number))
        columns += [(draw(st.sampled_from(OTHER)).format(month=number), None)] * draw(st.integers(0, 1))
    rows = draw(st.lists(st.sampled_from(ROWS), min_size=1, max_size=3, unique=True))
    others = draw(st.lists(st.sampled_from(OTHER_ROWS), max_size=2, unique=True))
    values: dict[tuple[str, str], int] = {}
    body: list[list[object]] = []
    numbers = 0
    for at, name in enumerate([*rows, *others], 1):
        line: list[object] = [at, name]
        for _, month in columns:
            drawn = draw(NUMBERS | st.none())
            numbers += drawn is not None
            line.append("" if drawn is None else drawn)
            if drawn is not None and month is not None and name in IDS:
                values[f"2026-{month:02d}", IDS[name]] = drawn
        body.append(line)
    title: list[list[object]] = [[line] for line in draw(st.sampled_from(TITLES))]
    heads: list[object] = ["序号", "项目", *(text for text, _ in columns)]
    if not values:
        return Drawn([["项目", "2026-01"], ["接车台次", 1]], {("2026-01", "intake"): 1}, 1)
    return Drawn([*title, heads, *body], values, numbers)


@settings(max_examples=200)
@sampled(drawn=tables(), as_workbook=st.booleans())
def test_taken_and_left_out_are_all(drawn: Drawn, as_workbook: bool) -> None:
    raw = xlsx_bytes(("2026", drawn.rows)) if as_workbook else csv_bytes(drawn.rows)
    if problems_of(raw):
        return  # refused is never silent; tests/intake/test_layouts.py has what has to be read
    read = found(raw)
    assert {(str(one.month), one.measure): one.value for one in read.given} == drawn.values
    assert (read.account.all, read.account.taken) == (drawn.numbers, len(drawn.values))
    places = [place for one in read.account.left_out for place in one.places]
    assert len(places) == len({*places}) == read.account.left
    assert not {one.place for one in read.given} & {*places}


def test_most_tables_of_the_law_are_read() -> None:
    """So that the law above says something."""
    rows: list[list[object]] = [
        ["2026年目标完成情况"],
        ["序号", "项目", "目标", "1月实际", "同比"],
        [1, "接车台次", 650, 640, "5%"],
        [2, "返修率", "", "2.1%", ""],
    ]
    read = found(csv_bytes(rows))
    assert [(one.measure, one.value) for one in read.given] == [("intake", Fraction(640))]
    assert {str(one.reason): len(one.places) for one in read.account.left_out} == {
        "目标: goals": 1, "同比: rates and differences": 1, "返修率: computed from what is recorded": 1,
    }  # fmt: skip


def test_where_month_store_and_unit_come_from() -> None:
    text = "2026年3月,,单位：万元\n门店：west\n项目,实际\n产值,47\nintake,640\n"
    assert [str(one) for one in found(text).account.sources] == [
        "store: title A2", "month: title A1 (2026-03)", "unit: 万元 from C1",
    ]  # fmt: skip


UNKNOWN = "项目,2026-01,某列\nintake,640,1\n毛利,5,2\n,7,\n"


def test_what_no_plan_names_is_refused_by_its_name() -> None:
    said = problems_of(UNKNOWN)
    assert any("某列" in line for line in said)
    assert any("毛利" in line for line in said)


def test_the_rest_may_be_left_out() -> None:
    read = found(UNKNOWN, options=OPTIONS._replace(ignore_rest=True))
    assert (read.account.taken, read.account.left) == (1, 4)
    assert "毛利: no plan knows it (--ignore-rest)" in [str(one.reason) for one in read.account.left_out]


def test_names_that_a_plan_ignores() -> None:
    file = Path("f.csv")
    file.write_text("项目,2026-01\nintake,640\n毛利（元）,5\n库存,6\n", encoding="utf-8")
    known = KNOWN._replace(ignored=["毛利", "库存"])
    assert read_file(file, "f", known, None, OPTIONS).account.left == 2
    with pytest.raises(Refused) as refused:
        read_file(file, "f", known._replace(ignored=["毛利"]), None, OPTIONS)
    (problem,) = refused.value.problems
    assert isinstance(problem, UnknownName)
    assert problem.names == ("库存",)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("B2 B3 B4", ["B2:B4"]), ("B2 C2 B3 C3", ["B2:C3"]), ("B2 B4", ["B2", "B4"]), ("B2 C3", ["B2", "C3"]), ("", []),
    ],
)  # fmt: skip
def test_places_are_told_as_ranges(cells: str, expected: list[str]) -> None:
    assert ranges([Place(None, int(cell[1:]), ord(cell[0]) - 64) for cell in cells.split()]) == expected


def test_the_row_of_the_months_is_told() -> None:
    text = "2026年报表\n项目,2月,,3月,\n,目标,实际,目标,实际\nintake,5,6,7,8\n"
    assert [str(one) for one in found(text).account.sources] == ["months: the headings in row 2"]
