"""Marking milestones as done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import chain
from typing import NamedTuple

from dealerplan.app.doubts import of_count
from dealerplan.app.selection import Named, pick
from dealerplan.app.session import Session
from dealerplan.app.values import Choose, Read, above_whole, read_pairs, read_typed, unasked
from dealerplan.book.reading import Known
from dealerplan.domain.actual import Done
from dealerplan.domain.event import Entry, MilestoneDone
from dealerplan.domain.goal import Goal
from dealerplan.domain.note import Action
from dealerplan.domain.plan import Measure, Milestone, Plan, ResultGoal
from dealerplan.errors import Invalid, Refused, UsageError
from dealerplan.view.terms import told
from dealerplan.words import Message, meant, say


def milestones_of(plans: Iterable[Plan]) -> list[Named[Milestone]]:
    """The milestones of plans."""
    return [Named(plan, one.id, one.name, one, one.was) for plan in plans for one in plan.milestones]


def find_done(
    word: str, plans: Sequence[Plan], actions: Sequence[Named[Action]], day: date
) -> Named[Milestone] | Named[Action]:
    """The milestone, else the action, that a word names on a day by id, `plan/id` or name; raises UsageError."""
    milestones = milestones_of(plans)
    if (milestone := pick(word, milestones, day)) is not None:
        return milestone
    if (action := pick(word, actions, day)) is not None:
        return action
    known = list(dict.fromkeys([*(one.id for one in milestones), *(one.id for one in actions)]))
    raise UsageError(say("there is no milestone or action {name}", name=word), meant(word, known))


def namesakes(id: str, plan: Plan, plans: Sequence[Plan]) -> list[Named[Milestone]]:
    """The milestones of the same id in other plans of a plan's store."""
    others = [one for one in plans if one.store == plan.store and one.id != plan.id]
    return [one for one in milestones_of(others) if one.id == id]


def still_open(session: Session, plan: Plan, same: Sequence[Named[Milestone]]) -> list[Named[Milestone]]:
    """Those of a plan's namesakes that belong to earlier plans and were never done."""
    earlier = [one for one in same if one.plan.period.last < plan.period.first]
    if not earlier:
        return []
    known = session.known([one.plan for one in earlier])[plan.store]
    return [one for one in earlier if one.id not in known.done(one.plan.id)]


def read_results(pairs: Sequence[str], milestone: Milestone, choose: Choose = unasked) -> Read[Fraction]:
    """Results as `result=value`."""
    known = [result.id for result in milestone.results]
    units = {result.id: result.unit for result in milestone.results}
    ids = {result.name: result.id for result in milestone.results} | {id: id for id in known}

    def read(word: str, written: str) -> tuple[str, Fraction, UsageError | None]:
        if word not in ids:
            message = say("{milestone} has no result {name}", milestone=milestone.label, name=word)
            raise Invalid(message, meant(word, known))
        return ids[word], *read_typed(written, units[ids[word]], choose, ids[word])

    return read_pairs(pairs, read)


class Mark(NamedTuple):
    """A milestone's mark, whether it says anything new, and what the plan only warns of."""

    done: Done
    is_new: bool
    warnings: Sequence[Message]


def mark_done(
    session: Session, plan: Plan, milestone: Milestone, on: date | None, results: Read[Fraction],
    note: str | None = None, why: str | None = None, sure: bool = False,
) -> Mark:  # fmt: skip
    """Mark a milestone as done, today unless said otherwise; a later mark adds to and replaces an earlier one,
    a note too.

    `sure` takes doubtful results. Raises Refused.
    """
    if on is not None and on > session.today:
        raise Invalid(say("{day} lies in the future", day=on), say("today is {day}", day=session.today))

    def decide(known: Known) -> tuple[Mark, list[Entry]]:
        before = known.done(plan.id).get(milestone.id)
        day = on or (before.on if before else session.today)
        done = Done(
            day, {**(before.results if before else {}), **results.values}, note or (before.note if before else None)
        )
        refused, warnings = _check_wholes(milestone, done.results)
        doubts = [] if sure else _doubts(milestone, results, before)
        changed = _changed(milestone, before, done) if before and not why else []
        if wrong := [*results.problems, *refused, *doubts, *changed]:
            raise Refused(wrong)
        if done == before:
            return Mark(done, False, warnings), []
        entry = session.entry(MilestoneDone(plan.id, milestone.id, done), plan.store, "done", note, why)
        return Mark(done, True, warnings), [entry]

    return session.write([plan], decide)


def _doubts(milestone: Milestone, results: Read[Fraction], before: Done | None) -> list[UsageError]:
    """What makes new results doubtful."""
    there = before.results if before else {}
    new = {id: value for id, value in results.values.items() if there.get(id) != value}
    written = [results.doubts[id] for id in new if id in results.doubts]
    known = {one.id: Measure(one.id, one.name, one.unit) for one in milestone.results}
    counted = [of_count(known[id], value, id) for id, value in new.items() if id not in results.doubts]
    return [*written, *chain.from_iterable(counted)]


def _changed(milestone: Milestone, before: Done, after: Done) -> list[UsageError]:
    """What a new mark would replace; it may add results, but replaces nothing without a reason."""
    hint = say('to change it, say why: --why "…"')
    found, known = [], {result.id: result for result in milestone.results}
    if after.on != before.on:
        found.append(UsageError(say("{name} was done on {day} already", name=milestone.label, day=before.on), hint))
    for id, value in before.results.items():
        if after.results[id] != value:
            result = known.get(id, ResultGoal(id, Goal("")))
            message = say("{name} is {before} already", name=result.name or id, before=told(value, result))
            found.append(UsageError(message, hint))
    return found


def _check_wholes(
    milestone: Milestone, results: Mapping[str, Fraction]
) -> tuple[Sequence[UsageError], Sequence[Message]]:
    """Results above the whole they are within: what is refused, and what the plan only warns of."""
    found = [
        (result, error)
        for result in milestone.results
        if result.within is not None and result.within in results and result.id in results
        if (error := above_whole(result.id, results[result.id], result.within, results[result.within], result.unit))
    ]
    refused = [error for result, error in found if result.above_whole == "refuse"]
    return refused, [error.message for _, error in found]
