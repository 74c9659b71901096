"""How a report ends: what is counted, what it was made from, and the command that makes it again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from shlex import quote

from dealerplan.domain.formula import measures_of
from dealerplan.view.document import Block, Cell, Column, Heading, Items, Line, Table
from dealerplan.view.report.facts import Report
from dealerplan.view.terms import runs
from dealerplan.words import Message, say


def basis(report: Report) -> Iterator[Block]:
    """What exactly is counted, where the plan says so."""
    plan = report.card.plan
    used = {id for one in report.card.targets for id in measures_of(one.target.formula)}
    rows = [
        [Cell(measure.name), Cell(measure.basis)]
        for id, measure in plan.measures.items()
        if id in used and measure.basis
    ]
    if rows:
        yield Heading(say("What is counted"), 2)
        yield Table(
            (Column("measure", say("Measure"), "words"), Column("basis", say("What is counted"), "words")), rows
        )


def foot(report: Report) -> Iterator[Block]:
    """The sources."""
    card, sources = report.card, report.sources
    yield Heading(say("Made from"), 2)
    lines = [
        say(
            "book: {number} entry, state {state}",
            "book: {number} entries, state {state}",
            number=sources.book.entries,
            state=sources.book,
        ),
        _plan(report),
        say("dealerplan {version}", version=sources.version),
    ]
    if still := [f"{card.plan.id}/{one.id}" for one in report.actions if one.is_open(card.day)]:
        lines.append(
            say(
                "actions open on {day}: {ids}; one that is done: dealerplan done {first}",
                day=card.day,
                ids=still,
                first=still[0],
            )
        )
    if card.closed:
        lines.insert(0, say("Closed: {months}", months=runs(card.closed)))
    yield Items([Line(line, "quiet") for line in lines])


def _plan(report: Report) -> Message:
    """Which version of the plan it was, and whether the book had it by then."""
    file, hash = report.card.plan.path, report.sources.plan_hash
    if report.sources.is_kept:
        return say("plan: {file}, state {hash}", file=file, hash=hash)
    return say(
        "plan: {file}, state {hash}, which the book had not kept by then: the command below makes the same again once "
        "something was written with it",
        file=file, hash=hash,
    )  # fmt: skip


def again(reports: Sequence[Report]) -> Iterator[Block]:
    """The command that makes the same document again."""
    yield Line(say("To make this report again:"), "quiet")
    plans = " ".join(dict.fromkeys(report.card.plan.id for report in reports))
    # the language is that of the report, so it stands in the template
    command = say("dealerplan report {plans} {options} --lang en", plans=plans, options=options(reports))
    yield Line(command, "quiet", whole=True)


def options(reports: Sequence[Report]) -> str:
    """The options that make the same of the same sources, also when the book has gone on.

    Plans that were looked at as of different months had each its own, which `--known-at` gives them again.
    """
    cards, words = [report.card for report in reports], []
    known_at = [report.sources.known_at for report in reports]
    month = max((card.as_of for card in cards if card.as_of), default=None)
    if month and all(card.day == card.plan.month_end.last_day(min(month, card.plan.period.last)) for card in cards):
        words += ["--as-of", str(month)]
    else:
        known_at += [report.sources.ended for report in reports if report.sources.ended]
    spans = {report.review.each for report in reports if report.card.as_of}
    if len(spans) == 1:
        words += ["--span", *spans]
    words += [word for owner in {report.owner for report in reports} if owner for word in ("--owner", quote(owner))]
    words += [word for one in reports if one.standings is not None for word in ("--store", quote(one.card.plan.store))]
    hashes = [f"--plan-hash {report.sources.plan_hash}" for report in reports if not report.sources.is_kept]
    return " ".join([*words, "--known-at", max(known_at), *hashes])
