"""Markdown, laid out as GitHub reads it."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from dealerplan.domain.shown import Amount, Percent
from dealerplan.render.formats import Options, writer
from dealerplan.render.widths import narrowed
from dealerplan.view.document import Bar, Block, Cell, Column, Document, Heading, Items, Line, Table
from dealerplan.words import say
from tests.render.readers import in_markdown, markdown


def written(document: Document) -> str:
    return writer("markdown")(document, "en", Options()).decode()


def test_layout() -> None:
    bars = Column("progress", say("Progress | plan"), "fixed", bare=say("Planned progress"))
    columns = [Column("target", say("Target"), "words"), Column("goal", say("Goal")), bars]
    bar = Cell(Percent(Fraction(1, 2)), bar=Bar(Fraction(1, 4), Fraction(1, 2)))
    rows = [[Cell("营业额"), Cell(Amount(Fraction(1450000))), bar], [Cell("a|b", level=1), Cell("-"), Cell()]]
    blocks: list[Block] = [
        Heading("Plan #1"),
        Line("1. as of 2026-03"),
        Items([Line("- one"), Line("2 + 2")]),
        Table(columns, rows),
    ]
    assert written(Document(blocks)) == (
        "# Plan \\#1\n\n1\\. as of 2026-03\n\n- \\- one\n- 2 + 2\n\n"
        "| Target | Goal | Planned progress |\n| :--- | ---: | ---: |\n"
        "| 营业额 | 1,450,000 | 50.0% |\n| &emsp;a\\|b | - |  |\n"
    )


def test_times_are_left_as_they_are() -> None:
    """So that a command can be copied from it; `:26:` names no picture, as `:100:` does."""
    assert written(Document([Line("at 08:26:00"), Line("08:100:00")])) == "at 08:26:00\n\n08\\:100:00\n"


words = st.text(st.sampled_from("ab1 .-+=#*_`~[]()<>|!&;:/\\$\"'{}"), min_size=1, max_size=12).filter(str.strip)


@given(word=words)
def test_any_signs_come_out_as_written(word: str) -> None:
    table = Table([Column("target", say("Target"), "words")], [[Cell(word)]])
    document = Document([Line(word), Heading(word, 2), Line(word), Items([Line(word)]), table])
    assert markdown(written(document).encode()) == in_markdown(document, "en")


@given(pairs=st.lists(st.tuples(st.integers(1, 60), st.integers(1, 20)), min_size=1), room=st.integers(1, 200))
def test_columns_give_way_down_to_their_least(pairs: list[tuple[int, int]], room: int) -> None:
    full, least = [max(pair) for pair in pairs], [min(pair) for pair in pairs]
    widths = narrowed(full, least, room)
    assert all(low <= width <= high for low, width, high in zip(least, widths, full, strict=True))
    assert sum(widths) <= room or widths == least
    assert widths == full or sum(widths) <= max(room, sum(least))
