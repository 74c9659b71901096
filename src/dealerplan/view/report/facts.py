"""What a report is made of."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from dealerplan.domain.actual import State
from dealerplan.domain.month import Month
from dealerplan.domain.note import Action, Note
from dealerplan.evaluate import Scorecard, TargetCard
from dealerplan.evaluate.review import OFF_TRACK, Review


class Correction(NamedTuple):
    """A recorded value replaced; None was or is no value."""

    month: Month
    measure: str
    before: Fraction | None
    now: Fraction | None
    why: str | None


class Sources(NamedTuple):
    """What a report was made from, so that it can be made again: the same sources give the same bytes.

    `plan_hash` is of the plan file's bytes; `known_at` is when the last of the book's entries was written.
    """

    book: State
    plan_hash: str
    version: str
    known_at: str | None = None


class Report(NamedTuple):
    """A plan's review with what people noted. `notes` and `actions` are those up to the as-of month."""

    review: Review
    notes: Sequence[Note]
    actions: Sequence[Action]
    corrections: Sequence[Correction]
    sources: Sources

    @property
    def card(self) -> Scorecard:
        """The plan at its as-of month."""
        return self.review.card

    @property
    def off_track(self) -> list[TargetCard]:
        """The targets off track, the worst first: by status, then by how much of its goal each lacks."""
        found = [one for one in self.card.targets if one.verdict.status in OFF_TRACK]
        return sorted(found, key=lambda one: (OFF_TRACK.index(one.verdict.status), -_lack(one)))

    def reasons(self, target: str) -> list[Note]:
        """What was noted about a target in the months reported."""
        return [note for note in self.notes if note.target == target and note.month in self.review.months]


def _lack(card: TargetCard) -> Fraction:
    """How far a target is off, as a share of what it should be."""
    figures = card.figures
    if figures.spans and figures.hits is not None:
        return Fraction(figures.spans - figures.hits, figures.spans)
    base = figures.expected if figures.expected is not None else card.goal.value
    return abs(figures.gap / base) if figures.gap is not None and base else Fraction(0)
