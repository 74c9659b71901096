"""Compiled plans say what the plan says, and nothing else is ever read from them."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerplan.domain.plan import Plan
from dealerplan.planfile.compiled import decode, encode
from dealerplan.planfile.load import load
from tests.conftest import CONTRACT_PLAN
from tests.evaluate.make import Given, cases
from tests.samples import PLANS

FILES = [CONTRACT_PLAN, *sorted(PLANS.glob("*/*.yaml")), *sorted(Path(__file__).parents[1].glob("gallery/**/*.yaml"))]


def assert_comes_back(plan: Plan) -> None:
    """Equal in every value and of the same types; sets have no order to compare a text by."""
    back, renamed = decode(encode(plan), Plan), plan._replace(renamed={})
    assert back == renamed
    bare = renamed.calendar._replace(closed=frozenset())
    assert repr(back._replace(calendar=bare)) == repr(renamed._replace(calendar=bare))


def plan_of(file: Path) -> Plan | None:
    found = load(file.read_bytes(), "")
    return found._replace(text="") if isinstance(found, Plan) else None


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_plan_comes_back_as_it_was(file: Path) -> None:
    plan = plan_of(file)
    if plan is not None:
        assert_comes_back(plan)


@given(case=cases())
def test_so_does_any_other(case: Given) -> None:
    assert_comes_back(case.plan)


def test_what_is_said_many_times_is_written_once() -> None:
    plan = plan_of(CONTRACT_PLAN)
    assert plan is not None
    records = [json.dumps(record) for record in json.loads(encode(plan))]
    assert len(records) == len(set(records))


TEXT = encode(load(CONTRACT_PLAN.read_bytes(), ""))  # type: ignore[arg-type]


@given(data=st.data())
def test_of_a_damaged_text_comes_a_plan_or_an_error(data: st.DataObject) -> None:
    records = json.loads(TEXT)
    for _ in range(data.draw(st.integers(1, 3))):
        record = data.draw(st.sampled_from(records))
        at = data.draw(st.integers(0, len(record) - 1))
        record[at] = data.draw(st.none() | st.booleans() | st.integers(-5, 300) | st.text(max_size=5))
    with suppress(ValueError):
        assert isinstance(decode(json.dumps(records), Plan), Plan)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "null", "[1]", '["Plan"]', '[["Plan"]]', '[["int", "5"]]', '[["os.system", "true"]]',
     '[["int", "five"]]', '[["Fraction", "1", "0"]]', '[["tuple", 0]]', '[["tuple", -1]]', "[" * 100_000],
)  # fmt: skip
def test_what_is_no_plan_is_an_error(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        decode(text, Plan)
