"""Many plans are told as few are: whatever was compiled before, and however many processes share the work."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from dealerplan.app import processes
from tests.cli.conftest import refused
from tests.conftest import Dealerplan

STORES = 35
PLAN = """plan: {id}
store: s{store:02}
period: 2026
measures: {{sold: {{unit: 台}}, revenue: {{unit: 元}}, only-{id}: {{}}}}
targets:
  sold-{kind}: {{name: Sold {id}, formula: sold, goal: 120, each: month}}
  revenue-{kind}: {{formula: revenue, goal: 1200000}}
milestones: {{m{store}: {{name: M {id}, due: 2026-03-31}}}}
"""
FORMATS = [["status"], ["status", "--lang", "zh"], ["status", "--format", "json"], ["status", "--format", "csv"]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of two plans a store, of which some are recorded."""
    folder = tmp_path_factory.mktemp("many")
    (folder / "plans").mkdir()
    for kind in "ab":  # so that a store's plans do not follow each other
        for store in range(STORES):
            id = f"{kind}{store:02}"
            text = PLAN.format(id=id, store=store, kind=kind)
            (folder / "plans" / f"{id}.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def many(folder: Path, dealerplan: Dealerplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The workspace, with a cache of the test's own, and two processors."""
    monkeypatch.chdir(folder)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    if not (folder / "dealerplan.db").exists():
        for store in (0, 7, 34):
            for month in ("2026-01", "2026-02"):
                values = [f"sold={9 + store}", "revenue=100000", f"only-a{store:02}=1", f"only-b{store:02}=1"]
                assert dealerplan("record", month, *values, "--store", f"s{store:02}").code == 0
    return tmp_path / "cache"


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("words", FORMATS, ids=" ".join)
def test_processes_say_what_one_would(
    words: list[str], dealerplan: Dealerplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = dealerplan(*words)
    monkeypatch.setattr(processes, "MANY", 1000)
    assert shared == dealerplan(*words)
    assert shared.code == 0
    assert "Sold a34" in shared.out


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("limit", ["missed", "behind", "at_risk"])
def test_any_of_them_fails_all(limit: str, dealerplan: Dealerplan, monkeypatch: pytest.MonkeyPatch) -> None:
    shared = dealerplan("status", "--fail-on", limit)
    monkeypatch.setattr(processes, "MANY", 1000)
    assert dealerplan("status", "--fail-on", limit) == shared
    assert shared.code == 1


@pytest.mark.parametrize(
    "words", [*FORMATS, ["show", "b07/sold-b"], ["show", "Sold a34"], ["status", "a03"]], ids=" ".join
)
def test_compiled_plans_say_what_files_do(words: list[str], many: Path, dealerplan: Dealerplan) -> None:
    read = dealerplan(*words)
    assert read.code == 0
    for _ in range(2):
        assert dealerplan(*words, XDG_CACHE_HOME=str(many)) == read


@pytest.mark.parametrize("word", ["sold-a", "a05/none", "Sold", "sold", "old-a", "M a34", "a77/sold-a", ""])
def test_what_a_word_cannot_mean_is_told_of_all(word: str, many: Path, dealerplan: Dealerplan) -> None:
    dealerplan("status", XDG_CACHE_HOME=str(many))
    refused(found := dealerplan("show", word, XDG_CACHE_HOME=str(many)))
    assert found == dealerplan("show", word)


def test_a_changed_plan_is_found_again(many: Path, folder: Path, dealerplan: Dealerplan) -> None:
    file = folder / "plans" / "a20.yaml"
    before = file.read_text(encoding="utf-8")
    assert dealerplan("show", "a20/sold-a", XDG_CACHE_HOME=str(many)).code == 0
    file.write_text(before.replace("sold-a", "cars-a"), encoding="utf-8")
    try:
        refused(dealerplan("show", "a20/sold-a", XDG_CACHE_HOME=str(many)))
        assert dealerplan("show", "a20/cars-a", XDG_CACHE_HOME=str(many)).code == 0
    finally:
        file.write_text(before, encoding="utf-8")


@pytest.mark.parametrize("words", FORMATS, ids=" ".join)
def test_a_log_that_is_broken_late_lets_nothing_be_said(
    words: list[str], many: Path, tmp_path: Path, folder: Path, dealerplan: Dealerplan
) -> None:
    del many
    book = tmp_path / "broken.db"
    book.write_bytes((folder / "dealerplan.db").read_bytes())
    with closing(sqlite3.connect(book)) as db:
        db.execute("DROP TRIGGER entry_stays")
        db.execute("UPDATE entry SET sealed = 'x' WHERE store = 's34' AND seq = 1")
        db.commit()
    refused(dealerplan(*words, "--db", str(book)), "Expecting value", code=3)
