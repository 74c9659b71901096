"""Makes the invented stores of the packaged group and their actuals: python scripts/group_sample.py

The same files every time: plans/{en,zh}/group-stores.csv, plans/samples/group.csv and group-done.csv.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import NamedTuple

PLANS = Path(__file__).resolve().parents[1] / "plans"
FIRST, LAST = (2025, 1), (2026, 9)
SEASON = (0.92, 0.70, 1.00, 0.99, 1.02, 1.03, 1.05, 1.04, 1.02, 1.05, 1.07, 1.11)  # February has the Spring Festival
SILENT = {"s003", "s012", "s019"}  # in the last month
LATE = {("s007", 6), ("s007", 8), ("s010", 9), ("s021", 9), ("s002", 7)}
NEXT_TO_NOTHING = {("s009", 2), ("s020", 1)}  # quarters of this year without a safety check


class Made(NamedTuple):
    """An invented store; `level` is how it does of its goal, `rework` how many of a thousand vehicles come back."""

    id: str
    zh: str
    en: str
    region: str
    brand: str
    grade: str
    zh_manager: str
    en_manager: str
    intake: int
    level: float
    rework: int
    opened: str = "2016-04-01"
    closed: str = ""


STORES = [
    Made("s001", "苏州1店", "Suzhou 1", "E", "H", "A", "周敏", "Zhou Min", 9600, 1.04, 15),
    Made("s002", "苏州2店", "Suzhou 2", "E", "V", "A", "郑涛", "Zheng Tao", 8400, 0.99, 17),
    Made("s003", "无锡1店", "Wuxi 1", "E", "H", "B", "冯丽", "Feng Li", 5400, 1.01, 16),
    Made("s004", "常州1店", "Changzhou 1", "E", "T", "B", "陈亮", "Chen Liang", 4800, 0.97, 18),
    Made("s005", "嘉兴1店", "Jiaxing 1", "E", "T", "B", "吴洁", "Wu Jie", 3600, 0.93, 16, "2026-04-01"),
    Made("s006", "广州1店", "Guangzhou 1", "S", "H", "A", "林峰", "Lin Feng", 10200, 1.03, 14),
    Made("s007", "广州2店", "Guangzhou 2", "S", "V", "A", "黄颖", "Huang Ying", 9000, 0.95, 19),
    Made("s008", "佛山1店", "Foshan 1", "S", "H", "A", "罗斌", "Luo Bin", 8400, 0.68, 18),
    Made("s009", "东莞1店", "Dongguan 1", "S", "T", "B", "梁静", "Liang Jing", 5400, 1.02, 15),
    Made("s010", "中山1店", "Zhongshan 1", "S", "V", "B", "谭勇", "Tan Yong", 4800, 0.98, 17),
    Made("s011", "惠州1店", "Huizhou 1", "S", "V", "B", "何军", "He Jun", 3000, 0.90, 17, "2026-05-20"),
    Made("s012", "保定1店", "Baoding 1", "N", "H", "A", "高峰", "Gao Feng", 7800, 0.92, 20),
    Made("s013", "沧州1店", "Cangzhou 1", "N", "V", "A", "孙磊", "Sun Lei", 7200, 0.89, 21),
    Made("s014", "唐山1店", "Tangshan 1", "N", "T", "B", "马超", "Ma Chao", 4800, 0.96, 17),
    Made("s015", "石家庄1店", "Shijiazhuang 1", "N", "H", "B", "田宇", "Tian Yu", 6000, 0.94, 18),
    Made("s016", "太原1店", "Taiyuan 1", "N", "H", "A", "贾芳", "Jia Fang", 9000, 0.97, 39),
    Made("s017", "成都1店", "Chengdu 1", "W", "H", "A", "唐勇", "Tang Yong", 10800, 1.05, 14),
    Made("s018", "成都2店", "Chengdu 2", "W", "V", "A", "邓梅", "Deng Mei", 9000, 1.00, 16),
    Made("s019", "绵阳1店", "Mianyang 1", "W", "T", "B", "曾伟", "Zeng Wei", 4200, 0.96, 17),
    Made("s020", "宜宾1店", "Yibin 1", "W", "H", "B", "彭辉", "Peng Hui", 4800, 0.91, 19),
    Made("s021", "武汉1店", "Wuhan 1", "C", "V", "A", "徐宁", "Xu Ning", 9600, 1.01, 15),
    Made("s022", "襄阳1店", "Xiangyang 1", "E", "T", "B", "曹琳", "Cao Lin", 5400, 0.98, 16),
    Made("s023", "宜昌1店", "Yichang 1", "C", "V", "B", "汪洋", "Wang Yang", 3600, 0.88, 18, closed="2026-06-30"),
    Made("s024", "长沙1店", "Changsha 1", "C", "H", "B", "谢云", "Xie Yun", 6000, 1.02, 15),
]
REGIONS = {"E": ("华东", "East"), "S": ("华南", "South"), "N": ("华北", "North"), "W": ("西南", "Southwest"),
           "C": ("华中", "Central")}  # fmt: skip
BRANDS = {"H": ("本田", "Honda"), "V": ("大众", "VW"), "T": ("丰田", "Toyota")}
HEADS = (
    ["门店", "名称", "区域", "品牌", "级别", "店总", "开业", "停业", "自", "原因",
     "售后营业额", "接车台次", "基盘客户数", "基盘客户数 起点"],
    ["store", "name", "region", "brand", "class", "manager", "opened", "closed", "from", "why",
     "After-sales revenue", "Vehicle intake", "Customer base", "Customer base start"],
)  # fmt: skip
MEASURES = ["insurance", "workshop", "intake", "reworked", "csi_score", "surveys", "customers", "safety"]


def goal(of: Made) -> int:
    """Vehicles that a store is to take in from its opening to the period's end."""
    if not of.opened.startswith("2026"):
        return of.intake
    opened = date.fromisoformat(of.opened)
    return round(of.intake * (date(2027, 1, 1) - opened).days / 365 / 100) * 100


def ticket(of: Made) -> int:
    """Revenue a vehicle, 元."""
    return {"H": 780, "V": 820, "T": 760}[of.brand]


def customers(of: Made) -> tuple[int, int]:
    """What the customer base starts from, and is to reach."""
    start = 0 if of.opened.startswith("2026") else round(of.intake * 0.42 / 10) * 10
    return start, max(round(start * 1.08 / 10) * 10, round(goal(of) * 0.30 / 10) * 10)


def table(lang: int) -> Iterator[Sequence[object]]:
    """The table of stores, in Chinese (0) or English (1)."""
    yield HEADS[lang]
    for one in STORES:
        start, base = customers(one)
        revenue = goal(one) * ticket(one)
        money = f"{revenue / 10_000:g}万" if lang == 0 else f"{revenue / 1_000_000:g}M"
        levels = [("待定", "tbd")[lang], ""] if one.id == "s017" else ["", ""] if one.id == "s020" else [base, start]
        yield [
            one.id, (one.zh, one.en)[lang], REGIONS[one.region][lang], BRANDS[one.brand][lang], one.grade,
            (one.zh_manager, one.en_manager)[lang], one.opened, one.closed, "", "", money, goal(one), *levels,
        ]  # fmt: skip
    moved = ["s022", "", REGIONS["C"][lang], "", "", "", "", "", "2026-07", ("划归华中", "now of Central")[lang]]
    yield [*moved, "", "", "", ""]


def months() -> Iterator[tuple[int, int]]:
    """All months of the sample."""
    year, month = FIRST
    while (year, month) <= LAST:
        yield year, month
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def is_open(of: Made, year: int, month: int) -> bool:
    """Whether a store is open in a month."""
    at = f"{year}-{month:02}"
    return of.opened[:7] <= at and (not of.closed or at <= of.closed[:7])


def actuals() -> Iterator[Sequence[object]]:
    """A row a store and month; `on` is the day of the month after on which a late one reported."""
    yield ["store", "month", *MEASURES, "on"]
    for one in STORES:
        chance = Random(f"{one.id} of yuntong")
        for year, month in months():
            if is_open(one, year, month) and not ((year, month) == LAST and one.id in SILENT):
                late = 8 if year == 2026 and (one.id, month) in LATE else ""
                yield [one.id, f"{year}-{month:02}", *values(one, year, month, chance), late]


def values(of: Made, year: int, month: int, chance: Random) -> list[int]:
    """The actuals of a month: parts of each other where they are, and near the store's goal."""
    wobble = 0.96 + chance.random() * 0.08
    grown = 1.0 if year == 2026 else 0.955  # last year's
    days = 12 / 31 if f"{year}-{month:02}" == of.opened[:7] and of.opened[8:] == "20" else 1.0
    intake = round(of.intake / 12 * SEASON[month - 1] * of.level * 1.05 * grown * wobble * days)
    revenue = round(intake * ticket(of) * (0.98 + chance.random() * 0.04))
    insurance = round(revenue * (0.34 + chance.random() * 0.04) / 10) * 10
    reworked = round(intake * of.rework / 1000 * (0.8 + chance.random() * 0.4))
    surveys = round(intake * (0.10 + chance.random() * 0.03))
    score = round((93.5 if of.level >= 0.95 else 89.5) + (17 - of.rework) * 0.15 + chance.random() * 2 - 1)
    start, base = customers(of)
    passed = (year - 2026) * 12 + month
    begin = max(1 - passed, 0) if not start else 0
    open_for = passed - (int(of.opened[5:7]) - 1 if not start else 0)
    span = 12 - (int(of.opened[5:7]) - 1 if not start else 0)
    base_now = round(start + (base - start) * of.level * (open_for - begin) / span)
    safety = int(month % 3 == 2 and not (year == 2026 and (of.id, (month + 2) // 3) in NEXT_TO_NOTHING))
    return [insurance, round(revenue - insurance, -1), intake, reworked, score, surveys, base_now, safety]


def done() -> Iterator[Sequence[object]]:
    """When each store did the audit."""
    yield ["store", "milestone", "on"]
    for number, one in enumerate(STORES):
        if one.id not in ("s008", "s013", "s011"):
            day = date(2026, 7, 6) if one.id == "s015" else date(2026, 6, 8 + number % 20)
            yield [one.id, "audit", day.isoformat()]


def write(file: Path, rows: Iterator[Sequence[object]]) -> None:
    """Write rows as CSV."""
    with file.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    write(PLANS / "zh" / "group-stores.csv", table(0))
    write(PLANS / "en" / "group-stores.csv", table(1))
    write(PLANS / "samples" / "group.csv", actuals())
    write(PLANS / "samples" / "group-done.csv", done())
