"""What is late is the same in every place that tells it: the list of what to decide, a plan's row, its result."""

from __future__ import annotations

from datetime import date

import pytest

from dealerplan.calendar import open_days
from dealerplan.domain.actual import Done
from dealerplan.domain.month import Month
from dealerplan.domain.note import Action, Note
from dealerplan.domain.plan import Plan
from dealerplan.evaluate import evaluate
from dealerplan.planfile.load import load
from dealerplan.view.document import Table
from dealerplan.view.first_page import Page
from dealerplan.view.first_page.lists import overdue
from dealerplan.view.first_page.result import result
from dealerplan.view.plans_page import plans_page
from dealerplan.words import text

PLAN = """\
plan: p
store: s
period: 2026
owner: li
targets: {}
milestones:
  chart: {name: Chart, due: 2026-03-31}
  audit: {name: Audit, due: 2026-12-31}
  party: {name: Party, due: 2026-06-30}
"""
PROMISED = Action("sold-2026-03", Note("sold", Month(2026, 3), "few", "call them", "wang", date(2026, 4, 30)))


def page(day: date) -> Page:
    """The chart done in time, on a day."""
    plan = load(PLAN.encode(), "p.yaml")
    assert isinstance(plan, Plan)
    card = evaluate(plan, {}, {"chart": Done(date(2026, 3, 1), {})}, open_days(plan.calendar), day, None)
    return Page(card, actions=[PROMISED])


@pytest.mark.parametrize(
    ("day", "late"),
    [
        (date(2026, 4, 30), 0),
        (date(2026, 5, 1), 1),  # the action
        (date(2026, 7, 1), 2),  # the party
        (date(2026, 12, 31), 3),  # the audit, which the plan's last day leaves undone
        (date(2027, 1, 31), 3),
    ],
)
def test_everywhere_as_many(day: date, late: int) -> None:
    of = page(day)
    (table,) = (one for one in plans_page([of, of]) if isinstance(one, Table))
    at = [column.id for column in table.columns].index("overdue") if late else -1
    assert len(list(overdue(of))) == late
    assert text(table.rows[0][at].text, "en") == (str(late) if late else "li")


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 5, 1), "1 of 3 milestones done"),
        (date(2026, 7, 1), "1 of 3 milestones done; 1 overdue"),
        (date(2026, 12, 31), "1 of 3 milestones done"),
    ],
)
def test_the_result_of_a_plan_of_milestones(day: date, told: str) -> None:
    assert [text(line.text, "en") for line in result(page(day))] == [told]


def test_what_nobody_was_named_for_is_the_targets_owners() -> None:
    of = page(date(2026, 5, 1))
    of.actions = [PROMISED._replace(note=PROMISED.note._replace(owner=None))]
    assert [text(one, "en") for one in overdue(of)] == ["call them, promised by 2026-04-30 (li)"]
