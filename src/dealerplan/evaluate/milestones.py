"""Milestones as of a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Literal, NamedTuple

from dealerplan.domain.actual import Done
from dealerplan.domain.goal import Goal
from dealerplan.domain.plan import Milestone, ResultGoal
from dealerplan.domain.unit import Unit

MilestoneStatus = Literal["done", "done_late", "overdue", "upcoming"]


class Result(NamedTuple):
    """What a milestone was to bring and brought; `held` is None while it isn't done or the goal is open."""

    id: str
    goal: Goal
    value: Fraction | None
    held: bool | None
    name: str
    unit: Unit | None


class MilestoneCard(NamedTuple):
    """A milestone, the date in force, where it stands, its results, and what was noted when it was done."""

    milestone: Milestone
    due: date
    status: MilestoneStatus
    done_on: date | None
    results: tuple[Result, ...]
    note: str | None = None


def milestone_cards(milestones: Sequence[Milestone], done: Mapping[str, Done], day: date) -> tuple[MilestoneCard, ...]:
    """Judge milestones by what was done on or before `day`."""
    return tuple(_card(milestone, done.get(milestone.id), day) for milestone in milestones)


def _card(milestone: Milestone, done: Done | None, day: date) -> MilestoneCard:
    if done is not None and done.on > day:
        done = None
    due = milestone.due_on(done.on if done else day)
    results = tuple(_result(goal, done) for goal in milestone.results)
    done_on, note = (done.on, done.note) if done else (None, None)
    return MilestoneCard(milestone, due, status_of(milestone, done_on, day), done_on, results, note)


def status_of(milestone: Milestone, done_on: date | None, day: date) -> MilestoneStatus:
    """Where a milestone that was done on a day, or not yet, stands on another."""
    if done_on is None or done_on > day:
        return "overdue" if day > milestone.due_on(day) else "upcoming"
    return "done" if done_on <= milestone.due_on(done_on) else "done_late"


def _result(of: ResultGoal, done: Done | None) -> Result:
    value = done.results.get(of.id) if done else None
    held = of.goal.held_by(value) if value is not None and of.goal.value is not None else None
    return Result(of.id, of.goal, value, held, of.name, of.unit)
