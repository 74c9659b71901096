"""What may be a slip is held, typed or in a file alike: asked on a terminal, else refused with the line to paste."""

from __future__ import annotations

import io
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from dealerplan.app.shell import line_with
from dealerplan.cli.run import run
from tests.cli.conftest import refused, rows
from tests.cli.test_ask import Terminal
from tests.conftest import Answer, Dealerplan

PLAN = """\
plan: p
store: s
period: 2026
measures:
  cars:     {name: 接车台次, unit: 台}
  wan:      {unit: 万辆}
  staff:    {unit: 人, over_time: mean}
  points:   {unit: 个, decimals: 1}
  net:      {name: 净增客户, unit: 户}
  changes:  {name: Oil changes, unit: jobs}
  revenue:  {name: 产值, unit: 元}
  wanyuan:  {unit: 万元}
  ticket:   {unit: 元/台}
  rate:     {unit: '%'}
  csi:      {unit: 分}
  hours:    {unit: 小时}
  oil:      {unit: 升}
  plain:    {}
"""

WHOLE, PERCENT, NEGATIVE = "is no whole number of", "a percentage stands where", "is a negative count"
LARGE, SMALL = "is at least ten times the largest", "is at most a tenth of the smallest"


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The book of a workspace with the plan above."""
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "p.yaml").write_text(PLAN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "dealerplan.db"


@pytest.fixture
def ask(book: Path) -> Callable[..., Answer]:
    """A command on a terminal, with these lines typed; the rest of the input is at its end."""
    assert book.parent.is_dir()

    def call(*words: str, typed: list[str]) -> Answer:
        out, err = Terminal(), io.StringIO()
        environ = {"DEALERPLAN_TODAY": "2026-04-08", "DEALERPLAN_USER": "li", "COLUMNS": "200"}
        code = run(words, Terminal("".join(f"{line}\n" for line in typed)), out, err, environ)
        return Answer(code, out.getvalue(), err.getvalue())

    return call


def values(dealerplan: Dealerplan) -> dict[str, object]:
    revisions = dealerplan("history", "--format", "json").json()["revisions"]
    return {f"{one['measure']} {one['month']}": one["value"] for one in revisions}


def pasted(answer: Answer) -> list[str]:
    """The words of the line that the last hint ends with."""
    (*_, hint) = (line for line in answer.err.splitlines() if line.startswith("  hint:"))
    return shlex.split(hint[hint.index("dealerplan ") :])[1:]


# the values of January and February, that of March, and what makes it doubtful
CASES: list[tuple[str, list[str], str, str | None]] = [
    ("cars", [], "640.5", WHOLE),
    ("cars", [], "95%", PERCENT),
    ("cars", [], "200%", PERCENT),
    ("cars", [], "-3", NEGATIVE),
    ("cars", [], "6400000", None),  # nothing to compare it with
    ("cars", ["640", "655"], "6550", LARGE),
    ("cars", ["640", "655"], "6549", None),
    ("cars", ["640", "655"], "64", SMALL),
    ("cars", ["640", "655"], "65", None),
    ("cars", ["640", "655"], "0", None),
    ("cars", ["0", "655"], "66", None),  # 0 is not the smallest
    ("cars", ["0", "0"], "655", None),
    ("cars", ["5", "9"], "99", None),  # both are under 100
    ("cars", ["5", "9"], "100", LARGE),
    ("cars", ["99", "99"], "1", None),
    ("cars", ["100", "100"], "1", SMALL),
    ("wan", [], "1.2345", None),  # 12,345 vehicles
    ("wan", [], "1.23456", WHOLE),
    ("wan", ["0.0009", "0.0009"], "0.0099", None),  # 9 and 99 vehicles
    ("wan", ["0.0009", "0.0009"], "0.01", LARGE),
    ("wan", [], "-1", NEGATIVE),
    ("staff", [], "12.5", None),
    ("points", [], "2.5", None),
    ("net", ["50"], "-40", None),
    ("net", ["50"], "-500", LARGE),
    ("changes", [], "-4", NEGATIVE),
    ("revenue", [], "-300000.55", None),
    ("revenue", ["1000"], "9999.99", None),  # both are under 10,000
    ("revenue", ["1000"], "10000", LARGE),
    ("revenue", ["-30万", "-20万"], "300万", LARGE),
    ("revenue", ["-30万", "-20万"], "2万", SMALL),
    ("wanyuan", ["0.1"], "0.9999", None),
    ("wanyuan", ["0.1"], "1", LARGE),
    ("wanyuan", ["640"], "6400000元", None),  # the same in another unit
    ("wanyuan", ["640"], "64", SMALL),
    ("ticket", ["800"], "80", SMALL),
    ("rate", ["93%"], "9.3%", None),
    ("csi", ["9.4"], "940", None),
    ("hours", ["10.5"], "1050", None),
    ("oil", ["10.5"], "105.25", LARGE),
    ("plain", ["5"], "50.5", None),
    ("plain", ["50"], "500", LARGE),
]


@pytest.mark.parametrize("source", ["typed", "file"])
@pytest.mark.parametrize(("measure", "earlier", "value", "doubt"), CASES)
def test_typed_values_and_files_are_held_alike(
    source: str, measure: str, earlier: list[str], value: str, doubt: str | None, book: Path, dealerplan: Dealerplan
) -> None:
    for month, one in enumerate(earlier, 1):
        assert dealerplan("record", f"2026-{month:02}", f"{measure}={one}", "--sure").code == 0
    before = rows(book)
    (book.parent / "f.csv").write_text(f"measure,2026-03\n{measure},{value}\n", encoding="utf-8")
    words = ["record", "2026-03", *([f"{measure}={value}"] if source == "typed" else ["--from", "f.csv"])]
    answer = dealerplan(*words)
    if doubt is not None:
        refused(answer, doubt, "--sure")
        assert rows(book) == before
        assert pasted(answer) == [*words, "--sure"]
        answer = dealerplan(*pasted(answer))
    assert answer.code == 0, answer
    assert f"{measure} 2026-03" in values(dealerplan)
    assert dealerplan(*words).code == 0, "a value that is there already is not held"


def test_the_earlier_months_are_those_in_the_book_before_the_command(book: Path, dealerplan: Dealerplan) -> None:
    (book.parent / "f.csv").write_text("measure,2025-12,2026-01,2026-02\ncars,640,64,6400\n", encoding="utf-8")
    assert dealerplan("record", "--from", "f.csv").code == 0
    dealerplan("record", "2026-03", "revenue=5")
    assert dealerplan("record", "2025-11", "cars=5").code == 0, "later months say nothing"


def test_another_store_is_not_compared_with(book: Path, dealerplan: Dealerplan) -> None:
    (book.parent / "plans" / "q.yaml").write_text(PLAN.replace("plan: p\nstore: s", "plan: q\nstore: t"))
    dealerplan("record", "2026-01", "cars=640", "--store", "s")
    assert dealerplan("record", "2026-02", "cars=6400", "--store", "t").code == 0
    refused(dealerplan("record", "2026-02", "cars=6400", "--store=s"), "record 2026-02 cars=6400 --store=s --sure\n")


class TestMonthNotEnded:
    def test_is_refused_until_it_has(self, book: Path, dealerplan: Dealerplan) -> None:
        words = ("record", "2026-04", "cars=640")
        for today in ("2026-04-01", "2026-04-30"):
            refused(dealerplan(*words, today=today), "2026-04 has not ended", "record 2026-04 cars=640 --sure\n")
        assert not book.exists()
        assert dealerplan(*words, today="2026-05-01").code == 0
        assert dealerplan(*words).code == 0, "what is there already is not held"

    def test_once_for_a_file_of_several_stores(self, book: Path, dealerplan: Dealerplan) -> None:
        (book.parent / "plans" / "q.yaml").write_text(PLAN.replace("plan: p\nstore: s", "plan: q\nstore: t"))
        (book.parent / "f.csv").write_text("store,measure,2026-04\ns,cars,1\nt,cars,2\n")
        answer = dealerplan("record", "--from", "f.csv")
        assert answer.err.count("2026-04 has not ended") == 1
        assert dealerplan(*pasted(answer)).code == 0

    def test_a_month_to_come_is_never_recorded(self, dealerplan: Dealerplan, book: Path) -> None:
        answer = dealerplan("record", "2026-05", "cars=640", "--sure")
        refused(answer, "2026-05 lies in the future")
        assert not book.exists()

    def test_a_file_that_says_it_is_not_whole_stays_refused(self, book: Path, dealerplan: Dealerplan) -> None:
        (book.parent / "f.csv").write_text("月报 导出日期 2026-04-08\n数据项,2026-04\n接车台次,640\n", encoding="utf-8")
        answer = dealerplan("record", "--from", "f.csv")
        refused(answer, "says that the figures are not whole", "2026-04 has not ended")
        assert "dealerplan record" not in answer.err
        refused(dealerplan("record", "--from", "f.csv", "--sure"), "says that the figures are not whole")


class TestCorrect:
    WHY = ("--why", "a slip")

    @pytest.fixture(autouse=True)
    def _recorded(self, book: Path, dealerplan: Dealerplan) -> None:
        assert book.name
        for month in ("2026-01", "2026-02"):
            dealerplan("record", month, "revenue=640万", "cars=640")

    def test_to_another_size_is_held(self, book: Path, dealerplan: Dealerplan) -> None:
        before = rows(book)
        answer = dealerplan("correct", "2026-02", "revenue=640", *self.WHY)
        refused(answer, "产值 (revenue) 640 is at most a tenth", "6,400,000 in 2026-01")
        assert rows(book) == before
        assert pasted(answer) == ["correct", "2026-02", "revenue=640", "--why", "a slip", "--sure"]
        assert dealerplan(*pasted(answer)).code == 0

    def test_to_the_right_size_passes(self, dealerplan: Dealerplan) -> None:
        dealerplan("correct", "2026-02", "revenue=640", *self.WHY, "--sure")
        assert dealerplan("correct", "2026-02", "revenue=640万", *self.WHY).code == 0

    def test_withdrawals_and_equal_values_are_never_held(self, dealerplan: Dealerplan) -> None:
        dealerplan("record", "2026-04", "cars=0.5", "--sure")
        assert dealerplan("correct", "2026-04", "cars=0.5", *self.WHY).out.endswith("nothing changed\n")
        assert dealerplan("correct", "2026-04", "cars=", *self.WHY).code == 0

    def test_by_a_file(self, book: Path, dealerplan: Dealerplan) -> None:
        (book.parent / "f.csv").write_text("measure,2026-02\ncars,64.5\nrevenue,640\n")
        answer = dealerplan("correct", "--from", "f.csv", *self.WHY)
        refused(answer, "f.csv: row 2, column 2: 接车台次 (cars) 64.5 is no whole", SMALL, "2 problems; nothing")
        assert dealerplan(*pasted(answer)).code == 0


class TestAllAtOnce:
    def test_what_nothing_overrides_leaves_no_line_to_paste(self, book: Path, dealerplan: Dealerplan) -> None:
        answer = dealerplan("record", "2026-04", "cars=5%", "wan=-1", "revenue=x", "zzz=1", "revenue=5%")
        refused(
            answer, "接车台次 (cars) 5%: a percentage stands where 台 belong", "wan -1万辆 is a negative count",
            "x is not a number", "there is no measure zzz", "a percentage stands where 元 belong",
            "2026-04 has not ended", "6 problems; nothing was written",
        )  # fmt: skip
        assert "dealerplan record" not in answer.err
        assert answer.err.count("--sure would record what may be a slip as it is") == 3
        refused(dealerplan("record", "2026-04", "cars=5", "revenue=x", "--sure"), "x is not a number")
        assert not book.exists()

    def test_a_percentage_of_things_is_written_as_what_it_is(self, book: Path, dealerplan: Dealerplan) -> None:
        dealerplan("record", "2026-03", "cars=5%", "--sure")
        (book.parent / "f.csv").write_text("measure,2026-02\ncars,200%\n")
        dealerplan("record", "--from", "f.csv", "--sure")
        assert values(dealerplan) == {"cars 2026-03": 0.05, "cars 2026-02": 2}

    def test_three_decimals_may_be_thousands(self, dealerplan: Dealerplan, book: Path) -> None:
        assert book.name
        assert "is the point one of thousands?" in dealerplan("record", "2026-03", "cars=1.234").err
        assert "count whole ones" in dealerplan("record", "2026-03", "cars=1.5").err

    def test_many_in_a_file_are_not_all_told_and_still_have_their_line(
        self, book: Path, dealerplan: Dealerplan
    ) -> None:
        months = [f"{year}-{month:02}" for year in range(2020, 2026) for month in range(1, 13)]
        lines = [f"cars,{month},0.5\nstaff,{month},3%\n" for month in months]
        (book.parent / "f.csv").write_text("measure,month,value\n" + "".join(lines), encoding="utf-8")
        answer = dealerplan("record", "--from", "f.csv")
        refused(answer, "and 94 more problems")
        assert len(answer.err.splitlines()) < 220
        assert dealerplan(*pasted(answer)).code == 0

    def test_the_line_keeps_all_that_was_given(self, book: Path, dealerplan: Dealerplan) -> None:
        words = ["--lang=en", "record", "2026-03", "--note", "by 'phone", f"--db={book.parent}/b c.db", "--", "cars=-5"]
        assert pasted(dealerplan(*words)) == [*words[:-2], "--sure", "--", "cars=-5"]

    @pytest.mark.parametrize(
        ("address", "shown"),
        [
            ("postgresql://li:s3cret@127.0.0.1:1/x", "postgresql://li@127.0.0.1:1/x"),
            ("postgresql://127.0.0.1:1/x?password=s3cret", "postgresql://127.0.0.1:1/x"),
            ("postgresql://li:s3@cret@127.0.0.1:1/x", "postgresql://li@127.0.0.1:1/x"),
            ("postgresql://li@127.0.0.1:1/x?sslmode=require", "'postgresql://li@127.0.0.1:1/x?sslmode=require'"),
            ("postgresql://[li:s3cret@x", "'postgresql://…'"),
        ],
    )
    def test_the_line_has_no_password(self, address: str, shown: str) -> None:
        for words in (["--db", address], [f"--db={address}"]):
            line = line_with("dealerplan", ["record", *words, "2026-03"], ["--sure"])
            assert "cret" not in line
            assert shown.strip("'") in line.replace("'", "")

    def test_a_rehearsal_is_held_too(self, dealerplan: Dealerplan, book: Path) -> None:
        refused(dealerplan("record", "2026-04", "cars=1", "--dry-run"), "record 2026-04 cars=1 --dry-run --sure\n")
        assert not book.exists()

    def test_in_chinese(self, dealerplan: Dealerplan, book: Path) -> None:
        assert book.name
        dealerplan("record", "2026-02", "cars=640")
        err = dealerplan("record", "2026-04", "接车台次=64.5", "wan=-1", "--lang", "zh").err
        assert "2026-04 还没有结束" in err
        assert "接车台次（cars） 64.5 不是整数，单位却是台" in err
        assert "如要照原样录入（数据无误）：dealerplan record 2026-04 接车台次=64.5 wan=-1 --lang zh --sure\n" in err
        assert (
            "不超过以前各月最小值（2026-02 的 640）的十分之一"
            in dealerplan("record", "2026-03", "cars=64", "--lang", "zh").err
        )


class TestTerminal:
    def test_typed_values_are_asked_about_once(self, ask: Callable[..., Answer], dealerplan: Dealerplan) -> None:
        answer = ask("record", "2026-04", "cars=5%", "wan=-1", typed=["y"])
        assert answer.code == 0, answer
        assert answer.out.count("record what may be a slip as it is? [y/N]") == 1
        assert "2026-04 has not ended" in answer.err
        assert "--sure" not in answer.err
        assert values(dealerplan) == {"cars 2026-04": 0.05, "wan 2026-04": -1}

    @pytest.mark.parametrize("typed", ["", "n"])
    def test_enter_is_no(self, typed: str, ask: Callable[..., Answer], book: Path) -> None:
        answer = ask("record", "2026-04", "cars=640", typed=[typed])
        assert (answer.code, answer.err.splitlines()[-1]) == (2, "error: nothing was written")
        assert not book.exists()

    def test_what_nothing_overrides_is_not_asked(self, ask: Callable[..., Answer]) -> None:
        answer = ask("record", "2026-03", "cars=5%", "revenue=x", typed=["y"])
        assert (answer.code, answer.out) == (2, "")

    def test_an_ambiguous_number_is_asked_about_once(self, ask: Callable[..., Answer], dealerplan: Dealerplan) -> None:
        answer = ask("record", "2026-04", "wanyuan=58.6万", typed=["1", "y"])
        assert (answer.code, values(dealerplan)) == (0, {"wanyuan 2026-04": 58.6})

    def test_corrections(self, ask: Callable[..., Answer], dealerplan: Dealerplan) -> None:
        dealerplan("record", "2026-03", "cars=640")
        assert ask("correct", "2026-03", "cars=640.5", "--why", "half a car", typed=["y"]).code == 0
        assert values(dealerplan) == {"cars 2026-03": 640.5}

    def test_files(self, ask: Callable[..., Answer], book: Path, dealerplan: Dealerplan) -> None:
        (book.parent / "f.csv").write_text("measure,2026-04\ncars,0.5\n毛利,7\n", encoding="utf-8")
        answer = ask("record", "--from", "f.csv", typed=["y", "y", "n"])
        assert answer.code == 0, answer
        assert answer.out.index("leave out 毛利?") < answer.out.index("record what may be a slip as it is?")
        assert values(dealerplan) == {"cars 2026-04": 0.5}


class TestForm:
    # cars, wan, staff, points, net, changes, revenue, …
    REST = [""] * 20

    def test_each_value_is_asked_about_right_there(self, ask: Callable[..., Answer], dealerplan: Dealerplan) -> None:
        dealerplan("record", "2026-02", "revenue=640万")
        answer = ask(
            "record", "2026-03", typed=["95%", "n", "640.5", "y", "", "", "", "", "", "640", "n", "640万", *self.REST]
        )
        assert answer.code == 0, answer
        assert answer.out.count("record what may be a slip as it is? [y/N]") == 3
        assert values(dealerplan) == {"revenue 2026-02": 6400000, "cars 2026-03": 640.5, "revenue 2026-03": 6400000}

    def test_the_month_is_asked_about_before_its_values(
        self, ask: Callable[..., Answer], book: Path, dealerplan: Dealerplan
    ) -> None:
        answer = ask("record", typed=["2026-04", "n"])
        assert (answer.code, "接车台次 (" in answer.out, book.exists()) == (2, False, False)
        answer = ask("record", typed=["2026-04", "y", "640", *self.REST])
        assert answer.code == 0, answer
        assert answer.out.count("[y/N]") == 1
        assert values(dealerplan) == {"cars 2026-04": 640}

    def test_who_is_sure_is_not_asked(self, ask: Callable[..., Answer], dealerplan: Dealerplan) -> None:
        answer = ask("record", "2026-04", "--sure", typed=["95%", *self.REST])
        assert (answer.code, "[y/N]" in answer.out) == (0, False)
        assert values(dealerplan) == {"cars 2026-04": 0.95}


class TestResultsOfMilestones:
    FAIR = (
        "milestones: {fair: {due: 2026-03-31, "
        "results: {orders: {goal: 40, unit: 台}, visits: 100, sales: {goal: 5, unit: 万元}}}}\n"
    )

    @pytest.fixture(autouse=True)
    def _plan(self, book: Path) -> None:
        (book.parent / "plans" / "p.yaml").write_text(PLAN + self.FAIR, encoding="utf-8")

    @pytest.mark.parametrize(
        ("result", "doubt"),
        [
            ("orders=4.5", WHOLE), ("orders=95%", PERCENT), ("orders=-4", NEGATIVE), ("visits=4.5", None),
            ("sales=-4.5万元", None),
        ],
    )  # fmt: skip
    def test_count_things_too(self, result: str, doubt: str | None, book: Path, dealerplan: Dealerplan) -> None:
        answer = dealerplan("done", "fair", result)
        if doubt is not None:
            refused(answer, doubt)
            assert not book.exists()
            answer = dealerplan(*pasted(answer))
        assert answer.code == 0, answer
        assert dealerplan("done", "fair", result).code == 0

    def test_a_terminal_asks(self, ask: Callable[..., Answer], dealerplan: Dealerplan) -> None:
        assert ask("done", "fair", "orders=4.5", typed=["n"]).code == 2
        assert ask("done", "fair", "orders=4.5", typed=["y"]).code == 0
        (one,) = dealerplan("status", "p", "--format", "json").json()["plans"][0]["milestones"]
        assert one["results"][0]["value"] == 4.5

    def test_all_that_is_wrong_is_told_at_once(self, dealerplan: Dealerplan) -> None:
        answer = dealerplan("done", "fair", "orders=4.5", "visits=x", "zzz=1")
        refused(answer, WHOLE, "x is not a number", "fair has no result zzz", "3 problems; nothing was written")


class TestOtherFlags:
    def test_close_without_what_is_missing(self, ask: Callable[..., Answer], dealerplan: Dealerplan) -> None:
        dealerplan("record", "2026-03", "cars=640")
        answer = dealerplan("close", "2026-03")
        refused(answer, "2026-03 lacks", "to close the month without them: dealerplan close 2026-03 --allow-missing\n")
        assert ask("close", "2026-03", typed=[""]).code == 2
        answer = ask("close", "2026-03", typed=["y"])
        assert (answer.code, "close the month without them? [y/N]" in answer.out) == (0, True)
        assert "2026-03 is closed" in dealerplan("record", "2026-03", "wan=1").err

    def test_write_over_a_report(self, ask: Callable[..., Answer], book: Path, dealerplan: Dealerplan) -> None:
        dealerplan("record", "2026-03", "cars=640")
        words = ["report", "p", "--out", "a b.txt"]
        assert dealerplan(*words).code == 0
        file = book.parent / "a b.txt"
        whole = file.read_bytes()
        file.write_text("mine")
        answer = dealerplan(*words)
        refused(answer, "is there already, and is different", "to write over what is there: dealerplan report p")
        assert ask(*words, typed=["n"]).code == 2
        assert file.read_text() == "mine"
        assert ask(*words, typed=["y"]).code == 0
        assert file.read_bytes() == whole
        file.write_text("mine")
        assert dealerplan(*pasted(answer)).code == 0
        assert file.read_bytes() == whole
