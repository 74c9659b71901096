"""From a store's log to what is in force: values, marks, notes, closed months, kept plans.

What was taken back counts no more, and renamed ids count under their names of today.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from dealerplan.book.codec import decode_all
from dealerplan.domain.actual import Actuals, Done
from dealerplan.domain.event import (
    ActionDone,
    Closed,
    Entry,
    Log,
    MilestoneDone,
    Noted,
    Numbered,
    PlanKept,
    Recorded,
    Reopened,
    TakenBack,
)
from dealerplan.domain.month import Month
from dealerplan.domain.names import Names
from dealerplan.domain.note import Action, AsNoted, Note, actions_of
from dealerplan.domain.plan import Plan

T = TypeVar("T")


class Mark(NamedTuple):
    """What closed or reopened a month, and the entry that says so."""

    entry: Entry
    event: Closed | Reopened


class Version(NamedTuple):
    """A plan's file as it was kept, and the entry that keeps it."""

    entry: Entry
    kept: PlanKept


class Known:
    """What a store's entries say: `written` are all of them as they stand, `today` the same under the names of today,
    `entries` those of these in force."""

    def __init__(self, written: Sequence[Entry], names: Names) -> None:
        self.written, self.names = written, names
        gone = taken_back(written)
        self.today = [self._today(entry) for entry in written] if names.rename else written
        self.entries = [entry for entry in self.today if entry.seq not in gone] if gone else self.today

    def by(self, time: str | None) -> Known:
        """What was known by a time."""
        if time is None:
            return self
        written = [entry for entry in self.written if entry.at <= time]
        return self if len(written) == len(self.written) else Known(written, self.names)

    def _today(self, entry: Entry) -> Entry:
        event = self.names.of_today(entry.event)
        return entry if event is entry.event else entry._replace(event=event)

    def of(self, kind: type[T]) -> Iterator[tuple[Entry, T]]:
        """The entries in force of one kind of event."""
        return iter(self._by_kind.get(kind, ()))

    @cached_property
    def _by_kind(self) -> Mapping[type, list[tuple[Entry, Any]]]:
        found: dict[type, list[tuple[Entry, Any]]] = defaultdict(list)
        for entry in self.entries:
            found[type(entry.event)].append((entry, entry.event))
        return found

    @cached_property
    def actuals(self) -> Actuals:
        """The value in force of every measure and month."""
        latest = {(event.measure, event.month): event.value for _, event in self.of(Recorded)}
        return {key: value for key, value in latest.items() if value is not None}

    def actuals_of(self, plan: Plan) -> Actuals:
        """The same, also under the old names that a plan has where another plan has renamed a measure."""
        old = {self.names.measure(id): id for id in plan.measures if self.names.measure(id) != id}
        if not old:
            return self.actuals
        return {**self.actuals, **{(old[id], at): value for (id, at), value in self.actuals.items() if id in old}}

    @cached_property
    def marks(self) -> Mapping[Month, Mark]:
        """What last closed or reopened each month."""
        return {mark.event.month: mark for mark in self.turns}

    @cached_property
    def turns(self) -> Sequence[Mark]:
        """Every closing and reopening, in the order written."""
        marks = [Mark(*one) for kind in (Closed, Reopened) for one in self._by_kind.get(kind, ())]
        return sorted(marks, key=lambda mark: mark.entry.seq)

    @cached_property
    def closed(self) -> tuple[Month, ...]:
        """The closed months, in order."""
        return tuple(sorted(month for month, mark in self.marks.items() if isinstance(mark.event, Closed)))

    @cached_property
    def reasons(self) -> Mapping[Month, str]:
        """Why there was no business, in the months closed for that."""
        found = {month: mark for month, mark in self.marks.items() if mark.event in (Closed(month, True),)}
        return {month: mark.entry.why or "-" for month, mark in found.items()}

    @property
    def no_business(self) -> Collection[Month]:
        """The months that were closed without any business."""
        return self.reasons.keys()

    @cached_property
    def _done(self) -> Mapping[str, dict[str, Done]]:
        found: dict[str, dict[str, Done]] = defaultdict(dict)
        for entry, event in self.of(MilestoneDone):
            of_plan = found[event.plan]
            before = of_plan.get(event.milestone)
            of_plan[event.milestone] = event.done._replace(note=entry.note or (before and before.note))
        return found

    def done(self, plan: str) -> Mapping[str, Done]:
        """The plan's milestones that are done, by id."""
        return self._done.get(plan, {})

    @cached_property
    def _noted(self) -> Mapping[str, list[tuple[int, AsNoted]]]:
        """Every note that a plan ever had, with its entry's number."""
        found: dict[str, list[tuple[int, AsNoted]]] = defaultdict(list)
        for entry in self.written:
            if isinstance(entry.event, Noted):
                now = self.names.of_today(entry.event)
                assert isinstance(now, Noted)
                between = self.names.was.get((now.plan, now.note.target), ())
                found[now.plan].append((entry.seq, AsNoted(now.note, entry.event.note.target, between)))
        return found

    @cached_property
    def _in_force(self) -> Collection[int]:
        return {entry.seq for entry in self.entries}

    def notes(self, plan: Plan) -> tuple[Note, ...]:
        """The notes on a plan's targets, in the order written."""
        return tuple(note for _, note in self.numbered_notes(plan))

    def numbered_notes(self, plan: Plan) -> list[tuple[int, Note]]:
        """The notes on a plan's targets with their entries' numbers."""
        ids = {target.id for target in plan.targets}
        noted = self._noted.get(plan.id, ())
        return [(seq, of.note) for seq, of in noted if seq in self._in_force and of.note.target in ids]

    def actions(self, plan: Plan) -> tuple[Action, ...]:
        """The actions of the notes on a plan's targets, in the order noted."""
        return tuple(action for _, action in self.numbered_actions(plan))

    def numbered_actions(self, plan: Plan, more: Sequence[Note] = ()) -> list[tuple[int, Action]]:
        """The same with their notes' entries' numbers; notes not yet written have 0."""
        noted = [*self._noted.get(plan.id, ()), *((0, AsNoted(note, note.target)) for note in more)]
        done: dict[str, date] = {event.action: event.on for _, event in self.of(ActionDone) if event.plan == plan.id}
        asking = [seq for seq, of in noted if of.note.action is not None]
        ids = {target.id for target in plan.targets}
        return [
            (seq, action)
            for seq, action in zip(asking, actions_of((of for _, of in noted), done), strict=True)
            if (seq == 0 or seq in self._in_force) and action.note.target in ids
        ]

    def versions(self, plan: str) -> list[Version]:
        """The texts of a plan's file that were kept, in the order written; nothing takes one back."""
        return [Version(entry, event) for entry, event in self.of(PlanKept) if event.plan == plan]

    @cached_property
    def kept(self) -> Mapping[str, Version]:
        """The last text kept of each plan."""
        return {event.plan: Version(entry, event) for entry, event in self.of(PlanKept)}

    @cached_property
    def revisions(self) -> Sequence[Numbered]:
        """Every change of a measure's value or a milestone's mark, undone ones and the undoing itself included."""
        return list(_revisions(self.today))


def known_of(log: Log, plans: Sequence[Plan] = ()) -> Known:
    """What a log says, under the names that its store's plans have; raises BookError."""
    return Known(decode_all(log), Names(plans))


def taken_back(written: Sequence[Entry]) -> set[int]:
    """The numbers of the entries that count no more: the last word on an entry has what was written last."""
    gone: set[int] = set()
    for entry in reversed(written):
        if isinstance(entry.event, TakenBack) and entry.seq not in gone:
            gone.update(entry.event.entries)
    return gone


Thing = tuple[str, Month | None]


def _thing(entry: Entry) -> Thing | None:
    """What an entry is a revision of."""
    match entry.event:
        case Recorded(measure, month, _):
            return measure, month
        case MilestoneDone(plan, milestone, _):
            return f"{plan}/{milestone}", None
    return None


def _revisions(written: Sequence[Entry]) -> Iterator[Numbered]:
    """Each value as it was written, and after what takes some back, each that is then in force again."""
    by_seq = {entry.seq: entry for entry in written}
    of_thing: dict[Thing, list[Entry]] = defaultdict(list)
    takings: list[Entry] = []
    numbers: Counter[Thing] = Counter()
    for entry in written:
        then: dict[Thing, Entry | None] = {}
        if thing := _thing(entry):
            of_thing[thing].append(entry)
            then = {thing: entry}
        elif isinstance(entry.event, TakenBack):
            takings.append(entry)
            gone = taken_back(takings)
            then = {thing: _last(of_thing[thing], gone) for thing in _reached(entry, by_seq)}
        for one, last in then.items():
            numbers[one] += 1
            yield Numbered(entry, numbers[one], *one, None if last is None else _value(last))


def _last(written: Sequence[Entry], gone: Collection[int]) -> Entry | None:
    """The last entry that counts still."""
    return next((entry for entry in reversed(written) if entry.seq not in gone), None)


def _reached(entry: Entry, by_seq: Mapping[int, Entry]) -> list[Thing]:
    """The things whose values a taking back changes, through what it takes back itself."""
    if not isinstance(entry.event, TakenBack):
        return []
    found: list[Thing] = []
    for seq in entry.event.entries:
        thing = _thing(by_seq[seq])
        found += [thing] if thing else _reached(by_seq[seq], by_seq)
    return list(dict.fromkeys(found))


def _value(entry: Entry) -> Fraction | Done | None:
    match entry.event:
        case Recorded():
            return entry.event.value
        case MilestoneDone():
            return entry.event.done
    return None
