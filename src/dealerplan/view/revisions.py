"""Goals, formulas, phasings and dates revised, with what they were before and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dealerplan.domain.formula import written
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Revision
from dealerplan.evaluate import Scorecard, TargetCard
from dealerplan.view.document import Line
from dealerplan.view.terms import goal_text, phasing_text
from dealerplan.view.when import month_name
from dealerplan.words import Message, say


def revised(card: Scorecard, first: Month, last: Month) -> Iterator[Line]:
    """Goals, formulas, phasings and dates revised from one of the months between two on, with their reasons."""
    named = {id: measure.name for id, measure in card.plan.measures.items()}
    for one in card.targets:
        for revision, said in _news(one, named):
            if first <= revision.start <= last:
                fills = {"name": one.target.label, "month": month_name(revision.start), "why": revision.why or _UNSAID}
                yield Line(said.filled({**fills, **said.fills}))
    for milestone in (one.milestone for one in card.milestones):
        due = milestone.due
        for delay in milestone.delays:
            if first <= delay.start <= last:
                yield Line(say(
                    "{name}: moved in {month} to {due}, before {old}; reason: {why}",
                    name=milestone.label, month=month_name(delay.start), due=delay.due, old=due,
                    why=delay.why or _UNSAID,
                ))  # fmt: skip
            due = delay.due


def _news(of: TargetCard, named: Mapping[str, str]) -> Iterator[tuple[Revision, Message]]:
    """What each revision changes, against what was in force before; a part goes by the phasing of its whole."""
    target, goal, formula = of.target, of.target.goal, of.first_formula or of.target.formula
    for one in target.revisions:
        if one.goal is not None:
            yield one, _GOAL._replace(fills={"goal": goal_text(one.goal, target), "old": goal_text(goal, target)})
        if one.formula is not None:
            fills = {"formula": written(one.formula, named), "old": written(formula, named)}
            yield one, _FORMULA._replace(fills=fills)
        if one.phasing is not None and not target.is_member_of(target.part_of or ""):
            yield one, _PHASING._replace(fills={"phasing": phasing_text(one.phasing, of.own)})
        goal, formula = one.goal or goal, one.formula or formula


_GOAL = say("{name}: from {month} the goal is {goal}, before {old}; reason: {why}")
_FORMULA = say("{name}: from {month} the formula is {formula}, before {old}; reason: {why}")
_PHASING = say("{name}: from {month} what is left of the goal falls on the months {phasing}; reason: {why}")
_UNSAID = say("none given")
