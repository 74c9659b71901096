"""Plans as the book keeps them: versions, what was promised when a month was closed, what differs from today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from hashlib import sha256
from typing import NamedTuple

from dealerplan.book.reading import Known, Version
from dealerplan.domain.doubts import Doubts
from dealerplan.domain.event import ActionDone, Closed, MilestoneDone, Noted, Recorded
from dealerplan.domain.month import Month
from dealerplan.domain.orphans import Held, Orphan, orphaned
from dealerplan.domain.plan import Plan
from dealerplan.domain.plan_changes import PlanChange, changes
from dealerplan.domain.renaming import in_names_of
from dealerplan.domain.rewritten import Rewritten, rewritten
from dealerplan.evaluate.book_findings import looks_like_a_level, unrecorded
from dealerplan.planfile.load import load

HASH = 12  # hex digits that tell a version of a plan's file from others


def hash_of(plan: Plan) -> str:
    """What tells a version of a plan's file from others."""
    return sha256(plan.text.encode()).hexdigest()[:HASH]


@cache
def read_kept(text: str, path: str) -> Plan | None:
    """The plan that a kept text means; None where this version of the program reads it no more."""
    found = load(text.encode(), path)
    return found if isinstance(found, Plan) else None


def plan_by(known: Known, plan: Plan, time: str | None = None) -> Plan | None:
    """The plan as kept by a time, else last; None where it was not kept yet."""
    kept = [one for one in known.versions(plan.id) if time is None or one.entry.at <= time]
    return read_kept(kept[-1].kept.text, kept[-1].kept.path) if kept else None


def is_kept_by(known: Known, plan: Plan, time: str) -> bool:
    """Whether a plan is as it was kept by a time."""
    kept = [one for one in known.versions(plan.id) if one.entry.at <= time]
    return bool(kept) and kept[-1].kept.text == plan.text


def doubts_to(plan: Plan, known: Known, month: Month | None) -> Doubts:
    """What a report of a month says: of closed months up to it, whatever the day."""
    unread = [str(at) for at, version in closings(known, plan, month) if _plan_of(version, plan) is None]
    return Doubts(rewritten=tuple(rewritten_in(plan, known, month)), unreadable=tuple(dict.fromkeys(unread)))


def doubts_of(plan: Plan, known: Known, siblings: Sequence[Plan], today: date) -> Doubts:
    """What is not as it should be with a plan; `siblings` are all plans of its store, itself among them."""
    last, actuals = known.kept.get(plan.id), known.actuals_of(plan)
    return doubts_to(plan, known, plan.period.last)._replace(
        unrecorded=tuple(unrecorded(plan, actuals, known.no_business, today)),
        orphaned=tuple(_of(plan, orphans(known, siblings))),
        levels=tuple(looks_like_a_level(plan, actuals)),
        unkept=hash_of(plan) if last is not None and last.kept.text != plan.text else None,
    )


def rewritten_in(plan: Plan, known: Known, to: Month | None) -> list[Rewritten]:
    """What was changed in a plan of closed months up to one, without a revision that says it."""
    read = [(month, _plan_of(version, plan)) for month, version in closings(known, plan, to)]
    done = {id: mark.on for id, mark in known.done(plan.id).items()}
    return rewritten([(month, kept) for month, kept in read if kept is not None and kept is not plan], plan, done)


def closings(known: Known, plan: Plan, to: Month | None) -> Iterator[tuple[Month, Version]]:
    """Each time that a month up to one, closed now, was closed, with the plan as kept then, in the order closed."""
    versions = known.versions(plan.id)
    months = {month for month in known.closed if to is not None and month <= to and month in plan.period}
    for mark in known.turns:
        if isinstance(mark.event, Closed) and mark.event.month in months:
            kept = [one for one in versions if one.entry.seq < mark.entry.seq]
            if kept:
                yield mark.event.month, kept[-1]


def _plan_of(version: Version, plan: Plan) -> Plan | None:
    return plan if version.kept.text == plan.text else read_kept(version.kept.text, version.kept.path)


def with_owners_then(known: Known, plan: Plan, month: Month | None) -> Plan:
    """A plan with those who answered for it when a month was closed last; as it is where that was not."""
    found = [version for at, version in closings(known, plan, month) if at == month]
    kept = _plan_of(found[-1], plan) if found else None
    if kept is None or kept is plan:
        return plan
    then = in_names_of(kept, plan)
    owners: dict[str, str | None] = {one.id: one.owner for one in then.targets}
    others = {one.id: one for one in then.milestones}
    return plan._replace(
        owner=then.owner,
        department=then.department,
        targets=tuple(one._replace(owner=owners.get(one.id, one.owner)) for one in plan.targets),
        milestones=tuple(
            one._replace(owner=others[one.id].owner, support=others[one.id].support) if one.id in others else one
            for one in plan.milestones
        ),
    )


def orphans(known: Known, plans: Sequence[Plan]) -> list[Orphan]:
    """What the book of a store has that none of its plans names any more."""
    counted = {(event.measure, event.month): event.value for _, event in known.of(Recorded)}
    held = Held(
        {measure for (measure, _), value in counted.items() if value is not None},
        {(event.plan, event.milestone) for _, event in known.of(MilestoneDone)},
        {(event.plan, event.action) for _, event in known.of(ActionDone)},
        {(event.plan, event.note.target) for _, event in known.of(Noted)},
    )
    return orphaned(held, plans)


def _of(plan: Plan, found: Sequence[Orphan]) -> Iterator[Orphan]:
    """What stands with a plan: what is its own, and what may be any plan's of the store."""
    for one in found:
        if one.kind in ("measure", "member", "plan") or one.id.startswith(f"{plan.id}/"):
            yield one


class Kept(NamedTuple):
    """A version of a plan: when it was kept, by whom, and what changed with it; None where it can't be read now."""

    at: str
    by: str
    changes: Sequence[PlanChange] | None


def history_of(known: Known, plan: str) -> list[Kept]:
    """The versions of a plan in the order kept."""
    found, before = [], None
    for version in known.versions(plan):
        now = read_kept(version.kept.text, version.kept.path)
        found.append(Kept(version.entry.at, version.entry.by, None if now is None else changes(before, now)))
        before = now or before
    return found
