"""Reports: from plans and book to what a report is made of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import NamedTuple

from dealerplan import __version__
from dealerplan.app.asked import Asked
from dealerplan.app.kept import discrepancies_to, is_kept_by, version_of, with_owners_then
from dealerplan.app.owner import owned_by, part_of
from dealerplan.app.selection import of_month
from dealerplan.app.session import Session
from dealerplan.app.status import card_of, cards_of, day_of, fails, recorded_to, within
from dealerplan.book.proof import NotWhole, check_chains
from dealerplan.book.reading import Known, known_of
from dealerplan.calendar import open_days
from dealerplan.domain.actual import Done
from dealerplan.domain.event import ActionDone, Entry, MilestoneDone, Noted, PlanKept, Recorded, State, TakenBack
from dealerplan.domain.formula import measures_of
from dealerplan.domain.month import Each, Month
from dealerplan.domain.note import Action, Note
from dealerplan.domain.outline import Head, head_of
from dealerplan.domain.plan import Plan, by_store
from dealerplan.errors import DealerplanError
from dealerplan.evaluate import Scorecard
from dealerplan.evaluate.milestones import MilestoneCard
from dealerplan.evaluate.review import Review, review
from dealerplan.planfile.goal_rules import goals_out_of_reach
from dealerplan.view.report.facts import Correction, Report, Sources

AHEAD = timedelta(hours=14)  # of UTC, the first place where a day begins


class Alarm(NamedTuple):
    """What calls for somebody: the limits that a plan fails today, those that its report fails, what is overdue."""

    day: date
    today: Collection[str]
    told: Collection[str]
    overdue: Sequence[MilestoneCard]


class Subject(NamedTuple):
    """What can be told of a report before it is made; `entries` of its store's log are what it is made from.

    There is an alarm where somebody asks for one. Of the first some `known` is held, of others it is read again.
    """

    head: Head
    as_of: Month | None
    each: Each
    entries: int
    alarm: Alarm | None = None
    known: Known | None = None

    def fails(self, limit: str) -> bool:
        """Whether the plan is as bad as a limit today, or worse."""
        return self.alarm is not None and limit in self.alarm.today


AT_ONCE = 50  # plans of whose stores all is held that the book says


def subjects(
    session: Session, read: Callable[[Head], Plan], heads: Sequence[Head], asked: Asked, limits: Collection[str] = ()
) -> list[Subject]:  # fmt: skip
    """What is to be reported, once the book is proven whole, store by store; `limits` are those of alarms."""
    if asked.as_of is not None:
        of_month(heads, asked.as_of)
    broken: list[DealerplanError] = []
    found: dict[tuple[str, str], Subject] = {}
    with session.reading() as book:
        session.tell_emptied(book)
        for store, of_store in session.watch(by_store(heads).items()):
            try:
                log = check_chains(book, [store], session.place)[store]
            except NotWhole as error:
                broken += error.problems
                continue
            own = list(map(read, of_store))
            known = known_of(log, own).by(asked.known_at)
            for head, plan in zip(of_store, own, strict=True):
                one = _subject(session, plan, known, asked, limits)._replace(head=head, entries=len(log))
                found[head.key] = one._replace(known=known) if len(found) < AT_ONCE else one
    if broken:
        raise NotWhole(broken)
    return [found[head.key] for head in heads]


def _subject(session: Session, plan: Plan, known: Known, asked: Asked, limits: Collection[str]) -> Subject:
    told, last = _months(session, plan, known, asked)
    as_of = within(plan, last) if last else None
    found = Subject(head_of(plan), as_of, asked.each or "month", 0)
    if not limits:
        return found
    # A report is of its month; an alarm looks at today, as `status` does.
    (today,) = cards_of(day_of(session, asked.known_at), [plan], {plan.store: known}, asked.as_of)
    then = _card(with_owners_then(known, plan, told), known, last)
    if asked.owner is not None:
        today, then = part_of(asked.owner, today), part_of(asked.owner, then)
    return found._replace(
        alarm=Alarm(
            today.day,
            [limit for limit in limits if fails([today], limit)],
            [limit for limit in limits if fails([then], limit)],
            [one for one in today.milestones if one.status == "overdue"],
        )
    )


def reports(
    session: Session, read: Callable[[Head], Plan], subjects: Sequence[Subject], asked: Asked
) -> Iterator[Report]:  # fmt: skip
    """A report of each, one after the other.

    The book is let go before they are made, some at a time: nobody who writes waits for who renders.
    """
    held: dict[str, Known] = {}
    heads = by_store(one.head for one in subjects)
    for number, one in enumerate(session.watch(subjects)):
        known = one.known or held.get(one.head.store)
        if known is None:
            some = {other.head.store: other.entries for other in subjects[number : number + max(AT_ONCE, 1)]}
            held = _read_again(session, some, {store: list(map(read, heads[store])) for store in some})
            known = held[one.head.store]
        yield _report(session, read(one.head), known.by(asked.known_at), asked)


def _read_again(
    session: Session, entries: Mapping[str, int], plans: Mapping[str, Sequence[Plan]]
) -> dict[str, Known]:  # fmt: skip
    """What the book said of stores when it was proven: logs only grow."""
    with session.reading() as book:
        logs = book.logs(entries)
    return {store: known_of(log[: entries[store]], plans[store]) for store, log in logs.items()}


def _months(session: Session, plan: Plan, known: Known, asked: Asked) -> tuple[Month | None, Month | None]:
    """The month that a report tells of, if there is one, and else the last that had ended."""
    now = session.today if asked.known_at is None else date.fromisoformat(asked.known_at[:10])
    told = asked.as_of or recorded_to(plan, known)
    return told, told or _last_ended(plan, now)


def _concerning(card: Scorecard, known: Known) -> list[Entry]:
    """The entries that a report says something of: others, of later months or other plans, leave it as it is."""
    own = {known.names.measure(id) for id in card.plan.measures}
    marked = {_marked(entry) for entry in known.today if _is_done_by(entry, card)}
    found: dict[int, Entry] = {}
    for entry in known.today:
        match entry.event:
            case TakenBack(entries):
                concerned = any(seq in found for seq in entries)
            case MilestoneDone() | ActionDone():
                concerned = _marked(entry) in marked
            case PlanKept():
                concerned = entry.event.plan == card.plan.id and entry.event.text == card.plan.text
            case Recorded(measure, month, _):
                concerned = measure in own and _is_told(card, month)
            case Noted(plan, note):
                concerned = plan == card.plan.id and _is_told(card, note.month)
            case _:
                concerned = _is_told(card, entry.event.month)
        if concerned:
            found[entry.seq] = entry
    return list(found.values())


def _marked(entry: Entry) -> tuple[str, ...] | None:
    """Which milestone or action of which plan an entry marks as done, if it does."""
    match entry.event:
        case MilestoneDone(plan, milestone, _):
            return plan, milestone
        case ActionDone(plan, action, _):
            return plan, "", action
    return None


def _is_done_by(entry: Entry, card: Scorecard) -> bool:
    """Whether an entry marks something of a card's plan as done by its day."""
    match entry.event:
        case MilestoneDone(plan, _, done):
            return plan == card.plan.id and done.on <= card.day
        case ActionDone(plan, _, on):
            return plan == card.plan.id and on <= card.day
    return False


def _is_told(card: Scorecard, month: Month) -> bool:
    """Whether a card tells of a month."""
    return card.as_of is not None and month <= card.as_of


def _report(session: Session, plan: Plan, known: Known, asked: Asked) -> Report:
    told, month = _months(session, plan, known, asked)
    plan = with_owners_then(known, plan, told)
    card = _card(plan, known, month)
    card = card._replace(discrepancies=discrepancies_to(plan, known, card.as_of))
    actuals, done = known.actuals_of(plan), known.done(plan.id)
    looked = review(card, actuals, done, open_days(plan.calendar), asked.each, known.no_business)
    used = _concerning(card, known)
    notes: Sequence[Note] = [note for note in known.notes(plan) if _is_told(card, note.month)]
    actions: Sequence[Action] = [one for one in known.actions(plan) if _is_told(card, one.note.month)]
    corrections: Sequence[Correction] = _corrections(looked, known)
    if asked.owner is not None:
        looked, notes, actions, corrections = _of_owner(asked.owner, looked, notes, actions, corrections)
    last = max((entry.at for entry in used), default=_begins(plan, plan.period.first.plus(-12)))
    ended = _begins(plan, card.as_of.plus(1)) if card.as_of and not told else None
    sources = Sources(
        State(used[-1].seq, used[-1].hash) if used else State(),
        version_of(plan),
        __version__,
        last,
        ended,
        is_kept_by(known, plan, last),
    )
    return Report(
        looked,
        notes,
        actions,
        corrections,
        sources,
        list(goals_out_of_reach(plan, card.as_of)),
        asked.owner,
        ahead=_ahead(plan, known, card) if asked.tasks else None,
    )


def _of_owner(
    name: str, looked: Review, notes: Sequence[Note], actions: Sequence[Action], corrections: Sequence[Correction]
) -> tuple[Review, Sequence[Note], Sequence[Action], Sequence[Correction]]:
    """What somebody answers for: their targets and milestones, the notes on them, and the actions that are theirs."""
    plan = looked.card.plan
    own = owned_by(name, plan)
    used = {leaf for one in plan.targets if one.id in own for id in measures_of(one.formula)
            for leaf in plan.recorded_as(id)}  # fmt: skip
    return (
        looked.only(own, part_of(name, looked.card), looked.before and part_of(name, looked.before)),
        [note for note in notes if note.target in own],
        [action for action in actions if action.note.target in own or action.note.owner == name],
        [one for one in corrections if one.measure in used],
    )


def _begins(plan: Plan, month: Month) -> str:
    """The time when a month begins, as the book writes it."""
    return f"{plan.month_end.first_day(month)}T00:00:00.000000Z"


def _last_ended(plan: Plan, day: date) -> Month | None:
    """The last month of a plan's period that ended before a day."""
    return within(plan, plan.month_end.last_ended(day))


def _card(plan: Plan, known: Known, as_of: Month | None) -> Scorecard:
    """The plan at a month's end: a report is of its month, so that a later day makes the same one."""
    month, end = as_of and within(plan, as_of), plan.month_end
    day = end.last_day(min(as_of, plan.period.last)) if as_of else end.first_day(plan.period.first)
    card = card_of(plan, known, day, month)
    return card._replace(closed=tuple(one for one in card.closed if month and one <= month))


def _ahead(plan: Plan, known: Known, card: Scorecard) -> Scorecard | None:
    """The same by the goals in force in the month after; None after the last one."""
    month = card.as_of.plus(1) if card.as_of else plan.period.first
    return card_of(plan, known, card.day, card.as_of, month) if month in plan.period else None


def _corrections(looked: Review, known: Known) -> list[Correction]:
    """Values of the period replaced from the span's first day on; what was corrected before, earlier reports had.

    That day begins where it does so first on earth, so that a report is the same wherever it is made.
    """
    plan, as_of = looked.card.plan, looked.card.as_of
    if as_of is None:
        return []
    first = plan.month_end.first_day(looked.months[0])
    since = (datetime.combine(first, time()) - AHEAD).isoformat()
    return [
        found
        for found in _replaced(known, since)
        if found.measure in plan.measures and plan.period.first <= found.month <= as_of
    ]


def _replaced(known: Known, since: str) -> Iterator[Correction]:
    last: dict[tuple[str, Month], Fraction | None] = {}
    for one in known.revisions:
        if one.month is None or isinstance(one.value, Done):
            continue
        key = (one.subject, one.month)
        if one.revision > 1 and one.entry.at >= since:
            yield Correction(one.month, one.subject, last[key], one.value, one.entry.why)
        last[key] = one.value
