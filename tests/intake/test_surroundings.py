"""What stands around figures, in titles, footers, notes, pages and corners, counts for them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from dealerplan.domain.month import Month
from dealerplan.errors import Refused
from dealerplan.intake.read import read_file
from tests.intake.reading import KNOWN, OPTIONS, found, problems, values, xlsx_bytes
from tests.intake.test_layouts import of

MARCH = of("2026-03", intake=640, revenue=470_000)
TABLE = "2026年3月,,\n项目,实际,备注\nintake,640,{note}\n产值,470000,\n{footer},,\n"

SPOKEN = [
    "注：以上为本年累计", "说明：以上数据为今年累计数", "注：以上为截至3月累计数据", "注：产值为1-3月累计", "统计口径：年累计", "备注：数据为去年同期",
    "注：产值为目标数", "注：3月产值为预估数", "注：本表为目标", "全部为2025年数据", "数据期间：2026-01-01至2026-03-31", "报表周期：季度",
    "数据截至3月28日", "Note: cumulative figures", "Note: figures are year to date", "Note: budget figures",
]  # fmt: skip
SILENT = [
    "制表：李 2026-04-02",
    "备注：目标按季度分解",
    "数据截至3月31日",
    "以上数据已核对",
    "按工单计",
    "打印日期：2026-04-02",
]


@pytest.mark.parametrize("text", SPOKEN)
def test_sentences_in_footers_and_notes_that_speak_against_the_figures(text: str) -> None:
    assert problems(TABLE.format(note="", footer=text)) != []
    assert problems(TABLE.format(note=text, footer="")) != []


@pytest.mark.parametrize("text", SILENT)
def test_sentences_that_do_not(text: str) -> None:
    assert values(TABLE.format(note="", footer=text)) == MARCH
    assert values(TABLE.format(note=text, footer="")) == MARCH


@pytest.mark.parametrize("text", ["单位:千元", "(以上金额单位：万元)", "注：金额以万元计", "All amounts in CNY '000"])
def test_units_in_notes(text: str) -> None:
    assert problems(TABLE.format(note=text, footer="")) != []


PAGE: list[list[object]] = [["2026年3月"], ["项目", "实际"], ["intake", 640]]


@pytest.mark.parametrize("text", ["单位：千元", "注：3月为预测", "全部为2025年数据", "数据截至3月28日"])
def test_pages_of_text_that_speak_against_the_figures(text: str) -> None:
    assert problems(xlsx_bytes(("3月", PAGE), ("说明", [[text]]))) != []


@pytest.mark.parametrize("text", ["目标", "口径：按工单计", "编制：财务部", "2026-04-02"])
def test_pages_of_other_text(text: str) -> None:
    assert values(xlsx_bytes(("3月", PAGE), ("说明", [[text]]))) == of("2026-03", intake=640)


@pytest.mark.parametrize("line", ["二、上年", "二、累计", "（二）目标", "上年合计", "目标合计"])
def test_a_line_with_a_subtotal_says_what_follows(line: str) -> None:
    (found,) = problems(f"2026年3月,\n项目,数值\n一、本月,\nintake,640\n{line},5\n产值,700\n")
    assert "says of what the rows below it are" in found


@pytest.mark.parametrize(
    "heading", ["3月指标", "3月考核", "Mar KPI", "3月调整", "3月修正", "3月调整前", "Mar %", "Mar vs", "By March"]
)
def test_what_stands_behind_a_month(heading: str) -> None:
    assert problems(f"2026年,\n项目,{heading}\nintake,1957\n") != []


@pytest.mark.parametrize(
    "title", ["2026年各部门指标分解", "2026年经营责任书", "2026年经营规划", "2026年环比增长", "2026 stretch"]
)
def test_titles_of_goals_and_rates_over_months(title: str) -> None:
    assert problems(f"{title},,\n项目,1月,2月\nintake,700,640\n") != []


@pytest.mark.parametrize(
    "title",
    [
        "2026年3月半月报", "2026年3月（数据截止3.25）", "March 2026 (as of Mar 15)", "March 2026 (15 selling days of 26)",
        "March 2026 MTD through 3/15",
    ],
)  # fmt: skip
def test_a_part_of_a_month_under_a_heading_of_this_month(title: str) -> None:
    assert problems(f"{title}\n项目,本月\nintake,79\n") != []


@pytest.mark.parametrize("title", ["Period: 3/1/26 - 3/31/26", "From 1/3/2026 to 31/3/2026", "Period ended 03/31/2026"])
def test_days_with_slashes(title: str) -> None:
    assert values(f"{title}\n项目,实际\nintake,79\n") == of("2026-03", intake=79)


STORES = ["经销商：west", "单位名称：west", "公司：west", "west 2026年3月经营月报"]


@pytest.mark.parametrize("title", STORES)
def test_the_name_of_a_store_in_a_title(title: str) -> None:
    text = f"{title}\n2026年3月\n项目,实际\nintake,79\n"
    assert values(text) == of("2026-03", "west", intake=79)
    file = Path("f.csv")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Refused, match="this is of the store west"):
        read_file(file, "f.csv", KNOWN._replace(stores=["east"], others=["west"]), None, OPTIONS)


def test_the_name_of_a_store_is_no_word_of_a_title() -> None:
    file = Path("f.csv")
    file.write_text("目标店2026年3月售后数据\n项目,实际\nintake,79\n", encoding="utf-8")
    (one,) = read_file(file, "f.csv", KNOWN._replace(stores=["目标店", "去年店"]), None, OPTIONS).given
    assert one.store == "目标店"


def test_the_name_of_the_file_against_the_month() -> None:
    file = Path("f.csv")
    file.write_text("项目,实际\nintake,79\n", encoding="utf-8")
    with pytest.raises(Refused, match="the file's name says 2026-02"):
        read_file(file, "2026年2月月报.csv", KNOWN, Month(2026, 3), OPTIONS)
    assert len(read_file(file, "2026年3月月报.csv", KNOWN, Month(2026, 3), OPTIONS).given) == 1


BLOCKS = "Store: east\nItem,Goal,Actual\nintake,10,9\n\nStore: west\nItem,Goal,Actual\nintake,10,8\n\n{}\nItem,Goal,Actual\nintake,20,17\n"


@pytest.mark.parametrize(
    "title",
    ["Group total", "Total", "All stores", "Group", "Consolidated", "Store: Group", "集团合计", "门店：集团合计", "Budget"],
)  # fmt: skip
def test_a_block_that_its_title_leaves_out(title: str) -> None:
    read = found(BLOCKS.format(title), "2026-03")
    assert {(one.store or "", int(one.value)) for one in read.given} == {("east", 9), ("west", 8)}
    assert (read.account.all, read.account.left) == (6, 4)


def test_scenarios_down_and_measures_across() -> None:
    for head in ("2026年3月,intake,产值", "2026年3月\n指标,intake,产值", "2026年3月\n,intake,产值"):
        text = f"{head}\n目标,700,500000\n实际,640,470000\n完成率,91%,94%\n"
        assert values(text) == MARCH, head


def test_the_month_in_a_tables_corner() -> None:
    assert values("2026年3月,目标,实际\nintake,700,640\n产值,500000,470000\n") == MARCH


def test_figures_under_words_of_keys_are_accounted_for() -> None:
    read = found("2026年3月,,\n项目,指标,完成\nintake,700,640\n产值,500000,470000\n")
    assert (read.account.all, read.account.taken) == (4, 2)


@pytest.mark.parametrize("total", ["合计", "月累计", "3月合计", "本月合计", "MTD", "This month", "March"])
def test_totals_of_days_down(total: str) -> None:
    rows: list[list[Any]] = [["日期", "intake"], *([f"2026-03-{day:02d}", 2] for day in range(1, 32)), [total, 62]]
    assert values(xlsx_bytes(("a", rows))) == of("2026-03", intake=62)
    rows[-1][1] = 60
    assert "the days make 62" in problems(xlsx_bytes(("a", rows)))[0]
    del rows[15]
    assert "lacks days of 2026-03: 15" in problems(xlsx_bytes(("a", rows)))[0]


def test_a_sign_of_money_is_no_scale() -> None:
    assert values("单位：万元,\n项目,2026-03\n产值,¥47\n") == of("2026-03", revenue=470_000)
    assert problems("单位：万元,\n项目,2026-03\n产值,$47\n") != []


@pytest.mark.parametrize("name", ["接车台次应完成", "张三接车台次", "接车台次-首保", "目标接车台次"])
def test_no_hint_makes_one_figure_another(name: str) -> None:
    for line in problems(f"2026年3月\n项目,实际\n{name},5\n产值,6\n"):
        assert "did you mean" not in line


def test_headings_that_formats_write(tmp_path: Path) -> None:
    for code, is_read in [
        ("yyyy/m", True),
        ('yyyy"年"m"月"', True),
        ('m"月目标"', False),
        ('"1-"m"月"', False),
        ('mmm" YTD"', False),
    ]:
        book = Workbook()
        sheet = book.worksheets[0]
        for row in (["项目", date(2026, 3, 1)], ["intake", 5]):
            sheet.append(row)
        sheet["B1"].number_format = code
        book.save(tmp_path / "f.xlsx")
        assert (problems((tmp_path / "f.xlsx").read_bytes()) == []) is is_read, code
