"""Odd surroundings and enormous values end in a sentence, and one plan's do not stop the others."""

from __future__ import annotations

import io
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from dealerplan.cli.run import run
from dealerplan.cli.screen import WIDEST
from dealerplan.sheets.refused import refusing_damage
from tests.cli.conftest import AddPlan, refused
from tests.cli.test_streams import Terminal, dealerplan_process
from tests.conftest import Dealerplan

COLUMNS = ["9" * 5000, str(WIDEST), "1", "000", "-5", "", " 80", "1e5", "²", "٣٣"]


@pytest.mark.usefixtures("first_quarter")
class TestScreens:
    @pytest.mark.parametrize("columns", COLUMNS)
    @pytest.mark.parametrize("words", [["status"], ["show", "revenue"], ["report"], ["help", "figures"]])
    def test_any_width_and_height(self, columns: str, words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", columns)  # which rich looks at too
        monkeypatch.setenv("LINES", columns)
        for stream in (io.StringIO, Terminal):
            out, err = stream(), io.StringIO()
            environ = {"DEALERPLAN_TODAY": "2026-04-08", "DEALERPLAN_DEBUG": "1", "COLUMNS": columns, "TERM": "xterm"}
            assert run(words, io.StringIO(), out, err, environ) == 0, err.getvalue()
            assert out.getvalue()

    def test_no_screen_is_endless(self) -> None:
        out = io.StringIO()
        run(["status"], io.StringIO(), out, io.StringIO(), {"COLUMNS": "9" * 5000, "DEALERPLAN_TODAY": "2026-04-08"})
        assert max(map(len, out.getvalue().splitlines())) <= WIDEST


@pytest.mark.skipif(sys.platform == "win32", reason="zones have other names")
@pytest.mark.usefixtures("first_quarter")
class TestZones:
    @pytest.mark.parametrize("zone", ["UTC+25", "UTC-24", "UTC+167"])
    @pytest.mark.parametrize("words", [["status"], ["record", "2026-03", "intake=662"]])
    def test_zones_that_no_place_has_are_refused(self, zone: str, words: list[str]) -> None:
        done = dealerplan_process(*words, environ={"TZ": zone})
        assert done.returncode == 2
        assert f"there is no time zone {zone}" in done.stderr.decode()

    @pytest.mark.parametrize("zone", ["UTC+23:59", "UTC-23:59", "", "nowhere", "A" * 5000])
    def test_others_are_taken_as_the_system_does(self, zone: str) -> None:
        assert dealerplan_process("status", environ={"TZ": zone}).returncode == 0


def product(number: int, between: str = "*") -> str:
    return between.join(["a"] * number)


QUOTIENTS = "+".join(f"a / (b + {number})" for number in range(20))


@pytest.mark.usefixtures("workspace")
class TestNumbers:
    """Every figure can be printed: Python turns no more than 4,300 digits into text."""

    @pytest.mark.parametrize(
        "formula",
        [
            product(6),
            product(5) + " / b",
            "a*a*a / (b*b*b)",
            "a / (b*b*b*b*b)",
            "+".join(f"a / (b + {n})" for n in range(20)),
        ],
    )
    def test_of_many_factors(self, formula: str, add_plan: AddPlan, dealerplan: Dealerplan) -> None:
        add_plan(
            "big", "store: big", "measures: {a: {decimals: 6}, b: {decimals: 6}}",
            f"targets: {{t: {{formula: {formula}, goal: over last year}}, u: {{formula: {formula}, goal: 5}}}}",
        )  # fmt: skip
        for month in ("2025-01", "2025-02", "2026-01", "2026-02"):
            values = ["a=99999999999999999.999989", f"b=0.00{month[3]}{month[-1]}"]
            answer = dealerplan("record", month, *values, "--store", "big", "--sure")
            assert answer.code == 0, answer
        for words in (
            ["status"], ["status", "--format", "json"], ["status", "--format", "csv"], ["show", "t"], ["check"],
            ["report", "--format", "html,json,xlsx,markdown", "--out", "r/"], ["next", "big", "--out", "n.yaml"],
            ["export", "--store", "big"],
        ):  # fmt: skip
            answer = dealerplan(*words)
            assert answer.code in (0, 1), (words, answer.err)

    @pytest.mark.parametrize(
        ("formula", "most"),
        [(product(7), 6), ("a*a*a*a / (b*b*b)", 6), (f"{QUOTIENTS} + a / b", 40)],
    )
    def test_of_too_many_factors(self, formula: str, most: int, add_plan: AddPlan, dealerplan: Dealerplan) -> None:
        add_plan("big", "store: big", "measures: {a: {}, b: {}}", f"targets: {{t: {{formula: {formula}, goal: 5}}}}")
        answer = dealerplan("status")
        refused(answer, "plans/big.yaml:5:", f"the formula multiplies and divides more than {most} numbers")
        assert dealerplan("status", "aftersales-2026").code == 0

    def test_sums_may_be_long(self, add_plan: AddPlan, dealerplan: Dealerplan) -> None:
        add_plan("big", "store: big", "measures: {a: {}}", f"targets: {{t: {{formula: {product(199, '+')}, goal: 5}}}}")
        assert dealerplan("status").code == 0


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 50_000, '{"kind":' + "9" * 5000 + "}", "null", "5", "NaN"])
@pytest.mark.parametrize("words", [["status"], ["history"], ["verify"], ["show", "revenue"]])
def test_a_book_may_hold_anything(text: str, words: list[str], first_quarter: Path, dealerplan: Dealerplan) -> None:
    with closing(sqlite3.connect(first_quarter / "dealerplan.db")) as db:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f'DROP TRIGGER "{name}"')
        db.execute("UPDATE entry SET sealed = ? WHERE seq = (SELECT max(seq) FROM entry)", (text,))
        db.commit()
    refused(dealerplan(*words), code=3)


@pytest.mark.parametrize("text", ["[" * 50_000, '{"a":' * 20_000, "x" * 100_000])
@pytest.mark.usefixtures("first_quarter")
def test_a_note_may_say_anything(text: str, dealerplan: Dealerplan) -> None:
    assert dealerplan("note", "revenue", "2026-03", text).code == 0
    assert dealerplan("correct", "2026-03", "intake=663", "--why", text).code == 0
    for look in (["history"], ["status"], ["report", "--format", "json"], ["verify"]):
        assert dealerplan(*look).code == 0


@pytest.mark.parametrize("fault", [TypeError("ours"), AttributeError("ours"), NameError("ours"), AssertionError()])
def test_a_fault_of_ours_is_not_told_as_damage(fault: Exception) -> None:
    with pytest.raises(type(fault)), refusing_damage():
        raise fault


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no /dev/zero")
@pytest.mark.usefixtures("first_quarter")
@pytest.mark.parametrize(
    "words",
    [
        ["record", "--from", "/dev/zero"],
        ["report", "--format", "docx", "--out", "r.docx", "--template", "/dev/zero"],
    ],
)
def test_an_endless_file_is_refused_in_bounds(words: list[str]) -> None:
    script = (
        "import resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))\n"
        f"sys.argv[1:] = {words!r}\n"
        "from dealerplan.cli.main import main\n"
        "main()"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode in (2, 3)
    assert "error: " in done.stderr
    assert "itself failed" not in done.stderr
