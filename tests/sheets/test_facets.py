"""What a title, heading or label says follows from its parts, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given as sampled
from hypothesis import strategies as st

from dealerplan.sheets.facets import Kind, read_facets
from dealerplan.sheets.when import When

KINDS: dict[Kind, list[str]] = {
    "actual": ["实际", "实绩", "本月实际", "3月实际数", "本期数", "完成", "actual", "Actuals", "this month", "Mar actual", "期末余额"],
    "goal": [
        "本年目标", "月目标", "目标值", "预算台次", "年度计划", "2026年销售任务分解表", "目标整车销售量", "累计目标", "goal", "Budget", "target (k)",
    ],
    "forecast": ["预测", "4月（预测）", "预计数", "forecast", "Estimated"],
    "earlier": ["去年", "上年同期", "同期数", "去年实际", "上月", "期初", "last year", "PY", "Prior year actual"],
    "derived": [
        "同比", "同比%", "环比增长", "完成率", "目标完成率", "差异", "较上年", "排名", "YoY", "growth %", "variance", "actual vs budget", "与去年同期对比",
    ],
    "mean": ["平均", "月均", "日均", "月平均", "average", "avg"],
    "to_date": ["累计", "今年累计", "本年累计", "1-3月累计", "3月累计", "截至2026年3月底", "YTD", "year to date", "截至本月累计"],
    "month_to_date": ["本月累计", "当月累计", "MTD", "Month to date"],
    "total": ["合计", "小计", "售后合计", "一季度", "Q1", "1-3月", "全年", "total", "Grand total", "汇总"],
    "days": ["日报", "售后日报", "当日", "2026-03-15", "week 3", "上旬"],
    "year": ["本年", "今年", "this year"],
    "unclear": ["目标完成情况表", "实际/目标"],
}  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in KINDS.items() for text in texts])
def test_kinds(kind: Kind, text: str) -> None:
    assert read_facets(text).kind == kind


@pytest.mark.parametrize(
    "text", ["接车台次", "差旅费", "比亚迪", "2026年3月", "Service", "产值（万元）", "项目", "备注"]
)
def test_words_of_no_kind(text: str) -> None:
    assert read_facets(text).kind is None


@pytest.mark.parametrize(
    "text", ["目标完成情况表", "Sales vs budget", "2026年3月目标达成情况", "与去年同期对比", "本年与上年比较"]
)
def test_what_compares(text: str) -> None:
    assert read_facets(text).compares


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("产值（万元）", "万元"), ("乘用车零售销量（万辆）", "万辆"), ("Service report (in 000s)", "000s"), ("金额（元，不含税）", "元"), ("金额万元", "万元"),
        ("value (CNY '000)", "CNY '000"), ("满意度（%）", "%"), ("产值（单位：千元）", "千元"), ("接车台次", None), ("2026年3月（31天）", None),
    ],
)  # fmt: skip
def test_units(text: str, unit: str | None) -> None:
    assert read_facets(text).unit == unit


@pytest.mark.parametrize(
    "text", ["2月（调整后）", "2月 *", "2月（28天）", "2月 (12)", "2月（12条）", "2月 restated", "2月数据", "2月实际"]
)
def test_remarks_behind_a_month(text: str) -> None:
    facets = read_facets(text)
    assert (facets.month, facets.is_bare, facets.kind in (None, "actual")) == (When(None, 2), True, True)


@pytest.mark.parametrize("text", ["2月（不含PDI）", "2026年2月（2025年）", "2月（15天）"])
def test_remarks_that_are_not_read(text: str) -> None:
    facets = read_facets(text)
    assert not facets.is_bare or facets.kind == "days"


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("数据项", "measure"), ("项目名称", "measure"), ("Item", "measure"), ("门店", "store"), ("月份", "month"), ("年份", "year"), ("单位", "unit"),
        ("序号", "ordinal"), ("备注", "note"), ("责任人", "owner"), ("服务顾问", "group"), ("Department", "group"), ("类别", "kind"), ("编码", "id"),
    ],
)  # fmt: skip
def test_roles(text: str, role: str) -> None:
    assert read_facets(text).roles == (role,)


@sampled(st.text(max_size=40))
def test_any_text_is_read(text: str) -> None:
    facets = read_facets(text)
    assert facets.kind is None or isinstance(facets.kind, str)
