"""How complete a group's month is: who has reported, by which structure, which stores count."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from dealerplan.domain.shown import Percent
from dealerplan.evaluate.coverage import Coverage
from dealerplan.evaluate.group_card import GroupCard
from dealerplan.view.document import Block, Line, Masthead, Said
from dealerplan.view.group.page import GroupPage
from dealerplan.view.terms import days_of, joined, of_whole
from dealerplan.view.when import month_name
from dealerplan.words import Message, few, say

STRUCTURES = {
    "then": say("Each store counts where it was in each month"),
    "now": say("Each store counts where it is today"),
}


def head(page: GroupPage) -> Iterator[Block]:
    """The plan, its month, how far that is reported, and how stores are counted."""
    card, plan = page.card, page.card.plan
    fields: list[Said] = [card.group.terms.id]
    if card.as_of is None:
        yield Masthead(plan.name, [*fields, plan.period.label], anchor=plan.id)
        yield Line(
            say(
                "{number} store in the table, nothing recorded yet: {command}",
                "{number} stores in the table, nothing recorded yet: {command}",
                number=len(card.group.stores),
                command="dealerplan record --from FILE",
            )
        )
        yield from _wrong(card)
        return
    fields.append(say("as of {month}", month=month_name(card.as_of, with_year=True)))
    fields.append(say("{progress} of the period gone", progress=Percent(card.time_progress)))
    yield Masthead(plan.name, fields, anchor=plan.id)
    if (days := days_of(plan, card.as_of)) is not None:
        yield Line(days, "quiet")
    if card.coverage is not None:
        is_whole = card.coverage.reported == card.coverage.due
        yield Line(joined(list(_reported(card.coverage))), "plain" if is_whole else "warning")
    if card.later is not None:
        month, coverage = card.later
        told = say(
            "{month}, which has ended: {parts}", month=month_name(month), parts=joined(list(_reported(coverage)))
        )
        yield Line(told, "warning")
    yield from _wrong(card)
    if counted := list(_counted(page)):
        yield Line(joined(counted), "quiet")


def _wrong(card: GroupCard) -> Iterator[Line]:
    """What `check` tells in full: stores whose past was changed, and those that the book alone has."""
    command = f"dealerplan check {card.plan.id}"
    if card.changed:
        told = say(
            "! in {number} store what closed months or values rest on was changed since ({stores}): {command}",
            "! in {number} stores what closed months or values rest on was changed since ({stores}): {command}",
            number=len(card.changed), stores=few([store.label for store in card.changed]), command=command,
        )  # fmt: skip
        yield Line(told, "warning")
    if card.lost:
        told = say(
            "! {number} store of the book is not in the table, and counts nowhere ({stores}): {command}",
            "! {number} stores of the book are not in the table, and count nowhere ({stores}): {command}",
            number=len(card.lost), stores=few(card.lost), command=command,
        )  # fmt: skip
        yield Line(told, "warning")


def _reported(of: Coverage) -> Iterator[Message]:
    """How many stores have reported the month, and what those owe."""
    yield say("{number} store due", "{number} stores due", number=of.due)
    if of.due and of.reported == of.due:
        yield say("all reported")
    elif of.due:
        yield say("{number} reported ({share})", number=of.reported, share=of_whole(Fraction(of.reported, of.due)))
    if of.on_time is not None and of.late:
        yield say("{number} on time", number=of.on_time)
        yield say("{number} late", number=of.late)
    elif of.on_time:
        yield say("all of them on time")
    if of.partial:
        yield say("{number} in part", number=len(of.partial))
    if of.missing:
        yield say("{number} not at all", number=len(of.missing))
    if of.owed_share is not None and of.reported < of.due:
        yield say("those reported owe {share} of the month", share=of_whole(of.owed_share))
    if of.closed_month:
        yield say("month closed in {number} store", "month closed in {number} stores", number=of.closed_month)


def _counted(page: GroupPage) -> Iterator[Message]:
    """By which structure stores count, and how many are not like the others."""
    card = page.card
    roster, least = card.roster, card.group.terms.comparable
    if any(store.facts for store in card.group.stores):
        yield STRUCTURES[card.structure]
    if roster.new or roster.closed or roster.to_open:
        yield say("{number} comparable store", "{number} comparable stores", number=roster.comparable)
    if roster.new:
        yield say("{number} new (comparable from month {months} on)", number=roster.new, months=least)
    if roster.closed:
        yield say("{number} closed", number=roster.closed)
    if roster.to_open:
        yield say("{number} to open", number=roster.to_open)
