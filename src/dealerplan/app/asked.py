"""What is asked of a report, before anything of it is read."""

from __future__ import annotations

from typing import NamedTuple

from dealerplan.domain.month import Each, Month

SPANS: tuple[Each, ...] = ("month", "quarter", "half", "year")
"""What a report may be of."""


class Asked(NamedTuple):
    """What a report is to be of: up to a month, as known at a time, over a span, of what one owner answers for.

    The month is by default the last recorded one; without any, the last that had ended, today or then. With `tasks`
    it also has what the month after it asks.
    """

    as_of: Month | None = None
    known_at: str | None = None
    each: Each | None = None
    owner: str | None = None
    tasks: bool = False
