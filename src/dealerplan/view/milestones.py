"""Milestones: their table, by urgency, and what they brought."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dealerplan.domain.month import Month
from dealerplan.evaluate.milestones import MilestoneCard, MilestoneStatus, Result
from dealerplan.view.document import NONE, Cell, Column, Said, Table, Tone
from dealerplan.view.terms import MILESTONE, counted, goal_text, shown
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
    return [
        Cell(of.label),
        Cell(card.due.isoformat()),
        Cell(card.done_on.isoformat()) if card.done_on else NONE,
        Cell(of.owner) if of.owner else NONE,
        brought(card),
        milestone_status(card, now, is_over),
    ]


def brought(card: MilestoneCard) -> Cell:
    """What it brought, and what was noted when it was done."""
    results = [result_said(one) for one in card.results]
    if not results:
        return Cell(card.note) if card.note else NONE
    said = say("{results}", results=results)
    return Cell(say("{results}; {note}", results=said, note=card.note) if card.note else said)


def milestone_counts(cards: Sequence[MilestoneCard], is_over: bool) -> list[Said]:
    """How many stand how, each counted once: `3 done (1 late)`, `1 overdue`, `2 upcoming`."""
    done = [one for one in cards if one.done_on is not None]
    late, short = sum(one.status == "done_late" for one in done), sum(map(fell_short, done))
    flaws = [*([say("{number} done late", number=late)] if late else []),
             *([say("{number} with results missed", number=short)] if short else [])]  # fmt: skip
    told: list[Said] = [say("{number} {status}", number=len(done), status=MILESTONE["done"][1])] if done else []
    if flaws:
        told = [say("{done} ({flaws})", done=told[0], flaws=flaws)]
    standing = [_standing(one.status, is_over)[1] for one in cards if one.done_on is None]
    words = {word.template: word for word in standing}
    return told + [say("{number} {status}", number=standing.count(word), status=word) for word in words.values()]


def _standing(status: MilestoneStatus, is_over: bool) -> tuple[str, Message, Tone]:
    """After the period's end nothing is late or still to come: it is not done."""
    return MILESTONE[status] if not is_over or status in ("done", "done_late") else NOT_DONE


NOT_DONE: tuple[str, Message, Tone] = ("x", say("not done"), "bad")


def milestone_status(card: MilestoneCard, now: Month, is_over: bool = False) -> Cell:
    """Where a milestone stands."""
    sign, word, tone = _standing(card.status, is_over)
    if card.status == "upcoming" and not is_over and Month.of(card.due) <= now.plus(1):
        sign, word, tone = _SOON[Month.of(card.due).since(now)]
    if fell_short(card):
        sign, word, tone = "!", say("{status}, {said}", status=word, said=say("results missed")), "warning"
    return Cell(say("{sign} {word}", sign=sign, word=word), tone)


def result_said(result: Result) -> Message:
    """What a milestone brought, beside what it was to bring."""
    value = "-" if result.value is None else counted(shown(result.value, result.goal, result))
    if result.held is False:
        return say("{name} {value} (missed {goal})", name=result.name, value=value, goal=goal_text(result.goal, result))
    if result.goal.undecided:
        return say("{name} {value}", name=result.name, value=value)
    return say("{name} {value} (goal {goal})", name=result.name, value=value, goal=goal_text(result.goal, result))
