"""A group's plan file becomes that of one store: the same text with the store's goals in their places."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from dealerplan.calendar import open_days
from dealerplan.domain.goal import Op, WrittenGoal
from dealerplan.domain.group import Fact, Move, NewGoal, Store, StoreGoal
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Plan, Target
from dealerplan.domain.store_plan import plan_of
from dealerplan.planfile.standalone import pattern_of, standalone
from tests.planfile.reading import read, refuse, target

HEAD = "plan: service-2026\ngroup: yuntong  # all of us\nstores: stores.xlsx\nperiod: 2026\n"

LINES = """\
# 集团售后年度计划
plan: aftersales-2026
name: 集团售后年度计划
group: yuntong                # our stores
stores:                       # beside the plan
  file: stores-2026.xlsx
  sheet: 售后                 # second sheet
period: 2026
comparable: 13   # 可比店
peers:
- brand
- class
tolerance: 5%

measures:
  insurance: {name: 保险理赔产值, unit: 元}
  workshop: {name: 维修产值, unit: 元, members: [east, west]}
  reworked: {name: 返修台次, unit: 台, within: intake}
  intake: {name: 接车台次, unit: 台}
  csi:
    name: 满意度
    unit: 分
    over_time: mean
    over_stores: {mean: surveys}   # weighted
  surveys: {over_stores: sum}
  customers: {name: 基盘客户数, unit: 人, over_time: last}

# what the year is about
targets:
  revenue:
    formula: insurance + workshop   # both
    goal: by store   # from the table
    group_goal:
      20亿
    # a comment of its own
    buffer: 5%
    main: true
  shop:
    formula: workshop
    part_of: revenue
    goal: 不超过按店
    revisions:
    - from: 2026-07
      phasing: {Q3: 60%}
      why: 夏季
    split:
      east: by store
      west:
        owner: 何军
        goal: by store

  "intake": {goal: 'by store', group_goal: 3000}
  visits: {name: 到店, formula: 到店批次, unit: 批, goal: 按店, was: [callers]}
  per_visit: {formula: insurance / 到店批次, goal: tbd}
  rework_rate: {formula: reworked / intake, goal: under 2%, min_volume: 150}
  customers: {goal: by store, start: by store}   # 期末
  csi: {goal: ≥ 93}
milestones:
  audit: {name: 年度自查, due: 2026-06-30}     # each store does it
  start: {due: 2026-01-31}
"""

BRACES = """\
{plan: braces-2026, group: g, stores: {file: s.csv, sheet: "a, b"}, peers: [brand], period: 2026,
 measures: {
   a: {unit: 台},  # first
   b: {unit: 台, over_stores: mean}
 },
 targets: {revenue: {goal: by store, unit: 元, group_goal: '1,200万'}, a: {
     group_goal: 12000,  # asked of all
     goal: at most by store,  # the table has it
     buffer: 5%   # at most
   },  # behind a
   b: {goal: by store , part_of: a, phasing: open_days},
   due: {formula: a / b, goal: 0.5}, }}
"""

ANCHORS = """\
plan: anchors-2026
group: g
stores: s.csv
period: 2026
measures: {a: &m {unit: 台}, b: *m}
targets:
  a: &t {goal: by store, group_goal: 12}
  b: {<<: *t, tolerance: 1%}
"""

PLAIN = HEAD + "targets:\n  a: {goal: by store}\n  b: {goal: 24}"

CORPUS = [LINES, LINES.replace("\n", "\r\n"), BRACES, ANCHORS, PLAIN]


def goal(text: str, target: Target) -> StoreGoal:
    """A goal as the table reads it."""
    op: Op = target.by_store.op if target.by_store else ">="
    return StoreGoal(WrittenGoal.read(text).in_unit(target.unit, op))


def later(month: str, text: str, target: Target, why: str | None = None) -> NewGoal:
    return NewGoal(Month.parse(month), goal(text, target).goal, why)


def by_month(plan: Plan, target: Target) -> StoreGoal:
    """A goal that grows month by month, and is revised."""
    months = {month: Fraction(month.number) for month in plan.months_of(target)}
    revised = (later("2026-07", "90", target, "多: 一店"), later("2026-09", "tbd", target))
    return goal(str(sum(months.values())), target)._replace(months=months, later=revised)


def stores(plan: Plan) -> list[Store]:
    """Stores with all goals, some, and none of them."""
    asked = [one for one in plan.targets if one.by_store]
    texts = ["1,200万", "5", ">= 5", "under 7", "3 .. 4", "tbd", "0", "# 5", "50"]
    goals = {one.id: goal(texts[at % 5], one) for at, one in enumerate(asked)}
    open = {one.id: goal("待定", one) for one in asked}
    levels = {
        one.id: goals[one.id]._replace(start=Fraction(7, 4)) for one in asked if one.by_store and one.by_store.starts
    }
    phased = {one.id: by_month(plan, one) for one in asked if one.adds_up and "." not in one.id}
    members = {one.id: goal("7", one)._replace(later=(later("2026-07", "8", one, "改"),)) for one in asked}
    return [
        Store("s001", "苏州1店", {"manager": "周敏"}, date(2019, 3, 1), None, goals | levels),
        Store("s002", opened=date(2026, 5, 20), closed=date(2026, 11, 3), goals=goals),
        Store("s003", "#3: north", goals=open),
        Store("s004", closed=date(2026, 8, 31)),
        Store("s005", goals=goals | phased),
        Store("s006", goals=members),
        *[
            Store(f"without-{left.replace('.', '-')}", goals={id: one for id, one in goals.items() if id != left})
            for left in goals
        ],
        *[Store(f"only-{only.replace('.', '-')}", goals={only: goals[only]}) for only in goals],
    ]


def bare(one: Target) -> Target:
    """A target without the words and lines of its goals."""
    revisions = tuple(each._replace(goal=each.goal and each.goal._replace(text="")) for each in one.revisions)
    stretch = one.stretch and one.stretch._replace(text="")
    return one._replace(goal=one.goal._replace(text=""), stretch=stretch, revisions=revisions, line=0, as_percent=False)


@pytest.mark.parametrize("text", CORPUS)
def test_every_store_has_a_plan_of_its_own(text: str) -> None:
    """[G1] It reads without a problem, with the store's targets and all measures of the group."""
    plan = read(text)
    pattern = pattern_of(text, plan)
    for store in stores(plan):
        made = standalone(pattern, store)
        found = read(made)
        assert (found.store, found.store_name, found.group) == (store.id, store.name, None)
        assert (found.calendar.first_day, found.calendar.last_day) == (store.opened, store.closed)
        assert found.owner == store.facts.get("manager")
        wanted = {one.id: one for one in plan_of(plan, store, open_days).targets}
        assert {one.id: bare(one) for one in found.targets} == {id: bare(one) for id, one in wanted.items()}, made
        assert {id: one._replace(line=0) for id, one in found.measures.items()} == {
            id: one._replace(line=0, over_stores=None) for id, one in plan.measures.items()
        }
        assert standalone(pattern, store) == made
        assert ("\r\n" in made) is ("\r\n" in text)


def test_comments_order_and_words_stay() -> None:
    plan = read(LINES)
    one = {each.id: each for each in plan.targets}
    goals = {
        "revenue": goal("1,200万", one["revenue"]),
        "shop": goal("500万", one["shop"])._replace(later=(later("2026-07", "450万", one["shop"], "缩编"),)),
        "shop.west": goal("200万", one["shop"]),
        "visits": goal("tbd", one["visits"]),
    }
    store = Store("s033", "襄阳4店", {"manager": "郑涛"}, date(2015, 6, 1), date(2026, 5, 31), goals)
    assert (
        standalone(pattern_of(LINES, plan), store)
        == """\
# 集团售后年度计划
plan: aftersales-2026
name: 集团售后年度计划
store: s033                # our stores
store_name: 襄阳4店
owner: 郑涛
opened: 2015-06-01
closed: 2026-05-31
facts: {manager: 郑涛}
period: 2026
tolerance: 5%

measures:
  insurance: {name: 保险理赔产值, unit: 元}
  workshop: {name: 维修产值, unit: 元, members: [east, west]}
  reworked: {name: 返修台次, unit: 台, within: intake}
  intake: {name: 接车台次, unit: 台}
  csi:
    name: 满意度
    unit: 分
    over_time: mean
  surveys: {}
  customers: {name: 基盘客户数, unit: 人, over_time: last}

# what the year is about
targets:
  revenue:
    formula: insurance + workshop   # both
    goal: 1,200万   # from the table
    # a comment of its own
    main: true
  shop:
    formula: workshop
    part_of: revenue
    goal: 不超过500万
    revisions: [{from: 2026-07, phasing: {Q3: '60%'}, why: 夏季; 缩编, goal: 不超过450万}]
    split:
      west:
        owner: 何军
        goal: 200万

  visits: {name: 到店, formula: 到店批次, unit: 批, goal: tbd, was: [callers]}
  per_visit: {formula: insurance / 到店批次, goal: tbd}
  rework_rate: {formula: reworked / intake, goal: under 2%, min_volume: 150}
  csi: {goal: ≥ 93}
milestones:
  start: {due: 2026-01-31}
""".replace("Q3: '60%'", "Q3: 60%")
    )


def test_within_braces_commas_and_comments_go_along() -> None:
    plan = read(BRACES)
    one = target(plan, "a")
    store = Store("s1", goals={"a": goal("1,200", one)})
    assert (
        standalone(pattern_of(BRACES, plan), store)
        == """\
{plan: braces-2026, store: s1, period: 2026,
 measures: {
   a: {unit: 台},  # first
   b: {unit: 台}, revenue: {unit: 元}
 },
 targets: {a: {
     goal: 'at most 1,200'  # the table has it
   },  # behind a
   due: {formula: a / b, goal: 0.5}, }}
"""
    )


@pytest.mark.parametrize("text", CORPUS)
def test_where_a_store_belongs_stands_in_its_plan(text: str) -> None:
    moves = (Move(Month(2026, 7), {"manager": "He"}, "a new one"), Move(Month(2026, 9), {"region": "West, far"}))
    facts: dict[Fact, str] = {"class": "A", "region": "East: near"}
    found = read(standalone(pattern_of(text, read(text)), Store("s1", facts=facts, moves=moves)))
    assert (found.facts, found.moves) == (facts, moves)


def test_an_owner_of_the_plan_stays() -> None:
    """Else it is the manager, the last one of the period."""
    store = Store("s1", facts={"manager": "Zhou"}, moves=(Move(Month(2026, 7), {"manager": "He"}, "a new one"),))
    plan = read(PLAIN)
    assert read(standalone(pattern_of(PLAIN, plan), store)).owner == "He"
    owned = PLAIN.replace("period:", "owner: Lin\nperiod:")
    assert read(standalone(pattern_of(owned, read(owned)), store)).owner == "Lin"


@pytest.mark.parametrize(
    ("line", "opened", "wanted"),
    [
        ("{goal: 4}", "2026-01-01", "goal: 4}"),
        ("{goal: 1200}", "2026-05-20", "goal: 738}"),  # 12 of 31 days and 7 months: 738.7
        ("{goal: at least 1200}", "2026-07-01", "goal: at least 600}"),
        ("{goal: 1200 .. 1300}", "2026-07-01", "goal: 600 .. 650}"),
        ("{goal: -1200}", "2026-05-20", "goal: '-739'}"),
        ("{goal: 120万, unit: 元}", "2026-07-01", "goal: 60万, unit"),
        ("{goal: 1200, stretch: 1300}", "2026-07-01", "goal: 600, stretch: 650}"),
        ("{goal: 2, stretch: 3}", "2026-10-01", "goal: 0}"),
        ("{goal: 1200, phasing: {Q1: 70%}}", "2026-05-20", "goal: 320, phasing: {Q1: 70%}}"),  # 8 of 9 thirties
        ("{goal: 366, phasing: open_days}", "2026-12-31", "goal: 1, phasing: open_days}"),
        ("{goal: 1200, from: 2026-07}", "2026-10-01", "goal: 600, from: 2026-07}"),
        ("{goal: +10% on last year}", "2026-07-01", "goal: +10% on last year}"),
        ("{goal: tbd}", "2026-07-01", "goal: tbd}"),
        ("{goal: 4, each: quarter}", "2026-07-01", "goal: 4, each: quarter}"),
        ("{goal: 1200, revisions: [{from: 2026-09, goal: 900}]}", "2026-07-01",
         "goal: 600, revisions: [{from: 2026-09, goal: 450}]}"),
        ("{goal: 1200, revisions: [{from: 2026-07, phasing: {7: 100%}}]}", "2026-08-01",
         "goal: 0, revisions: [{from: 2026-07, phasing: {7: 100%}}]}"),
    ],
)  # fmt: skip
def test_a_store_owes_its_open_months_share_of_the_plans_own_goals(line: str, opened: str, wanted: str) -> None:
    text = HEAD + f"targets:\n  a: {line}\n"
    made = standalone(pattern_of(text, read(text)), Store("s1", opened=date.fromisoformat(opened)))
    assert wanted in made
    read(made)


def test_members_and_a_whole_that_goes_by_them_owe_their_months() -> None:
    text = HEAD + (
        "measures: {a: {members: {east: {until: 2026-06}, west: {from: 2026-04}}}}\n"
        "targets:\n  a: {goal: 1200, split: {east: 600, west: {goal: 600, revisions: [{from: 2026-08, goal: 660}]}}}\n"
    )
    made = standalone(pattern_of(text, read(text)), Store("s1", opened=date(2026, 6, 1)))
    # east: one of 6 months; west: seven of 9; the whole what both owe
    assert "goal: 566, split: {east: 100, west: {goal: 466, revisions: [{from: 2026-08, goal: 513}]}}" in made
    read(made)


def test_what_is_not_while_the_store_is_open_is_left_out() -> None:
    text = (
        HEAD
        + "targets:\n  a: {goal: 9, until: 2026-03}\n  b: {goal: 9, part_of: a}\nmilestones: {m: {due: 2026-03-31}}\n"
    )
    made = read(standalone(pattern_of(text, read(text)), Store("s1", opened=date(2026, 6, 1))))
    assert [(one.id, one.part_of) for one in made.targets] == [("b", None)]
    assert made.milestones == ()


def test_a_bare_number_keeps_its_direction_below_a_whole_of_another() -> None:
    text = (
        HEAD
        + "measures: {a: {members: [east, west]}}\ntargets:\n  a: {goal: by store, split: {east: by store, west: 5}}\n"
    )
    plan = read(text)
    goals = {"a": goal("at most 20", target(plan, "a")), "a.east": goal("10", target(plan, "a.east"))}
    made = standalone(pattern_of(text, plan), Store("s1", goals=goals))
    assert "{goal: at most 20, split: {east: '>= 10', west: '>= 5'}}" in made


def test_months_of_a_member_are_refused() -> None:
    text = HEAD + "measures: {a: {members: [east]}}\ntargets:\n  a: {goal: 9, split: {east: by store}}\n"
    plan = read(text)
    monthly = goal("9", plan.targets[1])._replace(months={Month(2026, 1): Fraction(9)})
    with pytest.raises(ValueError, match="its whole"):
        standalone(pattern_of(text, plan), Store("s1", goals={"a.east": monthly}))


def test_a_groups_plan_has_no_phasing_in_amounts() -> None:
    """A store that opens in the period owes a part of the goal, of which an amount would be another share."""
    text = HEAD + "targets:\n  a: {goal: 1200, phasing: {3: 8, 4: 5%}}\n  b: {goal: by store, phasing: {3: 8}}\n"
    first, other = refuse(text)
    assert first == "6:32: 8 is an amount, and the months of a group's stores go by percents"
    assert other == "7:36: an amount needs a decided goal"


def test_a_members_goals_stand_in_the_table_alone() -> None:
    member = "{goal: by store, revisions: [{from: 2026-07, goal: 8}]}"
    text = HEAD + f"measures: {{a: {{members: [east]}}}}\ntargets:\n  a: {{goal: 9, split: {{east: {member}}}}}\n"
    assert refuse(text) == ["7:81: the goals of east stand in the table"]


def test_a_start_by_store_goes_with_its_goal() -> None:
    text = HEAD + "measures: {a: {over_time: last}}\ntargets:\n  a: {goal: 9, start: by store}\n"
    assert refuse(text) == ["7:23: start by store goes with a goal by store"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("group: yuntong", "? group\n: yuntong"),
        ("{goal: by store}", "{? goal : by store}"),
        ("{goal: by store}", "{<<: {goal: by store}}"),
        ("group: yuntong  # all of us\n", "group: yuntong  # all of us\r"),
    ],
)
def test_an_unusual_file_is_written_anew(old: str, new: str) -> None:
    text = PLAIN.replace(old, new)
    plan = read(text)
    made = standalone(pattern_of(text, plan), Store("s1", goals={"a": goal("12", plan.targets[0])}))
    assert (
        made
        == "plan: service-2026\nstore: s1\nperiod: 2026\n\ntargets:\n  a: {goal: '12'}\n  b: {goal: '24'}\n".replace(
            "'", ""
        )
    )


@pytest.mark.parametrize(
    ("below", "wanted"),
    [
        ("measures:\n\ntargets:\n  a: {goal: by store}\n  b: {formula: a * 2, goal: 1}\n",
         "\nmeasures:\n  a: {}\ntargets:\n  b: {formula: a * 2, goal: 1}\n"),
        ("measures: {}\ntargets: {}\n", "targets: {}\n"),
        ("targets:\n  a: {goal: by store}   # the only one\n", "measures:\n  a: {}\ntargets:\n"),
        ("targets:\n  a:\n    goal: |\n      by store\n\n    was: [z]\n# end\n",
         "measures:\n  a: {was: [z]}\ntargets:\n# end\n"),
    ],
)  # fmt: skip
def test_sections_that_come_to_nothing(below: str, wanted: str) -> None:
    text = HEAD + below
    made = standalone(pattern_of(text, read(text)), Store("s1"))
    assert made == "plan: service-2026\nstore: s1  # all of us\nperiod: 2026\n" + wanted
    read(made)


def test_measures_of_a_plan_in_braces() -> None:
    text = "{plan: p, group: g, stores: s.csv, period: 2026, "
    text += "targets: {a: {goal: by store, unit: 台, was: z}, b: {goal: 1}}}"
    made = standalone(pattern_of(text, read(text)), Store("s1", "一店"))
    assert made == (
        "{plan: p, store: s1, store_name: 一店, period: 2026, measures: {a: {unit: 台, was: [z]}}, "
        "targets: {b: {goal: 1}}}\n"
    )


def test_a_level_in_percent_starts_in_percent() -> None:
    text = (
        HEAD
        + "measures: {a: {over_time: last, unit: '%', over_stores: mean}}\n"
        + "targets:\n  a: {goal: by store, start: by store}\n"
    )
    plan = read(text)
    own_goal = goal("95%", plan.targets[0])._replace(start=Fraction(93, 100))
    made = standalone(pattern_of(text, plan), Store("s1", goals={"a": own_goal}))
    assert "{goal: 95%, start: 93%}" in made
    assert read(made).targets[0].start == Fraction(93, 100)
