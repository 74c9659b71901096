# mypy: disable-error-code="comparison-overlap,unreachable"
"""A group's table of stores: what its cells mean, and what is said of each mistake (group.md, sections 1 and 9)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealerplan.domain.goal import Goal, WrittenGoal
from dealerplan.domain.group import Group, Move, Store
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Plan
from dealerplan.errors import Refused
from dealerplan.intake.stores import MOST, read_stores
from dealerplan.planfile.load import load
from dealerplan.words import text
from tests.intake.reading import csv_bytes, xlsx_bytes

PLAN = """
plan: aftersales-2026
group: yuntong
stores: stores.csv
period: 2026
measures:
  insurance: {name: 保险理赔产值, unit: 元}
  workshop:  {name: 维修产值, unit: 元, aliases: [维修]}
  intake:    {name: 接车台次, unit: 台}
  reworked:  {name: 返修台次, unit: 台, within: intake}
  customers: {name: 客户数, unit: 人, over_time: last}
targets:
  revenue:     {name: 营业额, formula: insurance + workshop, goal: by store}
  intake:      {goal: by store}
  rework_rate: {name: 返修率, formula: reworked / intake, goal: under by store}
  customers:   {goal: by store, start: by store}
  safety:      {name: 安全检查, goal: ≥ 1, unit: 次, each: quarter}
"""
SMALL = """
plan: p
group: g
stores: stores.csv
period: 2026
measures: {revenue: {name: 营业额, unit: 元}}
targets: {revenue: {goal: by store}}
"""
ALL = "revenue,intake,rework_rate,customers,customers start"


def plan_of(source: str) -> Plan:
    found = load(source.encode(), "plan.yaml")
    assert isinstance(found, Plan), [str(problem.message) for problem in found]
    return found


def read(table: str | bytes, source: str = PLAN) -> Group:
    return read_stores(table.encode() if isinstance(table, str) else table, "t", plan_of(source))


def small(table: str | bytes) -> dict[str, Store]:
    return {store.id: store for store in read(table, SMALL).stores}


def revenue(table: str | bytes) -> list[Goal | None]:
    """The goal of each store."""
    return [one.goals["revenue"].goal if "revenue" in one.goals else None for one in read(table, SMALL).stores]


def problems(table: str | bytes, source: str = SMALL) -> list[str]:
    """What is wrong with a table, each with its hint."""
    with pytest.raises(Refused) as refused:
        read(table, source)
    for one in refused.value.problems:
        assert text(one.message, "zh") != text(one.message, "en")
        assert one.hint is None or text(one.hint, "zh")
    return [f"{one.message} [{one.hint}]" if one.hint else str(one.message) for one in refused.value.problems]


def only(table: str | bytes, source: str = SMALL) -> str:
    """The one thing that is wrong."""
    found = problems(table, source)
    assert len(found) == 1, found
    return found[0]


SAMPLE = (
    "门店,名称,区域,品牌,级别,店总,开业,停业,自,revenue,接车台次,customers,customers start,返修率\n"
    "s001,苏州1店,华东,本田,A,周敏,2019-03-01,,,600万,6000,1500,1320,2%\n"
    "s214,惠州11店,华南,大众,B,何军,2026-05-20,,,350万,3500,待定,,1.5%\n"
    's033,襄阳4店,华东,大众,A,郑涛,2015-06-01,,,"1,200万",12000,2600,2500,\n'
    "s033,,华中,,,,,,2026-07,,,,,\n"
    "s190,唐山13店,华北,丰田,B,冯丽,2017-01-01,2026-08-31,,300万,3000,900,950,≤ 2%\n"
)


def test_the_table_of_the_specification() -> None:
    group = read(SAMPLE)
    one, new, moved, closed = group.stores
    assert group.table == sha256(SAMPLE.encode()).hexdigest()
    assert (one.id, one.name, one.row, one.opened) == ("s001", "苏州1店", 2, date(2019, 3, 1))
    assert one.facts == {"region": "华东", "brand": "本田", "class": "A", "manager": "周敏"}
    assert one.goals["revenue"].goal == Goal("600万", ">=", Fraction(6_000_000))
    assert one.goals["rework_rate"].goal == Goal("2%", "<", Fraction(2, 100))
    assert one.goals["customers"].start == 1320
    assert new.goals["customers"].goal == Goal("待定")
    assert moved.moves == (Move(Month(2026, 7), {"region": "华中"}),)
    assert "rework_rate" not in moved.goals
    assert closed.closed == date(2026, 8, 31)
    assert closed.goals["rework_rate"].goal.op == "<="


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding: str) -> None:
    assert read(SAMPLE.encode(encoding)).stores == read(SAMPLE).stores


def test_a_workbook_says_the_same() -> None:
    rows: list[list[Any]] = [line.split(",") for line in SAMPLE.replace('"1,200万"', "1200万").splitlines()]
    rows[1][6], rows[1][10], rows[1][13], rows[4][8] = date(2019, 3, 1), 6000, 0.02, date(2026, 7, 1)
    assert read(xlsx_bytes(("目标", rows))).stores[0]._replace(goals={}) == read(SAMPLE).stores[0]._replace(goals={})


@pytest.mark.parametrize(
    "heads",
    [
        "门店,营业额", "店,REVENUE", "门店编号,Revenue（元）", "Store ID,营业额(元)", "ＳＴＯＲＥ,ｒｅｖｅｎｕｅ",
        "门店代码,营业额元", "门店 store,营业额 全年", "dealer code,revenue 2026", "store,营业额 年度目标",
        "store,revenue goal",
    ],
)  # fmt: skip
def test_headings_by_id_name_or_words(heads: str) -> None:
    assert revenue(f"{heads}\ns1,5\n") == [Goal("5", ">=", Fraction(5))]


def test_a_column_of_the_stores_beside_that_of_their_codes_has_their_names() -> None:
    assert small("门店编号,门店,revenue\ns1,苏州1店,5\n")["s1"].name == "苏州1店"


def test_what_says_nothing_of_goals_is_left_out() -> None:
    assert revenue("序号,门店,联系电话,地址,备注,revenue\n1,s1,0512-1,苏州路1号,x,5\n") == [
        Goal("5", ">=", Fraction(5))
    ]


def test_an_empty_column_needs_no_heading_that_is_understood() -> None:
    assert revenue("门店,营业额,待补\ns1,5,\n") == [Goal("5", ">=", Fraction(5))]


def test_empty_undecided_and_zero_are_three_things() -> None:
    assert revenue("门店,区域,revenue\na,x,\nb,x,tbd\nc,x,0\n") == [None, Goal("tbd"), Goal("0", ">=", Fraction(0))]


@pytest.mark.parametrize(
    ("table", "said", "value"),
    [
        ("单位：万元\n门店,revenue\ns1,600\n", "6000000", 6_000_000),
        ("单位：万元\n门店,revenue\ns1,¥600\n", "6000000", 6_000_000),
        ("单位：万元\n门店,revenue\ns1,600元\n", "600", 600),
        ("单位：万元\n门店,revenue（元）\ns1,600\n", "600", 600),
        ("门店,revenue（万元）\ns1,600.5\n", "6005000", 6_005_000),
        ("门店,revenue万元\ns1,≥ 600\n", ">= 6000000", 6_000_000),
        ("门店,revenue\ns1,１２００万\n", "1200万", 12_000_000),
        ("门店,revenue\ns1,over 600\n", "over 600", 600),
    ],
)
def test_units_around_numbers(table: str, said: str, value: int) -> None:
    (goal,) = revenue(table)
    assert goal is not None
    assert (goal.text, goal.value) == (said, value)


def test_ranges_under_a_unit() -> None:
    assert revenue("单位：万元\n门店,revenue\ns1,5 .. 6\n") == [
        Goal("50000 .. 60000", "..", Fraction(50000), Fraction(60000))
    ]


def test_a_workbooks_percentage_is_one() -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    book = load_workbook(BytesIO(xlsx_bytes(("a", [["门店", *ALL.split(",")], ["s1", 1, 1, 0.025, 5, 5]]))))
    book.worksheets[0]["D2"].number_format = "0.0%"
    out = BytesIO()
    book.save(out)
    assert read(out.getvalue()).stores[0].goals["rework_rate"].goal == Goal("2.5%", "<", Fraction(25, 1000))


def test_a_heading_in_percent() -> None:
    table = f"门店,{ALL}\ns1,,,2,,\n".replace("rework_rate", "返修率（%）")
    assert read(table).stores[0].goals["rework_rate"].goal == Goal("2%", "<", Fraction(2, 100))


def test_rows_of_sums_and_notes_are_left_out() -> None:
    table = "门店,名称,revenue\ns1,x,5\n华东小计,,5\n,合计,5\n总计,,5\n集团汇总,,5\n制表人：李,,\n\n"
    assert [one.id for one in read(table, SMALL).stores] == ["s1"]


def test_ids_of_a_workbook_are_digits() -> None:
    assert [*small(xlsx_bytes(("a", [["门店", "revenue"], [214, 5]])))] == ["214"]


# months across

MONTHS = ",".join(f"{number}月" for number in range(1, 13))
TWELVE = ",".join("1" for _ in range(12))


@pytest.mark.parametrize(
    "heads",
    [
        "门店," + ",".join(f"revenue 2026-{number:02}" for number in range(1, 13)),
        "门店," + ",".join(f"营业额{number}月" for number in range(1, 13)),
        "门店," + ",".join(f"{number}月 营业额（元）" for number in range(1, 13)),
        f"门店,revenue{',' * 11}\n,{MONTHS}",
        f",revenue{',' * 11}\n门店,{MONTHS}",
    ],
)
def test_months_across(heads: str) -> None:
    one = small(f"{heads}\ns1,{TWELVE}\n")["s1"].goals["revenue"]
    assert one.goal == Goal("12", ">=", Fraction(12))
    assert one.months == {Month(2026, number): 1 for number in range(1, 13)}


def test_the_year_beside_months_is_their_sum() -> None:
    heads = f"门店,revenue{',' * 12}\n,{MONTHS},合计"
    assert small(f"{heads}\ns1,{TWELVE},12\n")["s1"].goals["revenue"].goal.value == 12
    assert only(f"{heads}\ns1,{TWELVE},13\n") == (
        "t: row 3, column 14: the months of 营业额 make 12, not 13 [mend the one that is wrong]"
    )
    assert "待定 can't be the sum of months" in only(f"{heads}\ns1,{TWELVE},待定\n")


def test_a_store_has_the_year_or_the_months() -> None:
    found = small(f"门店,revenue{',' * 12}\n,{MONTHS},合计\ns1,{TWELVE},\ns2,{',' * 11},24\ns3,{',' * 12}\n")
    assert found["s1"].goals["revenue"].months is not None
    assert found["s2"].goals["revenue"] == (Goal("24", ">=", Fraction(24)), None, None, ())
    assert found["s3"].goals == {}


def test_months_are_filled_while_the_store_is_open() -> None:
    heads = f"门店,开业,停业,revenue{',' * 11}\n,,,{MONTHS}"
    found = small(f"{heads}\ns1,2026-11-20,,{',' * 10}1,2\ns2,,2026-02-28,1,2{',' * 10}\n")
    assert found["s1"].goals["revenue"].months == {Month(2026, 11): 1, Month(2026, 12): 2}
    assert found["s2"].goals["revenue"].goal.value == 3
    assert only(f"{heads}\ns1,2026-10-20,,{',' * 10}1,2\n") == (
        "t: row 3, column 13: 营业额 is empty for 2026-10, beside other months [write 0 for nothing]"
    )


def test_months_of_what_is_no_sum() -> None:
    table = f"门店,{ALL},customers 3月,返修率 3月\ns1,5,5,,5,5,5,1%\n"
    assert problems(table, PLAN) == [
        "t: row 1, column 7: 客户数 has no goals by month: it is no sum of months [write one goal]",
        "t: row 1, column 8: 返修率 has no goals by month: it is no sum of months [write one goal]",
    ]


# later rows


def test_a_later_row_changes_what_it_fills_in() -> None:
    table = (
        "门店,名称,区域,自,原因,revenue\n"
        "s1,甲,华中,2026年7月,扩店,700\n"  # may stand before the first
        "s1,甲,华东,,,600\n"
        "s1,,,9月,,待定\n"
        "s1,,西南,2026/10,,\n"
    )
    one = small(table)["s1"]
    assert one.facts == {"region": "华东"}
    assert one.row == 3
    assert one.moves == (Move(Month(2026, 7), {"region": "华中"}, "扩店"), Move(Month(2026, 10), {"region": "西南"}))
    assert [(str(new.start), new.goal.text, new.why) for new in one.goals["revenue"].later] == [
        ("2026-07", "700", "扩店"), ("2026-09", "待定", None),
    ]  # fmt: skip


def test_a_first_of_a_month_is_its_month() -> None:
    rows: list[Any] = [["门店", "自", "revenue"], ["s1", None, 5], ["s1", date(2026, 7, 1), 6]]
    assert [str(new.start) for new in small(xlsx_bytes(("a", rows)))["s1"].goals["revenue"].later] == ["2026-07"]


# sheets


def test_the_sheet_is_the_named_one_else_the_one_with_a_table() -> None:
    notes, stores = ("说明", [["填表说明"]]), ("售前", [["门店", "revenue"], ["a", 1]])
    assert [*small(xlsx_bytes(notes, stores))] == ["a"]
    book = xlsx_bytes(notes, stores, ("售后", [["门店", "revenue"], ["b", 2]]))
    named = SMALL.replace("stores: stores.csv", "stores: {file: stores.xlsx, sheet: 售后}")
    assert [one.id for one in read(book, named).stores] == ["b"]
    assert only(book, named.replace("售后", "售后部")) == "t: there is no sheet 售后部 [there are 说明, 售前, 售后]"


def test_of_two_sheets_with_a_table_none_is_taken_in_silence() -> None:
    one, other = [["门店", "revenue"], ["a", 1]], [["门店", "revenue"], ["b", 2]]
    assert only(xlsx_bytes(("华东", one), ("华南", other))) == (
        "t: more than one sheet has a table of stores [name one of them in the plan, as sheet: 华东, 华南]"
    )


# what is refused

FIRST = "门店,自,区域,名称,开业,停业,revenue\ns1,,东,甲,,,5\n"
MISTAKES = {
    "门店,revenue\ns1,600万\ns2,\"1,200万\"\n合计,\"1,900万\"\n": (
        "t: row 4, column 2: 营业额: the stores make 18000000, not this total [mend the one that is wrong]"
    ),
    "门店,区域,revenue\ns1,东,5\ns2,西,6\n,东小计,6\n": (
        "t: row 4, column 3: 营业额: the stores make 5, not this total [mend the one that is wrong]"
    ),
    "门店,revenue\ns1,5\n单位：万元,\n": (
        "t: row 3, column 1: the unit 万元 stands below its table [write it above the table]"
    ),
    "门店,revenue\ns1,5\n,欧元\n": (
        "t: row 3, column 2: the unit 欧元 stands below its table [write it above the table]"
    ),
    "门店,revenue\ns1,5\n注：产值以万元计,\n": (
        "t: row 3, column 1: the unit of money in 注:产值以万元计 is not understood "
        "[write the unit so: 单位：万元, or behind the measures' names: 产值（万元）]"
    ),
    "门店,revenue\n": "t: the table has no store [write a row for each]",
    "区域,revenue\nx,5\n": (
        "t: no row of headings names a column of stores [head the column of the stores: store]"
    ),
    "门店,revenue,区域号\ns1,5,x\n": "t: row 1, column 3: the heading 区域号 is not understood [did you mean 区域?]",
    "门店,revenue,去年 revenue\ns1,5,x\n": (
        "t: row 1, column 3: the heading 去年 revenue is not understood [did you mean revenue?]"
    ),
    "门店,revenue\ns1,5,9\n": "t: row 2, column 3: no heading stands over this column [head it, or delete it]",
    "门店,区域\ns1,x\n": (
        "t: row 1, column 1: the goal of 营业额 is by store, and no column has it [head a column 营业额]"
    ),
    "门店,revenue,营业额\ns1,5,5\n": "t: row 1, column 3: 营业额 stands in column B too [keep one of them]",
    "门店,revenue,revenue 2025\ns1,5,4\n": (
        "t: row 1, column 3: revenue 2025 is not the period 2026 [keep the goals of the period alone]"
    ),
    "门店,revenue（台）\ns1,5\n": "t: row 1, column 2: 营业额 is in 元, not in 台 [write it in 元]",
    "单位：万元\n门店,revenue\n金额单位：元,\n": "t: the table has no store [write a row for each]",
    "单位：万元,单位：元\n门店,revenue\ns1,5\n": (
        "t: row 1, column 2: 万元 and 元 are both named as the unit [keep one of them]"
    ),
    "2025年门店目标,\n门店,revenue\ns1,5\n": (
        "t: row 1, column 1: 2025年门店目标 says that these are not the plan's goals "
        "[name the table of the plan's goals]"
    ),
    "门店,revenue 1月\ns1,5\n": (
        "t: row 1, column 2: 营业额 has no column for 2026-02, 2026-03, "
        "2026-04, 2026-05, 2026-06, 2026-07, 2026-08, 2026-09, "
        "2026-10, 2026-11, 2026-12 [head one for each month of the period, or the year alone]"
    ),
    "门店,revenue\ns1,+5% on last year\n": (
        "t: row 2, column 2: +5% on last year is against last year, which is not said by store "
        "[write the goal itself, or give the target such a goal in the plan]"
    ),
    "门店,revenue\ns1,by store\n": (
        "t: row 2, column 2: by store stands in the plan, not in the table [write the store's goal]"
    ),
    "门店,revenue\ns1,≤ 5\n": (
        "t: row 2, column 2: ≤ 5 is against the direction of the plan "
        "[the plan says by store: write the number alone]"
    ),
    "门店,revenue\ns1,-\n": "t: row 2, column 2: - may mean 0 or not known [write 0, or leave the cell empty]",
    "门店,revenue\ns1,abc\n": (
        "t: row 2, column 2: abc is not a goal "
        "[write a number such as 3.2M, >= 93%, under 2% or at least 4, a range 90% .. 95%, or tbd]"
    ),
    "门店,revenue\ns1,5台\n": "t: row 2, column 2: 5台 is not in 元 [write the number in 元]",
    "门店,revenue（万元）\ns1,5万\n": "t: row 2, column 2: 5万 may mean 5万元 or 5亿元 [write 5万元 or 5亿元]",
    "门店,revenue\n,5\n": (
        "t: row 2, column 1: this row has values and names no store [name the store, or delete the row]"
    ),
    "门店,revenue\ns 1,5\n": (
        "t: row 2, column 1: s 1 can't be a store's id [use letters of any script, digits, - and _]"
    ),
    "门店,revenue\ns1,5\ns1,6\n": (
        "t: row 3, column 1: s1 stands in row 2 too "
        "[keep one of them, or write in the column from since when the second one holds]"
    ),
    "门店,revenue\ns1,5\nS1,6\n": "t: row 3, column 1: S1 is written s1 in row 2 [write it alike]",
    "门店,revenue\ns1,5\n门店,revenue\n": (
        "t: row 3, column 1: headings stand within the table [delete the row, and keep one table]"
    ),
    FIRST + "s1,2027-01,西,,,,\n": (
        "t: row 3, column 2: 2027-01 is outside the period 2026 [choose a month from 2026-01 to 2026-12]"
    ),
    FIRST + "s1,2026-07-15,西,,,,\n": "t: row 3, column 2: 2026-07-15 is not a month [write year and month: 2026-03]",
    FIRST + "s1,7月,西,,,,\ns1,2026-07,北,,,,\n": (
        "t: row 4, column 1: s1 from 2026-07 stands in row 3 too [write it in one row]"
    ),
    FIRST + "s2,7月,西,,,,\n": (
        "t: row 3, column 1: s2 has no row without a month in the column from "
        "[write a first row with what holds from the beginning]"
    ),
    FIRST + "s1,7月,东,甲,,,5\n": (
        "t: row 3, column 2: this row of s1 from 2026-07 changes nothing "
        "[fill in what is new from that month on, or delete the row]"
    ),
    FIRST + "s1,7月,西,乙,,,\n": (
        "t: row 3, column 4: a row with a month in the column from can't change this "
        "[write it in the store's first row]"
    ),
    FIRST + "s1,7月,西,,,2026-07-31,\n": (
        "t: row 3, column 6: a row with a month in the column from can't change this "
        "[write it in the store's first row]"
    ),
    FIRST + "s2,,,,,,\ns2,7月,,,,,5\n": (
        "t: row 4, column 7: the store has no goal of 营业额 to be changed "
        "[write one in its first row; tbd while it is open]"
    ),
    FIRST + "s2,,,,2026-05,,5\n": "t: row 3, column 5: 2026-05 is not a day [write year, month and day: 2026-03-31]",
    FIRST + "s2,,,,2026-02-30,,5\n": "t: row 3, column 5: there is no day 2026-02-30 [look at the calendar]",
    FIRST + "s2,,,,2026-05-01,2026-04-30,5\n": (
        "t: row 3, column 6: s2 closes on 2026-04-30, before it opens on 2026-05-01 [mend the one that is wrong]"
    ),
}  # fmt: skip


@pytest.mark.parametrize("table", MISTAKES)
def test_mistakes(table: str) -> None:
    assert only(table) == MISTAKES[table]


OF_THE_PLAN = {
    f"门店,{ALL},安全检查\ns1,5,5,,5,5,4\n": (
        "t: row 1, column 7: the goal of 安全检查 stands in the plan "
        "[delete the column, or write goal: by store in the plan]"
    ),
    f"门店,{ALL},intake start\ns1,5,5,,5,5,4\n": (
        "t: row 1, column 7: 接车台次 has no start by store [delete the column, or write start: by store in the plan]"
    ),
    "门店,revenue,intake,rework_rate,customers\ns1,5,5,,\n": (
        "t: row 1, column 1: the start of 客户数 is by store, and no column has it [head a column 客户数 起点]"
    ),
    f"门店,{ALL}\ns1,5,5,93,,\n": "t: row 2, column 4: 返修率 is in percent, and 93 has no % [write 93%]",
    f"门店,{ALL}\ns1,5,5,,5,\n": (
        "t: row 2, column 6: s1 has a goal of 客户数 and no start "
        "[write what there was before the period; 0 for nothing]"
    ),
    f"门店,{ALL}\ns1,5,5,,,5\n": (
        "t: row 2, column 6: s1 has a start of 客户数 and no goal [write the goal too; tbd while it is open]"
    ),
    f"门店,{ALL},自\ns1,5,5,,5,5,\ns1,,,,,6,7月\n": (
        "t: row 3, column 6: a row with a month in the column from can't change this "
        "[write the new goal of the whole period in the column 客户数]"
    ),
}  # fmt: skip


@pytest.mark.parametrize("table", OF_THE_PLAN)
def test_mistakes_against_the_plan(table: str) -> None:
    assert OF_THE_PLAN[table] in problems(table, PLAN)


def test_a_rate_is_in_percent_where_another_cell_is() -> None:
    source = SMALL.replace(
        "targets: {", "  c: {unit: 元}\ntargets: {per: {formula: revenue / c, unit: 元/元, goal: by store}, "
    )
    source = source.replace(
        "measures: {revenue: {name: 营业额, unit: 元}}", "measures:\n  revenue: {name: 营业额, unit: 元}"
    )
    assert only("门店,revenue,per\ns1,5,93\ns2,5,90%\n", source).endswith(
        "per is in percent, and 93 has no % [write 93%]"
    )


def test_peers_have_their_columns() -> None:
    source = SMALL.replace("period:", "peers: [brand]\nperiod:")
    assert only("门店,revenue\ns1,5\n", source) == (
        "t: row 1, column 1: stores are peers by brand, and no column has it [head a column brand]"
    )


def test_all_that_is_wrong_is_said_at_once_and_by_place() -> None:
    found = problems("门店,revenue,区城\ns1,abc,x\ns 2,5,\ns1,6,\n")
    assert [line.split(": ")[1] for line in found] == [
        "row 1, column 3",
        "row 2, column 2",
        "row 3, column 1",
        "row 4, column 1",
    ]


def test_more_mistakes_than_anybody_reads() -> None:
    rows: list[Any] = [["门店", "revenue"], *([f"s{at}", "x"] for at in range(MOST + 3))]
    found = problems(csv_bytes(rows))
    assert len(found) == MOST + 1
    assert found[-1] == "t: and 3 more problems"


# laws

NUMBERS = st.decimals(min_value=0, max_value=10**9, places=3).map(lambda one: f"{one.normalize():f}")
WORDS = st.sampled_from(["{}", "≥ {}", "over {}", "{} .. {}", "不少于 {}", "{}万", "{}元", " {} ", "待定", "¥{}"])
HEADS = st.sampled_from(["revenue", "revenue（万元）", "revenue（元）", "revenue（k）"])


@settings(max_examples=150, deadline=None)
@given(HEADS, WORDS, NUMBERS)
def test_a_goals_text_means_the_same_in_a_plan_file(head: str, words: str, number: str) -> None:
    plan = plan_of(SMALL)
    target = plan.targets[0]
    raw = csv_bytes([["门店", head], ["s1", words.format(number, number)]])
    try:
        group = read_stores(raw, "t", plan)
    except Refused:
        return
    goal = group.stores[0].goals["revenue"].goal
    assert target.by_store is not None
    assert WrittenGoal.read(goal.text).in_unit(target.unit, target.by_store.op) == goal


@settings(max_examples=60, deadline=None)
@given(st.permutations(["门店", "区域", "营业额", "开业", "备注"]))
def test_columns_stand_in_any_order(heads: list[str]) -> None:
    values = {"门店": "s1", "区域": "华东", "营业额": "600万", "开业": "2019-03-01", "备注": "x"}
    found = small(csv_bytes([heads, [values[head] for head in heads]]))["s1"]
    assert found == small("门店,区域,营业额,开业,备注\ns1,华东,600万,2019-03-01,x\n")["s1"]


@pytest.mark.parametrize(("title", "times"), [("单位：萬元", 10**4), ("单位：仟元", 1000), ("单位：元", 1)])
def test_a_unit_over_goals_which_may_stand_below_them_too(title: str, times: int) -> None:
    table = "门店,revenue\ns1,600\n"
    for below in ("", f"{title},\n注：含二网,\n"):
        goal = small(f"{title},\n{table}{below}")["s1"].goals["revenue"].goal
        assert goal.value == 600 * times


@pytest.mark.parametrize(
    "table",
    [
        "门店,区域,revenue\ns1,东,5\ns2,西,6\n,东小计,5\n西 合计,,6\n,小计,9\n北小计,,7\n总计,,11\n",
        "门店,区域,revenue\ns1,东,1833万\ns2,西,16.4万\nTotal,,1849万\n",  # to its last digit
        "单位：万元,,\n门店,区域,revenue\ns1,东,5\ns2,西,6\n合计,,11\n",
        "门店,自,revenue\ns1,,5\ns1,2026-07,7\ns2,,6\n合计,,11\n总计,,13\n",
        "门店,区域,revenue\ns1,东,5\ns2,西,tbd\n合计,,5\n总计,,\n汇总,,无\n",
        (
            f"门店,revenue{',' * 12}\n,{MONTHS},全年\ns1,{TWELVE},\ns2,{',' * 11},24\n"
            f"合计,{TWELVE},24\n总计,{',' * 11},36\n"
        ),
    ],
)
def test_sums_that_agree(table: str) -> None:
    assert revenue(table) != []


def test_sums_of_months_and_of_rates() -> None:
    table = f"门店,revenue{',' * 12}\n,{MONTHS},全年\ns1,{TWELVE},\n合计,9{TWELVE[1:]},\n"
    assert "the stores make 1, not this total" in only(table)
    source = SMALL.replace("{revenue: {name: 营业额, unit: 元}}", "{a: {unit: 台}, b: {unit: 台}}").replace(
        "{revenue: {goal: by store}}", "{r: {formula: a / b, goal: by store}}"
    )
    assert len(read("门店,r\ns1,20%\ns2,30%\n合计,26%\n", source).stores) == 2
