"""The sentences of a report: what is missing comes first, amounts stand beside names, parts with their whole."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from rich.cells import cell_len

from tests.cli.conftest import AddPlan
from tests.conftest import Dealerplan

Said = Callable[..., str]


@pytest.fixture
def said(dealerplan: Dealerplan, add_plan: AddPlan) -> Said:
    """Make a plan `p` of these targets, record `month: values`, and give its report in one line."""

    def report(
        targets: str, recorded: dict[str, str], *words: str, measures: str = "a: {}, b: {}", columns: str = "80"
    ) -> str:
        add_plan("p", "store: s", f"measures: {{{measures}}}", f"targets: {{{targets}}}")
        for month, values in recorded.items():
            line = ("record", month, *values.split(), "--store", "s", "--sure")
            assert dealerplan(*line, today="2026-12-31").code == 0
        answer = dealerplan("report", "p", *words, today="2026-12-31", COLUMNS=columns)
        assert (answer.code, answer.err) == (0, "")
        return " ".join(answer.out.split())

    return report


def test_what_is_not_recorded_comes_first(said: Said) -> None:
    found = said("a: {goal: 1200}", {"2026-01": "a=100", "2026-02": "a=100"}, "--as-of", "2026-04")
    assert "____ Not recorded in March to April: anything January to February: a 200, 16.7% of the" in found
    assert "1,200 (16.7% planned); on plan " in found  # of the months recorded


def test_nothing_recorded_up_to_the_month(said: Said) -> None:
    found = said("a: {goal: 1200}", {"2026-03": "a=100"}, "--as-of", "2026-02")
    assert "Not recorded in January to February: anything" in found
    assert "In all 1 target: 1 no data" in found
    assert "Went well" not in found


def test_months_with_holes_are_named(said: Said) -> None:
    targets = "a: {goal: 1200}, b: {goal: 1200}"
    found = said(targets, {"2026-01": "a=100", "2026-02": "a=100 b=100", "2026-03": "a=100"})
    assert "Not recorded in January, March: b " in found
    assert "not recorded in January, March b" in found


def test_all_is_well_only_where_nothing_is_missing(said: Said) -> None:
    well, plan = "In all 2 targets: 2 on track Appendix", "a: {goal: 1200}, b: {goal: 1200}"
    assert well in said(plan, {"2026-01": "a=100 b=100"})
    found = said("a: {goal: 1200}, c: {goal: 1}", {"2026-01": "a=100"})
    assert "In all 2 targets: 1 on track, 1 no data" in found
    assert "Not recorded in January: c" in found


def test_no_months_to_come_after_the_last_one(said: Said) -> None:
    found = said("a: {goal: 1200}", {"2026-01": "a=10"}, "--as-of", "2026-12", "--span", "year")
    assert "Not recorded in February to December: anything" in found
    assert "From here on" not in found
    assert "Needed" not in found


def test_parts_stand_with_their_whole_and_worse_ones_come_first(said: Said) -> None:
    targets = "w: {formula: a + b, goal: 2400}, a: {goal: 1200, part_of: w}, b: {goal: 1200, part_of: w}, c: {goal: 12}"
    found = said(targets, {"2026-01": "a=10 b=20 c=0"})
    assert re.search(r"To explain nobody named: c -1, a -90, b -80 In all 4 targets: 4 behind", found)
    assert re.search(r"Where from a -90 b -80 in all -170", found)
    assert re.search(r"behind a 1,200 10 .* b 1,200 20 .* c 12 0", found), found


def test_a_part_worse_than_its_whole_does_not_hide_behind_it(said: Said) -> None:
    targets = "w: {formula: a + b, goal: 2400}, a: {goal: 1200, part_of: w}, b: {goal: 1200, part_of: w}"
    found = said(targets + ", c: {goal: 1200}", {"2026-01": "a=98 b=84 c=80"})
    assert "To explain nobody named: c -20, b -16, a -2 In all 4 targets: 2 at risk, 2 behind" in found
    assert re.search(r"The widest gaps c behind since January .* b behind since January .* w at risk since", found)
    worse = said(targets + ", d: {goal: 1200}", {"2026-02": "a=112 b=70 d=80"}, "--as-of", "2026-02")
    assert "To explain nobody named: b -46, d -20" in worse


def test_what_is_on_track_is_named_where_it_is_little(said: Said) -> None:
    few = ", ".join(f"t{number}: {{formula: a, goal: 1200}}" for number in range(6))
    assert "(planned 100), and 1 more In all 6 targets: 6 on track" in said(few, {"2026-01": "a=100"})
    assert "Went well a 100 (planned 100) In all 1 target: 1 on track" in said("a: {goal: 1200}", {"2026-01": "a=100"})
    assert "No target has a goal yet." in said("a: {goal: tbd}", {"2026-01": "a=100"})


def test_since_when_has_the_order_of_time(said: Said) -> None:
    found = said("a: {goal: 1200}, r: {formula: a / b, goal: 100%}", {"2026-01": "a=95 b=96", "2026-02": "a=70 b=95"})
    assert "a at risk since January, worse since February: behind" in found
    assert "r at risk since January, worse since February: behind" in found


def test_an_earlier_reason_is_told_as_such(said: Said, dealerplan: Dealerplan) -> None:
    said("a: {goal: 1200}", {"2026-01": "a=10", "2026-02": "a=10", "2026-03": "a=10"})
    for month, why in (("2026-01", "snow"), ("2026-02", "holidays"), ("2026-02", "lift")):
        assert dealerplan("note", "p/a", month, why, today="2026-12-31").code == 0
    found = said("a: {goal: 1200}", {}, "--span", "month")
    assert "- last reason, February: holidays - last reason, February: lift" in found
    assert "snow" not in found
    assert "To explain nobody named: a -270" in found
    assert "last reason" not in said("a: {goal: 1200}", {}, "--as-of", "2026-02")


def test_what_no_month_has_had_is_marked_and_explained(said: Said) -> None:
    found = said("a: {goal: 1200}, b: {goal: 1200}", {"2026-01": "a=80 b=120"})
    assert re.search(r" -20 [\d.%]* ?102/month! !! behind", found)
    assert re.search(r"\+20 [\d.%]* ?99/month \+ on track", found)
    assert "Needed with !: above the best month so far." in found
    assert "with !" not in said("b: {goal: 1200}", {"2026-02": "b=120"})
    rate = said("r: {formula: a / b, goal: 90%}", {}, "--as-of", "2026-02")
    assert re.search(r"≥[\d.]+%! !! behind", rate)


def test_60_columns_hold_every_figure_of_what_they_show(said: Said, dealerplan: Dealerplan) -> None:
    year = {f"{year}-{month}": "a=1060000 b=1000000" for year in (2025, 2026) for month in ("01", "02")}
    said("r: {name: 售后维修产值达成率, formula: a / b, goal: 150%}", year)
    note = ["note", "p/r", "2026-02", "two lifts were out of order", "--action", "rent one", "--owner", "workshop head"]
    assert dealerplan(*note, "--due", "2026-03-15", today="2026-12-31").code == 0
    for lang in ("en", "zh"):
        out = dealerplan("report", "p", "--lang", lang, today="2026-12-31", COLUMNS="60").out
        *lines, command = out.splitlines()
        assert [line for line in lines if cell_len(line) > 60] == []
        assert command.startswith("dealerplan report")
        assert "106%" in out


def test_more_targets_than_are_named(said: Said) -> None:
    targets = ", ".join(f"t{number}: {{formula: a, goal: 1200}}" for number in range(12))
    assert "a (t3) -90, and 8 more In all 12 targets: 12 behind" in said(targets, {"2026-01": "a=10"})
    far = said(targets, {"2026-02": "a=170", "2026-03": "a=110"}, "--as-of", "2026-03")
    assert "In all 12 targets: 12 at risk" in far


class TestEach:
    def test_misses_are_named_with_their_values(self, said: Said) -> None:
        found = said("a: {goal: 10, each: month}", {"2026-01": "a=9", "2026-02": "a=10"})
        assert "a at risk, missed in January with 9 The" in found
        assert "To explain nobody named: a held 1 of 2" in found
        assert "any more, next March: ≥10" in found
        assert "behind since" not in found

    def test_at_the_end_misses_are_named_once(self, said: Said) -> None:
        found = said("a: {goal: 10, each: month}", {f"2026-{month:02}": "a=9" for month in range(1, 13)})
        assert "The widest gaps a missed in 12 of 12 months, of late" in found

    def test_of_many_the_last_ones(self, said: Said) -> None:
        found = said("a: {goal: 10, each: month}", {f"2026-0{month}": "a=9" for month in range(1, 6)})
        assert "missed in 5 of 5 months, of late March with 9, April with 9, May with 9" in found

    def test_nothing_is_due_before_the_first_span_ends(self, said: Said) -> None:
        found = said("a: {goal: 10, each: quarter}", {"2026-01": "a=9", "2026-02": "a=9"}, "--span", "year")
        assert "- not due yet" in found
        assert "January to February: a not due yet" in found
        assert "In all 1 target: 1 not due yet Statuses" in found
        assert "too little data" not in found
        long = said("a: {goal: 10, each: half}", {f"2026-0{month}": "a=9" for month in range(1, 6)}, "--span", "year")
        assert "a - - - - -" in long
        assert ", - not due yet" in long


def test_what_has_no_reason_is_named_by_its_status(said: Said) -> None:
    year = {f"2026-{month:02}": "a=90 b=1" for month in range(1, 13)}
    found = said("a: {goal: 1200, owner: Li}, b: {goal: tbd}", year)
    assert "To explain Li: a -120" in found
    assert "To decide" not in found  # the year is over
    assert "In all 2 targets: 1 missed, 1 undecided" in found


def test_a_goal_against_last_year_asks_for_that_year(said: Said) -> None:
    found = said("a: {goal: over last year, owner: Li}, b: {goal: 1}", {"2026-01": "a=90 b=1"})
    assert "last year not recorded in January to December 2025 a Li" in found
    assert "too little data" not in found


def test_the_overview_has_what_some_plan_has(said: Said, add_plan: AddPlan) -> None:
    add_plan("q", "store: s", "targets: {z: {goal: 12}}")
    found = said("a: {goal: 1200}", {"2026-01": "a=100"}, "q", columns="200")
    assert "2 plans at a glance Plan As of Main target To date % of goal vs plan Forecast Status Targets" in found
    assert re.search(r"p January 2026 a 100 .* 1 on track q November 2026 z - .* 1 no data", found)


def test_the_overview_has_the_scale_of_each_plans_own_table(said: Said, add_plan: AddPlan) -> None:
    add_plan("q", "store: s", "targets: {z: {goal: 12, unit: 台}}")
    found = said("a: {goal: 6000000}", {"2026-01": "a=450000"}, "q", measures="a: {unit: 元}", columns="200")
    assert re.search(
        r"As of Main target Unit To date % of goal vs plan .* p January 2026 a 元 '000 450.0 7.5% -50.0", found
    )


def test_results_missed_are_said(dealerplan: Dealerplan, add_plan: AddPlan) -> None:
    milestones = "milestones: {fair: {due: 2026-02-10, results: {orders: 40}}}"
    add_plan("p", "store: s", "targets: {a: {goal: 1200}}", milestones)
    assert dealerplan("record", "2026-01", "a=100", "--store", "s", today="2026-12-31").code == 0
    assert dealerplan("record", "2026-02", "a=100", "--store", "s", today="2026-12-31").code == 0
    assert dealerplan("done", "fair", "--on", "2026-02-09", "orders=30", today="2026-12-31").code == 0
    february = dealerplan("report", "p", today="2026-12-31").out
    assert "1 milestone: 1 done (1 with results missed)\n" in february
    assert "fair 2026-02-10 2026-02-09 - ! done, results missed" in " ".join(february.split())
    assert "- fair was done on 2026-02-09 (results missed)\n" in february
    assert "results missed" not in dealerplan("report", "p", "--as-of", "2026-01", today="2026-12-31").out


def test_done_late_is_said(dealerplan: Dealerplan, add_plan: AddPlan) -> None:
    add_plan("p", "store: s", "targets: {a: {goal: 1200}}", "milestones: {m: {due: 2026-02-10, results: {n: 4}}}")
    for month in ("2026-01", "2026-02"):
        assert dealerplan("record", month, "a=100", "--store", "s", today="2026-12-31").code == 0
    assert dealerplan("done", "m", "--on", "2026-02-20", "n=3", today="2026-12-31").code == 0
    found = dealerplan("report", "p", today="2026-12-31").out
    assert "- m was done on 2026-02-20 (late, results missed)\n" in found
    assert "! done late, results missed" in found


def test_what_is_impossible_is_said_so(said: Said) -> None:
    measures = "a: {within: b}, b: {}"
    found = said("r: {formula: a / b, goal: 99.5%}", {"2026-01": "a=90 b=100"}, measures=measures)
    assert "not at this volume !! behind" in found


def test_a_goal_off_track_that_the_plan_contradicts(said: Said) -> None:
    targets = "a: {goal: 1200}, b: {goal: 1200}, r: {formula: a / b, goal: 200%}"
    found = said(targets, {"2026-01": "a=100 b=100"})
    assert "To decide r 200.0% and a 1,200 do not match: over 1,200 that is 100.0%" in found
    assert "To explain" not in found


def test_a_goal_that_the_plan_surpasses_is_no_contradiction(said: Said) -> None:
    """7,800 vehicles over 365 days are 21.4 a day: more than the 20 asked, though `check` says so."""
    targets = "a: {goal: 1200}, b: {goal: 1000}, r: {formula: a / b, goal: 100%}"
    found = said(targets, {"2026-01": "a=50 b=100"})
    assert "r 50% (≥100%)" in found.partition("To explain")[2]
    assert "do not match" not in found


def test_how_far_a_level_is_from_its_goal_has_no_sign(said: Said) -> None:
    found = said(
        "a: {goal: 1200}, stock: {goal: 93%}",
        {"2026-01": "a=100 stock=0.9"},
        measures="a: {}, stock: {over_time: last}",
    )
    assert "has to rise by 3.00 points" in found


def test_spans_that_have_not_ended_promise_nothing_yet(said: Said) -> None:
    targets = "a: {goal: 1200}, q: {formula: a, goal: 300, each: half}"
    found = said(targets, {"2026-01": "a=100", "2026-02": "a=100", "2026-03": "a=100"}, "--span", "quarter")
    assert "a (q) - - - - ≥300/half - not due yet" in found


def test_a_revised_rate_says_by_which_goal_it_is_measured(said: Said) -> None:
    found = said(
        "r: {formula: a / b, goal: 90%, revisions: [{from: 2026-02, goal: 80%}]}",
        {"2026-01": "a=8 b=10", "2026-02": "a=8 b=10"},
    )
    assert "r: the whole period is measured by ≥80%, in force from February; the first goal was ≥90%" in found


def test_percentages_change_by_points_and_show_what_goes_in(said: Said) -> None:
    found = said("r: {formula: a / b, goal: 90%}", {"2026-01": "a=8 b=10", "2026-02": "a=7 b=10"})
    assert "February 70% 90% 77.8% -20.00 points 75%" in found
    assert "From a 15, b 20." in found


def test_an_action_under_way_is_a_reason_and_an_overdue_one_is_counted(said: Said, dealerplan: Dealerplan) -> None:
    recorded = {"2026-01": "a=10"}
    assert "To explain nobody named: a -90" in said("a: {goal: 1200}", recorded)
    noted = ["note", "p/a", "2026-01", "lift", "--action", "rent", "--due", "2026-02-10"]
    assert dealerplan(*noted, today="2026-12-31").code == 0
    found = said("a: {goal: 1200}", {"2026-02": "a=10"}, "--span", "month")
    assert "To explain" not in found
    assert "To decide rent, promised by 2026-02-10" in found
    assert "done? - a January: rent (2026-02-10)" in found


def test_results_that_nobody_said_are_a_loose_end(dealerplan: Dealerplan, add_plan: AddPlan) -> None:
    add_plan("p", "store: s", "measures: {a: {}}", "targets: {a: {goal: 12}}",
             "milestones: {m: {due: 2026-01-10, owner: Li, results: {orders: 3}}}")  # fmt: skip
    dealerplan("record", "2026-01", "a=1", "--store", "s")
    dealerplan("done", "m", "--on", "2026-01-05")
    assert "done, results not recorded m Li" in " ".join(dealerplan("report", "p").out.split())


@pytest.mark.usefixtures("first_quarter")
def test_several_plans_begin_with_all_of_them_at_a_glance(dealerplan: Dealerplan, add_plan: AddPlan) -> None:
    assert "at a glance" not in dealerplan("report").out
    add_plan("north", "store: north", "department: Sales", "measures: {cars: {}}", "targets: {cars: {goal: 1200}}")
    dealerplan("record", "2026-02", "cars=90", "--store", "north")
    out = dealerplan("report").out
    assert out.startswith("2 plans at a glance\n")
    row = next(line for line in out.splitlines() if line.startswith("north "))
    assert row.split()[:2] == ["north", "February"]
    assert "\nSales  cars -10\n" in out


@pytest.mark.parametrize(
    ("recorded", "words"),
    [
        ({}, []),
        ({"2026-03": "a=1"}, ["--as-of", "2026-02"]),
        ({"2026-01": "a=1"}, ["--as-of", "2026-02", "--span", "quarter"]),
        ({"2026-01": "a=1"}, ["--known-at", "2025-12-31"]),
    ],
)
def test_the_last_line_makes_the_same_again_when_the_book_has_gone_on(
    recorded: dict[str, str], words: list[str], dealerplan: Dealerplan, add_plan: AddPlan
) -> None:
    add_plan("p", "store: s", "measures: {a: {}, b: {}}", "targets: {a: {goal: 1200}, b: {goal: 12}}")
    for month, values in recorded.items():
        assert dealerplan("record", month, values, "--store", "s", today="2026-04-02").code == 0
    first = dealerplan("report", "p", *words, today="2026-04-02").out
    again = first.partition("To make this report again:")[2].split()[1:]
    assert dealerplan("record", "2026-02", "b=5", "--store", "s", today="2026-04-03").code == 0
    assert dealerplan("record", "2026-01", "b=5", "--store", "s", today="2026-04-03").code == 0
    assert dealerplan(*again, today="2026-11-03").out == first


@pytest.mark.parametrize("words", [[], ["--as-of", "2026-03"], ["--span", "quarter"], ["--store", "s"], ["p", "q"]])
def test_several_plans_end_with_one_command_for_all(
    words: list[str], dealerplan: Dealerplan, add_plan: AddPlan
) -> None:
    """Also where each plan has its own month: of one the day tells it, of another what is recorded."""
    add_plan("p", "store: s", "measures: {a: {}}", "targets: {a: {goal: 1200}}")
    add_plan("q", "store: t", "milestones: {fair: {due: 2026-05-10}}")
    add_plan("r", "store: u", "milestones: {ready: {due: 2027-05-10}}", period="2027")
    assert dealerplan("record", "2026-02", "a=5", "--store", "s", today="2026-04-02").code == 0
    first = dealerplan("report", *words, today="2026-06-08").out
    assert first.count("To make this report again:") == 1
    assert dealerplan("record", "2026-03", "a=5", "--store", "s", today="2026-07-03").code == 0
    assert dealerplan("done", "fair", "--on", "2026-05-12", "--store", "t", today="2026-07-03").code == 0
    assert dealerplan("report", *words, today="2026-07-03").out != first
    command = first.splitlines()[-1].split()
    assert dealerplan(*command[1:], today="2026-11-03").out == first


def test_without_figures_a_report_is_of_the_last_month_that_ended(dealerplan: Dealerplan, add_plan: AddPlan) -> None:
    """Else its milestones would be judged as of the period's first day, and none would ever be overdue or done."""
    add_plan("p", "store: s", "milestones: {early: {due: 2026-02-10}, late: {due: 2026-06-10}, now: {due: 2026-06-02}}")
    assert dealerplan("done", "late", "--on", "2026-05-30", today="2026-06-08").code == 0
    out = dealerplan("report", "p", today="2026-06-08").out
    assert out.startswith("p: report for May 2026 ")
    assert "3 milestones: 1 done, 1 overdue, 1 upcoming" in out
    assert "not recorded" not in out.lower()
    assert [line.split()[-1] for line in out.splitlines() if line.startswith(("early", "late"))] == ["overdue", "done"]
    assert dealerplan("report", "p", today="2026-06-20").out == out
    assert "nothing recorded yet" in dealerplan("report", "p", today="2026-01-20").out
    assert "report for December 2026 " in dealerplan("report", "p", "--span", "month", today="2027-03-20").out


def test_the_first_month_has_its_corrections(said: Said, dealerplan: Dealerplan) -> None:
    recorded = {"2026-01": "a=100"}
    assert "Corrected figures" not in said("a: {goal: 1200}", recorded)
    dealerplan("correct", "2026-01", "a=90", "--why", "counted twice", "--store", "s", today="2026-12-31")
    found = " ".join(dealerplan("report", "p").out.split())
    assert "2026-01 a 100 90 counted twice" in found


def test_a_ceiling_broken_before_the_end_is_no_end(said: Said) -> None:
    found = said("a: {goal: at most 100}", {"2026-01": "a=120"})
    assert "1,500.0% x missed " in found
    assert "To explain nobody named: a +112" in found
    assert "From here on" not in found


def test_a_later_quarter_says_what_is_its_own_and_what_is_to_date(said: Said) -> None:
    recorded = {f"2026-0{month}": f"a={80 if month < 4 else 110}" for month in range(1, 7)}
    found = said("a: {goal: 1200}", recorded, "--as-of", "2026-06", "--span", "quarter")
    assert found.startswith("p: quarterly report, Q2 2026, April to June ")
    assert "April to June: a 330 of 300 planned (110.0%) January to June: a 570, 47.5% of the year's 1,200" in found
    assert "To explain nobody named: a -30" in found
    whole = said("a: {goal: 1200}", {}, "--as-of", "2026-06", "--span", "half")
    assert whole.startswith("p: half-year report, H1 2026, January to June ")
    assert "planned (110" not in whole


def test_open_goals_alone_are_no_all_clear(said: Said) -> None:
    found = said("a: {goal: tbd}, b: {goal: tbd}", {"2026-03": "a=1 b=2"})
    assert "No target has a goal yet." in found
    assert "Went well" not in found


def test_what_is_not_due_yet_is_counted_alike_everywhere(said: Said, dealerplan: Dealerplan, add_plan: AddPlan) -> None:
    """Targets whose months have not begun, or whose first span has not ended, lack no data."""
    add_plan("q", "store: s", "targets: {z: {goal: 12}}")
    targets = "a: {goal: 1200}, b: {goal: 12, from: 2026-05}, c: {formula: a, goal: 90, each: quarter}"
    found = said(targets, {"2026-01": "a=100"}, "q", columns="200")
    assert re.search(r"p January 2026 a 100 .* 1 on track, 2 not due yet q November 2026 ", found)
    assert "In all 3 targets: 1 on track, 2 not due yet" in found
    status = dealerplan("status", "p", today="2026-12-31").out
    assert "1 on track, 2 not due yet" in status
    assert "- from May\n" in dealerplan("show", "b", today="2026-12-31").out
    assert "- not due yet\n" in dealerplan("show", "c", today="2026-12-31").out


def test_a_revised_goal_says_what_it_measures(said: Said) -> None:
    targets = (
        "stock: {goal: 1500, start: 1320, revisions: [{from: 2026-03, goal: 1200}]},"
        "a: {goal: 3600, revisions: [{from: 2026-03, goal: 500}]},"
        "b: {goal: tbd, revisions: [{from: 2026-03, goal: 1200}]},"
        "c: {formula: a, goal: 1200, revisions: [{from: 2026-03, goal: 2400}]},"
        "r: {formula: a / b, goal: 90%, revisions: [{from: 2026-03, goal: 80%}]}"
    )
    values = {f"2026-0{number}": "stock=1330 a=100 b=90" for number in (1, 2, 3)}
    found = said(targets, values, measures="a: {}, b: {}, stock: {over_time: last}")
    line = "stock: from March the line runs to ≥1,200, the months before keep theirs to the first goal ≥1,500"
    assert line in found
    spread = "the one from March is spread over the whole period, earlier months included"
    assert f"a: the first goal was ≥3,600; {spread}" in found
    assert f"b: the first goal was tbd; {spread}" in found
    assert f"c): the first goal was ≥1,200; {spread}" not in found
    assert "r: the whole period is measured by ≥80%, in force from March; the first goal was ≥90%" in found


def test_last_years_months_are_named(said: Said, dealerplan: Dealerplan) -> None:
    found = said("a: {goal: over last year}", {**{f"2025-0{n}": "a=1" for n in range(1, 7)}, "2026-01": "a=100"})
    assert "last year not recorded in July to December 2025 a" in found
    assert "a: last year lacks July to December 2025" in dealerplan("status", "p", today="2026-12-31").out
    assert "Last year is not recorded in July to December 2025" in dealerplan("show", "a", today="2026-12-31").out
