"""Answers that are kept: what is told is what would be told without them, whatever has changed meanwhile."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from dealerplan.app import status
from tests.conftest import Answer, Dealerplan

STORES = """store,name,region,revenue,intake
s1,One,East,1200,600
s2,Two,West,2400,
s3,Three,West,tbd,900
"""
PLAN = """plan: group-2026
group: three
stores: stores.csv
period: 2026
reporting: {on_time_until: 5}
targets: {revenue: {goal: by store}, intake: {goal: by store}}
milestones: {audit: {due: 2026-03-31}}
"""
ALONE = "plan: alone\nstore: s9\nperiod: 2026\ntargets: {sold: {goal: 120}}\n"
OTHER = "plan: other\nstore: s1\nperiod: 2026\nmeasures: {calls: {was: intake}}\ntargets: {calls: {goal: 5}}\n"
Ask = Callable[..., Answer]


@pytest.fixture
def ask(tmp_path: Path, dealerplan: Dealerplan) -> Ask:
    """A command with a cache, which must say what it says without."""

    def call(*words: str, today: str = "2026-04-08", **environ: str) -> Answer:
        kept = dealerplan(*words, today=today, XDG_CACHE_HOME=f"{tmp_path}/cache", **environ)
        assert kept == dealerplan(*words, today=today, **environ)
        return kept

    return call


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dealerplan: Dealerplan) -> Path:
    """A group of three stores, two of which have recorded, and a store beside it."""
    folder = tmp_path / "group"
    (folder / "plans").mkdir(parents=True)
    (folder / "plans" / "group.yaml").write_text(PLAN, encoding="utf-8")
    (folder / "plans" / "stores.csv").write_text(STORES, encoding="utf-8")
    (folder / "plans" / "alone.yaml").write_text(ALONE, encoding="utf-8")
    monkeypatch.chdir(folder)
    for store in ("s1", "s2"):
        assert dealerplan("record", "2026-01", "revenue=90", "intake=50", "--store", store).code == 0
    return folder


def stop(*_: object) -> None:
    raise AssertionError("evaluated again")


ASKED = [["status", "--store", "s1"], ["status", "--all"], ["group", "--format", "json"]]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_what_has_not_changed_is_not_evaluated_again(
    words: list[str], tmp_path: Path, dealerplan: Dealerplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = f"{tmp_path}/cache"
    first = dealerplan(*words, XDG_CACHE_HOME=cache)
    monkeypatch.setattr(status, "evaluate", stop)
    assert dealerplan(*words, XDG_CACHE_HOME=cache) == first
    assert first.code == 0


CHANGES: dict[str, Callable[[Path, Dealerplan], object]] = {
    "recorded": lambda _, run: run("record", "2026-02", "revenue=70", "--store", "s1"),
    "corrected": lambda _, run: run("correct", "2026-01", "revenue=95", "--store", "s1", "--why", "typed"),
    "taken back": lambda _, run: run("undo", "--store", "s1", "--why", "wrong"),
    "closed": lambda _, run: run("close", "2026-01", "--store", "s1"),
    "done": lambda _, run: run("done", "audit", "--store", "s1"),
    "noted": lambda _, run: run("note", "revenue", "2026-01", "late", "--store", "s1"),
    "a goal of the table": lambda folder, _: (folder / "plans/stores.csv").write_text(STORES.replace("1200", "1300")),
    "a region": lambda folder, _: (folder / "plans/stores.csv").write_text(STORES.replace("East", "North")),
    "a store gone": lambda folder, _: (folder / "plans/stores.csv").write_text(STORES.rpartition("s3")[0]),
    "the plan": lambda folder, _: (folder / "plans/group.yaml").write_text(PLAN.replace("03-31", "06-30")),
    "another plan of a store": lambda folder, _: (folder / "plans/other.yaml").write_text(OTHER),
    "another plan that is wrong": lambda folder, _: (folder / "plans/other.yaml").write_text("plan: other"),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_what_has_changed_is_told(
    words: list[str], change: str, folder: Path, ask: Ask, dealerplan: Dealerplan
) -> None:  # fmt: skip
    ask(*words)
    CHANGES[change](folder, dealerplan)
    ask(*words)
    ask(*words)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("words", ASKED[:2], ids=" ".join)
def test_another_question_has_another_answer(words: list[str], ask: Ask) -> None:
    ask(*words)
    for more in (["--lang", "zh"], ["--as-of", "2026-01"], ["--fail-on", "at_risk"], ["--fail-on", "missed"]):
        ask(*words, *more)
        ask(*words, *more)
    ask(*words, today="2026-03-08")
    ask(*words, COLUMNS="80")
    ask(*words, COLUMNS="120")


@pytest.mark.usefixtures("folder")
def test_whether_a_plan_fails_is_kept_too(ask: Ask) -> None:
    words = ("status", "--store", "s1", "--fail-on", "behind")
    assert [ask(*words).code, ask(*words).code] == [1, 1]


def test_a_cut_book_is_not_told_as_if_it_were_well(folder: Path, ask: Ask) -> None:
    ask("status", "--all")
    with closing(sqlite3.connect(folder / "dealerplan.db")) as book:
        for (guard,) in book.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            book.execute(f"DROP TRIGGER {guard}")
        book.execute("DELETE FROM entry WHERE store = 's1' AND seq = (SELECT max(seq) FROM entry WHERE store = 's1')")
        book.commit()
    assert ask("status", "--all").code == 3
    assert ask("group", "--format", "json").code == 3


def test_answers_that_cant_be_read_are_made_again(folder: Path, tmp_path: Path, ask: Ask) -> None:
    del folder
    ask("status", "--all")
    (file,) = (tmp_path / "cache" / "dealerplan").glob("plans-*.db")
    with closing(sqlite3.connect(file)) as kept:
        kept.execute("UPDATE answer SET text = substr(text, 1, 20)")
        kept.commit()
    ask("status", "--all")
    file.write_bytes(b"no book")
    ask("status", "--all")


@pytest.mark.parametrize("format", ["text", "markdown", "json", "brief"])
def test_a_report_is_kept_while_nothing_has_changed(
    folder: Path, ask: Ask, dealerplan: Dealerplan, monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    words = ("report", "alone", "--format", format)
    first = ask(*words)
    assert ask(*words, "--span", "quarter") != first
    assert dealerplan("record", "2026-01", "sold=9", "--store", "s9").code == 0
    second = ask(*words)
    assert second != first
    with monkeypatch.context() as stopped:
        stopped.setattr("dealerplan.app.report.review", stop)
        assert dealerplan(*words, XDG_CACHE_HOME=str(folder.parent / "cache")) == second
    plan = folder / "plans" / "alone.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("120", "240"), encoding="utf-8")
    assert ask(*words) != second
