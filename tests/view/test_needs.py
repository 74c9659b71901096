"""What a target takes from here, and how it ended, in a clause."""

from __future__ import annotations

import pytest

from dealerplan.view.report.needs import what_it_takes
from tests.evaluate.tell import plan_of, scorecard

FULL = " ".join(["9"] * 12)


@pytest.mark.parametrize(
    ("target", "values", "clause"),
    [
        ("formula: a, goal: 120", {"a": "8 12 10"}, "needs 10 台 a month, its best so far is 12 (2026-02)"),
        ("formula: money, goal: 120", {"money": "9.5"}, "needs 10.05 a month, its best so far is 9.5 (2026-01)"),
        ("formula: a, goal: 4", {"a": "1 0 0"}, "still needs 3 台 in 9 months"),
        ("formula: a, goal: 121", {"a": "8 12 10"}, "needs 11 台 a month, its best so far is 12 (2026-02)"),
        ("formula: a / 2, goal: 120", {"a": "9 12 10"}, "needs 11.61 台 a month, its best so far is 6 (2026-02)"),
        ("formula: a, goal: at most 125", {"a": "8 12 10"}, "may use 95 台 more, at most 10 台 a month"),
        ("formula: a, goal: at most 12", {"a": "4 0 3"}, "may use 5 台 more in 9 months"),
        ("formula: a, goal: at most 120", {"a": "8 12 10"}, "may use 90 台 more, at most 10 台 a month"),
        ("formula: a, goal: 20", {"a": "8 12"}, None),
        ("formula: a, goal: at most 20", {"a": "8 14"}, None),
        ("formula: a, goal: tbd", {"a": "8 12"}, None),
        ("formula: a, goal: 5, each: month", {"a": "4 6"},
         "can't be met each month any more, next 2026-03: >= 5"),
        ("formula: a, goal: 5, each: month", {"a": "5 6"}, None),
        ("formula: a, goal: 15, each: quarter", {"a": "4 6 1 3"},
         "can't be met each quarter any more, next 2026-Q2: >= 15, so far 3"),
        ("formula: a / b, goal: at least 2", {"a": "3 3", "b": "2 2"},
         "needs 210% over the rest, its best month so far is 150% (2026-01)"),
        ("formula: a / b, goal: at least 1", {"a": FULL[:-2], "b": "1 " * 11}, None),  # whatever the rest brings
        ("formula: open_days / a, goal: at least 1", {"a": "40 40"}, None),
        ("formula: a / b, goal: under 50%", {"a": "4 4", "b": "10 10"},
         "may have 59 台 in the whole period at the volume so far, has had 8 台, at most 5 台 a month now"),
        ("formula: a / b, goal: at most 50%", {"a": "4 4", "b": "10 10"},
         "may have 60 台 in the whole period at the volume so far, has had 8 台, at most 5 台 a month now"),
        ("formula: a / b, goal: at most 12.6%", {"a": "4 4", "b": "10 10"},
         "may have 15 台 in the whole period at the volume so far, has had 8 台, 7 台 left"),
        ("formula: money / a, goal: under 5", {"money": "4.5 4", "a": "1 1"},
         "may have 60 in the whole period at the volume so far, has had 8.5, at most 5.15 a month now"),
        ("formula: a / b, goal: under 5%", {"a": "4 4", "b": "10 10"},
         "may have 5 台 in the whole period at the volume so far, has had 8 台, 3 台 too many"),
        ("formula: money / a, goal: under 5", {"money": "60.5 60", "a": "1 1"},
         "may have 60 in the whole period at the volume so far, has had 120.5, 60.5 too many"),
        ("formula: stock, goal: 20, start: 8", {"stock": "9 10"}, "has to rise by 10"),
        ("formula: stock, goal: at most 5", {"stock": "9 10"}, "has to come down by 5"),
        ("formula: stock, goal: 20 .. 30", {"stock": "9 33"}, "has to come down by 3"),
        ("formula: stock, goal: 5", {"stock": "9 10"}, None),
        ("formula: stock, goal: 5", {}, None),
        ("formula: a, goal: 120", {"a": FULL}, "needs nothing"),
    ],
)  # fmt: skip
def test_what_it_takes(target: str, values: dict[str, str], clause: str | None) -> None:
    plan = plan_of(f"name: t, {target}")
    found = what_it_takes(scorecard(plan, **values).targets[0], plan)
    assert (None if found is None else str(found)) == (None if clause == "needs nothing" else clause)


@pytest.mark.parametrize(
    ("within", "clause"),
    [
        ("", "needs 101% over the rest, its best month so far is 90% (2026-01)"),
        ("within: b", "would need 101% over the rest at the volume so far, more than all"),
    ],
)
def test_a_part_can_not_be_more_than_its_whole(within: str, clause: str) -> None:
    plan = plan_of("name: t, formula: a / b, goal: at least 99.1667%")
    measures = dict(plan.measures)
    measures["a"] = measures["a"]._replace(within=within.removeprefix("within: ") or None)
    plan = plan._replace(measures=measures)
    card = scorecard(plan, a="90 90", b="100 100").targets[0]
    assert str(what_it_takes(card, plan)) == clause
