"""The plans that a table does not show, each in a line below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from dealerplan.domain.month import Month
from dealerplan.domain.outline import Head
from dealerplan.view.document import Line
from dealerplan.view.terms import runs
from dealerplan.view.when import month_name
from dealerplan.words import Message, say


class Other(NamedTuple):
    """A plan that begins soon; or one that ended, with its months still `open`, and the words that close the first."""

    plan: Head
    open: tuple[Month, ...] = ()
    closing: str = ""


def said(other: Other) -> Message:
    """A plan in a sentence, with the command to write."""
    plan = other.plan
    if not other.open:
        return say("{name} begins {month}: dealerplan status {id} shows it",
                   name=plan.name, month=month_name(plan.period.first, with_year=True), id=plan.id)  # fmt: skip
    return say(
        "{name} ended {month} and is not wholly closed (open: {months}): dealerplan close {words}",
        name=plan.name, month=month_name(plan.period.last, with_year=True),
        months=runs(other.open, with_year=True), words=other.closing,
    )  # fmt: skip


def lines(others: Sequence[Other]) -> Iterator[Line]:
    """A line each."""
    for one in others:
        yield Line(said(one), "warning" if one.open else "quiet")


def payload(others: Sequence[Other]) -> list[dict[str, Any]]:
    """What JSON says of them."""
    return [
        {
            "plan": one.plan.id,
            "name": one.plan.name,
            "store": one.plan.store,
            "period": {"from": str(one.plan.period.first), "to": str(one.plan.period.last)},
            "open": [str(month) for month in one.open],
        }
        for one in others
    ]
