"""Every example in the READMEs runs, and prints what they say."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from dealerplan.domain.month import Month
from dealerplan.domain.plan import Plan
from dealerplan.planfile.load import load
from dealerplan.view.target_table import Wanted, heads
from dealerplan.words import Lang, text
from tests.conftest import Dealerplan
from tests.golden import check_golden

ASKS = "dealerplan record 2026-03"  # on a terminal
ROOT = Path(__file__).parents[1]


def _blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def _calls(console: str) -> list[tuple[str, str]]:
    """Each command of a console block with what follows it."""
    parts = re.split(r"^\$ (.*)\n", console, flags=re.MULTILINE)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


def _plan(text: str, folder: Path) -> None:
    """Write the README's plan where the README says."""
    assert "`mkdir -p shop/plans`" in text
    (folder / "shop" / "plans").mkdir(parents=True)
    (folder / "shop" / "plans" / "service.yaml").write_text(_blocks(text, "yaml")[0], encoding="utf-8")


@pytest.mark.parametrize(("name", "lang"), [("README.md", "en"), ("README.zh.md", "zh")])
def test_the_tutorial_runs(
    name: str, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dealerplan: Dealerplan
) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    console = _blocks(text, "console")[0]
    _plan(text, tmp_path)
    monkeypatch.chdir(tmp_path)
    printed = ""
    for call, _ in _calls(console):
        printed += f"$ {call}\n"
        words = shlex.split(call)
        if words[0] == "cd":
            monkeypatch.chdir(words[1])
            continue
        answer = dealerplan(*words[1:], COLUMNS="126", DEALERPLAN_LANG=lang)
        assert answer.err == "", call
        printed += answer.out
    check_golden(ROOT / name, text.replace(console, printed))


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_what_a_changed_plan_says_is_read(name: str) -> None:
    _, changed = _blocks((ROOT / name).read_text(encoding="utf-8"), "yaml")
    plan = load(f"plan: p\nstore: s\nperiod: 2026\n{changed}".encode(), name)
    assert isinstance(plan, Plan), [one.message for one in plan]
    revenue, drives, vehicles = plan.targets
    assert drives.months is not None
    assert (len(revenue.revisions), drives.months.first, vehicles.was) == (1, Month(2026, 5), ("intake",))


@pytest.mark.parametrize(("name", "lang"), [("README.md", "en"), ("README.zh.md", "zh")])
def test_every_command_within_a_sentence_runs(
    name: str, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dealerplan: Dealerplan
) -> None:
    """After the tutorial, one after the other, with what the README installs."""
    text = (ROOT / name).read_text(encoding="utf-8")
    _plan(text, tmp_path)
    monkeypatch.chdir(tmp_path / "shop")
    for file in ("march.csv", "三月.csv"):
        Path(file).write_text("数据项,2026-03\nintake,662\n", encoding="utf-8")
    outside = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    calls = [call for call, _ in _calls(_blocks(text, "console")[0]) if call.startswith("dealerplan")]
    calls += [" ".join(call.split()) for call in re.findall(r"`(dealerplan\s[^`]*)`", outside)]
    assert len(calls) > 20
    answers = {call: dealerplan(*shlex.split(call)[1:], DEALERPLAN_LANG=lang) for call in calls}
    assert {call: answer for call, answer in answers.items() if answer.code} == {ASKS: answers[ASKS]}


@pytest.mark.parametrize(("name", "lang", "head"), [("README.md", "en", "column"), ("README.zh.md", "zh", "列")])
def test_the_columns_are_called_as_the_table_calls_them(name: str, lang: Lang, head: str) -> None:
    rows = (ROOT / name).read_text(encoding="utf-8").partition(f"| {head} |")[2].partition("\n\n")[0].splitlines()[2:]
    said = {word for row in rows for word in re.split("[,、] ?", row.replace("\\|", "/").split("|")[1].strip())}
    titles = {text(column.title, lang).replace("|", "/") for column in heads(Wanted(as_of=Month(2026, 9)))}
    assert said <= titles
