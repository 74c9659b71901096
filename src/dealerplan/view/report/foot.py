"""How a report ends: what is counted, and what it was made from."""

from __future__ import annotations

from collections.abc import Iterator

from dealerplan.domain.formula import measures_of
from dealerplan.view.document import Block, Cell, Column, Heading, Items, Line, Table
from dealerplan.view.report.facts import Report
from dealerplan.words import say


def basis(report: Report) -> Iterator[Block]:
    """What exactly is counted, where the plan says so."""
    plan = report.card.plan
    used = {id for target in plan.targets for id in measures_of(target.formula)}
    rows = [
        [Cell(measure.name), Cell(measure.basis)]
        for id, measure in plan.measures.items()
        if id in used and measure.basis
    ]
    if rows:
        yield Heading(say("What is counted"), 2)
        yield Table((Column(say("Measure"), "words"), Column(say("What is counted"), "words")), rows)


def foot(report: Report) -> Iterator[Block]:
    """The sources, and the options that make the same report again."""
    card, sources = report.card, report.sources
    yield Heading(say("Made from"), 2)
    lines = [
        say("book: {entries} entries, state {state}", entries=sources.book.entries, state=sources.book),
        say("plan: {file}, state {hash}", file=card.plan.path, hash=sources.plan_hash),
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
        lines.insert(0, say("Closed: {months}", months=card.closed))
    yield Items([Line(line, "quiet") for line in lines])
    yield Line(say("The same again:"), "quiet")
    # the language is that of the report, so it stands in the template
    yield Line(say("dealerplan report {plan} {options} --lang en", plan=card.plan.id, options=options(report)), "quiet")


def options(report: Report) -> str:
    """The options that make the same report of the same sources, also when the book has gone on."""
    words: list[str] = []
    if report.card.as_of is not None:
        words += ["--as-of", str(report.card.as_of), "--span", report.review.each]
    return " ".join([*words, "--known-at", report.sources.known_at])
