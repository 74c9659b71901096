"""Ids of errors are promises: a list of all of them, so that a sentence that would change one is seen.

A sentence with new words keeps its id by a line in `words/ids.py`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from dealerplan.domain.plan import Plan
from dealerplan.errors import Invalid
from dealerplan.planfile.load import load
from dealerplan.words import Message, say
from dealerplan.words.ids import KEPT, id_of
from tests.gallery.test_gallery import FOLDERS
from tests.golden import check_golden
from tests.words.templates import SOURCE, templates

ALIKE = {"is-outside-the-period", "needs-a-value", "cant-be-opened", "is-damaged"}  # with and without particulars
RAISED = {"Invalid", "TooLarge", "UsageError", "BookError", "DealerplanError", "Declined", "doubt"}


def test_every_id_is_listed() -> None:
    found = {id_of(message) for message in (*_of_plan_files(), *_raised())}
    check_golden(Path(__file__).with_name("error-ids.txt"), "".join(f"{id}\n" for id in sorted(found)))


def test_no_two_sentences_of_errors_have_one_id() -> None:
    by_id: dict[str, set[str]] = {}
    for message in (*_of_plan_files(), *_raised()):
        by_id.setdefault(id_of(message), set()).add(message.template)
    assert {id for id, sentences in by_id.items() if len(sentences) > 1} == ALIKE


def test_an_id_is_the_words_without_what_fills_them() -> None:
    error = Invalid(say("there is no key {key}", key="goal：5"))
    assert error.id == "there-is-no-key"
    assert Invalid(say("{file}: {problem}", file="a.csv", problem=error.message)).id == error.id
    assert Invalid(say("{file}: {problem}", file="a.csv", problem="?")).id == "error"


def test_kept_ids_are_of_sentences_that_are_said() -> None:
    assert set(KEPT) <= set(templates())


def _of_plan_files() -> Iterator[Message]:
    for folder in FOLDERS:
        found = load((folder / "plan.yaml").read_bytes(), "plan.yaml")
        if not isinstance(found, Plan):
            yield from (one.message for one in found)


def _raised() -> Iterator[Message]:
    """What is said right where an error is made."""
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(ast.Name(name), [ast.Call(ast.Name("say"), [ast.Constant(str(template))]), *_]):
                    if name in RAISED and id_of(Message(template, {})) != "error":
                        yield Message(template, {})
