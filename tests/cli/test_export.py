"""`export` lays out a year, and writes forms; both are read back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from dealerplan.app.values import Dictionary
from dealerplan.domain.plan import Plan
from dealerplan.errors import Refused
from dealerplan.intake.given import Known, Options
from dealerplan.intake.read import read_file
from dealerplan.planfile.load import load
from tests.cli.conftest import AddPlan, refused
from tests.conftest import CONTRACT_PLAN, Dealerplan
from tests.render.readers import displayed

RECORDED = {
    ("2026-01", "intake"): 640, ("2026-01", "reworked"): 15,
    ("2026-01", "insurance_revenue"): 160000, ("2026-01", "workshop_revenue"): 310000,
    ("2026-02", "intake"): 655, ("2026-02", "reworked"): 11,
    ("2026-02", "insurance_revenue"): 170000, ("2026-02", "workshop_revenue"): 300000,
    ("2026-03", "intake"): 662, ("2026-03", "reworked"): 9,
    ("2026-03", "insurance_revenue"): 190000, ("2026-03", "workshop_revenue"): 320000,
}  # fmt: skip


def read(file: Path) -> dict[tuple[str, str], int]:
    plan = load(CONTRACT_PLAN.read_bytes(), "plan.yaml")
    assert isinstance(plan, Plan)
    known = Known(Dictionary([plan]), [plan.store])
    found = read_file(file, file.name, known, None, Options(date(2026, 4, 8))).given
    return {(str(one.month), one.measure): int(one.value) for one in found}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", ["year.csv", "year.xlsx"])
def test_a_year_is_read_back(name: str, lang: str, first_quarter: Path, dealerplan: Dealerplan) -> None:
    dealerplan("record", "2025-03", "intake=600")  # stands beside it, and is no month's
    answer = dealerplan("export", "--out", name, "--lang", lang)
    assert (answer.code, name in answer.out) == (0, True)
    assert read(first_quarter / name) == RECORDED
    assert sorted(file.name for file in first_quarter.iterdir()) == sorted(["dealerplan.db", "plans", name])


def test_the_accountants_layout(first_quarter: Path, dealerplan: Dealerplan) -> None:
    assert first_quarter.exists()
    dealerplan("record", "2025-03", "intake=600")
    dealerplan("record", "2026-03", "customers=1350", "sold.城东=4", "sold.城西=5")
    dealerplan("record", "2026-02", "customers=1340", "sold.城东=3")
    lines = dealerplan("export", "--format", "csv").out.splitlines()
    quarters = [[f"2026-{number:02d}" for number in range(first, first + 3)] for first in (1, 4, 7, 10)]
    months = ",".join(",".join([*quarter, "Subtotal"]) for quarter in quarters)
    assert lines[:4] == [
        "Actuals of 2026" + "," * 21,
        "Store: fengxing-gz" + "," * 21,
        'Measure,Id,Unit,Taken together,"Last year, same months",Whole year,Q1,,,,Q2,,,,Q3,,,,Q4,,,',
        f",,,,,,{months}",
    ]
    rows = {line.split(",")[0]: line.split(",")[2:3] + line.split(",")[4:10] for line in lines[4:]}
    ways = {line.split(",")[0]: line.split(",")[3] for line in lines[4:]}
    assert (ways["接车台次"], ways["基盘客户数"]) == ("added up", "the last")
    assert rows["接车台次"] == ["台", "600", "1957", "640", "655", "662", "1957"]
    assert rows["基盘客户数"] == ["人", "", "1350", "", "1340", "1350", "1350"], "a level's quarter is its last"
    assert rows["销量"] == ["台", "", "9", "", "", "9", "9"], "a sum has a value once all its members have"
    assert rows["销量.城东"] == ["台", "", "7", "", "3", "4", "7"]
    dealerplan("record", "2025-02", "intake=500")
    dealerplan("record", "2025-04", "intake=700")
    again = dealerplan("export", "--format", "json").json()["measures"]
    assert next(one for one in again if one["id"] == "intake")["last_year"] == 1100, "the same months as this year"
    chinese = dealerplan("export", "--format", "csv", "--lang", "zh").out.splitlines()
    assert chinese[0].startswith("2026年实际数,")
    assert chinese[1].startswith("门店：fengxing-gz,")
    assert chinese[2].startswith("数据项,编码,单位,合计方式,去年同期,全年,一季度,,,,二季度")
    assert chinese[3].startswith(",,,,,,1月,2月,3月,小计,4月")


def test_other_formats(first_quarter: Path, dealerplan: Dealerplan) -> None:
    assert first_quarter.exists()
    assert "2026-03" in dealerplan("export").out
    measures = dealerplan("export", "--format", "json").json()["measures"]
    intake = next(one for one in measures if one["id"] == "intake")
    assert (intake["year"], intake["quarters"], intake["months"]["2026-03"]) == (1957, [1957, None, None, None], 662)
    assert dealerplan("export", "--year", "2025", "--format", "json").json()["year"] == 2025


def test_a_workbook_has_numbers_formats_and_frozen_heads(first_quarter: Path, dealerplan: Dealerplan) -> None:
    dealerplan("export", "--out", "year.xlsx")
    sheet = load_workbook(first_quarter / "year.xlsx").worksheets[0]
    assert (sheet.freeze_panes, sheet["A5"].value, sheet["G5"].value) == ("B5", "保险理赔产值", 160000)
    assert sheet["G5"].number_format == "#,##0.00"
    assert {str(cells) for cells in sheet.merged_cells.ranges} >= {"A3:A4", "G3:J3", "A1:V1", "A2:V2"}


def test_a_workbook_shows_every_digit(first_quarter: Path, dealerplan: Dealerplan) -> None:
    def shown(*words: str) -> list[str]:
        dealerplan("export", *words, "--out", "x.xlsx")
        sheet = load_workbook(first_quarter / "x.xlsx").worksheets[0]
        (first_quarter / "x.xlsx").unlink()
        row = next(row for row in sheet.iter_rows() if row[1].value == "intake")
        return [cell.number_format if cell.value is None else displayed(cell.value, cell.number_format) for cell in row]

    for month, value in (("2025-01", "640.5"), ("2025-02", "0.051"), ("2025-03", "1200")):
        dealerplan("record", month, f"intake={value}", "--sure")
    assert shown("--year", "2025")[6:9] == ["640.5", "0.0510", "1,200"]
    assert shown("--form", "2025-02")[5:] == ["640.5", "0.0510"]
    assert shown("--form", "2025-04")[5:] == ["1200", "General"], "what is typed there shows whole"


def test_text_is_never_a_formula(first_quarter: Path, dealerplan: Dealerplan, add_plan: AddPlan) -> None:
    add_plan("evil", "store: fengxing-gz", "measures: {m: {name: '=SUM(1)', unit: '@x'}}", "targets: {m: {goal: 1}}")
    dealerplan("record", "2026-01", "m=5")
    dealerplan("export", "--out", "year.xlsx")
    sheet = load_workbook(first_quarter / "year.xlsx").worksheets[0]
    evil = next(row for row in sheet.iter_rows() if row[0].value == "=SUM(1)")
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in evil[:3]] == [
        ("=SUM(1)", "s", True), ("m", "s", False), ("@x", "s", True)
    ]  # fmt: skip
    assert "\n'=SUM(1),m,'@x," in dealerplan("export", "--format", "csv").out


def test_words_come_back_from_a_workbook_as_they_are(
    first_quarter: Path, dealerplan: Dealerplan, add_plan: AddPlan
) -> None:
    """Spreadsheets read `_x0041_` as a character."""
    add_plan("odd", "store: fengxing-gz", "measures: {m: {name: a_x0041_b}}", "targets: {m: {goal: 1}}")
    dealerplan("record", "2026-01", "m=5")
    dealerplan("export", "--out", "year.xlsx")
    sheet = load_workbook(first_quarter / "year.xlsx").worksheets[0]
    assert "a_x005F_x0041_b" in [row[0].value for row in sheet.iter_rows()], "which Excel shows as a_x0041_b"


@pytest.mark.parametrize(
    "name", ["{name: intake}", "{name: 'a  b'}", '{name: "\'a"}', '{name: "a\\tb"}', "{name: '5'}"]
)
def test_a_name_that_files_could_not_keep_gives_way_to_the_id(
    name: str, first_quarter: Path, dealerplan: Dealerplan, add_plan: AddPlan
) -> None:
    assert first_quarter.exists()
    add_plan("odd", "store: fengxing-gz", f"measures: {{m_1: {name}}}", "targets: {m_1: {goal: 1}}")
    assert "\nm_1,m_1," in dealerplan("export", "--format", "csv").out


@pytest.mark.parametrize("name", ["form.csv", "form.xlsx"])
def test_a_form(name: str, first_quarter: Path, dealerplan: Dealerplan) -> None:
    assert dealerplan("export", "--form", "2026-04", "--out", name).code == 0
    with pytest.raises(Refused, match="the file has no values"):
        read(first_quarter / name)
    dealerplan("export", "--form", "2026-03", "--out", f"3-{name}")
    assert read(first_quarter / f"3-{name}") == {key: value for key, value in RECORDED.items() if key[0] == "2026-03"}


def test_a_form_on_screen(first_quarter: Path, dealerplan: Dealerplan) -> None:
    assert first_quarter.exists()
    lines = dealerplan("export", "--form", "2026-04").out.splitlines()
    assert lines[:3] == [
        "Actuals of 2026-04,,,,,,",
        "Store: fengxing-gz,,,,,,",
        "Measure,Id,Unit,What it counts,Owner,Last month,This month",
    ]
    assert "接车台次,intake,台,按工单计，返工单不计,车间主管,662," in lines


def test_several_stores(first_quarter: Path, dealerplan: Dealerplan, add_plan: AddPlan) -> None:
    assert first_quarter.exists()
    add_plan("west", "store: west", "targets: {sold_there: {goal: 1}}")
    assert "west,sold_there,sold_there," in dealerplan("export", "--format", "csv").out
    assert dealerplan("export", "--format", "csv", "--store", "west").out.splitlines()[4].startswith("sold_there,")
    refused(dealerplan("export", "--form", "2026-04"), "several stores", "--store")


def test_what_is_refused(first_quarter: Path, dealerplan: Dealerplan) -> None:
    (first_quarter / "mine.csv").write_text("mine")
    refused(dealerplan("export", "--out", "mine.csv"), "mine.csv is there already")
    assert (first_quarter / "mine.csv").read_text() == "mine"
    refused(dealerplan("export", "--format", "xlsx"), "xlsx needs a file")
    refused(dealerplan("export", "--format", "xls"), "--format can't be xls")
    refused(dealerplan("export", "--format", "json", "--out", "a.json"), "--format can't be json")
    refused(dealerplan("export", "--year", "26"), "26 is not a year")
    refused(dealerplan("export", "--year", "1" * 5000), "is not a year")
    for name in ("a.pdf", "a.json", "a"):
        refused(dealerplan("export", "--out", name), f"{name} ends neither in .csv nor in .xlsx", "--format csv")
    assert dealerplan("export", "--out", "a.txt", "--format", "csv").code == 0
    refused(dealerplan("export", "--out", "nowhere/a.csv"), "can't be written", code=3)


def test_without_openpyxl(first_quarter: Path, dealerplan: Dealerplan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    refused(dealerplan("export", "--out", "a.xlsx"), "xlsx needs the library openpyxl", "pip install openpyxl")
    assert not (first_quarter / "a.xlsx").exists()


def test_a_form_belongs_to_its_store(first_quarter: Path, dealerplan: Dealerplan, add_plan: AddPlan) -> None:
    add_plan("west", "store: west", "targets: {intake: {goal: 1}}")
    assert dealerplan("export", "--form", "2026-03", "--store", "fengxing-gz", "--out", "form.csv").code == 0
    refused(
        dealerplan("record", "--from", "form.csv", "--store", "west"),
        "this is of the store fengxing-gz, and --store chose west",
    )
    assert dealerplan("record", "--from", "form.csv").code == 0, "it says which of both stores"
    assert first_quarter.exists()


def test_a_form_of_a_month_that_nobody_planned(first_quarter: Path, dealerplan: Dealerplan) -> None:
    assert first_quarter.exists()
    answer = dealerplan("export", "--form", "2025-03")
    assert (answer.code, answer.err) == (0, "2025-03 is outside the period of every plan\n")
    assert dealerplan("export", "--form", "2026-04").err == ""


def test_the_screen_shows_every_digit(first_quarter: Path, dealerplan: Dealerplan) -> None:
    assert first_quarter.exists()
    for lang in ("en", "zh"):
        assert "310,000.00" in dealerplan("export", "--lang", lang).out


def test_a_year_with_nothing(first_quarter: Path, dealerplan: Dealerplan) -> None:
    assert first_quarter.exists()
    assert dealerplan("export", "--year", "2024").out == "Actuals of 2024\nnothing recorded in 2024\n"


def test_a_row_whose_measure_is_gone_is_never_left_out(first_quarter: Path, dealerplan: Dealerplan) -> None:
    """The words beside it say how months are taken together, and not that it is a total."""
    for lang in ("en", "zh"):
        text = dealerplan("export", "--format", "csv", "--lang", lang).out.replace("接车台次,intake", "gone,gone")
        file = first_quarter / f"{lang}.csv"
        file.write_text(text, encoding="utf-8")
        with pytest.raises(Refused, match="there is no measure gone"):
            read(file)


def test_widths_and_print(first_quarter: Path, dealerplan: Dealerplan) -> None:
    dealerplan("record", "2026-04", "workshop_revenue=123456789012.5", "--sure")
    for name, option in (("year.xlsx", "--year=2026"), ("form.xlsx", "--form=2026-04")):
        dealerplan("export", option, "--out", name)
        sheet = load_workbook(first_quarter / name).worksheets[0]
        (amount,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == 123456789012.5][:1]
        assert sheet.column_dimensions[amount.column_letter].width >= len("123,456,789,012.50") + 1
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows in ("$1:$4", "$1:$3")


LATE = (
    "store: s",
    "measures: {sold: {unit: 台, members: {a: {}, b: {from: 2026-05}, c: {until: 2026-06}}}, trials: {within: sold}}",
    "targets: {sold: {goal: 300}, trials: {goal: 30}}",
)


def test_a_whole_is_what_status_says_where_members_come_and_go(dealerplan: Dealerplan, add_plan: AddPlan) -> None:
    add_plan("late", *LATE)
    for number in range(1, 8):
        values = {"a": 10, "b": 8, "c": 6}
        there = [id for id in values if (id != "b" or number >= 5) and (id != "c" or number <= 6)]
        dealerplan(
            "record",
            f"2026-{number:02d}",
            *(f"sold.{id}={values[id]}" for id in there),
            "--store",
            "s",
            today="2026-08-08",
        )
    status = dealerplan("status", "late", "--format", "json", today="2026-08-08").json()["plans"][0]["targets"][0]
    whole = dealerplan("export", "late", "--format", "json").json()["measures"][0]
    assert (whole["id"], whole["year"]) == ("sold", status["actual"])
    assert status["actual"] == 7 * 10 + 3 * 8 + 6 * 6
    assert list(whole["months"].values())[:7] == [one["actual"] for one in status["months"]]
    assert (whole["quarters"], whole["last_year"]) == ([48, 64, 18, None], None)
    row = next(line for line in dealerplan("export", "late", "--format", "csv").out.splitlines() if ",sold," in line)
    assert ",130,16,16,16,48,16,24,24,64,18,,,18,,,," in row


def test_nobody_is_there(dealerplan: Dealerplan, add_plan: AddPlan) -> None:
    add_plan("gone", "store: g", "measures: {a: {members: {b: {until: 2026-02}}}}", "targets: {a: {goal: 3}}")
    dealerplan("record", "2026-01", "a.b=1", "--store", "g")
    measures = dealerplan("export", "gone", "--format", "json").json()["measures"]
    assert [(one["last_year"], one["months"]["2026-03"], one["year"]) for one in measures] == [(None, None, 1)] * 2


def test_a_form_asks_those_who_are_there(dealerplan: Dealerplan, add_plan: AddPlan) -> None:
    add_plan("late", *LATE)

    def asked(month: str) -> list[str]:
        lines = dealerplan("export", "late", "--form", month, today="2026-08-08").out.splitlines()
        return [line.split(",")[1] for line in lines[3:]]

    assert asked("2026-04") == ["sold.a", "sold.c", "trials"]
    assert asked("2026-05") == ["sold.a", "sold.b", "sold.c", "trials"]
    assert asked("2026-07") == ["sold.a", "sold.b", "trials"]


def test_a_form_of_a_closed_month_says_so(dealerplan: Dealerplan, add_plan: AddPlan) -> None:
    add_plan("late", *LATE)
    dealerplan("close", "2026-02", "--no-business", "--why", "rebuilding", "--store", "s")
    answer = dealerplan("export", "late", "--form", "2026-02")
    assert (answer.code, answer.err) == (0, "2026-02 is closed\n")


def test_a_part_is_held_to_a_whole_with_late_members(dealerplan: Dealerplan, add_plan: AddPlan) -> None:
    add_plan("late", *LATE)
    refused(
        dealerplan("record", "2026-01", "sold.a=3", "sold.c=2", "trials=6", "--store", "s"), "trials 6 is above sold 5"
    )
