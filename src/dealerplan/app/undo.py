"""Taking back what was written: a user's last command, or a note, mark or action; by new entries, so that the history
stays whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from dealerplan.app.month_lock import local_day, lock_of
from dealerplan.app.session import Session
from dealerplan.app.shell import quoted
from dealerplan.book.reading import Known
from dealerplan.domain.actual import Actuals
from dealerplan.domain.event import (
    ActionDone,
    Closed,
    Entry,
    Event,
    MilestoneDone,
    Noted,
    PlanKept,
    Recorded,
    Reopened,
    Reversal,
    TakenBack,
)
from dealerplan.domain.plan import Plan
from dealerplan.errors import DealerplanError, Refused, UsageError
from dealerplan.words import say

UNDO = "undo"
"""The source of what undoes a command; such entries are not themselves undone."""


def undo(
    session: Session,
    plans: Sequence[Plan],
    why: str,
    rehearsal: bool = False,
    expected: Sequence[Reversal] | None = None,
) -> list[Reversal]:
    """Take back all that this user's last command wrote of the plans' stores, or with `rehearsal` only tell it.

    Raises UsageError where there is nothing of this user's, no reason, or another command than `expected` is the last
    by now; Refused where something stands on it.
    """
    if not rehearsal:
        check_why(why)

    def decide(known: Mapping[str, Known]) -> tuple[list[Reversal], list[Entry]]:
        last = _last_command(known, session.by)
        standing = (_standing(session, plans, known[store], entries) for store, entries in last.items())
        if problems := [problem for found in standing for problem in found]:
            raise Refused(problems)
        new = [taking(session, store, entries, UNDO, why) for store, entries in last.items()]
        found = [one for entry in new for one in reversals(known[entry.store], entry)]
        if expected is not None and found != expected:
            raise UsageError(say("something was written meanwhile"), say("nothing was undone; look again"))
        return found, [] if rehearsal else new

    return session.write_all(plans, decide)


def check_why(why: str) -> None:
    """Raises UsageError without a reason."""
    if not why.strip():
        raise UsageError(say("an undo needs a reason"), say('dealerplan undo --why "wrong month"'))


def taking(session: Session, store: str, entries: Sequence[Entry], source: str, why: str | None) -> Entry:
    """The entry that takes some of a store's back."""
    return session.entry(TakenBack(tuple(entry.seq for entry in entries)), store, source, why=why and why.strip())


def reversals(known: Known, taking: Entry) -> list[Reversal]:
    """What an entry, to be written next, takes back."""
    assert isinstance(taking.event, TakenBack)
    seqs = set(taking.event.entries)
    after = Known([*known.written, taking._replace(seq=len(known.written) + 1)], known.names).actuals
    return [
        Reversal(entry, *(_value(entry, actuals) for actuals in (known.actuals, after)))
        for entry in known.today
        if entry.seq in seqs
    ]


def _value(entry: Entry, actuals: Actuals) -> Fraction | None:
    """What an entry's measure has in its month."""
    event = entry.event
    return actuals.get((event.measure, event.month)) if isinstance(event, Recorded) else None


def _last_command(known: Mapping[str, Known], user: str) -> Mapping[str, list[Entry]]:
    """The entries, by store, of a user's last command that is not undone yet; kept plans are none of it."""
    commands: dict[str, dict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    for store, one in known.items():
        undone = _undone(one.written)
        for entry in one.today:
            own = entry.by == user and entry.source != UNDO and not isinstance(entry.event, PlanKept)
            if own and entry.seq not in undone:
                commands[entry.command or entry.at][store].append(entry)
    if not commands:
        message = say("{user} has written nothing that could be undone", user=user)
        raise UsageError(message, say("DEALERPLAN_USER says who you are; dealerplan history shows who wrote what"))
    return max(commands.values(), key=lambda stores: max(entries[0].at for entries in stores.values()))


def _undone(written: Sequence[Entry]) -> set[int]:
    """The entries that an undo took back."""
    return {
        seq
        for entry in written
        if entry.source == UNDO and isinstance(entry.event, TakenBack)
        for seq in entry.event.entries
    }


Thing = tuple[object, ...]


def _things(event: Event, known: Known) -> list[Thing]:
    """What an event says something of."""
    match event:
        case Recorded(measure, month, _):
            return [("measure", measure, month)]
        case MilestoneDone(plan, milestone, _):
            return [("milestone", plan, milestone)]
        case ActionDone(plan, action, _):
            return [("action", plan, action)]
        case Closed() | Reopened():
            return [("month", event.month)]
        case TakenBack(entries):
            return [thing for seq in entries for thing in _things(known.today[seq - 1].event, known)]
    return []


def _standing(
    session: Session, plans: Sequence[Plan], known: Known, entries: Sequence[Entry]
) -> Iterator[DealerplanError]:
    """What speaks against taking entries of a store back: what was written on top of them, and months that are shut."""
    in_force, own = {entry.seq for entry in known.entries}, {entry.seq for entry in entries}
    others = (entry for entry in known.entries if entry.seq not in own and entry.source != UNDO)
    last = {thing: entry for entry in others for thing in _told_by(entry, known)}
    for entry in entries:
        if entry.seq not in in_force:
            yield _changed_since(next(_takers(known, entry.seq)))
            continue
        for thing in (*_things(entry.event, known), *_built_on(entry, plans, known)):
            if thing in last and last[thing].seq > entry.seq:
                yield _changed_since(last[thing])
    yield from _shut(session, plans, known, entries)


def _told_by(entry: Entry, known: Known) -> list[Thing]:
    """What an entry says something of; a value says something of its month too."""
    month = [("values", entry.event.month)] if isinstance(entry.event, Recorded) else []
    return [*_things(entry.event, known), *month]


def _takers(known: Known, seq: int) -> Iterator[Entry]:
    """What took an entry back."""
    return (one for one in known.entries if isinstance(one.event, TakenBack) and seq in one.event.entries)


def _built_on(entry: Entry, plans: Sequence[Plan], known: Known) -> Iterator[Thing]:
    """What else would lose its ground: the mark of a note's action, the values of a month that was opened for them."""
    match entry.event:
        case Reopened(month):
            yield "values", month
        case Noted(of, _):
            for plan in (plan for plan in plans if plan.id == of):
                asked = [action for seq, action in known.numbered_actions(plan) if seq == entry.seq]
                yield from (("action", plan.id, id) for action in asked for id in (action.id, *action.also))


def _changed_since(later: Entry) -> UsageError:
    from dealerplan.book.chain import what_of

    message = say(
        "{by} has changed it since: {what}, on {day}", by=later.by, what=what_of(later.event), day=local_day(later.at)
    )
    return UsageError(message, say("nothing was written; correct the value itself, or ask {by}", by=later.by))


def _shut(session: Session, plans: Sequence[Plan], known: Known, entries: Sequence[Entry]) -> Iterator[DealerplanError]:
    """Months whose values may not change."""
    lock = lock_of([plan for plan in plans if plan.store == entries[0].store], known, session.today)
    months = defaultdict(list)
    for entry in entries:
        if isinstance(entry.event, Recorded):
            months[entry.event.month].append(entry.event.measure)
    several = len({plan.store for plan in plans}) > 1
    option = f" --store {quoted(entries[0].store)}" if several else ""
    for month, measures in months.items():
        if error := lock.objection(month, measures, option):
            yield error
