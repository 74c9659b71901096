"""`dealerplan record` and `dealerplan correct`: all of a command's values or none, and nothing overwritten."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import AddPlan, refused, rows
from tests.conftest import Dealerplan

pytestmark = pytest.mark.usefixtures("workspace")


@pytest.fixture
def book(workspace: Path) -> Path:
    return workspace / "dealerplan.db"


def values(dealerplan: Dealerplan, *argv: str) -> dict[tuple[str, str], object]:
    """The values in force by measure and month."""
    revisions = dealerplan("history", "--format", "json", *argv).json()["revisions"]
    return {(one["measure"], one["month"]): one["value"] for one in revisions}


def test_record_writes_and_says_what(dealerplan: Dealerplan, book: Path) -> None:
    answer = dealerplan("record", "2026-03", "intake=662", "reworked=9")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines() == ["2026-03 接车台次: 662", "2026-03 返修台次: 9", "2 written"]
    assert values(dealerplan) == {("intake", "2026-03"): 662, ("reworked", "2026-03"): 9}
    assert book.exists()


def test_the_answer_shows_every_digit(dealerplan: Dealerplan) -> None:
    for lang in ("zh", "en"):
        dealerplan("record", "2026-03", "insurance_revenue=1234567.89")
        assert "1,234,567.89" in dealerplan("record", "2026-03", "insurance_revenue=1234567.89", "--lang", lang).out


@pytest.mark.parametrize("word", ["workshop_revenue", "车间维修及索赔产值", "维修产值"])
def test_measures_are_named_by_id_name_or_alias(dealerplan: Dealerplan, word: str) -> None:
    assert dealerplan("record", "2026-03", f"{word}=31万").code == 0
    assert values(dealerplan) == {("workshop_revenue", "2026-03"): 310000}


def test_members_are_recorded_one_by_one(dealerplan: Dealerplan) -> None:
    assert dealerplan("record", "2026-03", "sold.城东=120", "sold.城西=80").code == 0
    assert values(dealerplan) == {("sold.城东", "2026-03"): 120, ("sold.城西", "2026-03"): 80}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("31万", 310000), ("1,200万", 12000000), ("310,000.50", 310000.5), ("３１０", 310), ("0.5k", 500),
        ("-3", -3), ("12.10", 12.1), ("1.2亿", 120000000), ("0", 0), ("1" * 24, int("1" * 24)),
    ],
)  # fmt: skip
def test_numbers_are_read_as_dealerships_write_them(dealerplan: Dealerplan, written: str, value: float) -> None:
    assert dealerplan("record", "2026-03", f"insurance_revenue={written}").code == 0
    assert values(dealerplan) == {("insurance_revenue", "2026-03"): value}


def test_full_width_equals_sign(dealerplan: Dealerplan) -> None:
    assert dealerplan("record", "2026-03", "接车台次＝６６２").code == 0
    assert dealerplan("record", "2026年3月", "intake=662台").code == 0
    assert values(dealerplan) == {("intake", "2026-03"): 662}


def test_nothing_recorded_is_not_zero(dealerplan: Dealerplan) -> None:
    dealerplan("record", "2026-03", "intake=0")
    assert values(dealerplan) == {("intake", "2026-03"): 0}


def test_equal_values_change_nothing_and_say_so(dealerplan: Dealerplan, book: Path) -> None:
    dealerplan("record", "2026-03", "intake=662")
    before = rows(book)
    answer = dealerplan("record", "2026-03", "intake=662.0")
    assert (answer.code, answer.out.splitlines()) == (0, ["2026-03 接车台次: 662, as it was", "nothing changed"])
    assert rows(book) == before


def test_equal_values_are_kept_beside_new_ones(dealerplan: Dealerplan, book: Path) -> None:
    dealerplan("record", "2026-03", "intake=662")
    answer = dealerplan("record", "2026-03", "intake=662", "reworked=9")
    assert answer.out.splitlines()[-1] == "1 written"
    assert len(rows(book) or ()) == 3  # the plan, and two values


def test_a_different_value_is_refused_with_the_way_to_correct_it(dealerplan: Dealerplan, book: Path) -> None:
    dealerplan("record", "2026-03", "intake=662")
    before = rows(book)
    answer = dealerplan("record", "2026-03", "intake=663", "reworked=9")
    refused(answer, "接车台次 (intake) is 662 in 2026-03 already", 'dealerplan correct 2026-03 intake=663 --why "…"')
    assert rows(book) == before


def test_the_same_measure_twice(dealerplan: Dealerplan, book: Path) -> None:
    refused(dealerplan("record", "2026-03", "intake=1", "接车台次=2"), "intake is given two values")
    assert not book.exists()
    assert dealerplan("record", "2026-03", "intake=1", "接车台次=1.0").code == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["2026-03", "intke=5"], "did you mean intake?"),
        (["2026-03", "zzz=5"], "there are 保险理赔产值, 车间维修及索赔产值"),
        (["2026-03", "接车台=5"], "did you mean 接车台次?"),
        (["2026-03", "sold=5"], "销量 (sold) is the sum of its members"),
        (["2026-03", "intake"], "is not MEASURE=VALUE"),
        (["2026-03", "=5"], "is not MEASURE=VALUE"),
        (["2026-03", "intake=NaN"], "NaN is not a number"),
        (["2026-03", "intake=inf"], "inf is not a number"),
        (["2026-03", "intake=1e999999999"], "without an exponent"),
        (["2026-03", "intake=1e5"], "without an exponent"),
        (["2026-03", "intake="], "is not a number"),
        (["2026-03", "intake=1,2"], "1,2 is not a number"),
        (["2026-03", "intake=１２,３"], "is not a number"),
        (["2026-03", "intake=0x10"], "is not a number"),
        (["2026-03", "intake=1_000"], "is not a number"),
        (["2026-03", "intake=5人"], "5人 is not in 台"),
        (["2026-03", "intake=5元"], "5元 is money of another unit than 台"),
        (["2026-03", "intake=5%"], "a percentage stands where 台 belong"),
        (["2026-03", "insurance_revenue=$5"], "$5 is money of another unit than 元"),
        (["2026-03", "intake=--5"], "is not a number"),
        (["2026-03", "intake=" + "9" * 5000], "more than 24 digits"),
        (["2026-05", "intake=5"], "2026-05 lies in the future"),
        (["2200-01", "intake=5"], "lies in the future"),
        (["2026-13", "intake=5"], "there is no month 2026-13"),
        (["2026-00", "intake=5"], "there is no month 2026-00"),
        (["0000-01", "intake=5"], "there is no month 0000-01"),
        (["March", "intake=5"], "March is not a month"),
        (["2026", "intake=5"], "2026 is not a month"),
        (["2026-03-01", "intake=5"], "is not a month"),
        (["intake=5"], "the month is missing"),
        (["2026-03"], "nothing to record"),
        ([], "nothing to record"),
        (["2026-03", "intake=5", "--store", "nowhere"], "no plan is of the store nowhere"),
        (["2026-03", "intake=5", "--note"], "--note needs a value"),
        (["2026-03", "intake=5", "--why", "x"], "there is no option --why"),
    ],
)
def test_nothing_wrong_is_written(dealerplan: Dealerplan, book: Path, words: list[str], sentence: str) -> None:
    refused(dealerplan("record", *words), sentence)
    assert not book.exists()
    assert dealerplan("record", "2026-03", "reworked=1").code == 0
    before = rows(book)
    refused(dealerplan("record", *words, today="2026-04-09"), sentence)
    assert rows(book) == before


def test_everything_wrong_is_said_at_once(dealerplan: Dealerplan, book: Path) -> None:
    answer = dealerplan("record", "2026-03", "intke=5", "intake=x", "reworked=1", "sold=1")
    refused(answer, "intke", "x is not a number", "销量 (sold) is the sum", "3 problems; nothing was written")
    assert not book.exists()


def test_months_outside_the_period_may_be_recorded(dealerplan: Dealerplan) -> None:
    for month in ("2025-03", "2019-12"):
        assert dealerplan("record", month, "intake=600").code == 0
    target = dealerplan("status", "--format", "json").json()["plans"][0]["targets"][4]
    assert (target["id"], target["yoy"]) == ("monthly_intake", None)
    dealerplan("record", "2026-03", "intake=660")
    shown = dealerplan("show", "monthly_intake", "--as-of", "2026-03", "--format", "json").json()["target"]
    assert shown["yoy"] == 0.1


def test_last_years_months_may_be_recorded_in_the_year_after(dealerplan: Dealerplan) -> None:
    assert dealerplan("record", "2026-12", "intake=5", today="2027-01-04").code == 0


class TestPartsAndWholes:
    def test_in_one_command(self, dealerplan: Dealerplan, book: Path) -> None:
        answer = dealerplan("record", "2026-03", "intake=10", "reworked=11")
        refused(answer, "返修台次 (reworked) 11 is above 接车台次 (intake) 10, of which it is a part")
        assert not book.exists()

    def test_a_part_above_the_whole_in_the_book(self, dealerplan: Dealerplan, book: Path) -> None:
        dealerplan("record", "2026-03", "intake=10")
        before = rows(book)
        refused(dealerplan("record", "2026-03", "reworked=11"), "above 接车台次 (intake) 10")
        assert rows(book) == before

    def test_a_whole_below_the_part_in_the_book(self, dealerplan: Dealerplan, book: Path) -> None:
        dealerplan("record", "2026-03", "reworked=11")
        before = rows(book)
        refused(dealerplan("record", "2026-03", "intake=10"), "返修台次 (reworked) 11 is above 接车台次 (intake) 10")
        assert rows(book) == before

    def test_a_correction_of_the_whole(self, dealerplan: Dealerplan, book: Path) -> None:
        dealerplan("record", "2026-03", "intake=20", "reworked=11")
        before = rows(book)
        refused(dealerplan("correct", "2026-03", "intake=10", "--why", "counted twice"), "above 接车台次 (intake) 10")
        assert rows(book) == before
        both = ("correct", "2026-03", "intake=10", "reworked=9", "--why", "counted twice")
        assert dealerplan(*both).code == 0

    def test_as_large_as_its_whole_is_right(self, dealerplan: Dealerplan) -> None:
        assert dealerplan("record", "2026-03", "intake=10", "reworked=10").code == 0

    def test_other_months_do_not_matter(self, dealerplan: Dealerplan) -> None:
        dealerplan("record", "2026-02", "intake=10")
        assert dealerplan("record", "2026-03", "reworked=11").code == 0

    def test_a_whole_of_members(self, dealerplan: Dealerplan, add_plan: AddPlan) -> None:
        add_plan(
            "sales",
            "store: fengxing-gz",
            "measures: {sales: {members: [a, b]}, loans: {within: sales}}",
            "targets: {loans: {goal: 5}}",
        )
        assert dealerplan("record", "2026-03", "loans=9", "sales.a=4").code == 0
        refused(dealerplan("record", "2026-03", "sales.b=4"), "loans 9 is above sales 8")


class TestCorrect:
    @pytest.fixture(autouse=True)
    def _recorded(self, book: Path, dealerplan: Dealerplan) -> None:
        assert book.name
        dealerplan("record", "2026-03", "intake=662", "reworked=9")

    def test_replaces_and_keeps_the_old_value(self, dealerplan: Dealerplan) -> None:
        answer = dealerplan("correct", "2026-03", "接车台次=663", "--why", " counted twice ")
        assert answer.out.splitlines() == ["2026-03 接车台次: 663, was 662", "1 written"]
        kept = dealerplan("history", "intake", "--format", "json").json()["revisions"]
        assert [(one["revision"], one["value"], one["source"], one["why"]) for one in kept] == [
            (1, 662, "record", None),
            (2, 663, "correct", "counted twice"),
        ]

    def test_an_equal_value_changes_nothing(self, dealerplan: Dealerplan, book: Path) -> None:
        before = rows(book)
        assert dealerplan("correct", "2026-03", "intake=662", "--why", "sure").out.endswith("nothing changed\n")
        assert rows(book) == before

    def test_back_to_the_first_value(self, dealerplan: Dealerplan) -> None:
        dealerplan("correct", "2026-03", "intake=663", "--why", "one more")
        dealerplan("correct", "2026-03", "intake=662", "--why", "no")
        kept = dealerplan("history", "intake", "--format", "json").json()["revisions"]
        assert [one["value"] for one in kept] == [662, 663, 662]

    @pytest.mark.parametrize(
        ("words", "sentence"),
        [
            (["2026-03", "intake=663"], "a correction needs a reason"),
            (["2026-03", "intake=663", "--why", "  "], "a correction needs a reason"),
            (["2026-03", "intake=663", "--why"], "--why needs a value"),
            (["2026-03", "customers=5", "--why", "x"], "基盘客户数 (customers) has no value in 2026-03 to correct"),
            (["2026-02", "intake=5", "--why", "x"], "dealerplan record 2026-02 intake=5"),
            (["2026-03", "intake=663", "customers=5", "--why", "x"], "基盘客户数 (customers) has no value"),
            (["2026-03", "--why", "x"], "needs a month and a value"),
            (["intake=663", "--why", "x"], "needs a month and a value"),
            (["--why", "x"], "needs a month and a value"),
            (["2026-03", "intke=663", "--why", "x"], "did you mean intake?"),
            (["2026-05", "intake=663", "--why", "x"], "lies in the future"),
            (["2026-03", "sold=663", "--why", "x"], "sum of its members"),
        ],
    )
    def test_refusals_write_nothing(self, dealerplan: Dealerplan, book: Path, words: list[str], sentence: str) -> None:
        before = rows(book)
        refused(dealerplan("correct", *words), sentence)
        assert rows(book) == before


def test_notes_are_kept(dealerplan: Dealerplan) -> None:
    dealerplan("record", "2026-03", "intake=662", "--note", "from the DMS")
    assert dealerplan("history", "--format", "json").json()["revisions"][0]["note"] == "from the DMS"


class TestSeveralStores:
    @pytest.fixture(autouse=True)
    def _two(self, add_plan: AddPlan) -> None:
        add_plan("east", "store: fengxing-sz", "targets: {intake: {goal: 5}}")

    def test_one_must_be_chosen(self, dealerplan: Dealerplan, book: Path) -> None:
        answer = dealerplan("record", "2026-03", "intake=5")
        refused(answer, "the plans are of several stores: fengxing-gz, fengxing-sz", "--store")
        assert not book.exists()

    def test_each_has_its_own_actuals(self, dealerplan: Dealerplan) -> None:
        for store, value in (("fengxing-gz", 662), ("fengxing-sz", 5)):
            assert dealerplan("record", "2026-03", f"intake={value}", "--store", store).code == 0
            assert values(dealerplan, "--store", store) == {("intake", "2026-03"): value}


def test_json_of_values_has_no_binary_noise(dealerplan: Dealerplan) -> None:
    dealerplan("record", "2026-03", "insurance_revenue=0.1", "workshop_revenue=99999999999999999999.99")
    text = dealerplan("history", "--format", "json").out
    assert '"value": 0.1,' in text
    assert '"value": 99999999999999999999.99,' in text
    assert json.loads(text)


class TestWithdraw:
    """A value recorded in the wrong place is withdrawn: missing is not zero."""

    def test_a_withdrawn_value_is_missing(self, book: Path, dealerplan: Dealerplan) -> None:
        assert book.name
        dealerplan("record", "2026-03", "intake=662", "reworked=9")
        answer = dealerplan("correct", "2026-03", "intake=", "--why", "another month's")
        assert answer.out.splitlines() == ["2026-03 接车台次: withdrawn, was 662", "1 written"]
        kept = dealerplan("history", "intake", "--format", "json").json()["revisions"]
        assert [one["value"] for one in kept] == [662, None]
        assert "withdrawn" in dealerplan("history", "intake").out
        targets = dealerplan("status", "--format", "json").json()["plans"][0]["targets"]
        rate = next(one for one in targets if one["id"] == "rework_rate")
        assert (rate["status"], rate["missing"][-1]) == ("no_data", "2026-03")

    def test_it_may_be_recorded_again(self, book: Path, dealerplan: Dealerplan) -> None:
        assert book.name
        dealerplan("record", "2026-03", "intake=662")
        dealerplan("correct", "2026-03", "intake=", "--why", "another month's")
        assert dealerplan("record", "2026-03", "intake=640").code == 0
        kept = dealerplan("history", "intake", "--format", "json").json()["revisions"]
        assert [(one["revision"], one["value"]) for one in kept] == [(1, 662), (2, None), (3, 640)]

    def test_nothing_to_withdraw(self, book: Path, dealerplan: Dealerplan) -> None:
        refused(dealerplan("correct", "2026-03", "intake=", "--why", "x"), "has no value in 2026-03 to correct")
        assert not book.exists()

    def test_record_takes_no_empty_value(self, book: Path, dealerplan: Dealerplan) -> None:
        refused(dealerplan("record", "2026-03", "intake="), "'' is not a number")
        assert not book.exists()
