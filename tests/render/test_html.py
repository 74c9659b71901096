"""Pages that hold all they show."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dealerplan.render.formats import Options, writer
from dealerplan.render.html import page as html
from dealerplan.render.theme import FILLS, INKS, SERIES
from dealerplan.view.document import Block, Document, Heading, Line
from tests.render.corpus import corpus
from tests.render.readers import page

ELEMENTS = set(
    "html head meta title style body main section h1 h2 h3 p ul li div table thead tbody tr th td a span figure "
    "figcaption svg desc polygon header dl dt dd line rect circle polyline text".split()
)
CSS = Path(html.__file__).with_name("page.css").read_text(encoding="utf-8")


def written(name: str) -> bytes:
    return writer("html")(corpus()[name], "zh", Options())


@pytest.mark.parametrize("name", sorted(corpus()))
def test_a_page_runs_and_asks_for_nothing(name: str) -> None:
    _, elements, attributes = page(written(name))
    assert elements <= ELEMENTS
    assert not {"src", "xlink:href", "srcset", "action", "style"} & attributes
    assert not [one for one in attributes if one.startswith("on")]
    assert not re.search(r"url\(|@import|@font-face", CSS)


@pytest.mark.parametrize("name", sorted(corpus()))
def test_links_lead_to_parts_of_the_same_page(name: str) -> None:
    text = written(name).decode()
    led = set(re.findall(r'href="([^"]*)"', text))
    assert led <= {f"#{one}" for one in re.findall(r'id="([^"]*)"', text)}
    assert bool(led) is (name == "reports")  # several plans, a row each


def test_a_page_says_what_it_is() -> None:
    text = written("aftersales").decode()
    assert text.startswith('<!DOCTYPE html>\n<html lang="zh-CN">\n<head><meta charset="utf-8">')
    assert "default-src 'none'" in text
    assert "<title>售后服务部年度计划</title>" in text
    assert '<html lang="en">' in writer("html")(corpus()["empty"], "en", Options()).decode()


def test_what_stands_in_a_table_is_told_to_who_cannot_see_it() -> None:
    text = written("aftersales").decode()
    assert re.search(r'<h1 id="h1">', text)
    assert re.search(r'<table role="table" class="cards" aria-labelledby="h1">', text)
    assert text.count('<th scope="col"') == 16 + 6
    assert re.search(r'aria-label="72.9% | 75.0%"', text)


def test_a_target_is_kept_together_on_paper() -> None:
    """All that stands below a heading of level 3, up to the next heading."""
    blocks: list[Block] = [
        Heading("a"),
        Heading("b", 3),
        Line("c"),
        Heading("d", 3),
        Line("e"),
        Heading("f", 2),
        Line("g"),
    ]
    text = writer("html")(Document(blocks), "en", Options()).decode().partition("<section>")[2]
    chapters = re.findall(r'<div class="chapter">(.*?)</div>', text, re.DOTALL)
    assert [re.findall(r">(\w)<", chapter) for chapter in chapters] == [["b", "c"], ["d", "e"]]
    assert text.count("<div") == text.count("</div")
    assert ".chapter { break-inside: avoid; }" in CSS


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tone", sorted(INKS))
def test_colours_can_be_read(tone: str) -> None:
    inks, fills = {str(name): ink for name, ink in INKS.items()}, {str(name): fill for name, fill in FILLS.items()}
    assert contrast(inks[tone], "FFFFFF") >= 4.5
    assert contrast(inks[tone], fills.get(tone, "FFFFFF")) >= 4.5


@pytest.mark.parametrize("colour", sorted({*INKS.values(), *FILLS.values(), *SERIES.values()}))
def test_pages_have_the_same_colours_as_office_documents(colour: str) -> None:
    assert f"#{colour.lower()}" in CSS
