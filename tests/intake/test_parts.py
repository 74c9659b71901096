"""Rows of advisers, teams and workshops: which total is the store's."""

from __future__ import annotations

import pytest

from tests.intake.reading import found, problems, values
from tests.intake.test_layouts import of

HEAD = "2026年3月,\n顾问,intake\n"
OF_PARTS = {
    "a workshop": "2026年3月,\n车间,intake\n机修车间,320\n钣喷车间,100\n机修车间合计,320\n",
    "those above it alone": f"{HEAD}甲,320\n乙,320\n小计,640\n丙,100\n",
    "of which": f"{HEAD}甲,320\n乙,320\n其中新人合计,100\n",
    "a team": "2026年3月,,\n班组,顾问,intake\n一组,甲,320\n,乙,320\n一组合计,,640\n",
    "a team beside it": "2026年3月,,\n班组,顾问,intake\n一组,甲,320\n,乙,320\n,合计,640\n二组,丙,100\n",
    "a person": f"{HEAD}甲,320\n张三合计,100\n",
    "a letter": f"{HEAD}甲,320\nTotal team A,100\n",
    "the first": f"{HEAD}甲,320\n前10名合计,100\n",
    "the group": f"{HEAD}甲,320\n集团合计,1280\n",
    "subtotals alone": f"{HEAD}甲,320\n乙,320\n小计,640\n丙,100\n小计,100\n",
    "nobody named": f"{HEAD}甲,320\n乙,320\n,100\n",
}


@pytest.mark.parametrize("text", OF_PARTS.values(), ids=OF_PARTS)
def test_a_total_of_some_parts_is_not_the_stores(text: str) -> None:
    assert problems(text) != []


@pytest.mark.parametrize(
    "name", ["合计", "小计：", "全店合计", "本店合计", "east合计", "合计（2人）", "intake合计", "Grand total", ""]
)
def test_the_stores_total_names_no_part(name: str) -> None:
    assert values(f"{HEAD}甲,320\n乙,320\n{name},640\n") == of("2026-03", intake=640)
    assert values(f"{HEAD}{name or '合计'},640\n甲,320\n乙,320\n") == of("2026-03", intake=640)


@pytest.mark.parametrize(
    "rows",
    [
        "一组,甲,320\n,乙,320\n一组合计,,640\n二组,丙,100\n二组合计,,100\n总计,,740\n",
        "一组,甲,320\n,乙,320\n小计,,640\n二组,丙,100\n小计,,100\n总计,,740\n",
        "总计,,740\n一组,甲,320\n,乙,320\n小计,,640\n二组,丙,100\n小计,,100\n",
        "售后部,甲,320\n,乙,420\n,合计,740\n",
        "售后部,甲,320\n,乙,420\n,其中：新人,50\n,合计,740\n",
    ],
)
def test_the_total_of_all_parts_beside_subtotals(rows: str) -> None:
    read = found(f"2026年3月,,\n班组,顾问,intake\n{rows}")
    assert [int(one.value) for one in read.given] == [740]
    assert read.account.warnings == []


def test_a_total_that_its_parts_do_not_make_is_told() -> None:
    text = f"{HEAD}甲,320\n乙,320\n合计,650\n"
    assert [str(one) for one in found(text).account.warnings] == [
        "合计 of 接车台次 in 2026-03 is 650 (B5), and its parts make 640"
    ]
    assert values(text) == of("2026-03", intake=650)


@pytest.mark.parametrize("rows", ["甲,90\n乙,92\n全店,91\n", "甲,很好\n乙,92\n全店,91\n"])
def test_scores_do_not_add_up(rows: str) -> None:
    read = found(f"2026年3月,\n顾问,满意度\n{rows}")
    assert (len(read.given), read.account.warnings) == (1, [])


def test_a_part_that_is_no_number_is_not_added_up() -> None:
    read = found(f"{HEAD}甲,320台\n乙,320元\n合计,650\n")
    assert ([int(one.value) for one in read.given], read.account.warnings) == ([650], [])
