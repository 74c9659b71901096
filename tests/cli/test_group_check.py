"""What `check` finds in a group: each code with its figures and its store, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Dealerplan

PLAN = """plan: group-2026
group: six
stores: stores.csv
period: 2026
peers: [class]
measures: {{sold: {{unit: 台}}, visits: {{unit: 批}}}}
targets:
  sold: {{goal: by store{of_group}}}
  visits: {{goal: by store}}
  close_rate: {{formula: sold / visits, goal: 25%}}
"""
HEADS = "store,name,region,class,opened,closed,from,sold,visits"
ROWS = [f"s{number},Store {number},{'East' if number < 4 else 'West'},A,,,,1200,4800" for number in range(1, 7)]
Found = dict[str, object]
Group = Callable[..., list[Found]]


@pytest.fixture
def group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dealerplan: Dealerplan) -> Group:
    """What is found in six stores alike, with some rows in place of others; `recorded` are command lines before."""
    folder = tmp_path / "group"
    (folder / "plans").mkdir(parents=True)
    monkeypatch.chdir(folder)

    def call(rows: dict[int, str] | None = None, more: str = "", of_group: str = "", heads: str = HEADS,
             recorded: tuple[str, ...] = ()) -> list[Found]:  # fmt: skip
        table = [(rows or {}).get(number, row) for number, row in enumerate(ROWS, 1)]
        (folder / "plans" / "stores.csv").write_text("\n".join([heads, *table, more, ""]), encoding="utf-8")
        (folder / "plans" / "group.yaml").write_text(PLAN.format(of_group=of_group), encoding="utf-8")
        for line in recorded:
            assert dealerplan(*line.split()).code == 0, line
        answer = dealerplan("check", "--format", "json")
        assert answer.code == int(bool(answer.json()["findings"])), answer.err
        found: list[Found] = answer.json()["findings"]
        return found

    return call


def told(found: list[Found]) -> list[tuple[object, object, object]]:
    return [(one["code"], one["target"], one.get("store")) for one in found]


def test_nothing_is_found_where_all_agrees(group: Group) -> None:
    assert group(of_group=", group_goal: 7200") == []


@pytest.mark.parametrize(
    ("of_group", "words"),
    [
        (", group_goal: 8000", "Sold"),
        (", group_goal: 7000", "Sold"),
        (", group_goal: 6800, buffer: 5%", "Sold"),
    ],
)
def test_sums_that_are_not_what_is_asked_of_all(group: Group, of_group: str, words: str) -> None:
    (one,) = group(of_group=of_group)
    assert (one["code"], one["target"], "store" in one) == ("group-sum", "sold", False)
    assert "East" in str(one["message"])
    assert "7,200" in str(one["message"])
    assert words


def test_sums_with_later_goals_are_told_beside_those_of_the_start(group: Group) -> None:
    found = group(of_group=", group_goal: 8000", more="s2,,,,,,2026-07,1500,")
    (one,) = [one for one in found if one["code"] == "group-sum"]
    assert str(one["message"]).endswith("; with the later rows 7,500台")


@pytest.mark.parametrize("of_group", [", group_goal: 7000, buffer: 5%", ", group_goal: 7200, buffer: 5%"])
def test_a_buffer_takes_what_is_above(group: Group, of_group: str) -> None:
    assert group(of_group=of_group) == []


def test_a_goal_that_stands_out(group: Group) -> None:
    found = group({2: "s2,Store 2,East,A,,,,12000000,4800", 3: "s3,Store 3,East,A,,,,240,4800"})
    outliers = [one for one in found if one["code"] == "goal-outlier"]
    assert told(outliers) == [("goal-outlier", "sold", "s2"), ("goal-outlier", "sold", "s3")]
    assert "12,000,000" in str(outliers[0]["message"])
    assert "1,200" in str(outliers[0]["message"])


def test_a_goal_that_stands_out_from_a_month_on(group: Group) -> None:
    (one,) = group(more="s2,,,,,,2026-07,12000000,")[:1]
    assert (one["code"], one["store"]) == ("goal-outlier", "s2")
    assert "12,000,000台 from 2026-07 on" in str(one["message"])


@pytest.mark.parametrize(
    ("row", "is_found"),
    [
        ("s2,Store 2,East,A,,,,-1200,4800", True),
        ("s2,Store 2,East,A,2026-07-01,,,12000000,4800", True),
        ("s2,Store 2,East,A,2026-11-01,,,100,800", False),  # of two months
    ],
)
def test_goals_of_another_sign_and_of_a_part_of_the_year(group: Group, row: str, is_found: bool) -> None:
    assert (("goal-outlier", "sold", "s2") in told(group({2: row}))) == is_found


def test_a_goal_far_off_last_year(group: Group) -> None:
    year = " ".join(f"sold={100 + month}" for month in range(1))
    lines = tuple(f"record 2025-{month:02} {year} --store s1" for month in range(1, 13))
    found = group({1: "s1,Store 1,East,A,,,,200,4800"}, recorded=lines)
    assert ("goal-outlier", "sold", "s1") in told(found)
    assert any("1,200" in str(one["message"]) and "200" in str(one["message"]) for one in found)


def test_a_store_without_a_goal(group: Group) -> None:
    found = group({5: "s5,Store 5,West,A,,,,1200,"})
    assert told(found) == [("store-without-goal", "visits", "s5")]
    assert "5" in str(found[0]["message"])


def test_goals_of_months_in_which_a_store_is_not_open(group: Group) -> None:
    months = [f"2026-{month:02}" for month in range(1, 13)]
    heads = "store,name,region,class,opened,closed,visits," + ",".join(f"sold {month}" for month in months)
    rows = {number: f"s{number},Store {number},East,A,,,4800,{','.join(['100'] * 12)}" for number in range(1, 7)}
    rows[4] = f"s4,Store 4,East,A,,2026-08-31,4800,{','.join(['100'] * 12)}"
    found = group(rows, heads=heads)
    assert ("goal-while-closed", "sold", "s4") in told(found)
    (one,) = [one for one in found if one["code"] == "goal-while-closed"]
    assert "2026-09" in str(one["message"])


def test_values_of_months_in_which_a_store_is_not_open(group: Group) -> None:
    row = {6: "s6,Store 6,West,A,2026-03-01,,,1200,4800"}
    found = group(row, recorded=("record 2026-02 sold=5 --store s6",))
    assert [one for one in told(found) if one[0] == "value-while-closed"] == [("value-while-closed", "", "s6")]
    (one,) = [one for one in found if one["code"] == "value-while-closed"]
    assert "2026-02" in str(one["message"])
    assert "5台" in str(one["message"])


def test_a_move_into_closed_months(group: Group) -> None:
    lines = tuple(f"record 2026-0{month} sold=90 visits=390 --store s2" for month in (1, 2, 3))
    closing = tuple(f"close 2026-0{month} --store s2" for month in (1, 2, 3))
    found = group(more="s2,,West,,,,2026-02,,", recorded=(*lines, *closing))
    assert told(found) == [("moved-in-closed-month", "", "s2")]
    assert "2026-03" in str(found[0]["message"])


TWO_CLOSED = (*(f"record 2026-0{month} sold=90 visits=390 --store s2" for month in (1, 2)),
          *(f"close 2026-0{month} --store s2" for month in (1, 2)))  # fmt: skip


@pytest.mark.parametrize(
    ("row", "more", "words"),
    [
        ("s2,Store 2,West,A,,,,1200,4800", "", "when 2026-01 was closed its region was East, and the table has West"),
        ("s2,Store 2,,A,,,,1200,4800", "", "when 2026-01 was closed its region was East, and the table has -"),
        (ROWS[1], "s2,,West,,,,2026-02,,", "when 2026-02 was closed its region was East, and the table has West"),
        (ROWS[1], "s2,,West,,,,2026-01,,", "moves from 2026-01 on (West)"),
    ],
)
def test_what_closed_months_were_told_under_is_changed(
    group: Group, row: str, more: str, words: str, dealerplan: Dealerplan
) -> None:
    group(recorded=TWO_CLOSED)
    assert dealerplan("group", "--format", "json").json()["changed"] == []
    (one,) = [one for one in group({2: row}, more=more) if one["code"] != "fact-missing"]
    assert (one["code"], one["store"]) == ("moved-in-closed-month", "s2")
    assert words in str(one["message"])
    assert dealerplan("group", "--format", "json").json()["changed"] == ["s2"]
    assert "was changed since (Store 2)" in dealerplan("group").out


def test_a_move_after_the_last_closed_month_is_not(group: Group) -> None:
    group(recorded=TWO_CLOSED)
    assert group(more="s2,,West,,,,2026-03,,") == []


def test_a_table_that_says_more_than_it_did_is_not(group: Group) -> None:
    group({2: "s2,Store 2,,A,,,,1200,4800"}, recorded=TWO_CLOSED)
    assert group() == []


def test_a_group_says_which_stores_of_the_book_it_leaves_out(group: Group, dealerplan: Dealerplan) -> None:
    group(recorded=TWO_CLOSED)
    assert dealerplan("group", "--format", "json").json()["lost"] == []
    group({2: "s7,Store 7,East,A,,,,1200,4800"})
    assert dealerplan("group", "--format", "json").json()["lost"] == ["s2"]
    assert "! 1 store of the book is not in the table, and counts nowhere (s2)" in dealerplan("group").out


def test_a_store_lost_by_another_plan_is_not_the_groups(group: Group, dealerplan: Dealerplan) -> None:
    group(recorded=TWO_CLOSED)
    other = "plan: other\nstore: {}\nperiod: 2026\ntargets: {{x: {{goal: 12}}}}\n"
    Path("plans/other.yaml").write_text(other.format("zz"), encoding="utf-8")
    assert dealerplan("record", "2026-01", "x=1", "--store", "zz").code == 0
    Path("plans/other.yaml").write_text(other.format("yy"), encoding="utf-8")
    assert dealerplan("group", "group-2026", "--format", "json").json()["lost"] == []


def test_too_few_of_a_kind(group: Group) -> None:
    found = group({6: "s6,Store 6,West,B,,,,1200,4800"})
    assert told(found) == [("one-of-a-kind", "", None)]
    assert "Store 6" in str(found[0]["message"])


@pytest.mark.parametrize(
    ("row", "code", "words"),
    [
        ("s2,Store 2,,A,,,,1200,4800", "fact-missing", "1 store has no region"),
        ("s2,Store 2,East region,A,,,,1200,4800", "facts-alike", "East, East region count as several (region)"),
        ("s2,Store 2,east,A,,,,1200,4800", "facts-alike", "East, east count as several (region)"),
        ("s2,Store 1,East,A,,,,1200,4800", "names-alike", "Store 1 is the name of several stores: s1, s2"),
    ],
)
def test_what_makes_one_thing_two(group: Group, row: str, code: str, words: str) -> None:
    (one,) = group({2: row})
    assert (one["code"], "store" in one) == (code, False)
    assert words in str(one["message"])


@pytest.mark.parametrize(("one", "other"), [("A", "A-"), ("1-1", "11"), ("East", "Far East")])
def test_what_is_written_otherwise_is_another_class(group: Group, one: str, other: str) -> None:
    rows = {number: f"s{number},Store {number},East,{one},,,,1200,4800" for number in range(1, 7)}
    rows[2] = f"s2,Store 2,East,{other},,,,1200,4800"
    assert [found["code"] for found in group(rows) if found["code"] == "facts-alike"] == []


def test_a_fact_that_few_have_is_not_asked_of_all(group: Group) -> None:
    assert group({number: f"s{number},Store {number},,A,,,,1200,4800" for number in range(1, 5)}) == []


def test_goals_that_do_not_go_together_per_store_and_in_the_sums(group: Group) -> None:
    rows = {number: f"s{number},Store {number},East,A,,,,1200,2400" for number in range(1, 7)}
    found = group(rows)
    assert told(found) == [
        ("goals-disagree", "close_rate", None),
        *(("goals-disagree", "close_rate", f"s{number}") for number in range(1, 7)),
    ]


def test_a_screen_names_five_stores_and_a_number(group: Group, dealerplan: Dealerplan) -> None:
    rows = {number: f"s{number},Store {number},East,A,,,,1200,2400" for number in range(1, 7)}
    group(rows)
    lines = [line for line in dealerplan("check").out.splitlines() if "goals-disagree" in line]
    assert len(lines) == 1 + 5 + 1
    assert lines[-1].endswith("and 1 more store")
    rows_of = dealerplan("check", "--format", "csv").out.splitlines()
    assert sum("goals-disagree" in row for row in rows_of) == 7


def test_a_stores_own_plan_may_not_declare_a_measure_otherwise(group: Group, dealerplan: Dealerplan) -> None:
    group()
    own = "plan: own\nstore: s1\nperiod: 2026\nmeasures: {sold: {over_time: last}}\ntargets: {sold: {goal: 5}}\n"
    Path("plans/own.yaml").write_text(own, encoding="utf-8")
    answer = dealerplan("check")
    assert answer.code == 2
    assert "plans/own.yaml:4" in answer.err
    assert "over_time" in answer.err
    Path("plans/own.yaml").write_text(own.replace("s1", "s9"), encoding="utf-8")
    assert dealerplan("check").code in (0, 1)


CLOSED = (
    "record 2026-01 sold=100 visits=400 --store s1 --sure",
    "record 2026-01 sold=100 visits=400 --store s2 --sure",
    "close 2026-01 --store s1",
    "close 2026-01 --store s2",
)
LATER = "s1,,,,,,{},{},"


def changed(found: list[Found]) -> list[Found]:
    return [one for one in found if one["code"] == "rewritten"]


def test_a_goal_of_the_table_that_was_changed_after_closing(group: Group, dealerplan: Dealerplan) -> None:
    assert changed(group(recorded=CLOSED)) == []
    assert "was changed since" not in dealerplan("group").out
    row = ROWS[0].replace("1200", "600")
    (one,) = changed(group({1: row}))
    assert (one["target"], one["store"]) == ("sold", "s1")
    assert (
        "Store 1: the goal of sold was 1200 when 2026-01 was closed, and is 600 now; if it was wrong from the start, "
        "leave 1200 in stores.csv and write below it: store: s1; from: 2026-01; sold: 600台; why: …; "
        "if it was decided since, let that row begin in 2026-02"
    ) in str(one["message"])
    told = dealerplan("group", COLUMNS="200").out
    assert "! in 1 store what closed months or values rest on was changed since (Store 1)" in told
    assert dealerplan("group", "--format", "json").json()["changed"] == ["s1"]
    for month in ("2026-01", "2026-02"):  # both rows that are offered
        assert changed(group(more=LATER.format(month, "600台"))) == []


def test_a_later_row_that_was_changed_after_closing(group: Group) -> None:
    heads, later = f"{HEADS},why", LATER.format("2026-01", "{}") + ",{}"
    assert changed(group(heads=heads, more=later.format(900, "plan"), recorded=CLOSED)) == []
    (one,) = changed(group(heads=heads, more=later.format(600, "plan")))
    assert "give another why in the row of s1 from 2026-01 of stores.csv" in str(one["message"])
    assert changed(group(heads=heads, more=later.format(600, "slip"))) == []


def test_a_goal_of_the_table_that_was_taken_out_after_closing(group: Group) -> None:
    group(recorded=CLOSED)
    (one,) = changed(group({1: ROWS[0].replace("1200", "")}))
    assert "write 1200 again in the row of s1 of stores.csv" in str(one["message"])


def test_a_key_of_the_plan_is_told_of_each_store(group: Group, dealerplan: Dealerplan) -> None:
    group(recorded=CLOSED)
    plan = Path("plans/group.yaml")
    plan.write_text(plan.read_text(encoding="utf-8").replace("goal: 25%", "goal: 30%"), encoding="utf-8")
    found = changed(dealerplan("check", "--format", "json").json()["findings"])
    assert [(one["target"], one["store"]) for one in found] == [("close_rate", "s1"), ("close_rate", "s2")]
    assert "write under close_rate: revisions" in str(found[0]["message"])


def test_a_store_that_closes_later_changes_no_closed_month(group: Group) -> None:
    group(recorded=CLOSED)
    closing = ROWS[0].replace("A,,,", "A,,2026-08-15,")
    assert changed(group({1: closing})) == []
    assert changed(group({1: closing.replace("08-15", "01-15")})) != []


def test_a_store_that_opened_otherwise_has_no_line_in_the_plan(group: Group) -> None:
    group(recorded=CLOSED)
    found = changed(group({1: ROWS[0].replace("A,,,", "A,2026-03-10,,")}))
    assert found != []
    assert not any("take out" in str(one["message"]) for one in found)


GONE = "the book has 2 values of the store s2, which no plan names; "


def orphans(found: list[Found]) -> list[str]:
    return [str(one["message"]) for one in found if one["code"] == "orphaned"]


def test_a_store_whose_row_is_gone(group: Group) -> None:
    assert orphans(group(recorded=CLOSED)) == []
    (told,) = orphans(group({2: ROWS[2], 3: ROWS[3], 4: ROWS[4], 5: ROWS[5], 6: ""}))
    assert told == GONE + "write its row in stores.csv again; a store that closed keeps it, with a day in closed"


def test_a_store_whose_id_was_changed(group: Group) -> None:
    group(recorded=CLOSED)
    (told,) = orphans(group({2: ROWS[1].replace("s2", "s20")}))
    assert told == GONE + "if it is s20 now, call it s2 again: that is its id in the book; its name may be any"


@pytest.mark.parametrize("dates", ["2027-01-01,", ",2025-06-30"])
def test_a_goal_of_a_store_that_is_not_open_in_the_period(group: Group, dates: str) -> None:
    found = group({1: ROWS[0].replace("A,,,", f"A,{dates},")})
    assert ("goal-while-closed", "sold", "s1") in told(found)
    assert "Store 1 has a goal of 1,200台 and is not open in the period" in str(found)
