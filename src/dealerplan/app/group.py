"""Where a group stands: its stores' plans are evaluated one by one, and their tallies rolled up."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import IO, NamedTuple

from dealerplan.app.answers import Answers
from dealerplan.app.kept import is_changed, version_of
from dealerplan.app.lost_stores import lost_stores
from dealerplan.app.month_lock import local_day, lock_of
from dealerplan.app.processes import shared_out
from dealerplan.app.session import Session
from dealerplan.app.status import FAILING, card_of, within
from dealerplan.app.tally_text import Told, read, written
from dealerplan.app.workspace import Workspace
from dealerplan.book.reading import Known
from dealerplan.calendar import open_days
from dealerplan.domain.event import Recorded, State
from dealerplan.domain.group import Fact, Group, Store, Structure
from dealerplan.domain.month import Month
from dealerplan.domain.outline import Head
from dealerplan.domain.plan import Plan, stores
from dealerplan.errors import UsageError
from dealerplan.evaluate.coverage import last_reported
from dealerplan.evaluate.group_card import GroupCard
from dealerplan.evaluate.only import of_some, only, only_comparable, values_of
from dealerplan.evaluate.tally import Reported, StoreTally
from dealerplan.evaluate.telling import tally_of
from dealerplan.words import meant, say


class GroupPlan(NamedTuple):
    """A group's plan for all its stores, these, and the heads of their own plans."""

    plan: Plan
    group: Group
    heads: Sequence[Head]

    @property
    def stores(self) -> Mapping[str, Store]:
        """Its stores by id."""
        return {store.id: store for store in self.group.stores}


def group_plans(workspace: Workspace, heads: Sequence[Head]) -> list[GroupPlan]:
    """The groups that heads are of, each once."""
    found: dict[str, list[Head]] = {}
    for head in heads:
        if head.table is not None:
            found.setdefault(head.id, []).append(head)
    groups = []
    for own in found.values():
        if (known := workspace.source.group(own[0])) is not None:
            groups.append(GroupPlan(*known, own))
    return groups


def unchosen(workspace: Workspace, chosen: Collection[str]) -> set[str]:
    """The ids of a workspace's stores that were not chosen, and the names of those in groups' tables."""
    ids = {*stores(workspace.heads)}.difference(chosen)
    if not ids:
        return ids
    groups = group_plans(workspace, workspace.heads)
    return ids | {one.name for of in groups for one in of.group.stores if one.name and one.id in ids}


def the_group(workspace: Workspace, heads: Sequence[Head]) -> GroupPlan:
    """The one group that heads are of; raises UsageError where there is none, or several."""
    found = group_plans(workspace, heads)
    if not found:
        raise no_group(heads)
    if len(found) > 1:
        message = say("the plans are of several groups: {groups}", groups=[one.plan.id for one in found])
        raise UsageError(message, say("name one of the plans"))
    return found[0]


def no_group(heads: Sequence[Head]) -> UsageError:
    """What is wrong where no plan is of a group."""
    hint = say("a group's plan has group: and stores: instead of store:")
    ids = sorted({head.id for head in heads})
    if len(ids) == 1:
        return UsageError(say("the plan {plan} is of one store", plan=ids[0]), hint)
    return UsageError(say("no plan here is of a group"), hint)


def group_fails(card: GroupCard, limit: str) -> bool:
    """Whether any store is as bad as `limit` (see app/status.py) or worse; one with an overdue milestone is."""
    stores = any(target.counts[status] for target in card.targets for status in FAILING[limit])
    return stores or any(milestone.overdue for milestone in card.milestones)


class Asked(NamedTuple):
    """As of which month, by which structure, and as known when; `only` the stores of a region, brand, class or manager,
    or those that have long been open."""

    as_of: Month | None = None
    structure: Structure = "then"
    known_at: str | None = None
    only: str | None = None
    comparable: bool = False


def group_card(session: Session, workspace: Workspace, of: GroupPlan, asked: Asked) -> GroupCard:
    """Where a group stands; raises UsageError for a month outside its period, and for what no store is."""
    period, month_end = of.plan.period, of.plan.month_end
    fact = None if asked.only is None else _fact(of.group.stores, asked.only)
    if asked.as_of is not None and asked.as_of not in period:
        hint = say("choose a month from {first} to {last}", first=period.first, last=period.last)
        raise UsageError(say("{month} is outside the period {period}", month=asked.as_of, period=period.label), hint)
    today = month_end.month_of(session.today)
    guess = asked.as_of or _last_ended(session, of)
    told, states = _told(session, workspace, of, guess, asked.known_at)
    as_of = asked.as_of or last_reported(_stores(of, told), period, month_end)
    if as_of != guess:
        told, states = _told(session, workspace, of, as_of, asked.known_at)
    tallies = _stores(of, told)
    if fact is not None and asked.only is not None:
        tallies = only(tallies, fact, asked.only, as_of, today if asked.structure == "now" else None)
    if asked.comparable:
        tallies = only_comparable(tallies, as_of, of.group.terms.comparable, month_end)
    here = [one.store for one in tallies if one.here]
    return GroupCard(
        plan=of.plan if fact is None and not asked.comparable else of_some(of.plan),
        group=of.group._replace(stores=here),
        as_of=as_of,
        day=month_end.last_day(asked.as_of) if asked.as_of is not None else session.today,
        structure=asked.structure,
        today=today,
        tallies=tallies,
        done=[(store, told[store.id].done) for store in here],
        states=states,
        version=version_of(of.plan),
        written=max((one.at for one in told.values()), default=""),
        changed=[store for store in here if told[store.id].is_changed],
        lost=() if asked.known_at or session.address else _lost(session, workspace, of),
    )


def _lost(session: Session, workspace: Workspace, of: GroupPlan) -> list[str]:
    """The stores that the book has of the group, and its table has not."""
    return [one.target for one in lost_stores(session, workspace) if one.plan == of.plan.id]


def reporting_stores(session: Session, workspace: Workspace, of: GroupPlan) -> list[StoreTally]:
    """The stores with what each has reported, month by month, as of the last month that ended."""
    told, _ = _told(session, workspace, of, _last_ended(session, of), None)
    return _stores(of, told)


def _stores(of: GroupPlan, told: Mapping[str, Told]) -> list[StoreTally]:
    found = ((store, told[store.id]) for store in of.group.stores)
    return [StoreTally(store, one.targets, one.gone, one.reports) for store, one in found]


def _last_ended(session: Session, of: GroupPlan) -> Month:
    """The last month of a group's period that ended; its first before that."""
    return within(of.plan, of.plan.month_end.last_ended(session.today)) or of.plan.period.first


def _fact(stores: Sequence[Store], value: str) -> Fact:
    """The fact that has a value in some store; raises UsageError where none does."""
    known = values_of(stores)
    found = next((fact for fact, values in known.items() if value in values), None)
    if found is None:
        every = [one for values in known.values() for one in values]
        raise UsageError(say("no store is of {value}", value=value), meant(value, every))
    return found


def _told(
    session: Session, workspace: Workspace, of: GroupPlan, as_of: Month | None, known_at: str | None
) -> tuple[Mapping[str, Told], Mapping[str, State]]:
    """What every store tells at a month: kept lines where its log has not changed, else from its log."""
    answers = Answers(session, workspace, of.heads, ("group", of.plan.id, as_of), daily=False)
    kept = {} if known_at else {head.store: line for head in of.heads if (line := answers.of(head)) is not None}
    new = [head for head in of.heads if head.store not in kept]
    lines = list(zip(new, _lines(session, workspace, of, new, as_of, known_at), strict=True))
    if not known_at:
        answers.keep(lines)
    found = kept | {head.store: line for head, line in lines}
    return {head.store: read(found[head.store]) for head in of.heads}, answers.states


def _lines(
    session: Session,
    workspace: Workspace,
    of: GroupPlan,
    heads: Sequence[Head],
    as_of: Month | None,
    known_at: str | None,
) -> Sequence[str]:
    """A line for each head, on all processors."""
    stores = of.stores

    def write(some: Sequence[Head], out: IO[str]) -> bool:
        for plan, known in session.each(some, workspace.read, known_at):
            told = told_of(plan, known, of.plan, stores[plan.store], as_of, session.today)
            out.write(f"{written(told)}\n")
        return False

    if not heads:
        return ()
    with shared_out(heads, write, session.moment) as (files, _):
        return [line.rstrip("\n") for file in files for line in file]


def told_of(plan: Plan, known: Known, group: Plan, store: Store, as_of: Month | None, today: date) -> Told:
    """What a store tells of its group at a month."""
    card = card_of(plan, known, today, as_of)
    actuals, days = known.actuals_of(plan), open_days(plan.calendar)
    tally = tally_of(card, plan, group, store, actuals, days, known.no_business)
    done = {id: done.on for id, done in known.done(plan.id).items()}
    at = known.written[-1].at if known.written else ""
    return Told(tally.targets, reported_by(plan, known, today), done, tally.gone, at, is_changed(plan, known))


def reported_by(plan: Plan, known: Known, today: date) -> dict[Month, Reported]:
    """How far a store has reported each month of its plan's period."""
    lock, actuals, days = lock_of([plan], known, today), known.actuals_of(plan), _first_days(plan, known)
    found = {}
    for month, asked in plan.due(plan.period).items():
        lacking = 0 if lock.is_without_business(month) else sum((id, month) not in actuals for id in asked)
        until = plan.reporting.on_time_day(month)
        late = None if until is None else any(days[id, month] > until for id in asked if (id, month) in days)
        if len(asked) > lacking or lock.is_closed(month) or not asked:
            found[month] = Reported(len(asked), len(asked) - lacking, late, lock.is_closed(month))
    return found


def _first_days(plan: Plan, known: Known) -> Mapping[tuple[str, Month], date]:
    """On which day each measure of a month was recorded first."""
    own = {known.names.measure(id): id for id in plan.measures}
    first: dict[tuple[str, Month], str] = {}
    for entry, event in known.of(Recorded):
        if event.measure in own:
            first.setdefault((own[event.measure], event.month), entry.at)
    days = {at: local_day(at) for at in set(first.values())}
    return {key: days[at] for key, at in first.items()}
