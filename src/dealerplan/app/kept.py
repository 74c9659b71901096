"""Plans as the book keeps them: versions, what was promised when a month was closed, what differs from today."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from dealerplan.app.compiled import cache, plan_of
from dealerplan.app.session import Session
from dealerplan.app.workspace import Workspace, choose, workspace_of
from dealerplan.book.reading import Known, Version, known_of
from dealerplan.domain.discrepancies import Discrepancies
from dealerplan.domain.event import SHORT, ActionDone, Closed, MilestoneDone, Noted, PlanKept, Recorded
from dealerplan.domain.group import moved
from dealerplan.domain.month import Month, Period
from dealerplan.domain.orphans import Held, Orphan, orphaned
from dealerplan.domain.outline import Outline
from dealerplan.domain.plan import Plan, by_store, stores
from dealerplan.errors import DealerplanError, UsageError
from dealerplan.evaluate.book_findings import (
    InUnit,
    Otherwise,
    looks_like_a_level,
    recorded_otherwise,
    unit_changed,
    units_apart,
    unrecorded,
)
from dealerplan.words import meant, say

if TYPE_CHECKING:  # most plans are as they were kept
    from dealerplan.domain.finding import Finding
    from dealerplan.domain.plan_changes import PlanChange, PlanVersion
    from dealerplan.domain.rewritten import Rewritten


def version_of(plan: Plan) -> str:
    """What tells a version of a plan's file from others."""
    return version_of_text(plan.text)


def version_of_text(text: str) -> str:
    """The same of a file's text."""
    from hashlib import sha256  # takes long to import, and is rarely asked for

    return sha256(text.encode()).hexdigest()[:SHORT]


@lru_cache(maxsize=1000)
def read_kept(text: str, path: str) -> Plan | None:
    """The plan that a kept text means; None where this version of the program reads it no more."""
    found = plan_of(text.encode(), path)
    cache().save()
    return found if isinstance(found, Plan) else None


class Then(NamedTuple):
    """Which versions of plans are meant: those kept by a time, but with `plan_now` the files; and those of `hashes`.

    `store` is the one that was chosen.
    """

    time: str | None = None
    plan_now: bool = False
    hashes: tuple[str, ...] = ()
    store: str | None = None


NOW = Then()


def workspace_then(session: Session, workspace: Workspace, then: Then) -> Workspace:
    """A workspace's plans as they were kept; those that were not by then as they are.

    Plans whose files are gone or can't be read any more are there too. Raises UsageError for a version that is nowhere.
    """
    by_time = not then.plan_now and then.time is not None
    known = _known_stores(session, workspace, then.store) if by_time or then.hashes else {}
    today = workspace.plans
    kept = {key: one for store, of in known.items() for key, one in _kept_by(store, of, then)} if by_time else {}
    kept |= {(plan.store, id): plan for id, plan in _of_hashes(known, today, then.hashes)}
    keys = {(plan.store, plan.id) for plan in today}
    plans = [kept.get((plan.store, plan.id)) or plan for plan in today]
    lost = [plan for key, plan in kept.items() if plan is not None and key not in keys]
    paths = {plan.path for plan in lost}
    errors = [error for error in workspace.errors if error.path not in paths]
    return workspace_of(workspace.folder, sorted([*plans, *lost], key=lambda plan: plan.path), errors)._replace(
        of_today=frozenset(key for key in keys if by_time and key not in kept),
        outdated=frozenset(key for key in keys if key in kept and kept[key] is None),
        renamed={id: plan.id for store, id in keys if (plan := kept.get((store, id))) is not None},
    )


def _known_stores(
    session: Session, workspace: Workspace, store: str | None, salvaging: bool = False
) -> dict[str, Known]:
    """What the book says of the workspace's stores: the one chosen, those of its plans, or all of its own book.

    Raises UsageError where nothing tells which stores of a book that others share are meant.
    """
    with session.reading() as book:
        there = book.stores()
        wanted = [store] if store is not None else there if not session.address else stores(workspace.heads)
        if not wanted and len(there) > 1:
            message = say("the book has several stores, and no plan file tells which: {stores}", stores=list(there))
            raise UsageError(message, say("choose one with --store"))
        logs = session.logs(book, wanted or there, salvaging)
    return {one: known_of(log, [plan for plan in workspace.plans if plan.store == one]) for one, log in logs.items()}


def _kept_by(store: str, known: Known, then: Then) -> Iterator[tuple[tuple[str, str], Plan | None]]:
    """The plans of a store as they were kept by a time, by store and today's id; None where one can't be read."""
    for id, version in known.by(then.time).kept.items():
        yield (store, id), read_kept(version.kept.text, version.kept.path)


def _of_hashes(known: Mapping[str, Known], plans: Sequence[Plan], hashes: Sequence[str]) -> Iterator[tuple[str, Plan]]:
    """The versions, kept at any time or as files are now, that hashes name, by today's ids."""
    kept = {version_of_text(event.text): event for one in known.values() for _, event in one.of(PlanKept)}
    files = {version_of(plan): plan for plan in plans}
    for hash in hashes:
        if hash in kept and (plan := read_kept(kept[hash].text, kept[hash].path)) is not None:
            yield kept[hash].plan, plan
        elif hash in files:
            yield files[hash].id, files[hash]
        elif hash in kept:
            raise UsageError(say("the version {hash} is kept, but this dealerplan can't read it", hash=hash))
        else:
            message = say("no version {hash} of a plan is kept, and no file is it", hash=hash)
            raise UsageError(message, say("dealerplan history --plan PLAN lists the versions kept"))


def is_kept_by(known: Known, plan: Plan, time: str) -> bool:
    """Whether a plan is as it was kept by a time."""
    kept = [one for one in known.versions(plan.id) if one.entry.at <= time]
    return bool(kept) and kept[-1].kept.text == plan.text


def discrepancies_to(plan: Plan, known: Known, month: Month | None) -> Discrepancies:
    """What a report of a month says: of closed months up to it, whatever the day."""
    read = [(at, _plan_of(version, plan)) for at, version in closings(known, plan, month)]
    kept = [(at, one) for at, one in read if one is not None]
    return Discrepancies(
        rewritten=tuple(_rewritten(plan, known, kept)),
        moved=moved(kept, plan),
        units_changed=tuple(unit_changed(plan, otherwise(plan, known))),
        unreadable=tuple(dict.fromkeys(str(at) for at, one in read if one is None)),
    )


def is_changed(plan: Plan, known: Known) -> bool:
    """Whether what a plan's closed months, or its values, rest on was changed since, or where its store belonged."""
    of = discrepancies_to(plan, known, plan.period.last)
    return bool(of.rewritten or of.units_changed or of.moved)


class Missed:
    """What the books of a workspace's stores have that no plan there names; nothing where some can't be read."""

    def __init__(self, workspace: Workspace) -> None:
        self._outline = workspace.source.outline
        self._of_store = {} if workspace.errors else by_store(workspace.heads)
        self._found: dict[str, tuple[list[Orphan], Collection[str]]] = {}

    def units_apart(self, plan: Plan) -> tuple[Finding, ...]:
        """Measures that another plan of the store has in another unit."""
        heads = self._of_store.get(plan.store, ())
        return tuple(units_apart(plan, [*map(self._outline, heads)])) if len(heads) > 1 else ()

    def of(self, plan: Plan, known: Known) -> tuple[Orphan, ...]:
        """What stands with a plan: what is its own, and what may be any plan's of the store."""
        if plan.store not in self._found:
            outlines = [*map(self._outline, self._of_store.get(plan.store, ()))]
            self._found[plan.store] = orphans(known, outlines), {id for one in outlines for id in one.ids}
        found, ids = self._found[plan.store]
        return tuple(one for one in found if _plan_in(one) in (None, plan.id) or _plan_in(one) not in ids)


def _plan_in(one: Orphan) -> str | None:
    return one.id.partition("/")[0] if "/" in one.id else None


def discrepancies_of(plan: Plan, known: Known, missed: Missed, today: date) -> Discrepancies:
    """What is not as it should be with a plan."""
    of = _of_plan(plan, known, today)
    return of._replace(orphaned=missed.of(plan, known), units_apart=missed.units_apart(plan))


def _of_plan(plan: Plan, known: Known, today: date) -> Discrepancies:
    """The same, but for what depends on other plans."""
    last, actuals = known.kept.get(plan.id), known.actuals_of(plan)
    is_kept = last is None or last.kept.text == plan.text
    return discrepancies_to(plan, known, plan.period.last)._replace(
        unrecorded=tuple(unrecorded(plan, actuals, known.no_business, today)),
        levels=tuple(looks_like_a_level(plan, actuals)),
        unkept=None if is_kept else version_of(plan),
        unkept_changes=() if last is None or is_kept else tuple(_since(last, plan)),
    )


def _since(version: Version, plan: Plan) -> list[PlanChange]:
    """What changed in a plan since a version of it; nothing that can be told where that can't be read."""
    from dealerplan.domain.plan_changes import changes

    before = _plan_of(version, plan)
    return changes(before, plan) if before is not None else []


def _rewritten(plan: Plan, known: Known, kept: Sequence[tuple[Month, Plan]]) -> list[Rewritten]:
    """What was changed in a plan since it was kept when months were closed, without a revision that says it."""
    closed = [(month, then) for month, then in kept if then is not plan]
    if not closed:
        return []
    from dealerplan.domain.rewritten import rewritten

    done = {id: mark.on for id, mark in known.done(plan.id).items()}
    return rewritten(closed, plan, done)


def otherwise(plan: Plan, known: Known) -> list[Otherwise]:
    """The measures whose values were recorded while the plan had them in another unit."""
    kept = [(one.entry.seq, _plan_of(one, plan)) for one in known.versions(plan.id)]
    if all(one is plan for _, one in kept):
        return []
    from dealerplan.domain.renaming import in_names_of

    then = [(seq, in_names_of(one, plan).measures) for seq, one in kept if one is not None]
    latest = {(event.measure, event.month): (entry.seq, event.value) for entry, event in known.of(Recorded)}
    found = []
    for (id, month), (seq, value) in latest.items():
        measures = next((of for at, of in reversed(then) if at < seq), {})
        was = measures[id].unit if id in measures and id in plan.measures else None
        if value is not None and was is not None:
            found.append(InUnit(id, month, value, was))
    return recorded_otherwise(plan, found)


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
    from dealerplan.domain.renaming import in_names_of

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


def orphans(known: Known, plans: Sequence[Outline]) -> list[Orphan]:
    """What the book of a store has that none of its plans names any more; nothing where they are not all known."""
    if not plans:
        return []
    held = Held(
        {measure for measure, _ in known.actuals},
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


def _periods(known: Known, plans: Sequence[Outline]) -> dict[str, Period]:
    """The periods of the plans kept of which no file is there."""
    there = {plan.head.id for plan in plans}
    gone = {id: version.kept for id, version in known.kept.items() if id not in there}
    read = {id: read_kept(kept.text, kept.path) for id, kept in gone.items()}
    return {id: plan.period for id, plan in read.items() if plan is not None}


def history_of(session: Session, workspace: Workspace, name: str, store: str | None = None) -> list[PlanVersion]:
    """The versions of a plan, named as it is now or was, in the order kept; raises UsageError."""
    head = next(iter(choose(workspace, [name], store)), None) if _is_there(workspace, name) else None
    plan = None if head is None else workspace.read(head)
    if plan is not None:
        known = session.known([plan], salvaging=True)
    else:
        known = _known_stores(session, workspace, store, salvaging=True)
    for one in known.values():
        if found := list(_versions(one, plan.id if plan else name)):
            return found
    if plan is None:
        choose(workspace, [name], None)
    return []


def text_of(versions: Sequence[PlanVersion], hash: str) -> str:
    """The file of the version that a hash names; raises UsageError."""
    found = next((one for one in versions if one.hash == hash), None)
    if found is None:
        known = [one.hash for one in versions]
        raise UsageError(say("no version {hash} of the plan is kept", hash=hash), meant(hash, known))
    return found.text


def _is_there(workspace: Workspace, name: str) -> bool:
    try:
        return bool(choose(workspace, [name], None))
    except DealerplanError:
        return False


def _versions(known: Known, plan: str) -> Iterator[PlanVersion]:
    from dealerplan.domain.plan_changes import PlanVersion, changes

    before, closed, turns = None, set[Month](), deque(known.turns)
    for entry, kept in known.versions(plan):
        while turns and turns[0].entry.at <= entry.at:
            mark = turns.popleft()
            (closed.add if isinstance(mark.event, Closed) else closed.discard)(mark.event.month)
        now = read_kept(kept.text, kept.path)
        told = None if now is None else tuple(changes(before, now))
        own = tuple(sorted(month for month in closed if now is not None and month in now.period))
        yield PlanVersion(entry.at, entry.by, version_of_text(kept.text), told, own, kept.text)
        before = now or before
