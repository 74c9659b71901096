"""Names to ignore are written into a plan file, and every other byte stays."""

from __future__ import annotations

import pytest

from dealerplan.domain.plan import Plan
from dealerplan.planfile.ignoring import line_of, with_ignored
from dealerplan.planfile.load import load
from tests.planfile.reading import HEAD

NAMES = ("毛利", "库存: 件")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "imports: {ignore: [毛利, '库存: 件']}\n"),
        ("# end", "# end\nimports: {ignore: [毛利, '库存: 件']}\n"),
        ("notes: |\n  a\n", "notes: |\n  a\nimports: {ignore: [毛利, '库存: 件']}\n"),
        ("imports: {}\n", "imports: {ignore: [毛利, '库存: 件']}\n"),
        ("imports: {ignore: []}\n", "imports: {ignore: [毛利, '库存: 件']}\n"),
        ("imports: {ignore: [a]} # x\n", "imports: {ignore: [a, 毛利, '库存: 件']} # x\n"),
        ("imports: {ignore: [a, ]}\n", "imports: {ignore: [a, 毛利, '库存: 件', ]}\n"),
        ("imports: {ignore: a}\n", "imports: {ignore: [a, 毛利, '库存: 件']}\n"),
        (
            "imports:\n  ignore:\n  - a # x\n\nname: b\n",
            "imports:\n  ignore:\n  - a # x\n  - 毛利\n  - '库存: 件'\n\nname: b\n",
        ),
        ("imports:\n  ignore:\n    - 'a'", "imports:\n  ignore:\n    - 'a'\n    - 毛利\n    - '库存: 件'"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_names_are_added(before: str, after: str, end: str, mark: str) -> None:
    raw = (mark + HEAD + before).replace("\n", end).encode()
    written = with_ignored(raw, NAMES)
    assert written == (mark + HEAD + after).replace("\n", end).encode()
    old, new = load(raw, "a.yaml"), load(written, "a.yaml")
    assert isinstance(old, Plan)
    assert isinstance(new, Plan)
    assert new == old._replace(ignored=(*old.ignored, *NAMES))


@pytest.mark.parametrize(
    "name", ["a'b", "毛利（元）", "- x", "null", "~", "5", "x\ny", "a, b", "[a]", "#1", "a: b", "%", "a\\b", '"a"']
)
def test_any_name_can_be_written(name: str) -> None:
    plan = load(f"{HEAD}{line_of([name])}\n".encode(), "a.yaml")
    assert isinstance(plan, Plan)
    assert plan.ignored == (name,)


def test_what_is_no_yaml_takes_none() -> None:
    assert with_ignored(b"a: [", NAMES) is None
