"""Entries sealed as they should be that hold what dealerplan never wrote: `verify` finds all of them at once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from dealerplan.book.chain import hash_of
from dealerplan.book.codec import CODECS
from dealerplan.book.contents import strange
from dealerplan.book.sqlite import SqliteBook
from dealerplan.domain.event import Sealed, state_of
from tests.book.make import entry, write
from tests.book.test_chain import tampered
from tests.cli.conftest import refused
from tests.conftest import Dealerplan

AT = "2026-04-08T09:00:00.000000Z"
WHAT: Mapping[str, Mapping[str, Any]] = {
    "recorded": {"measure": "a", "month": "2026-03", "value": "12"},
    "milestone done": {"plan": "p", "milestone": "m", "on": "2026-04-08", "results": {"at": "3", "seq": "4"}},
    "action done": {"plan": "p", "action": "a-2026-03", "on": "2026-04-08"},
    "noted": {"target": "t", "month": "2026-03", "why": "snow", "action": None, "owner": None, "due": None,
              "plan": "p"},
    "closed": {"month": "2026-03", "no_business": False},
    "reopened": {"month": "2026-03"},
    "plan kept": {"plan": "p", "path": "plans/p.yaml", "text": "plan: p\n"},
    "taken back": {"entries": [1]},
}  # fmt: skip


def said(kind: str = "recorded", **other: object) -> dict[str, Any]:
    return {"kind": kind, "what": dict(WHAT.get(kind, {})), "store": "gz", "seq": 2, "at": AT, "by": "li",
            "source": "x", "command": ""} | other  # fmt: skip


def found(*texts: object, seq: int = 2) -> list[str]:
    """What is strange about entries that follow the first one."""
    log = [Sealed("gz", seq + number, json.dumps(text), "") for number, text in enumerate(texts)]
    return [str(one) for one in strange(log)]


def recorded(**other: object) -> dict[str, Any]:
    return said(what={**WHAT["recorded"], **other})


def test_every_kind_is_known_here() -> None:
    assert sorted(WHAT) == sorted(codec.kind for codec in CODECS)


@pytest.mark.parametrize("kind", WHAT)
def test_what_dealerplan_writes_is_not_strange(kind: str) -> None:
    assert found(said(kind)) == []
    assert found(said(kind, note="n", why="w")) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (said("gift"), "its kind gift is unknown"),
        (said() | {"kind": 7}, "no text: kind"),
        (said(by=7), "no text: by"),
        (said(by=None, note=[1]), "no text: by, note"),
        (said(source="\ud800"), "no text: source"),
        (recorded(value=12), "no text: value"),
        (recorded(measure=None), "no text: measure"),
        (said("milestone done", what={**WHAT["milestone done"], "results": {"orders": 3}}), "no text: orders"),
        (said(at="2026-04-08T09:00:00"), "its time 2026-04-08T09:00:00 has no zone"),
        (said(at="2026-04-08"), "its time 2026-04-08 has no zone"),
        (said(at="soon"), "never wrote"),
        (recorded(value="many"), "never wrote"),
        (said(what=[]), "never wrote"),
        (said(seq=9), "never wrote"),
        (said("taken back", what={"entries": [2]}), "never wrote"),
        ({"kind": [1]}, "no text: kind"),
        ({}, "never wrote"),
        (None, "never wrote"),
        ("text", "never wrote"),
        ([], "never wrote"),
        (["actual", "gz", "a", "2026-03", 12, AT, "li", "record", None, None, 2], "no text: value"),
        (["actual", "gz", "a", "2026-03", "12", AT[:-1], "li", "record", None, None, 2], "has no zone"),
        (["gift", "gz", "a", "2026-03", "12", AT, "li", "record", None, None, 2], "never wrote"),
    ],
)
def test_each_is_told_with_its_entry(text: object, message: str) -> None:
    (one,) = found(text)
    assert one.startswith("entry 2: ")
    assert message in one


def test_text_that_is_no_json() -> None:
    (one,) = strange([Sealed("gz", 1, "{", "")])
    assert str(one).startswith("entry 1: the book holds a value that dealerplan never wrote")


class TestTimes:
    EARLY, LATE = "2026-04-08T09:00:00.000000Z", "2026-04-08T10:00:00.000000Z"

    def test_run_forward(self) -> None:
        assert found(said(at=self.EARLY), said(at=self.EARLY, seq=3), said(at=self.LATE, seq=4)) == []

    def test_that_run_backwards_are_told_where_they_do(self) -> None:
        told = found(said(at=self.LATE), said(at=self.EARLY, seq=3), said(at=self.EARLY, seq=4))
        assert told == [f"entry 3: its time {self.EARLY} is before that of the entry before it"]

    def test_are_compared_as_times(self) -> None:
        assert found(said(at=self.EARLY), said(at="2026-04-08T08:30:00.000000-01:00", seq=3)) == []

    def test_of_the_first_versions_might_go_back_with_a_clock(self) -> None:
        rows = [["actual", "gz", "a", "2026-03", "12", at, "li", "record", None, None, seq]
                for seq, at in enumerate((self.LATE, self.EARLY), 1)]  # fmt: skip
        assert found(*rows, seq=1) == []


def sealed_on(file: Path, *texts: str) -> None:
    """Add texts to the first quarter's book as dealerplan seals them."""
    with closing(SqliteBook(file)) as book, book.writing(["fengxing-gz"]):
        for text in texts:
            before = state_of(book.logs(["fengxing-gz"])["fengxing-gz"])
            seq = before.entries + 1
            whole = text.replace('"gz"', '"fengxing-gz"').replace('"seq": 2', f'"seq": {seq}')
            book.append([Sealed("fengxing-gz", seq, whole, hash_of(whole, before))])


def test_verify_tells_all_of_it_in_one_go(first_quarter: Path, dealerplan: Dealerplan) -> None:
    file = first_quarter / "dealerplan.db"
    with closing(SqliteBook(file)) as book:
        write(book, entry(store="sz"))
    late, early = "2027-01-01T00:00:00Z", "2026-01-01T00:00:00Z"
    strangers = [said("gift", at=late), said(by=7), recorded(value=12), said(at=early)]
    sealed_on(file, *map(json.dumps, strangers))
    tampered(file, "UPDATE entry SET sealed = json_set(sealed, '$.kind', 'loot') WHERE seq = 3",
             "UPDATE entry SET sealed = replace(sealed, 'li', CAST(x'ff' AS TEXT)) WHERE store = 'sz'")  # fmt: skip
    answer = dealerplan("verify")
    refused(
        answer,
        "store sz: entry 1 is no UTF-8 text",
        "store fengxing-gz: entry 3 was changed",
        "store fengxing-gz: entry 3: its kind loot is unknown",
        "store fengxing-gz: entry 14: its kind gift is unknown",
        "store fengxing-gz: entry 15: no text: by",
        "store fengxing-gz: entry 16: no text: value",
        "store fengxing-gz: entry 17: its time 2026-01-01T00:00:00Z is before that of the entry before it",
        code=3,
    )
    assert answer.err.count("error: ") == 7


def test_every_entry_that_is_no_text_is_told(first_quarter: Path, dealerplan: Dealerplan) -> None:
    broken = "UPDATE entry SET sealed = replace(sealed, 'li', CAST(x'ff' AS TEXT)) WHERE seq IN (2, 5)"
    tampered(first_quarter / "dealerplan.db", broken, "UPDATE entry SET hash = CAST(x'ff' AS TEXT) WHERE seq = 9")
    refused(dealerplan("verify"), *(f"entry {seq} is no UTF-8 text" for seq in (2, 5, 9)), code=3)
    refused(dealerplan("status"), "entry 2 is no UTF-8 text", code=3)
    assert "entry 5 is no UTF-8 text" in dealerplan("check").err


CUTS = {
    "the last entry is gone": ("DELETE FROM entry WHERE seq = 13", "entry 13 is missing"),
    "one in the middle is gone": ("DELETE FROM entry WHERE seq = 5", "entry 5 is missing"),
    "all are gone": ("DELETE FROM entry", "entry 1 is missing"),
    "the head is set back": ("UPDATE head SET entries = 12", "was added by another program"),
    "the head is gone": ("DELETE FROM head", "the note of its last hash is missing"),
    "the last hash is another": ("UPDATE entry SET hash = 'x' WHERE seq = 13", "entry 13 ("),
}


@pytest.mark.parametrize(("statement", "sentence"), CUTS.values(), ids=CUTS)
class TestACutBook:
    @pytest.mark.parametrize(
        "words",
        ["status", "status --format json", "status --known-at 2026-04-08", "show revenue", "report", "due 2026-03",
         "export --format csv", "done", "note", "next", "record 2026-03 intake=662", "undo --why x"],
    )  # fmt: skip
    def test_is_not_printed_as_if_it_were_well(
        self, first_quarter: Path, dealerplan: Dealerplan, statement: str, sentence: str, words: str
    ) -> None:
        tampered(first_quarter / "dealerplan.db", statement)
        proof = dealerplan("verify")
        assert sentence in proof.err
        answer = dealerplan(*words.split())
        refused(answer, sentence, code=3)
        assert proof.err.splitlines()[0] in answer.err

    def test_its_history_is_shown_with_a_warning(
        self, first_quarter: Path, dealerplan: Dealerplan, statement: str, sentence: str
    ) -> None:
        """It tells what has to be recorded anew."""
        tampered(first_quarter / "dealerplan.db", statement)
        for words in (["history"], ["history", "--plan", "aftersales-2026"]):
            answer = dealerplan(*words)
            assert answer.code == 0
            assert answer.err.startswith("warning: ")
            assert (answer.err.count("\n"), sentence in answer.err) == (1, True)

    def test_check_still_checks_the_plans(
        self, first_quarter: Path, dealerplan: Dealerplan, statement: str, sentence: str
    ) -> None:
        before = dealerplan("check").out
        tampered(first_quarter / "dealerplan.db", statement)
        answer = dealerplan("check")
        assert sentence in answer.err
        assert before.splitlines()[0] in answer.out


def test_proving_the_ends_computes_no_hash(
    first_quarter: Path, dealerplan: Dealerplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert first_quarter.exists()

    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("dealerplan.book.chain.hash_of", never)
    assert dealerplan("status").code == 0
