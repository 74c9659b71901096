"""`dealerplan report`: what it says, of which span, and that it can be made again."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from rich.cells import cell_len

from dealerplan.app.session import Session
from dealerplan.cli import options
from dealerplan.domain.month import Month
from dealerplan.domain.shown import percent
from dealerplan.words import printable
from tests.cli.conftest import AddPlan, refused
from tests.conftest import Dealerplan
from tests.golden import check_golden
from tests.samples import NAMES, TODAY, fill


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Move the machine: `XXX-10` is ten hours ahead of UTC."""
    with monkeypatch.context() as patch:

        def move(to: str) -> None:
            patch.setenv("TZ", to)
            time.tzset()

        yield move
    time.tzset()


GOLDEN = Path(__file__).parent / "golden"
SAMPLES = [
    ("aftersales", "2026-05", None),
    ("aftersales", "2026-03", None),
    ("aftersales", "2026-06", None),
    ("aftersales", "2026-12", None),
    ("aftersales", "2026-08", "year"),
    ("marketing", "2026-04", None),
    ("sales-team", "2026-03", None),
    ("regional-sales", "2026-02", None),
    ("second-half", "2026-09", None),
    ("follow-up", "2026-03", None),
]
VARYING = re.compile(r"(?<=state )[\w:]{12,}|(?<=校验值 )[\w:]{12,}|(?<=--known-at[ \n])\S+|(?<=- dealerplan )\S+")


def same(text: str) -> str:
    """A report without what rests on the time of recording and on the version."""
    return VARYING.sub("*", text)


@pytest.fixture
def sample(dealerplan: Dealerplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Make a workspace of a template with its sample months, and go there."""
    return lambda name: monkeypatch.chdir(fill(dealerplan, tmp_path / name, name))


def report(dealerplan: Dealerplan, *argv: str, today: str = TODAY) -> dict[str, Any]:
    plan: dict[str, Any] = dealerplan("report", "--format", "json", *argv, today=today).json()["plans"][0]
    return plan


@pytest.mark.parametrize(("name", "as_of", "span"), SAMPLES)
def test_reports_of_the_sample_years(
    name: str, as_of: str, span: str | None, sample: Callable[[str], None], dealerplan: Dealerplan
) -> None:
    sample(name)
    if name == "aftersales":
        noted = ["note", "avg_ticket", "2026-03", "工时费年初下调", "--action", "恢复原价", "--owner", "车间主管"]
        assert dealerplan(*noted, "--due", "2026-04-30", today=TODAY).code == 0
        assert dealerplan("correct", "2026-02", "intake=500", "--why", "漏计两台", today="2026-05-06").code == 0
    spans = ["--span", span] if span else []
    for lang in ("en", "zh"):
        answer = dealerplan("report", "--as-of", as_of, *spans, "--lang", lang, today=TODAY)
        assert (answer.code, answer.err) == (0, "")
        ending = "-".join(filter(None, [name, as_of, span]))
        check_golden(GOLDEN / f"report-{ending}.{lang}", same(answer.out))


@pytest.mark.parametrize("name", NAMES)
def test_every_month_of_every_plan_fits_80_columns_with_what_counts(
    name: str, sample: Callable[[str], None], dealerplan: Dealerplan
) -> None:
    sample(name)
    period = dealerplan("status", "--format", "json", today=TODAY).json()["plans"][0]["period"]
    first, last = int(period["from"][5:]), int(period["to"][5:])
    for number in range(first, last + 1):
        for lang in ("en", "zh"):
            answer = dealerplan("report", "--as-of", f"2026-{number:02d}", "--lang", lang, today=TODAY, COLUMNS="80")
            assert (answer.code, answer.err) == (0, "")
            *lines, command = answer.out.splitlines()
            assert [line for line in lines if cell_len(line) > 80] == []
            assert command.startswith("dealerplan report")  # to be copied whole
            spared = re.findall(r"narrow screen: (.*)\)\n|未显示：(.*)）\n", answer.out)
            named = {word for en, zh in spared for word in re.split(", |、", en or zh)}
            assert not named & {  # what there is, how far off, what it takes
                *("Unit", "To date", "vs plan", "Needed", "Status"), *("单位", "累计完成", "比计划", "余月须", "状态"),
            }  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_year_fits_60_columns(name: str, lang: str, sample: Callable[[str], None], dealerplan: Dealerplan) -> None:
    sample(name)
    out = dealerplan("report", "--span", "year", "--lang", lang, today=TODAY, COLUMNS="60").out
    *lines, command = out.splitlines()
    assert [line for line in lines if cell_len(line) > 60] == []
    assert command.startswith("dealerplan report")


def number(said: str) -> float:
    """A figure as it is said, `1,450,000` or `93.2%`, which may be rounded."""
    return float(said.replace(",", "").rstrip("%")) / (100 if said.endswith("%") else 1)


class TestFigures:
    """What sentences and tables say is what the JSON says."""

    @pytest.fixture(autouse=True)
    def _sample(self, sample: Callable[[str], None]) -> None:
        sample("aftersales")

    @pytest.mark.parametrize("as_of", ["2026-02", "2026-05", "2026-06", "2026-09", "2026-12"])
    def test_of_every_target_stand_in_the_text(self, dealerplan: Dealerplan, as_of: str) -> None:
        """Money in thousands, each row in its own decimals."""
        said = dealerplan("report", "--as-of", as_of, today=TODAY, COLUMNS="300").out
        for one in report(dealerplan, "--as-of", as_of)["targets"]:
            name = one["name"].rpartition(".")[2]
            rows = [line.split() for line in said.splitlines() if line.split()[: len(name.split())] == name.split()]
            words = {word for row in rows for word in row}
            if one["kind"] == "flow" and one["goal"]["each"] is None:
                figures = [Fraction(str(figure)) for figure in (one["actual"], one["month"]["actual"])]
                money = one["unit"] == "元"
                assert {f"{float(figure / 1000):,.1f}" if money else f"{int(figure):,}" for figure in figures} <= words
                if one["attainment"] is not None:
                    assert percent(Fraction(str(one["attainment"])), [Fraction(1)]) in words

    def test_the_best_month_stands_in_the_report_of_the_year(self, dealerplan: Dealerplan) -> None:
        said = dealerplan("report", "--as-of", "2026-12", "--span", "year", today=TODAY, COLUMNS="300").out
        for one in report(dealerplan, "--as-of", "2026-12")["targets"]:
            name = one["name"].rpartition(".")[2]
            row = next(line for line in said.splitlines() if line.split()[: len(name.split())] == name.split())
            if one["best_month"] is not None and any(month["actual"] for month in one["months"]):
                assert f"({Month.parse(one['best_month']).first_day:%B})" in row

    def test_the_state_counts_what_the_payload_counts(self, dealerplan: Dealerplan) -> None:
        for month in range(1, 13):
            as_of = f"2026-{month:02d}"
            counts = report(dealerplan, "--as-of", as_of)["counts"]
            parts = ", ".join(f"{number} {status.replace('_', ' ')}" for status, number in counts.items() if number)
            said = dealerplan("report", "--as-of", as_of, today=TODAY).out
            assert f"In all {sum(counts.values())} targets: {parts} " in " ".join(said.split())

    def test_a_running_total_ends_on_the_figures_of_the_scorecard(self, dealerplan: Dealerplan) -> None:
        said, found = dealerplan("report", "--as-of", "2026-02", today=TODAY).out, 0
        for one in report(dealerplan, "--as-of", "2026-02")["targets"]:
            section = re.split(rf"\n{re.escape(one['name'])}(?: \(元 '000\))?\n(?:behind|at risk) ", said)[1:]
            if one["kind"] == "flow" and section and not one["goal"]["each"]:
                found += 1
                last = next(line for line in section[0].splitlines() if line.startswith("February")).split()
                assert last[-3:] == [f"{one[key] / 1000:,.1f}" for key in ("actual", "expected", "gap")]
        assert found

    @pytest.mark.parametrize("as_of", ["2026-02", "2026-05", "2026-07", "2026-11"])
    def test_what_it_takes_is_what_the_payload_needs(self, dealerplan: Dealerplan, as_of: str) -> None:
        said = dealerplan("report", "--as-of", as_of, today=TODAY, COLUMNS="300").out
        by_name = {one["name"]: one for one in report(dealerplan, "--as-of", as_of)["targets"]}
        sentence = re.compile(
            r"\n(\S+)(?: \(.*\))?\n(?:.+\n)+?From here on: needs (?:CNY )?([\d,.]+%?)\S* (a month|over the rest), "
            r"its best.*? so far is (?:CNY )?([\d,.]+%?)\S* \((\w+)\)"
        )
        needs = sentence.findall(said)
        assert needs
        for name, needed, how, best, month in needs:
            one = by_name[name]
            key = "required_per_month" if how == "a month" else "required_rest"
            assert number(needed) == pytest.approx(one[key], rel=1e-3)
            assert month == f"{Month.parse(one['best_month']).first_day:%B}"
            assert number(best) == pytest.approx(
                next(of["actual"] for of in one["months"] if of["month"] == one["best_month"]), rel=1e-3
            )

    def test_results_of_a_year_are_the_scorecards(self, dealerplan: Dealerplan) -> None:
        plan = report(dealerplan, "--as-of", "2026-12", "--span", "year")
        for one in plan["targets"]:
            result = plan["results"][one["id"]]
            if one["goal"]["each"] is None:
                assert (result["actual"], result["gap"]) == (one["actual"], one["gap"])
            assert (result["hits"], result["spans"]) == (one["hits"], one["spans"])

    def test_what_is_off_track_has_a_since(self, dealerplan: Dealerplan) -> None:
        plan = report(dealerplan, "--as-of", "2026-05", "--span", "year")
        off = {one["id"]: one["status"] for one in plan["targets"] if one["status"] in ("at_risk", "behind", "missed")}
        assert plan["since"].keys() == off.keys()
        for id, since in plan["since"].items():
            months = [month for month in plan["statuses"] if month >= since["off_track"]]
            assert {plan["statuses"][month][id] for month in months} <= {"at_risk", "behind", "missed"}
            assert plan["statuses"][since["status"]][id] == off[id]


@pytest.mark.usefixtures("first_quarter")
class TestTheContractsPlan:
    def test_its_json(self, dealerplan: Dealerplan) -> None:
        plan = report(dealerplan, "--span", "quarter", today="2026-04-08")
        status = dealerplan("status", "--as-of", "2026-03", "--format", "json").json()["plans"][0]
        assert {key: plan[key] for key in status} == status  # the status payload, and more
        assert plan["span"] == {
            "kind": "quarter", "label": "2026-Q1", "from": "2026-01", "to": "2026-03",
            "months": ["2026-01", "2026-02", "2026-03"],
        }  # fmt: skip
        assert plan["since"]["revenue"] == {"status": "2026-01", "off_track": "2026-01"}
        assert plan["results"]["revenue"] == {
            "actual": 1450000, "expected": 1500000, "gap": -50000, "hits": None, "spans": None,
            "base": None, "change": None,
        }  # fmt: skip
        assert plan["results"]["monthly_intake"]["hits"] == 2
        assert plan["statuses"]["2026-01"]["monthly_intake"] == "behind"
        assert plan["changes"]["since"] == "2026-02"
        assert plan["changes"]["targets"] == [
            {
                "id": "rework_rate",
                "before": {"status": "at_risk", "actual": 0.020077220, "attainment": 1.003861, "hits": None,
                           "spans": None},
                "now": {"status": "on_track", "actual": 0.017884517, "attainment": 0.894226, "hits": None,
                        "spans": None},
            }
        ]  # fmt: skip
        assert plan["revisions"][0] == {
            "target": "sales", "from": "2026-07", "why": "总公司调整", "formula": None, "phasing": None,
            "goal": {"text": "≥ 27000", "op": ">=", "value": 27000, "high": None, "last_year": None},
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("words", "span", "title"),
        [
            ([], "month", "report for March 2026\n"),
            (["--span", "quarter"], "quarter", "quarterly report, Q1 2026, January to March\n"),
            (["--span", "month"], "month", "report for March 2026\n"),
            (["--span", "half"], "half", "half-year report, H1 2026, January to June\n"),
            (["--span", "year"], "year", "annual report 2026, up to March\n"),
            (["--as-of", "2026-02"], "month", "report for February 2026\n"),
        ],
    )
    def test_spans(self, dealerplan: Dealerplan, words: list[str], span: str, title: str) -> None:
        assert report(dealerplan, *words, today="2026-04-08")["span"]["kind"] == span
        assert title in dealerplan("report", *words, COLUMNS="80").out

    def test_rework_is_a_count(self, dealerplan: Dealerplan) -> None:
        dealerplan("correct", "2026-03", "reworked=30", "--why", "recounted")
        said = " ".join(dealerplan("report", COLUMNS="80").out.split())
        assert re.search(r"rework_rate - 2.86% \+0.86 ≤100台 车间主管 !! behind", said)

    def test_a_correction_is_a_change(self, dealerplan: Dealerplan) -> None:
        dealerplan("correct", "2026-01", "intake=641", "--why", "counted twice")
        assert report(dealerplan, today="2026-04-08")["changes"]["corrections"] == [
            {"measure": "intake", "month": "2026-01", "before": 640, "now": 641, "why": "counted twice"}
        ]
        assert "counted twice" in dealerplan("report").out

    def test_a_correction_in_the_first_hours_of_a_span_is_one_of_it_everywhere(
        self, dealerplan: Dealerplan, monkeypatch: pytest.MonkeyPatch, zone: Callable[[str], None]
    ) -> None:
        """Where it is April already, UTC may have March."""
        zone("XXX-10")
        monkeypatch.setattr(options, "now", lambda _: datetime(2026, 4, 1, 1, 15).astimezone())
        dealerplan("correct", "2026-02", "intake=101", "--why", "early")
        found = report(dealerplan, "--as-of", "2026-04", "--span", "month", today="2026-04-08")
        assert [one["why"] for one in found["changes"]["corrections"]] == ["early"]
        words = ("report", "--as-of", "2026-04", "--format", "html")
        here = dealerplan(*words).out
        zone("XXX+10")
        assert dealerplan(*words).out == here

    def test_an_alarm_is_of_the_book_that_the_report_shows(
        self, dealerplan: Dealerplan, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        opened = Mock(side_effect=Session.reading, autospec=True)
        monkeypatch.setattr(Session, "reading", lambda self: opened(self))
        assert dealerplan("report", "--quiet-unless", "behind", "--fail-on", "behind").code == 1
        assert opened.call_count == 1

    def test_what_is_missing_names_who_answers_for_it(self, dealerplan: Dealerplan) -> None:
        dealerplan("correct", "2026-03", "reworked=", "--why", "not counted yet")
        said = dealerplan("report", COLUMNS="120").out
        assert re.search(r"not recorded in March +.*返修台次 +车间主管", said)

    def test_milestones_are_judged_at_the_end_of_the_month(self, dealerplan: Dealerplan) -> None:
        """So that the report of a month stays the same, whenever it is made."""
        dealerplan("done", "expo", "orders=39", today="2026-04-08")
        early, late = (dealerplan("report", today=day).out for day in ("2026-04-08", "2026-05-20"))
        assert early == late
        assert "Milestones as of 2026-03-31" in early
        april = dealerplan("report", "--as-of", "2026-04").out
        assert "- 世博之旅: orders 39 (missed ≥40), visits -" in april

    def test_nothing_recorded_yet(self, dealerplan: Dealerplan, add_plan: AddPlan) -> None:
        add_plan("new", "store: fengxing-gz", "measures: {sold: {}}", "targets: {sold: {goal: 5}}",
                 "milestones: {m: {due: 2026-05-05}}", period="2026-H2")  # fmt: skip
        answer = dealerplan("report", "new")
        assert answer.code == 0
        assert "fengxing-gz, 2026-H2: nothing recorded yet" in answer.out
        assert report(dealerplan, "new", today="2026-07-20")["as_of"] is None
        early = dealerplan("report", "aftersales-2026", "new", "--as-of", "2026-02", "--format", "json").json()["plans"]
        assert [(plan["as_of"], plan["day"]) for plan in early] == [("2026-02", "2026-02-28"), (None, "2026-02-28")]

    def test_is_made_again_by_the_options_it_names(self, dealerplan: Dealerplan) -> None:
        """Also when the book has gone on."""
        first = dealerplan("report").out
        options = " ".join(first.partition("\ndealerplan report ")[2].split()).split()
        dealerplan("correct", "2026-03", "intake=663", "--why", "counted twice")
        dealerplan("record", "2026-04", "intake=660")
        assert dealerplan("report").out != first
        assert dealerplan("report", *options, today="2026-12-24").out == first

    def test_the_state_follows_book_and_plan(self, dealerplan: Dealerplan, first_quarter: Path) -> None:
        def state() -> tuple[dict[str, Any], str]:
            found = report(dealerplan, today="2026-04-08")["state"]
            return found["book"], found["plan"]["hash"]

        book, plan = state()
        assert (book["entries"], len(book["hash"]), len(plan)) == (13, 64, 12)
        assert state() == (book, plan)
        dealerplan("correct", "2026-03", "intake=663", "--why", "counted twice")
        changed = state()
        assert changed[0]["entries"] == 14
        assert changed[0]["hash"] != book["hash"]
        assert changed[1] == plan
        file = first_quarter / "plans" / "aftersales.yaml"
        file.write_text(file.read_text(encoding="utf-8") + "# one more line\n", encoding="utf-8")
        assert state()[1] != plan

    def test_closed_months_are_named(self, dealerplan: Dealerplan) -> None:
        dealerplan("close", "2026-01", "--allow-missing")
        assert "losed: January" in dealerplan("report").out

    @pytest.mark.parametrize(
        ("words", "sentence"),
        [
            (["--span", "week"], "--span can't be week"),
            (["--format", "pdf"], "--format can't be pdf"),
            (["--format", "html,pdf"], "--format can't be pdf"),
            (["--format", "text,json"], "several formats need several files"),
            (["--fail-on", "nothing"], "--fail-on can't be nothing"),
            (["--quiet-unless", "on_track"], "--quiet-unless can't be on_track"),
            (["--as-of", "2027-03"], "2027-03 is outside the period"),
            (["nowhere"], "there is no plan nowhere"),
            (["--format", "xlsx"], "xlsx is nothing for a screen"),
            (["--template", "my.docx"], "--template is for docx, not text"),
            (["--format", "docx", "--out", "r/", "--template", "no.docx"], "no.docx can't be read"),
        ],
    )
    def test_refusals(self, dealerplan: Dealerplan, words: list[str], sentence: str) -> None:
        refused(dealerplan("report", *words), sentence)


def test_revisions_stand_in_the_month_and_in_the_span_that_they_fall_into(
    dealerplan: Dealerplan, add_plan: AddPlan
) -> None:
    add_plan(
        "p", "store: s", "measures: {a: {}}",
        "targets: {a: {goal: 1200, revisions: [{from: 2026-02, goal: 1000, why: head office}]}}",
        "milestones: {m: {due: 2026-02-10, revisions: [{from: 2026-02, due: 2026-05-10}]}}",
    )  # fmt: skip
    for month in ("2026-01", "2026-02", "2026-03"):
        dealerplan("record", month, "a=100", "--store", "s")
    goal = "- a: from February the goal is ≥1,000, before ≥1,200; reason: head office"
    date = "- m: moved in February to 2026-05-10, before 2026-02-10; reason: none given"

    def said(*words: str) -> list[str]:
        return dealerplan("report", "p", *words).out.splitlines()

    assert {goal, date} <= set(said("--as-of", "2026-02"))
    assert not {goal, date} & set(said("--as-of", "2026-03", "--span", "month"))
    assert {goal, date} <= set(said("--as-of", "2026-03", "--span", "quarter"))
    assert "- a: the first goal was ≥1,200" in said("--as-of", "2026-03", "--span", "month")
    assert not {goal, date} & set(said("--as-of", "2026-01"))


HOSTILE = [
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "[red]x[/red]",
    "| a | b |",
    "\x1b[31mred",
    "\u202egpj.exe",
]


@pytest.mark.usefixtures("first_quarter")
@pytest.mark.parametrize("words", HOSTILE)
def test_a_hostile_note_is_text(dealerplan: Dealerplan, words: str) -> None:
    assert dealerplan("note", "avg_ticket", "2026-03", words, "--action", words, "--owner", words).code == 0
    for format in ("text", "markdown", "html"):
        out = dealerplan("report", "--format", format).out
        assert not {"\x1b", "\u202e"} & set(out)
        assert "<script" not in out or format != "html"
    assert printable(words) in dealerplan("report", COLUMNS="200").out


BEHIND, AT_RISK, FINE = "0", "95", "100"


class TestQuietAndFailing:
    """Exit codes, and silence when all is well."""

    @pytest.fixture(autouse=True)
    def _plan(self, workspace: Path) -> None:
        (workspace / "plans" / "aftersales.yaml").unlink()

    @pytest.mark.parametrize(
        ("value", "words", "code", "speaks"),
        [
            (FINE, [], 0, True),
            (FINE, ["--quiet-unless", "at_risk"], 0, False),
            (AT_RISK, ["--quiet-unless", "at_risk"], 0, True),
            (AT_RISK, ["--quiet-unless", "behind"], 0, False),
            (BEHIND, ["--quiet-unless", "behind"], 0, True),
            (BEHIND, ["--quiet-unless", "missed"], 0, False),
            (FINE, ["--fail-on", "at_risk"], 0, True),
            (AT_RISK, ["--fail-on", "at_risk"], 1, True),
            (AT_RISK, ["--fail-on", "behind"], 0, True),
            (BEHIND, ["--fail-on", "behind"], 1, True),
            (FINE, ["--quiet-unless", "at_risk", "--fail-on", "at_risk"], 0, False),
            (BEHIND, ["--quiet-unless", "at_risk", "--fail-on", "at_risk"], 1, True),
        ],
    )
    def test_a_target(
        self, dealerplan: Dealerplan, add_plan: AddPlan, value: str, words: list[str], code: int, speaks: bool
    ) -> None:
        add_plan("p", "store: s", "measures: {a: {}}", "targets: {a: {goal: 1200}}")
        dealerplan("record", "2026-01", f"a={value}")
        answer = dealerplan("report", *words)
        assert (answer.code, bool(answer.out), answer.err) == (code, speaks, "")

    @pytest.mark.parametrize(("due", "speaks"), [("2026-04-08", False), ("2026-04-07", True)])
    def test_a_milestone_overdue_today(self, dealerplan: Dealerplan, add_plan: AddPlan, due: str, speaks: bool) -> None:
        targets = "measures: {a: {}}", "targets: {a: {goal: 1200}}"
        add_plan("p", "store: s", *targets, f"milestones: {{m: {{due: {due}}}}}")
        dealerplan("record", "2026-01", "a=100")
        answer = dealerplan("report", "--quiet-unless", "missed", "--fail-on", "missed")
        assert (answer.code, bool(answer.out)) == (int(speaks), speaks)

    def test_silence_writes_no_file(self, dealerplan: Dealerplan, add_plan: AddPlan, workspace: Path) -> None:
        add_plan("p", "store: s", "measures: {a: {}}", "targets: {a: {goal: 1200}}")
        dealerplan("record", "2026-01", "a=100")
        assert dealerplan("report", "--out", "reports/", "--quiet-unless", "at_risk").out == ""
        assert not (workspace / "reports").exists()


def test_json_digits_are_exact(first_quarter: Path, dealerplan: Dealerplan) -> None:
    assert first_quarter.exists()
    text = dealerplan("report", "--format", "json").out
    assert '"gap": -50000' in text
    assert Decimal("0.017884517") == Decimal(re.findall(r'"actual": (0\.01788\d+)', text)[0])


@pytest.mark.parametrize("option", ["--fail-on", "--quiet-unless"])
def test_an_alarm_that_the_report_does_not_tell_says_why(
    option: str, workspace: Path, dealerplan: Dealerplan, add_plan: AddPlan
) -> None:
    assert workspace.exists()
    add_plan("p", "store: s", "targets: {a: {goal: 12}}", "milestones: {x: {name: 车展, due: 2026-04-05}}")
    assert dealerplan("record", "2026-03", "a=12", "--store", "s").code == 0
    answer = dealerplan("report", "p", option, "behind")
    assert (answer.code, answer.err) == (
        int(option == "--fail-on"), "overdue as of 2026-04-08, after the month reported: 车展 (due 2026-04-05)\n",
    )  # fmt: skip
    assert dealerplan("report", "p", option, "behind", "--as-of", "2026-03").err == ""
