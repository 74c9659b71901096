"""Where an error stands: the line and column of the culprit, however the file is written."""

from __future__ import annotations

import pytest
import yaml

from dealerplan.planfile.load import load
from tests.planfile.reading import HEAD, refuse


@pytest.mark.parametrize(
    ("text", "errors"),
    [
        # block and flow, comments, blank lines, wide characters before it on the line
        ("\n# note\ntargets:\n\n  a:\n    goal: lots\n", ["9:11: lots is not a goal"]),
        ("targets: {a: {name: 接车台次, goal: lots}}\n", ["4:33: lots is not a goal"]),
        ("targets:\n  接车: {goal: lots}\n", ["5:14: lots is not a goal"]),
        ("targets:\n  a: {goal: 'lots'}\n", ["5:13: lots is not a goal"]),
        ("targets:\n  a:\n    goal:\n      lots\n", ["7:7: lots is not a goal"]),
        ("targets:\n  a:\n    goal: &g lots\n", ["6:11: lots is not a goal"]),
        ("targets:\n  a: {goal: 5, 'onwer': x}\n", ["5:16: there is no key onwer"]),
        # places within a formula
        ("targets:\n  a: {goal: 5, formula: b +}\n", ["5:28: the formula ends too early"]),
        ("targets:\n  a: {goal: 5, formula: 'b +'}\n", ["5:29: the formula ends too early"]),
        ('targets:\n  a: {goal: 5, formula: "b / ccc"}\n  b: {goal: 5}\n', ["5:30: there is no measure ccc"]),
        ("targets:\n  a: {goal: 5, formula: b / （ｃｃｃ）}\n  b: {goal: 5}\n", ["5:30: there is no measure ccc"]),
        ('targets:\n  a: {goal: 5, formula: "\\x62 / ccc"}\n  b: {goal: 5}\n', ["5:25: there is no measure ccc"]),
        ("targets:\n  a:\n    goal: 5\n    formula: >\n      b / c\n  b: {goal: 5}\n", ["7:14: there is no measure c"]),
        ("targets:\n  a:\n    goal: 5\n    formula: b\n      / c\n  b: {goal: 5}\n", ["7:14: there is no measure c"]),
        # what isn't there
        ("targets:\n  a: {owner: x}\n", ["5:3: goal is missing"]),
        ("targets:\n  a:\n    goal: 5\n    revisions: [{from: 2026-07}]\n", ["7:17: the revision changes nothing"]),
        ("targets:\n  a:\n", ["5:3: goal is missing"]),
        ("targets:\n  a:\n    goal:\n", ["6:10: the goal is empty"]),
        # lists, aliases, merges
        ("milestones:\n  a: {support: [x, [y]]}\n", ["5:20: one value must stand here, not a list or mapping"]),
        ("targets:\n  a: &a {goal: lots}\n  b: *a\n", ["5:16: lots is not a goal"]),
        ("targets:\n  a: {goal: &g lots}\n  b: {goal: *g}\n", ["5:13: lots is not a goal", "6:13: lots is not a goal"]),
        ("targets:\n  a: &a {goal: 5, start: lot}\n  b:\n    <<: *a\n    goal: 6\n", ["5:26: lot is not a number"]),
        # other line ends
        ("targets:\r\n  a: {goal: 5}\r\n  b: {goal: lots}\r\n", ["6:13: lots is not a goal"]),
        ("notes: |\n  one\n  two\ntargets:\n  b: {goal: lots}\n", ["8:13: lots is not a goal"]),
    ],
)  # fmt: skip
def test_places(text: str, errors: list[str]) -> None:
    assert refuse(HEAD + text) == errors


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("plan: a\x00", "1:1"),
        ("plan: a\x07", "1:8"),
        ("plan: 接车\x1b\n", "1:9"),
        ("plan: a\nstore: b\n\x7f", "3:1"),
        ("plan: a\r\n\x01", "2:1"),
        ("plan: a\n\ufeff", "2:1"),
    ],
)
def test_characters_that_no_file_has(text: str, place: str) -> None:
    assert [error.rsplit(": ", 2)[0].split(": ")[0] for error in refuse(text)] == [place]


def test_what_only_the_parser_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse_all(*_: object, **__: object) -> None:
        raise yaml.YAMLError

    monkeypatch.setattr(yaml, "parse", refuse_all)
    assert refuse(HEAD) == ["1:1: the file is not YAML"]


def test_misspelt_in_every_one_of_many_levels() -> None:
    nested = "5"
    for _ in range(9):
        nested = f"{{gaol: 5, spilt: {{a: {nested}}}}}"
    errors = refuse(f"{HEAD}targets:\n  t: {nested}\n")
    assert errors[0] == "5:7: there is no key gaol"
    told = [error.split(": ")[1] for error in errors]
    assert (told.count("there is no key gaol"), told.count("there is no key spilt")) == (9, 9)
    assert set(told) - {"there is no key gaol", "there is no key spilt"} == {
        "split needs a formula on one measure with members"
    }


def test_the_line_itself_is_shown() -> None:
    found = load(f"{HEAD}targets:\n  a: {{goal: lots}}\n".encode(), "some/plan.yaml")
    assert isinstance(found, list)
    assert (found[0].path, found[0].source_line) == ("some/plan.yaml", "  a: {goal: lots}")
