"""What is on screen with `--lang zh` is Chinese, and every help page fits 80 columns in both languages."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from rich.cells import cell_len

from dealerplan.app.templates import templates
from dealerplan.cli.pages import PAGES
from dealerplan.cli.run import COMMANDS, run
from dealerplan.domain.plan import Plan
from dealerplan.planfile.load import load
from tests.conftest import CONTRACT_PLAN, Answer, Dealerplan

SOURCE_LINE = re.compile(r"^ {4}.*\n +\^$", re.MULTILINE)  # a line of a plan file with a caret under it
OPTION = re.compile(r"(?<![\w-])--?[a-z][a-z-]*")
CAPITALS = re.compile(r"\b[A-Z][A-Z0-9_]+\b")  # metavars, variables of the environment, YAML, UTF-8
FILE = re.compile(r"[\w./-]*/[\w./-]*|\b[\w-]+\.(?:yaml|db)\b")
CODE = re.compile(r"\b[a-z]+(?:-[a-z]+)+\b")  # of findings
STATE = re.compile(r"\b\d+:[0-9a-f]+\b|\b[0-9a-f]{12}\b|\d{4}-\d\d-\d\dT[\d:.]+Z")  # hashes and times
WORD = re.compile(r"[A-Za-z][A-Za-z_]*")

KEYS = """plan store period goal formula start phasing split members each within part_of min_volume over_time
    revisions tolerance calendar name from to main true""".split()
VALUES = (
    "tbd sum last mean even open_days days months all workdays month quarter half year at_risk behind missed missing"
    " late stores regions".split()
)
# `4S`, `under` of a written goal, the examples of hints
TYPED = "id key value text json csv xlsx zh en Ctrl C T S Tab N D MiB cd under north east west a b c".split()
PLACES = "dealerplan sqlite postgresql host database README li K k M".split()
KINDS = "flow rate level".split()  # as JSON has them
GROUPS = "region brand class manager then now pace contribution".split()  # what options of groups take
EXAMPLES = "sales north east west".split()  # of hints
TEMPLATES = [word for name in templates() for word in name.split("-")]
REPORTS = "text brief markdown html xlsx docx md txt plan span format store Word".split()
KNOWN = {
    "help",
    "PostgreSQL",
    *REPORTS,
    *COMMANDS,
    *PAGES,
    *KEYS,
    *VALUES,
    *TYPED,
    *PLACES,
    *KINDS,
    *EXAMPLES,
    *GROUPS,
    *TEMPLATES,
}


@cache
def names() -> set[str]:
    """The words of the contract's plan, ids and what they are made of."""
    plan = load(CONTRACT_PLAN.read_bytes(), "plan.yaml")
    assert isinstance(plan, Plan)
    results = [result.id for milestone in plan.milestones for result in milestone.results]
    milestones = [milestone.id for milestone in plan.milestones]
    ids = [plan.id, plan.store, *plan.measures, *(target.id for target in plan.targets), *milestones, *results]
    return {word for id in ids for word in WORD.findall(id)}


def english(words: str) -> list[str]:
    """The English words left in what a command printed."""
    for pattern in (STATE, SOURCE_LINE, OPTION, FILE, CAPITALS, CODE):
        words = pattern.sub(" ", words)
    return [word for word in WORD.findall(words) if word not in KNOWN and word not in names()]


def test_english_is_seen() -> None:
    assert english("错误：nothing was written") == ["nothing", "was", "written"]
    assert english("  --as-of MONTH  截至月份：dealerplan status intake") == []


def answers(answer: Answer) -> str:
    """Both streams; a command that says nothing proves nothing."""
    assert answer.out + answer.err
    return answer.out + answer.err


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_is_chinese(name: str, dealerplan: Dealerplan, capsys: pytest.CaptureFixture[str]) -> None:
    answer = dealerplan(*filter(None, [name]), "--help", "--lang", "zh")
    page = answer.out + capsys.readouterr().out
    assert page.startswith("用法：")
    assert english(page) == []


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_fits_80_columns(name: str, lang: str, dealerplan: Dealerplan, capsys: pytest.CaptureFixture[str]) -> None:
    answer = dealerplan(*filter(None, [name]), "--help", "--lang", lang)
    page = answer.out + capsys.readouterr().out
    assert page
    assert [line for line in page.splitlines() if cell_len(line) > 80] == []


DONE = [
    "check",
    "status",
    "status --as-of 2026-01",
    "show revenue",
    "show rework_rate",
    "show monthly_intake",
    "show daily_intake",
    "show customers",
    "show lectures",
    "show parts_sales",
    "show sales",
    "show sales.城东",
    "history",
    "history intake --month 2026-02",
    "record 2026-03 intake=662 customers=1335",
    "record 2025-12 intake=600 --note 补录",
    "correct 2026-03 intake=663 --why 重复计数",
    "done org_chart --on 2026-03-28",
    "done expo orders=43 visits=120",
    "note avg_ticket 2026-03 年初降价 --action 恢复原价 --owner 车间主管",
    "report",
    "report --as-of 2026-02",
    "report --span year",
    "report --format html,json --out reports/",
    "init dealerplan",
    "init --list",
    "demo",
]
REFUSED = [
    "statu",
    "status --formt json",
    "status --format jsn",
    "status --fail-on nothing",
    "status --as-of 2027-03",
    "status --as-of März",
    "status --known-at yesterday",
    "status nowhere",
    "status --store nowhere",
    "status --as-of",
    "status --workspace /nowhere",
    "note revenue",
    "show reven",
    "history foo",
    "record 2026-03 intake=700",
    "record 2026-05 intake=3",
    "record 2026-13 intake=3",
    "record intake=3",
    "record",
    "record 2026-02 foo=3 intake=3台 sold=3 intake reworked=9e2",
    "record 2026-04 intake=3 intake=4",
    "record 2026-04 intake=3 reworked=4",
    "correct 2026-03 intake=3",
    "correct 2026-01 customers=3 --why 漏录",
    "done orgchart",
    "done expo x=3",
    "done expo --on 2027-01-01",
    "note reven 2026-03 x",
    "note revenue 2026-05 x --owner 张",
    "note revenue 2025-12 x --action",
    "report --span week",
    "report --format xlsx",
    "report --format jsn",
    "report --format text,json",
    "report --template x.docx",
    "report --template ./x.docx --format docx --out ./r.docx",
    "report --template / --format docx --out ./r.docx",
    "report --out reports/{plan}-{mont}.md",
    "report --out report.x",
    "init . --template nothing",
    "check nowhere.yaml",
    "status --db postgres+x://nowhere",
]
MEANT = {
    "formt",
    "jsn",
    "week",
    "mont",
    "statu",
    "nothing",
    "nowhere",
    "yesterday",
    "rz",
    "foo",
    "x",
    "e",
    "orgchart",
    "reven",
    "postgres",
}


@pytest.mark.usefixtures("first_quarter")
@pytest.mark.parametrize("columns", ["80", "200"])
@pytest.mark.parametrize("line", DONE)
def test_answers_are_chinese(line: str, columns: str, dealerplan: Dealerplan) -> None:
    answer = dealerplan(*line.split(), "--lang", "zh", COLUMNS=columns)
    assert answer.code in (0, 1), answer.err
    assert english(answers(answer)) == []


@pytest.mark.usefixtures("first_quarter")
@pytest.mark.parametrize("line", REFUSED)
def test_errors_are_chinese(line: str, dealerplan: Dealerplan) -> None:
    answer = dealerplan("--lang", "zh", *line.split())
    assert answer.code == 2
    assert answer.err.startswith("错误：")
    assert set(english(answers(answer))) <= MEANT


@pytest.mark.usefixtures("first_quarter")
@pytest.mark.parametrize("line", ["correct 2026-03", "show revenue sales"])
def test_last_errors_are_chinese(line: str, dealerplan: Dealerplan) -> None:
    assert english(answers(dealerplan("--lang", "zh", *line.split()))) == []


def test_nowhere_is_chinese(dealerplan: Dealerplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path.anchor)
    answer = dealerplan("status", "--lang", "zh")
    assert answer.code == 2
    assert english(answers(answer)) == []


WRONG_PLANS = {
    "keys": "plan: x\nstore: y\nperiod: 2026\ntolerence: 3%\ntarget: {}\n",
    "missing": "plan: x\n",
    "empty": "",
    "twice": "plan: x\nplan: y\nstore: y\nperiod: 2026\n",
    "unquoted": "plan: x\nstore: y\nperiod: 2026\ntargets:\n  t: {formula: a, goal: >= 93}\n",
    "tab": "plan: x\nstore: y\nperiod: 2026\ntargets:\n\tt: {formula: a, goal: 93}\n",
    "colon": "plan: x\nstore： y\nperiod: 2026\n",
    "quote": "plan: “x”\nstore: y\nperiod: 2026\ntargets: {t: {goal: “a: b”}}\n",
    "values": """
        plan: x y
        store: y
        period: 2026-Q5
        calendar: {country: China, open: never, closed: [2026-02-30]}
        measures: {a: {over_time: lst}, b: {decimals: 9}, 12: {}}
        targets:
          t1: {goal: ""}
          t2: {goal: 90% .. 80%}
          t3: {goal: at least 3 以上}
          t4: {goal: 5 台}
          t5: {goal: [3]}
          t6: {goal: 3, phasing: odd}
          t7: 3
        milestones: {m: {due: 2026-02-30}}
        """,
    "meaning": """
        plan: x
        store: y
        period: 2026-H1
        calendar: {country: XX, open: workdays}
        measures:
          open_days: {}
          a: {name: 甲, aliases: [乙]}
          b: {name: 乙, within: b}
          c: {members: [d, d], over_time: last}
          n: {within: nobody}
        targets:
          t1: {formula: a +, goal: 3}
          t2: {formula: a + q, goal: 3}
          t3: {formula: max(a), goal: 3}
          t4: {formula: "a[1]", goal: 3}
          t5: {formula: a ** 2, goal: 3}
          t6: {formula: (a, goal: 3}
          t7: {formula: a ? b, goal: 3}
          t8: {formula: a / b, goal: 3, phasing: even, start: 3, part_of: t8}
          t9: {formula: a, goal: 3, min_volume: 3, each: year, split: {z: 3}}
          t10: {formula: a, goal: 100, phasing: {1-3: 50%, 3-4: 60%}, part_of: nobody}
          t11: {formula: a, goal: 100, phasing: {13: 5, Q4: 5, soon: 5}}
          t12: {formula: a, goal: tbd, phasing: {1: 5}}
          t13: {formula: a, goal: 100, phasing: {1-6: 50%}}
          t14: {formula: a, goal: 100, phasing: {1-6: 200}, revisions: [{from: 2025-01, goal: 3}]}
          t15: {formula: a, goal: 3, revisions: [{from: 2026-03, goal: 4}, {from: 2026-03, goal: 5}]}
          t16: {formula: open_days, goal: 3}
          t17: {formula: c, goal: 3, split: {e: 3}}
        """,
}  # fmt: skip
WRITTEN = {word for plan in WRONG_PLANS.values() for word in WORD.findall(plan)} | {"unit"}  # a key to write


@pytest.mark.parametrize("plan", WRONG_PLANS)
def test_errors_of_plans_are_chinese(plan: str, dealerplan: Dealerplan) -> None:
    from textwrap import dedent

    Path("plan.yaml").write_text(dedent(WRONG_PLANS[plan]), encoding="utf-8")
    answer = dealerplan("check", "plan.yaml", "--lang", "zh")
    assert answer.code == 2
    assert set(english(answers(answer))) <= WRITTEN | {"unit"}  # a line to write


@pytest.mark.parametrize(
    "raw",
    ["plan: 中\n".encode("gb18030"), "plan: x\n".encode("utf-16"), b"plan: \0\n", b"plan: \xff\n", b"#" * 2**21],
    ids=["gb18030", "utf-16", "binary", "latin", "large"],
)
def test_errors_of_files_are_chinese(raw: bytes, dealerplan: Dealerplan) -> None:
    Path("plan.yaml").write_bytes(raw)
    assert english(answers(dealerplan("check", "plan.yaml", "--lang", "zh"))) == []


class Terminal(io.StringIO):
    """A stream with somebody at it."""

    def isatty(self) -> bool:
        return True


def asked(*answers: str) -> Iterator[str]:
    """What `record` prints to somebody who answers so."""
    out, err = Terminal(), Terminal()
    environ = {"DEALERPLAN_TODAY": "2026-05-08", "DEALERPLAN_USER": "li", "COLUMNS": "80"}
    run(["record", "--lang", "zh"], Terminal("".join(f"{line}\n" for line in answers)), out, err, environ)
    yield from (out.getvalue(), err.getvalue())


@pytest.mark.usefixtures("first_quarter")
def test_questions_are_chinese() -> None:
    out, err = asked("2026-06", "", "12个", "12万")
    assert "月份 [2026-04]：" in out
    assert "“12个”的单位不是元" in err
    assert "已中止" in err
    assert english(out + err) == []
