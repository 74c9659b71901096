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
    return MilestoneCard(milestone, due, _status(due, done, day), done_on, results, note)


def _status(due: date, done: Done | None, day: date) -> MilestoneStatus:
    if done is not None:
        return "done" if done.on <= due else "done_late"
    return "overdue" if day > due else "upcoming"


def _result(of: ResultGoal, done: Done | None) -> Result:
    value = done.results.get(of.id) if done else None
    held = of.goal.held_by(value) if value is not None and of.goal.value is not None else None
    return Result(of.id, of.goal, value, held, of.name, of.unit)
