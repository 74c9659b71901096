"""The main target's year as a picture: its months, what they owe, last year's, and what is expected of the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from dealerplan.domain.shown import Amount, Percent
from dealerplan.evaluate import TargetCard
from dealerplan.view.document import Block, Chart, Series
from dealerplan.view.landing import landing_value
from dealerplan.view.needs import amount_said, find
from dealerplan.view.report.facts import Report
from dealerplan.view.terms import shown
from dealerplan.words import Message, say


def outlook(report: Report) -> Iterator[Block]:
    """Nothing without months to come, for what does not add up, or while its goal is open."""
    card = report.page.main
    if card is not None and card.target.adds_up and not report.is_over and card.goal.value is not None:
        yield from _chart(card)


def _chart(card: TargetCard) -> Iterator[Chart]:
    """Every month of the target's own; nothing without two recorded ones."""
    known = {one.month: one.actual for one in card.months if one.actual is not None}
    months = [month for month, _ in card.owing]
    if len(known) < 2 or not card.rest:
        return
    needed, to_come = _needed(card), [month in card.rest for month in months]
    yield Chart(
        say("{name}: month by month, and the rest", name=card.target.label),
        [str(month) for month in months],
        [
            Series(say("Actual"), _points(card, [known.get(month) for month in months]), "actual"),
            Series(say("Plan"), _points(card, [owed for _, owed in card.owing]), "owed"),
            Series(say("Last year"), _points(card, card.last_year), "last_year"),
            *(
                Series(name, _points(card, [each if one else None for one in to_come]), "landing")
                for name, each in _of_the_rest(card, len(card.rest))
            ),
            Series(say("Needed"), [needed if one else None for one in to_come], "goal"),
        ],
        "months",
    )


def _of_the_rest(card: TargetCard, months: int) -> list[tuple[Message | str, Fraction]]:
    """What a month of the rest is expected to have on average, with its range where that is known."""
    value, actual, landing = landing_value(card), card.figures.actual, card.landing
    if value is None or actual is None or landing is None:
        return []
    mid = (value - actual) / months
    if landing.low is None or landing.high is None:
        return [(say("Expected"), mid)]
    return [("", (landing.low - actual) / months), (say("Expected"), mid), ("", (landing.high - actual) / months)]


def _needed(card: TargetCard) -> Amount | Percent | None:
    """What each month of the rest needs, as sentences say it; None where nothing is needed, or nothing is known."""
    need = find(card, card.needs[0], "month") if card.needs else None
    if need is None or need.kind != "need" or need.amount <= 0:
        return None
    said = amount_said(card, need)
    return said if isinstance(said, Amount | Percent) else None


def _points(card: TargetCard, values: Sequence[Fraction | None]) -> list[Amount | Percent | None]:
    return [None if value is None else shown(value, card.goal, card.target) for value in values]
