"""The goals of a group's stores: as they stand in a month, and the table to fill in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from dealerplan.app.group import Asked, GroupPlan, group_card, the_group
from dealerplan.app.plan_files import plan_files, read_plan
from dealerplan.app.session import Session
from dealerplan.app.workspace import PLANS, Workspace, choose
from dealerplan.domain.group import Store
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Plan
from dealerplan.errors import Refused, UsageError
from dealerplan.evaluate.group_card import GroupCard
from dealerplan.words import say


def goals(session: Session, workspace: Workspace, of: GroupPlan, as_of: Month | None) -> GroupCard:
    """A group with the goals in force in a month: by default today's, else the nearest of its period."""
    period = of.plan.period
    today = min(max(of.plan.month_end.month_of(session.today), period.first), period.last)
    return group_card(session, workspace, of, Asked(as_of or today))


class ToFill(NamedTuple):
    """A group's plan, and its stores as far as there is a table of them."""

    plan: Plan
    stores: Sequence[Store]


def to_fill(workspace: Workspace, names: Sequence[str]) -> ToFill:
    """The group whose table is to be filled in; there need be none yet. Raises UsageError, Refused."""
    try:
        of = the_group(workspace, choose(workspace, names, None))
    except Refused:
        if (plan := _without_table(workspace.folder, names)) is None:
            raise
        return ToFill(plan, ())
    return ToFill(of.plan, of.group.stores)


def _without_table(folder: Path, names: Sequence[str]) -> Plan | None:
    """The one group's plan whose table is not there yet."""
    found = []
    for file in plan_files(folder / PLANS):
        plan = read_plan(file, file.name)
        if isinstance(plan, Plan) and plan.group is not None and not (file.parent / plan.group.table).exists():
            found += [plan] if not names or {plan.id, file.name, file.stem, plan.path} & {*names} else []
    return found[0] if len(found) == 1 else None


def check_sheet(plan: Plan, kind: str) -> None:
    """Raises UsageError for a form that has no sheet of the name that the plan gives."""
    if kind == "csv" and plan.group is not None and plan.group.sheet is not None:
        message = say("the plan names the sheet {sheet}, and CSV has none", sheet=plan.group.sheet)
        raise UsageError(message, say("name the form .xlsx, or leave sheet: out of the plan"))
