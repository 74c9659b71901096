"""The fast evaluation says what the slow one says, of any plan and any actuals."""

from __future__ import annotations

from typing import Any

from hypothesis import event, given, settings

from dealerplan.calendar import open_days
from dealerplan.evaluate import TargetCard
from tests.evaluate.make import WIDE, Given, cases
from tests.evaluate.slow import Slow


def said(card: TargetCard) -> dict[str, Any]:
    months = [(one.month, one.actual, one.expected) for one in card.months]
    return {
        **card.figures._asdict(),
        "status": card.verdict.status,
        "missing": list(card.missing),
        "months": months,
        "totals": [(one.total, one.owed) for one in card.months],
        "month": (card.month.month, card.month.actual, card.month.expected) if card.month else None,
        "mom": (card.mom.fraction, card.mom.difference),
        "yoy": (card.yoy.fraction, card.yoy.difference),
        "yoy_to_date": card.yoy_to_date and (*card.yoy_to_date, card.yoy_to_date.change),
        "stretch": card.stretch and (card.stretch.goal.value, *card.stretch[1:]),
        "best_month": card.best_month,
    }


@given(case=cases(wide=WIDE) | cases())
@settings(max_examples=600, deadline=None)
def test_every_figure_and_status_agrees_with_the_slow_one(case: Given) -> None:
    card = case.first()
    event(f"{case.target.kind}, {card.verdict.rule}")
    slow = Slow(case.plan, case.target, case.actuals, open_days(case.plan.calendar), case.as_of, case.idle)
    assert said(card) == slow.answer()
    assert card.goal == slow.goal
