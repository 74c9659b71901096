"""The findings of `check`: each rule looks at a whole plan and says what it finds, with the figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from dealerplan import calendar
from dealerplan.domain.finding import Finding
from dealerplan.domain.formula import (
    measures_of,
    names,
    written,
)
from dealerplan.domain.goal import Goal
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Measure, Milestone, Plan, Revision, Target, leaves
from dealerplan.domain.shown import Amount
from dealerplan.planfile.formula_rules import (
    goal_always_held,
    goal_impossible,
    level_over_flow,
    percent_summed,
    unlike_sum,
)
from dealerplan.planfile.goal_rules import goals_disagree, spans_disagree
from dealerplan.planfile.parts import (
    amount_of,
    found,
    is_member,
    parts_sum,
    phasing_disagrees,
    revised_parts,
)
from dealerplan.words import Message, few, say

Rule = Callable[[Plan], Iterator[Finding]]


def findings(plan: Plan) -> list[Finding]:
    """Everything that the rules find in a plan, in order of line."""
    return sorted((finding for rule in RULES for finding in rule(plan)), key=lambda finding: finding.line)


def findings_of_goals(plan: Plan) -> list[Finding]:
    """What the rules find that look at goals, which are a store's own in a group."""
    return sorted((finding for rule in GOAL_RULES for finding in rule(plan)), key=lambda finding: finding.line)


def findings_of(plans: Sequence[Plan]) -> list[Finding]:
    """What is found in each of several plans, and between them."""
    return [finding for plan in plans for finding in findings(plan)] + [
        *measure_conflict(plans),
        *renaming_conflict(plans),
        *months_disagree(plans),
    ]


def measure_conflict(plans: Sequence[Plan]) -> Iterator[Finding]:
    """Plans of one store share a measure but declare it differently: one of them reads the figures wrongly."""
    first: dict[tuple[str, str], tuple[Plan, Measure]] = {}
    for plan in plans:
        for measure in plan.measures.values():
            other_plan, other = first.setdefault((plan.store, measure.id), (plan, measure))
            differing = [name for name in ("unit", "over_time", "members", "within") if _differ(measure, other, name)]
            if differing:
                message = say(
                    "{measure} is declared otherwise in {file}: {keys}",
                    measure=measure.id, file=other_plan.path, keys=differing,
                )  # fmt: skip
                yield Finding("measure-conflict", plan.id, plan.path, measure.id, measure.line, message)


def months_disagree(plans: Sequence[Plan]) -> Iterator[Finding]:
    """Plans of one store share actuals of the same months but end these on different days: one of them counts days that
    are not its own."""
    for at, plan in enumerate(plans):
        for other in plans[:at]:
            shared = [measure for id, measure in plan.measures.items() if id in other.measures]
            apart = plan.month_end != other.month_end and plan.period.meets(other.period)
            if shared and apart and plan.store == other.store:
                message = say(
                    "the months end on {day}, in {file} on {other}, and both have {measures}",
                    day=_last_day(plan), file=other.path, other=_last_day(other),
                    measures=few([one.name for one in shared]),
                )  # fmt: skip
                yield Finding("months-disagree", plan.id, plan.path, shared[0].id, shared[0].line, message)


def _last_day(plan: Plan) -> Message:
    day = plan.month_end.day
    return say("the calendar's last day") if day is None else say("day {day}", day=day)


def on_time_late(plan: Plan) -> Iterator[Finding]:
    """A month would be on time until after the next one has ended: probably a day of the month itself is meant."""
    day, month = plan.reporting.on_time_until, plan.period.first
    on_time = plan.reporting.on_time_day(month)
    if on_time is not None and on_time > (next_end := plan.month_end.last_day(month.plus(1))):
        message = say(
            "on_time_until {day} is a day of the month after: {month} is on time until {late}, "
            "and {next} ends on {end} already",
            day=day, month=month, late=on_time, next=month.plus(1), end=next_end,
        )  # fmt: skip
        yield Finding("on-time-late", plan.id, plan.path, "on_time_until", 1, message)


def renaming_conflict(plans: Sequence[Plan]) -> Iterator[Finding]:
    """Two measures of a store are said to be what one was before: its figures can count as one of them only."""
    first: dict[tuple[str, str], tuple[Plan, Measure]] = {}
    for plan in plans:
        for measure in plan.measures.values():
            for old in measure.was:
                other_plan, other = first.setdefault((plan.store, old), (plan, measure))
                if other.id != measure.id:
                    message = say(
                        "{measure} and, in {file}, {other} are both said to have been {old}: "
                        "what was recorded counts as one of them only",
                        measure=measure.id, file=other_plan.path, other=other.id, old=old,
                    )  # fmt: skip
                    yield Finding("renaming-conflict", plan.id, plan.path, measure.id, measure.line, message)


def _differ(one: Measure, other: Measure, name: str) -> bool:
    """Whether both say something, and not the same."""
    values = getattr(one, name), getattr(other, name)
    return values[0] != values[1] and None not in values


def goal_undecided(plan: Plan) -> Iterator[Finding]:
    """A goal is still open at the end of the period."""
    for target in plan.targets:
        if target.goal_in(plan.period.last).undecided and target.by_store is None:
            yield found("goal-undecided", plan, target, say("{name} has no goal yet", name=target.label))


def negative_ceiling(plan: Plan) -> Iterator[Finding]:
    """A sum must stay below what is below 0: before anything is recorded it is broken, and only the end can hold it."""
    for target in plan.targets:
        for goal in target.goals if target.adds_up else ():
            if goal.is_ceiling and goal.value is not None and goal.value < 0:
                message = say(
                    "{name} must come down to {goal}: a sum begins at 0, so it reads as met at the end only; "
                    "to allow a loss down to it, write >= {value}",
                    name=target.label, goal=goal.text, value=Amount(goal.value, target.unit),
                )  # fmt: skip
                yield found("negative-ceiling", plan, target, message)


def due_outside_period(plan: Plan) -> Iterator[Finding]:
    """A milestone's date is not in the period."""
    for milestone in plan.milestones:
        for due in (milestone.due, *(delay.due for delay in milestone.delays)):
            if Month.of(due) not in plan.period:
                message = say(
                    "{name} is due on {day}, outside the period {period}",
                    name=milestone.label, day=due, period=plan.period.label,
                )  # fmt: skip
                yield found("due-outside-period", plan, milestone, message)


def unused_measure(plan: Plan) -> Iterator[Finding]:
    """A declared measure serves no target, neither in a formula nor as the whole of one that does."""
    used = {id for target in plan.targets for formula in target.formulas for id in measures_of(formula)}
    used |= {below for id in used for below in leaves(plan.measures, id)}
    used |= {measure.within for measure in plan.measures.values() if measure.id in used and measure.within}
    used |= {one.over_stores.weight for one in plan.measures.values() if one.over_stores and one.over_stores.weight}
    for measure in plan.measures.values():
        if used.isdisjoint((measure.id, *leaves(plan.measures, measure.id))):
            message = say("{name} serves no target", name=measure.name)
            yield Finding("unused-measure", plan.id, plan.path, measure.id, measure.line, message)


def no_owner(plan: Plan) -> Iterator[Finding]:
    """Nobody answers for a target or milestone, where others in the plan have owners."""
    everything: list[Target | Milestone] = [*(one for one in plan.targets if not is_member(one)), *plan.milestones]
    if not any(one.owner for one in everything):
        return
    owned = sum(one.owner is not None for one in everything)
    for one in everything:
        if not one.owner:
            yield found("no-owner", plan, one, _unanswered(one, owned, len(everything) - 1))


def _unanswered(one: Target | Milestone, owned: int, others: int) -> Message:
    if owned == others > 1:
        return say("nobody answers for {name}; all {all} others have owners", name=one.label, all=others)
    return say(
        "nobody answers for {name}; of {others}, {owned}",
        name=one.label,
        owned=say("{number} has an owner", "{number} have owners", number=owned),
        others=say("{number} other", "{number} others", number=others),
    )


def _as_written(goal: Goal, target: Target) -> object:
    """A goal in its own words; a bare number with its unit."""
    is_bare = goal.value is not None and not goal.is_range and goal.text.replace(".", "").isdecimal()
    return amount_of(goal.value, target) if is_bare and goal.value is not None else goal.text


def _news(revision: Revision, target: Target, plan: Plan) -> list[object]:
    """What a revision brings, in a few words."""
    named = {id: measure.name for id, measure in plan.measures.items()}
    goal = [] if revision.goal is None else [_as_written(revision.goal, target)]
    formula = (
        [] if revision.formula is None else [say("the formula {formula}", formula=written(revision.formula, named))]
    )
    phasing = [] if revision.phasing is None else [say("another phasing")]
    return [*goal, *formula, *phasing]


def no_reason(plan: Plan) -> Iterator[Finding]:
    """A target was revised, or a date moved, without saying why."""
    for target in plan.targets:
        for revision in target.revisions:
            if not revision.why and (revision.goal or not is_member(target)):  # its whole's phasing is told there
                message = say(
                    "{name} is revised from {month} to {goal} without a reason",
                    name=target.label, month=revision.start, goal=_news(revision, target, plan),
                )  # fmt: skip
                yield found("no-reason", plan, target, message)
    for milestone in plan.milestones:
        for delay in milestone.delays:
            if not delay.why:
                message = say(
                    "{name} is moved from {month} to {day} without a reason",
                    name=milestone.label, month=delay.start, day=delay.due,
                )  # fmt: skip
                yield found("no-reason", plan, milestone, message)


def calendar_provisional(plan: Plan) -> Iterator[Finding]:
    """open_days rests on a year whose official make-up workdays are not published yet."""
    if plan.calendar.open != "workdays":
        return
    days = [day for month in plan.period for day in (plan.month_end.first_day(month), plan.month_end.last_day(month))]
    years = sorted({day.year for day in days})
    open_years = [str(year) for year in years if calendar.is_provisional(plan.calendar.country, year)]
    for target in plan.targets if open_years else ():
        if "open_days" in (*target.phasings, *(id for formula in target.formulas for id in names(formula))):
            message = say(
                "{name} counts open days, and the make-up workdays of {years} are not published yet",
                name=target.label, years=open_years,
            )  # fmt: skip
            yield found("calendar-provisional", plan, target, message)


RULES: tuple[Rule, ...] = (
    goal_undecided,
    parts_sum,
    revised_parts,
    phasing_disagrees,
    level_over_flow,
    negative_ceiling,
    percent_summed,
    unlike_sum,
    goals_disagree,
    spans_disagree,
    goal_impossible,
    goal_always_held,
    due_outside_period,
    unused_measure,
    no_owner,
    no_reason,
    on_time_late,
    calendar_provisional,
)
GOAL_RULES: tuple[Rule, ...] = (
    goal_undecided,
    parts_sum,
    revised_parts,
    phasing_disagrees,
    negative_ceiling,
    goals_disagree,
    spans_disagree,
    goal_impossible,
    goal_always_held,
    no_reason,
)
