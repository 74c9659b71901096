"""The form of a group's table of stores: read back, it has the very same stores (group.md, 1.7)."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dealerplan.domain.group import Store
from dealerplan.domain.plan import Plan
from dealerplan.errors import Refused
from dealerplan.intake.stores import read_stores
from dealerplan.planfile.load import load
from dealerplan.render.csv import grid_csv
from dealerplan.render.xlsx.grid import write_grid
from dealerplan.view.goals_form import form_grid
from dealerplan.words import Lang
from tests.intake.reading import csv_bytes

PLAN = """
plan: aftersales-2026
group: yuntong
stores: stores.xlsx
period: 2026
peers: [brand, class]
measures:
  insurance: {name: 保险理赔产值, unit: 元}
  workshop:  {name: 维修产值, unit: 万元}
  intake:    {name: 接车台次, unit: 台}
  reworked:  {name: 返修台次, unit: 台, within: intake}
  customers: {name: 客户数, unit: 人, over_time: last}
  score:     {name: 得分, unit: "%", over_time: mean, over_stores: mean}
targets:
  revenue:     {name: 营业额, formula: insurance, goal: by store}
  shop:        {name: 区域, formula: workshop, goal: by store}   # a name that is a heading of its own
  intake:      {goal: at most by store}
  rework_rate: {name: 返修率, formula: reworked / intake, goal: under by store}
  customers:   {goal: by store, start: by store}
  score:       {goal: by store}
  safety:      {name: 安全检查, goal: ≥ 1, unit: 次, each: quarter}
"""
HEADS = ["门店", "门店名称", "大区", "品牌", "级别", "店总", "开业", "停业", "自", "原因", "revenue", "shop",
         "intake", "rework_rate", "customers", "customers start", "score"]  # fmt: skip
MONTHS = [f"intake 2026-{month:02}" for month in range(1, 13)]


def plan_of(source: str) -> Plan:
    found = load(source.encode(), "plan.yaml")
    assert isinstance(found, Plan), [str(one.message) for one in found]
    return found


def read(raw: bytes, plan: Plan) -> list[Store]:
    return [store._replace(row=0) for store in read_stores(raw, "t", plan).stores]


def filled(plan: Plan, stores: list[Store], kind: str, lang: Lang) -> bytes:
    grid = form_grid(plan, stores)
    if kind == "csv":
        return grid_csv(grid, lang).encode("utf-8-sig")
    out = BytesIO()
    write_grid(grid, out, lang)
    return out.getvalue()


def words(*some: str) -> st.SearchStrategy[str]:
    return st.sampled_from(some)


FACTS = words("", "华东", "本田", "A", "-", "=1+1", "+86", "East, old", "001", "2026-03", "' x")
MONEY = words("", "600万", "1,200万", "0", "tbd", "待定", "7.5", ">= 3", "≥ 500万", "1 .. 2")
MONEY_LATER = words("", "650万", "8", "tbd")
ROW = st.tuples(
    FACTS, FACTS, FACTS, FACTS, FACTS, words("", "2019-03-01", "2026年5月20日"), words("", "2026-08-31"),
    st.just(""), st.just(""), MONEY, MONEY, words("", "6000", "under 7", "待定", "3 .. 4"),
    words("", "2%", "1.5%", "under 3%", "tbd", "0"),
)  # fmt: skip
LEVEL = st.sampled_from([("", ""), ("1500", "0"), ("1500", "12.5"), ("tbd", "")])
LATER = st.tuples(
    st.just(""), words("新区", "=区"), FACTS, FACTS, FACTS, st.just(""), st.just(""),
    words("2026-07", "2026-09", "11月"),
    words("", "划归", "=x"), MONEY_LATER, MONEY_LATER, words("", "7000"), words("", "1%"), st.just(""), st.just(""),
    words("", "95%"),
)  # fmt: skip


FREE = range(10)  # columns that a later row may fill in whatever the first one has


@st.composite
def tables(draw: st.DrawFn) -> bytes:
    """Tables of a few stores; with months of one target, or without."""
    by_month = draw(st.booleans())
    rows = [[*HEADS, *(MONTHS if by_month else [])]]
    for at in range(draw(st.integers(1, 4))):
        months = draw(words("", "500", "12.5")) if by_month else ""
        row = [f"s{at:03}", *draw(ROW), *draw(LEVEL), draw(words("", "93%", "tbd"))]
        row[12] = "" if months else row[12]
        rows.append(row + [months] * (12 * by_month))
        if draw(st.booleans()):
            later = [
                new if at in FREE or (row[at] or (at == 12 and months)) else ""
                for at, new in enumerate(["", *draw(LATER)])
            ]
            rows.append([row[0], *later[1:]] + [""] * (12 * by_month))
    return csv_bytes(rows)


@settings(max_examples=200)
@given(tables(), words("csv", "xlsx"), words("en", "zh"))
def test_read_back_it_has_the_same_stores(table: bytes, kind: str, lang: str) -> None:
    plan = plan_of(PLAN)
    try:
        stores = read(table, plan)
    except Refused:
        assume(False)
    assert read(filled(plan, stores, kind, lang), plan) == stores


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_without_stores_it_has_the_headings(kind: str, lang: Lang) -> None:
    plan = plan_of(PLAN)
    with pytest.raises(Refused, match="the table has no store"):
        read(filled(plan, [], kind, lang), plan)


def test_its_sheet_is_the_one_that_the_plan_names() -> None:
    plan = plan_of(PLAN.replace("stores: stores.xlsx", "stores: {file: stores.xlsx, sheet: 售后}"))
    stores = [Store("s1", facts={"brand": "本田"})]
    assert read(filled(plan, stores, "xlsx", "zh"), plan) == stores
