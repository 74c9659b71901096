"""What next year's plan file says of each thing that this year's says, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
import yaml

from dealerplan.domain.plan import Plan
from dealerplan.planfile.load import load
from dealerplan.planfile.next_year import NextYear, Standing, ThisYear, next_year
from dealerplan.planfile.source import Source, read
from dealerplan.planfile.writing import write
from dealerplan.words import say, text
from tests.planfile.reference import EXAMPLE

HEAD = "plan: p\nstore: s\nperiod: 2026\n"
GROWN = Fraction(108, 100)


def year_after(raw: str, growth: Fraction = GROWN, this_year: ThisYear | None = None) -> NextYear:
    plan, source = load(raw.encode(), "p.yaml"), Source()
    assert isinstance(plan, Plan), [str(error) for error in plan]
    read(source, raw.encode())
    return next_year(source.data, plan, this_year or ThisYear(), growth)


def written(raw: str, growth: Fraction = GROWN, this_year: ThisYear | None = None) -> Any:
    """Next year's file as plain data; it loads."""
    made = write(year_after(raw, growth, this_year).data, "en")
    assert isinstance(load(made.encode(), "next.yaml"), Plan), made
    return yaml.load(made, Loader=yaml.BaseLoader)


def target(line: str, measure: str = "unit: 台", growth: Fraction = GROWN) -> Any:
    """What becomes of a target on a measure `m` by the id `t`."""
    return written(f"{HEAD}measures:\n  m: {{{measure}}}\n  n: {{}}\ntargets:\n  t: {line}\n", growth)["targets"]["t"]


@pytest.mark.parametrize(
    ("measure", "goal", "next_goal"),
    [
        ("unit: 元", "600万", "648万"),
        ("unit: 元", "at least 220万", "at least 237.6万"),
        ("unit: 元", "0.99", "1.07"),  # 1.0692, up to the cent
        ("unit: 台", "'> 10'", "> 11"),
        ("unit: 台", "'<= 10'", "<= 10"),
        ("unit: 台", "10 .. 20", "11 .. 22"),
        ("unit: 台", "'>= -10'", ">= -10"),  # a loss does not grow
        ("unit: 台", "0", "0"),
        ("unit: 台", "tbd", "tbd"),
        ("unit: 台", "over last year", "over last year"),
        ("unit: 台", "+15% on last year", "+15% on last year"),
        ("unit: 台, over_time: last", "1500", "1620"),
        ("unit: 台, over_time: last", "'<= 200'", "<= 200"),
        ("unit: 台, over_time: mean", "1500", "1500"),  # a rate
        ("unit: '%'", "93%", "93%"),
        ("unit: 万元", "58.6万元", "63.29万元"),
    ],
)
def test_what_grows(measure: str, goal: str, next_goal: str) -> None:
    assert target(f"{{formula: m, goal: {goal}}}", measure)["goal"] == next_goal


@pytest.mark.parametrize(
    ("line", "next_line"),
    [
        ("{formula: m, goal: 650, each: month}", {"formula": "m", "goal": "702", "each": "month"}),
        ("{formula: m, goal: 100, main: true}", {"formula": "m", "goal": "108", "main": "true"}),
        ("{formula: m / n, goal: 5, min_volume: 3}", {"formula": "m / n", "goal": "5", "min_volume": "3"}),
        ("{formula: m, goal: 100, stretch: 110, tolerance: 5%}",
         {"formula": "m", "goal": "108", "stretch": "119", "tolerance": "5%"}),
        ("{formula: m, goal: 10, stretch: 10.5}", {"formula": "m", "goal": "11", "stretch": "12"}),  # further still
        ("{formula: m, goal: 12, from: 2026-05, until: 2026-10}",
         {"formula": "m", "goal": "13", "from": "2027-05", "until": "2027-10"}),
        ("{formula: m, goal: 30000, revisions: [{from: 2026-07, goal: 27000, why: x}]}",
         {"formula": "m", "goal": "29160"}),
        ("{formula: m, goal: '<= 30', revisions: [{from: 2026-07, goal: 27}]}", {"formula": "m", "goal": "<= 27"}),
        ("{formula: m, goal: 5, revisions: [{from: 2026-07, goal: tbd}]}", {"formula": "m", "goal": "tbd"}),
        ("{formula: m, goal: 30000, phasing: {3-5: 8000, 8-10: 9000, 2026-11: 5%}}",
         {"formula": "m", "goal": "32400", "phasing": {"3-5": "8640", "8-10": "9720", "2027-11": "5%"}}),
        ("{formula: m, goal: 10, phasing: {Q1: 1, Q2: 2, Q3: 3, Q4: 4}}",  # 10.8, shared out as 1.08 2.16 3.24 4.32
         {"formula": "m", "goal": "11", "phasing": {"Q1": "2", "Q2": "2", "Q3": "3", "Q4": "4"}}),
        ("{formula: m, goal: 300, phasing: {3: 100}, revisions: [{from: 2026-07, goal: tbd}]}",
         {"formula": "m", "goal": "tbd", "phasing": {"3": "33.4%"}}),
        ("{formula: m, goal: 300, phasing: open_days}", {"formula": "m", "goal": "324", "phasing": "open_days"}),
    ],
)  # fmt: skip
def test_targets(line: str, next_line: dict[str, Any]) -> None:
    assert target(line) == next_line


def test_without_growth_goals_are_as_they_were_written() -> None:
    line = "{formula: m, goal: 12.5, stretch: 13.25}"
    assert target(line, growth=Fraction(1)) == {"formula": "m", "goal": "12.5", "stretch": "13.25"}


@pytest.mark.parametrize(
    ("whole", "parts", "next_whole", "next_parts"),
    [
        ("100", ["33", "33", "34"], "108", ["36", "36", "36"]),
        ("12", ["1"] * 12, "13", ["2", *["1"] * 11]),  # rounding all up would leave less than nothing
        ("100", ["60", "'<= 50'", "-10"], "108", ["65", "<= 54", "-11"]),  # whatever their signs
        ("'<= 100'", ["'<= 60'", "40"], "<= 100", ["<= 60", "40"]),  # a budget that stays
        ("100", ["60", "tbd"], "108", ["65", "tbd"]),
        ("100", ["100", "tbd"], "108", ["108", "tbd"]),
        ("100 .. 110", ["60", "45"], "108 .. 119", ["65", "49"]),
        ("tbd", ["60", "'<= 45'"], "tbd", ["65", "<= 45"]),
        ("100", ["60", "41"], "108", ["65", "45"]),  # that did not add up, each for itself
    ],
)
def test_parts(whole: str, parts: list[str], next_whole: str, next_parts: list[str]) -> None:
    lines = [f"  p{at}: {{formula: m, goal: {goal}, part_of: whole}}" for at, goal in enumerate(parts)]
    plan = "\n".join([f"{HEAD}measures: {{m: {{unit: 台}}}}\ntargets:\n  whole: {{formula: m, goal: {whole}}}", *lines])
    targets = written(plan)["targets"]
    assert targets.pop("whole")["goal"] == next_whole
    assert [part["goal"] for part in targets.values()] == next_parts


def test_parts_in_another_scale_add_up() -> None:
    plan = f"""{HEAD}measures: {{big: {{unit: 万元}}, small: {{unit: 元}}}}
targets:
  whole: {{formula: big, goal: 1.01}}
  one: {{formula: small, goal: 3333.33, part_of: whole}}
  two: {{formula: small, goal: 6766.67, part_of: whole}}
"""
    targets = written(plan)["targets"]
    assert [one["goal"] for one in targets.values()] == ["1.1", "3600", "7400"]  # 1.0908万, up to its decimals


SPLIT = f"""{HEAD}measures:
  sold: {{unit: 台, members: {{a: {{}}, b: {{until: 2026-06}}, c: {{from: 2026-07}}, d: [x, y]}}}}
targets:
  sold:
    goal: 100
    split: {{a: 40, b: {{goal: 10, owner: bo}}, c: 20, d: {{goal: 30, split: {{x: 15, y: {{goal: 15, stretch: 20}}}}}}}}
  left: {{name: left, formula: sold.b, goal: 5}}
"""


def test_members_that_left_have_no_goal_and_those_that_came_are_there_all_year() -> None:
    made = written(SPLIT, Fraction(1))
    assert made["measures"]["sold"]["members"] == {
        "a": {}, "b": {"until": "2026-06"}, "c": {"from": "2026-07"}, "d": ["x", "y"],
    }  # fmt: skip
    assert list(made["targets"]) == ["sold"]
    parts = made["targets"]["sold"]["split"]
    assert (parts["a"], parts["c"], parts["d"]["goal"]) == ("45", "22", "33")  # 44.4, 22.2, 33.3: b's 10 are shared
    assert parts["d"]["split"] == {"x": "17", "y": {"goal": "16", "stretch": "22"}}
    said = [text(one, "en") for one in year_after(SPLIT, Fraction(1)).look_at]
    assert "left out, for they have no month any more: sold.b, left" in said
    assert "there all year now, look at their goals: sold.c" in said


def test_a_measure_that_served_only_what_is_gone_goes_too() -> None:
    plan = f"""{HEAD}measures:
  sold: {{members: {{a: {{until: 2026-06}}, b: {{}}}}}}
  whole: {{}}
  spare: {{}}
targets:
  gone: {{formula: sold.a, goal: 5}}
  left: {{formula: sold.a / whole, goal: 5, part_of: gone}}
  there: {{formula: whole, goal: 5, part_of: gone}}
"""
    made = written(plan, Fraction(1))
    assert list(made["measures"]) == ["whole", "spare"]  # that served nothing before stays
    assert made["targets"] == {"there": {"formula": "whole", "goal": "5"}}


def test_every_key_goes_on() -> None:
    """The reference's example, which has them all."""
    made, kept = written(EXAMPLE), yaml.load(EXAMPLE, Loader=yaml.BaseLoader)
    assert set(made) == set(kept)
    assert made["targets"]["sold"]["split"] == {
        "城东": {"goal": "1728", "stretch": "2160", "owner": "城东经理", "split": {"甲组": "1080", "乙组": "648"}},
        "城西": "1296",
    }


def test_revised_splits() -> None:
    plan = f"""{HEAD}measures: {{sold: {{members: [a, b]}}}}
targets:
  sold:
    goal: 90
    revisions: [{{from: 2026-03, goal: 100}}]
    split: {{a: {{goal: 50, revisions: [{{from: 2026-03, goal: 60, why: x}}]}}, b: 40}}
"""
    assert written(plan)["targets"]["sold"] == {"goal": "108", "split": {"a": "65", "b": "43"}}


def year(line: str, measure: str, last: int | None = None, months: Sequence[int] = ()) -> Any:
    """The target `t` on `m` after a year with a last value, or with months."""
    plan = f"{HEAD}measures: {{m: {{{measure}}}}}\ntargets:\n  t: {{formula: m, {line}}}\n"
    value, values = None if last is None else Fraction(last), list(map(Fraction, months))
    standing = Standing(say("as this year's months fell"), value, values)
    return written(plan, GROWN, ThisYear({"t": standing}))["targets"]["t"]


def test_a_level_starts_where_this_year_ended() -> None:
    level = "unit: 台, over_time: last"
    assert year("goal: 1500, start: '1,320'", level, 1512)["start"] == "1,512"
    assert year("goal: 1500, start: '1,320'", level)["start"] == "1,320"
    assert "start" not in year("goal: 1500", level, 1512)
    revised = "goal: 2, start: 1, revisions: [{from: 2026-05, goal: 5 .. 9}]"  # a range has no start
    assert "start" not in year(revised, level, 3)


@pytest.mark.parametrize(
    ("unit", "months", "told"),
    [
        ("元", [100] * 12, False),
        ("元", [81] + [100] * 11, False),
        ("元", [60] + [100] * 11, True),
        ("元", [0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1], True),
        ("次", [0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1], False),  # four lectures tell no shape
        ("台", [14, *[20] * 11], False),  # a count of 20 may well be 14
        ("台", [140, *[200] * 11], True),
        ("元", [-60] + [100] * 11, False),
        ("元", [0] * 12, False),
    ],
)
def test_the_shape_of_a_year_is_told_apart_from_even(unit: str, months: list[int], told: bool) -> None:
    assert ("phasing" in year("goal: 1200", f"unit: {unit}", months=months)) is told


def test_a_shape_makes_a_hundred_percent() -> None:
    assert year("goal: 1200", "unit: 元", months=[50, *[100] * 10, 150])["phasing"] == {
        "1": "4.2%", **{str(month): "8.4%" for month in range(2, 5)}, **{str(month): "8.3%" for month in range(5, 12)},
        "12": "12.5%",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "phasing"),
    [
        ("goal: 1200, phasing: even", "even"),
        ("goal: 1200, each: month", None),
        ("goal: last year", None),
        ("goal: 1200, from: 2026-03", None),
    ],
)
def test_what_says_its_own_months_takes_no_shape(line: str, phasing: str | None) -> None:
    assert year(line, "unit: 元", months=[50, *[100] * 10, 150]).get("phasing") == phasing


def test_parts_take_the_shape_of_their_whole() -> None:
    plan = f"""{HEAD}measures: {{m: {{}}, n: {{members: [a, b]}}}}
targets:
  whole: {{formula: m + n, goal: 300}}
  one: {{formula: m, goal: 100, part_of: whole}}
  two: {{formula: n, goal: 200, part_of: whole, split: {{a: 100, b: 100}}}}
"""
    standing = Standing(say("as this year's months fell"), None, [Fraction(50), *[Fraction(100)] * 10, Fraction(150)])
    targets = written(plan, GROWN, ThisYear({"whole": standing}))["targets"]
    assert targets["whole"]["phasing"] == targets["one"]["phasing"] == targets["two"]["phasing"]
    owed = written(plan.replace("goal: 100,", "goal: 100, phasing: even,"), GROWN, ThisYear({"whole": standing}))
    assert not any("phasing" in part for id, part in owed["targets"].items() if id != "one")


@pytest.mark.parametrize(
    ("line", "next_line"),
    [
        ("{due: 2026-03-31, owner: x}", {"due": "2027-03-31", "owner": "x"}),
        ("{name: n}", {"name": "n"}),
        ("{due: 2026-03-31, revisions: [{from: 2026-03, due: 2026-05-31, why: w}]}", {"due": "2027-05-31"}),
        ("{revisions: [{from: 2026-03, due: 2026-05-31}]}", {"due": "2027-05-31"}),
        ("{due: 2028-02-29}", {"due": "2029-02-28"}),
        ("{due: 2026-04-30, results: {a: ≥ 40, b: {goal: tbd, within: a}}}",
         {"due": "2027-04-30", "results": {"a": "≥ 40", "b": {"goal": "tbd", "within": "a"}}}),
        ("", ""),
    ],
)  # fmt: skip
def test_milestones(line: str, next_line: Any) -> None:
    assert written(f"{HEAD}milestones:\n  one: {line}\n")["milestones"]["one"] == next_line


@pytest.mark.parametrize(
    ("period", "id", "name", "said"),
    [
        ("2026", "sales-2026", "2026年度计划", ("sales-2027", "2027年度计划", "2027")),
        ("2026-H2", "sales", "Plan", ("sales-2027", "Plan", "2027-H2")),
        ("2026-Q3", "26q3", "Plan 1999", ("26q3-2027", "Plan 1999", "2027-Q3")),
        ("2026-03", "march", "March 2026", ("march-2027", "March 2027", "2027-03")),
        ("{from: 2026-07, to: 2027-06}", "fy2026-27", "FY 2026/27",
         ("fy2027-28", "FY 2027/28", {"from": "2027-07", "to": "2028-06"})),
        ("{from: 2026-07, to: 2027-06}", "s-2026-2027", "x",
         ("s-2027-2028", "x", {"from": "2027-07", "to": "2028-06"})),
        ("{from: 2026-01, to: 2027-12}", "two", "x", ("two-2028", "x", {"from": "2028-01", "to": "2029-12"})),
    ],
)  # fmt: skip
def test_names_and_periods(period: str, id: str, name: str, said: tuple[Any, ...]) -> None:
    made = written(f"plan: {id}\nname: {name}\nstore: s\nperiod: {period}\ntargets: {{t: {{goal: 1}}}}\n")
    assert (made["plan"], made["name"], made["period"]) == said


def test_the_rest_of_the_plan_is_kept() -> None:
    kept = """department: d
owner: '# o'
currency: CNY
notes: |
  one: of 2026
  two
reporting: {on_time_until: 5, locked_after: 10}
imports: {ignore: ['毛利, 净']}
tolerance: 5%
measures:
  a: {name: 'x: y', unit: 元, basis: '- b', aliases: [c, d], decimals: 0}
  b: {unit: 元, within: a, above_whole: warn}
"""
    made = written(f"{HEAD}calendar: {{open: workdays, closed: [2026-02-17, 2027-05-04]}}\n{kept}")
    assert made.pop("calendar") == {"open": "workdays", "closed": ["2027-05-04"]}
    assert {key: made[key] for key in made if key not in ("plan", "store", "period")} == yaml.load(
        kept, Loader=yaml.BaseLoader
    )
    said = [text(one, "en") for one in year_after(f"{HEAD}calendar: {{closed: 2026-02-17}}\n{kept}").look_at]
    assert said == [
        "closed days: this year's are left out, write next year's into calendar",
        "2026 still stands in: one: of 2026\\ntwo\\n",
    ]


def test_what_is_to_be_looked_at() -> None:
    plan = f"""{HEAD}measures: {{m: {{}}, few: {{}}}}
targets:
  open: {{name: open, formula: m, goal: tbd}}
  over: {{name: over, formula: m, goal: over last year}}
  few: {{goal: 4}}
  loss: {{name: loss, formula: m, goal: '>= -5'}}
  part: {{name: part, formula: m, goal: 100, from: 2026-05}}
milestones: {{one: {{due: 2026-05-01}}, two: {{}}}}
"""
    assert [text(one, "en") for one in year_after(plan).look_at] == [
        "goals still open: open",
        "goals against last year, which is now 2026: over",
        "goals grown by more than asked, in rounding up or for parts that are gone: few",
        "goals below 0, which do not grow: loss",
        "goals for a part of the period, moved on: part",
        "1 date of milestones moved on",
    ]


def test_a_member_by_which_a_formula_was_revised_stays_with_its_whole() -> None:
    revised = "{formula: m.east, goal: 5, revisions: [{from: 2026-07, formula: m.east + m.west}]}"
    made = written(
        f"{HEAD}measures:\n  m: {{members: {{east: {{was: o}}, west: {{}}}}, was: k}}\ntargets:\n  t: {revised}\n"
    )
    assert made["measures"].keys() == {"m"}
