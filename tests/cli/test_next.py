"""`dealerplan next`: next year's plan file."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from dealerplan.app.check import BOOK_FINDINGS
from tests.conftest import Dealerplan
from tests.golden import check_golden
from tests.samples import NAMES, PLANS, TODAY, fill

GOLDEN = Path(__file__).parent / "golden" / "next"


def data_of(file: Path) -> Any:
    return yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def findings(dealerplan: Dealerplan, name: str, today: str = TODAY) -> set[tuple[str, str]]:
    answer = dealerplan("check", name, "--format", "json", today=today)
    assert answer.code in (0, 1), answer.err
    found = answer.json()["findings"]  # of the plan alone: its book is this year's
    return {(one["code"], one["target"]) for one in found if one["code"] not in BOOK_FINDINGS}


@pytest.mark.parametrize("name", NAMES)
def test_the_year_after_each_packaged_plan(
    name: str, dealerplan: Dealerplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without growth nothing new is found, and everything is there."""
    monkeypatch.chdir(fill(dealerplan, tmp_path / name, name))
    this_year = findings(dealerplan, name)
    for lang in ("en", "zh"):
        file = Path(f"{lang}.yaml")
        answer = dealerplan("next", "--out", str(file), "--lang", lang, today=TODAY)
        assert (answer.code, answer.err) == (0, "")
        assert findings(dealerplan, str(file)) == this_year
        was, now = data_of(PLANS / "zh" / f"{name}.yaml"), data_of(file)
        for section in ("measures", "targets", "milestones"):
            assert list(now.get(section, ())) == list(was.get(section, ()))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_a_manager_reads(
    lang: str, dealerplan: Dealerplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(fill(dealerplan, tmp_path / "w", "aftersales"))
    answer = dealerplan("next", "--growth", "8%", "--lang", lang, today=TODAY)
    assert (answer.code, answer.err) == (0, "")
    check_golden(GOLDEN / f"{lang}.txt", answer.out)
    check_golden(GOLDEN / f"{lang}.yaml", Path("plans/aftersales-2027.yaml").read_text(encoding="utf-8"))


PLAN = """plan: p
store: s
period: 2026
measures: {m: {unit: 台}, part: {unit: 台, within: m}, stock: {over_time: last}}
targets:
  m: {goal: 1200, revisions: [{from: 2026-03, goal: 1300, why: x}]}
  share: {formula: part / m, goal: under 20%}
  monthly: {formula: m, goal: 100, each: month}
  stock: {goal: 50, start: 30}
  half: {formula: m, goal: 700, from: 2026-07}
  over: {formula: m, goal: over last year}
milestones:
  early: {due: 2026-02-01}
  late: {due: 2026-05-01}
"""


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dealerplan: Dealerplan) -> Path:
    (tmp_path / "w" / "plans").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "w")
    Path("plans/p.yaml").write_text(PLAN, encoding="utf-8")
    for month, values in (("2026-01", ("m=90", "part=20", "stock=33")), ("2026-03", ("m=110", "part=22", "stock=40"))):
        assert dealerplan("record", month, *values).code == 0
    assert dealerplan("done", "early", "--on", "2026-02-03").code == 0
    return Path("plans/p-2027.yaml")


def test_goals_stand_beside_this_years_goal_and_result(small: Path, dealerplan: Dealerplan) -> None:
    assert dealerplan("next", "p").code == 0
    lines = [line.strip() for line in small.read_text(encoding="utf-8").splitlines()]
    assert lines[0] == "# made from plans/p.yaml with what was recorded to 2026-03"
    assert [line for line in lines if line.startswith("goal:")] == [
        "goal: 1300  # 2026: goal ≥1,300台 (at first ≥1,200台), actual 200 (to 2026-03), without February 2026",
        "goal: under 20%  # 2026: goal <20%, actual 21% (to 2026-03), without February 2026",
        "goal: 100  # 2026: goal ≥100台 each month, held 1 of 2 months (to 2026-03), without February 2026",
        "goal: 50  # 2026: goal ≥50, actual 40 (to 2026-03), without February 2026",
        "goal: 700  # 2026: goal ≥700台, nothing recorded",
        "goal: over last year  # 2026: goal > last year, actual 200 (to 2026-03), without February 2026",
    ]
    assert "start: 40" in lines
    assert "early: {due: 2027-02-01}  # 2026: due 2026-02-01, done 2026-02-03" in lines
    assert "late: {due: 2027-05-01}  # 2026: due 2026-05-01, not done" in lines


def test_before_anything_is_recorded(workspace: Path, dealerplan: Dealerplan) -> None:
    answer = dealerplan("next")
    assert (answer.code, answer.err) == (0, "")
    made = next((workspace / "plans").glob("*-2027.yaml")).read_text(encoding="utf-8")
    assert "nothing was recorded yet\n" in made


def test_the_only_plan_is_meant_else_one_is_named(small: Path, dealerplan: Dealerplan) -> None:
    shutil.copy("plans/p.yaml", "plans/q.yaml")
    Path("plans/q.yaml").write_text(PLAN.replace("plan: p", "plan: q"), encoding="utf-8")
    answer = dealerplan("next")
    assert (answer.code, answer.err) == (2, "error: there are several plans: p, q\n  hint: name one of them\n")
    assert dealerplan("next", "q").code == 0
    assert not small.exists()


def test_a_file_or_plan_that_is_there_is_never_overwritten(small: Path, dealerplan: Dealerplan) -> None:
    small.write_text(PLAN.replace("plan: p", "plan: other"), encoding="utf-8")
    before = small.read_bytes()
    answer = dealerplan("next", "p")
    assert answer.code == 2
    assert "is there already" in answer.err
    assert small.read_bytes() == before
    small.unlink()
    assert dealerplan("next", "p").code == 0
    for words in ((), ("--out", "plans/again.yaml")):
        answer = dealerplan("next", "p", *words)
        assert (answer.code, answer.err.splitlines()[0]) == (
            2, "error: the plan p-2027 stands in plans/p-2027.yaml already"
        )  # fmt: skip
    assert dealerplan("next", "p", "--out", "elsewhere.yaml").code == 0
    assert dealerplan("next", "p", "--out", "elsewhere.yaml").code == 2
    assert sorted(file.name for file in Path("plans").iterdir()) == [".book", "p-2027.yaml", "p.yaml"]


@pytest.mark.parametrize("growth", ["8", "0.08", "x", "", "-100%", "8万", "8%%"])
def test_a_growth_is_a_percentage(growth: str, small: Path, dealerplan: Dealerplan) -> None:
    answer = dealerplan("next", "--growth", growth)
    assert answer.code == 2
    assert "hint: write a percentage: 8%" in answer.err
    assert not small.exists()


@pytest.mark.parametrize(
    ("growth", "goal"), [("8%", "1404"), ("-5%", "1235"), ("2.5 percent", "1333"), ("０％", "1300")]
)
def test_goals_grow(growth: str, goal: str, small: Path, dealerplan: Dealerplan) -> None:
    assert dealerplan("next", f"--growth={growth}").code == 0
    assert data_of(small)["targets"]["m"]["goal"] == goal


@pytest.mark.usefixtures("small")
def test_what_check_newly_finds_is_said(dealerplan: Dealerplan) -> None:
    """A rate that stays while what it divides grows contradicts it; who asks for growth is told."""
    text = PLAN.replace("milestones:", "  daily: {formula: m / months, goal: 108}\nmilestones:")
    Path("plans/p.yaml").write_text(text, encoding="utf-8")
    assert "check finds" not in dealerplan("next", "--out", "same.yaml").out
    assert "  - check finds goals-disagree: " in dealerplan("next", "--growth", "20%").out


def test_a_plan_that_is_wrong_is_refused(small: Path, dealerplan: Dealerplan) -> None:
    Path("plans/p.yaml").write_text("plan: p\n", encoding="utf-8")
    answer = dealerplan("next")
    assert (answer.code, small.exists()) == (2, False)


@pytest.mark.usefixtures("small")
def test_the_commands_to_go_on_with_work(dealerplan: Dealerplan) -> None:
    out = dealerplan("next").out
    line = out.splitlines()[-1].split()
    assert line[:2] == ["dealerplan", "check"]
    assert dealerplan(*line[1:]).code in (0, 1)


def test_who_may_read_a_plan_may_read_the_next(first_quarter: Path, dealerplan: Dealerplan) -> None:
    (first_quarter / "plans" / "aftersales.yaml").chmod(0o600)
    assert dealerplan("next", "--out", "next.yaml").code == 0
    assert Path("next.yaml").stat().st_mode & 0o777 == 0o600
