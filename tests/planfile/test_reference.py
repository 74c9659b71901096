"""The plan-file reference and the JSON Schema are made from the schema, and their examples run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from dealerplan.domain.plan import Plan
from dealerplan.planfile.load import load
from dealerplan.planfile.rules import findings
from tests.conftest import CONTRACT_PLAN
from tests.golden import check_golden
from tests.planfile.reference import EXAMPLE, GROUP, KEYS, PARTS, chinese_page, json_schema, page
from tests.planfile.reference_zh import KEYS as CHINESE

ROOT = Path(__file__).parents[2]
PLANS = [CONTRACT_PLAN, *sorted((ROOT / "plans").glob("*/*.yaml"))]


def test_every_key_is_described_and_nothing_else() -> None:
    for part, (model, _) in PARTS.items():
        keys = {field.alias or name for name, field in model.model_fields.items()}
        assert set(KEYS[part]) == keys
        assert set(CHINESE[part]) == keys


def test_the_example_loads_and_shows_every_key() -> None:
    plan = load(EXAMPLE.encode(), "plan.yaml")
    assert isinstance(plan, Plan)
    assert findings(plan) == []
    assert isinstance(load(GROUP.encode(), "group.yaml"), Plan)
    shown = _keys_in(yaml.safe_load(EXAMPLE)) | _keys_in(yaml.safe_load(GROUP))
    assert {key for keys in KEYS.values() for key in keys} - shown == set()


def _keys_in(data: Any) -> set[str]:
    if isinstance(data, dict):
        return set(data) | {key for value in data.values() for key in _keys_in(value)}
    return {key for value in data for key in _keys_in(value)} if isinstance(data, list) else set()


def test_the_page_is_made_from_the_schema() -> None:
    check_golden(ROOT / "docs" / "plan-file.md", page())
    check_golden(ROOT / "docs" / "zh" / "plan-file.md", chinese_page())


def test_the_json_schema_is_the_schema() -> None:
    written = json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"
    check_golden(ROOT / "docs" / "plan.schema.json", written)


@pytest.mark.parametrize("text", [EXAMPLE, GROUP, *(file.read_text(encoding="utf-8") for file in PLANS)])
def test_good_plans_satisfy_the_json_schema(text: str) -> None:
    data = yaml.load(text, Loader=_AsEditorsRead)  # a SafeLoader that leaves dates alone
    jsonschema.validate(data, json_schema())


class _AsEditorsRead(yaml.SafeLoader):
    """YAML 1.2's idea of scalars: a date is text."""


_AsEditorsRead.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@pytest.mark.parametrize(
    "change",
    [{"gaol": 5}, {"measures": {"a": {"unti": "台"}}}, {"targets": {"a": {}}}, {"calendar": {"open": "weekdays"}}],
)
def test_slips_do_not(change: dict[str, Any]) -> None:
    good = {"plan": "a", "store": "b", "period": 2026}
    jsonschema.validate(good, json_schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(good | change, json_schema())
