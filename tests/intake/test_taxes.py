"""With and without tax, by any words, against what the measure counts."""

from __future__ import annotations

import pytest

from dealerplan.app.values import Dictionary
from dealerplan.domain.plan import Plan
from dealerplan.intake.given import Known
from dealerplan.planfile.load import load
from tests.intake.reading import KNOWN, found, problems


def known(basis: str) -> Known:
    text = f"plan: p\nstore: east\nperiod: 2026\nmeasures: {{revenue: {{name: 产值, unit: 元, basis: {basis}}}}}\n"
    plan = load(f"{text}targets: {{revenue: {{goal: 1}}}}\n".encode(), "p.yaml")
    assert isinstance(plan, Plan)
    return KNOWN._replace(measures=Dictionary([plan]), totals=plan.targets)


WITH = ["(含增值税)", "含13%税", "（含13%增值税）", "含13个点税", "incl. 13% VAT", "inclusive of VAT", "含税"]
WITHOUT = ["(不含增值税)", "不含13%税", "exclusive of VAT", "net of VAT", "excl. VAT", "without tax", "不含税"]


@pytest.mark.parametrize(("words", "own", "other"), [(WITH, "含税", "不含税"), (WITHOUT, "不含税", "含税")])
def test_words_of_tax(words: list[str], own: str, other: str) -> None:
    for word in words:
        text = f"2026年3月{word},\n项目,实际\n产值,565\n"
        assert len(found(text, known=known(own)).given) == 1, word
        (problem,) = problems(text, known=known(other))
        assert "row 1, column 1: this is with" in problem, word
