"""Files of the one store that there is, or that --store chose: what names no store is of it."""

from __future__ import annotations

import pytest

from tests.intake.reading import EAST, given, problems, xlsx_bytes

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
