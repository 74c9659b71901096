"""Whatever the command line says, it ends with an exit code of the contract, and never with a traceback."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dealerplan.cli.options import asks_json
from dealerplan.cli.pages import PAGES
from dealerplan.cli.run import COMMANDS, run
from tests.cli.conftest import refused
from tests.conftest import CONTRACT_PLAN, Dealerplan


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["sttus"], "did you mean status?"),
        (["zzz"], "dealerplan --help lists the commands"),
        (["--zzz"], "there is no command --zzz"),
        ([""], "there is no command"),
        (["status", "--zzz"], "there is no option --zzz"),
        (["status", "--as-off", "2026-03"], "--as-of"),
        (["status", "--as-of"], "--as-of needs a value"),
        (["demo", "x"], "dealerplan demo --help"),
        (["note", "revenue", "2026-03", "-1"], "text that begins with - goes after --"),
        (["record", "2026-03", "\udcff=1"], "is not UTF-8 text"),
        (["record", "2026-03", "in\0take=1"], "is not UTF-8 text"),
    ],
)
@pytest.mark.usefixtures("workspace")
def test_what_it_does_not_understand(dealerplan: Dealerplan, words: list[str], sentence: str) -> None:
    refused(dealerplan(*words), sentence)


@pytest.mark.parametrize(
    ("words", "id", "code"),
    [
        (["status", "nothing", "--format", "json"], "there-is-no-plan", 2),
        (["status", "--format=json", "--as-of", "2031-01"], "is-outside-the-period", 2),
        (["show", "zzz", "--format", "json"], "there-is-no-target", 2),
        (["status", "--zzz", "--format", "json"], "there-is-no-option", 2),
        (["sttus", "--format", "json"], "there-is-no-command", 2),
        (["verify", "--db", "plans", "--format", "json"], "cant-be-opened", 3),
    ],
)
@pytest.mark.usefixtures("workspace")
def test_who_asks_for_json_gets_errors_as_json_too(
    dealerplan: Dealerplan, words: list[str], id: str, code: int
) -> None:
    answer = dealerplan(*words)
    found = json.loads(answer.out)
    assert (answer.code, found["schema"]) == (code, "dealerplan.errors/1")
    (error,) = found["errors"]
    assert error["id"] == id
    assert error["message"] in answer.err


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"], ["help"]])
def test_help_lists_every_command(dealerplan: Dealerplan, words: list[str]) -> None:
    answer = dealerplan(*words)
    assert (answer.code, answer.err) == (0, "")
    assert all(f"  {command} " in answer.out for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_on_a_command(dealerplan: Dealerplan, command: str) -> None:
    pages = [dealerplan(*words) for words in ([command, "--help"], [command, "-h"], ["help", command])]
    assert all((page.code, page.err) == (0, "") for page in pages)
    assert pages[0].out == pages[1].out == pages[2].out[: len(pages[0].out)]
    assert (pages[2].out == pages[0].out) == (command not in PAGES)  # a page of that name stands below
    assert f"dealerplan {command}" in pages[0].out


def test_version(dealerplan: Dealerplan) -> None:
    from dealerplan import __version__

    assert {dealerplan("--version").out, dealerplan("-V").out} == {f"dealerplan {__version__}\n"}


WORDS = [
    *COMMANDS, "2026-03", "2026-02", "2026-13", "2027-01", "intake=662", "reworked=9", "reworked=9999", "intake=x",
    "接车台次=5", "sold=1", "sold.城东=1", "lectures", "revenue", "rework_rate", "org_chart", "expo", "orders=43",
    "aftersales", "aftersales-2026", "plans/aftersales.yaml", "broken", "fengxing-gz", "text", "json", "csv", "behind",
    "at_risk", "met", "zh", "en", "why not", "book.db", "text.db", "sqlite:///book.db", "postgresql://", "2026-04-08",
    "2026-04-08T18:30", "0001-01-01T00:00+14:00", "", " ", "-", "--", "=", "==", "*", "1e999999999", "{", "%s", "\\",
    "\n", "\x1b[31m", "\u202e", "🚗", "\udcff", "\0", "." * 300, "../..", "/",
]  # fmt: skip
OPTIONS = [
    "--workspace", "--db", "--lang", "--store", "--as-of", "--known-at", "--fail-on", "--format", "--note", "--why",
    "--on", "--month", "--help", "-h", "--version", "-V", "--from", "--lis", "--format=json", "--lang=zh", "--db=",
]  # fmt: skip
# Not init, demo and --template: they would make folders wherever a word says.
MAKERS = ("init", "demo")
MESSAGE = re.compile(r"^(error: |错误|.+:\d+:\d+: )", re.MULTILINE)


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a good plan and a text in place of a book."""
    folder = tmp_path_factory.mktemp("crowded")
    (folder / "plans").mkdir()
    (folder / "plans" / "aftersales.yaml").write_bytes(CONTRACT_PLAN.read_bytes())
    (folder / "text.db").write_text("no database " * 1000)
    return folder


@example(command="status", words=["init", "--db", "init"], answers=[])
@example(command="check", words=["text.db"], answers=[])
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    command=st.sampled_from([one for one in COMMANDS if one not in MAKERS]),
    words=st.lists(st.sampled_from(WORDS) | st.sampled_from(OPTIONS) | st.text(max_size=8), max_size=7),
    answers=st.lists(st.sampled_from(WORDS), max_size=4),
)
def test_any_words_end_in_an_exit_code(
    crowded: Path, monkeypatch: pytest.MonkeyPatch, command: str, words: list[str], answers: list[str]
) -> None:
    monkeypatch.chdir(crowded)
    out, err = io.StringIO(), io.StringIO()
    environ = {"DEALERPLAN_TODAY": "2026-04-08", "DEALERPLAN_USER": "li", "DEALERPLAN_DEBUG": "1"}
    code = run([command, *words], io.StringIO("\n".join(answers)), out, err, environ)
    assert code in (0, 1, 2, 3, 130)
    if code in (2, 3):
        assert not out.getvalue() or (asks_json(words) and json.loads(out.getvalue())["errors"])
        assert MESSAGE.search(err.getvalue())  # a note ("there is no book yet") may stand above it
    assert "Traceback" not in err.getvalue()


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.sampled_from(OPTIONS) | st.text(max_size=12), max_size=5))
def test_any_text_ends_in_an_exit_code(crowded: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    monkeypatch.chdir(crowded)
    assert run(words, io.StringIO(), io.StringIO(), io.StringIO(), {}) in (0, 1, 2, 3, 130)


def test_a_fault_of_our_own_is_a_sentence(
    workspace: Path, dealerplan: Dealerplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("no such luck")

    assert workspace.exists()
    monkeypatch.setattr("dealerplan.app.status.evaluate", broken)
    answer = dealerplan("status", DEALERPLAN_DEBUG="")
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith("error: dealerplan itself failed: ZeroDivisionError: no such luck\n")
    with pytest.raises(ZeroDivisionError):
        dealerplan("status")
