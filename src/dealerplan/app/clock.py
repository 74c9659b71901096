"""What a wrong clock would do to a book: entries are dated by it, and their times only go forward."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from dealerplan.errors import TRUST_CLOCK, UsageError
from dealerplan.words import Message, say

FAR = timedelta(days=1)  # how far two clocks may be apart without a word
TOO_FAR = timedelta(days=365)  # how long after the last entry a clock is trusted


def leap(now: datetime, last: str | None) -> UsageError | None:
    """What is wrong with a clock that is more than a year ahead of when the last entry was written, if there is one."""
    if last is None or now - (written := _read(last)) <= TOO_FAR:
        return None
    here, there = _shown(now, written)
    message = say("the clock says {now}, more than a year after the book's last entry, {last}", now=here, last=there)
    return UsageError(message, say("set the clock right"), [TRUST_CLOCK])


def doubts(now: datetime, last: str | None, checked: datetime | None) -> Iterator[Message]:
    """What to say of a clock that the `last` entry is far ahead of, or that is far ahead of one it can be `checked`
    by."""
    if last and (written := _read(last)) - now > FAR:
        here, there = _shown(now, written)
        yield say(
            "the clock says {now}, the book's last entry {last}: what was written is dated after it",
            now=here,
            last=there,
        )
    if checked and now - checked > FAR:
        here, there = _shown(now, checked)
        yield say(
            "the clock says {now}, where the book lies it is {time}: what was written is dated by the clock",
            now=here,
            time=there,
        )


def _read(time: str) -> datetime:
    """A time of the book; one without a zone, which only another program writes, is the machine's."""
    return datetime.fromisoformat(time).astimezone()


def _shown(*times: datetime) -> list[str]:
    return [f"{time.astimezone():%Y-%m-%d %H:%M}" for time in times]
