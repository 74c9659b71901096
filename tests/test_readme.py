"""Every example in the READMEs runs, and prints what they say."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.conftest import Dealerplan
from tests.golden import check_golden

ROOT = Path(__file__).parents[1]


def _blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def _calls(console: str) -> list[tuple[str, str]]:
    """Each command of a console block with what follows it."""
    parts = re.split(r"^\$ (.*)\n", console, flags=re.MULTILINE)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


@pytest.mark.parametrize(("name", "lang"), [("README.md", "en"), ("README.zh.md", "zh")])
def test_the_tutorial_runs(
    name: str, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dealerplan: Dealerplan
) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    console = _blocks(text, "console")[0]
    (tmp_path / "shop" / "plans").mkdir(parents=True)
    (tmp_path / "shop" / "plans" / "service.yaml").write_text(_blocks(text, "yaml")[0], encoding="utf-8")
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
