"""The Chinese catalogue has every template, means the same by it, and has nothing else."""

from __future__ import annotations

import re
from fractions import Fraction
from string import Formatter

import pytest

from dealerplan.domain.shown import Amount
from dealerplan.words import Message, text
from dealerplan.words.zh import CATALOGUE
from tests.words.templates import computed, templates, titles

TEMPLATES = templates()
CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")  # ideographs and full-width punctuation

UNTRANSLATED = {
    "dealerplan {version}",
    "{counts}",
    "{month}",
    "{done} of {total}",
    "{done} | {planned}",
    "{amount} {unit}",
    "{goal} {each}",
    "! {needed}",
    "! {said}",
    "< {amount}",
    "{amount}",
    "> {amount}",
    "{name} {said}",
    "dealerplan report {plans} {options} --lang en",
    "{hits} of {spans}",
    "{number} {status}",
    "{problem}",
    "{results}",
    "{ranges}",
    "{low} .. {high}",
    "{names}",
    "{name} {value}",
    "{sign} {value}",
    "{sign} {word}",
    'dealerplan correct {words} --why "…"',
    "dealerplan copy --to postgresql://host/database",
    "dealerplan record 2026-03 {pairs}",
    "dealerplan record {words}",
}
"""What needs no Chinese of its own: other messages put together, and command lines."""


OF_CHINESE_FILES = {
    "name the month above the table; a day of printing: 制表日期：…",
    "write its unit in brackets: 产值（万元）",
    "write the unit so: 单位：万元, or behind the measures' names: 产值（万元）",
}
"""Hints on 万元 and the like, which only stand in such files."""


def placeholders(template: str) -> list[tuple[str, str | None, str | None]]:
    """The fields of a template, with the format of each, but for words that only English has by number."""
    fields = [(name, spec, conversion) for _, name, spec, conversion in Formatter().parse(template) if name]
    return sorted(field for field in fields if "|" not in (field[1] or ""))


def test_source_is_read() -> None:
    assert len(TEMPLATES) > 300
    assert {"met", "Show the progress table.", "plans by id, name or file (default: all)"} <= set(TEMPLATES)


def test_every_template_has_chinese() -> None:
    missing = {template: str(place) for template, place in TEMPLATES.items() if template not in CATALOGUE}
    assert missing == {}, "write the Chinese into words/zh.py"


def test_chinese_has_the_same_placeholders() -> None:
    assert [template for template in CATALOGUE if placeholders(CATALOGUE[template]) != placeholders(template)] == []


def test_all_chinese_is_said() -> None:
    assert [template for template in CATALOGUE if template not in TEMPLATES] == [], "delete it from words/zh.py"


def test_chinese_is_chinese() -> None:
    without = {template for template, chinese in CATALOGUE.items() if not CHINESE.search(chinese)}
    assert without == UNTRANSLATED


def test_punctuation_is_chinese() -> None:
    """Between Chinese words stands full-width punctuation, but in lines of YAML to write."""
    assert [said for said in CATALOGUE.values() if MIXED.search(said) and not YAML.search(said)] == []


@pytest.mark.parametrize(
    ("template", "one", "several"),
    [
        ("{n} {n:month|months}", "1 month", "2 months"),
        ("{n} {n:measure is|measures are} missing", "1 measure is missing", "2 measures are missing"),
        ("{n}{n:|s} | {n:a|b}", "1 | a", "2s | b"),
    ],
)
def test_words_follow_their_number(template: str, one: str, several: str) -> None:
    for value, said in ((1, one), (2, several)):
        for fill in (value, str(value), Fraction(value), Amount(Fraction(value))):
            assert text(Message(template, {"n": fill}), "en") == said


def test_no_sentence_has_one_of_many() -> None:
    """A number may be 1: what stands behind it says both."""
    counting = re.compile(r"\{(number|months|entries|count|others|days)\} (more )?\w+s\b")
    assert {template for template in TEMPLATES if counting.search(template)} == set()


def test_english_speaks_english() -> None:
    """Examples in it too; what it quotes of Chinese files is filled in, or of their units."""
    assert {template for template in TEMPLATES if CHINESE.search(template)} == OF_CHINESE_FILES


YAML = re.compile(r"\{\{|: \[")
MIXED = re.compile("[\u3400-\u9fff][,:;?!()]|[,:;?!()][\u3400-\u9fff]")


def test_ends_are_those_of_the_english() -> None:
    """Full stops, spaces and line breaks at the ends."""
    for template, chinese in CATALOGUE.items():
        assert _edges(chinese) == _edges(template)
        assert chinese.endswith("。") == (template.endswith(".") and template not in SHORT), template


SHORT = {"Rev."}


def _edges(words: str) -> tuple[str, str]:
    return words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]


def test_titles_of_columns_are_short() -> None:
    assert len(titles()) > 10
    assert [title for title in titles() if len(re.findall("[\u3400-\u9fff]", CATALOGUE[title])) > 6] == []


def test_templates_are_written_out() -> None:
    """So that this room can find them all."""
    assert [str(place) for place in computed()] == []
