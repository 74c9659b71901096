"""What several passes say of what is wrong, and what to do about it."""

from __future__ import annotations

from dealerplan.domain.month import Month
from dealerplan.errors import Invalid
from dealerplan.words import Message, say

NO_YEAR = say("a month stands there without its year")

HEAD_IT = say("a table needs headings: measure and value, or months across, or measures across")
MEND_ONE = say("mend the one that is wrong")
NAME_IT = say("name it in this row")
OWN_FIGURES = say("record the table of the month's own figures")
WHOLE_MONTH = say("record the month when it has ended, from its first day to its last")
WHOLE_STORE = say("record the whole store's figures")
WRITE_ABOVE = say("write it above the table")
WRITE_MONTH = say("write year and month: 2026-03")
WRITE_YEAR = say("write the year too: 2026-03")


def no_actuals(text: str) -> Message:
    """What is wrong with a table under or over a text of other figures."""
    return say("{text} says that these are no actuals of a month", text=text)


def days_left_out(text: str, month: Month) -> Message:
    """What is wrong with figures of a part of a month."""
    return say("{text} leaves out days of {month}", text=text, month=month)


def unsure_october(text: str) -> Invalid:
    """What is wrong with 2026.1, where nothing beside it tells what a spreadsheet made it of."""
    message = say("{text} may be January or October", text=text)
    return Invalid(message, WRITE_MONTH)
