"""What a report is made of."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from dealerplan.domain.event import State
from dealerplan.domain.finding import Finding
from dealerplan.domain.month import Month
from dealerplan.domain.note import Action, Note
from dealerplan.evaluate import Scorecard, TargetCard
from dealerplan.evaluate.milestones import MilestoneCard
from dealerplan.evaluate.review import Review
from dealerplan.evaluate.standing import StoreStanding
from dealerplan.view.first_page.page import Page
from dealerplan.view.milestones import fell_short


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
    answers for. `standings` are those of a store of a group among its peers, `ahead` the card by the goals in force in
    the next month; None where nobody asked for them.
    """

    review: Review
    notes: Sequence[Note]
    actions: Sequence[Action]
    corrections: Sequence[Correction]
    sources: Sources
    findings: Sequence[Finding] = ()
    owner: str | None = None
    standings: Sequence[StoreStanding] | None = None
    ahead: Scorecard | None = None

    @property
    def page(self) -> Page:
        """Its first page."""
        return Page(self.card, self.findings, self.review, self.notes, self.actions, self.owner, self.ahead)

    @property
    def card(self) -> Scorecard:
        """The plan at its as-of month."""
        return self.review.card

    @property
    def off_track(self) -> list[TargetCard]:
        """The targets off track, the weightiest first."""
        return self.page.off_track

    @property
    def is_over(self) -> bool:
        """Whether the plan's last month is reported, so that no month is to come."""
        return self.card.as_of == self.card.plan.period.last

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
