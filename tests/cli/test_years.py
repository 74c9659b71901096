"""Two years of one department stand in one workspace, with the same targets and milestones: nothing gets ambiguous."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import AddPlan, refused
from tests.conftest import Dealerplan

BODY = """\
name: Aftersales
store: s
targets:
  revenue: {name: Revenue, goal: 120, unit: 元}
  intake:  {goal: 12}
milestones:
  org_chart: {name: Org chart, due: YEAR-03-31}
  show:      {name: Spring show, due: YEAR-05-01}
"""
FIRST, SECOND, NEW_YEAR, SPRING = "2026-06-15", "2027-06-15", "2027-01-10", "2027-03-05"


@pytest.fixture(autouse=True)
def _two_years() -> None:
    Path("plans").mkdir()
    for year in ("2026", "2027"):
        text = f"plan: aftersales-{year}\nperiod: {year}\n{BODY.replace('YEAR', year)}"
        Path(f"plans/aftersales-{year}.yaml").write_text(text, encoding="utf-8")


def shown(dealerplan: Dealerplan, *words: str, today: str) -> list[str]:
    return [one["plan"] for one in dealerplan(*words, "--format", "json", today=today).json()["plans"]]


@pytest.mark.parametrize("command", ["status", "report"])
@pytest.mark.parametrize(
    ("words", "today", "years"),
    [
        ([], FIRST, ["2026"]),
        ([], NEW_YEAR, ["2026", "2027"]),
        ([], SPRING, ["2027"]),
        ([], "2029-01-01", ["2027"]),
        (["--as-of", "2026-05"], SECOND, ["2026"]),
        (["--year", "2026"], SECOND, ["2026"]),
        (["aftersales-2026"], SECOND, ["2026"]),
        (["Aftersales"], SECOND, ["2026", "2027"]),  # a name that both have
        (["Aftersales", "--year", "2026"], SECOND, ["2026"]),
    ],
)
def test_the_plans_shown(dealerplan: Dealerplan, command: str, words: list[str], today: str, years: list[str]) -> None:
    assert shown(dealerplan, command, *words, today=today) == [f"aftersales-{year}" for year in years]


def test_what_was_in_force_then(dealerplan: Dealerplan) -> None:
    assert shown(dealerplan, "status", "--known-at", "2026-06-15", today=SECOND) == ["aftersales-2026"]


def test_a_year_or_month_without_a_plan(dealerplan: Dealerplan) -> None:
    periods = "the plans: aftersales-2026: 2026, aftersales-2027: 2027"
    refused(dealerplan("status", "--year", "2025"), "no plan is for 2025", periods)
    refused(dealerplan("status", "--as-of", "2025-12"), "2025-12 is outside the period", periods)
    refused(dealerplan("status", "--year", "26"), "26 is not a year")


@pytest.mark.parametrize(
    ("words", "today", "months"),
    [
        ([], FIRST, {"2026": "2026-05"}),
        ([], NEW_YEAR, {"2026": "2026-12"}),  # of 2027 no month has ended
        ([], "2027-02-10", {"2026": "2026-12", "2027": "2027-01"}),  # late books of last year are due still
        ([], SPRING, {"2027": "2027-02"}),
        ([], "2029-01-01", {"2027": "2027-12"}),
        (["2026-07"], SECOND, {"2026": "2026-07"}),
        (["--year", "2026"], SECOND, {"2026": "2026-12"}),
    ],
)
def test_what_is_due(dealerplan: Dealerplan, words: list[str], today: str, months: dict[str, str]) -> None:
    plans = dealerplan("due", *words, "--format", "json", today=today).json()["plans"]
    assert {one["plan"]: one["month"] for one in plans} == {f"aftersales-{year}": at for year, at in months.items()}


class TestLinesBelow:
    TO_COME = "Aftersales begins January 2027: dealerplan status aftersales-2027 shows it\n"
    ENDED = (
        "Aftersales ended December 2026 and is not wholly closed (open: January to December 2026): "
        "dealerplan close 2026-01\n"
    )

    @pytest.mark.parametrize("command", ["status", "due"])
    @pytest.mark.parametrize(("today", "line"), [("2026-11-15", TO_COME), (SPRING, ENDED)])
    def test_are_below_a_table(self, dealerplan: Dealerplan, command: str, today: str, line: str) -> None:
        assert dealerplan(command, today=today).out.endswith(f"\n{line}")
        assert line not in dealerplan(command, today=FIRST).out

    def test_are_beside_a_report_which_stays_the_same(self, dealerplan: Dealerplan) -> None:
        answer = dealerplan("report", today=SPRING)
        assert answer.err == self.ENDED
        assert self.ENDED not in answer.out

    def test_a_plan_to_come_is_not_told_beside_a_report(self, dealerplan: Dealerplan) -> None:
        """Cron would mail it every month."""
        assert dealerplan("report", today="2026-11-15").err == ""

    @pytest.mark.parametrize("words", [["aftersales-2027"], ["--year", "2027"], ["--as-of", "2027-02"]])
    def test_are_not_told_to_who_asked_for_something(self, dealerplan: Dealerplan, words: list[str]) -> None:
        assert self.ENDED not in dealerplan("status", *words, today=SPRING).out

    def test_name_the_months_that_are_open(self, dealerplan: Dealerplan) -> None:
        for number in [*range(1, 11), 12]:
            dealerplan("close", f"2026-{number:02d}", "--allow-missing", today=NEW_YEAR)
        assert "(open: November 2026): dealerplan close 2026-11\n" in dealerplan("status", today=SPRING).out
        assert dealerplan("close", "2026-11", "--allow-missing", today=SPRING).code == 0
        assert "not wholly closed" not in dealerplan("status", today=SPRING).out

    def test_are_in_the_json_beside_the_plans_shown(self, dealerplan: Dealerplan) -> None:
        for command in ("status", "due"):
            (other,) = dealerplan(command, "--format", "json", today=SPRING).json()["others"]
            assert (other["plan"], len(other["open"])) == ("aftersales-2026", 12)
        (other,) = dealerplan("status", "--format", "json", today="2026-11-15").json()["others"]
        assert (other["plan"], other["period"]["from"], other["open"]) == ("aftersales-2027", "2027-01", [])

    def test_name_the_store_where_there_are_several(self, dealerplan: Dealerplan, add_plan_here: AddPlan) -> None:
        add_plan_here("other", "store: north", "targets: {x: {goal: 1}}", period="2027")
        assert "dealerplan close 2026-01 --store s\n" in dealerplan("status", today=SPRING).out
        assert "dealerplan close 2026-01 --store s\n" in dealerplan("status", "--store", "s", today=SPRING).out

    def test_a_month_locked_by_its_day_is_not_open(self, dealerplan: Dealerplan) -> None:
        file = Path("plans/aftersales-2026.yaml")
        file.write_text(file.read_text(encoding="utf-8") + "reporting: {locked_after: 10}\n", encoding="utf-8")
        assert "not wholly closed" not in dealerplan("status", today=SPRING).out


@pytest.fixture
def add_plan_here() -> AddPlan:
    def add(name: str, *lines: str, period: str = "2026") -> Path:
        file = Path(f"plans/{name}.yaml")
        file.write_text("\n".join([f"plan: {name}", f"period: {period}", *lines, ""]), encoding="utf-8")
        return file

    return add


@pytest.mark.parametrize(
    ("words", "today", "plan"),
    [
        ([], FIRST, "aftersales-2026"),
        ([], NEW_YEAR, "aftersales-2027"),  # what is in force today, though nothing of it is recorded
        (["--as-of", "2026-05"], SECOND, "aftersales-2026"),
        (["--known-at", "2026-05-05"], SECOND, "aftersales-2026"),
    ],
)
@pytest.mark.parametrize("word", ["revenue", "Revenue"])
def test_show_takes_one_plan(dealerplan: Dealerplan, word: str, words: list[str], today: str, plan: str) -> None:
    assert dealerplan("show", word, *words, "--format", "json", today=today).json()["plan"] == plan


def test_show_names_any_plan(dealerplan: Dealerplan) -> None:
    assert dealerplan("show", "aftersales-2026/revenue", "--format", "json", today=SECOND).json()["plan"] == (
        "aftersales-2026"
    )
    refused(dealerplan("show", "revenue", "--as-of", "2025-12"), "2025-12 is outside the period")


def test_a_note_belongs_to_the_plan_of_its_month(dealerplan: Dealerplan) -> None:
    for month in ("2026-12", "2027-01"):
        assert dealerplan("note", "revenue", month, f"why {month}", today=SPRING).code == 0
    reasons = {
        year: [one["why"] for one in report["reasons"]]
        for year in ("2026", "2027")
        for report in dealerplan("report", "--as-of", f"{year}-12", "--span", "year", "--format", "json",
                                 today="2028-01-01").json()["plans"]
    }  # fmt: skip
    assert reasons == {"2026": ["why 2026-12"], "2027": ["why 2027-01"]}
    refused(dealerplan("note", "revenue", "2025-12", "x", today=SPRING), "2025-12 is outside the period")


class TestDone:
    def marks(self, dealerplan: Dealerplan) -> dict[str, str]:
        entries = dealerplan("history", "org_chart", "--format", "json", today="2030-01-01").json()["revisions"]
        return {one["measure"]: one["mark"]["on"] for one in entries}

    @pytest.mark.parametrize(
        ("words", "today", "marked", "on"),
        [
            (["org_chart"], FIRST, "aftersales-2026", FIRST),
            (["org_chart", "--on", "2026-12-30"], NEW_YEAR, "aftersales-2026", "2026-12-30"),
            (["org_chart", "--on", "2027-03-01"], SECOND, "aftersales-2027", "2027-03-01"),
            (["Org chart"], NEW_YEAR, "aftersales-2027", NEW_YEAR),
            (["aftersales-2026/org_chart"], NEW_YEAR, "aftersales-2026", NEW_YEAR),  # late
        ],
    )
    def test_the_date_says_which_plan_s(
        self, dealerplan: Dealerplan, words: list[str], today: str, marked: str, on: str
    ) -> None:
        answer = dealerplan("done", *words, today=today)
        assert answer.out == f"Org chart ({marked}) was done on {on}\n"
        assert self.marks(dealerplan) == {f"{marked}/org_chart": on}

    def test_last_year_s_that_is_open_still_is_told(self, dealerplan: Dealerplan) -> None:
        line = "Org chart (aftersales-2026) is still open: dealerplan done aftersales-2026/org_chart --on …\n"
        assert dealerplan("done", "org_chart", today=NEW_YEAR).err == line
        assert dealerplan("done", "aftersales-2026/org_chart", today=NEW_YEAR).err == ""
        assert dealerplan("done", "org_chart", today=NEW_YEAR).err == ""  # both are done

    def test_late_where_this_year_has_none(self, dealerplan: Dealerplan) -> None:
        file = Path("plans/aftersales-2027.yaml")
        file.write_text(file.read_text(encoding="utf-8").replace("org_chart:", "chart:"), encoding="utf-8")
        assert dealerplan("done", "org_chart", today=NEW_YEAR).out == f"Org chart was done on {NEW_YEAR}\n"
        assert self.marks(dealerplan) == {"aftersales-2026/org_chart": NEW_YEAR}

    def test_history_tells_the_years_apart(self, dealerplan: Dealerplan) -> None:
        for day in ("2026-03-30", "2027-03-02"):
            dealerplan("done", "org_chart", "--on", day, today=SECOND)
        out = dealerplan("history", "org_chart", today=SECOND).out
        assert "Org chart (aftersales-2026)" in out
        assert "Org chart (aftersales-2027)" in out
        of_month = dealerplan("history", "org_chart", "--month", "2026-03", "--format", "json", today=SECOND).json()
        assert [one["measure"] for one in of_month["revisions"]] == ["aftersales-2026/org_chart"]


class TestRecord:
    """The month says whose names and units count; what other plans declare may be recorded for any month."""

    @pytest.fixture(autouse=True)
    def _changed(self) -> None:
        first, second = (Path(f"plans/aftersales-{year}.yaml") for year in ("2026", "2027"))
        last_year, this_year = (file.read_text(encoding="utf-8") for file in (first, second))
        this_year = this_year.replace("unit: 元", "unit: 万元").replace("intake:", "arrivals:")
        first.write_text(f"{last_year}measures: {{intake: {{name: Vehicles}}}}\n", encoding="utf-8")
        measures = "measures: {arrivals: {name: Vehicles}, parts: {unit: 元}}\n"
        second.write_text(f"{this_year}{measures}", encoding="utf-8")

    def recorded(self, dealerplan: Dealerplan) -> list[tuple[str, str, float]]:
        entries = dealerplan("history", "--format", "json", today="2030-01-01").json()["revisions"]
        return [(one["month"], one["measure"], one["value"]) for one in entries]

    def test_last_year_s_month(self, dealerplan: Dealerplan) -> None:
        assert dealerplan("record", "2026-12", "revenue=5000元", "Vehicles=7", "parts=3", today=NEW_YEAR).code == 0
        values = ["revenue=5000元", "Vehicles=7", "intake=3"]
        assert dealerplan("record", "2027-01", *values, "--sure", today=SPRING).code == 0
        assert self.recorded(dealerplan) == [
            ("2026-12", "revenue", 5000), ("2026-12", "intake", 7), ("2026-12", "parts", 3),
            ("2027-01", "revenue", 0.5), ("2027-01", "arrivals", 7), ("2027-01", "intake", 3),
        ]  # fmt: skip
        assert dealerplan("correct", "2027-01", "Vehicles=8", "--why", "recount", today=SPRING).code == 0
        assert self.recorded(dealerplan)[-1] == ("2027-01", "arrivals", 8)

    def test_closing_asks_for_what_the_month_s_plan_asks_for(self, dealerplan: Dealerplan) -> None:
        dealerplan("record", "2026-12", "revenue=5", "intake=7", today=NEW_YEAR)
        assert dealerplan("close", "2026-12", today=NEW_YEAR).out == "2026-12 is closed\n"
        refused(dealerplan("close", "2027-01", today=SPRING), "2027-01 lacks", "Vehicles (arrivals)", "parts")

    def test_a_year_is_laid_out_as_its_plan_says(self, dealerplan: Dealerplan) -> None:
        dealerplan("record", "2026-12", "revenue=5", "parts=3", today=NEW_YEAR)

        def rows(*words: str, today: str) -> dict[str, str | None]:
            found = dealerplan("export", *words, "--format", "json", today=today).json()
            return {one["id"]: one["unit"] for one in found["measures"]}

        assert rows("--year", "2026", today=SECOND) == {"revenue": "元", "intake": None, "parts": "元"}
        assert rows(today=SECOND) == {"revenue": "万元", "arrivals": None, "parts": "元"}
        assert rows(today=FIRST)["revenue"] == "元"

    def test_a_form_asks_for_the_month_s(self, dealerplan: Dealerplan) -> None:
        form = dealerplan("export", "--form", "2026-12", today=NEW_YEAR).out
        assert "intake" in form
        assert "arrivals" not in form
        assert "arrivals" in dealerplan("export", "--form", "2025-12", today=NEW_YEAR).out  # no plan's: all there are


def test_the_error_names_several(dealerplan: Dealerplan, add_plan_here: AddPlan) -> None:
    add_plan_here("sales", "store: s", "targets: {revenue: {goal: 5, unit: 元}}", period="2027")
    refused(dealerplan("show", "revenue", today=SECOND), "revenue may mean aftersales-2027/revenue, sales/revenue")
    assert dealerplan("show", "revenue", "--as-of", "2026-05", today=SECOND).code == 0
