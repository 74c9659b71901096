"""Titles that count up to a month, from one on, or over several, are no month's."""

from __future__ import annotations

from datetime import date

import pytest

from dealerplan.domain.month import Month
from tests.intake.reading import KNOWN, OPTIONS, found, problems, values
from tests.intake.test_layouts import of

COUNTED = [
    "至2026年3月止售后数据", "到2026年3月为止", "2026年3月及以前", "2026年3月以前", "开年以来至2026年3月",
    "开业至2026年3月",
    "2026年初至3月", "2026年3月（含1-2月）", "2026年3月(含二月)", "March 2026 CYTD", "FYTD March 2026", "to March 2026",
    "March 2026 and prior", "inception to March 2026",
    "2026年3月起", "2026年1月以来", "自2026年1月", '"March 2026, since 1 January"', "from January 2026",
    "LTM March 2026", "TTM March 2026", "MAT Mar 2026", "R12 March 2026", "R12M Mar 2026", "L3M March 2026",
    "QE March 2026", "QE Mar 2026", "HE June 2026", "March 2026 (incl. Jan-Feb)",
]  # fmt: skip


@pytest.mark.parametrize("title", COUNTED)
def test_figures_to_date_or_of_several_months(title: str) -> None:
    assert problems(f"{title}\n项目,实际\nintake,1957\n") != []


@pytest.mark.parametrize("title", ["1Q26 aftersales", "1H26", "Q1FY26", "1QFY26", "2026年首季"])
def test_quarters_and_halves_with_the_month_asked_for(title: str) -> None:
    assert problems(f"{title}\n项目,实际\nintake,1957\n", "2026-03") != []


@pytest.mark.parametrize(
    "title",
    [
        "2026年3月到店台次", "2026年3月起重设备", "Report to group March 2026", "R8 2026年3月", "2026年3月前台",
        "自有品牌2026年3月", "2026-03-01 至 2026-03-31", "自2026年3月1日至2026年3月31日", "2026年3月（含返修）",
    ],
)  # fmt: skip
def test_the_same_words_of_other_things(title: str) -> None:
    assert values(f"{title}\n项目,实际\nintake,640\n") == of("2026-03", intake=640)


@pytest.mark.parametrize("title", ["至2026年3月31日止", "到2026年3月为止", "to March 2026"])
def test_a_level_up_to_a_months_end(title: str) -> None:
    from dealerplan.app.values import Dictionary
    from dealerplan.domain.plan import Plan
    from dealerplan.planfile.load import load

    plan = load(
        b"plan: p\nstore: east\nperiod: 2026\nmeasures: {stock: {unit: x, over_time: last}}\n"
        b"targets: {stock: {goal: 1}}\n",
        "p.yaml",
    )
    assert isinstance(plan, Plan)
    known = KNOWN._replace(measures=Dictionary([plan]), totals=plan.targets)
    options = OPTIONS._replace(today=date(2026, 11, 20))
    (one,) = found(f"{title}\n项目,实际\nstock,5\n", options=options, known=known).given
    assert (one.month, int(one.value)) == (Month(2026, 3), 5)
