"""Plans as the book keeps them: versions, what was promised when a month was closed, what differs from today."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from functools import cache
from hashlib import sha256
from typing import NamedTuple

from dealerplan.app.session import Session
from dealerplan.app.workspace import Workspace, choose, with_renamed, with_text
from dealerplan.book.reading import Known, Version, known_of
from dealerplan.domain.discrepancies import Discrepancies
from dealerplan.domain.event import ActionDone, Closed, MilestoneDone, Noted, PlanKept, Recorded
from dealerplan.domain.month import Month, Period
from dealerplan.domain.orphans import Held, Orphan, orphaned
from dealerplan.domain.plan import Plan
from dealerplan.domain.plan_changes import PlanVersion, changes
from dealerplan.domain.renaming import in_names_of
from dealerplan.domain.rewritten import Rewritten, rewritten
from dealerplan.errors import DealerplanError, UsageError
from dealerplan.evaluate.book_findings import looks_like_a_level, unrecorded
from dealerplan.planfile.load import load
from dealerplan.words import say

HASH = 12  # hex digits that tell a version of a plan's file from others


def hash_of(plan: Plan) -> str:
    """What tells a version of a plan's file from others."""
    return hash_of_text(plan.text)


def hash_of_text(text: str) -> str:
    """The same of a file's text."""
    return sha256(text.encode()).hexdigest()[:HASH]


@cache
def read_kept(text: str, path: str) -> Plan | None:
    """The plan that a kept text means; None where this version of the program reads it no more."""
    found = with_text(load(text.encode(), path), text.encode())
    return found if isinstance(found, Plan) else None


class Then(NamedTuple):
    """Which versions of plans are meant: those kept by a time, but with `plan_now` the files; and those of `hashes`."""

    time: str | None = None
    plan_now: bool = False
    hashes: tuple[str, ...] = ()


NOW = Then()


def workspace_then(session: Session, workspace: Workspace, then: Then) -> Workspace:
    """A workspace's plans as they were kept; those that were not by then as they are.

    Plans whose files are gone or can't be read any more are there too. Raises UsageError for a version that is nowhere.
    """
    with session.reading() as book:
        known = [known_of(log) for log in book.logs(book.stores()).values()]
    kept = {} if then.plan_now or then.time is None else _kept_by(known, then.time)
    named = _of_hashes(known, workspace.plans, then.hashes)
    kept |= {plan.id: plan for plan in named}
    names = {plan.id: next((id for id in (plan.id, *plan.was) if id in kept), None) for plan in workspace.plans}
    plans = [plan if (id := names[plan.id]) is None else kept.pop(id) for plan in workspace.plans]
    paths = {plan.path for plan in kept.values()}
    return workspace._replace(
        plans=with_renamed([*plans, *kept.values()]),
        errors=tuple(error for error in workspace.errors if error.path not in paths),
        of_today=frozenset(now for now, id in names.items() if id is None and then.time and not then.plan_now),
        renamed={now: id for now, id in names.items() if id is not None},
    )


def _kept_by(known: Sequence[Known], time: str) -> dict[str, Plan]:
    """The plans of all stores as they were kept by a time, as far as they can be read."""
    versions = {version.kept.plan: version for one in known for version in one.by(time).kept.values()}
    found = {id: read_kept(version.kept.text, version.kept.path) for id, version in versions.items()}
    return {id: plan for id, plan in found.items() if plan is not None}


def _of_hashes(known: Sequence[Known], plans: Sequence[Plan], hashes: Sequence[str]) -> Iterator[Plan]:
    """The versions, kept at any time or as files are now, that hashes name."""
    texts = [event for one in known for _, event in one.of(PlanKept)]
    for hash in hashes:
        found = next((one for one in texts if hash_of_text(one.text) == hash), None)
        file = next((one for one in plans if hash_of(one) == hash), None)
        plan = read_kept(found.text, found.path) if found else file
        if plan is None:
            message = say("no version {hash} of a plan is kept, and no file is it", hash=hash)
            raise UsageError(message, say("dealerplan history --plan PLAN lists the versions kept"))
        yield plan


def is_kept_by(known: Known, plan: Plan, time: str) -> bool:
    """Whether a plan is as it was kept by a time."""
    kept = [one for one in known.versions(plan.id) if one.entry.at <= time]
    return bool(kept) and kept[-1].kept.text == plan.text


def discrepancies_to(plan: Plan, known: Known, month: Month | None) -> Discrepancies:
    """What a report of a month says: of closed months up to it, whatever the day."""
    unread = [str(at) for at, version in closings(known, plan, month) if _plan_of(version, plan) is None]
    return Discrepancies(rewritten=tuple(rewritten_in(plan, known, month)), unreadable=tuple(dict.fromkeys(unread)))


def discrepancies_of(plan: Plan, known: Known, siblings: Sequence[Plan], today: date) -> Discrepancies:
    """What is not as it should be with a plan; `siblings` are all plans there are, none where some can't be read."""
    last, actuals = known.kept.get(plan.id), known.actuals_of(plan)
    return discrepancies_to(plan, known, plan.period.last)._replace(
        unrecorded=tuple(unrecorded(plan, actuals, known.no_business, today)),
        orphaned=tuple(_of(plan, orphans(known, own := [one for one in siblings if one.store == plan.store]), own)),
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
    """What the book of a store has that none of its plans names any more; nothing where they are not all known."""
    if not plans:
        return []
    counted = {(event.measure, event.month): event.value for _, event in known.of(Recorded)}
    held = Held(
        {measure for (measure, _), value in counted.items() if value is not None},
        {(event.plan, event.milestone) for _, event in known.of(MilestoneDone)},
        {(event.plan, event.action) for _, event in known.of(ActionDone)},
        {(event.plan, event.note.target) for _, event in known.of(Noted)},
        _periods(known, plans),
        _names(known, {id for plan in plans for id in plan.measures}),
    )
    return orphaned(held, plans)


def _names(known: Known, there: Collection[str]) -> dict[str, str]:
    """What measures that no plan has any more were called in the last plan kept that had them."""
    gone = {event.measure for _, event in known.of(Recorded)}.difference(there)
    kept = [read_kept(event.text, event.path) for _, event in known.of(PlanKept)] if gone else []
    return {id: one.name for plan in kept if plan for id, one in plan.measures.items() if id in gone}


def _periods(known: Known, plans: Sequence[Plan]) -> dict[str, Period]:
    """The periods of the plans kept of which no file is there."""
    there = {plan.id for plan in plans}
    gone = {id: version.kept for id, version in known.kept.items() if id not in there}
    read = {id: read_kept(kept.text, kept.path) for id, kept in gone.items()}
    return {id: plan.period for id, plan in read.items() if plan is not None}


def _of(plan: Plan, found: Sequence[Orphan], plans: Sequence[Plan]) -> Iterator[Orphan]:
    """What stands with a plan: what is its own, and what may be any plan's of the store."""
    known = {id for one in plans for id in (one.id, *one.was)}
    for one in found:
        of = one.id.partition("/")[0] if "/" in one.id else None
        if of in (None, plan.id) or of not in known:
            yield one


def history_of(session: Session, workspace: Workspace, name: str) -> list[PlanVersion]:
    """The versions of a plan, named as it is now or was, in the order kept; raises UsageError."""
    plan = next(iter(choose(workspace, [name], None)), None) if _is_there(workspace, name) else None
    with session.reading() as book:
        logs = book.logs([plan.store] if plan else book.stores())
    for log in logs.values():
        known = known_of(log, [plan] if plan else [])
        if found := list(_versions(known, plan.id if plan else name)):
            return found
    if plan is None:
        choose(workspace, [name], None)
    return []


def _is_there(workspace: Workspace, name: str) -> bool:
    try:
        return bool(choose(workspace, [name], None))
    except DealerplanError:
        return False


def _versions(known: Known, plan: str) -> Iterator[PlanVersion]:
    before = None
    for version in known.versions(plan):
        now = read_kept(version.kept.text, version.kept.path)
        told = None if now is None else tuple(changes(before, now))
        closed = known.by(version.entry.at).closed
        own = tuple(month for month in closed if now is not None and month in now.period)
        yield PlanVersion(version.entry.at, version.entry.by, hash_of_text(version.kept.text), told, own)
        before = now or before
