"""Loose ends: goals still open, actuals missing, targets behind without a reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dealerplan.domain.month import Month
from dealerplan.evaluate import Scorecard
from dealerplan.view.document import Block, Cell, Column, Heading, Table
from dealerplan.view.report.facts import Report
from dealerplan.view.status import NONE
from dealerplan.words import Message, say


def loose_ends(report: Report) -> Iterator[Block]:
    """What somebody has yet to decide, record or explain."""
    rows = [*_undecided(report.card), *_unjudged(report.card), *_missing(report.card), *_unexplained(report)]
    if rows:
        yield Heading(say("Loose ends"), 2)
        columns = (Column(say("What"), "words"), Column(say("Which"), "words"), Column(say("Owner"), "words"))
        yield Table(columns, rows)


def _row(what: Message, which: Sequence[str], owner: str | None = None) -> list[Cell]:
    return [Cell(what), Cell(say("{names}", names=which)), Cell(owner) if owner else NONE]


def _undecided(card: Scorecard) -> Iterator[list[Cell]]:
    names = [one.target.name for one in card.targets if one.verdict.status == "undecided"]
    if names:
        yield _row(say("goal still open"), names)


def _unjudged(card: Scorecard) -> Iterator[list[Cell]]:
    names = [one.target.name for one in card.targets if one.verdict.status in ("no_data", "too_few")]
    if names and card.as_of is not None:
        yield _row(say("too little data to judge"), names)


def _missing(card: Scorecard) -> Iterator[list[Cell]]:
    """What is not recorded, by who answers for the first target that needs it."""
    owners: dict[tuple[str, Month], str | None] = {}
    for one in card.targets:
        for lacking in one.lacking:
            owners.setdefault(lacking, one.target.owner)
    found: dict[tuple[str | None, Month], list[str]] = {}
    for (measure, month), owner in owners.items():
        found.setdefault((owner, month), []).append(card.plan.measures[measure].name)
    for (owner, month), names in sorted(found.items(), key=lambda item: (item[0][1], item[0][0] or "")):
        yield _row(say("not recorded in {month}", month=month), names, owner)


def _unexplained(report: Report) -> Iterator[list[Cell]]:
    """Targets behind that nobody has noted a reason for in the months reported."""
    behind = [one for one in report.off_track if one.verdict.status != "at_risk"]
    names = [one.target.name for one in behind if not report.reasons(one.target.id)]
    if names:
        yield _row(say("behind, no reason noted"), names)
