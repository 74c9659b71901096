"""No value is dropped, moved to another month or scaled without a word."""

from __future__ import annotations

import re

import pytest

from tests.intake.reading import Values, found, problems, values, xlsx_bytes
from tests.intake.test_layouts import of
from tests.intake.test_workbook import edited, one

MARCH: list[list[object]] = [["2026年3月"], ["项目", "实际"], ["intake", 640]]


@pytest.mark.parametrize(
    "rows",
    [
        [["2026年4月"], ["项目", "某数"], ["intake", 655]],
        [["intake", 655]],
        [["Apr 2026"], ["measrue", "vlaue"], ["intake", 655]],
        [["reworked", 6], [], *MARCH],
        [*MARCH, [], ["其他", "实际发生"], ["reworked", 6]],
    ],
)
def test_numbers_of_measures_outside_tables_are_refused(rows: list[list[object]]) -> None:
    assert len(problems(xlsx_bytes(("3月", MARCH), ("x", rows)))) >= 1


def test_a_sheet_of_goals_and_one_of_notes_are_left_out() -> None:
    goals: list[list[object]] = [["项目", "目标值"], ["intake", 650]]
    notes: list[list[object]] = [["序号", "指标", "口径"], [1, "intake", "按工单计"]]
    assert values(xlsx_bytes(("3月", MARCH), ("x", goals), ("说明", notes))) == of("2026-03", intake=640)


def test_a_sheet_named_as_a_store_is_of_it() -> None:
    assert values(xlsx_bytes(("east", MARCH), ("west", MARCH))) == of("2026-03", "east", intake=640) | of(
        "2026-03", "west", intake=640
    )


def test_a_total_is_that_of_its_members_in_the_same_month() -> None:
    text = "月份,销量,sold.a,sold.b\n2026-02,30,10,20\n2026-03,33,{parts}\n"
    (problem,) = problems(text.format(parts=","))
    assert "sold is the sum of its members" in problem
    account = found(text.format(parts="10,20")).account
    assert [str(one) for one in account.warnings] == [
        "销量 of 2026-03 is 33 in the file (B3), and what is recorded makes 30"
    ]
    assert (account.taken, account.left) == (4, 2)


REFUSED = {
    "a unit left empty below one with a scale": "2026-03\n项目,单位,实际\n产值,万元,16\n产值,,30",
    "a year beside no month": "2026-03\n年份,项目,实际\n2025,intake,600",
    "a kind that is a year": "2026年3月\n项目,类别,数值\nintake,2025年,600",
    "an unknown kind": "2026年3月\n项目,类别,数值\nintake,售后,600",
    "a note that says last year's": "2026年\n项目,备注,1月\nintake,去年数,600",
    "last year's below": "2026-03\n项目,实际\nintake,640\n去年同期\nreworked,9",
    "a total below": "2026-03\n项目,实际\nintake,640\n二、全年累计\nreworked,9",
    "another year below": "2026年\n项目,1月\nintake,640\n2025年\nreworked,9",
    "another month below": "2026年3月\n项目,实际\nintake,640\n2026年4月\nreworked,9",
    "a number under no heading": "项目,2026-01,,2026-03\nintake,640,655,662",
    "a number beside the headings": "项目,2026-01,2026-02\nintake,640,655,662",
    "a number moved aside": "2026-03\n项目,实际\nreworked,6\nintake,,640",
    "a unit below": "2026-03\n项目,金额\n产值,16\n单位：万元",
    "two units": "2026-03\n单位：万元\n（元）\n项目,金额\n产值,16",
    "foreign money in a title": "2026-03\n单位：美元\n项目,金额\n产值,16",
    "foreign money in a heading": "2026-03\n项目,金额（千美元）\n产值,16",
    "a percentage of cars": "2026-03\n项目,实际（%）\nintake,16",
    "last year's in brackets": "月份,Rate（去年）\n2026-03,4",
    "a year in brackets": "2026-03\n项目,实际\nRate(2025年),4",
    "last year's value": "2026-03\n项目,实际（去年）\nintake,4",
    "goals": "2026年3月目标分解\n项目,实际\nintake,640",
    "goals over months": "2026年目标分解\n项目,1月\nintake,640",
    "a part of a month": "2026年3月上旬\n项目,实际\nintake,640",
    "a week": "2026年3月第2周\n项目,实际\nintake,640",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_may_be_something_else_is_refused(name: str) -> None:
    assert problems(REFUSED[name] + "\n") != []


@pytest.mark.parametrize(
    "title",
    [
        "2026年1-3月经营情况",
        "2026年第一季度经营情况",
        "2026年度经营情况",
        "2025年经营情况",
        "2026年",
    ],
)
def test_a_title_that_is_not_of_one_month(title: str) -> None:
    (found,) = problems(f"{title}\n项目,实际\nintake,640\n", "2026-03")
    assert f"{title} says more or less than one month" in found
    assert values(f"{title}\n项目,本月,本年累计\nintake,640,9\n", "2026-03")[None, "2026-03", "intake"] == 640


@pytest.mark.parametrize("sheet", ["2026年度", "3月上旬"])
def test_a_sheet_that_is_not_of_one_month(sheet: str) -> None:
    assert problems(xlsx_bytes((sheet, MARCH[1:])), "2026-03") != []


@pytest.mark.parametrize("title", ["统计期间：2026年3月1日-31日", "统计期间：3月1日至3月31日"])
def test_days_of_a_period_name_its_month(title: str) -> None:
    text = f"{title}\n项目,实际\nintake,640\n"
    assert values(text, "2026-03") == of("2026-03", intake=640)
    assert "the file has 2026-03, nothing of 2026-04" in problems(text, "2026-04")[0]
    assert values(f"制表日期：2026-03-31\n{text.replace(title, '')}", "2026-04") == of("2026-04", intake=640)


@pytest.mark.parametrize(
    ("title", "scale"),
    [
        ("2026年3月产值（万元）", 10_000), ("单位：,万元", 10_000), ("单位 万元", 10_000), ("单位:人民币万元", 10_000),
        ("单位：RMB万元", 10_000), ("单位：百万", 10**6), ("计量单位：万", 10_000), ("(in thousands)", 1000),
        ("Unit: thousand yuan", 1000), ("填报单位：万达汽车", 1),
    ],
)  # fmt: skip
def test_units_in_titles(title: str, scale: int) -> None:
    assert values(f"{title}\n项目,金额\n产值,16\n", "2026-03") == of("2026-03", revenue=16 * scale)


@pytest.mark.parametrize("heading", ["项目（万元）", "项目 单位：万元"])
def test_units_in_the_heading_of_measures(heading: str) -> None:
    assert values(f"{heading},金额\n产值,16\nintake,5\n", "2026-03") == of("2026-03", revenue=160_000, intake=5)


YEARS: dict[str, Values] = {
    "年份,月份,intake\n2025,1月,600\n,2月,610": of("2025-01", intake=600) | of("2025-02", intake=610),
    "2026年\n年份,项目,1月\n2025,intake,600\n2026,intake,610": of("2025-01", intake=600) | of("2026-01", intake=610),
    "2026年\n项目,,1月\nintake,2026年,610\n,2025年,600": of("2025-01", intake=600) | of("2026-01", intake=610),
}


@pytest.mark.parametrize("text", YEARS)
def test_a_year_holds_for_the_rows_below_it(text: str) -> None:
    assert values(text + "\n") == YEARS[text]


@pytest.mark.parametrize(
    ("cell", "refused"),
    [
        (' t="str"><f>1+8</f><v></v></c>', True),
        (' t="str"><f>1+8</f></c>', True),
        (' t="str"><f>IF(A1="","",2)</f><v></v></c>', False),
        ('><f>IF(A1="","",2)</f></c>', True),
    ],
)
def test_a_formula_of_text_may_be_uncomputed_too(cell: str, refused: bool) -> None:
    raw = edited(one("=1+8"), lambda xml: re.sub(r'<c r="B2"[^>]*><f>1\+8</f>.*?</c>', f'<c r="B2"{cell}', xml))
    assert ("never computed" in problems(raw)[0]) is refused


@pytest.mark.parametrize("name", ["INTAKE", "1、接车台次", "其中：接车台次", "接车台次：", "(1) intake"])
def test_names_as_lists_write_them(name: str) -> None:
    assert values(f"项目,实际\n{name},5\n", "2026-03") == of("2026-03", intake=5)
