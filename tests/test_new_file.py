"""A new file is whole or not there, and no other file is touched."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from dealerplan.app.files import new_file
from dealerplan.errors import BookError, UsageError
from tests.conftest import no_links

FILE = Path("x.db")


def names() -> list[str]:
    return sorted(file.name for file in Path().iterdir())


def write(content: str, meanwhile: Callable[[], None] = lambda: None) -> None:
    with new_file(str(FILE)) as partial:
        partial.write_text(content)
        meanwhile()


def full() -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.usefixtures("drive")
def test_it_is_there_at_the_end_and_others_are_left_alone() -> None:
    Path("x.db.partial").write_text("mine")
    with new_file(str(FILE)) as partial:
        partial.write_text("new")
        assert not FILE.exists()
    assert FILE.read_text() == "new"
    assert Path("x.db.partial").read_text() == "mine"
    assert names() == ["x.db", "x.db.partial"]


@pytest.mark.usefixtures("drive")
def test_of_two_writers_the_first_to_finish_wins() -> None:
    with pytest.raises(UsageError, match=r"x\.db is there already"):
        write("slow", meanwhile=lambda: write("quick"))
    assert FILE.read_text() == "quick"
    assert names() == ["x.db"]


@pytest.mark.usefixtures("drive")
def test_nothing_is_left_of_what_failed() -> None:
    with pytest.raises(BookError, match=r"x\.db can't be written: No space"):
        write("half", meanwhile=full)
    assert names() == []


def test_nothing_is_left_where_the_name_can_not_be_filled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", no_links)
    monkeypatch.setattr(Path, "replace", no_links)
    with pytest.raises(BookError, match=r"x\.db can't be written"):
        write("new")
    assert names() == []


def test_a_folder_that_is_not_there() -> None:
    with pytest.raises(BookError, match=r"nowhere/x\.db can't be written"), new_file("nowhere/x.db"):
        raise AssertionError


def test_a_long_name_in_chinese() -> None:
    file = Path("年" * 80 + ".csv")
    with new_file(str(file)) as partial:
        partial.write_text("new")
    assert names() == [file.name]
