"""Data written as YAML is read as the same data; comments stand beside it and change nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerplan.planfile.remarks import remarks, with_remarks
from dealerplan.planfile.source import Source, read
from dealerplan.planfile.writing import Noted, scalar, write
from dealerplan.words import say

SIGNS = st.text(st.sampled_from(list("ab 1,:#-?'\"[]{}&*!|>%@`=<.~\\元：\n\t\u3000\u2028é")), max_size=8)
TEXTS = st.one_of(SIGNS, st.sampled_from(["null", "no", "1,200万", ">= 5", "a: b", "- x", "x #y", "one\ntwo\n", "…"]))
KEYS = st.text(st.characters(codec="utf-8", categories=["L", "Nd", "P", "S"]), min_size=1, max_size=5)
DATA = st.recursive(
    st.none() | TEXTS,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(KEYS, below, max_size=4),
    max_leaves=20,
)


def read_again(text: str) -> Any:
    source = Source()
    read(source, text.encode())
    assert source.problems == [], text
    return source.data


def noted(value: Any, draw: st.DataObject) -> Any:
    """Data with comments anywhere but in lists."""
    if isinstance(value, dict):
        value = {key: noted(below, draw) for key, below in value.items()}
    if not draw.draw(st.booleans()):
        return value
    beside = say("this year: {text}", text=draw.draw(SIGNS))
    return Noted(value, beside, [say("above {text}", text=draw.draw(SIGNS))])


@given(st.dictionaries(KEYS, DATA, min_size=1, max_size=4), st.data())
def test_what_is_written_is_read(data: dict[str, Any], draw: st.DataObject) -> None:
    written = {key: noted(value, draw) for key, value in data.items()}
    assert read_again(write(written, "en", ["top: of it"])) == data


@pytest.mark.parametrize(
    ("value", "alone", "within"),
    [
        ("600万", "600万", "600万"),
        ("at least 4", "at least 4", "at least 4"),
        ("", "''", "''"),
        (">= 93%", "'>= 93%'", "'>= 93%'"),
        ("6,000,000", "6,000,000", "'6,000,000'"),
        ("a / b", "a / b", "a / b"),
        ("it's: so", "'it''s: so'", "'it''s: so'"),
        ("# x", "'# x'", "'# x'"),
        ("null", "'null'", "'null'"),
        ("a\tb", '"a\\tb"', '"a\\tb"'),
    ],
)
def test_quotes_stand_where_yaml_needs_them(value: str, alone: str, within: str) -> None:
    assert (scalar(value), scalar(value, within=True)) == (alone, within)


def test_the_layout_is_a_plan_files() -> None:
    data = {
        "plan": "p",
        "notes": "one\ntwo",
        "measures": {"a": {"unit": "元", "members": ["x", "y"]}, "b": None},
        "targets": {"a": {"goal": Noted("648万", say("as this year's months fell")), "owner": "z" * 200}},
    }
    assert write(data, "zh", ["top"]) == (
        "# top\nplan: p\n\nnotes: |-\n  one\n  two\n\nmeasures:\n  a: {unit: 元, members: [x, y]}\n  b:\n\n"
        f"targets:\n  a:\n    goal: 648万  # 按今年各月实际占比\n    owner: {'z' * 200}\n"
    )


def test_comments_above_sections_and_what_is_in_them_are_carried() -> None:
    source = Source()
    text = """# the file's own head
plan: p
# of the store
store: s   # not this one
notes: |
  # no comment
  text
measures:
  # money
  # and more
  a: {unit: 元}
  b:
    # too deep
    unit: 元
"""
    read(source, text.encode())
    found = remarks(source)
    assert found == {("store",): ["of the store"], ("measures", "a"): ["money", "and more"]}
    carried = write(with_remarks(source.data, found), "en")
    assert "# of the store\nstore: s\n" in carried
    assert "  # money\n  # and more\n  a: {unit: 元}\n" in carried
