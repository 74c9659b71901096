"""The Chinese catalogue has every template, means the same by it, and has nothing else."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from dealerplan.words.zh import CATALOGUE
from tests.words.templates import computed, templates

TEMPLATES = templates()
CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")  # ideographs and full-width punctuation

UNTRANSLATED = {
    "{counts}",
    "{error}",
    "{example}",
    "{goal} {each}",
    "{hits} of {spans}",
    "{number} {status}",
    "{problem}",
    "{results}",
    "{sign} {word}",
    'dealerplan correct {month} {name}={value} --why "…"',
    "dealerplan record 2026-03 intake=662",
    "dealerplan record 2026-03 {pairs}",
    "dealerplan record {month} {name}={value}",
}
"""What needs no Chinese of its own: other messages put together, and command lines."""


def placeholders(template: str) -> list[tuple[str, str | None, str | None]]:
    """The fields of a template, with the format of each."""
    return sorted((name, spec, conversion) for _, name, spec, conversion in Formatter().parse(template) if name)


def test_source_is_read() -> None:
    assert len(TEMPLATES) > 300
    assert {"met", "Show the progress table.", "plans by id or file (default: all)"} <= set(TEMPLATES)


@pytest.mark.parametrize("template", TEMPLATES)
def test_template_has_chinese(template: str) -> None:
    assert template in CATALOGUE, f"said in {TEMPLATES[template]}; write its Chinese into words/zh.py"
    assert placeholders(CATALOGUE[template]) == placeholders(template)


@pytest.mark.parametrize("template", CATALOGUE)
def test_chinese_is_said(template: str) -> None:
    assert template in TEMPLATES, "nothing says it any more; delete it from words/zh.py"


@pytest.mark.parametrize("template", set(CATALOGUE) - UNTRANSLATED)
def test_chinese_is_chinese(template: str) -> None:
    assert CHINESE.search(CATALOGUE[template])


def test_exceptions_are_needed() -> None:
    assert {template for template in UNTRANSLATED if template not in CATALOGUE} == set()
    assert {template for template in UNTRANSLATED if CHINESE.search(CATALOGUE[template])} == set()


@pytest.mark.parametrize("template", CATALOGUE)
def test_chinese_punctuation(template: str) -> None:
    """Between Chinese words stands full-width punctuation; ends and edges are those of the English."""
    chinese = CATALOGUE[template]
    assert not re.search("[\u3400-\u9fff][,:;?!()]|[,:;?!()][\u3400-\u9fff]", chinese)
    assert chinese.endswith("。") == (template.endswith(".") and template not in SHORT)
    assert _edges(chinese) == _edges(template)


SHORT = {"Rev."}


def _edges(words: str) -> tuple[str, str]:
    return words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]


def test_templates_are_written_out() -> None:
    """So that this room can find them all."""
    assert [str(place) for place in computed()] == []
