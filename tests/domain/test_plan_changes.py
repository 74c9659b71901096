"""What changed between two versions of a plan, in words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from dealerplan.domain.formula import Name
from dealerplan.domain.month import Month, Period
from dealerplan.domain.plan import Measure, Milestone, Plan, Target
from dealerplan.domain.plan_changes import APART, DERIVED, MEASURE, MILESTONE, PLAN, TARGET, changes
from dealerplan.domain.plan_words import KEYS
from dealerplan.words import text
from tests.planfile.reading import HEAD, read
from tests.planfile.test_roundtrip import Maker

ROWS = [
    ("targets: {a: {goal: 320万, unit: 元, name: 营业额}}", "targets: {a: {goal: 300万, unit: 元, name: 营业额}}",
     ["goal of 营业额 320万 → 300万"], ["“营业额”的目标 320万 → 300万"]),
    ("targets: {a: {goal: 5}}", "targets: {a: {goal: 5, owner: li}, b: {goal: 6}}",
     ["new measure b", "owner of a said: li", "new target b: goal 6"],
     ["新增数据项“b”", "“a”新写责任人：li", "新增指标“b”：目标 6"]),
    ("targets: {a: {goal: 5, main: true}, b: {goal: 6}}", "targets: {a: {goal: 5}, b: {goal: 6, main: true}}",
     ["main target of a taken out: true", "main target of b said: true"],
     ["“a”删去主要指标：true", "“b”新写主要指标：true"]),
    ("targets: {a: {goal: 5}}", "targets: {a: {goal: 5, revisions: [{from: 2026-07, goal: 4, why: rebuilding}]}}",
     ["revision of a from 2026-07: goal 4 (rebuilding)"], ["“a”调整：2026-07 起目标 4（rebuilding）"]),
    ("targets: {a: {goal: 5, phasing: {12: 20%}}}", "targets: {a: {goal: 5}}",
     ["phasing of a {1-11: 80%, 12: 20%} → even"], ["“a”的分月 {1-11: 80%, 12: 20%} → even"]),
    ("measures: {b: {unit: 元}}\ntargets: {a: {goal: 5, formula: b}}",
     "measures: {b: {unit: 万元}}\ntargets: {a: {goal: 5, formula: b}}",
     ["unit of b 元 → 万元"], ["“b”的单位 元 → 万元"]),
    ("owner: li", "tolerance: 5%\nreporting: {on_time_until: 5}",
     ["owner of the plan taken out: li", "reporting days of the plan said: on_time_until: 5"],
     ["计划删去责任人：li", "计划新写上报日期：on_time_until: 5"]),
    ("milestones: {m: {due: 2026-06-30}, n: {}}", "milestones: {n: {}, m: {due: 2026-07-31}}",
     ["date of m 2026-06-30 → 2026-07-31", "other order: n, m"],
     ["“m”的期限 2026-06-30 → 2026-07-31", "顺序改为：n, m"]),
    ("measures: {b: {members: [x, y], name: B}}", "measures: {b: {members: [x], name: C}}",
     ["name of C B → C", "members of C x, y → x"], ["“C”的名称 B → C", "“C”的成员 x, y → x"]),
    ("facts: {region: 华东, class: A}", "facts: {class: A, region: 华东}\nmoves: [{from: 2026-07, region: 华中}]",
     ["moves of the store of the plan said: from: 2026-07, region: 华中"],
     ["计划新写门店归属变动：from: 2026-07, region: 华中"]),
    ("facts: {region: 华东, manager: 张三}", "facts: {region: 华中}",
     ["facts of the store of the plan region: 华东, manager: 张三 → region: 华中"],
     ["计划的门店归属 region: 华东, manager: 张三 → region: 华中"]),
    ("calendar: {country: CN}", "calendar: {country: DE}",
     ["the calendar of the plan is written otherwise"],
     ["计划的营业日历换了写法"]),
    ("measures: {b: {members: [x, y]}}\ntargets: {a: {goal: 5, formula: b, split: {x: 3, y: 2}}}",
     "measures: {c: {}}\ntargets: {d: {goal: 5, formula: c}}",
     ["measure b taken out", "new measure c", "target b taken out: goal 5", "new target c: goal 5"],
     ["删去数据项“b”", "新增数据项“c”", "删去指标“b”：目标 5", "新增指标“c”：目标 5"]),
    ("milestones: {m: {due: 2026-06-30}}", "milestones: {n: {due: 2026-07-31}}",
     ["milestone m taken out: due 2026-06-30", "new milestone n: due 2026-07-31"],
     ["删去重点工作“m”：期限 2026-06-30", "新增重点工作“n”：期限 2026-07-31"]),
    ("milestones: {m: {due: 2026-06-30}}",
     "milestones: {m: {due: 2026-06-30, revisions: [{from: 2026-03, due: 2026-07-31}]}}",
     ["revision of m from 2026-03: date 2026-07-31"],
     ["“m”调整：2026-03 起期限 2026-07-31"]),
    ("measures: {b: {}, c: {}}\ntargets: {a: {goal: 5, formula: b, revisions: [{from: 2026-07, goal: 4, why: less}]}}",
     ("measures: {b: {}, c: {}}\n"
     "targets: {a: {goal: 5, formula: b, revisions: [{from: 2026-07, formula: b - c, phasing: {12: 20%}}]}}"),
     ["name of a b → a",
      ("revision of a from 2026-07: formula b - c, phasing {7-11: 80%, 12: 20%}, "
      "instead of from 2026-07: goal 4 (less)")],
     ["“a”的名称 b → a",
      "“a”的调整改为：2026-07 起公式 b - c、分月 {7-11: 80%, 12: 20%}；原为：2026-07 起目标 4（less）"]),
    ("targets: {a: {goal: 5, revisions: [{from: 2026-07, goal: 4, why: less}]}}", "targets: {a: {goal: 5}}",
     ["revision of a taken out, from 2026-07: goal 4 (less)"],
     ["“a”取消调整：2026-07 起目标 4（less）"]),
    ("targets: {a: {goal: 5, owner: li}}\nmilestones: {m: {support: [wu]}}",
     "targets: {a: {goal: 5}}\nmilestones: {m: {support: [wu, he]}}",
     ["owner of a taken out: li", "support of m wu → wu, he"],
     ["“a”删去责任人：li", "“m”的配合人 wu → wu, he"]),
    ("measures: {b: {}}", "measures: {b: {was: a}}", ["earlier ids of b said: a"], ["“b”新写原 id：a"]),
    ("measures: {b: {members: [x, y]}}", "measures: {c: {was: b, members: [x, y]}}",
     ["b is called c now"],
     ["b 改名为 c"]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "now", "english", "chinese"), ROWS)
def test_changes_in_words(old: str, now: str, english: list[str], chinese: list[str]) -> None:
    found = changes(read(HEAD + old + "\n"), read(HEAD + now + "\n"))
    wanted = [one for one in found if one.what != "removed" or "." not in (one.target or "")]
    assert [text(one.message, "en") for one in wanted] == english
    assert [text(one.message, "zh") for one in wanted] == chinese


def test_a_change_for_programs() -> None:
    old, now = (read(HEAD + f"targets: {{a: {{goal: {goal}}}}}") for goal in ("3.2M", "3.0M"))
    assert [tuple(one)[:4] for one in changes(old, now)] == [("a", "goal", "3.2M", "3.0M")]


def test_the_first_version() -> None:
    [first] = changes(None, read(HEAD + "targets: {a: {goal: 1}}"))
    assert (first.what, text(first.message, "en")) == ("first", "first kept: 1 target, 0 milestones")


def test_a_renamed_id_is_one_change() -> None:
    old, now = (read(HEAD + f"targets: {{{id}: {{goal: 1}}}}") for id in ("a", "b"))
    now = now._replace(
        targets=(now.targets[0]._replace(was=("a",)),), measures={"b": now.measures["b"]._replace(was=("a",))}
    )
    assert {text(one.message, "zh") for one in changes(old, now)} == {"a 改名为 b"}


@pytest.mark.parametrize(
    ("kind", "told"),
    [(Plan, PLAN), (Measure, MEASURE), (Target, {**TARGET, **DERIVED}), (Milestone, MILESTONE)],
)
def test_every_field_is_told(kind: Any, told: dict[str, Any]) -> None:
    assert set(kind._fields) - APART == set(told) - {"id"}
    assert set(told) <= set(KEYS)


@st.composite
def edited(draw: st.DrawFn) -> tuple[Plan, Plan, str]:
    """A plan, and the same with one field of something in it changed, mostly to what it is elsewhere."""
    maker = Maker(draw)
    one, other = maker.plan().plan, Maker(draw).plan().plan
    of = draw(st.sampled_from(("plan", "measures", "targets", "milestones")))
    if of == "plan":
        field = draw(st.sampled_from([*PLAN, "was", "measures", "targets", "milestones"]))
        given = {
            "was": ("old",),
            "measures": {**one.measures, "new": Measure("new", "new")},
            "targets": one.targets[:-1],
            "milestones": one.milestones[::-1],
        }
        assume(field != "period" or not any(isinstance(target.phasing, tuple) for target in one.targets))
        return one, _with(one, field, given.get(field, getattr(other, field))), field
    own: list[Any] = list(one.measures.values()) if of == "measures" else list(getattr(one, of))
    others: list[Any] = list(other.measures.values()) if of == "measures" else list(getattr(other, of))
    assume(own and others)
    at, donor = draw(st.integers(0, len(own) - 1)), draw(st.sampled_from(others))
    field = draw(st.sampled_from([field for field in own[at]._fields if field not in ("id", "line")]))
    values: dict[str, Any] = {
        "was": ("old",), "months": Period(one.period.first, one.period.first), "as_percent": True, "kind": "level",
        "phasing": "open_days", "members": (), "formula": Name(next(iter(one.measures))),
    }  # fmt: skip
    assume(field != "months" or not isinstance(getattr(own[at], "phasing", None), tuple))
    own[at] = _with(own[at], field, values.get(field, getattr(donor, field)))
    return one, _with(one, of, {thing.id: thing for thing in own} if of == "measures" else tuple(own)), field


def _with(of: Any, field: str, value: Any) -> Any:
    return of._replace(**{field: value})


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(edited())
def test_what_differs_is_told_and_what_does_not_is_not(pair: tuple[Plan, Plan, str]) -> None:
    old, now, _ = pair
    assert bool(changes(old, now)) is (old != now)
    assert bool(changes(now, old)) is (old != now)
    assert changes(now, now) == []
    for one in changes(old, now):
        assert text(one.message, "zh")
        assert text(one.message, "en")


def test_lines_and_paths_are_no_change() -> None:
    old, now = read(HEAD + "targets: {a: {goal: 1}}"), read(HEAD + "# more\ntargets: {a: {goal: 1}}")
    assert changes(old, now._replace(path="other.yaml")) == []


def test_months_of_a_member() -> None:
    old, now = (
        read(HEAD + f"measures: {{b: {{members: {{x: {{}}, y: {{{said}}}}}}}}}") for said in ("", "from: 2026-06")
    )
    assert [text(one.message, "en") for one in changes(old, now)] == ["months of b.y said: from 2026-06"]
    assert now.measures["b.y"].months == Period(Month(2026, 6), Month(2200, 12))
