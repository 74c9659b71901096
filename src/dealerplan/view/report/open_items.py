"""What the figures lack: actuals and results missing, what can't be judged; by who answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dealerplan.domain.month import Month
from dealerplan.domain.plan import owners
from dealerplan.evaluate import Scorecard, TargetCard
from dealerplan.view.document import NONE, Block, Cell, Column, Heading, Table
from dealerplan.view.report.facts import Report
from dealerplan.view.terms import runs
from dealerplan.words import Message, say


def open_items(report: Report) -> Iterator[Block]:
    """What somebody has yet to record."""
    card = report.card
    rows = [*_unjudged(card), *_missing(card), *_no_results(card)]
    if rows:
        yield Heading(say("Still missing"), 2)
        columns = (
            Column("what", say("What"), "words"),
            Column("which", say("Which"), "words"),
            Column("owner", say("Owner"), "words"),
        )
        yield Table(columns, rows)


def _by_owner(what: Message, named: Iterable[tuple[str | None, str]]) -> Iterator[list[Cell]]:
    """A row an owner, with all names that are theirs."""
    found: dict[str | None, list[str]] = {}
    for owner, name in named:
        found.setdefault(owner, []).append(name)
    for owner, names in found.items():
        yield _row(what, names, owner)


def _row(what: Message, which: Sequence[str], owner: str | None) -> list[Cell]:
    return [Cell(what), Cell(say("{names}", names=which)), Cell(owner) if owner else NONE]


def _owned(cards: Iterable[TargetCard]) -> list[tuple[str | None, str]]:
    return [(one.target.owner, one.target.label) for one in cards]


def _unjudged(card: Scorecard) -> Iterator[list[Cell]]:
    """What lacks no actuals to be recorded, and yet can't be judged."""
    unknown = (one for one in card.targets if one.verdict.status in ("no_data", "too_few"))
    due = [one for one in unknown if card.as_of and not one.is_not_due]
    alike: dict[tuple[str, tuple[Month, ...]], list[TargetCard]] = {}
    for one in due:
        alike.setdefault((_why_unjudged(one).template, one.last_year_lacks), []).append(one)
    for cards in alike.values():
        yield from _by_owner(_why_unjudged(cards[0]), _owned(cards))


def _why_unjudged(card: TargetCard) -> Message:
    if card.verdict.rule == "no_last_year":
        return say("last year not recorded in {months}", months=runs(card.last_year_lacks, with_year=True))
    if card.verdict.rule == "loss_last_year":
        return say("last year was 0 or below")
    return say("too little data to judge")


def _missing(card: Scorecard) -> Iterator[list[Cell]]:
    """What is not recorded, by who answers for it, and by the months of the gap."""
    answering = owners([card.plan])
    gaps: dict[str, list[Month]] = {}
    for one in card.targets:
        for measure, month in one.lacking:
            if month not in gaps.setdefault(measure, []):
                gaps[measure].append(month)
    found: dict[tuple[Month, ...], list[tuple[str | None, str]]] = {}
    for measure, months in gaps.items():
        found.setdefault(tuple(sorted(months)), []).append(
            (" / ".join(answering[measure]) or None, card.plan.measures[measure].name)
        )
    for gap, named in sorted(found.items()):
        yield from _by_owner(say("not recorded in {months}", months=runs(gap)), named)


def _no_results(card: Scorecard) -> Iterator[list[Cell]]:
    """Milestones done whose results nobody has said."""
    silent = [
        one.milestone
        for one in card.milestones
        if one.done_on is not None and one.results and all(result.value is None for result in one.results)
    ]
    return _by_owner(say("done, results not recorded"), [(one.owner, one.label) for one in silent])
