"""Milestones: their table, by urgency, and what they brought."""

from __future__ import annotations

from collections.abc import Iterable

from dealerplan.domain.month import Month
from dealerplan.evaluate.milestones import MilestoneCard, Result
from dealerplan.view.document import NONE, Cell, Column, Said, Table, Tone
from dealerplan.view.terms import MILESTONE, goal_text, shown
from dealerplan.words import Message, say


def milestone_table(cards: Iterable[MilestoneCard], now: Month, is_over: bool = False) -> Table:
    """What is overdue, then what is to come, then what is done, each in order of date."""
    columns = (
        Column("milestone", say("Milestone"), "words"),
        Column("due", say("Due"), "fixed"),
        Column("done_on", say("Done on"), "fixed", rank=1),
        Column("owner", say("Owner"), "words", rank=2),
        Column("results", say("Results"), "words", rank=4),
        Column("status", say("Status"), "fixed"),
    )
    return Table(columns, [_milestone(card, now, is_over) for card in by_urgency(cards)])


def by_urgency(cards: Iterable[MilestoneCard]) -> list[MilestoneCard]:
    """Milestones in the order of their table."""
    return sorted(cards, key=lambda card: (_URGENT.index(card.status), card.due))


_SOON: tuple[tuple[str, Message, Tone], ...] = (
    ("!", say("due this month"), "warning"),
    ("!", say("due next month"), "warning"),
)
_URGENT = ("overdue", "upcoming", "done_late", "done")


def fell_short(card: MilestoneCard) -> bool:
    """Whether a milestone is done and brought less than it was to."""
    return any(result.held is False for result in card.results)


def _milestone(card: MilestoneCard, now: Month, is_over: bool) -> list[Cell]:
    of = card.milestone
    results = brought(card)
    return [
        Cell(of.label),
        Cell(card.due.isoformat()),
        Cell(card.done_on.isoformat()) if card.done_on else NONE,
        Cell(of.owner) if of.owner else NONE,
        Cell(say("{results}", results=results)) if results else NONE,
        milestone_status(card, now, is_over),
    ]


def brought(card: MilestoneCard) -> list[Said]:
    """What it brought, and what was noted when it was done."""
    return [*map(result_said, card.results), *([card.note] if card.note else [])]


def milestone_status(card: MilestoneCard, now: Month, is_over: bool = False) -> Cell:
    """Where a milestone stands; after the period's end nothing is still to come."""
    sign, word, tone = MILESTONE[card.status]
    if card.status == "upcoming" and is_over:
        sign, word, tone = "x", say("not done"), "bad"
    elif card.status == "upcoming" and Month.of(card.due) <= now.plus(1):
        sign, word, tone = _SOON[Month.of(card.due).since(now)]
    if fell_short(card):
        sign, word, tone = "!", say("{status}, {said}", status=word, said=say("results missed")), "warning"
    return Cell(say("{sign} {word}", sign=sign, word=word), tone)


def result_said(result: Result) -> Message:
    """What a milestone brought, beside what it was to bring."""
    value = "-" if result.value is None else shown(result.value, result.goal, result)
    if result.held is False:
        return say("{name} {value} (missed {goal})", name=result.name, value=value, goal=goal_text(result.goal, result))
    if result.goal.undecided:
        return say("{name} {value}", name=result.name, value=value)
    return say("{name} {value} (goal {goal})", name=result.name, value=value, goal=goal_text(result.goal, result))
