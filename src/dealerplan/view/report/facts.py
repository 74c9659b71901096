"""What a report is made of."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import takewhile
from operator import itemgetter
from typing import NamedTuple

from dealerplan.domain.event import State
from dealerplan.domain.finding import Finding
from dealerplan.domain.month import Month
from dealerplan.domain.note import Action, Note
from dealerplan.evaluate import Scorecard, TargetCard
from dealerplan.evaluate.milestones import MilestoneCard
from dealerplan.evaluate.review import OFF_TRACK, Review
from dealerplan.view.status import fell_short
from dealerplan.words import Message, say


class Correction(NamedTuple):
    """A recorded value replaced; None was or is no value."""

    month: Month
    measure: str
    before: Fraction | None
    now: Fraction | None
    why: str | None


class Sources(NamedTuple):
    """What a report was made from, so that it can be made again: the same sources give the same bytes.

    `plan_hash` is of the plan file's bytes; `known_at` is when the last of the book's entries was written, without any
    a year before the plan begins. `ended` is when the as-of month was over, where no figure but the day told it.
    `is_kept` says whether the book had kept the plan as it is by then, so that `known_at` alone gives it again.
    """

    book: State
    plan_hash: str
    version: str
    known_at: str
    ended: str | None = None
    is_kept: bool = True


class Report(NamedTuple):
    """A plan's review with what people noted. `notes` and `actions` are those up to the as-of month.

    `findings` are those of `check` that say a target's goal can't be meant. With an `owner` it is only of what that one
    answers for.
    """

    review: Review
    notes: Sequence[Note]
    actions: Sequence[Action]
    corrections: Sequence[Correction]
    sources: Sources
    findings: Sequence[Finding] = ()
    owner: str | None = None

    @property
    def from_the_start(self) -> bool:
        """Whether the span reported begins with the period, and figures to date are its own."""
        return self.review.span.first == self.card.plan.period.first

    @property
    def to_date(self) -> Message:
        """The months that figures to date are of."""
        assert self.card.as_of is not None
        return say("{first}..{last} in all", first=self.card.plan.period.first, last=self.card.as_of)

    @property
    def card(self) -> Scorecard:
        """The plan at its as-of month."""
        return self.review.card

    @property
    def off_track(self) -> list[TargetCard]:
        """The targets off track, the worst first: by status, then by how much each lacks.

        A part comes after what has its status, unless its whole is better.
        """
        found = {one.target.id: one for one in self.card.targets if one.verdict.status in OFF_TRACK}
        return sorted(found.values(), key=lambda one: _weight(one, found.get(one.target.part_of or "")))

    @property
    def is_over(self) -> bool:
        """Whether the plan's last month is reported, so that no month is to come."""
        return self.card.as_of == self.card.plan.period.last

    @property
    def lacking(self) -> dict[Month, set[str]]:
        """What somebody has yet to record, by month, in order."""
        found: dict[Month, set[str]] = {}
        for measure, month in sorted({one for card in self.card.targets for one in card.lacking}, key=itemgetter(1)):
            found.setdefault(month, set()).add(measure)
        return found

    @property
    def late(self) -> list[Month]:
        """The last months up to the as-of month in which nothing is recorded of all that targets ask for in them."""
        plan, lacking, as_of = self.card.plan, self.lacking, self.card.as_of
        names = {name for one in self.card.targets for name, _ in one.inputs if name in plan.measures}
        used = {part for name in names for part in plan.recorded_as(name)}
        asked = {month: used & {*plan.due_in(month)} for month in plan.period if as_of and month <= as_of}
        return list(takewhile(lambda month: asked[month] and lacking.get(month) == asked[month], [*asked][::-1]))[::-1]

    def was_done(self, one: MilestoneCard) -> bool:
        """Whether a milestone was done in the months reported."""
        done_on = one.done_on
        return done_on is not None and self.card.plan.month_end.month_of(done_on) in self.review.months

    def fell_short(self, one: MilestoneCard) -> bool:
        """Whether a milestone was done in the months reported, and brought less than it was to."""
        return self.was_done(one) and fell_short(one)

    def reasons(self, target: str) -> list[Note]:
        """What was noted about a target in the months reported."""
        return [note for note in self.notes if note.target == target and note.month in self.review.months]

    def earlier_reasons(self, target: str) -> list[Note]:
        """What was noted about a target in the last month before those reported that has a note."""
        earlier = [note for note in self.notes if note.target == target and note.month not in self.review.months]
        last = max((note.month for note in earlier), default=None)
        return [note for note in earlier if note.month == last]


def _weight(card: TargetCard, whole: TargetCard | None) -> tuple[int, bool, Fraction]:
    severity = OFF_TRACK.index(card.verdict.status)
    gives_way = whole is not None and OFF_TRACK.index(whole.verdict.status) <= severity
    return severity, gives_way, -_lack(card)


def _lack(card: TargetCard) -> Fraction:
    """How far a target is off, as a share of what it should be."""
    figures = card.figures
    if figures.spans and figures.hits is not None:
        return Fraction(figures.spans - figures.hits, figures.spans)
    base = figures.expected if figures.expected is not None else card.goal.value
    return abs(figures.gap / base) if figures.gap is not None and base else Fraction(0)
