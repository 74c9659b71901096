"""Catalogues have every sentence of the source and nothing else; the Chinese one means the same, in Chinese."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from dealerplan.words.languages import HERE
from dealerplan.words.po import Entry, read, written
from tests.golden import check_golden
from tests.words.renewed import forms, renewed
from tests.words.templates import computed, sentences, templates, titles

TEMPLATES = templates()
CATALOGUES = sorted(HERE.glob("*.po"))


def entries(file: Path) -> list[Entry]:
    """The sentences of a catalogue, without its head."""
    return read(file.read_text(encoding="utf-8"))[1:]


CATALOGUE = {entry.id: entry.said[0] for entry in reversed(entries(HERE / "zh.po"))}  # of several contexts the first
CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")  # ideographs and full-width punctuation

UNTRANSLATED = {
    "  {said}",
    "({number}) {what}",
    "{before}{amount}{behind}",
    "{change}>",
    "{each} {sign}",
    "{hits}/{spans}",
    "{month} {rate}",
    "{moved}",
    "{name}",
    "{name} {before} → {now}",
    "{name} {gap}",
    "{name} {hits}/{spans}",
    "{name} {status}",
    "{one}",
    "{one}  {other}",
    "{one}{two}",
    "{rates}",
    "{said}",
    "{said}!",
    "{sign}{value}",
    "{sign}{value}{unit}",
    "{span}",
    "{span} with {value}",
    "{store} {plan}, {period}",
    "{store}, {plan}",
    "{unit}!",
    "≤{amount}",
    "dealerplan {version}",
    "{counts}",
    "{month}",
    "{done} of {total}",
    "{done} | {planned}",
    "{goal} {each}",
    "! {said}",
    "< {amount}",
    "> {amount}",
    "dealerplan report {plans} {options} --lang en",
    "{problem}",
    "{results}",
    "{ranges}",
    "{low} .. {high}",
    "{names}",
    "{kind} {of}",
    "{name} {value}",
    "{sign} {word}",
    "{amount}{unit}",
    "{store} {recorded}/{asked}",
    "{cases} = {rate}",
    "({number})",
    "{target}",
    "#",
    "{one} {other}",
    'dealerplan correct {words} --why "…"',
    "dealerplan copy --to postgresql://host/database",
    "dealerplan record 2026-03 {pairs}",
    "dealerplan record {words}",
    "{name} {gap} = {drivers}",
    "en",
}
"""What needs no Chinese of its own: other messages put together, and command lines."""


OF_CHINESE_FILES = {
    "name the month above the table; a day of printing: 制表日期：…",
    "write its unit in brackets: 产值（万元）",
    "write the unit so: 单位：万元, or behind the measures' names: 产值（万元）",
}
"""Hints on 万元 and the like, which only stand in such files."""


def placeholders(template: str) -> list[tuple[str, str | None, str | None]]:
    """The fields of a template, with the format of each."""
    return sorted((name, spec, conversion) for _, name, spec, conversion in Formatter().parse(template) if name)


def test_source_is_read() -> None:
    assert len(TEMPLATES) > 300
    assert {"met", "Open a closed month again.", "plans by id, name or file (default: all)"} <= set(TEMPLATES)


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.stem)
class TestEveryLanguage:
    def test_catalogue_is_as_the_source_has_it(self, file: Path) -> None:
        """`make words` renews it."""
        check_golden(file, written(renewed(read(file.read_text(encoding="utf-8")))))

    def test_every_sentence_is_said(self, file: Path) -> None:
        missing = [entry.id for entry in entries(file) if not entry.is_ready and not entry.obsolete]
        assert missing == [], f"write them into words/{file.name}"

    def test_all_is_said(self, file: Path) -> None:
        """What the source says no more serves what took its place, then goes."""
        assert [entry.id for entry in entries(file) if entry.obsolete] == [], f"delete it from words/{file.name}"

    def test_placeholders_are_the_same(self, file: Path) -> None:
        for entry in entries(file):
            for said in filter(None, entry.said):
                assert placeholders(said) == placeholders(entry.plural or entry.id)

    def test_forms_are_those_of_the_language(self, file: Path) -> None:
        count = forms(read(file.read_text(encoding="utf-8"))[0])
        assert {len(entry.said) for entry in entries(file) if entry.plural} == {count}


def test_plurals_have_their_number() -> None:
    for sentence in sentences():
        fields = placeholders(sentence.template)
        assert not sentence.plural or placeholders(sentence.plural) == fields
        assert not sentence.plural or ("number", "", None) in fields


def test_chinese_is_chinese() -> None:
    without = {template for template, chinese in CATALOGUE.items() if not CHINESE.search(chinese)}
    assert without == UNTRANSLATED


def test_punctuation_is_chinese() -> None:
    """Between Chinese words stands full-width punctuation, but in lines of YAML to write."""
    assert [said for said in CATALOGUE.values() if MIXED.search(said) and not YAML.search(said)] == []


def test_no_sentence_has_one_of_many() -> None:
    """A number may be 1: what is said of it has a plural."""
    counting = re.compile(r"\{(number|months|entries|count|others|days)\} (more )?\w+s\b")
    assert {one.template for one in sentences() if not one.plural and counting.search(one.template)} == set()


def test_english_speaks_english() -> None:
    """Examples in it too; what it quotes of Chinese files is filled in, or of their units."""
    assert {template for template in TEMPLATES if CHINESE.search(template)} == OF_CHINESE_FILES


YAML = re.compile(r"\{\{|: \[")
MIXED = re.compile("[\u3400-\u9fff][,:;?!()]|[,:;?!()][\u3400-\u9fff]")


def test_ends_are_those_of_the_english() -> None:
    """Full stops, spaces and line breaks at the ends."""
    for template, chinese in CATALOGUE.items():
        assert _edges(chinese) == _edges(template) or template in SPACED
        assert chinese.endswith("。") == (template.endswith(".") and template not in SHORT), template


SHORT = {"Rev."}
SPACED = {" {in_months}"}  # which begins with a bracket in Chinese


def _edges(words: str) -> tuple[str, str]:
    return words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]


def test_titles_of_columns_are_short() -> None:
    assert len(titles()) > 10
    assert [title for title in titles() if len(re.findall("[\u3400-\u9fff]", CATALOGUE[title])) > 7] == []


def test_templates_are_written_out() -> None:
    """So that this room can find them all."""
    assert [str(place) for place in computed()] == []
