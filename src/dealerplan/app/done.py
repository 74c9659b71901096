"""Marking milestones as done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import chain
from typing import NamedTuple

from dealerplan.app.doubts import of_count
from dealerplan.app.session import Session
from dealerplan.app.values import Choose, Read, above_whole, pick, read_pairs, read_typed, unasked
from dealerplan.book.reading import done_of
from dealerplan.domain.actual import Done, Entry, Log
from dealerplan.domain.goal import Goal
from dealerplan.domain.note import Action
from dealerplan.domain.plan import Measure, Milestone, Plan, ResultGoal
from dealerplan.errors import Invalid, Refused, UsageError
from dealerplan.view.terms import told
from dealerplan.words import Message, meant, say


def find_done(
    word: str, plans: Sequence[Plan], actions: Sequence[tuple[Plan, Action]]
) -> tuple[Plan, Milestone | Action]:
    """The milestone, else the action, named by id, `plan/id` or name; raises UsageError where none or several are."""
    by_id = [(plan, one.id, one.id, (plan, one)) for plan, one in actions]
    found = pick_milestone(word, plans) or pick(word, by_id)
    if found is None:
        known = [one.id for plan in plans for one in plan.milestones] + [one.id for _, one in actions]
        raise UsageError(say("there is no milestone or action {name}", name=word), meant(word, known))
    return found


def pick_milestone(word: str, plans: Sequence[Plan]) -> tuple[Plan, Milestone] | None:
    """The milestone that a word names, None where none is; raises UsageError where several are."""
    return pick(word, [(plan, one.id, one.name, (plan, one)) for plan in plans for one in plan.milestones])


def read_results(pairs: Sequence[str], milestone: Milestone, choose: Choose = unasked) -> Read[Fraction]:
    """Results as `result=value`."""
    known = [result.id for result in milestone.results]
    units = {result.id: result.unit for result in milestone.results}
    ids = {result.name: result.id for result in milestone.results} | {id: id for id in known}

    def read(word: str, written: str) -> tuple[str, Fraction, UsageError | None]:
        if word not in ids:
            message = say("{milestone} has no result {name}", milestone=milestone.id, name=word)
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
    """Mark a milestone as done, today unless said otherwise; a later mark adds to and replaces an earlier one.

    `sure` takes doubtful results. Raises Refused.
    """
    if on is not None and on > session.today:
        raise Invalid(say("{day} lies in the future", day=on), say("today is {day}", day=session.today))

    def decide(log: Log) -> tuple[Mark, list[Entry]]:
        before = done_of(log, plan.id).get(milestone.id)
        day = on or (before.on if before else session.today)
        done = Done(day, {**(before.results if before else {}), **results.values})
        refused, warnings = _check_wholes(milestone, done.results)
        doubts = [] if sure else _doubts(milestone, results, before)
        changed = _changed(milestone, before, done) if before and not why else []
        if wrong := [*results.problems, *refused, *doubts, *changed]:
            raise Refused(wrong)
        if done == before:
            return Mark(done, False, warnings), []
        subject = f"{plan.id}/{milestone.id}"
        entry = session.entry("done", plan.store, subject, "", done.written(), "done", note, why)
        return Mark(done, True, warnings), [entry]

    return session.write(plan.store, decide)


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
        found.append(UsageError(say("{name} was done on {day} already", name=milestone.id, day=before.on), hint))
    for id, value in before.results.items():
        if after.results[id] != value:
            result = known.get(id, ResultGoal(id, Goal("")))
            message = say("{name} is {before} already", name=id, before=told(value, result))
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
