"""Every finding of `check`, each in a folder of its code: tests/findings/CODE/plan.yaml and expected.en, .zh."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dealerplan.planfile.rules import RULES
from tests.conftest import Dealerplan
from tests.golden import check_golden

FOLDER = Path(__file__).parent / "findings"
CODES = sorted(folder.name for folder in FOLDER.iterdir())


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("code", CODES)
def test_the_finding_has_its_figures(code: str, lang: str, dealerplan: Dealerplan) -> None:
    shutil.copy(FOLDER / code / "plan.yaml", "plan.yaml")
    answer = dealerplan("check", "plan.yaml", "--lang", lang)
    assert (answer.code, answer.err) == (0 if code == "nothing" else 1, "")
    check_golden(FOLDER / code / f"expected.{lang}", answer.out)


@pytest.mark.parametrize("code", [code for code in CODES if code != "nothing"])
def test_only_that_is_found(code: str, dealerplan: Dealerplan) -> None:
    shutil.copy(FOLDER / code / "plan.yaml", "plan.yaml")
    found = dealerplan("check", "plan.yaml", "--format", "json").json()
    assert found["schema"] == "dealerplan.check/1"
    assert {one["code"] for one in found["findings"]} == {code}
    assert set(found["findings"][0]) >= {"code", "plan", "target", "line", "message"}


def test_every_rule_has_its_folder() -> None:
    assert {rule.__name__.replace("_", "-") for rule in RULES} == set(CODES) - {"nothing"}


def test_plans_of_one_store_that_declare_a_measure_otherwise(workspace: Path, dealerplan: Dealerplan) -> None:
    other = (
        "plan: other\nstore: fengxing-gz\nperiod: 2026\nmeasures: {intake: {unit: 辆}}\ntargets: {intake: {goal: 5}}\n"
    )
    (workspace / "plans" / "other.yaml").write_text(other, encoding="utf-8")
    found = dealerplan("check", "--format", "json").json()["findings"]
    assert [one for one in found if one["code"] == "measure-conflict"] == [
        {
            "code": "measure-conflict",
            "plan": "other",
            "file": "plans/other.yaml",
            "target": "intake",
            "line": 4,
            "message": "intake is declared otherwise in plans/aftersales.yaml: unit",
        }
    ]


def test_two_measures_that_are_said_to_have_been_one(tmp_path: Path, dealerplan: Dealerplan) -> None:
    folder = tmp_path / "w" / "plans"
    folder.mkdir(parents=True)
    for id, name in (("one", "requests"), ("two", "inquiries")):
        text = f"store: s\nperiod: 2026\nmeasures: {{{name}: {{was: leads}}}}\ntargets: {{{name}: {{goal: 5}}}}\n"
        (folder / f"{id}.yaml").write_text(f"plan: {id}\n{text}", encoding="utf-8")
    answer = dealerplan("check", "--format", "json", "--workspace", str(tmp_path / "w"))
    (found,) = [one for one in answer.json()["findings"] if one["code"] == "renaming-conflict"]
    assert (found["plan"], found["target"]) == ("two", "inquiries")
    assert found["message"].startswith("inquiries and, in plans/one.yaml, requests are both said to have been leads")
