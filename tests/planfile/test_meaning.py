"""What a plan file means (contract, section 3)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from dealerplan.domain.formula import written
from dealerplan.domain.goal import Goal
from dealerplan.domain.month import Month, Period
from dealerplan.domain.plan import Calendar, Kind, Measure, Plan
from dealerplan.domain.unit import read_unit
from tests.conftest import CONTRACT_PLAN
from tests.planfile.reading import HEAD, read, refuse, target

MEASURES = """
measures:
  intake: {name: 接车台次, unit: 台}
  reworked: {name: 返修台次, unit: 台, within: intake}
  revenue: {name: 产值, unit: 元, aliases: [营业额, turnover]}
  customers: {unit: 人, over_time: last}
  score: {unit: 分, over_time: mean}
  sold: {name: 销量, unit: 台, members: [城东, 城西]}
targets:
"""


def one(line: str, id: str = "t", head: str = HEAD) -> Plan:
    return read(f"{head}{MEASURES}  {id}: {line}\n")


def test_the_contracts_example() -> None:
    plan = read(CONTRACT_PLAN.read_text(encoding="utf-8"))
    assert (plan.id, plan.name, plan.store) == ("aftersales-2026", "售后服务部年度计划", "fengxing-gz")
    assert plan.period == Period.parse("2026")
    kinds = {target.id: target.kind for target in plan.targets}
    assert kinds == {
        "revenue": "flow", "insurance": "flow", "workshop": "flow", "rework_rate": "rate", "monthly_intake": "flow",
        "daily_intake": "rate", "avg_ticket": "rate", "customers": "level", "lectures": "flow", "parts_sales": "flow",
        "sales": "flow", "sales.城东": "flow", "sales.城西": "flow",
    }  # fmt: skip
    assert plan.measures["lectures"] == Measure(
        "lectures", "lectures", read_unit("次"), line=plan.measures["lectures"].line
    )
    assert plan.recorded_as("sold") == ("sold.城东", "sold.城西")
    assert [milestone.due for milestone in plan.milestones] == [date(2026, 3, 31), date(2026, 4, 30)]
    assert plan.milestones[0].support == ("行政部经理助理",)


def test_a_plan_of_three_lines() -> None:
    plan = read(HEAD)
    assert plan == Plan("sales-2026", "sales-2026", "north", Period.parse("2026"), measures={}, path="plan.yaml")
    assert plan.calendar == Calendar("CN", "all", frozenset())


@pytest.mark.parametrize("text", [HEAD, "\ufeff" + HEAD, HEAD.replace("\n", "\r\n"), HEAD.rstrip(), "---\n" + HEAD])
def test_ways_to_write_a_file(text: str) -> None:
    assert read(text).id == "sales-2026"


@pytest.mark.parametrize("empty", ["", " {}", " ~", " null"])
def test_sections_may_be_empty(empty: str) -> None:
    plan = read(f"{HEAD}measures:{empty}\ntargets:{empty}\nmilestones:{empty}\n")
    assert (dict(plan.measures), plan.targets, plan.milestones) == ({}, (), ())


# Scalars are taken as written.


@pytest.mark.parametrize(
    "written_as",
    ["no", "on", "012", "0x1F", "12:30", "12.10", "2025-01", "1e3", ".inf", "1_000", "=", "y"],
)
def test_names_stay_as_written(written_as: str) -> None:
    plan = read(f"{HEAD}name: {written_as}\nmeasures:\n  a: {{name: {written_as}n, basis: {written_as}}}\n")
    assert plan.name == plan.measures["a"].basis == written_as


def test_ids_stay_as_written() -> None:
    plan = read("plan: 012\nstore: 0x1F\nperiod: 2026\nmilestones:\n  on: {}\n  12-30: {}\n")
    assert (plan.id, plan.store) == ("012", "0x1F")
    assert [milestone.id for milestone in plan.milestones] == ["on", "12-30"]


def test_numbers_are_exact() -> None:
    plan = one("{formula: intake, goal: 0.1, tolerance: 12.10%}")
    assert (target(plan, "t").goal.value, target(plan, "t").tolerance) == (Fraction(1, 10), Fraction(121, 1000))
    assert target(one("{formula: intake, goal: 012}"), "t").goal == Goal("012", ">=", Fraction(12))


# Periods and calendars


@pytest.mark.parametrize(
    ("written_as", "label"),
    [
        ("2026", "2026"),
        ("2026-H2", "2026-H2"),
        ("2026-Q3", "2026-Q3"),
        ("2026-03", "2026-03"),
        ("{from: 2026-07, to: 2027-06}", "2026-07..2027-06"),
        ("{from: 2026-07, to: 2026-12}", "2026-H2"),
        ("{to: 2026-07, from: 2026-07}", "2026-07"),
        ("{from: 2026-01, to: 2028-12}", "2026-01..2028-12"),
    ],
)
def test_periods(written_as: str, label: str) -> None:
    assert read(f"plan: p\nstore: s\nperiod: {written_as}\n").period.label == label


@pytest.mark.parametrize(
    ("written_as", "calendar"),
    [
        ("{open: all}", Calendar()),
        ("{open: workdays}", Calendar("CN", "workdays")),
        ("{country: DE, open: workdays}", Calendar("DE", "workdays")),
        (
            "{closed: [2026-02-17, 2026-2-18]}",
            Calendar(closed=frozenset({date(2026, 2, 17), date(2026, 2, 18)})),
        ),
        ("{closed: 2026-02-17}", Calendar(closed=frozenset({date(2026, 2, 17)}))),
        ("{closed: []}", Calendar()),
    ],
)
def test_calendars(written_as: str, calendar: Calendar) -> None:
    assert read(f"{HEAD}calendar: {written_as}\n").calendar == calendar


# Measures


@pytest.mark.parametrize(
    ("unit", "decimals"),
    [("元", 2), ("万元", 2), ("CNY", 2), ("usd", 2), ("台", 0), ("人", 0), ("%", 0), ("XYZ", 0)],
)
def test_decimals_follow_from_the_unit(unit: str, decimals: int) -> None:
    plan = read(
        f"{HEAD}measures:\n  a: {{unit: '{unit}'}}\ntargets:\n  a: {{goal: 5}}\n  b: {{goal: 5, unit: '{unit}'}}\n"
    )
    assert plan.measures["a"].decimals == plan.measures["b"].decimals == decimals
    assert [target.decimals for target in plan.targets] == [decimals, decimals]


def test_decimals_may_be_said() -> None:
    plan = read(
        f"{HEAD}measures:\n  a: {{unit: 元, decimals: 0}}\n  b: {{decimals: 3}}\n"
        "targets:\n  t: {formula: a + b, goal: 5}\n"
    )
    assert plan.measures["a"].decimals == 0
    assert target(plan, "t").decimals == 3


def test_a_measure_may_say_nothing() -> None:
    plan = read(f"{HEAD}measures:\n  intake:\n  reworked: {{}}\n")
    assert list(plan.measures) == ["intake", "reworked"]
    assert plan.measures["intake"].name == "intake"
    assert plan.measures["intake"].over_time == "sum"


def test_members() -> None:
    plan = one("{formula: sold.城东 - sold.城西, goal: 5}")
    assert plan.measures["sold"].members == ("sold.城东", "sold.城西")
    member = plan.measures["sold.城东"]
    assert (member.name, str(member.unit), member.members, member.over_time) == ("销量.城东", "台", (), "sum")
    assert written(target(plan, "t").formula) == "sold.城东 - sold.城西"
    assert written(target(one("{formula: 销量.城西, goal: 5}"), "t").formula) == "sold.城西"


def test_members_of_members() -> None:
    plan = read(f"{HEAD}measures:\n  sold: {{members: {{east: [a, b], west: }}}}\ntargets:\n  sold: {{goal: 5}}\n")
    assert plan.measures["sold"].members == ("sold.east", "sold.west")
    assert plan.measures["sold.east"].members == ("sold.east.a", "sold.east.b")
    assert plan.recorded_as("sold") == ("sold.east.a", "sold.east.b", "sold.west")


def test_a_lone_member_needs_no_list() -> None:
    plan = read(f"{HEAD}measures:\n  sold: {{members: east, aliases: 销量}}\n")
    assert (plan.measures["sold"].members, plan.measures["sold"].aliases) == (("sold.east",), ("销量",))


@pytest.mark.parametrize("word", ["intake", "接车台次"])
def test_within_takes_any_word_for_the_whole(word: str) -> None:
    plan = read(f"{HEAD}measures:\n  intake: {{name: 接车台次}}\n  reworked: {{within: {word}}}\n")
    assert plan.measures["reworked"].within == "intake"


# Formulas and kinds


@pytest.mark.parametrize(
    ("formula", "kind"),
    [
        ("intake", "flow"),
        ("intake + reworked", "flow"),
        ("intake - 0.5 * reworked", "flow"),
        ("revenue / 10000", "flow"),
        ("sold", "flow"),
        ("sold.城东", "flow"),
        ("customers", "level"),
        ("客户", "flow"),  # declared by this line
        ("reworked / intake", "rate"),
        ("intake / open_days", "rate"),
        ("intake * reworked", "rate"),
        ("intake + 5", "rate"),
        ("score", "rate"),
        ("customers + customers", "rate"),
        ("customers / 2", "rate"),
        ("intake + customers", "rate"),
        ("intake + days", "rate"),
    ],
)
def test_kinds_follow_from_the_formula(formula: str, kind: Kind) -> None:
    assert target(one(f"{{formula: {formula}, goal: 5}}"), "t").kind == kind


@pytest.mark.parametrize(
    ("formula", "means"),
    [
        ("返修台次 / 接车台次", "reworked / intake"),
        ("（返修台次＋接车台次）×２", "(reworked + intake) * 2"),
        ("营业额 ÷ turnover", "revenue / revenue"),
    ],
)
def test_formulas_take_names_and_aliases(formula: str, means: str) -> None:
    assert written(target(one(f"{{formula: {formula}, goal: 5}}"), "t").formula) == means


@pytest.mark.parametrize(
    ("line", "id"),
    [
        ("  lectures: {goal: 4, unit: 次}", "lectures"),
        ("  talks: {formula: lectures, goal: 4, unit: 次}", "lectures"),
        ("  讲座: {goal: 4, unit: 次}", "讲座"),
    ],
)
def test_measures_declared_by_their_target(line: str, id: str) -> None:
    plan = read(f"{HEAD}targets:\n{line}\n")
    assert (str(plan.measures[id].unit), plan.measures[id].over_time, plan.measures[id].line) == ("次", "sum", 5)
    assert plan.targets[0].kind == "flow"


def test_a_target_before_the_line_that_declares_its_measure() -> None:
    plan = read(
        f"{HEAD}targets:\n  rate: {{formula: talks / lectures, goal: 5}}\n"
        "  talks: {goal: 4}\n  lectures: {goal: 4}\n"
    )
    assert [target.kind for target in plan.targets] == ["rate", "flow", "flow"]


def test_names_of_targets() -> None:
    plan = read(
        f"{HEAD}{MEASURES}  intake: {{goal: 5}}\n  r: {{formula: reworked / intake, goal: 5}}\n"
        "  n: {name: N, formula: sold, goal: 5}\n"
    )
    assert [target.name for target in plan.targets] == ["接车台次", "r", "N"]


@pytest.mark.parametrize(
    ("line", "unit", "percent"),
    [
        ("{formula: intake, goal: 5}", "台", False),
        ("{formula: intake + reworked, goal: 5}", "台", False),
        ("{formula: intake + revenue, goal: 5}", None, False),
        ("{formula: revenue / intake, goal: 5}", "元/台", False),
        ("{formula: reworked / intake, goal: 0.02}", None, False),
        ("{formula: reworked / intake, goal: 2%}", None, True),
        ("{formula: reworked / intake, goal: tbd}", None, True),
        ("{formula: reworked / intake, goal: over last year}", None, True),
        ("{formula: reworked * 100 / intake, goal: tbd}", None, False),
        ("{formula: reworked / intake * 100, goal: 2}", None, False),
        ("{formula: reworked / intake, goal: tbd, revisions: [{from: 2026-07, goal: 2%}]}", None, True),
        ("{formula: reworked / intake, goal: tbd, revisions: [{from: 2026-07, goal: 0.02}]}", None, False),
        ("{formula: revenue / intake, goal: 5, unit: 元}", "元", False),
        ('{formula: reworked / intake, goal: 2, unit: "%"}', "%", True),
    ],
)
def test_units(line: str, unit: str | None, percent: bool) -> None:
    found = target(one(line), "t")
    assert (found.unit and str(found.unit), found.as_percent) == (unit, percent)


@pytest.mark.parametrize(
    ("file", "own", "kind", "tolerance"),
    [
        ("", "", "flow", "10%"),
        ("", "", "rate", "2%"),
        ("tolerance: 5%\n", "", "flow", "5%"),
        ("tolerance: 5%\n", "", "rate", "2%"),  # the plan's is for flows
        ("tolerance: 5%\n", ", tolerance: 1%", "flow", "1%"),
        ("", ", tolerance: 1%", "rate", "1%"),
        ("tolerance: 0\n", "", "flow", "0%"),
    ],
)
def test_tolerance(file: str, own: str, kind: Kind, tolerance: str) -> None:
    formula = {"flow": "intake", "rate": "reworked / intake"}[kind]
    found = target(one(f"{{formula: {formula}, goal: 5{own}}}", head=HEAD + file), "t")
    assert (found.kind, found.tolerance) == (kind, Fraction(int(tolerance[:-1]), 100))


# Phasing


def shares(phasing: str, goal: str = "120", period: str = "2026") -> list[str]:
    plan = read(f"plan: p\nstore: s\nperiod: {period}\ntargets:\n  sold: {{goal: {goal}, phasing: {phasing}}}\n")
    found = plan.targets[0].phasing
    if found is None or isinstance(found, str):
        return [str(found)]
    assert sum(found) == 1
    return [str(share * 120) for share in found]


@pytest.mark.parametrize(
    ("phasing", "expected"),
    [
        ("even", "even"),
        ("open_days", "open_days"),
        ("{}", "10 10 10 10 10 10 10 10 10 10 10 10"),
        ("{3-5: 30}", "10 10 10 10 10 10 10 10 10 10 10 10"),
        ("{3-5: 75}", "5 5 25 25 25 5 5 5 5 5 5 5"),
        ("{3-5: 12, 8-10: 36}", "12 12 4 4 4 12 12 12 12 12 12 12"),
        ("{11: 65}", "5 5 5 5 5 5 5 5 5 5 65 5"),
        ("{2026-11: 65}", "5 5 5 5 5 5 5 5 5 5 65 5"),
        ("{Q1: 75%}", "30 30 30 10/3 10/3 10/3 10/3 10/3 10/3 10/3 10/3 10/3"),
        ("{H2: 100%}", "0 0 0 0 0 0 20 20 20 20 20 20"),
        ("{h1: 60%, h2: 40%}", "12 12 12 12 12 12 8 8 8 8 8 8"),
        ("{Q1: 10%, Q2: 20%, Q3: 30%, Q4: 40%}", "4 4 4 8 8 8 12 12 12 16 16 16"),
        ("{Q1: 60, H2: 50%}", "20 20 20 0 0 0 10 10 10 10 10 10"),
        ("{Q1: 500‰}", "20 20 20 20/3 20/3 20/3 20/3 20/3 20/3 20/3 20/3 20/3"),
        ("{1: 0}", "0 120/11 120/11 120/11 120/11 120/11 120/11 120/11 120/11 120/11 120/11 120/11"),
    ],
)
def test_phasing(phasing: str, expected: str) -> None:
    assert " ".join(shares(phasing)) == expected


@pytest.mark.parametrize(
    ("phasing", "expected"),
    [
        ("{11-2: 96}", "3 3 3 3 24 24 24 24 3 3 3 3"),  # over the year's end
        ("{2027-Q1: 75}", "5 5 5 5 5 5 25 25 25 5 5 5"),
        ("{2027-01: 65}", "5 5 5 5 5 5 65 5 5 5 5 5"),
        ("{1-6: 100%}", "0 0 0 0 0 0 20 20 20 20 20 20"),
    ],
)
def test_phasing_over_the_years_end(phasing: str, expected: str) -> None:
    assert " ".join(shares(phasing, period="{from: 2026-07, to: 2027-06}")) == expected


def test_phasing_of_a_goal_with_words() -> None:
    assert shares("{Q1: 30}", goal="at least 120") == shares("{Q1: 30}", goal="≥ 120") == ["10"] * 12
    assert shares("{Q1: 25%}", goal="tbd") == shares("{Q1: 25%}", goal="over last year") == ["10"] * 12


# Revisions and splits

SPLIT = """
  sales:
    name: 销售
    formula: sold
    goal: {goal}
    owner: 王经理
    tolerance: 5%
    phasing: {{Q1: 40%}}
    split: {split}
"""


def split(written_as: str, goal: str = "100") -> Plan:
    return read(HEAD + MEASURES.rstrip() + SPLIT.format(goal=goal, split=written_as))


def test_a_split_inherits() -> None:
    plan = split("{城东: 60, 城西: 40}")
    whole, east = target(plan, "sales"), target(plan, "sales.城东")
    assert east == whole._replace(
        id="sales.城东",
        name="销售.城东",
        formula=east.formula,
        goal=Goal("60", ">=", Fraction(60)),
        part_of="sales",
        line=east.line,
    )
    assert written(east.formula) == "sold.城东"
    assert [target.id for target in plan.targets] == ["sales", "sales.城东", "sales.城西"]
    assert (whole.line, east.line) == (13, 20)


@pytest.mark.parametrize(
    ("goal", "part", "op"),
    [
        ("100", "60", ">="),
        ("over 100", "60", ">"),
        ("at most 100", "60", "<="),
        ("under 100", "60", "<"),
        ("under 100", "≥ 60", ">="),
        ("90 .. 100", "60", ">="),
        ("under 100", "tbd", None),
    ],
)
def test_a_bare_number_takes_the_wholes_direction(goal: str, part: str, op: str | None) -> None:
    assert target(split(f"{{城东: {part}}}", goal), "sales.城东").goal.op == op


def test_revisions_are_in_order_and_directed() -> None:
    plan = one(
        "{formula: intake, goal: under 100, revisions: [{from: 2026-09, goal: 80}, {from: 2026-3, goal: ≥ 90, why: w}]}"
    )
    found = target(plan, "t")
    assert [(str(one.start), one.goal and one.goal.op, one.why) for one in found.revisions] == [
        ("2026-03", ">=", "w"),
        ("2026-09", "<", None),
    ]
    assert [str(found.goal_in(Month(2026, month)).value) for month in (1, 3, 8, 9, 12)] == [
        "100",
        "90",
        "90",
        "80",
        "80",
    ]
    assert found.goal_in(None) == found.goal


def test_a_members_own_goal_owner_and_revisions() -> None:
    plan = split("{城东: {goal: 60, owner: 李, revisions: [{from: 2026-07, goal: 50}]}, 城西: 40}", "under 100")
    east, west = target(plan, "sales.城东"), target(plan, "sales.城西")
    assert (east.owner, west.owner) == ("李", "王经理")
    assert [goal.op for goal in east.goals] == ["<", "<"]  # the whole's direction, through the part's
    assert west.revisions == ()


def test_a_split_of_a_split() -> None:
    plan = read(
        f"{HEAD}measures:\n  sold: {{members: {{east: [a, b], west: }}}}\ntargets:\n"
        "  sold: {goal: under 100, split: {east: {goal: 60, split: {a: 30, b: 30}}, west: 40}}\n"
    )
    assert [(target.id, target.part_of, target.goal.op) for target in plan.targets] == [
        ("sold", None, "<"),
        ("sold.east", "sold", "<"),
        ("sold.east.a", "sold.east", "<"),
        ("sold.east.b", "sold.east", "<"),
        ("sold.west", "sold", "<"),
    ]


# Milestones


def test_milestones() -> None:
    plan = read(
        f"{HEAD}milestones:\n  chart:\n  expo: {{name: 车展, due: 2026-4-30, owner: 王, support: [a, b], "
        "results: {orders: ≥ 40, visits: {goal: tbd, name: 到店, unit: 人}}}\n"
    )
    chart, expo = plan.milestones
    assert (chart.id, chart.name, chart.due, chart.owner) == ("chart", "chart", date(2026, 12, 31), None)
    assert (expo.name, expo.due, expo.owner, expo.support) == ("车展", date(2026, 4, 30), "王", ("a", "b"))
    orders, visits = expo.results
    assert (orders.id, orders.goal) == ("orders", Goal("≥ 40", ">=", Fraction(40)))
    assert (visits.name, str(visits.unit), visits.goal.undecided) == ("到店", "人", True)


@pytest.mark.parametrize(("period", "due"), [("2026-02", date(2026, 2, 28)), ("2026-H1", date(2026, 6, 30))])
def test_a_milestone_without_a_date_is_due_at_the_end(period: str, due: date) -> None:
    assert read(f"plan: p\nstore: s\nperiod: {period}\nmilestones:\n  a: {{}}\n").milestones[0].due == due


def test_a_milestones_date_may_move() -> None:
    milestone = read(
        f"{HEAD}milestones:\n  expo: {{due: 2026-04-30, revisions: [{{from: 2026-05, due: 2026-09-30}}, "
        "{from: 2026-03, due: 2026-05-31}]}\n"
    ).milestones[0]
    days = [milestone.due_on(date(2026, month, 1)).month for month in (2, 3, 4, 5, 12)]
    assert days == [4, 5, 5, 9, 9]


# Aliases and merges


def test_yaml_aliases_and_merges() -> None:
    plan = read(
        f"{HEAD}targets:\n  usual: &usual {{goal: 5, owner: 王}}\n  same: *usual\n"
        "  other:\n    goal: 7\n    <<: *usual\n  list:\n    <<: [{goal: 8}, *usual]\n"
    )
    assert [(target.id, str(target.goal.value), target.owner) for target in plan.targets] == [
        ("usual", "5", "王"),
        ("same", "5", "王"),
        ("other", "7", "王"),
        ("list", "8", "王"),
    ]


# Words that could mean two things


@pytest.mark.parametrize(
    ("measures", "message"),
    [
        ("  a: {name: x}\n  b: {name: x}\n", "6:13: x means both a and b"),
        ("  a: {name: x}\n  b: {aliases: [y, x]}\n", "6:20: x means both a and b"),
        ("  a: {}\n  b: {name: a}\n", "6:13: a means both a and b"),
        ("  a: {name: VIP}\n  b: {name: ＶＩＰ}\n", "6:13: ＶＩＰ means both a and b"),
        ("  a: {name: b}\n  b: {}\n", "6:3: b means both a and b"),
        ("  a: {members: [x]}\n  b: {name: a.x}\n", "6:13: a.x means both a.x and b"),
        ("  open_days: {}\n", "5:3: open_days means days or months of the calendar"),
        ("  a: {aliases: months}\n", "5:16: months means days or months of the calendar"),
    ],
)
def test_ambiguous_words(measures: str, message: str) -> None:
    assert refuse(f"{HEAD}measures:\n{measures}") == [message]


def test_a_measure_may_repeat_its_own_word() -> None:
    assert read(f"{HEAD}measures:\n  a: {{name: a, aliases: [a, a]}}\n").measures["a"].name == "a"


@pytest.mark.parametrize("line", ["facts: {regoin: East}", "facts: {地区: 华东}", "facts: East", "moves: East",
                                  "moves: [{from: 2026-07, regoin: West}]", "moves: [East]",
                                  "moves: [{region: West}]"])  # fmt: skip
def test_where_a_store_belongs_is_refused_in_words(line: str) -> None:
    assert refuse(HEAD + line + "\n")


def test_moves_hold_in_the_order_of_their_months() -> None:
    plan = read(HEAD + "moves: [{from: 2026-09, region: West}, {from: 2026-07, region: North}]\n")
    assert [str(one.start) for one in plan.moves] == ["2026-07", "2026-09"]
