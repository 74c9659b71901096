"""What a word means among the targets of groups."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from dealerplan.app.group import GroupPlan, group_plans, no_group
from dealerplan.app.selection import find_target
from dealerplan.app.workspace import Workspace, choose
from dealerplan.domain.month import Month
from dealerplan.domain.outline import Head
from dealerplan.domain.plan import Plan, Target


class InGroup(NamedTuple):
    """A target of a group's plan."""

    of: GroupPlan
    target: Target


def find_group_target(workspace: Workspace, heads: Sequence[Head], word: str, at: Month | date) -> InGroup:
    """The target that a word names in the groups that heads are of; raises UsageError."""
    groups = group_plans(workspace, heads)
    if not groups:
        raise no_group(heads)
    found = _found(groups, (), word, at)
    assert isinstance(found, InGroup)
    return found


def group_target_or_plan(workspace: Workspace, word: str, at: Month | date) -> InGroup | Plan:
    """The target of a group that a word names, or the plan of one store that has it; raises UsageError, and what is
    wrong with the plans."""
    heads = choose(workspace, (), None)
    own = [workspace.read(head) for head in heads if head.table is None]
    return _found(group_plans(workspace, heads), own, word, at)


def _found(groups: Sequence[GroupPlan], own: Sequence[Plan], word: str, at: Month | date) -> InGroup | Plan:
    plan, target = find_target(word, [*(one.plan for one in groups), *own], at)
    of = next((one for one in groups if one.plan is plan), None)
    return plan if of is None else InGroup(of, target)
