"""What is found in a group: in its plan, its table, every store's own plan, and what these show with the book."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from dealerplan.app.group import GroupPlan
from dealerplan.app.session import Session
from dealerplan.app.workspace import Workspace
from dealerplan.book.reading import Known
from dealerplan.domain.finding import Finding
from dealerplan.domain.formula import measures_of
from dealerplan.domain.goal import Goal
from dealerplan.domain.group import Store
from dealerplan.domain.number import canonical
from dealerplan.domain.plan import Plan, Target
from dealerplan.evaluate.totals import Recorded
from dealerplan.planfile import group_findings
from dealerplan.planfile.goal_rules import goals_disagree
from dealerplan.planfile.parts import parts_sum
from dealerplan.planfile.problem import Mark, PlanError, Problem
from dealerplan.planfile.rules import findings, findings_of_goals
from dealerplan.words import say


def findings_in(session: Session, workspace: Workspace, of: GroupPlan) -> Iterator[Finding]:
    """Everything found in a group; what stands in its plan alone once, what is of stores with these."""
    common = findings(of.plan)
    yield from common
    for rule in group_findings.RULES:
        yield from rule(of.plan, of.group)
    yield from _of_sums(of)
    known_already, stores = {(one.code, one.target) for one in common}, of.stores
    for plan, known in session.each(of.heads, workspace.read):
        store = stores[plan.store]
        for one in findings_of_goals(plan):
            if (one.code, one.target) not in known_already:
                yield one._replace(
                    store=store.id, message=say("{store}: {finding}", store=store.label, finding=one.message)
                )
        yield from _with_book(of.plan, store, plan, known)


def _of_sums(of: GroupPlan) -> Iterator[Finding]:
    """Where the sums of the stores' goals do not go together."""
    sums = of.plan._replace(targets=tuple(_summed(one, of) for one in of.plan.targets))
    for one in (*goals_disagree(sums), *parts_sum(sums)):
        yield one._replace(message=say("all stores together: {finding}", finding=one.message))


def _summed(target: Target, of: GroupPlan) -> Target:
    """A target with the sum of its stores' goals; as it is, where these have none."""
    own = [store.goals[target.id].goal for store in of.group.stores if target.id in store.goals]
    values = [goal.value for goal in own if goal.value is not None]
    if target.by_store is None or not target.adds_up or not values or any(goal.is_range for goal in own):
        return target
    total = sum(values, Fraction(0))
    return target._replace(goal=Goal(canonical(total), own[0].op, total))


def _with_book(group: Plan, store: Store, plan: Plan, known: Known) -> Iterator[Finding]:
    """What a store's log shows."""
    actuals = known.actuals_of(plan)
    yield from group_findings.closed_months_moved(group, store, known.closed)
    yield from group_findings.value_while_closed(group, store, actuals)
    recorded = Recorded(plan.measures, actuals)
    for target in plan.targets:
        if target.adds_up and (before := _last_year(plan, target, recorded)) is not None:
            yield from group_findings.goal_off_last_year(group, store, target, before)


def _last_year(plan: Plan, target: Target, recorded: Recorded) -> Fraction | None:
    """What a target's measures had in its months a year before; None where some is missing."""
    months = [month.plus(-12) for month in plan.months_of(target)]
    values = [recorded.of(plan, target, month) for month in months]
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) if known and len(known) == len(values) and measures_of(target.formula) else None


def conflicts(of: GroupPlan, others: Sequence[Plan]) -> list[PlanError]:
    """What is wrong where a store's own plan declares a measure of its group otherwise."""
    ids, found = {store.id for store in of.group.stores}, list[PlanError]()
    for plan in others:
        for id, measure in plan.measures.items() if plan.store in ids else ():
            shared = of.plan.measures.get(id)
            if shared is None:
                continue
            keys = [key for key in ("unit", "over_time", "members") if getattr(shared, key) != getattr(measure, key)]
            if keys:
                message = say("{measure} is declared otherwise in {file}: {keys}",
                              measure=id, file=of.plan.path, keys=keys)  # fmt: skip
                hint = say("declare it alike: the store records it once for both")
                found.append(PlanError(plan.path, Problem(Mark(measure.line, 1), message, hint), ""))
    return found
