"""`dealerplan check`, `init` and `demo`."""

from __future__ import annotations

import contextlib
import csv
import json
from pathlib import Path

import pytest

from tests.cli.conftest import AddPlan, refused
from tests.conftest import Dealerplan

GOOD = "store: s\ntargets: {intake: {goal: 5}}"


def test_check_says_what_it_read(dealerplan: Dealerplan, add_plan: AddPlan) -> None:
    add_plan("good", GOOD)
    answer = dealerplan("check", "good")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("plans/good.yaml: good, 2026")


def test_check_reads_files_anywhere(dealerplan: Dealerplan, tmp_path: Path) -> None:
    file = tmp_path / "draft.yaml"
    file.write_text(f"plan: draft\nperiod: 2026\n{GOOD}\n")
    assert dealerplan("check", str(file)).code == 0
    file.write_text("plan: draft\nperiod: 2026\nstore: s\ntargts: {}\n")
    refused(dealerplan("check", str(file)), f"{file}:4:1: there is no key targts", "did you mean targets?")


def test_check_says_all_that_is_wrong_in_all_files(dealerplan: Dealerplan, add_plan: AddPlan) -> None:
    add_plan("one", "store: s", "targts: {}")
    add_plan("two", "store: s", "milstones: {}")
    refused(dealerplan("check"), "plans/one.yaml:4:1:", "plans/two.yaml:4:1:", "2 problems")


def test_check_as_json_and_csv(dealerplan: Dealerplan, add_plan: AddPlan) -> None:
    add_plan("open", "store: s", "targets: {intake: {goal: tbd}}")
    answer = dealerplan("check", "open", "--format", "json")
    assert answer.code == 1
    found = answer.json()
    assert found["schema"] == "dealerplan.check/1"
    (finding,) = found["findings"]
    assert {key: finding[key] for key in ("code", "plan", "target", "line")} == {
        "code": "goal-undecided", "plan": "open", "target": "intake", "line": 4,
    }  # fmt: skip
    head, line = dealerplan("check", "open", "--format", "csv").out.splitlines()
    row = dict(zip(head.split(","), line.split(","), strict=False))
    assert (row["code"], row["plan"], row["target"], row["line"]) == ("goal-undecided", "open", "intake", "4")
    assert "message" in row


class TestBrokenPlans:
    """Every error is in JSON and CSV too, beside what was found in the plans that could be read."""

    @pytest.fixture(autouse=True)
    def _plans(self, add_plan: AddPlan) -> None:
        add_plan("open", "store: s", "targets: {intake: {goal: tbd}}")
        add_plan("one", "store: s", "targts: {}", "tolerance: 900%")
        add_plan("two", "store: s", "targets: {a: {goal: good}}")

    @pytest.mark.parametrize("lang", ["en", "zh"])
    def test_json_has_all_of_them(self, dealerplan: Dealerplan, lang: str) -> None:
        answer = dealerplan("check", "--format", "json", "--lang", lang)
        assert answer.code == 2
        found = json.loads(answer.out)
        assert found["schema"] == "dealerplan.check/1"
        assert [(one["code"], one["plan"]) for one in found["findings"] if one["plan"] == "open"] == [
            ("goal-undecided", "open")
        ]
        assert [[one[key] for key in ("id", "file", "line", "column")] for one in found["errors"]] == [
            ["there-is-no-key", "plans/one.yaml", 4, 1],
            ["a-tolerance-of-lets-everything-pass", "plans/one.yaml", 5, 12],
            ["is-not-a-goal", "plans/two.yaml", 4, 21],
        ]
        for one in found["errors"]:
            assert one["message"] in answer.err
            assert one["hint"] in answer.err
        assert answer.err == dealerplan("check", "--lang", lang).err

    def test_csv_has_all_of_them(self, dealerplan: Dealerplan) -> None:
        answer = dealerplan("check", "--format", "csv")
        assert answer.code == 2
        rows = list(csv.DictReader(answer.out.splitlines()))
        errors = [(row["code"], row["file"], row["line"]) for row in rows if row["level"] == "error"]
        assert errors[0] == ("there-is-no-key", "plans/one.yaml", "4")
        assert len(errors) == 3
        assert {row["code"] for row in rows if row["level"] == "finding"} >= {"goal-undecided"}

    def test_plans_named_are_checked_alone(self, dealerplan: Dealerplan, workspace: Path) -> None:
        answer = dealerplan("check", "open", "--format", "json")
        assert (answer.code, answer.json()["errors"]) == (1, [])
        broken = json.loads(dealerplan("check", str(workspace / "plans/two.yaml"), "--format", "json").out)
        assert (broken["findings"], [one["line"] for one in broken["errors"]]) == ([], [4])
        both = json.loads(dealerplan("check", "open", "two", "--format", "json").out)
        assert {one["plan"] for one in both["findings"]} == {"open"}
        assert len(both["errors"]) == 3

    def test_so_has_a_plan_that_there_is_not(self, dealerplan: Dealerplan, workspace: Path) -> None:
        for broken in ("one", "two"):
            (workspace / "plans" / f"{broken}.yaml").unlink()
        answer = dealerplan("check", "opne", "--format", "json")
        found = json.loads(answer.out)
        assert (answer.code, found["schema"], found["findings"]) == (2, "dealerplan.check/1", [])
        assert found["errors"] == [
            {"id": "there-is-no-plan", "file": None, "line": None, "column": None,
             "message": "there is no plan opne", "hint": "did you mean open?"},
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nothing.yaml"], "there is no plan nothing.yaml"),
        (["--format", "xml"], "--format can't be xml"),
    ],
)
@pytest.mark.usefixtures("workspace")
def test_check_refusals(dealerplan: Dealerplan, words: list[str], sentence: str) -> None:
    refused(dealerplan("check", *words), sentence)


class TestInit:
    def test_makes_a_workspace_that_works(self, dealerplan: Dealerplan) -> None:
        assert dealerplan("init", "service").code == 0
        assert dealerplan("check", "--workspace", "service").code in (0, 1)
        assert dealerplan("status", "--workspace", "service").code == 0

    def test_never_overwrites(self, dealerplan: Dealerplan) -> None:
        dealerplan("init")
        file = next(Path("plans").iterdir())
        file.write_text("mine")
        refused(dealerplan("init"), "is there already", "nothing was written")
        assert file.read_text() == "mine"

    def test_lists_templates(self, dealerplan: Dealerplan) -> None:
        answer = dealerplan("init", "--list")
        assert answer.code == 0
        assert "aftersales" in answer.out
        assert {"template": "aftersales", "name": "Annual plan of after-sales"} in dealerplan(
            "init", "--list", "--format", "json"
        ).json()["templates"]
        assert dealerplan("init", "--list", "--format", "csv").out.startswith("template,name\n")
        assert list(Path().iterdir()) == []

    def test_refusals_make_nothing(self, dealerplan: Dealerplan) -> None:
        refused(dealerplan("init", "x", "--template", "aftersale"), "did you mean aftersales?")
        refused(dealerplan("init", "x", "--template", "../secrets"), "there is no template")
        assert list(Path().iterdir()) == []
        Path("file").write_text("")
        refused(dealerplan("init", "file"), "can't be written")

    def test_a_full_disk_is_left_without_a_plan(self, dealerplan: Dealerplan, small_disk: Path) -> None:
        with (small_disk / "full").open("wb") as stream, contextlib.suppress(OSError):
            stream.write(bytes(1 << 20))
        refused(dealerplan("init", str(small_disk)), "can't be written: No space left on device", "make room")
        assert list(small_disk.rglob("*.yaml")) == []


def test_demo_shows_a_year_and_says_where_it_is(
    dealerplan: Dealerplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    answer = dealerplan("demo")
    assert (answer.code, answer.err) == (0, "")
    (folder,) = tmp_path.glob("dealerplan-*")
    assert f"cd {folder}" in answer.out
    assert dealerplan("status", "--workspace", str(folder)).code == 0
    assert list(Path().iterdir()) == []


def test_demo_in_json_keeps_the_folder_beside_the_answer(
    dealerplan: Dealerplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    answer = dealerplan("demo", "--format", "json")
    assert answer.json()["schema"] == "dealerplan.status/1"
    (folder,) = tmp_path.glob("dealerplan-*")
    assert f"cd {folder}" in answer.err
