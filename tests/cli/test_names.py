"""Whatever stands in a name or a note comes out as text that can do nothing but be read."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from pathlib import Path

import pytest

from tests.cli.conftest import AddPlan, refused
from tests.conftest import Answer, Dealerplan

NAMES = [
    "[red]urgent[/red]", "[bold", "\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "two\nlines", "tab\there", "cr\rback",
    "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "＝1+1", "a|b", "<script>alert(1)</script>", "&amp;",
    "\u202egnirts", "\u2066isolated\u2069", "zero\u200bwidth", "\u2028line", "emoji 🚗👨‍👩‍👧", "café", "{braces}",
    "%s %d", "{0.__class__}", "\x85next", "\x9b31m", "quote\"d", "back\\slash",
]  # fmt: skip

RUNNABLE = tuple("=+-@＝＋－＠\t\r")


def quoted(name: str) -> str:
    """As YAML reads it: like JSON, but characters outside the first plane stand for themselves."""
    return '"' + "".join(char if ord(char) > 0xFFFF else json.dumps(char)[1:-1] for char in name) + '"'


@pytest.fixture(params=NAMES, ids=ascii)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def hostile(name: str, add_plan: AddPlan, dealerplan: Dealerplan) -> str:
    """A plan in which everything that may carry any text carries this one."""
    text = quoted(name)
    file = add_plan(
        "hostile",
        "store: fengxing-gz",
        f"name: {text}",
        f"notes: {text}",
        f"measures: {{m: {{name: {text}, unit: {text}, basis: {text}, aliases: [{text}]}}}}",
        f"targets: {{t: {{name: {text}, formula: m, goal: '>= 5', owner: {text}, unit: {text}}}}}",
        f"milestones: {{x: {{name: {text}, owner: {text}, support: [{text}], due: 2026-03-01}}}}",
    )
    (file.parent / "aftersales.yaml").unlink()
    recorded = dealerplan("record", "2026-03", "m=1", "--note", name, DEALERPLAN_USER=name)
    assert recorded.code == 0, recorded
    printable(recorded)
    assert dealerplan("correct", "2026-03", "m=2", "--why", name).code == 0
    return name


def printable(answer: Answer) -> None:
    """Nothing in it moves the cursor, turns the direction or starts an escape sequence."""
    for char in (answer.out + answer.err).replace("\n", ""):
        assert unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp") or char == "\u200d", ascii(char)


def shown(name: str) -> str:
    """A piece of the name that must be seen wherever it is shown: markup, quotes and all."""
    return max(("".join(c if c.isascii() and c.isprintable() else "\0" for c in name)).split("\0"), key=len)


@pytest.mark.parametrize(
    "words",
    [["status"], ["show", "t"], ["history"], ["check"], ["status", "--lang", "zh"], ["record", "2026-03", "m=3"]],
)
def test_as_text(hostile: str, dealerplan: Dealerplan, words: list[str]) -> None:
    answer = dealerplan(*words)
    assert answer.code in (0, 1, 2)
    printable(answer)
    if words[0] in ("status", "show", "history"):
        assert shown(hostile) in answer.out


@pytest.mark.parametrize("words", [["show"], ["done"], ["status"], ["history"], ["check"], ["init", "--template"], []])
def test_in_errors(name: str, dealerplan: Dealerplan, words: list[str], add_plan: AddPlan) -> None:
    add_plan("plain", "store: s", "targets: {t: {goal: 5}}")
    answer = dealerplan(*words, "--", name) if words and not words[-1].startswith("--") else dealerplan(*words, name)
    assert (answer.code, answer.out) == (2, "")
    printable(answer)


def test_as_json(hostile: str, dealerplan: Dealerplan) -> None:
    plan = dealerplan("status", "--format", "json").json()["plans"][0]
    target, milestone = plan["targets"][0], plan["milestones"][0]
    assert {plan["name"], target["name"], target["owner"], milestone["name"]} == {hostile}
    first, second = dealerplan("history", "--format", "json").json()["revisions"]
    assert (first["note"], first["by"], second["why"]) == (hostile, hostile, hostile.strip())
    assert dealerplan("show", "t", "--format", "json").json()["target"]["name"] == hostile


def test_as_csv(hostile: str, dealerplan: Dealerplan) -> None:
    for words in (["status"], ["history"]):
        answer = dealerplan(*words, "--format", "csv")
        printable(answer)
        head, *lines = csv.reader(io.StringIO(answer.out))
        assert len(lines) == answer.out.count("\n") - 1
        assert all(len(line) == len(head) for line in lines)
        for cell in (cell for line in lines for cell in line):
            assert not cell.startswith(RUNNABLE) or cell.lstrip("-").replace(".", "").isdecimal()
        assert any(shown(hostile) in cell for line in lines for cell in line)


SERVICE = """
plan: service
store: s
period: 2026
measures: {a: {name: 接车台次}, b: {name: Vehicles reworked}, c: {name: 销量}}
targets: {a: {name: 月接车, goal: 9}, b: {name: "=1", goal: 9}, c: {goal: 9}}
"""
SALES = """
plan: sales
store: s
period: 2026
measures: {d: {name: 销量}, e: {name: a}}
targets: {d: {goal: 9}, e: {name: b, goal: 9}}
"""


class TestHints:
    """Hints call things by names, where a command takes them for one word that is clear, else by ids."""

    @pytest.fixture(autouse=True)
    def _plans(self) -> None:
        Path("plans").mkdir()
        Path("plans/1.yaml").write_text(SERVICE, encoding="utf-8")
        Path("plans/2.yaml").write_text(SALES, encoding="utf-8")

    def test_lists(self, dealerplan: Dealerplan) -> None:
        refused(dealerplan("record", "2026-03", "zzz=1"), "there are 接车台次, b, c, d, e\n")
        refused(dealerplan("show", "zzz"), "there are 月接车, b, c, d, e\n")

    def test_examples(self, dealerplan: Dealerplan) -> None:
        refused(dealerplan("record"), "dealerplan record 2026-03 接车台次=…")
        refused(dealerplan("correct", "2026-02", "--why", "x"), 'dealerplan correct 2026-02 接车台次=… --why "…"')
        refused(dealerplan("note", "a", "2026-03", ""), 'dealerplan note a 2026-03 "two lifts')


OLD = """plan: a
store: s
period: 2025
measures: {cars: {}, back: {within: cars}, sold: {members: [east, west]}}
targets: {x: {formula: back / cars, goal: under 2%}, t: {formula: sold, goal: 30}}
"""
NEW = """plan: b
store: s
period: 2026
measures: {vehicles: {was: cars}, back: {within: vehicles}, sold: {members: {ost: {was: east}, west: {}}}}
targets: {x: {formula: back / vehicles, goal: under 2%}, t: {formula: sold, goal: 30}}
"""


@pytest.fixture
def renamed_since(workspace: Path) -> None:
    """A store whose plan of this year renames a whole and a member of last year's."""
    (workspace / "plans" / "aftersales.yaml").unlink()
    for name, text in (("a", OLD), ("b", NEW)):
        (workspace / "plans" / f"{name}.yaml").write_text(text, encoding="utf-8")


@pytest.mark.usefixtures("renamed_since")
@pytest.mark.parametrize("word", ["cars", "vehicles"])
def test_last_year_is_recorded_by_the_names_of_both_years(word: str, dealerplan: Dealerplan) -> None:
    assert dealerplan("record", "2025-01", f"{word}=100", "back=1", "sold.east=1", "sold.west=3").code == 0
    refused(dealerplan("record", "2025-02", f"{word}=1", "back=2"), "back 2 is above vehicles 1")
    year = dealerplan("export", "--year", "2025", "--format", "csv").out
    there = {line.split(",")[1] for line in year.splitlines()[4:]}
    assert {"sold.ost", "sold.west", "sold", "vehicles", "back"} <= there
    form = dealerplan("export", "--form", "2025-02").out
    assert [line.split(",")[1] for line in form.splitlines()[3:]] == ["back", "sold.west", "vehicles", "sold.ost"]
