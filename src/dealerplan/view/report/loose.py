"""Loose ends: goals still open, actuals missing, targets behind without a reason."""

from __future__ import annotations

from collections.abc import Iterator

from dealerplan.domain.month import Month
from dealerplan.evaluate import Scorecard
from dealerplan.view.document import Block, Heading, Items, Line
from dealerplan.view.report.facts import Report
from dealerplan.words import say


def loose_ends(report: Report) -> Iterator[Block]:
    """What somebody has yet to decide, record or explain."""
    lines = [*_undecided(report.card), *_unjudged(report.card), *_missing(report.card), *_unexplained(report)]
    if lines:
        yield Heading(say("Loose ends"), 2)
        yield Items(lines)


def _undecided(card: Scorecard) -> Iterator[Line]:
    names = [one.target.name for one in card.targets if one.verdict.status == "undecided"]
    if names:
        yield Line(say("Goals still open: {names}", names=names))


def _unjudged(card: Scorecard) -> Iterator[Line]:
    names = [one.target.name for one in card.targets if one.verdict.status in ("no_data", "too_few")]
    if names and card.as_of is not None:
        yield Line(say("Not judged yet for want of data: {names}", names=names))


def _missing(card: Scorecard) -> Iterator[Line]:
    """What is not recorded, by who answers for the first target that needs it."""
    owners: dict[tuple[str, Month], str | None] = {}
    for one in card.targets:
        for lacking in one.lacking:
            owners.setdefault(lacking, one.target.owner)
    found: dict[tuple[str | None, Month], list[str]] = {}
    for (measure, month), owner in owners.items():
        found.setdefault((owner, month), []).append(card.plan.measures[measure].name)
    for (owner, month), names in sorted(found.items(), key=lambda item: (item[0][1], item[0][0] or "")):
        said = say("Not recorded in {months}: {names}", months=month, names=names)
        yield Line(say("{line} ({owner})", line=said, owner=owner) if owner else said, "warning")


def _unexplained(report: Report) -> Iterator[Line]:
    """Targets behind that nobody has noted a reason for in the months reported."""
    behind = [one for one in report.off_track if one.verdict.status != "at_risk"]
    names = [one.target.name for one in behind if not report.reasons(one.target.id)]
    if names:
        yield Line(say("Behind without a reason noted: {names}", names=names), "warning")
