"""A group's target explained: its figures, over how much of what was owed, and what each store adds to the gap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from dealerplan.domain.formula import written
from dealerplan.domain.goal import Goal
from dealerplan.domain.month import Month
from dealerplan.domain.plan import KIND_WORDS, Kind
from dealerplan.domain.shown import Percent, Points
from dealerplan.evaluate.group_card import GroupCard
from dealerplan.evaluate.rollup import GroupTarget, StoreLine
from dealerplan.evaluate.status import STATUSES
from dealerplan.view import group_payload
from dealerplan.view.document import NONE, Block, Cell, Column, Document, Heading, Line, Said, Table
from dealerplan.view.group_head import target_head
from dealerplan.view.standing import status_cell
from dealerplan.view.store_value import FACT_TITLES, TITLES, actual_cell, owed_cell, value_said
from dealerplan.view.terms import STATUS, counted, difference, ends, of_whole, runs, shown, signed
from dealerplan.view.when import month_name
from dealerplan.words import Message, say, say_as

SCHEMA = "dealerplan.group_target/1"


def group_show_payload(card: GroupCard, of: GroupTarget) -> dict[str, Any]:
    """`dealerplan show` of a group's target: as in the group's JSON, with a row for each store."""
    return {
        "schema": SCHEMA,
        "plan": card.plan.id,
        "group": card.group.terms.id,
        "as_of": None if card.as_of is None else str(card.as_of),
        "structure": card.structure,
        "target": group_payload.target(of, card, ["region"], with_stores=True),
    }


def group_show_document(card: GroupCard, of: GroupTarget) -> Document:
    """Everything about one target of a group."""
    return Document([*_head(card, of), *_figures(card, of), *_missing(of), *_contributions(card, of)])


def _head(card: GroupCard, of: GroupTarget) -> Iterator[Block]:
    target = of.target
    yield from target_head(card, target)
    yield Line(say("Formula: {formula}, a {kind}", formula=written(target.formula), kind=KIND_WORDS[target.kind]))
    if target.owner:
        yield Line(say("Owner: {owner}", owner=target.owner))
    yield Heading(say("Status"), 2)
    if of.status is not None:
        cell = status_cell(of.status)
        yield Line(cell.text, cell.tone)
    elif target.each:
        yield Line(say("Each store is judged alone."))
    else:
        yield Line(say("The stores' goals differ in kind, so that all together have no status."))
    counts = [
        say_as("of stores", "{number} {status}", number=of.counts[id], status=STATUS[id][1])
        for id in STATUSES
        if of.counts[id]
    ]
    if counts:
        yield Line(say("Stores: {counts}", counts=counts))


def _figures(card: GroupCard, of: GroupTarget) -> Iterator[Block]:
    rows = [[Cell(title), Cell(said), Cell(meaning)] for title, said, meaning in _facts(card, of)]
    if rows:
        yield Heading(say("Figures"), 2)
        columns = (
            Column("figure", say("Figure"), "fixed"),
            Column("value", say("Value")),
            Column("meaning", say("Meaning"), "words"),
        )
        yield Table(columns, rows)


Fact = tuple[Message, Said, Said]


def _facts(card: GroupCard, of: GroupTarget) -> Iterator[Fact]:
    yield from _goals(of)
    yield from _results(of)
    yield from _coverage(card, of)
    yield from _against_last_year(card, of)
    yield from _ahead(card, of)


def _goals(of: GroupTarget) -> Iterator[Fact]:
    goals = of.goals
    if goals.stores is not None:
        yield say("Goals"), _value(of, goals.stores), say("sum of the stores' goals in force")
        if goals.first is not None and goals.first != goals.stores:
            yield say("First goals"), _value(of, goals.first), say("sum of the stores' first goals")
    if goals.group is not None:
        yield say("Group's goal"), _value(of, goals.group), say("what the plan asks of all together")
    if goals.undecided:
        yield say("Undecided"), str(goals.undecided), say("stores whose goal is open; they count on neither side")
    if goals.without:
        yield say("Without goal"), str(goals.without), say("stores that this target is not for")


def _results(of: GroupTarget) -> Iterator[Fact]:
    figures, spans = of.rolled, of.spans
    if spans is not None:
        hits = say("{hits}/{spans}", hits=spans.hits, spans=spans.spans)
        yield say("Spans held"), hits, say("of all stores' spans that count")
        held = say("{hits}/{spans}", hits=spans.held, spans=spans.counted)
        yield say("Last span"), held, say("stores that held it")
    if figures.actual is not None:
        yield (
            say("Actual"),
            _value(of, figures.actual, figures.expected),
            _ACTUAL[of.target.kind],
        )
    if figures.expected is not None and figures.high is None:
        yield say("Owed"), _value(of, figures.expected, figures.actual), _EXPECTED[of.target.kind]
    elif figures.expected is not None and figures.high is not None:
        low, high = ends(_value(of, figures.expected), _value(of, figures.high))
        yield say("Owed"), say("{low}–{high}", low=low, high=high), _EXPECTED[of.target.kind]
    if figures.attainment is not None and not (of.target.kind == "rate" and of.is_ceiling):
        yield say("Attained"), of_whole(figures.attainment), say("of the goals in force")
    if of.attainment_of_group_goal is not None:
        yield say("Attained"), of_whole(of.attainment_of_group_goal), say("of the group's goal")
    if figures.pace is not None:
        yield say("Pace"), of_whole(figures.pace), say("actual / owed")
    if of.pace_of_group_goal is not None:
        yield say("Pace"), of_whole(of.pace_of_group_goal), say("as the group's goal owes it")
    if of.ahead is not None:
        yield (
            say("Ahead"),
            Points(of.ahead, named=True),
            say("attained, less what those months owe of the goals in force"),
        )
    if figures.gap is not None:
        yield say("Gap"), counted(difference(figures.gap, of.target)), say("actual - owed")
    if of.range is not None:
        found = " / ".join(map(str, of.range))
        yield say("Ranges"), found, say("stores below, within and above theirs")


_ACTUAL: Mapping[Kind, Message] = {
    "flow": say("sum of the months that are due and recorded"),
    "rate": say("over the months that are due and recorded"),
    "level": say("of the stores that are recorded in the month"),
}
_EXPECTED: Mapping[Kind, Message] = {
    "flow": say("what those months owe"),
    "rate": say("what the stores' goals come to"),
    "level": say("what the goals of those stores come to"),
}


def _coverage(card: GroupCard, of: GroupTarget) -> Iterator[Fact]:
    """Over how much of what is due the figures are: of a level, of the as-of month alone."""
    known = sum(line.tally.whole.months for line in of.lines if line.tally.whole is not None)
    lacking = sum(of.target.kind != "level" or month == card.as_of for _, months in of.missing for month in months)
    if of.target.each is None and known + lacking:
        pairs = say("{hits}/{spans}", hits=known, spans=known + lacking)
        yield say("Months counted"), pairs, say("of all stores, of those due with a decided goal")
    if of.owed_share is not None:
        yield say("Coverage"), of_whole(of.owed_share), say("of what all those months owe")


def _against_last_year(card: GroupCard, of: GroupTarget) -> Iterator[Fact]:
    if of.yoy is not None:
        if of.yoy.all is not None:
            yield say("Year on year"), _change(of, of.yoy.all), say("to date, all stores")
        if of.yoy.comparable is not None:
            number = say(
                "to date, {number} comparable store", "to date, {number} comparable stores", number=of.yoy.stores
            )
            yield say("Comparable"), _change(of, of.yoy.comparable), number
    if (mix := card.mix(of)) is not None:
        yield say("Within regions"), _change(of, mix.within), say("what the regions' own rates changed")
        yield say("Mix of regions"), _change(of, mix.mix), say("what their weights changed")


def _ahead(card: GroupCard, of: GroupTarget) -> Iterator[Fact]:
    landing = card.landing(of)
    if landing is None:
        return
    mid: Said = _value(of, landing.mid)
    if landing.low is not None and landing.high is not None:
        low, high = ends(_value(of, landing.low), _value(of, landing.high))
        mid = say("{mid} ({low} to {high})", mid=mid, low=low, high=high)
    yield say("Forecast"), mid, say("from {number} store", "from {number} stores", number=landing.stores)
    if landing.chance is not None:
        yield say("Chance"), Percent(landing.chance, places=0), say("that the goals in force will be held")


def _missing(of: GroupTarget) -> Iterator[Block]:
    """Stores with months that are due and not counted, and levels of earlier months."""
    if of.missing:
        yield Heading(say("Missing"), 2)
        columns = (Column("store", say("Store"), "words"), Column("months", say("Months"), "words"))
        yield Table(columns, [[Cell(store.label), Cell(_months(months))] for store, months in of.missing])
    if of.stale:
        yield Heading(say("Last values of earlier months, not counted"), 2)
        rows = [
            [Cell(store.label), Cell(month_name(month, with_year=True)), Cell(_value(of, value))]
            for store, month, value in of.stale
        ]
        yield Table(
            (
                Column("store", say("Store"), "words"),
                Column("month", say("Month"), "fixed"),
                Column("value", say("Value")),
            ),
            rows,
        )


def _months(months: Sequence[Month]) -> Said:
    return say("{names}", names=runs(months, with_year=True))


def _contributions(card: GroupCard, of: GroupTarget) -> Iterator[Block]:
    """Every store that counts, the worst first."""
    lines = sorted((line for line in of.lines if _off(line) is not None), key=lambda line: _off(line) or Fraction(0))
    if not lines:
        return
    yield Heading(say("Stores, the worst first"), 2)
    yield from _parts(card, of)
    columns = (
        Column("store", say("Store"), "words"),
        Column("region", FACT_TITLES["region"], "words", rank=2),
        Column("manager", FACT_TITLES["manager"], "words", rank=3),
        Column("actual", say("Actual"), rank=1),
        Column("expected", say("Owed"), rank=1),
        Column("contribution", _title(of)),
        Column("share", say("Of all that is short"), rank=2),
        Column("status", say("Status"), "fixed"),
    )
    table = Table(columns, [_row(card, of, line) for line in lines])
    yield table.only(table.ids(lambda cell: cell.text != "-"))


def _title(of: GroupTarget) -> Message:
    if of.target.each is not None:
        return TITLES["spans"]
    return TITLES["gap" if of.gap_parts is None else "contribution"]


def _off(line: StoreLine) -> Fraction | None:
    """What a store adds to the gap, below 0 where that is bad; of spans those not held."""
    tally = line.tally
    if tally.each is not None:
        return Fraction(tally.each.hits - tally.each.spans) if tally.each.spans else None
    if line.off is None or tally.whole is None:
        return None
    if len(tally.goals) > 1:
        return -abs(line.off)
    return -line.off if tally.goal.is_ceiling else line.off


def _parts(card: GroupCard, of: GroupTarget) -> Iterator[Line]:
    """The gap as what some lack and others have beyond."""
    parts = of.gap_parts
    if parts is None:
        return
    sign = -1 if of.is_ceiling else 1
    fills = {
        "short": value_said(sign * parts.short, "contribution", of.target, card.plan),
        "over": value_said(sign * parts.over, "contribution", of.target, card.plan),
        "stores_short": parts.stores_short,
        "stores_over": parts.stores_over,
        "level": parts.level,
    }
    yield Line(
        say(
            "The gap is {short} of {stores_short} stores on the wrong side and {over} of {stores_over} on the right "
            "one; {level} are even.",
            **fills,
        )
    )


def _row(card: GroupCard, of: GroupTarget, line: StoreLine) -> list[Cell]:
    tally, facts = line.tally, line.store.facts_in(card.facts_of)
    off, spans = line.off, tally.each
    return [
        Cell(line.store.label),
        Cell(facts.get("region", "-")),
        Cell(facts.get("manager", "-")),
        actual_cell(tally, of.target),
        owed_cell(tally, of.target),
        Cell(say("{hits}/{spans}", hits=spans.hits, spans=spans.spans)) if spans is not None
        else NONE if off is None
        else Cell(value_said(off, "gap" if line.contribution is None else "contribution", of.target, card.plan)),
        Cell(of_whole(line.share_of_short)) if line.share_of_short else NONE,
        status_cell(tally.status),
    ]  # fmt: skip


OPEN = Goal("tbd")


def _value(of: GroupTarget, value: Fraction, *beside: Fraction | None) -> Said:
    return counted(shown(value, OPEN, of.target, *beside))


def _change(of: GroupTarget, value: Fraction) -> Said:
    """Of sums a share, of rates the difference."""
    if of.target.kind != "rate":
        return signed(value)
    return counted(difference(value, of.target))
