"""Milestones as of a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Literal, NamedTuple

from dealerplan.domain.actual import Done
from dealerplan.domain.goal import Goal
from dealerplan.domain.plan import Milestone

MilestoneStatus = Literal["done", "done_late", "overdue", "upcoming"]


class Result(NamedTuple):
    """What a milestone was to bring and brought; `held` is None while it isn't done or the goal is open."""

    id: str
    goal: Goal
    value: Fraction | None
    held: bool | None


class MilestoneCard(NamedTuple):
    """A milestone, where it stands, and its results."""

    milestone: Milestone
    status: MilestoneStatus
    done_on: date | None
    results: tuple[Result, ...]


def milestone_cards(milestones: Sequence[Milestone], done: Mapping[str, Done], day: date) -> tuple[MilestoneCard, ...]:
    """Judge milestones by what was done on or before `day`."""
    return tuple(_card(milestone, done.get(milestone.id), day) for milestone in milestones)


def _card(milestone: Milestone, done: Done | None, day: date) -> MilestoneCard:
    if done is not None and done.on > day:
        done = None
    results = tuple(_result(goal.id, goal.goal, done) for goal in milestone.results)
    return MilestoneCard(milestone, _status(milestone, done, day), done.on if done else None, results)


def _status(milestone: Milestone, done: Done | None, day: date) -> MilestoneStatus:
    if done is not None:
        return "done" if done.on <= milestone.due else "done_late"
    return "overdue" if day > milestone.due else "upcoming"


def _result(id: str, goal: Goal, done: Done | None) -> Result:
    value = done.results.get(id) if done else None
    return Result(id, goal, value, goal.held_by(value) if value is not None and not goal.undecided else None)
