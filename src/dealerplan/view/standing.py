"""Where a target stands, in a cell: its status, a value of its own; and how many stand how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction

from dealerplan.domain.plan import Target
from dealerplan.evaluate import Scorecard, TargetCard
from dealerplan.evaluate.status import STATUSES, Status
from dealerplan.view.document import NONE, Cell, Tone
from dealerplan.view.terms import STATUS, of_whole
from dealerplan.view.when import month_name
from dealerplan.words import Message, say

NOT_DUE = Cell(say("{sign} {word}", sign="-", word=say("not due yet")), "quiet")


def status_cell(status: Status) -> Cell:
    """A status as its sign, word and tone."""
    sign, word, tone = STATUS[status]
    return Cell(say("{sign} {word}", sign=sign, word=word), tone)


def verdict_cell(card: TargetCard) -> Cell:
    """A target's status; before its months begin, or the first span of a goal for each has ended, nothing is due."""
    if card.is_not_due and card.is_to_come:
        return Cell(say("{sign} {word}", sign="-", word=say("from {month}", month=month_name(card.own.first))), "quiet")
    return NOT_DUE if card.is_not_due else status_cell(card.verdict.status)


def is_monthly(target: Target) -> bool:
    """Whether a month owes an amount of its own."""
    return target.kind == "flow" and target.each in (None, "month")


def percent_cell(value: Fraction | None) -> Cell:
    """A share of a whole that is 100%."""
    return NONE if value is None else Cell(of_whole(value))


def counts_said(cards: Sequence[TargetCard]) -> list[Message]:
    """How many targets have each status: `1 met`, `2 on track`."""
    counts = tally(cards)
    return [say("{number} {status}", number=counts[id], status=word) for id, word, _ in STANDINGS if counts[id]]


STANDINGS: tuple[tuple[str, Message, Tone], ...] = (
    *((status, STATUS[status][1], STATUS[status][2]) for status in STATUSES),
    ("not_due", say("not due yet"), "quiet"),
)
"""What targets are counted by, in words: their status, but for those of which nothing is due."""


def tally(cards: Iterable[TargetCard]) -> Counter[str]:
    """How many targets stand how, by the ids of STANDINGS."""
    return Counter("not_due" if card.is_not_due else card.verdict.status for card in cards)


def moved(before: Scorecard, card: Scorecard) -> list[tuple[TargetCard, TargetCard]]:
    """Targets whose status is another than the month before, as they were and as they are."""
    was = {one.target.id: one for one in before.targets}
    pairs = [(was[one.target.id], one) for one in card.targets]
    return [(old, new) for old, new in pairs if old.verdict.status != new.verdict.status]


def is_trivial(old: TargetCard, new: TargetCard) -> bool:
    """What was on track all along is met at the end."""
    return (old.verdict.status, new.verdict.rule) == ("on_track", "held_at_end")


def standing_word(card: TargetCard) -> Message:
    """What a target is counted by, in a word."""
    return say("not due yet") if card.is_not_due else STATUS[card.verdict.status][1]
