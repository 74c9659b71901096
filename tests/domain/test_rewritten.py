"""What a plan says now of months closed under an earlier version of it, and the lines that mend it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
import yaml

from dealerplan.domain.differing import differences
from dealerplan.domain.month import Month, Period
from dealerplan.domain.plan import Plan, Tabled
from dealerplan.domain.rewritten import Rewritten, finding, rewritten, said, to_write
from dealerplan.words import text
from tests.planfile.reading import HEAD, read

MARCH = Month(2026, 3)


def plan(target: str, head: str = "", measures: str = "") -> Plan:
    return read(HEAD + head + (f"measures: {measures}\n" if measures else "") + f"targets:\n  a: {target}\n")


def told(old: Plan, now: Plan, month: Month = MARCH) -> list[tuple[str | None, str, str, str]]:
    return [tuple(one)[:4] for one in differences(old, now, month)]  # type: ignore[misc]


SAME = [
    ("{goal: 600万, unit: 元}", "{goal: 6000000, unit: 元}"),
    ("{goal: 600万, unit: 元}", "{goal: at least 600万元, unit: RMB}"),
    ("{goal: 600万, unit: 元}", "{goal: 600, unit: 万元}"),
    ("{goal: 100}", "{goal: '>= 100', name: Other, owner: li}"),
    ("{goal: 100, phasing: {1-6: 50%}}", "{goal: 100, phasing: {H1: 50, 7-12: 50}}"),
    ("{goal: 100, phasing: even}", "{goal: 100}"),
    ("{goal: 100, phasing: even}", "{goal: 100, phasing: {1-12: 100%}}"),
    ("{goal: 110% of last year}", "{goal: +10% on last year}"),
    ("{goal: 100}", "{goal: 100, stretch: 120}"),
    ("{goal: 100}", "{goal: 100, revisions: [{from: 2026-03, goal: 90, why: less}]}"),
    ("{goal: 100}", "{goal: 90, revisions: [{from: 2026-01, goal: 90, why: a slip}]}"),
    ("{goal: 100}", "{goal: 100, revisions: [{from: 2026-04, goal: 90, why: less}]}"),
    ("{goal: 100, each: month}", "{goal: 100, each: month, from: 2026-01}"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "now"), SAME)
def test_what_is_no_difference(old: str, now: str) -> None:
    before, after = plan(old), plan(now)
    found = [one for one in told(before, after) if one[1] != "unit"]
    assert found == []


DIFFERENT = [
    ("{goal: 320万, unit: 元}", "{goal: 300万, unit: 元}", [("goal", "320万", "300万")]),
    ("{goal: 100}", "{goal: over 100}", [("goal", "100", "over 100")]),
    ("{goal: 100}", "{goal: tbd}", [("goal", "100", "tbd")]),
    ("{goal: 90 .. 95}", "{goal: 90 .. 96}", [("goal", "90 .. 95", "90 .. 96")]),
    ("{goal: 110% of last year}", "{goal: over last year}", [("goal", "110% of last year", "over last year")]),
    ("{goal: 100}", "{goal: 90, revisions: [{from: 2026-02, goal: 90}]}", [("goal", "100", "90")]),
    ("{goal: 100, revisions: [{from: 2026-03, goal: 90}]}", "{goal: 100}", [("goal", "90", "100")]),
    (
        "{goal: 100, revisions: [{from: 2026-03, goal: 90}]}",
        "{goal: 95, revisions: [{from: 2026-03, goal: 90}]}",
        [("goal", "100", "95")],  # what January and February owed
    ),
    ("{goal: 100, formula: b}", "{goal: 100, formula: b - c}", [("formula", "b", "b - c")]),
    ("{goal: 100}", "{goal: 100, phasing: {1-6: 60%}}", [("phasing", "even", "{1-6: 60%, 7-12: 40%}")]),
    (
        "{goal: 100, phasing: {12: 20%}}",
        "{goal: 100, phasing: {12: 10%}}",
        [("phasing", "{1-11: 80%, 12: 20%}", "{1-11: 90%, 12: 10%}")],
    ),
    ("{goal: 100}", "{goal: 100, phasing: open_days}", [("phasing", "even", "open_days")]),
    ("{goal: 100, unit: 元}", "{goal: 100, unit: 台}", [("unit", "元", "台")]),
    ("{goal: 100}", "{goal: 100, each: month}", [("each", "", "month")]),
    ("{goal: 100}", "{goal: 100, from: 2026-02}", [("from", "", "2026-02")]),
    ("{goal: 100, until: 2026-10}", "{goal: 100, until: 2026-11}", [("until", "2026-10", "2026-11")]),
    ("{goal: 100}", "{goal: 100, tolerance: 5%}", [("tolerance", "10%", "5%")]),
    ("{goal: 2, formula: b / c}", "{goal: 2, formula: b / c, min_volume: 5}", [("min_volume", "", "5")]),
    ("{goal: 2, formula: b / c, unit: 元}", "{goal: 2, formula: b / c, unit: 台}", [("unit", "元", "台")]),
    ("{goal: 1}", "{goal: 2, from: 2026-05}", [("from", "", "2026-05")]),
    ("{goal: 90 .. 95, unit: 元}", "{goal: 90 .. 95, unit: 万元}",
     [("goal", "90 .. 95", "90 .. 95"), ("unit", "元", "万元")]),
]  # fmt: skip
BC = "{b: {}, c: {}}"


@pytest.mark.parametrize(("old", "now", "found"), DIFFERENT)
def test_what_is_one(old: str, now: str, found: list[tuple[str, str, str]]) -> None:
    assert told(plan(old, measures=BC), plan(now, measures=BC)) == [("a", *one) for one in found]


MEASURES = [
    ("{b: {unit: 元}}", "{b: {unit: 万元}}", ("unit", "元", "万元")),
    ("{b: {decimals: 1}}", "{b: {decimals: 2}}", ("decimals", "1", "2")),
    ("{b: {over_time: last}}", "{b: {over_time: mean}}", ("over_time", "last", "mean")),
    ("{b: {within: c}, c: {}}", "{b: {}, c: {}}", ("within", "c", "")),
    ("{b: {members: [x, y]}}", "{b: {members: [x]}}", ("members", "[x, y]", "[x]")),
    (
        "{b: {members: [x, y]}}",
        "{b: {members: {x: {}, y: {from: 2026-06}}}}",
        ("members", "[x, y]", "{x: {}, y: {from: 2026-06}}"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("old", "now", "found"), MEASURES)
def test_keys_of_measures_are_told_of_each_target(old: str, now: str, found: tuple[str, str, str]) -> None:
    two = "{goal: 5, formula: b}\n  z: {goal: 6, formula: b}"
    both = told(plan(two, measures=old), plan(two, measures=now))
    assert [one for one in both if one[1] == found[0]] == [("a", *found), ("z", *found)]


def test_a_key_of_several_measures_is_told_once() -> None:
    old, now = ("{b: {over_time: last}, c: {over_time: last}}", "{b: {over_time: mean}, c: {over_time: mean}}")
    share = "{goal: 2, formula: b / c}"
    assert told(plan(share, measures=old), plan(share, measures=now)) == [("a", "over_time", "last", "mean")]
    old, now = ("{b: {unit: 元}, c: {unit: 元}}", "{b: {unit: 万元}, c: {unit: 万元}}")
    assert told(plan(share, measures=old), plan(share, measures=now)) == [("a", "unit", "元", "万元")]


def test_months_that_follow_from_members_are_told_of_these() -> None:
    target = "{goal: 5, formula: b, from: 2026-02}"
    old, now = (plan(target, measures=f"{{b: {{members: [{said}]}}}}") for said in ("x, y", "x"))
    assert told(old, now) == [("a", "members", "[x, y]", "[x]")]


def test_plan_level_keys_are_told_once() -> None:
    now = plan("{goal: 1}", "calendar: {closed: 2026-02-17}\ntolerance: 5%\n")
    assert told(plan("{goal: 1}"), now) == [
        (None, "calendar", "{open: all}", "{open: all, closed: [2026-02-17]}"),
        ("a", "tolerance", "10%", "5%"),
    ]
    shorter = Period(Month(2026, 1), Month(2026, 6))
    assert told(plan("{goal: 1}"), plan("{goal: 1}")._replace(period=shorter)) == [(None, "period", "2026", "2026-H1")]
    later = Period(Month(2026, 7), Month(2026, 12))
    assert told(plan("{goal: 1}"), plan("{goal: 1}")._replace(period=later)) == [(None, "period", "2026", "2026-H2")]


def test_other_days_of_months_are_told() -> None:
    now = plan("{goal: 1}", "reporting: {month_ends: 25}\n")
    assert told(plan("{goal: 1}"), now) == [(None, "month_ends", "31", "25")]
    assert told(plan("{goal: 1}"), plan("{goal: 1}", "reporting: {month_ends: 31, on_time_until: 5}\n")) == []


def test_what_was_taken_out_and_what_is_new() -> None:
    assert told(plan("{goal: 1}\n  z: {goal: 2}"), plan("{goal: 1}\n  y: {goal: 3}")) == [("z", "removed", "2", "")]
    milestone = "{goal: 1}\nmilestones: {m: {due: 2026-06-30}}"
    assert told(plan(milestone), plan("{goal: 1}")) == [("m", "removed", "2026-06-30", "")]


def test_what_a_split_has_from_its_whole_is_told_once() -> None:
    split = "split: {x: 60, y: 40}"
    old, now = (
        plan(f"{{goal: 100, formula: b, {split}, tolerance: {by}}}", measures="{b: {members: [x, y]}}")
        for by in ("10%", "5%")
    )
    assert told(old, now) == [("a", "tolerance", "10%", "5%")]


def test_a_month_before_a_target_begins_or_outside_the_plan_is_none_of_it() -> None:
    old, now = (plan(f"{{goal: {goal}, from: 2026-05}}") for goal in (1, 2))
    assert told(old, now) == []
    assert told(old, now, Month(2027, 1)) == []
    assert told(old, now, Month(2026, 5)) == [("a", "goal", "1", "2")]


def test_results_count_of_what_was_done() -> None:
    old, now = (plan(f"{{goal: 1}}\nmilestones: {{m: {{results: {{r: {goal}}}}}}}") for goal in (5, 6))
    assert differences(old, now, MARCH) == []
    assert [one.what for one in differences(old, now, MARCH, {"m": date(2026, 3, 31)})] == ["results"]
    assert differences(old, now, MARCH, {"m": date(2026, 4, 1)}) == []


def test_a_renamed_target_is_not_rewritten() -> None:
    now = plan("{goal: 1}")
    renamed = now._replace(
        targets=(now.targets[0]._replace(id="z", was=("a",)),),
    )
    assert rewritten([(MARCH, now)], renamed) == []


def test_of_several_closings_the_earliest_difference_counts() -> None:
    versions = [plan(f"{{goal: {goal}}}") for goal in (100, 90, 80)]
    closings = [(Month(2026, 2), versions[0]), (Month(2026, 1), versions[1])]
    assert [(one.month, one.was, one.now) for one in rewritten(closings, versions[2])] == [
        (Month(2026, 2), "100", "80")
    ]
    assert [one.was for one in rewritten(closings, versions[0])] == ["90"]


# lines

CHANGED = [
    ("a: {goal: 320万, unit: 元}", "a: {goal: 300万, unit: 元}"),
    ("a: {goal: 320万, unit: 元}", "a: {goal: 'under 300,000', unit: 元}"),
    ("a: {goal: 100}", "a: {goal: tbd}"),
    ("a: {goal: under 5}", "a: {goal: under 6}"),
    ("a: {goal: under 5}", "a: {goal: 6, revisions: [{from: 2026-02, goal: 4}]}"),
    ("a: {goal: 5}", "a: {goal: 6, revisions: [{from: 2026-02, goal: 4, why: less}]}"),
    ("a: {goal: 5, revisions: [{from: 2026-03, goal: 4}]}", "a: {goal: 5}"),
    ("a: {goal: 5, revisions: [{from: 2026-02, goal: 4}, {from: 2026-03, goal: 3}]}",
     "a: {goal: 5, revisions: [{from: 2026-02, goal: 4}]}"),
    ("a: {goal: 5, revisions: [{from: 2026-02, goal: 4, why: less}]}",
     "a: {goal: 5, revisions: [{from: 2026-02, goal: 3, why: less}]}"),
    ("a: {goal: 5, revisions: [{from: 2026-02, phasing: {2: 20%}}]}",
     "a: {goal: 5, revisions: [{from: 2026-02, phasing: {2: 30%}}]}"),
    ("a: {goal: 5, revisions: [{from: 2026-02, phasing: {2: 20%}}, {from: 2026-03, phasing: {3: 40%}}]}",
     "a: {goal: 5, revisions: [{from: 2026-02, phasing: {2: 20%}}]}"),
    ("a: {goal: 5, formula: b}",
     "a: {goal: 6, formula: b, revisions: [{from: 2026-01, formula: b - c, phasing: {1: 20%}, why: new}]}"),
    ("a: {goal: 5, revisions: [{from: 2026-01, goal: 7, phasing: {1: 1, 2: 2, 3: 4}}]}",
     "a: {goal: 5, revisions: [{from: 2026-01, goal: 7}]}"),
    ("a: {goal: 5, from: 2026-03}", "a: {goal: 6, from: 2026-03}"),
    ("a: {goal: +5% on last year}", "a: {goal: +6% on last year}"),
    ("a: {goal: 5, formula: b, split: {x: 3, y: 2}}", "a: {goal: 5, formula: b, split: {x: 4, y: 2}}"),
    ("a: {goal: 5, formula: b, split: {x: 3, y: {goal: 2, owner: li}}}",
     "a: {goal: 5, formula: b, split: {x: 3, y: {goal: 1, owner: li}}}"),
    ("a: {goal: 5, unit: 元}", "a: {goal: 5, unit: 万元}"),
    ("a: {goal: 5, unit: 元}", "a: {goal: 5}"),
    ("a: {goal: 5}", "a: {goal: 5, unit: 元}"),
    ("a: {goal: 5, each: month}", "a: {goal: 5}"),
    ("a: {goal: 5}", "a: {goal: 5, each: month}"),
    ("a: {goal: 5, formula: l, start: 270}", "a: {goal: 5, formula: l, start: 280}"),
    ("a: {goal: 5, until: 2026-06}", "a: {goal: 5}"),
    ("a: {goal: 5, tolerance: 7.5%}", "a: {goal: 5}"),
    ("a: {goal: 5, owner: 'li: \"a\" #', formula: b - c, name: 'A: b', phasing: {1: 20%}, unit: CNY '000}", ""),
    ("a: {goal: 5, main: true}", ""),
    ("m: {due: 2026-06-30, support: [li], results: {r: {goal: 5, unit: 人}}}", ""),
    ("m: {due: 2026-06-30}", "m: {due: 2026-07-31}"),
    ("m: {due: 2026-06-30}", "m: {due: 2026-07-31, revisions: [{from: 2026-04, due: 2026-08-31}]}"),
    ("m: {due: 2026-06-30, revisions: [{from: 2026-02, due: 2026-08-31}]}",
     "m: {due: 2026-06-30, revisions: [{from: 2026-02, due: 2026-09-30}]}"),
    ("m: {due: 2026-06-30, revisions: [{from: 2026-02, due: 2026-08-31}, {from: 2026-03, due: 2026-09-30}]}",
     "m: {due: 2026-06-30, revisions: [{from: 2026-02, due: 2026-08-31}]}"),
]  # fmt: skip
DECLARED = "measures: {b: {members: [x, y]}, c: {}, l: {over_time: last}}\n"
LATER = [
    ("a: {goal: 5, formula: b}", "a: {goal: 5, formula: b - c}"),
    ("a: {goal: 5}", "a: {goal: 5, phasing: {1-6: 60%}}"),
    ("a: {goal: 5}", "a: {goal: 6, phasing: {1-6: 1}}"),
    ("a: {goal: 5, phasing: {3-5: 1, 8: 1}}", "a: {goal: 5, phasing: {3-5: 1}}"),
    ("a: {goal: 5, phasing: open_days}", "a: {goal: 5}"),
    ("a: {goal: 5, formula: b}", "a: {goal: 5, formula: c - b, revisions: [{from: 2026-01, goal: 5}]}"),
    ("a: {goal: 5}", "a: {goal: 7, phasing: {1: 1, 2: 2, 3: 4}, revisions: [{from: 2026-01, goal: 14}]}"),
    ("a: {goal: 5, formula: b}", "a: {goal: 5, formula: b, phasing: {2: 30%}, revisions: [{from: 2026-02, goal: 4}]}"),
]  # fmt: skip


def file(body: str) -> str:
    section = "milestones" if body.startswith("m") else "targets"
    return HEAD + DECLARED + (f"{section}:\n  {body}\n" if body else "")


def pasted(source: str, one: Rewritten) -> str:
    """A plan file with the line of a finding in its place."""
    data, line = yaml.safe_load(source), one.line
    entry = yaml.safe_load(line.text)
    above = data
    if line.at is None and one.what == "removed":
        above = data.setdefault("milestones" if one.target == "m" else "targets", {})
    elif line.at is not None:
        sections = [data.setdefault(key, {}) for key in ("measures", "targets", "milestones")]
        first, *below = line.at.split(".")
        homes = [section for section in reversed(sections) if first in section]
        above = homes[0][first]
        if line.how != "take out" and one.what in ("decimals", "over_time", "within", "members"):
            above = data["measures"][first]
        for short in below:
            above = above["split"][short]
    match line.how:
        case "add":
            above["revisions"].append(entry)
        case "extend":
            [there] = [one for one in above["revisions"] if str(one["from"]) == str(entry["from"])]
            there |= entry
        case "member":
            above["split"] |= entry
        case "take out":
            for key in entry:
                del above[key]
        case _:
            above |= entry
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


@pytest.mark.parametrize(
    ("old", "now"),
    [*CHANGED, *LATER],
)
def test_the_line_mends_it_as_it_is(old: str, now: str) -> None:
    kept, source = read(file(old)), file(now)
    found = rewritten([(MARCH, kept)], read(source))
    assert found
    keys = {one.what for one in found}
    while found:
        source = pasted(source, found[0])
        found = rewritten([(MARCH, kept)], read(source))
        assert {one.what for one in found} < keys, source
        keys = {one.what for one in found}


def test_lines_are_short() -> None:
    old, now = (read(file(f"a: {{goal: {goal}, unit: 元}}")) for goal in ("320万", "300万"))
    [one] = rewritten([(MARCH, old)], now)
    assert one.line.text == 'revisions: [{from: 2026-01, goal: "300万", why: "…"}]'
    found = finding(one, now)
    assert (found.code, found.target, found.line) == ("rewritten", "a", now.targets[0].line)
    assert text(found.message, "zh") == (
        "2026-03 结账时“a”的目标为 320万，现为 300万；如果一开始就写错了，请在 a 下写："
        'revisions: [{from: 2026-01, goal: "300万", why: "…"}]；'
        '如果是后来决定的，请保留 goal: "320万"，调整从 2026-04 开始'
    )
    assert text(found.message, "en") == (
        "the goal of a was 320万 when 2026-03 was closed, and is 300万 now; "
        "if it was wrong from the start, write under a: "
        'revisions: [{from: 2026-01, goal: "300万", why: "…"}]; '
        'if it was decided since, leave goal: "320万" there, and let the revision begin in 2026-04'
    )


WORDS = [
    (plan("{goal: 1}\n  z: {goal: 2}"), plan("{goal: 1}"),
     ('z (2) stood in the plan when 2026-03 was closed, and is gone; '
     'write again: z: {goal: "2", formula: "z", tolerance: 10%}'),
     '2026-03 结账时计划里有“z”（2），现已删去；请改回：z: {goal: "2", formula: "z", tolerance: 10%}'),
    (plan("{goal: 1}\n  z: {formula: a, goal: 2}"), plan("{goal: 1}\n  y: {formula: a, goal: 2}"),
     ('z (2) stood in the plan when 2026-03 was closed, and is gone; '
     'if it is y now, write there: was: z; else write again: z: {goal: "2", formula: "a", tolerance: 10%}'),
     ('2026-03 结账时计划里有“z”（2），现已删去；如果只是改名为 y，请在其下写：was: z；'
     '否则请改回：z: {goal: "2", formula: "a", tolerance: 10%}')),
    (plan("{goal: 1}\nmilestones: {m: {name: Fair, due: 2026-06-30}}"),
     plan("{goal: 1}\nmilestones: {fair: {name: Fair, due: 2026-07-31}}"),
     ('m (2026-06-30) stood in the plan when 2026-03 was closed, and is gone; '
     'if it is fair now, write there: was: m; else write again: m: {name: "Fair", due: 2026-06-30}'),
     ('2026-03 结账时计划里有“m”（2026-06-30），现已删去；如果只是改名为 fair，请在其下写：was: m；'
     '否则请改回：m: {name: "Fair", due: 2026-06-30}')),
    (plan("{goal: 1}"), plan("{goal: 1}", "reporting: {month_ends: 25}\n"),
     ("the end of months of the plan was 31 when 2026-03 was closed, and is 25 now; "
     "write again: reporting: {month_ends: 31}"),
     "2026-03 结账时计划的月份截止日为 31，现为 25；请改回：reporting: {month_ends: 31}"),
    (plan("{goal: 1}"), plan("{goal: 1, each: month}"),
     "the each of a is month now, and was not said when 2026-03 was closed; take out of a: each: month",
     "“a”的每期现为 month，2026-03 结账时没有写；请从 a 里删去：each: month"),
    (plan("{goal: 1, each: month}"), plan("{goal: 1}"),
     "the each of a was month when 2026-03 was closed, and is not said now; write again under a: each: month",
     "2026-03 结账时“a”的每期为 month，现已删去；请在 a 下改回：each: month"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "now", "english", "chinese"), WORDS)
def test_what_no_revision_says_in_words(old: Plan, now: Plan, english: str, chinese: str) -> None:
    [one] = rewritten([(MARCH, old)], now)
    assert text(finding(one, now).message, "en") == english
    assert text(finding(one, now).message, "zh") == chinese


def test_after_the_last_month_nothing_is_left_to_decide() -> None:
    old, now = (plan(f"{{goal: {goal}}}") for goal in (5, 6))
    [one] = rewritten([(Month(2026, 12), old)], now)
    assert (one.line.how, one.line.later) == ("revise", None)
    assert text(finding(one, now).message, "en") == (
        "the goal of a was 5 when 2026-12 was closed, and is 6 now; "
        'if it was wrong from the start, write under a: revisions: [{from: 2026-01, goal: "6", why: "…"}]'
    )


def test_a_revision_that_was_changed_is_to_give_another_reason() -> None:
    old, now = (plan(f"{{goal: 5, revisions: [{{from: 2026-02, goal: {goal}, why: less}}]}}") for goal in (4, 3))
    [one] = rewritten([(MARCH, old)], now)
    assert (one.line.how, one.line.text) == ("extend", '{from: 2026-02, why: "…"}')


def test_a_phasing_that_no_line_says() -> None:
    old = plan("{goal: 5, phasing: {1: 1, 2: 2, 12: 2}}")
    odd = (Fraction(1, 7), Fraction(2, 7), *[Fraction(0)] * 9, Fraction(4, 7))
    now = old._replace(targets=(old.targets[0]._replace(phasing=odd),))
    [one] = rewritten([(MARCH, now)], old)
    assert to_write(one.line) is not None
    [one] = rewritten([(MARCH, old)], now)
    assert (one.line.how, one.line.text) == ("restore", "phasing: {1: 20%, 2: 40%, 3-11: 0%, 12: 40%}")
    [one] = rewritten([(MARCH, now)], now._replace(targets=(now.targets[0]._replace(phasing=(*odd[1:], odd[0])),)))
    assert to_write(one.line) is None
    assert finding(one, now).message == said(one, now)


def test_keys_of_one_month_share_a_line() -> None:
    old, now = (plan(f"{{goal: {goal}, phasing: {{1-6: 60}}}}") for goal in (80, 100))
    found = rewritten([(MARCH, old)], now)
    assert [one.what for one in found] == ["goal", "phasing"]
    assert {one.line.text for one in found} == {
        'revisions: [{from: 2026-01, goal: "100", phasing: {1-6: 60%, 7-12: 40%}, why: "…"}]'
    }


@pytest.mark.parametrize(("old", "now"), [*CHANGED, *LATER])
def test_every_finding_says_what_to_write(old: str, now: str) -> None:
    found = rewritten([(MARCH, read(file(old)))], read(file(now)))
    assert found
    assert all(to_write(one.line) is not None for one in found)


@pytest.mark.parametrize(
    ("old", "now", "month", "hint"),
    [
        ("{goal: 100, unit: 台}", "{goal: 90, unit: 台}", 3,
         ("leave 100 in t.csv and write below it: store: {}; from: 2026-01; a: 90台; why: …; if it was decided since, "
         "let that row begin in 2026-04")),
        ("{goal: 100%}", "{goal: 90%}", 12,
         "leave 100% in t.csv and write below it: store: {}; from: 2026-01; a: 90%; why: …"),
        ("{goal: 100}", "{goal: 90}", 12,
         "leave 100 in t.csv and write below it: store: {}; from: 2026-01; a: 90; why: …"),
        ("{goal: 100, revisions: [{from: 2026-02, goal: 90, why: x}]}",
         "{goal: 100, revisions: [{from: 2026-02, goal: 80, why: x}]}", 3,
         "give another why in the row of {} from 2026-02 of t.csv"),
    ],
)  # fmt: skip
def test_a_goal_that_stands_in_a_table(old: str, now: str, month: int, hint: str) -> None:
    after = plan(now)._replace(table=Tabled("t.csv", frozenset("a")))
    (one,) = rewritten([(Month(2026, month), plan(old))], after)
    assert text(finding(one, after).message, "en").endswith(hint.format(after.store))
    assert text(finding(one, after).message, "zh").count("t.csv") == 1


def test_a_goal_that_was_taken_out_of_a_table() -> None:
    after = read(HEAD + "targets:\n  b: {goal: 5}\n")
    after = after._replace(table=Tabled("t.csv", frozenset("a")))
    (one,) = rewritten([(MARCH, plan("{goal: 100}"))], after)
    assert text(finding(one, after).message, "en").endswith(f"write 100 again in the row of {after.store} of t.csv")


def test_other_keys_of_a_target_in_a_table_stand_in_the_plan() -> None:
    after = plan("{goal: 100, tolerance: 20%}")._replace(table=Tabled("t.csv", frozenset("a")))
    (one,) = rewritten([(MARCH, plan("{goal: 100}"))], after)
    assert "write again under a: tolerance: 10%" in text(finding(one, after).message, "en")
