"""Whatever stands in a file: a plan or errors, never anything else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealerplan.domain.plan import Plan
from dealerplan.planfile.load import load
from dealerplan.words import text
from tests.conftest import CONTRACT_PLAN
from tests.domain.texts import SIGNS, anything

CONTRACT = CONTRACT_PLAN.read_text(encoding="utf-8")
GALLERY = sorted((Path(__file__).parents[1] / "gallery").glob("*/plan.yaml"))
RICH = """plan: p
store: s
period: 2026
calendar: {country: CN, open: all, closed: [2026-02-17]}
measures:
  sold: {unit: 台, members: {east: [a, b], west: }, aliases: [销量]}
  visits: &v {over_time: last, within: sold}
targets:
  sold: {goal: 100, phasing: {Q1: 40%}, split: {east: {goal: 60, split: {a: 30, b: {goal: 30, owner: x}}}, west: 40}}
  visits: {goal: 5, start: 3}
  rate: {formula: sold / visits, goal: 2% .. 5%, min_volume: 3}
  lectures: {<<: {goal: 4}, each: quarter, revisions: [{from: 2026-07, goal: 5, why: w}]}
milestones:
  expo: {due: 2026-04-30, results: {orders: 40, visits: {goal: tbd}}, revisions: [{from: 2026-03, due: 2026-05-31}]}
"""


def judge(raw: bytes) -> None:
    found = load(raw, "plan.yaml")
    if isinstance(found, Plan):
        return
    assert found
    marks = [error.mark for error in found]
    assert marks == sorted(marks)
    assert all(line >= 1 and column >= 1 for line, column in marks)
    for error in found:
        assert text(error.message, "en")
        assert text(error.message, "zh")
        assert error.hint is not None


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_bytes(raw: bytes) -> None:
    judge(raw)


@given(anything(), anything())
@settings(max_examples=100, deadline=None)
def test_any_text(before: str, after: str) -> None:
    judge(f"{before}\n{CONTRACT}\n{after}".encode("utf-8", "replace"))
    judge(before.encode("utf-8", "replace"))


@given(st.sampled_from([RICH, CONTRACT]), st.data())
@settings(max_examples=400, deadline=None)
def test_a_plan_with_slips(plan: str, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 4))):
        begin = data.draw(st.integers(0, len(plan)))
        end = data.draw(st.integers(begin, min(len(plan), begin + 6)))
        plan = plan[:begin] + data.draw(st.text(alphabet=SIGNS, max_size=4)) + plan[end:]
    judge(plan.encode("utf-8", "replace"))


values = st.recursive(
    st.sampled_from(["5", "", "~", "x", "a / b", "2026-03", "{}", "[]", "tbd", "10%", "'5", "*a", "&a 5", "!t 5"]),
    lambda below: st.one_of(
        st.lists(below, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(st.sampled_from("goal from a b goal5 east members due".split()), below, max_size=3).map(
            lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs.items()) + "}"
        ),
    ),
    max_leaves=6,
)  # fmt: skip
SLOTS = [line[: line.index(":") + 1] for line in RICH.splitlines() if ":" in line]


@given(st.dictionaries(st.integers(0, len(SLOTS) - 1), values, min_size=1, max_size=4))
@settings(max_examples=400, deadline=None)
def test_a_plan_with_other_values(changed: dict[int, str]) -> None:
    lines = [
        f"{slot} {changed[number]}" if number in changed else line
        for number, (slot, line) in enumerate(zip(SLOTS, RICH.splitlines(), strict=True))
    ]
    judge("\n".join(lines).encode())


KEYS = """
plan store period name calendar tolerance measures targets milestones country open closed unit within over_time
members aliases decimals formula goal each start min_volume phasing split revisions from why due results part_of support
above_whole owner 目标 gaol gaol： goal：5 goal:5 <<""".split()


@given(st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS), values), min_size=1, max_size=3))
@settings(max_examples=400, deadline=None)
def test_a_plan_with_other_keys(changes: list[tuple[str, str, str]]) -> None:
    plan = RICH
    for old, new, value in changes:
        plan = plan.replace(f"{old}:", f"{new}:", 1).replace("goal: 5", f"goal: {value}", 1)
    judge(plan.encode())


@pytest.mark.parametrize("file", GALLERY, ids=lambda file: str(file.parent.name))
def test_every_mistake_cut_short(file: Path) -> None:
    raw = file.read_bytes()
    for end in range(0, len(raw), max(1, len(raw) // 20)):
        judge(raw[:end])
