"""What the rest of the period asks of a target, as the figure of a table's cell."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from dealerplan.domain.month import Each, Period
from dealerplan.domain.shown import Amount, Percent, Scale, Scaled
from dealerplan.evaluate import TargetCard
from dealerplan.evaluate.need import Need
from dealerplan.view.document import NONE, Cell, Said
from dealerplan.view.needs import KEEPING, amount_said, find, is_loss, is_over
from dealerplan.view.terms import SIGNS, shown
from dealerplan.view.when import When
from dealerplan.words import Message, say

MISMATCHED = Cell(say("goals mismatch"), "warning")
"""Where the plan itself makes a need that nobody can be asked for."""


def need_cell(card: TargetCard, scale: Scale, unit: str = "") -> Cell:
    """What the rest of the period, or the next span, needs or may still use, in the row's scale; marked where no month
    so far has had as much; of a goal for each span with its `unit` behind.
    """
    if is_over(card) or not (card.needs or card.coming):
        return NONE
    if card.target.each:
        return _each(card, scale, unit)
    first = card.needs[0]
    if first.possible == "no":
        return Cell(say("out of reach"), "bad")
    if first.of is not None:
        return _budget(card, first)
    if first.possible == "not_at_volume":
        return Cell(say("not at this volume"), "bad")
    if first.change is not None:
        return _level(card, scale, first)
    if card.target.kind == "rate":
        sign = _sign(first)
        return _marked(card, first, _figure(card, scale, first, sign))
    return _flow(card, scale, first)


def season_cell(card: TargetCard, scale: Scale) -> Cell:
    """What the next month has of it by the plan's season, in the row's scale."""
    first = None if is_over(card) or not card.needs else card.needs[0]
    season = first and find(card, first, "month", seasonal=True)
    if season is None:
        return NONE
    return _marked(card, season, _figure(card, scale, season, "≤" if season.kind == "allowance" else ""))


def _sign(need: Need) -> str:
    if need.kind == "need":
        return ">" if need.strict else "≥"
    return "<" if need.strict else "≤"


def _figure(card: TargetCard, scale: Scale, need: Need, before: object = "", behind: object = "") -> Said:
    """Its amount in the scale of the row, on the side that does; where that scale is too coarse, as it is."""
    said = amount_said(card, need)
    if not isinstance(said, Amount | Percent):
        return say("{before}{amount}{behind}", before=before, amount=said, behind=behind)
    found = Scaled(said.value, scale, side=said.side, before=before, behind=behind)
    fits = need.unit == scale.unit and all(
        (found.number(lang) < one / scale.one(lang)) is (said.value < one)
        for lang in ("zh", "en") for one in said.thresholds if one != said.value
    ) and (card.target.adds_up or _is_near(found))  # fmt: skip
    return found if fits else say("{before}{amount}{behind}", before=before, amount=said, behind=behind)


NEAR = Fraction(1, 200)


def _is_near(said: Scaled) -> bool:
    """Whether its digits tell a quotient, which has no decimals of its own."""
    told = [Fraction(said.number(lang)) * said.scale.one(lang) for lang in ("zh", "en")]
    return all(abs(one - said.value) <= NEAR * abs(said.value) for one in told)


def _flow(card: TargetCard, scale: Scale, first: Need) -> Cell:
    monthly, rest = find(card, first, "month"), find(card, first, "rest") or first
    if rest.amount <= 0:
        return _spare(card, scale, first, rest)
    if monthly is None:
        said = _figure(card, scale, rest, "≤" if first.kind == "allowance" else "")
        return _marked(card, rest, say("{value} in {number} mo", value=said, number=rest.months))
    before = "" if first.kind == "need" and not monthly.strict else _sign(monthly)
    return _marked(card, monthly, _figure(card, scale, monthly, before, say("/month")))


def _spare(card: TargetCard, scale: Scale, first: Need, rest: Need) -> Cell:
    """A sum that has reached its goal and can fall, or has to come down again."""
    if not rest.amount:
        return Cell(say("nothing to spare") if first.kind == "need" else say("nothing more"))
    if first.kind == "allowance":
        return Cell(_figure(card, scale, rest, say("down by ")))
    return Cell(_figure(card, scale, rest, say("may lose ") if is_loss(card) else say("to spare ")))


def _level(card: TargetCard, scale: Scale, need: Need) -> Cell:
    if need.kind == "allowance":
        return NONE
    before = {"rise": say("up by "), "fall": say("down by ")}[need.change or "rise"]
    return Cell(_figure(card, scale, need, say("{change}>", change=before) if need.strict else before))


def _budget(card: TargetCard, first: Need) -> Cell:
    rest = find(card, first, "rest") or first
    left = amount_said(card, rest, unit=True)
    return Cell(say("{amount} over", amount=left), "bad") if rest.amount < 0 else Cell(say("≤{amount}", amount=left))


def _each(card: TargetCard, scale: Scale, unit: str) -> Cell:
    coming, first = card.coming, card.needs[0] if card.needs else None
    if coming is None:
        return NONE
    every = _EVERY[card.target.each or "month"]
    if first is not None and card.target.kind == "flow" and first.kind == "need" and first.amount > 0:
        rest = find(card, first, "rest") or first
        if coming.so_far is None:
            return _marked(card, rest, every.filled({"value": _figure(card, scale, rest, _sign(rest), unit)}))
        months = When(Period(rest.first, rest.last), short=True)  # the span has begun: what its other months need
        sign = say("{each} {sign}", each=months, sign=_sign(rest))
        return _marked(card, rest, _figure(card, scale, rest, sign, unit))
    if coming.goal.value is None or coming.goal.is_range:
        return NONE
    goal = Scaled(coming.goal.value, scale) if scale.large else shown(coming.goal.value, coming.goal, card.target)
    value = say("{sign}{value}{unit}", sign=SIGNS[coming.goal.op or ">="], value=goal, unit=unit)
    return Cell(every.filled({"value": value}))


_EVERY: Mapping[Each, Message] = {
    "month": say("{value}/month"), "quarter": say("{value}/quarter"), "half": say("{value}/half"),
    "year": say("{value}/year"),
}  # fmt: skip


def _marked(card: TargetCard, need: Need, said: Said) -> Cell:
    """Marked where what lags needs more than any month had; what keeps to a plan whose months differ does not lag."""
    if not need.more_than_any_month or card.verdict.status in KEEPING:
        return Cell(said)
    marked = (
        said._replace(behind=say("{unit}!", unit=said.behind))
        if isinstance(said, Scaled)
        else say("{said}!", said=said)
    )
    return Cell(marked, "warning", marked=True)
