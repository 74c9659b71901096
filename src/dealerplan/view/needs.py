"""Needs and allowances in words: amounts rounded so that they do, and the cell of a table."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from dealerplan.domain.month import Period
from dealerplan.domain.shown import Amount, Percent, Points, Side
from dealerplan.evaluate import TargetCard
from dealerplan.evaluate.need import Need
from dealerplan.view.document import NONE, Cell, Line, Said, Table
from dealerplan.view.terms import counted, goal_text, shown
from dealerplan.words import Message, say


def amount_said(card: TargetCard, need: Need, unit: bool = False) -> Said:
    """An amount without its sign, never rounded to what does not do; `unit`: with its unit where that is no money."""
    up = (need.kind == "need") is (need.amount >= 0)
    thresholds = (
        (Fraction(0),) if need.limit is None else (Fraction(0), need.limit if need.amount >= 0 else -need.limit)
    )
    said = _rounded(card, need, abs(need.amount), thresholds, "up" if up else "down")
    return counted(said) if unit else said


def total_said(need: Need) -> Said:
    """What the whole period may have of N."""
    return counted(Amount(need.total, need.unit, (Fraction(0),), side="down"))


def used_said(need: Need) -> Said:
    """What N has had."""
    return counted(Amount(need.used, need.unit))


def _rounded(
    card: TargetCard, need: Need, value: Fraction, thresholds: tuple[Fraction, ...], side: Side
) -> Amount | Percent | Points:
    if need.of is None and card.target.as_percent:
        if need.change:
            return Points(value, 2, named=True, signed=False, side=side)
        return Percent(value, thresholds, places=2, trim=True, side=side)
    return Amount(value, need.unit, thresholds, rough=need.per in ("month", "day"), side=side)


def find(card: TargetCard, like: Need, per: str, seasonal: bool = False) -> Need | None:
    """The need of the same kind for a month, a day or the rest."""
    return next(
        (one for one in card.needs if (one.kind, one.of, one.per, one.seasonal) == (like.kind, like.of, per, seasonal)),
        None,
    )


def is_loss(card: TargetCard) -> bool:
    """Whether the goal itself is a loss, so that less than nothing may still be had."""
    return card.goal.value is not None and card.goal.value < 0


def is_over(card: TargetCard) -> bool:
    """Whether nothing that can be done matters any more: the status says it."""
    return card.verdict.status in ("met", "missed")


def needed(card: TargetCard, roomy: bool = False) -> Cell:
    """What the rest of the period, or the next span, needs or may still use; an allowance has its unit where there
    is room."""
    if card.target.each:
        return NONE if is_over(card) else _coming(card, roomy)
    if not card.needs or is_over(card):
        return NONE
    first = card.needs[0]
    if first.of is not None:
        return _budget(card, first, roomy)
    if first.possible == "no":
        return Cell(say("not possible any more"), "bad")
    if first.possible == "not_at_volume":
        return Cell(say("not at the volume so far"), "bad")
    if first.change is not None:
        return _level(card, first)
    if card.target.kind == "rate":
        template = say("rest above {rate}") if first.strict else say("rest at {rate}")
        return _marked(first, template.filled({"rate": amount_said(card, first)}))
    return _allowance(card, first) if first.kind == "allowance" else _need(card, first)


def coming_said(card: TargetCard) -> Message | None:
    """What the next span of a target's goal for each asks, with what it has so far; None where none is to come."""
    coming = card.coming
    if coming is None:
        return None
    goal = goal_text(coming.goal, card.target)
    if coming.so_far is None:
        return say("{span}: {goal}", span=coming.span.months, goal=goal)
    value = counted(shown(coming.so_far, coming.goal, card.target))
    return say("{span}: {goal}, so far {value}", span=coming.span.months, goal=goal, value=value)


def _coming(card: TargetCard, roomy: bool) -> Cell:
    """What the next span of a goal for each asks: of a floor for a sum what it still needs."""
    said, first = coming_said(card), card.needs[0] if card.needs else None
    if said is None:
        return NONE
    if first is None or card.target.kind != "flow" or first.kind != "need" or first.amount <= 0:
        return Cell(said)
    rest = find(card, first, "rest") or first
    return _marked(
        rest,
        say("{span}: {amount}", span=Period(rest.first, rest.last).months, amount=amount_said(card, rest, unit=roomy)),
    )


def _budget(card: TargetCard, first: Need, roomy: bool) -> Cell:
    rest = find(card, first, "rest") or first
    left = amount_said(card, rest, unit=roomy)
    if rest.amount < 0:
        return Cell(say("{amount} over", amount=left), "bad")
    return Cell(say("{amount} left", amount=left))


def _level(card: TargetCard, need: Need) -> Cell:
    if need.kind == "allowance":
        return NONE
    apart = amount_said(card, need)
    said = say("> {amount}", amount=apart) if need.strict else apart
    return Cell(say("{amount} to go", amount=said) if need.change == "rise" else say("down by {amount}", amount=said))


def _need(card: TargetCard, first: Need) -> Cell:
    monthly, rest = find(card, first, "month"), find(card, first, "rest") or first
    if rest.amount <= 0:
        left = amount_said(card, rest, unit=True)
        if not rest.amount:
            return Cell(say("nothing to spare"))
        return Cell(say("may lose {amount}", amount=left) if is_loss(card) else say("{amount} to spare", amount=left))
    if monthly is None:
        said = say(
            "{amount} in {number} month",
            "{amount} in {number} months",
            amount=amount_said(card, rest, unit=True),
            number=rest.months,
        )
    else:
        said = say("{amount}/month", amount=_signed(card, monthly))
    return _marked(monthly or rest, said)


def _signed(card: TargetCard, need: Need) -> Said:
    said = amount_said(card, need)
    return say("> {amount}", amount=said) if need.strict else said


def _allowance(card: TargetCard, first: Need) -> Cell:
    monthly, rest = find(card, first, "month"), find(card, first, "rest") or first
    if rest.amount < 0:
        return Cell(say("down by {amount}", amount=amount_said(card, rest, unit=True)))
    if not rest.amount:
        return Cell(say("nothing more"))
    if monthly is None:
        left = amount_said(card, rest, unit=True)
        return Cell(
            say(
                "at most {amount} in {number} month",
                "at most {amount} in {number} months",
                amount=left,
                number=rest.months,
            )
        )
    most = amount_said(card, monthly)
    return Cell(
        say("under {amount}/month", amount=most) if monthly.strict else say("at most {amount}/month", amount=most)
    )


def season_cell(card: TargetCard) -> Cell:
    """What the next month has of it by the plan's season."""
    first = None if is_over(card) or not card.needs else card.needs[0]
    season = first and find(card, first, "month", seasonal=True)
    if season is None:
        return NONE
    amount = amount_said(card, season)
    if season.kind == "allowance":
        return Cell(say("at most {amount}", amount=amount))
    return _marked(season, say("{amount}", amount=amount))


def _marked(need: Need, said: Message) -> Cell:
    """What is needed, marked where no month so far has had as much."""
    return Cell(say("! {needed}", needed=said), "warning", marked=True) if need.more_than_any_month else Cell(said)


def marks(table: Table) -> Iterator[Line]:
    """What the mark in a table with needs means, where it has one."""
    if any(cell.marked for row in table.rows for cell in row):
        note = say("Still needed with !: more than any month so far had.")
        yield Line(note, "quiet", columns=[one.id for one in table.columns if _has_marks(table, one.id)])


def _has_marks(table: Table, id: str) -> bool:
    return any(cell.marked for row in table.only([id]).rows for cell in row)
