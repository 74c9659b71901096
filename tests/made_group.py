"""A group of 24 made stores in the week after the close of March: the north is short, two stores are silent."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

PLAN = """plan: aftersales-2026
name: 集团售后年度计划
group: yuntong
stores: stores-2026.csv
period: 2026
comparable: 13
peers: [brand, class]
reporting: {on_time_until: 5}
measures:
  insurance: {name: 保险理赔产值, unit: 元}
  workshop:  {name: 维修产值, unit: 元}
  intake:    {name: 接车台次, unit: 台}
  reworked:  {name: 返修台次, unit: 台, within: intake}
  csi_score: {name: 厂家满意度得分, unit: 分, over_time: mean, over_stores: {mean: surveys}}
  surveys:   {name: 有效问卷, unit: 份}
  customers: {name: 基盘客户数, unit: 人, over_time: last}
  drills:    {name: 安全检查, unit: 次}
targets:
  revenue:     {name: 售后营业额, formula: insurance + workshop, goal: by store, group_goal: 1.8亿}
  intake:      {name: 接车量, goal: by store}
  rework_rate: {name: 返修率, formula: reworked / intake, goal: under 2%, min_volume: 150}
  csi:         {name: 客户满意度, formula: csi_score, goal: 93}
  customers:   {name: 基盘客户, goal: by store, start: by store}
  safety:      {name: 季度安全检查, formula: drills, goal: ≥ 1, unit: 次, each: quarter}
milestones:
  audit:  {name: 年度自查, due: 2026-03-31}
  budget: {name: 下半年预算, due: 2026-06-30}
"""
HEADS = "门店,名称,区域,品牌,级别,店总,开业,停业,revenue,接车量,customers,customers start".split(",")
SILENT = ("s09", "s18")
SIXTH_DAY = ("s05", "s12", "s20")
PARTLY = "s14"


class Place(NamedTuple):
    """A region: its cities, and how its revenue stands to what it owes."""

    region: str
    cities: Sequence[str]
    pace: float


PLACES = (
    Place("华东", ("苏州1店", "苏州2店", "无锡1店", "杭州1店", "杭州2店", "宁波1店", "南通1店", "上海1店"), 1.02),
    Place("华南", ("广州1店", "广州2店", "佛山1店", "深圳1店", "惠州1店"), 0.995),
    Place("华北", ("保定1店", "太原1店", "太原2店", "沧州1店", "唐山1店", "石家庄1店"), 0.88),
    Place("西南", ("成都1店", "成都2店", "宜宾1店", "遵义1店", "绵阳1店"), 0.96),
)
MANAGERS = (
    "周敏 何军 吴洁 郑涛 冯丽 陈立 林岚 高峰 罗欣 许航 孙立 马超 "
    "朱红 胡军 郭静 何亮 梁宇 宋佳 唐杰 韩雪 冯涛 邓丽 曹阳 彭勇"
).split()
BRANDS = ("本田", "大众", "丰田")


class Made(NamedTuple):
    """A store: its row of the table, and its pace."""

    id: str
    row: Sequence[object]
    goal: int
    pace: float
    first: str
    last: str


def stores() -> list[Made]:
    """The 24 stores; the last but one opens in June, one has closed, one is new."""
    found: list[Made] = []
    for place in PLACES:
        for city in place.cities:
            number = len(found) + 1
            id, large = f"s{number:02}", number % 3 != 0
            goal = 10_000_000 if large else 6_000_000
            opened = {"s11": "2025-09-15", "s23": "2026-06-01"}.get(id, "2018-03-01")
            closed = "2026-01-31" if id == "s24" else ""
            customers = "待定" if id == "s04" else 2600 if large else 1600
            row = (id, city, place.region, BRANDS[number % 3], "A" if large else "B", MANAGERS[number - 1],
                   opened, closed, goal, goal // 1000, customers, 2500 if large else 1500)  # fmt: skip
            found.append(Made(id, row, goal, place.pace, opened[:7], closed[:7] or "2026-12"))
    return found


def table() -> str:
    """The table of stores."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([HEADS, *(one.row for one in stores())])
    return out.getvalue()


def actuals() -> dict[str, str]:
    """Two files of actuals: what was recorded by the fifth day of April, and the day after."""
    random, found = Random(7), {"early": _file(), "late": _file()}
    for one in stores():
        for month in (*(f"2025-{at:02}" for at in range(1, 13)), "2026-01", "2026-02", "2026-03"):
            if not one.first <= month <= one.last:
                continue
            for measure, value in _values(one, month, random):
                if month == "2026-03" and (one.id in SILENT or (one.id == PARTLY and measure == "surveys")):
                    continue
                name = "late" if month == "2026-03" and one.id in SIXTH_DAY else "early"
                csv.writer(found[name], lineterminator="\n").writerow([one.id, month, measure, value])
    return {name: file.getvalue() for name, file in found.items()}


def _file() -> io.StringIO:
    out = io.StringIO()
    out.write("store,month,measure,value\n")
    return out


def _values(one: Made, month: str, random: Random) -> Iterator[tuple[str, int]]:
    noise = 0.94 + 0.12 * random.random()
    grown = 0.955 if month < "2026" else 1.0
    revenue = int(one.goal / 12 * one.pace * noise * grown)
    intake = int(one.goal / 12_000 * (0.97 + 0.07 * random.random()) * grown)
    rate = {"s16": 0.036, "s17": 0.034, "s15": 0.031}.get(one.id, 0.018)
    yield "insurance", revenue * 2 // 5
    yield "workshop", revenue - revenue * 2 // 5
    yield "intake", intake
    yield "reworked", int(intake * rate * (0.8 + 0.4 * random.random()))
    yield "csi_score", 91 + int(5 * random.random())
    yield "surveys", 30 + int(20 * random.random())
    yield "customers", (2500 if one.goal > 6_000_000 else 1500) + int(60 * random.random())
    yield "drills", int(month[5:] in ("03", "06", "09", "12") and one.id != "s19")


def write(folder: Path) -> None:
    """The plan, its table and the two files of actuals in a folder."""
    (folder / "plans").mkdir()
    (folder / "plans" / "aftersales-2026.yaml").write_text(PLAN, encoding="utf-8")
    (folder / "plans" / "stores-2026.csv").write_text(table(), encoding="utf-8")
    for name, words in actuals().items():
        (folder / f"{name}.csv").write_text(words, encoding="utf-8")
