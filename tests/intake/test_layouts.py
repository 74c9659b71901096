"""Every layout that is understood, told by its headings."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from dealerplan.app.values import Dictionary
from dealerplan.domain.plan import Plan
from dealerplan.intake.given import Known
from dealerplan.intake.read import read_file
from dealerplan.planfile.load import load
from tests.intake.reading import OPTIONS, VOCABULARY, Values, csv_bytes, given, problems, values


def read(text: str, month: str | None = None) -> Values:
    """A sheet drawn with `|` and one line a row."""
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip("\n").splitlines()]
    return values(csv_bytes(rows), month)


def of(month: str, store: str | None = None, /, **amounts: int | str) -> Values:
    return {(store, month, measure): Fraction(value) for measure, value in amounts.items()}


TWO_MONTHS = of("2026-01", intake=640, reworked=15) | of("2026-02", intake=655, reworked=11)

LAYOUTS = {
    "long": """
        measure  | month   | value
        intake   | 2026-01 | 640
        reworked | 2026-01 | 15
        intake   | 2026-02 | 655
        reworked | 2026-02 | 11""",
    "long, years and months apart": """
        年份 | 月份 | 指标     | 实际完成
        2026 | 1    | 接车台次 | 640
        2026 | 1    | 返修台次 | 15
        2026 | 2    | 接车台次 | 655
        2026 | 2    | 返修台次 | 11""",
    "long, merged cells and totals": """
        月份     | 项目     | 金额
        2026年1月 | 接车台次 | 640
                 | 返修台次 | 15
        2026年2月 | 接车台次 | 655
                 | 返修台次 | 11
        合计     | 接车台次 | 1295
                 | 返修台次 | 26""",
    "wide": """
        数据项   | 单位 | 2026年1月 | 2026年2月 | 合计 | 备注
        接车台次 | 台   | 640       | 655       | 1295 | a
        返修台次 | 台   | 15        | 11        | 26   |""",
    "wide, without a heading over the measures": """
                 | Jan 2026 | Feb-26
        intake   | 640      | 655
        reworked | 15       | 11""",
    "wide, quarters over months": """
        2026年度
        数据项   | 去年 | 全年 | 一季度 |     |     |      | 二季度
                 |      |      | 1月    | 2月 | 3月 | 小计 | 4月
        接车台次 | 7000 | 1295 | 640    | 655 |     | 1295 |
        返修台次 | 90   | 26   | 15     | 11  |     | 26   |""",
    "wide, goals beside actuals": """
        2026年
        数据项   | 1月  |      |        | 2月  |      |
                 | 目标 | 实际 | 完成率 | 目标 | 实际 | 完成率
        接车台次 | 650  | 640  | 98.5%  | 650  | 655  | 100.8%
        返修台次 | 13   | 15   | 115%   | 13   | 11   | 84.6%""",
    "wide, goals above actuals": """
        数据项   | 类别   | 2026-01 | 2026-02
        接车台次 | 目标   | 650     | 650
                 | 实际   | 640     | 655
                 | 完成率 | 98.5%   | 100.8%
        返修台次 | 目标   | 13      | 13
                 | 实际   | 15      | 11""",
    "wide, a block of goals before the actuals": """
        数据项   | 目标    |         | 实际    |
                 | 2026-01 | 2026-02 | 2026-01 | 2026-02
        接车台次 | 650     | 650     | 640     | 655
        返修台次 | 13      | 13      | 15      | 11""",
    "wide, two years": """
        数据项   | 1月   |       | 2月   |
                 | 2026年 | 同比 | 2026年 | 同比
        接车台次 | 640   | 5%    | 655   | 3%
        返修台次 | 15    | 1%    | 11    | 2%""",
    "rows of months": """
        月份   | 接车台次 | 返修台次 | 返修率
        2026.1 | 640      | 15       |
        2026.2 | 655      | 11       |
        合计   | 1295     | 26       |""",
    "rows of months under another heading": """
        项目   | 接车台次（台） | 返修台次(台) | 备注
        202601 | 640            | 15           |
        202602 | 655            | 11           |
        一季度 | 1295           | 26           |""",
    "tables one below the other": """
        一月份
        数据项   | 2026年01月
        接车台次 | 640
        返修台次 | 15

        二月份
        序号 | 数据项   | 2026年02月
        1    | 接车台次 | 655
        2    | 返修台次 | 11""",
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_layouts(name: str) -> None:
    assert read(LAYOUTS[name]) == TWO_MONTHS


@pytest.mark.parametrize("name", LAYOUTS)
def test_one_month_of_a_layout(name: str) -> None:
    assert read(LAYOUTS[name], "2026-02") == of("2026-02", intake=655, reworked=11)


STORES = of("2026-01", "east", intake=640, reworked=15) | of("2026-01", "west", intake=655, reworked=11)


@pytest.mark.parametrize(
    "text",
    [
        """门店 | 数据项 | 2026-01
           east | intake | 640
                | reworked | 15
           west | intake | 655
                | reworked | 11
           合计 | intake | 9""",
        "月份 | 门店 | intake | reworked\n2026-01 | east | 640 | 15\n | west | 655 | 11\n | 合计 | 1295 | 26",
        "2026年1月\n门店 | 接车台次 | 返修台次\neast | 640 | 15\nwest | 655 | 11",
        "2026-01\n数据项 | east | west | 合计\nintake | 640 | 655 | 1295\nreworked | 15 | 11 | 26",
        """store | date | item | value
           EAST | 2026/1/1 | intake | 640
           EAST | 2026/1/1 | reworked | 15
           west | 2026-01-01 | intake | 655
           west | 2026-01 | reworked | 11""",
    ],
)
def test_stores(text: str) -> None:
    assert read(text) == STORES


@pytest.mark.parametrize(
    "heading",
    [
        *"2026-03 2026/3 2026.03 202603 2026年3月 2026年03月份 2026年三月 26年3月 Mar-26 2026-03-01".split(),
        "Mar 2026", "March 2026", "mar. 2026", "2026 Mar", "2026年3月实际", "March 2026 actual", "2026 年 3 月",
        "２０２６年３月",
    ],
)  # fmt: skip
def test_months(heading: str) -> None:
    expected = of("2026-03", intake=5)
    assert values(csv_bytes([["数据项", heading], ["intake", 5]])) == expected
    assert values(csv_bytes([["月份", "intake"], [heading.replace("实际", "").replace(" actual", ""), 5]])) == expected


@pytest.mark.parametrize("heading", ["3月", "三月", "Mar", "March", "3月份", "3月实际", "本月"])
def test_months_without_a_year_take_the_one_of_their_surroundings(heading: str) -> None:
    rows = [["数据项", heading], ["intake", "5"]]
    assert values(csv_bytes(rows), "2026-03") == of("2026-03", intake=5)
    if heading != "本月":
        assert values(csv_bytes([["2026年度服务部"], *rows])) == of("2026-03", intake=5)


@pytest.mark.parametrize(
    "title",
    [
        "2026年3月售后报表", "售后报表（2026年03月）", "统计日期：2026-03-01 至 2026-03-31", "Service, March 2026",
        "报表月份：2026/03", "2026年度 3月", "2026-03",
        "2026-03-01 00:00:00 至 2026-03-31 23:59:59", "2026-03\t单位：台",
    ],
)  # fmt: skip
def test_a_title_gives_the_month(title: str) -> None:
    rows = [title.split("\t"), ["制表日期：2026-04-05 10:22", "", "单位：元"], [], ["项目", "实际"], ["intake", "5"]]
    assert values(csv_bytes(rows)) == of("2026-03", intake=5)
    assert values(csv_bytes(rows), "2026-03") == of("2026-03", intake=5)


@pytest.mark.parametrize(
    "title",
    ["月份,2026-03", "期间：,2026年3月,单位：,元", "年份,2026,月份,3月,制表,李"],
)
def test_titles_in_two_cells(title: str) -> None:
    assert values(f"{title}\n\n数据项,单位,数值\nintake,台,5\n") == of("2026-03", intake=5)
    assert values(f"{title}\n数据项,单位,数值\nintake,台,5\n") == of("2026-03", intake=5)


@pytest.mark.parametrize(
    "title",
    [
        "2026-03,门店：west", "门店,west,月份,2026-03", "期间：2026年3月 门店：west 制表：李", "2026-03,Store: west",
        "2026-03,,店名：,WEST",
    ],
)  # fmt: skip
def test_a_title_gives_the_store(title: str) -> None:
    assert values(f"{title}\n数据项,单位,数值\nintake,台,5\n") == of("2026-03", "west", intake=5)


def test_the_store_of_a_title_holds_for_all_tables_below_it_and_gives_way_to_a_column() -> None:
    text = "2026-03,门店：west\n数据项,数值\nintake,5\n\n车间\n数据项,数值,月份\nreworked,6,2026-03\n"
    assert values(text) == of("2026-03", "west", intake=5, reworked=6)
    assert values("2026-03,门店：west\n数据项,门店,数值\nintake,east,5\n") == of("2026-03", "east", intake=5)


@pytest.mark.parametrize("store", ["4s-2025", "3月店", "Q1", "2026", "一季度", "east_2", "城东-旗舰", "目标"])
@pytest.mark.parametrize("word", ["门店：", "Store: "])
def test_a_store_may_be_called_anything(word: str, store: str) -> None:
    file = Path("form.csv")
    file.write_text(f"2026-03 实际数,,\n{word}{store},,\n数据项,编码,本月\n接车台次,intake,5\n", encoding="utf-8")
    (found,) = read_file(file, "form.csv", Known(VOCABULARY, [store, "other"]), None, OPTIONS).given
    assert (found.store, str(found.month)) == (store, "2026-03")


@pytest.mark.parametrize(
    "title", ["门店：", "门店：____", "门店：全部", "经销商：风行汽车销售服务有限公司", "门店月报"]
)
def test_a_title_that_names_no_store(title: str) -> None:
    assert values(f"2026-03\n{title}\n数据项,数值\nintake,5\n") == of("2026-03", intake=5)


@pytest.mark.parametrize("name", ["返修率", "返修率（%）", "返修率%", "rework_rate", "返修率:"])
def test_rates_that_are_computed_are_left_out(name: str) -> None:
    assert values(f"数据项,2026-03\nintake,5\n{name},2.1%\n") == of("2026-03", intake=5)
    assert values(f"月份,intake,{name}\n2026-03,5,2.1\n") == of("2026-03", intake=5)


@pytest.mark.parametrize("unit", ["辆", "台次", "台", "台数", "-", ""])
def test_other_words_for_the_same_unit(unit: str) -> None:
    assert values(f"数据项,单位,2026-03\nintake,{unit},5\n") == of("2026-03", intake=5)
    assert values(f"数据项,2026-03\nintake（{unit.strip('-') or '台'}）,5\n") == of("2026-03", intake=5)


def test_a_month_beside_its_word_may_be_a_heading() -> None:
    assert values("月份,2026-03\nintake,5\nreworked,6\n") == of("2026-03", intake=5, reworked=6)


def test_ids_alone() -> None:
    assert values("编码,备注,2026-03\nintake,a,5\n") == of("2026-03", intake=5)


def test_goals_above_actuals_of_measures_across() -> None:
    assert values("2026年3月\n类别,接车台次,返修台次\n目标,650,13\n实际,640,15\n") == of(
        "2026-03", intake=640, reworked=15
    )


def test_totals_by_any_name() -> None:
    assert values("数据项,2026-03,售后合计\nintake,5,5\n车间小计,5,5\n") == of("2026-03", intake=5)


def test_the_heading_counts_for_more_than_the_title() -> None:
    assert read("2026年3月报表\n数据项 | 1月 | 2月\nintake | 5 | 6") == of("2026-01", intake=5) | of(
        "2026-02", intake=6
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("数据项 | 2026-01\n产值（万元） | 1.5", 15000),
        ("月份 | 产值(千元)\n2026-01 | 1.5", 1500),
        ("月份 | 产值(元)\n2026-01 | 1.5", "1.5"),
        ("项目 | 月份 | 金额（万元）\n产值 | 2026-01 | 1.5", 15000),
        ("单位：万元\n数据项 | 2026-01\n产值 | 1.5", 15000),
        ("售后月报（金额：万元）\n数据项 | 2026-01\n产值 | 1.5", 15000),
        ("Service (amounts: in CNY thousands)\n数据项 | 2026-01\n产值 | 1.5", 1500),
        ("数据项 | 单位 | 2026-01\n产值 | 万元 | 1.5", 15000),
        ("单位：万元\n数据项 | 单位 | 2026-01\n产值 | 元 | 1.5", "1.5"),
        ("数据项 | 2026-01\n产值 | 1.5万元", 15000),
        ("数据项 | 2026-01\n产值 | 1.5万", 15000),
    ],
)
def test_units_of_money(text: str, value: int | str) -> None:
    assert read(text) == of("2026-01", revenue=value)


def test_the_unit_of_a_title_is_that_of_money() -> None:
    assert read("单位：万元、台\n数据项 | 2026-01\n产值 | 1.5\n接车台次 | 640") == of(
        "2026-01", revenue=15000, intake=640
    )


def test_a_sum_beside_its_members_is_a_total() -> None:
    text = "数据项 | 2026-01\n销量 | 9\nsold.a | 4\nsold.b | 5"
    assert read(text) == of("2026-01", None, **{"sold.a": 4, "sold.b": 5})


OUTLINED = """
plan: p
store: east
period: 2026
measures: {sold: {name: 成交, unit: 台, members: {东组: [甲, 乙], 西组: [甲]}}, leads: {name: 线索}}
targets: {sold: {goal: 1}, leads: {goal: 1}}
"""


def test_members_stand_in_short_below_theirs_at_every_depth() -> None:
    plan = load(OUTLINED.encode(), "p.yaml")
    assert isinstance(plan, Plan)
    known = Known(Dictionary([plan]), ["east"], plan.period, totals=plan.targets)
    rows = ("数据项,2026-01", "成交,9", "东组,6", "甲,4", "乙,2", "西组,3", "甲,3", "线索,70")
    found = {one.measure: one.value for one in given("\n".join(rows), known=known)}
    assert found == {"sold.东组.甲": 4, "sold.东组.乙": 2, "sold.西组.甲": 3, "leads": 70}
    twice = "\n".join(("数据项,2026-01", "成交,9", "东组,6", "西组,3"))
    both = load(OUTLINED.replace("西组: [甲]", "甲: []").encode(), "p.yaml")
    assert isinstance(both, Plan)
    of_both = Known(Dictionary([both]), ["east"], both.period, totals=both.targets)
    assert any("甲 may be 成交.甲, 成交.东组.甲" in one for one in problems(twice.replace("西组", "甲"), known=of_both))
    after_another = "\n".join((*rows[:3], rows[-1], rows[3]))
    assert any("there is no measure 甲" in one for one in problems(after_another, known=known))


def test_a_form_names_measures_twice() -> None:
    text = """数据项 | id | 单位 | 口径 | 上月 | 2026-03
              anything | intake | 台 | 按工单计 | 600 | 5
              返修台次 | reworked | 台 | | 9 |"""
    assert read(text) == of("2026-03", intake=5)


def test_what_a_dealer_system_exports() -> None:
    """GB18030, three rows on top, a column of numbers, a row of totals, a footer."""
    text = (
        "风行汽车销售服务有限公司,,,,\r\n售后月度经营报表,,,,\r\n"
        "报表月份：2026年3月,,打印时间：2026-04-02 08:15:30,,单位：万元\r\n"
        '序号,项目名称,计量单位,本月实际,上年同期\r\n1,产值,万元,"1,051.25",980\r\n'
        "2,接车台次,台次,655,640\r\n3,返修台次,台次,,15\r\n合计,,,1706.25,\r\n制表人：李,,审核人：王,,\r\n"
    )
    assert values(text.encode("gb18030")) == of("2026-03", revenue=10512500, intake=655)


def test_places() -> None:
    found = given(csv_bytes([["2026年"], [], ["数据项", "单位", "1月"], ["intake", "台", 5]]))
    assert [str(one.place.said("zh")) for one in found] == ["第 4 行第 3 列"]
    assert found[0].place.cell == "C4"


@pytest.mark.parametrize("head", ["项目（单位）", "项目(计量单位)", "Item (unit)"])
def test_a_heading_that_says_where_units_stand(head: str) -> None:
    text = f"2026年3月,\n{head},实际\nintake（台）,640\n产值（万元）,47\n"
    assert values(text) == of("2026-03", intake=640, revenue=470_000)


@pytest.mark.parametrize("kind", ["售后", "售后服务部", "售后业务", "After-sales"])
def test_a_column_of_the_department_is_of_no_part(kind: str) -> None:
    assert values(f"类别,项目,2026-01\n{kind},产值,120000\n,intake,200\n") == of("2026-01", revenue=120_000, intake=200)


@pytest.mark.parametrize("kind", ["首保", "售后机修", "机修部", "事故车"])
def test_a_column_of_one_kind_of_work_is_of_a_part(kind: str) -> None:
    assert problems(f"类别,项目,2026-01\n{kind},产值,120000\n,intake,200\n") != []


def test_months_that_are_kept_from_being_numbers() -> None:
    assert values("月份,intake\n'202601,'640\n") == of("2026-01", intake=640)
    assert values("项目,'2026-01\nintake,'640\n") == of("2026-01", intake=640)
