"""A unit that stands around figures is read from its parts, or refused: it is never passed over."""

from __future__ import annotations

import pytest

from tests.intake.reading import problems, values, xlsx_bytes
from tests.intake.test_layouts import of

MONEY = "项目,2026-01\n产值,47\n"
THINGS = "项目,2026-01\nintake,640\n"
BOTH = "项目,2026-01\n产值,47\nintake,640\n"


def quoted(text: str) -> str:
    """A text as one cell of CSV."""
    return '"' + text.replace('"', '""') + '"'


SCALES = {
    "单位：萬元": 10**4, "單位：億元": 10**8, "十元": 10, "拾万元": 10**5, "金额单位：仟元": 1000, "(仟元)": 1000,
    "人民幣萬元": 10**4, "in billions": 10**9, "all amounts in k": 1000, "Amounts are stated in RMB": 1,
}  # fmt: skip


@pytest.mark.parametrize("title", SCALES)
def test_scales_in_titles(title: str) -> None:
    assert values(f"{title}\n{MONEY}") == of("2026-01", revenue=47 * SCALES[title])


@pytest.mark.parametrize("name", ["售后（萬元）", "萬元"])
def test_scales_on_a_tab(name: str) -> None:
    rows = [["项目", "2026-01"], ["产值", 47]]
    assert values(xlsx_bytes((name, rows))) == of("2026-01", revenue=470_000)


UNREAD = [
    "单位：分", "单位：角", "单位：毛", "单位：bp", "单位：％", "单位：Wan", "单位：打", "单位：批",
    "单位：元/台", "单位：萬輛", "单位：欧元",
    "unit: cents", "in 10k RMB", "CNY mio", "in crores", "in lakhs", "1e4 CNY", "T CNY", "WRMB", "x 10^4", "10⁴ CNY",
    "¥ 10 000", "Amounts in EUR", "All figures in $", "HK$", "单位：日元", "单位：港元", "(CNY mio)",
]  # fmt: skip


@pytest.mark.parametrize("text", UNREAD)
def test_units_that_no_figure_is_in(text: str) -> None:
    assert len(problems(f"{quoted(text)}\n{MONEY}")) == 1
    assert len(problems(f"{MONEY}{quoted(text)}\n")) == 1


@pytest.mark.parametrize("unit", ["打", "批", "人"])
def test_units_of_other_things(unit: str) -> None:
    assert len(problems(f"单位：{unit}\n{THINGS}")) == 1


HONEST = [
    "单位：元", "单位：元、%", "单位：元,辆", "单位：元/台", "单位：元；比率：%", "单位：东店",
    "填报单位：万达汽车", "Business unit: Garage",
    "All figures in this sheet are unaudited", "Figures in March", "RMB report", "RMB 2026", "We sold cars in 2026",
    "In house", "In house sales",
]  # fmt: skip


@pytest.mark.parametrize("text", HONEST)
def test_titles_and_footers_that_say_nothing_new(text: str) -> None:
    both = of("2026-01", revenue=47, intake=640)
    assert values(f"{quoted(text)}\n{BOTH}") == both
    assert values(f"{BOTH}{quoted(text)}\n") == both


def test_a_store_behind_the_word_for_units() -> None:
    assert values(f"单位：east\n{THINGS}") == of("2026-01", "east", intake=640)


def test_beside_a_unit_another_word_is_a_name() -> None:
    assert values(f"单位：甲\n单位：万元\n{MONEY}单位：乙\n") == of("2026-01", revenue=470_000)


def test_a_title_of_money_says_nothing_of_things() -> None:
    assert values(f"单位：万元\n{THINGS}") == of("2026-01", intake=640)


@pytest.mark.parametrize("heading", ["金额（元）", "实际(USD)", "金额（万元）", "实际（元/台）"])
def test_money_over_things(heading: str) -> None:
    (found,) = problems(f"2026年3月,\n项目,{heading}\nintake,640\n")
    assert "接车台次 is in 台, not in " in found


def test_money_over_both_is_of_the_money() -> None:
    for heading in ("金额（万元）", "金额（万元/台）"):
        text = f"2026年3月,\n项目,{heading}\nintake,640\n产值,47\n"
        assert values(text) == of("2026-03", intake=640, revenue=470_000)


DITTO = "2026年3月,,\n项目,单位,实际\n{}\n"


@pytest.mark.parametrize("mark", ["〃", "″", '""""', "同上", "Ditto"])
def test_ditto_marks_in_the_column_of_units(mark: str) -> None:
    text = DITTO.format(f"intake,台,640\nreworked,{mark},15\n产值,万元,47")
    assert values(text) == of("2026-03", intake=640, reworked=15, revenue=470_000)
    assert values(DITTO.format(f"rate,万元,3\n产值,{mark},47"))[None, "2026-03", "revenue"] == 470_000
    assert problems(DITTO.format(f"intake,台,640\n产值,{mark},47")) != []
    assert problems(DITTO.format(f"产值,{mark},47")) != []


@pytest.mark.parametrize("dash", ["-", "—", ""])
def test_no_unit_below_one_with_a_scale(dash: str) -> None:
    (found,) = problems(DITTO.format(f"rate,万元,3\nintake,{dash},640\n产值,{dash},47"))
    assert "no unit stands here, and 万元 above" in found


@pytest.mark.parametrize("text", ["单位：欧元", "单位：千元"])
def test_money_on_a_page_of_text(text: str) -> None:
    page = [["2026年3月"], ["项目", "实际"], ["产值", 47]]
    (found,) = problems(xlsx_bytes(("3月", page), ("说明", [[text]])))
    assert "stands on a sheet without figures" in found
    assert values(xlsx_bytes(("3月", page), ("说明", [["单位：甲"]]))) == of("2026-03", revenue=47)


def test_a_heading_with_the_unit_of_its_amounts() -> None:
    assert problems("项目,Amounts in EUR\n产值,47\n", "2026-03") != []
    for heading in ("Figures in thousands", "all amounts in k"):
        assert values(f"项目,{heading}\n产值,47\n", "2026-03") == of("2026-03", revenue=47_000)
