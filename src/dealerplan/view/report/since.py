"""Since when a target is off track, and which spans did not hold, in words."""

from __future__ import annotations

from dealerplan.evaluate import TargetCard
from dealerplan.evaluate.review import Since
from dealerplan.view.terms import STATUS, counted, shown
from dealerplan.words import Message, say

MISSES = 3  # spans that did not hold, of which the last are named


def missed_said(card: TargetCard) -> Message:
    """The spans that did not hold, the last few by name with their values."""
    which = [
        say("{span} with {value}", span=span.period.months,
            value=counted(shown(span.actual, span.goal, card.target)))
        for span in card.misses[-MISSES:] if span.actual is not None
    ]  # fmt: skip
    if len(card.misses) > MISSES:
        return say("missed in {number} of {spans}, the last {which}", number=len(card.misses),
                   spans=card.figures.spans, which=which)  # fmt: skip
    return say("missed in {which}", which=which)


def since_said(card: TargetCard, since: Since) -> Message:
    """The status of a target off track, and since when; what is missed was not so before the end."""
    status, first = STATUS[card.verdict.status][1], since.off_track
    paced = card.target.kind == "flow" or card.target.start is not None
    off = say("off track since {first}", first=first) if paced else say("off its goal since {first}", first=first)
    if card.verdict.status == "missed":
        return say("{status}, {said}", status=status, said=off)
    if since.status == first:
        return say("{status} since {month}", status=status, month=first)
    return say("{said}, {status} since {month}", said=off, status=status, month=since.status)
