"""Goals have the signs of pages where there are pages."""

from __future__ import annotations

import pytest

from dealerplan.domain.goal import Goal
from dealerplan.evaluate.milestones import Result
from dealerplan.render.typeset import text
from dealerplan.view.terms import goal_text
from dealerplan.words import say


@pytest.mark.parametrize(("op", "said"), [(">=", "≥600"), ("<=", "≤600"), (">", ">600"), ("<", "<600")])
def test_goals(op: str, said: str) -> None:
    goal = goal_text(Goal.parse(f"{op} 600"), Result("t", Goal("tbd"), None, None, "t", None))
    assert text(say("{goal} {each}", goal=[goal], each="each month"), "en") == f"{said} each month"


def test_what_users_wrote_stays() -> None:
    line = say("{month}: {why}", month="2026-03", why=">= 5 <= 6")
    assert text([line, ">="], "en") == "2026-03: >= 5 <= 6, >="
