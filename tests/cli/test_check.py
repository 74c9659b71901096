"""`dealerplan check`, `init` and `demo`."""

from __future__ import annotations

import contextlib
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
        assert {"template": "aftersales", "name": "售后服务部年度计划"} in dealerplan(
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
