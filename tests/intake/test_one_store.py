"""Files of the one store that there is, or that --store chose: what names no store is of it."""

from __future__ import annotations

import pytest

from tests.intake.reading import EAST, found, given, problems, values, xlsx_bytes

MARCH = "2026年3月,,\n"


def of_march(value: int) -> list[list[object]]:
    return [["2026年3月"], ["项目", "实际"], ["intake", value]]


TWICE = {
    "across": f"{MARCH}项目,east,实际\nintake,640,300\n",
    "sheets": xlsx_bytes(("east", of_march(640)), ("3月备份", of_march(300))),
    "equal": xlsx_bytes(("3月备份", of_march(640)), ("east", of_march(640))),
}


@pytest.mark.parametrize("text", TWICE.values(), ids=TWICE)
def test_a_value_with_its_store_and_one_without_are_two(text: bytes | str) -> None:
    (found,) = problems(text, known=EAST)
    assert "intake of 2026-03 stands in" in found


def test_what_names_no_store_is_of_the_only_one() -> None:
    assert [one.store for one in given(f"{MARCH}项目,实际\nintake,640\n", known=EAST)] == ["east"]


@pytest.mark.parametrize(
    "title", ["east+west 2026年3月", "集团2026年3月月报", "Group March 2026", "2026年3月 east、west"]
)
def test_a_title_of_more_than_the_store_that_was_chosen(title: str) -> None:
    (one,) = problems(f"{title}\n项目,实际\nintake,640\n", known=EAST)
    assert "of more or less than the store" in one
    assert "of more or less than the store" in problems(xlsx_bytes((title, of_march(640)[1:])), known=EAST)[0]
    assert len(given(f"{title}\n项目,east\nintake,640\n", known=EAST)) == 1


@pytest.mark.parametrize("title", ["某某集团2026年3月月报", "某某集团east 2026年3月", "east 2026年3月"])
def test_a_title_of_a_company(title: str) -> None:
    assert len(given(f"{title}\n项目,实际\nintake,640\n", known=EAST)) == 1


@pytest.mark.parametrize("table", ["项目,west\nintake,640\n", "门店,intake\nwest,640\n"])
def test_another_store_than_that_of_the_title_is_told(table: str) -> None:
    read = found(f"east 2026年3月\n{table}")
    assert [one.store for one in read.given] == ["west"]
    assert "the titles say east, and" in str(read.account.warnings[0])
    assert found(f"west 2026年3月\n{table}").account.warnings == []


def test_a_title_of_another_store_than_its_sheets() -> None:
    (one,) = problems(xlsx_bytes(("east", [["west 2026年3月"], *of_march(640)[1:]])))
    assert "the titles say west, the sheet's name east" in one
    assert len(values(xlsx_bytes(("east", [["east 2026年3月"], *of_march(640)[1:]])))) == 1


def test_january_behind_december_as_sheets() -> None:
    def sheets(*names: str) -> bytes:
        return xlsx_bytes(*((name, of_march(at)[1:]) for at, name in enumerate(names, 640)))

    assert "the months run into another year" in problems(sheets("12月", "1月"))[0]
    for names in (("11月", "12月"), ("2月", "1月"), ("2025年12月", "2026年1月"), ("1月", "2月")):
        assert len(values(sheets(*names))) == 2
    assert len(values(sheets("12月", "1月"), "2026-01")) == 1
