"""What is recorded is the whole store's whole month, in units that are read: anything less is asked."""

from __future__ import annotations

from datetime import date

import pytest

from dealerplan.errors import Refused
from dealerplan.intake import lexicon
from tests.intake.reading import KNOWN, OPTIONS, found, problems, values, xlsx_bytes
from tests.intake.test_layouts import of

MARCH = of("2026-03", intake=640)
UNFINISHED = [
    "统计口径:1日-25日", "备注:不含3月26-31日数据", "更新时间:2026-03-25 18:00", "数据更新至25日", "3月数据不完整",
    "数据未结账", "取数时间 2026-03-28", "制表日期:2026年3月25日", "仅含东区", "Data cut-off: 25 March 2026",
    "Cut off 3/25/2026", "Excludes last week of March", "Last refreshed: 2026-03-25", "Month not closed yet",
    "Does not include March 26 to 31",
    "截止到25号", "截至25日", "as at 25 Mar", "Data through the 25th", "本表数据只到25日", "本表不含最后3天",
    "最后一周未录入",
    "本月仅统计20天", "only 20 days", "尚缺3天", "未包含周末",
    "填报日期 3月25日", "日期：2026-3-25", "Extracted 2026-03-25", "Last refreshed: 25/03/2026",
    "Report date: 25 March 2026",
    "2026-03-25", "制表：李 2026-03-25",
    "不含钣喷车间", "不含二网", "excluding body shop", "without branch 2", "二网数据未报", "以上仅为机修车间数据",
    "含2月补录", "注：含1-2月", "以上为集团合计", "本表为华东区汇总", "注：以上数据为集团汇总",
    "Figures are for the whole group",
]  # fmt: skip
FINISHED = [
    "制表日期：2026-03-31", "打印：2026-04-02", "备注：不含PDI", "不含税", "更新时间：2026-04-02", "初步",
    "备注：不含返工单", "仅供内部使用", "日期：2026-04-02", "填报日期 4月2日", "Report date: 2 April 2026",
    "Extracted 2026-04-02",
    "打印日期：31/03/2026", "制表：李 2026-04-02", "注：含索赔", "含3月", "本月20个工作日", "excluding PDI",
    "2026-03-31",
    "下次例会：2026-03-25", "本表为售后部汇总",
]  # fmt: skip


@pytest.mark.parametrize("text", UNFINISHED)
def test_figures_of_a_month_that_is_not_whole(text: str) -> None:
    assert problems(f"2026年3月售后月报,\n项目,实际\nintake,640\n{text},\n") != []
    assert problems(f"2026年3月售后月报,\n{text}\n项目,实际\nintake,640\n") != []


@pytest.mark.parametrize("text", FINISHED)
def test_figures_of_a_month_that_is(text: str) -> None:
    assert values(f"2026年3月售后月报,\n项目,实际\nintake,640\n{text},\n") == MARCH
    assert values(f"2026年3月售后月报,\n{text}\n项目,实际\nintake,640\n") == MARCH


@pytest.mark.parametrize(
    "title", ["2026年3月15日", "日期：2026年3月15日", "2026年3月15日售后数据", "15 March 2026", "2026-03-15"]
)
def test_a_title_of_one_day_is_no_month(title: str) -> None:
    assert problems(f"{title},\n项目,实际\nintake,640\n", "2026-03") != []


def test_a_title_of_the_months_last_day() -> None:
    assert values("2026年3月31日,\n项目,实际\nintake,640\n", "2026-03") == MARCH


def test_a_month_to_date_is_the_month_once_it_has_ended() -> None:
    text = "2026年3月本月累计,\n项目,数值\nintake,640\n"
    assert values(text) == MARCH
    with pytest.raises(Refused):
        found(text, options=OPTIONS._replace(today=date(2026, 3, 20)))


@pytest.mark.parametrize(
    "title",
    [
        "2026年3月 服务顾问：张三",
        "机修车间2026年3月报表",
        "2026年3月 Team: A",
        "维修班组2026年3月",
        "张三个人业绩 2026年3月",
    ],
)
def test_a_part_of_the_store_in_a_title(title: str) -> None:
    (problem,) = problems(f"{title}\n项目,实际\nintake,5\n")
    assert "is a part of the store" in problem


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("2026年3月暂估", "no actuals of a month"),
        ("March 2026 provisional", "no actuals of a month"),
        ("2026年3月（部分）", "the figures are not whole"),
        ("2026年3月(至20日)", "more or less than one month"),
        ("2026年3月增量", "no actuals of a month"),
        ("2026年3月 较去年", "no actuals of a month"),
    ],
)
def test_a_title_of_estimates_and_differences(title: str, reason: str) -> None:
    (problem,) = problems(f"{title}\n项目,实际\nintake,5\n")
    assert reason in problem


@pytest.mark.parametrize("word", ["快报", "初步数", "preliminary", "flash"])
def test_what_may_still_change_is_told(word: str) -> None:
    for text in (f"2026年3月 {word}\n项目,实际\nintake,640\n", f"2026年3月\n项目,实际\nintake,640\n{word}\n"):
        read = found(text)
        assert [int(one.value) for one in read.given] == [640]
        (warning,) = read.account.warnings
        assert "says that the figures may still change" in str(warning)


def test_a_sheet_of_a_part_of_the_store() -> None:
    rows: list[list[object]] = [["2026年3月"], ["项目", "实际"], ["intake", 640]]
    for name in ("机修车间", "一组", "钣喷", "Team A", "Body shop"):
        assert f"{name} is a part of the store" in problems(xlsx_bytes((name, rows)))[0]
    for name in ("售后", "Sheet1", "服务顾问", "马自达", "顾客数", "方案", "唐山", "徐州店", "戴姆勒"):
        assert values(xlsx_bytes((name, rows))) == MARCH, name


@pytest.mark.parametrize("line", ["销售顾问,张三", "车型,(多项)"])
def test_a_filter_of_a_pivot_table(line: str) -> None:
    assert problems(f"{line}\n月份,intake\n2026年3月,5\n") != []


def test_advisers_whose_total_is_the_stores() -> None:
    text = "2026年3月服务顾问业绩表\n顾问,intake\n甲,5\n乙,6\n合计,11\n"
    assert values(text) == of("2026-03", intake=11)
    assert problems(text.replace("合计,11\n", "")) != []


def test_a_unit_under_no_heading() -> None:
    assert problems("2026年3月,,\n项目,实际,\nintake,640,台\nrevenue,47,万元\n") != []


@pytest.mark.parametrize("title", ["(x 1000)", "In hundreds", "(TCNY)", "CNY in 1'000", "(000 omitted)"])
def test_scales_of_money_that_are_not_read(title: str) -> None:
    assert problems(f"Report {title},\nItem,Mar 2026\nrevenue,470\n") != []


def test_units_of_a_heading_and_a_column() -> None:
    assert values("项目,单位,2026年3月\nrevenue,万元,47\n") == of("2026-03", revenue=470_000)
    assert problems("2026年3月\n项目,单位,数值\nrevenue（元）,万元,47\n") != []


def test_a_figure_only_where_totals_stand() -> None:
    assert problems("2026年3月,,\n项目,实际,小计\nintake,640,\nrevenue,,470000\n") != []


def test_days_with_their_weekdays_and_a_total() -> None:
    days, weekdays = list(range(1, 32)), list(("一二三四五六日" * 5)[:31])
    page: list[list[object]] = [["项目", *days, "累计"], ["", *weekdays, ""], ["intake", *[2] * 31, 62]]
    assert values(xlsx_bytes(("2026年3月", page))) == of("2026-03", intake=62)


def test_more_names_than_a_file_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "MOST_TEXTS", 50)
    (problem,) = problems("项目,2026-01\n" + "".join(f"甲{at}某,5\n" for at in range(51)))
    assert "more than 50 different names" in problem


def test_every_note_of_a_row_is_read() -> None:
    text = "数据项,2026-03,备注,口径\nintake,640,注：以上均为目标数,{}\n"
    assert problems(text.format("")) != []
    assert problems(text.format("按单")) != []


def test_a_total_of_the_plan_with_too_little_to_compare_it_with() -> None:
    assert values("项目,2026-03\nt,5000\nintake,640\n") == MARCH


@pytest.mark.parametrize("heading", ["类别", "板块", "业务板块", "部门"])
def test_groups_of_measures(heading: str) -> None:
    text = f"2026年3月\n{heading},指标,数值\n服务,intake,640\n,返修台次,9\n满意,score,93\n"
    assert values(text) == of("2026-03", intake=640, reworked=9, score="0.93")


@pytest.mark.parametrize("name", ["a", "其中：a", "　a"])
def test_members_below_their_measure(name: str) -> None:
    want = {(None, "2026-03", "sold.a"): 5, (None, "2026-03", "sold.b"): 6}
    assert values(f"项目,2026-03\n销量,11\n{name},5\nb,6\n") == want
    assert values(f"项目,2026-03\n销量,\n{name},5\nb,6\n") == want


def test_members_below_another_measure_are_asked() -> None:
    (problem,) = problems("项目,2026-03\n销量,11\nsold.b,6\nintake,640\na,5\n")
    assert problem.startswith("file: row 5, column 1: there is no measure a [it is a member:")


TWELVE: list[list[object]] = [["项目", *range(1, 13), "合计"], ["intake", 600, 500]]
TWO = of("2026-01", intake=600) | of("2026-02", intake=500)


@pytest.mark.parametrize(("tab", "titles"), [("2026年", []), ("S", [["2026年售后"]]), ("2026", [])])
def test_twelve_numbers_under_a_year_are_its_months(tab: str, titles: list[list[object]]) -> None:
    assert values(xlsx_bytes((tab, [*titles, *TWELVE]))) == TWO


@pytest.mark.parametrize(("tab", "titles"), [("S", []), ("S", [["2026年3月"]]), ("3月", [["2026年"]])])
def test_twelve_numbers_elsewhere_may_be_days(tab: str, titles: list[list[object]]) -> None:
    assert (
        "1 may be a month or a day [write year and month: 2026-03]"
        in problems(xlsx_bytes((tab, [*titles, *TWELVE])))[0]
    )


def test_numbers_beside_a_heading_of_months() -> None:
    assert values("2026年,,,\n月份,1,2,合计\nintake,600,500,1100\n") == TWO


def test_figures_that_count_up_are_no_headings() -> None:
    heads = ",".join(f"{number}月" for number in range(1, 13))
    text = f"2026年\n项目,{heads}\nintake,{','.join(map(str, range(1, 13)))}\n"
    assert len(values(text)) == 12


def test_kinds_of_one_measure_are_parts() -> None:
    assert problems("2026年3月\n类别,指标,数值\n保修,intake,40\n自费,intake,600\n") != []
    assert problems("2026年3月\n类别,指标,数值\n保修,intake,40\n") != []


@pytest.mark.parametrize(
    "title",
    [
        "2026年3月起亚店售后月报", "3月起动机维修", "Data from March 2026", "March 2026 (for internal use only)",
        "Report for the group, March 2026", "2026年3月个人贷款报表", "Figures in brackets are negative, March 2026",
        "Key figures in detail, March 2026", "2026年3月  单位：城西", "2026年3月  单位：广本",
    ],
)  # fmt: skip
def test_an_honest_title_is_of_its_month(title: str) -> None:
    assert values(f"{title}\n项目,实际\nintake,640\n") == MARCH


@pytest.mark.parametrize(
    "name", ["售后合计", "售后部合计", "售后服务部合计", "SA合计", "维修合计", "总合计", "Total A/S", "Total - service"]
)
def test_a_total_of_the_department_is_the_stores(name: str) -> None:
    assert values(f"2026年3月\n班组,intake\n甲,320\n乙,320\n{name},640\n") == MARCH


def test_a_total_of_money_is_told_where_it_is_more_than_rounding() -> None:
    text = "2026年3月\n班组,revenue\n甲,103333\n乙,103333\n丙,103333\n合计,{total}\n"
    assert found(text.format(total="310000")).account.warnings == []
    assert len(found(text.format(total="320000")).account.warnings) == 1


NAMED = KNOWN._replace(stores=["east"], names={"城东店": "east"})


@pytest.mark.parametrize("title", ["城南店 2026年3月", "2026年3月城南店售后月报", "华通城南4S店2026年3月报表"])
def test_a_shop_that_is_not_the_plans_is_told(title: str) -> None:
    told = [str(one) for one in found(f"{title}\n项目,实际\nintake,640\n", known=NAMED).account.warnings]
    assert ["names" in one and "城南" in one and "城东店" in one for one in told] == [True]


@pytest.mark.parametrize(
    "title",
    ["城东店 2026年3月", "城东4S店2026年3月", "华通城东店 2026年3月", "本店2026年3月", "2026年3月全店数据",
     "2026年3月店内数据", "4S店2026年3月报表", "2026年3月客户到店报表", "2026年3月进店客户", "我们店 2026年3月",
     "售后服务店月报2026年3月", "我司4S店 2026年3月", "集团4S店2026年3月", "2026年3月专卖店", "钣喷店2026年3月"],
)  # fmt: skip
def test_a_shop_that_may_be_theirs_is_not(title: str) -> None:
    assert found(f"{title}\n项目,实际\nintake,640\n", known=NAMED).account.warnings == []


def test_shops_without_names_can_not_be_told_apart() -> None:
    text = "城南店 2026年3月\n项目,实际\nintake,640\n"
    assert found(text).account.warnings == []
    for names in ({"4S店": "east"}, {"城东店": "east", "城西店": "west"}):
        assert found(text, known=NAMED._replace(names=names)).account.warnings == []


def test_a_file_that_names_the_store_of_each_row_is_of_these() -> None:
    text = "城南店 2026年3月\n门店,项目,实际\n城东店,intake,640\n"
    assert found(text, known=NAMED).account.warnings == []
