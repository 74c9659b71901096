"""A gallery of refused files, with what is said of each in both languages (golden/)."""

from __future__ import annotations

from pathlib import Path

import pytest

from dealerplan.errors import Refused
from dealerplan.words import Lang, text
from tests.golden import check_golden
from tests.intake.reading import given, problems, xlsx_bytes

GOLDEN = Path(__file__).parent / "golden"

ONE: list[list[object]] = [["数据项", "2026-01"], ["接车台次", 5]]
FILES: dict[str, str | bytes] = {
    "everything-at-once": (
        "数据项,2026-01\n接车台数,5\n返修台次,-\n产值,abc\n满意度,0.5\nrate,#REF!\nintake,1\nintake,1\n"
    ),
    "unknown-measure-down": "数据项,2026-01\n接车台数,5\n",
    "unknown-measure-across": "月份,接车台数,返修台次\n2026-01,5,6\n",
    "unknown-heading": "数据项,2026-01,附注2\n接车台次,5,x\n",
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
    "unit-of-the-heading": "数据项,2026-01\n产值（台）,5\n",
    "scale-twice": "数据项,2026-01\n产值（万元）,5万\n",
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", FILES)
def test_gallery(name: str, lang: Lang) -> None:
    with pytest.raises(Refused) as refused:
        given(FILES[name])
    lines = []
    for problem in refused.value.problems:
        lines.append(text(problem.message, lang))
        if problem.hint is not None:
            lines.append("  " + text(problem.hint, lang))
    check_golden(GOLDEN / f"{name}.{lang}", "\n".join(lines) + "\n")


def test_a_month_that_the_file_has_not() -> None:
    assert problems("数据项,2026-01,2026-02\nintake,5,6\n", "2026-03") == [
        "file: the file has 2026-01, 2026-02, nothing of 2026-03"
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
