"""Lines below a table of targets: what is not recorded, what is not judged, what was revised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dealerplan.domain.formula import measures_of, written
from dealerplan.domain.month import MONTHS_IN, Month
from dealerplan.evaluate import Scorecard, TargetCard
from dealerplan.view.document import Line
from dealerplan.view.figures import stretch_said
from dealerplan.view.terms import goal_text, joined, runs
from dealerplan.view.when import When, month_name
from dealerplan.words import Message, say


def notes(card: Scorecard) -> Iterator[Line]:
    """What is to be known of single targets."""
    yield from last_years(card.targets)
    yield from unjudged_spans(card.targets)
    yield from first_goals(card.targets)
    yield from first_formulas(card)
    yield from stretches(card.targets)


def idle_said(card: Scorecard) -> Message:
    """The months without business, each with its reason."""
    told = [
        say("{month} ({why})", month=month_name(month), why=card.why_idle.get(month, "-")) for month in card.no_business
    ]
    return say("No business: {months}", months=told)


def unrecorded_lines(card: Scorecard) -> Iterator[Line]:
    """The months up to now that lack actuals, with what they lack."""
    with_year = len(card.plan.period) > MONTHS_IN["year"]
    for months, measures in unrecorded(card).items():
        used = {part for one in card.targets for id in measures_of(one.target.formula)
                for part in card.plan.recorded_as(id)}  # fmt: skip
        if len(measures) == len(used):
            yield Line(say("Not recorded in {months}: anything", months=runs(months, with_year)), "warning")
        else:
            names = [card.plan.measures[id].name for id in measures]
            yield Line(say("Not recorded in {months}: {names}", months=runs(months, with_year), names=names), "warning")


def counted_among_needs(cards: Iterable[TargetCard], with_year: bool) -> Iterator[Line]:
    """Months that are over and not recorded, among which what is needed of sums and rates is still shared out."""
    found: dict[tuple[Month, ...], list[str]] = {}
    for one in cards:
        if one.needs and one.missing and one.target.kind != "level" and one.target.each is None:
            found.setdefault(tuple(one.missing), []).append(one.target.label)
    for months, names in found.items():
        yield Line(say("{names}: what is needed counts {months} too, not recorded", names=names,
                       months=runs(months, with_year)), "quiet")  # fmt: skip


def last_years(cards: Iterable[TargetCard]) -> Iterator[Line]:
    """The months of last year that goals against it lack."""
    for one in cards:
        if one.last_year_lacks:
            months = runs(one.last_year_lacks, with_year=True)
            yield Line(say("{name}: last year lacks {months}", name=one.target.label, months=months), "warning")


def unjudged_spans(cards: Iterable[TargetCard]) -> Iterator[Line]:
    """Spans that neither held nor missed their goal."""
    for one in cards:
        if one.unjudged:
            spans = [When(span.period) for span in one.unjudged]
            name = one.target.label
            yield Line(say("{name}: not judged in {spans}, where the formula divides by zero", name=name, spans=spans))


def first_goals(cards: Iterable[TargetCard]) -> Iterator[Line]:
    """What revised goals were at first."""
    for one in cards:
        if one.first is not None:
            first = say("the first goal was {goal}", goal=goal_text(one.first, one.target))
            yield Line(say("{name}: {said}", name=one.target.label, said=joined([first, *_restated(one)])), "quiet")


def first_formulas(card: Scorecard) -> Iterator[Line]:
    """What revised formulas were at first."""
    named = {id: measure.name for id, measure in card.plan.measures.items()}
    for one in card.targets:
        if one.first_formula is not None:
            first, now = written(one.first_formula, named), written(one.target.formula, named)
            said = say("by {formula}, the first formula was {first}", formula=now, first=first)
            yield Line(say("{name}: {said}", name=one.target.name, said=said), "quiet")


def _restated(card: TargetCard) -> Iterator[Message]:
    if card.restated is not None:
        yield say(
            "the one from {month} is spread over the whole period, earlier months included",
            month=month_name(card.restated),
        )


def stretches(cards: Iterable[TargetCard]) -> Iterator[Line]:
    """Goals beyond the goals, and how far they are reached."""
    for one in cards:
        if (stretch := stretch_said(one)) is not None:
            yield Line(say("{name}: stretch {stretch}", name=one.target.label, stretch=stretch), "quiet")


def unrecorded(card: Scorecard) -> dict[tuple[Month, ...], list[str]]:
    """Measures to be recorded, by the months that they lack."""
    months: dict[str, set[Month]] = {}
    for one in card.targets:
        for id, month in one.lacking:
            months.setdefault(id, set()).add(month)
    gaps: dict[tuple[Month, ...], list[str]] = {}
    for id, lacked in months.items():
        gaps.setdefault(tuple(sorted(lacked)), []).append(id)
    return gaps
