"""A gallery of refused files, with what is said of each in both languages (golden/)."""

from __future__ import annotations

from pathlib import Path

import pytest

from dealerplan.errors import Refused
from dealerplan.words import Lang, text
from tests.golden import check_golden
from tests.intake.reading import TWO_YEARS, given, problems, xlsx_bytes

GOLDEN = Path(__file__).parent / "golden"

ONE: list[list[object]] = [["数据项", "2026-01"], ["接车台次", 5]]
FILES: dict[str, str | bytes] = {
    "everything-at-once": (
        "数据项,2026-01\n接车台数,5\n返修台次,-\n产值,abc\n满意度,0.5\nrate,#REF!\nintake,1\nintake,1\n"
    ),
    "unknown-measure-down": "数据项,2026-01\n接车台数,5\n",
    "unknown-measure-across": "月份,接车台数,返修台次\n2026-01,5,6\n",
    "unknown-heading": "数据项,2026-01,区域甲\n接车台次,5,x\n",
    "unknown-month": "月份,接车台次\n二零二六,5\n",
    "unknown-store": "门店,数据项,2026-01\neats,接车台次,5\n",
    "no-store": "数据项,2026-01,门店\n接车台次,5,\n返修台次,6,west\n",
    "no-measure": "数据项,2026-01\n接车台次,5\n,6\n",
    "no-month": "数据项,数值\n接车台次,5\n",
    "no-year": "数据项,3月\n接车台次,5\n",
    "no-year-in-rows": "月份,接车台次\n3月,5\n",
    "no-year-in-title": "三月报表\n数据项,数值\n接车台次,5\n",
    "several-months-in-titles": "2026年1月至2026年3月\n数据项,数值\n接车台次,5\n",
    "months-over-the-year": "2026年\n数据项,11月,12月,1月\n接车台次,5,6,7\n",
    "title-against-sheet": xlsx_bytes(("4月", [["2026年3月报表"], ["数据项", "数值"], ["接车台次", 5]])),
    "twice": "数据项,2026-01,2026-01\n接车台次,5,5\n",
    "twice-across-sheets": xlsx_bytes(("a", ONE), ("b", ONE)),
    "sum-of-members": "数据项,2026-01\n销量,5\n",
    "measures-both-ways": "数据项,2026-01,接车台次\n返修台次,5,6\n",
    "id-against-name": "id,数据项,2026-01\nintake,返修台次,5\n",
    "id-of-a-target-against-name": "大类,项目,2026-01\n返修率,返修台次,5\n,接车台次,90\n",
    "word-beside-a-measure": "项目,2026-01\n接车台次（批售）,5\n接车台次（零售）,6\n",
    "unit-in-a-note": "项目,2026-01,备注\n接车台次,5,\n产值,26.4,万元\n",
    "unit-of-the-heading": "数据项,2026-01\n产值（台）,5\n",
    "unit-of-the-column": "月份,产值（台）\n2026-01,5\n2026-02,6\n",
    "unit-of-the-row": "数据项,单位,2026-01,2026-02\n接车台次,人,5,6\n产值,件,5,6\n",
    "unit-of-a-measure-without-one": "数据项,单位,2026-01\nrate,%,94.2\n",
    "rates": "数据项,单位,2026-01,2026-02\n客户满意度,%,94.2%,95%\n好评,%,94,95\n投诉率,,2‰,3‰\n",
    "unknown-store-in-title": "2026年3月,,门店：eats\n数据项,数值\n接车台次,5\n",
    "in-order-of-rows": "数据项,2026-01\n销量,5\n接车台数,5\n产值,x\n",
    "same-heading-in-every-month": "2026年\n门店,1月,,2月,\n,接车台数,返修台次,接车台数,返修台次\neast,1,2,3,4\n",
    "no-values": "2026-03\n数据项,数值\n接车台次,\n返修台次,\n",
    "scale-twice": "数据项,2026-01\n产值（万元）,5万\n",
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", FILES)
def test_gallery(name: str, lang: Lang) -> None:
    with pytest.raises(Refused) as refused:
        given(FILES[name], planned=TWO_YEARS)
    lines = []
    for problem in refused.value.problems:
        lines.append(text(problem.message, lang))
        if problem.hint is not None:
            lines.append("  " + text(problem.hint, lang))
    check_golden(GOLDEN / f"{name}.{lang}", "\n".join(lines) + "\n")


def test_a_month_that_the_file_has_not() -> None:
    assert problems("数据项,2026-01,2026-02\nintake,5,6\n", "2026-03") == [
        "file: row 2, column 2: the file has 2026-01, 2026-02, nothing of 2026-03"
    ]


def test_what_other_months_have_is_no_matter() -> None:
    assert problems("数据项,2026-01,2026-02\nintake,x,6\n", "2026-02") == []
    assert problems("月份,intake\n2026-01,x\n2026-02,6\n", "2026-02") == []


def test_only_a_row_with_values_can_be_wrong() -> None:
    assert problems("数据项,2026-01\n一、售后,\nintake,5\n制表人：李,\n") == []


def test_the_first_problems_are_said_and_the_others_counted() -> None:
    found = problems("数据项,2026-01\n" + "intake,x\n" * 173)
    assert len(found) == 51
    assert found[-1] == "file: and 123 more problems"


def test_no_values_of_a_month() -> None:
    assert problems("数据项,2026-03\nintake,\n", "2026-03") == [
        "file: the file has no values of 2026-03 [fill it in first]"
    ]


def test_problems_of_sheets_come_in_the_order_of_sheets() -> None:
    total: list[list[object]] = [["数据项", "2026-01"], ["销量", 5]]
    wrong: list[list[object]] = [["数据项", "2026-01"], ["intake", "x"]]
    found = problems(xlsx_bytes(("z", total), ("a", wrong)))
    assert [one.split(":")[1] for one in found] == [
        " sheet z, cell B2 (row 2, column B)",
        " sheet a, cell B2 (row 2, column B)",
    ]


@pytest.mark.parametrize(
    "row", ["审核：,,制表：,", "制表日期,,2026-04-05 10:22,", "填报人：李,,,审核人：王", ",,以上数据已核对,"]
)
def test_a_row_without_any_number_is_a_footer(row: str) -> None:
    assert problems(f"数据项,单位,2026-01,2026-02\nintake,台,5,6\n{row}\n") == []


@pytest.mark.parametrize("row", ["审核：,,12个,", "审核：,,#REF!,", "审核：,,制表：,7", "intake,,制表：,"])
def test_a_row_with_a_number_or_a_known_name_is_none(row: str) -> None:
    assert len(problems(f"数据项,单位,2026-01,2026-02\nreworked,台,5,6\n{row}\n")) == 1


def test_a_footer_hides_no_titles() -> None:
    second = "售后,,单位：万元\n数据项,单位,2026-02\n产值,,5\n"
    assert problems(f"数据项,单位,2026-01\nintake,台,5\n{second}") == []
    assert [int(one.value) for one in given(f"数据项,单位,2026-01\nintake,台,5\n{second}")] == [5, 50000]
