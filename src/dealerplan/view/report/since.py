"""Since when a target is off track, and which spans did not hold, in words."""

from __future__ import annotations

from collections.abc import Sequence

from dealerplan.evaluate import TargetCard
from dealerplan.evaluate.review import OFF_TRACK, Turn
from dealerplan.view.terms import STATUS, counted, number_of, shown
from dealerplan.view.when import When, month_name
from dealerplan.words import Message, say

MISSES = 3  # spans that did not hold, of which the last are named


def missed_said(card: TargetCard) -> Message:
    """The spans that did not hold, the last few by name with their values."""
    which = [
        say("{span} with {value}", span=When(span.period),
            value=counted(shown(span.actual, span.goal, card.target)))
        for span in card.misses[-MISSES:] if span.actual is not None
    ]  # fmt: skip
    if len(card.misses) > MISSES:
        return say("missed in {number} of {spans}, of late {which}", number=len(card.misses),
                   spans=number_of(card.figures.spans or 0, card.target.each), which=which)  # fmt: skip
    return say("missed in {which}", which=which)


TURNS = 3  # changes of status, of which the last are named


def since_said(turns: Sequence[Turn], with_year: bool = False) -> Message:
    """How a target off track came to be so: since when, and whether it has become better or worse."""
    first, *later = turns[-TURNS:]
    said = say("{status} since {month}", status=_word(first), month=month_name(first.month, with_year))
    before = first
    for one in later:
        is_better = OFF_TRACK.index(one.status) > OFF_TRACK.index(before.status)
        said = (_BETTER if is_better else _WORSE).filled(
            {"said": said, "month": month_name(one.month, with_year), "status": _word(one)}
        )
        before = one
    return said


_BETTER = say("{said}, better since {month}: {status}")
_WORSE = say("{said}, worse since {month}: {status}")


def _word(turn: Turn) -> Message:
    return STATUS[turn.status][1]
