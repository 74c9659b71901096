"""`record --from` accounts for every number of the file, and asks, or is told by flags, what to do with the rest."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from dealerplan.app import imports
from dealerplan.cli.run import run
from dealerplan.domain.month import Month
from dealerplan.errors import DealerplanError
from dealerplan.intake.account import Account, Found, LeftOut, NotWhole
from dealerplan.intake.given import Given, IntakeError, Known, Options, UnknownName
from dealerplan.sheets.place import Place
from dealerplan.words import say
from tests.cli.conftest import refused, rows
from tests.cli.test_ask import Terminal
from tests.conftest import CONTRACT_PLAN, Answer, Dealerplan

JANUARY = Month(2026, 1)


def place(row: int, column: int = 2) -> Place:
    return Place(None, row, column)


VALUES = [
    Given(None, JANUARY, "intake", Fraction(640), place(2)),
    Given(None, JANUARY, "insurance_revenue", Fraction(160000), place(3)),
]
HALVES = [VALUES[0]._replace(value=Fraction(1281, 2)), VALUES[1]]
ACCOUNT = Account(
    taken=2,
    left_out=(
        LeftOut(say("a total"), [place(5), place(6)]),
        LeftOut(say("{name} is ignored", name="毛利"), [place(row) for row in range(10, 34, 2)]),
    ),
    sources=(say("month: title A1"), say("unit: {unit} from C3", unit="万元")),
    warnings=(say("the total in B5 is off by 10"),),
)


class Reader:
    """A reader that refuses some problems unless a flag overrides them, and otherwise gives VALUES."""

    def __init__(self) -> None:
        self.problems: list[DealerplanError] = []
        self.values = VALUES
        self.account = ACCOUNT
        self.seen: list[Options] = []
        self.known: Known | None = None

    def __call__(self, file: Path, name: str, known: Known, month: Month | None, options: Options) -> Found:
        assert (file.name, name, month) == ("f.csv", "f.csv", JANUARY)
        self.seen.append(options)
        self.known = known
        problems = [one for one in self.problems if not (options.ignore_rest and isinstance(one, UnknownName))]
        if problems:
            raise NotWhole(problems, Found(self.values, self.account))
        return Found(self.values, self.account)


def unknown(name: str, row: int = 4, hint: str | None = None) -> UnknownName:
    message = say("there is no measure {name}", name=name)
    return UnknownName(
        "f.csv", place(row, 1), message, say("did you mean {meant}?", meant=hint) if hint else None, [name]
    )


def other() -> IntakeError:
    return IntakeError("f.csv", place(7), say("this number stands under no heading"), say("delete it"))


@pytest.fixture
def reader(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    assert workspace.is_dir()
    found = Reader()
    monkeypatch.setattr(imports, "read_file", found)
    return found


Ask = Callable[..., Answer]
READ = ("record", "2026-01", "--from", "f.csv")


@pytest.fixture
def ask(reader: Reader) -> Ask:
    """A command on a terminal, with these lines typed; the rest of the input is at its end."""
    assert reader.seen == []

    def call(*words: str, typed: Sequence[str]) -> Answer:
        out, err = Terminal(), io.StringIO()
        environ = {"DEALERPLAN_TODAY": "2026-04-08", "DEALERPLAN_USER": "li", "COLUMNS": "200"}
        stdin = Terminal("".join(f"{line}\n" for line in typed))
        return Answer(run([*READ, *words], stdin, out, err, environ), out.getvalue(), err.getvalue())

    return call


class TestText:
    def test_in_short(self, reader: Reader, dealerplan: Dealerplan) -> None:
        answer = dealerplan(*READ)
        assert answer.out.splitlines()[-2:] == [
            "2 written",
            "16 numbers in the file: 2 taken, 14 left out (--dry-run shows which)",
        ]
        assert answer.err == "warning: the total in B5 is off by 10\n"
        assert reader.seen[0].today.isoformat() == "2026-04-08"

    def test_a_rehearsal_shows_it_whole(self, reader: Reader, dealerplan: Dealerplan) -> None:
        assert reader.seen == []
        answer = dealerplan(*READ, "--dry-run")
        out = answer.out.splitlines()
        assert out[2:7] == [
            "2 would be written; nothing was (--dry-run)",
            "",
            "16 numbers in the file: 2 taken, 14 left out",
            "month: title A1",
            "unit: 万元 from C3",
        ]
        told = [line.split("  ") for line in out[8:]]
        assert [[part.strip() for part in line if part] for line in told if len(line) > 1] == [
            ["Left out", "Numbers", "Where"],
            ["a total", "2", "B5:B6"],
            ["毛利 is ignored", "12", "B10, B12, B14, B16, B18, B20, B22, B24 … and 4 more"],
        ]
        assert answer.err == "warning: the total in B5 is off by 10\n"

    def test_what_was_to_be_left_out_is_listed(self, reader: Reader, dealerplan: Dealerplan) -> None:
        assert reader.seen == []
        assert "毛利 is ignored" not in dealerplan(*READ).out
        out = dealerplan("correct", *READ[1:], "--why", "late", "--ignore-rest", "--sure").out
        assert "毛利 is ignored" in out

    def test_in_chinese(self, reader: Reader, dealerplan: Dealerplan) -> None:
        assert reader.seen == []
        out = dealerplan(*READ, "--dry-run", "--lang", "zh").out
        assert "文件中共 16 个数：采用 2 个，略过 14 个" in out
        assert "B10、B12、B14、B16、B18、B20、B22、B24 等，另有 4 个" in out
        assert "略过原因" in out


class TestJson:
    def test_every_number_is_one_taken_or_left_out(self, reader: Reader, dealerplan: Dealerplan) -> None:
        assert reader.seen == []
        dealerplan("record", "2026-01", "intake=640")
        answer = dealerplan(*READ, "--dry-run", "--format", "json")
        told: dict[str, Any] = answer.json()
        value = {"store": "fengxing-gz", "month": "2026-01"}
        assert told == {
            "schema": "dealerplan.record/1",
            "file": "f.csv",
            "dry_run": True,
            "all": 16,
            "taken": 2,
            "left_out": 14,
            "values": [
                value
                | {"measure": "intake", "name": "接车台次", "value": 640, "unit": "台"}
                | {"cell": "B2", "before": 640, "is_new": False},
                value
                | {"measure": "insurance_revenue", "name": "保险理赔产值", "value": 160000, "unit": "元"}
                | {"cell": "B3", "before": None, "is_new": True},
            ],
            "reasons": [
                {"reason": "a total", "count": 2, "cells": ["B5:B6"]},
                {"reason": "毛利 is ignored", "count": 12, "cells": [f"B{row}" for row in range(10, 34, 2)]},
            ],
            "sources": ["month: title A1", "unit: 万元 from C3"],
            "warnings": ["the total in B5 is off by 10"],
            "written": 0,
        }
        assert answer.err == "warning: the total in B5 is off by 10\n"

    def test_without_a_rehearsal_it_says_what_was_written(self, reader: Reader, dealerplan: Dealerplan) -> None:
        assert reader.seen == []
        told = dealerplan(*READ, "--format=json").json()
        assert (told["dry_run"], told["written"], len(told["values"])) == (False, 2, 2)
        assert dealerplan(*READ, "--format", "json").json()["written"] == 0
        changed = dealerplan("correct", *READ[1:], "--why", "again", "--format", "json").json()
        assert (changed["schema"], changed["written"]) == ("dealerplan.record/1", 0)

    def test_what_the_plan_warns_of(self, reader: Reader, workspace: Path, dealerplan: Dealerplan) -> None:
        assert reader.seen == []
        plan = workspace / "plans" / "aftersales.yaml"
        within = "within: intake, above_whole: warn}"
        plan.write_text(plan.read_text(encoding="utf-8").replace("within: intake}", within), encoding="utf-8")
        dealerplan("record", "2026-01", "reworked=700")
        answer = dealerplan(*READ, "--format", "json")
        assert "返修台次 (reworked) 700 is above 接车台次 (intake) 640" in answer.json()["warnings"][-1]
        assert "warning: 返修台次" in answer.err

    def test_refusals(self, reader: Reader, ask: Ask, dealerplan: Dealerplan) -> None:
        reader.problems = [unknown("毛利"), other()]
        answer = dealerplan(*READ, "--format", "json")
        refused(answer)
        errors = json.loads(answer.out)
        assert errors["schema"] == "dealerplan.errors/1"
        left_out = "--ignore-rest would leave out what no plan names"
        assert [one["hint"] for one in errors["errors"]] == [left_out, "delete it"]
        reader.problems = [unknown("毛利")]
        on_terminal = ask("--format", "json", typed=["y"])
        assert on_terminal.code == 2, "questions would stand between the JSON"
        assert json.loads(on_terminal.out)["errors"][0]["hint"].endswith("--format json --ignore-rest")


class TestNobodyThere:
    def test_the_last_hint_ends_with_the_whole_line(self, reader: Reader, dealerplan: Dealerplan) -> None:
        reader.problems = [unknown("毛利", hint="毛收入"), unknown("库存", 5)]
        answer = dealerplan(*READ)
        refused(answer, "hint: did you mean 毛收入?\n", "2 problems; nothing was written")
        line = "dealerplan record 2026-01 --from f.csv --ignore-rest"
        assert f"  hint: to leave out what no plan names: {line}\n" in answer.err
        assert answer.err.count("--ignore-rest") == 1
        assert dealerplan(*line.split()[1:]).code == 0
        assert reader.seen[-1].ignore_rest

    def test_behind_the_hint_that_there_is(self, reader: Reader, dealerplan: Dealerplan) -> None:
        reader.problems = [unknown("毛利", hint="毛收入")]
        said = "hint: did you mean 毛收入? — or to leave out what no plan names: dealerplan record"
        refused(dealerplan(*READ), said)
        assert "是不是想写 毛收入？；或者如要略过" in dealerplan(*READ, "--lang", "zh").err

    def test_all_that_was_asked_for_stays_in_the_line(self, reader: Reader, dealerplan: Dealerplan) -> None:
        reader.problems, reader.values = [unknown("毛利")], HALVES
        words = ("--store", "fengxing-gz", "--note", "by mail", "--dry-run", "--db", "b.db")
        answer = dealerplan(*READ, *words)
        refused(
            answer,
            "leave out what no plan names, record what may be a slip as it is: "
            "dealerplan record 2026-01 --from f.csv --store fengxing-gz --note 'by mail' --dry-run --db b.db "
            "--ignore-rest --sure\n",
        )
        refused(
            dealerplan(*READ, "--ignore-rest"), "as it is: dealerplan record 2026-01 --from f.csv --ignore-rest --sure"
        )
        correct = ("correct", *READ[1:], "--why", "late")
        refused(dealerplan(*correct), "dealerplan correct 2026-01 --from f.csv --why late --ignore-rest --sure")
        assert dealerplan(*correct, "--ignore-rest", "--sure").code == 0

    def test_beside_what_no_flag_overrides_none_is_offered_for_the_whole(
        self, reader: Reader, dealerplan: Dealerplan
    ) -> None:
        reader.problems, reader.values = [unknown("毛利"), other()], HALVES
        answer = dealerplan(*READ)
        refused(
            answer,
            "hint: --ignore-rest would leave out what no plan names\n",
            "hint: delete it\n",
            "hint: count whole ones — or --sure would record what may be a slip as it is\n",
        )
        assert "dealerplan record" not in answer.err

    def test_standard_input_is_read_once(
        self, reader: Reader, dealerplan: Dealerplan, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def read(stream: BinaryIO, name: str, known: Known, month: Month | None, options: Options) -> Found:
            assert (stream.read(), name) == (b"a\n", "stdin")
            return reader(Path("f.csv"), "f.csv", known, month, options)

        monkeypatch.setattr(imports, "read_stream", read)
        reader.problems = [unknown("毛利")]
        refused(
            dealerplan("record", "2026-01", "--from", "-", stdin="a\n"),
            "to leave out what no plan names: dealerplan record 2026-01 --from - --ignore-rest\n",
        )
        assert dealerplan("record", "2026-01", "--from", "-", "--ignore-rest", stdin="a\n").code == 0

    def test_flags_stay_in_the_way_to_correct(self, reader: Reader, dealerplan: Dealerplan) -> None:
        reader.problems = [unknown("毛利")]
        dealerplan("record", "2026-01", "intake=1")
        answer = dealerplan(*READ, "--ignore-rest")
        refused(answer, 'hint: dealerplan correct 2026-01 --from f.csv --ignore-rest --why "…"')

    @pytest.mark.parametrize("command", ["record", "correct"])
    @pytest.mark.parametrize("flag", [["--ignore-rest"], ["--format", "json"]])
    def test_flags_are_for_files(self, command: str, flag: list[str], reader: Reader, dealerplan: Dealerplan) -> None:
        assert reader.seen == []
        answer = dealerplan(command, "2026-01", "intake=640", *flag)
        refused(answer, f"error: {flag[0]} goes with --from", "hint: leave it out")

    def test_another_format(self, reader: Reader, dealerplan: Dealerplan) -> None:
        refused(dealerplan(*READ, "--format", "csv"), "--format can't be csv", "choose text, json")
        assert reader.seen == []


class TestTerminal:
    def test_what_no_plan_names_is_left_out_once(self, reader: Reader, ask: Ask, workspace: Path) -> None:
        reader.problems = [unknown("毛利"), unknown("库存", 5), unknown("毛利", 6)]
        plan = (workspace / "plans" / "aftersales.yaml").read_bytes()
        answer = ask(typed=["y", ""])
        assert (answer.code, "error: f.csv: row 5, column 1: there is no measure 库存" in answer.err) == (0, True)
        assert "leave out 毛利, 库存? [y/N]" in answer.out
        assert "leave 毛利, 库存 out for good, in plans/aftersales.yaml? [y/N]" in answer.out
        assert "2 written\n" in answer.out
        assert (workspace / "plans" / "aftersales.yaml").read_bytes() == plan
        assert [one.ignore_rest for one in reader.seen] == [False, True]

    @pytest.mark.parametrize("typed", [[""], ["n"], ["y", ""], ["maybe"]])
    def test_enter_is_no(self, typed: list[str], reader: Reader, ask: Ask, workspace: Path) -> None:
        reader.problems, reader.values = [unknown("毛利")], HALVES
        answer = ask(typed=typed)
        assert (answer.code, answer.err.splitlines()[-1]) == (2, "error: nothing was written")
        assert rows(workspace / "dealerplan.db") is None

    def test_the_end_of_input_writes_nothing(self, reader: Reader, ask: Ask, workspace: Path) -> None:
        reader.problems = [unknown("毛利")]
        assert ask(typed=[]).code == 130
        assert rows(workspace / "dealerplan.db") is None

    def test_what_may_be_a_slip_is_recorded(self, reader: Reader, ask: Ask, workspace: Path) -> None:
        reader.values = HALVES
        answer = ask("--lang", "zh", typed=["是"])
        assert (answer.code, "照原样录入（数据无误）吗？（y 是，回车否）" in answer.out) == (0, True)
        assert "imports" not in answer.out
        assert rows(workspace / "dealerplan.db")

    def test_for_good(self, reader: Reader, ask: Ask, workspace: Path, dealerplan: Dealerplan) -> None:
        reader.problems = [unknown("毛利"), unknown("库存: 件", 5)]
        plan = workspace / "plans" / "aftersales.yaml"
        before = plan.read_bytes()
        answer = ask(typed=["y", "y"])
        assert answer.out.splitlines()[-1].endswith("plans/aftersales.yaml ignores 毛利, 库存: 件 from now on")
        assert plan.read_bytes() == before + "imports: {ignore: [毛利, '库存: 件']}\n".encode()
        reader.problems = []
        assert dealerplan(*READ).code == 0
        assert reader.known is not None
        assert list(reader.known.ignored) == ["毛利", "库存: 件"]
        assert "revenue" in {one.id for one in reader.known.totals}
        assert sorted(file.name for file in plan.parent.iterdir()) == [".book", "aftersales.yaml"]

    def test_many_names_are_not_all_told(self, reader: Reader, ask: Ask) -> None:
        reader.problems = [unknown(f"项{number}") for number in range(20)]
        answer = ask(typed=["y", ""])
        assert (
            "leave out 项0, 项1, 项2, 项3, 项4, 项5, 项6, 项7, 项8, 项9, 项10, 项11 … and 8 more? [y/N]" in answer.out
        )

    def test_a_rehearsal_changes_no_plan(self, reader: Reader, ask: Ask) -> None:
        reader.problems = [unknown("毛利")]
        answer = ask("--dry-run", typed=["y", "y"])
        assert (answer.code, "for good" in answer.out) == (0, False)

    def test_of_several_plans_the_line_is_told(self, reader: Reader, ask: Ask, workspace: Path) -> None:
        text = CONTRACT_PLAN.read_text(encoding="utf-8").replace("plan: aftersales-2026", "plan: other")
        (workspace / "plans" / "other.yaml").write_text(text, encoding="utf-8")
        reader.problems = [unknown("毛利")]
        answer = ask(typed=["y"])
        assert (answer.code, answer.err.splitlines()[-1]) == (
            0,
            "to leave them out for good, write into a plan: imports: {ignore: [毛利]}",
        )

    def test_nobody_answers_any_more(self, reader: Reader, ask: Ask) -> None:
        reader.problems = [unknown("毛利")]
        answer = ask(typed=["y"])
        assert (answer.code, "2 written" in answer.out, "nothing was written" in answer.err) == (0, True, False)

    def test_a_plan_that_nothing_can_be_added_to(self, reader: Reader, ask: Ask, workspace: Path) -> None:
        plan = workspace / "plans" / "aftersales.yaml"
        plan.write_text(plan.read_text(encoding="utf-8") + "imports: {ignore: [成本]}\n...\n", encoding="utf-8")
        reader.problems = [unknown("毛利")]
        assert ask(typed=["y", "y"]).code == 0
        assert plan.read_text(encoding="utf-8").endswith("imports: {ignore: [成本, 毛利]}\n...\n")
        text = CONTRACT_PLAN.read_text(encoding="utf-8") + "...\n"
        plan.write_text(text, encoding="utf-8")
        answer = ask(typed=["y", "y"])
        assert (answer.code, answer.err.splitlines()[-2:]) == (
            0,
            [
                "plans/aftersales.yaml is written in a way that nothing can be added to",
                "write it yourself: imports: {ignore: [毛利]}",
            ],
        )
        assert plan.read_text(encoding="utf-8") == text

    def test_a_plan_that_cannot_be_written(
        self, reader: Reader, ask: Ask, workspace: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("dealerplan.app.ignoring.put", full)
        reader.problems = [unknown("毛利")]
        answer = ask(typed=["y", "y"])
        assert (answer.code, "can't be written: No space left on device" in answer.err) == (0, True)
        assert sorted(file.name for file in (workspace / "plans").iterdir()) == [".book", "aftersales.yaml"]


def test_a_name_that_another_plan_has_is_known(reader: Reader, workspace: Path, dealerplan: Dealerplan) -> None:
    text = "plan: other\nstore: fengxing-gz\nperiod: 2026\nimports: {ignore: [接车台次, 毛利]}\n"
    (workspace / "plans" / "other.yaml").write_text(text, encoding="utf-8")
    assert dealerplan(*READ).code == 0
    assert reader.known is not None
    assert list(reader.known.ignored) == ["毛利"]
