"""Texts for the law tests: anything at all, and what people write with a slip in it."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

SIGNS = "0123456789.,+-*/()%‰万亿千kM><=≥≤ \t：，％（）０９。·\n年月QH'\"[]{}#&*!|>@`abcé返修²½\x00\x1b\u202e\U0001f697"


def anything() -> st.SearchStrategy[str]:
    """Any text, most of it of signs that mean something somewhere."""
    return st.one_of(st.text(alphabet=SIGNS, max_size=30), st.text(max_size=30))


@st.composite
def slipped(draw: st.DrawFn, valid: Sequence[str]) -> str:
    """A valid text with a few characters left out, put in or changed."""
    text = draw(st.sampled_from(valid))
    for _ in range(draw(st.integers(0, 3))):
        begin = draw(st.integers(0, len(text)))
        end = draw(st.integers(begin, min(len(text), begin + 3)))
        text = text[:begin] + draw(st.text(alphabet=SIGNS, max_size=3)) + text[end:]
    return text


def near(*valid: str) -> st.SearchStrategy[str]:
    """Anything, or nearly one of the valid texts."""
    return st.one_of(anything(), slipped(valid))
