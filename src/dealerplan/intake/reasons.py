"""Why a number is left out, in the words of the account."""

from __future__ import annotations

from typing import NamedTuple

from dealerplan.domain.month import Month
from dealerplan.sheets.facets import Kind
from dealerplan.words import Message, say

WHAT: dict[Kind, Message] = {
    "goal": say("goals"),
    "forecast": say("forecasts"),
    "earlier": say("figures of an earlier time"),
    "next": say("figures of a later time"),
    "derived": say("rates and differences"),
    "mean": say("means"),
    "total": say("totals"),
    "to_date": say("figures to date"),
    "month_to_date": say("figures to date"),
    "days": say("figures of days"),
    "year": say("figures of a year"),
    "unclear": say("goals or actuals"),
}
"""What figures of a kind are, none of them actuals of a month."""


class Out(NamedTuple):
    """Why a row or column holds no figures to record; `kind` where its words say so."""

    reason: Message
    kind: Kind | None = None
    name: str = ""  # of what is left out, which tells one reason from others of its sentence

    @property
    def key(self) -> tuple[str, str]:
        """The same for all numbers that are left out for one reason."""
        return self.reason.template, self.name


def of_kind(text: str, kind: Kind) -> Out:
    """What a heading or label says that figures are."""
    return Out(say("{text}: {what}", text=text, what=WHAT[kind]), kind, text)


def of_plan(name: str) -> Out:
    """A figure that dealerplan computes itself."""
    return Out(say("{name}: computed from what is recorded", name=name), name=name)


def of_ignored(name: str) -> Out:
    """A name that a plan's imports leave out."""
    return Out(say("{name}: left out by the plan (imports)", name=name), name=name)


def of_rest(name: str) -> Out:
    """A name that no plan knows, left out as asked."""
    return Out(say("{name}: no plan knows it (--ignore-rest)", name=name), name=name)


def of_part(name: str) -> Out:
    """A part of the store: an adviser, a team, a workshop."""
    return Out(say("{name}: a part of the store", name=name), name=name)


def of_month(month: Month) -> Out:
    """A month that was not asked for."""
    return Out(say("of {month}, which was not asked for", month=month), name=str(month))


def of_sheet(name: str, kind: Kind) -> Out:
    """A sheet whose name says that no actuals stand in it."""
    return Out(say("sheet {name}: {what}", name=name, what=WHAT[kind]), kind, name)


DAYS = Out(WHAT["days"], "days")
NOTES = Out(say("notes and numbers of rows"))
OUTSIDE = Out(say("beside the tables (--ignore-rest)"))
UNNAMED = Out(say("in a row without a measure (--ignore-rest)"))
SAME = Out(say("a summary of other sheets, with the same values"))
