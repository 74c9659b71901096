"""A flow's gap by volume and price, and by its parts."""

from __future__ import annotations

import csv
import gc
from datetime import date
from fractions import Fraction
from pathlib import Path
from weakref import ref

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealerplan.app.demo import own_ids
from dealerplan.app.templates import DEFAULT, packaged
from dealerplan.calendar import open_days
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Plan
from dealerplan.evaluate import Scorecard, evaluate
from dealerplan.evaluate.drivers import Split
from dealerplan.evaluate.scorecard import TOLD
from dealerplan.planfile.load import load
from dealerplan.words import Lang
from tests.evaluate.tell import card_of, scorecard

HEAD = """
plan: p
store: s
period: 2026
measures:
  n: {unit: 元}
  m: {unit: 万元}
  d: {unit: 台, members: [x, y]}
  l: {over_time: last}
targets:
"""
SAMPLES = Path(__file__).parents[2] / "plans" / "samples"


def plan_of(targets: str) -> Plan:
    lines = "".join(f"  {line.strip()}\n" for line in targets.splitlines() if line.strip())
    plan = load((HEAD + lines).encode(), "p.yaml")
    assert isinstance(plan, Plan), [str(error.message) for error in plan]
    return plan


def split_of(targets: str, id: str = "n", as_of: str | None = None, **values: str) -> Split | None:
    card = scorecard(plan_of(targets), as_of, **values)
    return next(one for one in card.targets if one.target.id == id).drivers


def demo(lang: Lang) -> Scorecard:
    """The default plan with its sample months of 2026 up to September."""
    plan, own = packaged(DEFAULT, lang), own_ids(lang)
    actuals: dict[tuple[str, Month], Fraction] = {}
    with (SAMPLES / f"{DEFAULT}.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            month = Month.parse(row.pop("month"))
            actuals |= {(own[id], month): Fraction(value) for id, value in row.items() if value}
    return evaluate(plan, actuals, {}, open_days(plan.calendar), date(2026, 10, 5), Month(2026, 9))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_demo_to_september(lang: Lang) -> None:
    card = demo(lang)
    split = {one.target.id: one.drivers for one in card.targets if one.drivers}
    (workshop,) = split.values()
    assert [*split] == ["workshop"]
    assert workshop.gap == -101_700
    assert (workshop.volume_gap, round(workshop.price_gap, 2)) == (Fraction(-33), Fraction("-14.72"))
    assert (round(workshop.volume, 2), round(workshop.price, 2)) == (Fraction("-16076.92"), Fraction("-85623.08"))
    assert (workshop.volume_target.id, workshop.rate_target.id) == ("monthly_intake", "avg_ticket")
    assert len(workshop.months) == 9
    revenue = card.targets[0]
    assert {one.target.id: int(one.gap) for one in revenue.part_gaps} == {"insurance": -22_000, "workshop": -101_700}
    assert revenue.figures.gap == sum(one.gap for one in revenue.part_gaps)


ALL = "n: {goal: 1200}\n d: {goal: 120}\n r: {formula: n / d, goal: tbd}"


def test_what_fewer_make_and_what_the_price_makes_over_those_there_were() -> None:
    # owed 200 for 20, 10 each; had 144 for 18, 8 each
    split = split_of(ALL, n="100 44", d_x="5 5", d_y="5 3")
    assert split is not None
    assert [*map(int, split[:4])] == [-20, -36, -2, -2]
    assert split.gap == -56


def test_only_months_recorded_of_both_are_taken() -> None:
    split = split_of(ALL, n="100 44 50", d_x="5 5 -", d_y="5 3 7")
    assert split is not None
    assert split.gap == -56
    assert split.months == (Month(2026, 1), Month(2026, 2))


@pytest.mark.parametrize(
    "targets",
    [
        "n: {goal: 1200}\n d: {goal: 120}",
        "n: {goal: 1200}\n d: {goal: 120}\n r: {formula: n * 2 / d, goal: 5}",
        "n: {goal: 1200}\n d: {goal: 120}\n r: {formula: n / d + 1, goal: 5}",
        "n: {goal: 1200}\n d: {goal: 120}\n r: {formula: d / n, goal: 5}",
        "n: {goal: 1200}\n l: {goal: 120}\n r: {formula: n / l, goal: 5}",
        "n: {goal: 1200}\n d: {goal: tbd}\n r: {formula: n / d, goal: 5}",
        "n: {goal: tbd}\n d: {goal: 120}\n r: {formula: n / d, goal: 5}",
        "n: {goal: 1200}\n d: {goal: 0}\n r: {formula: n / d, goal: 5}",
        "n: {goal: 100, each: month}\n d: {goal: 120}\n r: {formula: n / d, goal: 5}",
    ],
)
def test_no_split_without_a_rate_of_both_and_what_they_owe(targets: str) -> None:
    assert split_of(targets, n="100 44", d_x="5 5", d_y="5 3", l="4 4") is None


def test_no_split_where_there_was_no_volume_or_nothing_of_both() -> None:
    assert split_of(ALL, n="100 44", d_x="0 0", d_y="0 0") is None
    assert split_of(ALL, n="100 - ", d_x="- 5", d_y="- 0") is None
    assert split_of(ALL) is None


def test_a_volume_of_the_whole_period_goes_before_one_of_each_span_and_the_first_rate_first() -> None:
    each = "e: {formula: d, goal: 11, each: month}"
    split = split_of(f"{each}\n {ALL}\n q: {{formula: n / d, goal: 3}}", n="100", d_x="5", d_y="5")
    assert split is not None
    assert (split.volume_target.id, split.rate_target.id, int(split.volume_gap)) == ("d", "r", 0)
    only = split_of(f"n: {{goal: 1200}}\n r: {{formula: n / d, goal: 8}}\n {each}", n="100", d_x="5", d_y="5")
    assert only is not None
    assert (only.volume_target.id, int(only.volume_gap), only.volume) == ("e", -1, Fraction(-100, 11))


def test_a_rate_whose_first_volume_owes_nothing_goes_by_the_next() -> None:
    more = "zero: {formula: d, goal: 0}\n n: {goal: 1200}\n d: {goal: 120}\n r: {formula: n / d, goal: 5}"
    split = split_of(more, n="100", d_x="5", d_y="5")
    assert split is not None
    assert split.volume_target.id == "d"


def test_wholes_are_found_however_they_are_written() -> None:
    split = split_of(
        "n: {formula: 2 * a + d, goal: 36}\n v: {formula: b + a, goal: 12}\n"
        "r: {formula: (d + a * 2) / (a + b), goal: 4}\n a: {goal: tbd}\n b: {goal: tbd}",
        a="2", b="2", d_x="1", d_y="1",
    )  # fmt: skip
    assert split is not None
    assert (int(split.gap), int(split.volume_gap)) == (3, 3)


ROWS = st.lists(st.integers(-50, 200) | st.none(), min_size=1, max_size=12)
GOALS = st.sampled_from(["1200", "<= 900", "800 .. 1000", "0.7", "0"])


@given(n=ROWS, x=ROWS, y=ROWS, goal=GOALS, volume=GOALS, each=st.sampled_from(["", ", each: month", ", each: quarter"]),
       phasing=st.sampled_from(["", ", phasing: open_days", ", phasing: {2: 50%}"]))  # fmt: skip
def test_volume_and_price_add_up_exactly(
    n: list[int | None], x: list[int | None], y: list[int | None], goal: str, volume: str, each: str, phasing: str
) -> None:
    plan = plan_of(f"n: {{goal: {goal}{phasing}}}\n d: {{goal: {volume}{each}}}\n r: {{formula: n / d, goal: 5}}")
    rows = {"n": n, "d_x": x, "d_y": y}
    values = {id: " ".join("-" if one is None else str(one) for one in row) for id, row in rows.items()}
    card = scorecard(plan, **values).targets[0]
    split = card.drivers
    if split is None:
        return
    months = [one for one in card.months if one.month in split.months]
    assert split.volume + split.price == sum((one.actual or 0) - (one.expected or 0) for one in months)
    assert split.gap == card.figures.gap or split.months != card.recorded
    (d,) = (one for one in scorecard(plan, **values).targets if one.target.id == "d")
    d0 = sum(one.expected or 0 for one in d.months if one.month in split.months)
    assert split.volume * d0 == split.volume_gap * sum(one.expected or 0 for one in months)


def test_the_gaps_of_parts() -> None:
    card = scorecard(
        plan_of(
            "w: {formula: n + 10000 * m, goal: 1200, unit: 元}\n n: {goal: 600, part_of: w}\n"
            "m: {goal: 0.12, part_of: w}\n r: {formula: n / d, goal: 5, part_of: w}\n"
            "o: {formula: n, goal: tbd, part_of: w}\n c: {formula: d, goal: 5, part_of: w}\n"
            "d: {goal: 120, split: {x: 60, y: tbd}}"
        ),
        n="40", m="0.02", d_x="3", d_y="4",
    )  # fmt: skip
    gaps = {one.target.id: [(part.target.id, int(part.gap)) for part in one.part_gaps] for one in card.targets}
    assert gaps["w"] == [("n", -10), ("m", 100)]
    assert gaps["d"] == [("d.x", -2)]
    assert gaps["n"] == []


def test_cards_go_before_anything_looks_for_circles() -> None:
    """A command does without the collector, so that a thousand plans need the room of a few."""
    gc.disable()
    try:
        card = card_of("formula: a, goal: 120", a="9 8 10")
        assert all(hasattr(card, one) for one in (*TOLD, "part_gaps"))
        left = ref(card)
        del card
        assert left() is None
    finally:
        gc.enable()
