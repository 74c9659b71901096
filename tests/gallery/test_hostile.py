"""Files made to hurt: no traceback, no hang, not a second."""

from __future__ import annotations

import time

import pytest

from dealerplan.planfile.load import load
from dealerplan.planfile.problem import LARGEST, PlanError
from dealerplan.planfile.source import MOST_PROBLEMS

HEAD = "plan: p\nstore: s\nperiod: 2026\n"


def many(line: str, times: int) -> str:
    """A line many times; `#` in it is its number."""
    return "".join(line.replace("#", str(number)) for number in range(times))


HOSTILE = {
    "larger than 1 MiB": "# " + "x" * LARGEST,
    "brackets": HEAD + "notes: " + "[" * 20_000,
    "braces": HEAD + "notes: " + "{a: " * 20_000,
    "braces alone": "{" * 20_000,
    "dashes": HEAD + "notes:\n" + "- " * 20_000,
    "question marks": "? " * 20_000,
    "aliases of aliases": "a: &a [x, x]\n" + many("k#: &a [*a, *a]\n", 100),
    "aliases of one": HEAD + "a: &a x\n" + many("k#: *a\n", 60_000),
    "merges of merges": "a: &a {k: 1}\n" + many("k#: &a {<<: [*a, *a], n#: 1}\n", 15),
    "an endless list": HEAD + "notes: [" + "x," * 500_000 + "]\n",
    "unknown keys": HEAD + many("colour#: r\n", 9_000),
    "bad goals": HEAD + "targets:\n" + many("  t#: {goal: lots}\n", 3_500),
    "one key again and again": "a: b\n" * 9_000,
    "many targets": HEAD + "targets:\n" + many("  t#: {goal: 5}\n", 4_500),
    "long words": HEAD + "measures:\n" + many("  measure#: {unit: x}\n", 2_200) + "targets:\n"
    + many("  t#: {formula: measuree#, goal: 5}\n", 2_000),
    "unknown measures": HEAD + "targets:\n" + many("  t#: {formula: m# / n#, goal: 5}\n", 2_000),
    "part of part": HEAD + "targets:\n" + many("  t#: {goal: 5, part_of: t1#}\n", 2_000),
    "in a ring": HEAD + "targets:\n" + many("  t#: {goal: 5, part_of: t0}\n", 2_000),
    "numbers torn apart": HEAD + "a: {b: " + "1,000," * 100_000 + "}\n",
    "revisions": HEAD + "targets:\n  a:\n    goal: 5\n    revisions:\n" + "      - {from: 2026-07, goal: 5}\n" * 4_500,
    "members": HEAD + "measures:\n  a: {members: [" + "x," * 19_000 + "]}\n",
    "a long formula": HEAD + "targets:\n  a: {goal: 5, formula: " + "a+" * 400_000 + "a}\n",
    "a deep formula": HEAD + "targets:\n  a: {goal: 5, formula: " + "(" * 400_000 + "a}\n",
    "many signs": HEAD + "targets:\n  a: {goal: 5, formula: '" + "-" * 400_000 + "a'}\n",
    "a long number": HEAD + "tolerance: " + "9" * 1_000_000,
    "commas": HEAD + "targets: {a: {goal: '" + "1," * 500_000 + "'}}\n",
    "spaces": HEAD + "targets: {a: {goal: '5" + " " * 1_000_000 + "x'}}\n",
    "full-width commas": HEAD + "a: {" + "，x" * 250_000 + "\n",
    "brackets in one line": HEAD + "a: {" + "[x]," * 15_000 + "\n",
    "one long line": "a" * 1_000_000 + ":\tb\n- }\n",
    "phasing": HEAD + "targets: {a: {goal: 5, phasing: {" + many("x#: 1, ", 9_000) + "}}}\n",
    "split": HEAD + "measures: {a: {members: [" + many("m#, ", 5_000) + "]}}\ntargets: {a: {goal: 5, split: {"
    + many("m#: 1, ", 5_000) + "}}}\n",
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile(text: str) -> None:
    load(b"plan: p", "warm")  # imports are not the file's fault
    begun = time.process_time()
    found = load(text.encode(), "plan.yaml")
    assert time.process_time() - begun < 10  # not a matter of the machine: exponential time would be hours
    if isinstance(found, list):
        assert 0 < len(found) <= MOST_PROBLEMS
        assert all(isinstance(error, PlanError) for error in found)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("larger than 1 MiB", "the file is larger than 1 MiB"),
        ("brackets", "this is nested more than 20 deep"),
        ("braces", "this is nested more than 20 deep"),
        ("aliases of aliases", "the file says more than 20000 things"),
        ("merges of merges", "the file says more than 20000 things"),
        ("a long number", "9999999999999999999999999999999999999999… has more than 24 digits"),
        ("a deep formula", "the formula is too long or too deeply nested"),
    ],
)
def test_says_why(name: str, message: str) -> None:
    found = load(HOSTILE[name].encode(), "plan.yaml")
    assert isinstance(found, list)
    assert message in [str(error.message) for error in found]


def test_exactly_1_mib_is_read() -> None:
    text = HEAD + "targets:\n  a: {goal: 5}\n"
    padded = text.encode() + b"#" * (LARGEST - len(text.encode()))
    assert not isinstance(load(padded, "plan.yaml"), list)
