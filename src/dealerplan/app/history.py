"""Every revision of actuals."""

from __future__ import annotations

from collections.abc import Sequence

from dealerplan.app.session import Session
from dealerplan.app.values import find_measure, measures_by_id
from dealerplan.domain.actual import Entry
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Plan, leaves


def history(session: Session, plans: Sequence[Plan], word: str | None, month: Month | None) -> list[Entry]:
    """Revisions of a measure (its members included) or of all, of a month or of all, in the order written."""
    wanted = None
    if word is not None:
        wanted = leaves(measures_by_id(plans), find_measure(word, plans).id)
    with session.reading() as book:
        return [
            entry
            for entry in book.entries("actual", plans[0].store)
            if (wanted is None or entry.subject in wanted) and (month is None or entry.month == str(month))
        ]
