"""Every revision of actuals."""

from __future__ import annotations

from collections.abc import Sequence

from dealerplan.app.done import pick_milestone
from dealerplan.app.session import Session
from dealerplan.app.values import find_measure, measures_by_id, vocabulary
from dealerplan.book.reading import check_entry
from dealerplan.domain.actual import Entry
from dealerplan.domain.month import Month
from dealerplan.domain.number import narrow
from dealerplan.domain.plan import Plan, leaves


def history(session: Session, plans: Sequence[Plan], word: str | None, month: Month | None) -> list[Entry]:
    """Revisions of a measure (its members included), a milestone, or all actuals, in the order written."""
    is_measure = word is None or narrow(word) in vocabulary(plans)
    marked = None if word is None or is_measure else pick_milestone(word, plans)
    if marked:
        plan, milestone = marked
        with session.reading() as book:
            marks = book.entries("done", plan.store)
        return _checked([entry for entry in marks if entry.subject == f"{plan.id}/{milestone.id}"])
    wanted = None
    if word is not None:
        wanted = leaves(measures_by_id(plans), find_measure(word, plans).id)
    with session.reading() as book:
        entries = book.entries("actual", plans[0].store)
    return _checked([
        entry
        for entry in entries
        if (wanted is None or entry.subject in wanted) and (month is None or entry.month == str(month))
    ])  # fmt: skip


def _checked(entries: list[Entry]) -> list[Entry]:
    for entry in entries:
        check_entry(entry)
    return entries
