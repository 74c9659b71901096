"""`record --from FILE` writes what a file holds, all or nothing; tests/intake has the files that are understood."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import CONTRACT_PLAN, Answer, Dealerplan

WIDE = """\
凤行店售后月报,,,,
,,,,
数据项,单位,2026-01,2026-02,2026-03
接车台次,台,640,655,662
返修台次,台,15,11,9
维修产值,元,31万,"300,000",32万
"""


@pytest.fixture
def file(workspace: Path) -> Path:
    path = workspace / "一季度.csv"
    path.write_bytes(WIDE.encode("gb18030"))
    return path


def revisions(dealerplan: Dealerplan) -> list[dict[str, object]]:
    found: list[dict[str, object]] = dealerplan("history", "--format", "json").json()["revisions"]
    return found


def refused(answer: Answer, *sentences: str) -> None:
    assert (answer.code, answer.out) == (2, "")
    for sentence in sentences:
        assert sentence in answer.err


def test_all_months_of_the_file(file: Path, dealerplan: Dealerplan) -> None:
    answer = dealerplan("record", "--from", file.name)
    assert answer.code == 0, answer.err
    assert answer.out.splitlines()[-3:] == [
        "2026-03 车间维修及索赔产值: 320,000",
        "9 written",
        "9 numbers in the file: 9 taken, 0 left out",
    ]
    assert len(revisions(dealerplan)) == 9


def test_only_the_month_named(file: Path, dealerplan: Dealerplan) -> None:
    assert dealerplan("record", "2026-02", "--from", file.name).out.splitlines()[-2] == "3 written"
    assert {one["month"] for one in revisions(dealerplan)} == {"2026-02"}


def test_every_value_says_where_it_comes_from(file: Path, dealerplan: Dealerplan) -> None:
    dealerplan("record", "--from", str(file), "--note", "by mail")
    cells = ["C4", "C5", "C6", "D4"]
    assert [(one["source"], one["note"]) for one in revisions(dealerplan)][:4] == [
        (f"一季度.csv {cell}", "by mail") for cell in cells
    ]


def test_a_rehearsal_shows_what_would_change(file: Path, workspace: Path, dealerplan: Dealerplan) -> None:
    dealerplan("record", "2026-01", "intake=640")
    answer = dealerplan("record", "--from", file.name, "--dry-run")
    assert answer.out.splitlines()[0] == "2026-01 返修台次: 15"
    assert answer.out.splitlines()[-5:] == [
        "1 was there already",
        "8 would be written; nothing was (--dry-run)",
        "",
        "9 numbers in the file: 9 taken, 0 left out",
        "months: the headings in row 3",
    ]
    assert len(revisions(dealerplan)) == 1
    (workspace / "dealerplan.db").unlink()
    assert dealerplan("record", "2026-01", "intake=640", "--dry-run").code == 0
    assert not (workspace / "dealerplan.db").exists()


def test_the_same_file_again_changes_nothing(file: Path, workspace: Path, dealerplan: Dealerplan) -> None:
    dealerplan("record", "--from", file.name)
    before = (workspace / "dealerplan.db").read_bytes()
    answer = dealerplan("record", "--from", file.name)
    assert (answer.code, answer.out.splitlines()[-2]) == (0, "nothing changed")
    assert (workspace / "dealerplan.db").read_bytes() == before


def test_everything_wrong_is_said_at_once_with_its_place(file: Path, dealerplan: Dealerplan) -> None:
    dealerplan("record", "2026-01", "intake=641", "insurance_revenue=160000")
    dealerplan("record", "2026-02", "reworked=70", "intake=900")
    dealerplan("close", "2026-02", "--allow-missing")
    answer = dealerplan("record", "--from", file.name)
    refused(
        answer,
        "一季度.csv: row 4, column 3: 接车台次 (intake) is 641 in 2026-01 already",
        'dealerplan correct --from 一季度.csv --why "…"',
        "一季度.csv: 2026-02 is closed",
        "dealerplan reopen 2026-02",
        "2 problems; nothing was written",
    )
    assert len(revisions(dealerplan)) == 4


def test_correct_takes_a_file_too(file: Path, dealerplan: Dealerplan) -> None:
    dealerplan("record", "--from", file.name)
    file.write_text(WIDE.replace("640", "641"), encoding="utf-8-sig")
    refused(dealerplan("correct", "--from", file.name), "a correction needs a reason")
    answer = dealerplan("correct", "2026-01", "--from", file.name, "--why", "restated")
    assert answer.out.splitlines()[:-1] == ["2026-01 接车台次: 641, was 640", "2 were there already", "1 written"]
    assert [(one["source"], one["why"]) for one in revisions(dealerplan)][-1] == ("一季度.csv C4", "restated")


def test_the_way_to_correct_is_a_command_that_works(file: Path, workspace: Path, dealerplan: Dealerplan) -> None:
    dealerplan("record", "--from", file.name)
    (workspace / "in").mkdir()
    (workspace / "in" / "a b.csv").write_text("数据项,本月\nintake,663\n", encoding="utf-8")
    answer = dealerplan("record", "2026-03", "--from", "in/a b.csv")
    refused(answer, """hint: dealerplan correct 2026-03 --from 'in/a b.csv' --why "…\"""")
    assert dealerplan("correct", "2026-03", "--from", "in/a b.csv", "--why", "restated").code == 0


def test_a_correction_writes_what_is_new_in_the_file(file: Path, dealerplan: Dealerplan) -> None:
    dealerplan("record", "2026-01", "--from", file.name)
    file.write_text(WIDE.replace("640", "641"), encoding="utf-8")
    refused(dealerplan("record", "--from", file.name), "correct --from 一季度.csv")
    answer = dealerplan("correct", "--from", file.name, "--why", "restated")
    assert answer.out.splitlines()[:2] == ["2026-01 接车台次: 641, was 640", "2026-02 接车台次: 655, new"]
    assert answer.out.splitlines()[-4:-1] == ["2 were there already", "6 of them new", "7 written"]
    refused(dealerplan("correct", "2025-01", "intake=5", "--why", "late"), "has no value in 2025-01 to correct")


def test_standard_input(workspace: Path, dealerplan: Dealerplan) -> None:
    assert workspace.exists()
    assert dealerplan("record", "--from", "-", stdin=WIDE).out.splitlines()[-2] == "9 written"
    assert revisions(dealerplan)[0]["source"] == "stdin C4"
    changed = WIDE.replace("640", "641")
    refused(dealerplan("record", "--from", "-", stdin=changed), "stdin: row 4", "correct --from - --why")
    refused(dealerplan("record", "--from", "-"), "stdin: no table of actuals is found")


@pytest.mark.parametrize(
    ("name", "said"), [("", "'' can't be read"), (".", ". can't be read"), ("..", ".. can't be read")]
)
def test_what_has_no_name(name: str, said: str, workspace: Path, dealerplan: Dealerplan) -> None:
    assert workspace.exists()
    refused(dealerplan("record", "--from", name), f"error: {said}")


def test_what_a_file_cannot_be(file: Path, workspace: Path, dealerplan: Dealerplan) -> None:
    refused(dealerplan("record", "--from", "none.csv"), "none.csv can't be read", "check how it is written")
    refused(dealerplan("record", "--from", "plans"), "plans can't be read", "name a file")
    refused(dealerplan("record", "--from", file.name, "--from", file.name), "--from is given twice")
    refused(dealerplan("record", "2026-01", "intake=1", "--from", file.name), "can't stand beside --from")
    (workspace / "f.csv").write_text("measure,value\nintake,1\n")
    refused(dealerplan("record", "--from", "f.csv"), "record 2026-03 --from")
    (workspace / "f.csv").write_text("measure,2027-01\nintake,1\n")
    refused(dealerplan("record", "--from", "f.csv"), "2027-01 lies in the future")


class TestSeveralStores:
    ROWS = "门店,月份,数据项,数值\nfengxing-gz,2026-01,intake,640\nfengxing-sz,2026-01,intake,700\n"

    @pytest.fixture(autouse=True)
    def _two_stores(self, workspace: Path) -> None:
        plan = CONTRACT_PLAN.read_text(encoding="utf-8")
        plan = plan.replace("fengxing-gz", "fengxing-sz").replace("plan: aftersales-2026", "plan: sz-2026")
        (workspace / "plans" / "sz.yaml").write_text(plan, encoding="utf-8")

    def test_a_file_may_name_them(self, workspace: Path, dealerplan: Dealerplan) -> None:
        (workspace / "group.csv").write_text(self.ROWS, encoding="utf-8")
        answer = dealerplan("record", "--from", "group.csv")
        assert answer.out.splitlines() == [
            "fengxing-gz: 2026-01 接车台次: 640",
            "fengxing-sz: 2026-01 接车台次: 700",
            "2 written",
            "2 numbers in the file: 2 taken, 0 left out",
        ]
        assert dealerplan("verify").out.count("2 entries") == 2  # the plan, and a value

    def test_all_stores_or_none(self, workspace: Path, dealerplan: Dealerplan) -> None:
        dealerplan("record", "2026-01", "intake=1", "--store", "fengxing-sz")
        (workspace / "group.csv").write_text(self.ROWS, encoding="utf-8")
        refused(
            dealerplan("record", "--from", "group.csv"),
            "group.csv: row 3, column 4: 接车台次 (intake) is 1 in 2026-01 already",
        )
        assert dealerplan("history", "--format", "json", "--store", "fengxing-gz").json()["revisions"] == []

    def test_a_file_that_names_none(self, workspace: Path, dealerplan: Dealerplan) -> None:
        (workspace / "one.csv").write_text("measure,2026-01\nintake,640\n", encoding="utf-8")
        refused(dealerplan("record", "--from", "one.csv"), "names no store", "choose one with --store")
        assert dealerplan("record", "--from", "one.csv", "--store", "fengxing-gz").code == 0

    @pytest.mark.parametrize(
        "text",
        [ROWS, "数据项,fengxing-gz,fengxing-sz\nintake,640,700\n", "门店：fengxing-gz\n数据项,数值\nintake,640\n"],
    )
    def test_a_file_of_a_store_that_was_not_chosen(self, text: str, workspace: Path, dealerplan: Dealerplan) -> None:
        (workspace / "f.csv").write_text(text, encoding="utf-8")
        answer = dealerplan("record", "2026-01", "--from", "f.csv", "--store", "fengxing-sz")
        refused(answer, "this is of the store fengxing-gz, and --store chose fengxing-sz", "leave --store out")

    def test_hints_name_the_store(self, workspace: Path, dealerplan: Dealerplan) -> None:
        (workspace / "one.csv").write_text("measure,2026-01\nintake,640\n", encoding="utf-8")
        of_sz = ("--store", "fengxing-sz")
        dealerplan("record", "2026-01", "intake=1", *of_sz)
        refused(
            dealerplan("record", "--from", "one.csv", *of_sz), 'correct --from one.csv --store fengxing-sz --why "…"'
        )
        refused(dealerplan("record", "2026-01", "intake=2", *of_sz), "correct 2026-01 intake=2 --store fengxing-sz")
        dealerplan("close", "2026-01", "--allow-missing", *of_sz)
        refused(
            dealerplan("correct", "2026-01", "intake=2", *of_sz, "--why", "x"), "reopen 2026-01 --store fengxing-sz"
        )
        (workspace / "group.csv").write_text(self.ROWS, encoding="utf-8")
        refused(dealerplan("record", "--from", "group.csv"), "reopen 2026-01 --store fengxing-sz")


def test_many_values_are_counted(workspace: Path, dealerplan: Dealerplan) -> None:
    many = "\n".join(f"  m{number}: {{unit: 台}}" for number in range(60))
    plan = f"plan: many\nstore: fengxing-gz\nperiod: 2026\nmeasures:\n{many}\ntargets:\n  m0: {{goal: 1}}\n"
    (workspace / "plans" / "aftersales.yaml").write_text(plan, encoding="utf-8")
    rows = "\n".join(f"m{number},1,2" for number in range(60))
    (workspace / "f.csv").write_text(f"measure,2026-01,2026-02\n{rows}\n")
    dealerplan("record", "2026-02", "m1=2")
    assert dealerplan("record", "--from", "f.csv").out.splitlines() == [
        "fengxing-gz, 2026-01: 60",
        "fengxing-gz, 2026-02: 59",
        "1 was there already",
        "119 written",
        "120 numbers in the file: 120 taken, 0 left out",
    ]
