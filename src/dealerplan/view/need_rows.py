"""Needs and allowances of one target explained, a row each."""

from __future__ import annotations

from collections.abc import Iterator

from dealerplan.evaluate import TargetCard
from dealerplan.evaluate.need import Need
from dealerplan.view.document import Cell, Said
from dealerplan.view.figures import best_value
from dealerplan.view.needs import amount_said, is_loss, total_said
from dealerplan.view.terms import counted, shown
from dealerplan.view.when import When, month_name
from dealerplan.words import Message, say


def need_rows(of: TargetCard, need: Need) -> Iterator[list[Cell]]:
    """The row of a need: what it is called, its amount, what it means; before what is left of a budget, the budget."""
    if need.of is not None and need.per == "rest":
        meaning = say("how much the whole period may have, at the mean volume so far")
        yield [Cell(say("Budget")), Cell(total_said(need)), Cell(meaning)]
    amount: Said = amount_said(of, need, unit=True)
    if need.strict:
        amount = say("< {amount}", amount=amount) if need.kind == "allowance" else say("> {amount}", amount=amount)
    yield [Cell(_name(of, need)), Cell(amount), Cell(_with_doubt(of, need, _meaning(of, need)))]


def _name(of: TargetCard, need: Need) -> Message:
    if need.change is not None:
        return _CHANGES[need.kind, need.change]
    if need.of is not None:
        over = say("Over budget") if need.amount < 0 else say("Budget left")
        return say("Budget a month") if need.per == "month" else over
    if of.target.kind == "rate":
        return say("Needed for the rest") if need.kind == "need" else say("At most for the rest")
    if need.per == "month" and need.first == need.last:
        return _IN_MONTH[need.kind].filled({"month": month_name(need.first, of.has_years)})
    names = _NAMES if need.amount >= 0 else _LOSSES if is_loss(of) else _SIGNED
    return names[need.kind, need.per or "rest"]


_CHANGES = {
    ("need", "rise"): say("Has to rise by"),
    ("need", "fall"): say("Has to come down by"),
    ("allowance", "rise"): say("May rise by"),
}
_IN_MONTH = {"need": say("Needed in {month}"), "allowance": say("At most in {month}")}
_NAMES = {
    ("need", "rest"): say("Still needed"),
    ("need", "month"): say("Needed a month"),
    ("need", "day"): say("Needed a day"),
    ("allowance", "rest"): say("May still be used"),
    ("allowance", "month"): say("At most a month"),
    ("allowance", "day"): say("At most a day"),
}
_SIGNED = {
    ("need", "rest"): say("To spare"),
    ("need", "month"): say("To spare a month"),
    ("need", "day"): say("To spare a day"),
    ("allowance", "rest"): say("Has to come down by"),
    ("allowance", "month"): say("Has to come down each month by"),
    ("allowance", "day"): say("Has to come down each day by"),
}


_LOSSES = {
    **_SIGNED,
    ("need", "rest"): say("May still lose"),
    ("need", "month"): say("May lose a month"),
    ("need", "day"): say("May lose a day"),
}


def _meaning(of: TargetCard, need: Need) -> Message:
    if of.coming is not None:
        return say("what holds the goal of {span}, the next span", span=When(of.coming.span))
    if need.change is not None:
        return say("against the last recorded month")
    if need.of is not None and need.per == "rest":
        return say("what is left of it for the months to come")
    if need.of is None and of.target.kind == "rate" and need.kind == "allowance":
        return say("the rate that the months to come may have, at the mean volume so far")
    if need.of is None and of.target.kind == "rate":
        return say("the rate of the months to come that holds the goal, at the mean volume so far")
    if need.seasonal:
        return say("that month's share of the rest, by the plan's season")
    meanings = {
        "rest": say("by the months not recorded yet, together"),
        "month": say("in each month not recorded yet"),
        "day": say("on each open day of those months"),
    }
    return meanings[need.per or "rest"]


def _with_doubt(of: TargetCard, need: Need, meaning: Message) -> Message:
    """With why it can't be had, or that no month so far had as much."""
    match need.possible:
        case "no" if of.coming is not None:
            return say("{meaning}; an earlier one has missed", meaning=meaning)
        case "no":
            return say("{meaning}; not possible any more", meaning=meaning)
        case "not_at_volume":
            return say("{meaning}; not at the volume so far", meaning=meaning)
    best = best_value(of)
    told = need is of.needs[0] or need.seasonal
    if not told or not need.more_than_any_month or best is None or of.best_month is None:
        return meaning
    value = counted(shown(best, of.goal, of.target))
    return say(
        "{meaning}; the best month so far, {month}, had {value}",
        meaning=meaning,
        month=month_name(of.best_month, of.has_years),
        value=value,
    )
