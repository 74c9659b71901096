"""What stands beside the figures and says that they are something else is never passed over."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dealerplan.domain.month import Month, Period
from tests.intake.reading import TWO_YEARS, csv_bytes, given, problems, values, xlsx_bytes
from tests.intake.test_layouts import of

STATEMENT = "项目,行次,本月数,本年累计\n产值,1,47,145\n"
HEADS = [
    "编制单位：甲店,,2026年2月,单位：万元",
    ",,2026年2月,单位：万元",
    "编制单位：甲店,,2026年2月,单位：万元\n",
    "编制单位：甲店,,2026年2月,单位：万元\n制表：李,,,",
    ",,2026-02,万元",
    "利润表,,,\n编制单位：甲店,,2026年2月,（万元）",
]


@pytest.mark.parametrize("head", HEADS)
def test_titles_stand_over_any_column(head: str) -> None:
    (found,) = problems(f"{head}\n{STATEMENT}", "2026-03")
    assert "the file has 2026-02, nothing of 2026-03" in found
    assert values(f"{head}\n{STATEMENT}") == of("2026-02", revenue=470_000)


@pytest.mark.parametrize("head", HEADS)
def test_titles_over_a_line_a_store(head: str) -> None:
    text = f"{head}\n门店,产值,intake\neast,47,5\n"
    (found,) = problems(text, "2026-03")
    assert "the file has 2026-02, nothing of 2026-03" in found
    assert values(text, "2026-02") == of("2026-02", "east", revenue=470_000, intake=5)


def test_a_date_in_a_title() -> None:
    rows: list[list[Any]] = [["利润表"], ["单位：元", None, "2026-02"], ["项目", "行次", "本月数"], ["intake", 1, 5]]
    assert values(xlsx_bytes(("x", rows))) == of("2026-02", intake=5)
    rows[1][1:] = ["截止日期", date(2026, 2, 28)]
    assert values(xlsx_bytes(("x", rows))) == of("2026-02", intake=5)


def test_a_store_in_a_title_over_another_column() -> None:
    text = f"门店：west,,2026年3月,单位：万元\n{STATEMENT}"
    assert values(text, "2026-03") == of("2026-03", "west", revenue=470_000)


@pytest.mark.parametrize("word", "预测 目标 计划 预算 去年 累计 预计 预估 同期 上年 budget forecast YTD".split())
def test_words_in_brackets_behind_a_month(word: str) -> None:
    for month in ("2026-04", "2026年4月"):
        assert values(f"项目,2026-01,{month}（{word}）\nintake,640,650\n", "2026-01") == of("2026-01", intake=640)
        assert problems(f"项目,{month}（{word}）\nintake,650\n") != []


@pytest.mark.parametrize("word", ["2025年", "2025", "5月", "调整后目标"])
def test_brackets_that_contradict_a_month(word: str) -> None:
    assert problems(f"项目,2026-04（{word}）\nintake,650\n") != []


def test_a_year_in_brackets_joins_its_month() -> None:
    assert values("2026年\n项目,4月（2025年）,Apr (2026)\nintake,650,660\n") == of("2025-04", intake=650) | of(
        "2026-04", intake=660
    )
    assert values("2026年\n项目,4月（实际）\nintake,650\n") == of("2026-04", intake=650)


@pytest.mark.parametrize(
    "text",
    [
        "2026年\n项目,1月,2月,本年某数\nintake,640,655,1957\n",
        "2026年\n月份,工时,intake\n1月,2025,640\n2月,2026,655\n",
        "2026年\n月份,工时,intake\n1月,202501,640\n2月,2026,655\n",
    ],
)
def test_a_number_under_an_unknown_heading_is_no_year(text: str) -> None:
    (found,) = problems(text)
    assert "本年某数" in found or "工时" in found


def test_what_stands_under_an_unknown_heading_may_be_months_or_measures() -> None:
    assert values("账期,intake\n2026-01,640\n") == of("2026-01", intake=640)
    assert values("科室,2026-01\nintake,640\n") == of("2026-01", intake=640)


@pytest.mark.parametrize("month", ["1900-01", "1957-01", "2015-12"])
def test_a_month_long_before_the_plans_is_refused(month: str) -> None:
    (found,) = problems(f"项目,{month}\nintake,5\n")
    assert f"{month} is more than ten years before the plans" in found
    assert problems("项目,2016-01\nintake,5\n") == []


@pytest.mark.parametrize(
    ("heading", "scale"),
    [
        ("value (CNY '000)", 1000), ("金额（CNY thousands）", 1000), ("金额（CNY million）", 10**6), ("金额（元）", 1),
        ("value (CNY)", 1), ("金额（万元、台）", 10_000), ("金额（元，不含税）", 1), ("金额（RMB 万）", 10_000),
        ("金额（CNY m）", 10**6), ("value (CNY k)", 1000), ("金额（10k CNY）", None), ("金额（CNY 10k）", None),
        ("金额（元、万元）", None), ("金额（CNY lakh）", None),
    ],
)  # fmt: skip
def test_units_over_values(heading: str, scale: int | None) -> None:
    text = f"项目,{heading}\n产值,47\n"
    if scale is None:
        assert problems(text, "2026-03") != []
    else:
        assert values(text, "2026-03") == of("2026-03", revenue=47 * scale)


UNDERSTOOD = {
    "核算单位：东店公司  2026年3月  单位：万元": 10_000,
    "单位：X  单位：万元": 10_000,
    "会计单位：X  金额单位：万元": 10_000,
    "报告单位：X（单位：万元）": 10_000,
    "单位：X,单位：万元": 10_000,
    "注：以上金额单位为万元": 10_000,
    "产值单位：万元": 10_000,
    "(CNY thousands)": 1000,
    "(in CNY thousands)": 1000,
    "in CNY thousands": 1000,
    "CNY '000": 1000,
    "RMB'000": 1000,
    "填报单位：万达汽车": 1,
    "总额600万元，另奖励 5 万元": 1,
    "单位：元  2026年3月": 1,
    "千万不要改动表头": 1,
    "All amounts in thousands": 1000,
    "in millions": 10**6,
    "All amounts in CNY thousands": 1000,
}
UNCLEAR = [
    "In hundreds", "(x 1000)", "(TCNY)", "CNY in 1'000", "(000 omitted)", "金额（w元）",
    "以下金额均以万元计", "金额:万元", "Unit: 10k CNY", "Unit: CNY 10k", "单位：元（万元）", "金额以千元为准",
]  # fmt: skip


@pytest.mark.parametrize("title", UNDERSTOOD)
def test_units_in_titles(title: str) -> None:
    assert values(f"{title}\n项目,金额\n产值,47\n", "2026-03") == of("2026-03", revenue=47 * UNDERSTOOD[title])


@pytest.mark.parametrize("title", UNCLEAR)
def test_units_in_titles_that_are_not_understood(title: str) -> None:
    assert len(problems(f"{title}\n项目,金额\n产值,47\n", "2026-03")) == 1
    assert len(problems(f"项目,金额\n产值,47\n{title}\n", "2026-03")) == 1


def test_a_measure_left_empty_is_no_unit_below_its_table() -> None:
    assert values("项目,2026-03\nintake,5\n产值（万元）,\n") == of("2026-03", intake=5)


def test_units_on_a_tab_and_over_groups() -> None:
    rows: list[list[Any]] = [["项目", "2026-03"], ["产值", 47]]
    assert values(xlsx_bytes(("利润表（万元）", rows))) == of("2026-03", revenue=470_000)
    assert values("2026年,,,\n,2月,,万元\n项目,目标,实际,完成率\n产值,50,47,1\n") == of("2026-02", revenue=470_000)


@pytest.mark.parametrize(
    "title",
    [
        "查询日期：2026-03-01 至 2026-03-15", "2026-03-01~2026-03-15", "2026年3月1日-15日", "3.1-3.15",
        "From 2026-03-01 to 2026-03-15",
        '"as of March 15, 2026"', "As of 15 March 2026", "Period: Mar. 1-15 2026",
        '"March 1st, 2026 to March 15th, 2026"',
        "截至2026年3月15日", "数据截止日期：2026-03-20", "2026年3月上半月", "2026年3月2日-31日", "2026.3.1-3.15",
        "开始日期,2026-03-01,结束日期,2026-03-15", "查询日期,2026-03-01,至,2026-03-15", "结束日期：2026-03-15",
        "2026年3月（去年同期）", "2026年3月去年同期数", "2026年3月日均",
    ],
)  # fmt: skip
def test_titles_of_a_part_of_a_month_or_of_another_figure(title: str) -> None:
    assert len(problems(f"{title}\n项目,实际\nintake,640\n", "2026-03")) == 1


@pytest.mark.parametrize(
    "title",
    [
        "2026-03-01 至 2026-03-31", "3.1-3.31", "开始日期,2026-03-01,结束日期,2026-03-31", "查询日期：2026-04-05",
        "2026年3月经营情况（与去年同期对比）", "2026年3月及去年同期",
        "Period: 1 March 2026 to 31 March 2026", "Exported 5 April 2026", "March 2026",
    ],
)  # fmt: skip
def test_titles_of_a_whole_month(title: str) -> None:
    assert values(f"{title}\n项目,实际\nintake,640\n", "2026-03") == of("2026-03", intake=640)


def test_days_left_out_concern_their_month_alone() -> None:
    text = "数据截止日期：2026-03-20\n项目,2026-01,2026-02,2026-03\nintake,640,655,310\nreworked,6,5,3\n"
    (found,) = problems(text)
    assert "数据截止日期:2026-03-20 leaves out days of 2026-03" in found
    assert values(text, "2026-02") == of("2026-02", intake=655, reworked=5)


@pytest.mark.parametrize("title", ["2026年累计", "2026年各月累计数", "2026 YTD", "2026年去年同期", "2026年日均"])
def test_titles_of_other_figures_over_months(title: str) -> None:
    assert len(problems(f"{title}\n项目,2026-01,2026-02\nintake,640,1295\n")) == 1
    assert len(problems(f"{title}\n月份,intake\n2026-01,640\n2026-02,1295\n")) == 1


def test_a_group_of_sums_over_months_is_left_out() -> None:
    assert problems("累计\n项目,2026-01,2026-02\nintake,640,1295\n") != []
    text = "项目,实际,,累计,\n,2026-01,2026-02,2026-01,2026-02\nintake,640,655,640,1295\n"
    assert values(text) == of("2026-01", intake=640) | of("2026-02", intake=655)


def test_a_month_over_some_columns_only() -> None:
    (found,) = problems("项目,2026-02,实际\nintake,640,655\n", "2026-03")
    assert "no month stands over this column" in found
    assert len(values("项目,2026-02,本月\nintake,640,655\n", "2026-03")) == 1


@pytest.mark.parametrize("day", ["2026-03-15", "2026年3月2日"])
def test_a_day_is_no_month(day: str) -> None:
    assert problems(f"项目,{day}\nintake,640\n") != []
    assert problems(f"日期,intake\n{day},640\n") != []


def test_a_title_of_what_stands_in_a_column_of_its_own() -> None:
    months = of("2026-01", intake=640) | of("2026-02", intake=655)
    assert values("2026年1-2月累计完成情况\n项目,2026-01,2026-02,累计\nintake,640,655,1295\n") == months


@pytest.mark.parametrize("name", ["累计", "YTD", "合计", "全年累计", "目标"])
def test_sheets_of_totals_are_left_out(name: str) -> None:
    march: list[list[object]] = [["项目", "2026-03"], ["intake", 640]]
    total: list[list[object]] = [["项目", "2026-03"], ["intake", 1957]]
    assert values(xlsx_bytes(("3月", march), (name, total))) == of("2026-03", intake=640)
    assert len(problems(xlsx_bytes((name, total)))) == 1


@pytest.mark.parametrize("name", ["Q1", "一季度", "全年"])
def test_sheets_of_months_are_read(name: str) -> None:
    march: list[list[object]] = [["项目", "2026-03"], ["intake", 640]]
    assert values(xlsx_bytes((name, march))) == of("2026-03", intake=640)


def test_a_sheet_named_as_another_year() -> None:
    rows: list[list[object]] = [["项目", "2026-01", "2026-02"], ["intake", 640, 655]]
    (found,) = problems(xlsx_bytes(("2025", rows)))
    assert "the sheet's name says 2025, its months are of 2026" in found
    assert problems(xlsx_bytes(("2026", rows))) == []


@pytest.mark.parametrize("text", ["项目,2026-01,2026-02\n产值,470,000\n", "项目,2026-01\n产值,007\n产值,00.5\n"])
def test_thousands_cut_at_a_comma(text: str) -> None:
    assert "begins with a 0 [was it cut at a comma?" in problems(text)[0]


def test_points_between_semicolons() -> None:
    rows = [["项目", "2026-01", "2026-02"], ["产值", "470.000", "5"]]
    assert "470.000 in row 2, column 2 may be thousands or decimals" in problems(csv_bytes(rows, delimiter=";"))[0]
    assert values(csv_bytes(rows))[None, "2026-01", "revenue"] == 470
    rows[1][2] = "0.5"
    assert values(csv_bytes(rows, delimiter=";"))[None, "2026-01", "revenue"] == 470
    rows[1][2] = "0,5"
    assert values(csv_bytes(rows, delimiter=";"))[None, "2026-01", "revenue"] == 470_000


@pytest.mark.parametrize("text", ["项目,3月\nintake,5\n", "月份,intake\n3月,5\n", "三月报表\n项目,实际\nintake,5\n"])
def test_a_month_without_a_year_is_the_plans_only_one_of_that_name(text: str) -> None:
    assert values(text) == of("2026-03", intake=5)
    assert [(one.month.year, one.month.number) for one in given(text, planned=Period.parse("2027-H1"))] == [(2027, 3)]
    assert "without its year" in problems(text, planned=Period.parse("2026-H2"))[0]
    assert "without its year" in problems(text, planned=TWO_YEARS)[0]


def test_a_year_over_its_end_in_the_plans() -> None:
    text, year = "项目,11月,12月,1月\nintake,5,6,7\n", Period(Month(2026, 7), Month(2027, 6))
    assert [str(one.month) for one in given(text, planned=year)] == ["2026-11", "2026-12", "2027-01"]
    assert "run into another year" in problems(text)[0]


@pytest.mark.parametrize(
    "text",
    [
        "项目,2025年11月,12月\nintake,5,6\n",
        "月份,intake\n2025年12月,5\n1月,6\n",
        "项目,2月\nintake,6\n\n2025年\n项目,1月\nintake,5\n",
    ],
)
def test_a_file_of_another_year_says_it_for_each_month(text: str) -> None:
    assert len(problems(text)) == 1
    assert problems(text.replace("2025年", "2026年")) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("项目,甲数\nintake,5\n", "row 1, column 2: the heading 甲数 is not understood"),
        (
            "说明\n项目,甲数万元\n产值,5\n",
            "row 2, column 2: the heading 甲数万元 is not understood [write its unit in br",
        ),
        ("项目,1/2/2026\nintake,5\n", "the heading 1/2/2026 is not understood"),
        (
            "2026年3月目标\n项目,实际\nintake,5\n",
            "row 1, column 1: 2026年3月目标 says that these are no actuals of a month",
        ),
        (
            "集团合计\n项目,2026-03\nintake,5\n",
            "no actual of a month is found; 1 left out: 集团合计: totals",
        ),
    ],
)
def test_the_word_that_stands_in_a_tables_way(text: str, said: str) -> None:
    (found,) = problems(text, "2026-03")
    assert said in found


def test_a_unit_without_brackets() -> None:
    assert values("项目,实际\n产值万元,47\n", "2026-03") == of("2026-03", revenue=470_000)
    assert values("项目,金额万元\n产值,47\n", "2026-03") == of("2026-03", revenue=470_000)
    (found,) = problems("项目,实际\n产值w,47\n", "2026-03")
    assert "there is no measure 产值w" in found


@pytest.mark.parametrize("heads", ["本月数,本年累计数", "当月数,上年同期数", "本期金额,上期金额", "本月数,较上月"])
def test_the_words_of_statements(heads: str) -> None:
    assert values(f"项目,行次,{heads}\n产值,1,47,145\n", "2026-03") == of("2026-03", revenue=47)
