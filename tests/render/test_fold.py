"""Sentences are folded where a reader expects it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from dealerplan.render.text.fold import fold


@pytest.mark.parametrize(
    ("words", "width", "lines"),
    [
        ("", 10, [""]),
        ("on track since March", 10, ["on track", "since", "March"]),
        ("保险理赔每月须完成 19.01万，目前最好", 22, ["保险理赔每月须完成", "19.01万，目前最好"]),
        ("精品销售（2026-01 起落后）、", 12, ["精品销售", "（2026-01 起", "落后）、"]),
        ("还差 1,234.5%。", 12, ["还差", "1,234.5%。"]),
        ("a" * 25, 10, ["a" * 10, "a" * 10, "a" * 5]),
        ("长" * 7, 6, ["长长长", "长长长", "长"]),
    ],
)
def test_fold(words: str, width: int, lines: list[str]) -> None:
    assert fold(words, width) == lines


WORDS = st.sampled_from(["返修率", "（2026-03 起）", "19.01万", "Li", "-1,234.5", "2.14%"])
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from(["，", " ", "。", "、"]))).map(
    lambda parts: "".join(word + end for word, end in parts).rstrip(" ")
)


@given(TEXTS, st.integers(14, 60))
def test_nothing_is_lost_no_figure_is_cut_and_no_line_begins_with_what_closes(words: str, width: int) -> None:
    lines = fold(words, width)
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")
    assert max(map(cell_len, lines)) <= width
    assert not any(line.startswith(("，", "。", "、", "）")) for line in lines)
    for figure in ("2026-03", "19.01万", "-1,234.5", "2.14%"):
        assert sum(line.count(figure) for line in lines) == words.count(figure)
