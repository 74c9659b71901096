"""What is found in a group: in its plan, its table, every store's own plan, and what these show with the book."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from dealerplan.app.group import GroupPlan
from dealerplan.app.kept import discrepancies_to
from dealerplan.app.session import Session
from dealerplan.app.workspace import Workspace
from dealerplan.book.reading import Known
from dealerplan.domain import rewritten
from dealerplan.domain.finding import Finding
from dealerplan.domain.formula import measures_of
from dealerplan.domain.goal import Goal
from dealerplan.domain.group import Store
from dealerplan.domain.number import canonical, summed
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
        goals = [one for one in findings_of_goals(plan) if (one.code, one.target) not in known_already]
        since = discrepancies_to(plan, known, plan.period.last)
        yield from group_findings.closed_months_moved(of.plan, store, known.closed, since.moved)
        yield from _with_book(of.plan, store, plan, known)
        for one in (*goals, *(rewritten.finding(one, plan) for one in since.rewritten), *since.units_changed):
            yield one._replace(
                store=store.id, message=say("{store}: {finding}", store=store.label, finding=one.message)
            )


def _of_sums(of: GroupPlan) -> Iterator[Finding]:
    """Where the sums of goals do not go together, of the stores that have all of them."""
    by_store = [one for one in of.plan.targets if one.by_store is not None and one.adds_up]
    whole = [store for store in of.group.stores if all(_has_number(store, one) for one in by_store)]
    if not whole:
        return
    sums = {one.id: _summed(one, whole) for one in by_store}
    plan = of.plan._replace(targets=tuple(sums.get(one.id, one) for one in of.plan.targets))
    for one in (*goals_disagree(plan), *parts_sum(plan)):
        yield one._replace(message=say("stores with every goal, together: {finding}", finding=one.message))


def _has_number(store: Store, target: Target) -> bool:
    """Whether a store has a goal that is one number."""
    own = store.goals.get(target.id)
    return own is not None and own.goal.value is not None and not own.goal.is_range


def _summed(target: Target, stores: Sequence[Store]) -> Target:
    """A target with the sum of stores' goals."""
    total = summed(store.goals[target.id].goal.value or Fraction(0) for store in stores)
    return target._replace(goal=Goal(canonical(total), stores[0].goals[target.id].goal.op, total))


def _with_book(group: Plan, store: Store, plan: Plan, known: Known) -> Iterator[Finding]:
    """What a store's log shows."""
    actuals = known.actuals_of(plan)
    yield from group_findings.value_while_closed(group, store, actuals)
    recorded = Recorded(plan.measures, actuals)
    for target in plan.targets:
        if target.adds_up and (before := _last_year(plan, target, recorded)) is not None:
            yield from group_findings.goal_off_last_year(group, store, target, before)


def _last_year(plan: Plan, target: Target, recorded: Recorded) -> Fraction | None:
    """What a target's measures had in its months a year before; None where some is missing."""
    values = recorded.of(plan, target, [month.plus(-12) for month in plan.months_of(target)])
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
