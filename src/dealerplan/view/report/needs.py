"""What a target takes from here, in a clause with figures but without its name."""

from __future__ import annotations

from typing import NamedTuple

from dealerplan.domain.month import EACH_WORDS
from dealerplan.evaluate import TargetCard
from dealerplan.evaluate.need import Need
from dealerplan.view.document import Said
from dealerplan.view.figures import best_value
from dealerplan.view.needs import amount_said, coming_said, find, is_loss, is_over, total_said, used_said
from dealerplan.view.terms import counted, shown
from dealerplan.view.when import month_name
from dealerplan.words import Message, say


class _Pair(NamedTuple):
    """A clause where its figure itself is good enough, and where it is just not."""

    loose: Message
    strict: Message

    def __call__(self, need: Need, **fills: object) -> Message:
        return (self.strict if need.strict else self.loose).filled(fills)


_NEEDS_OVER_THE_REST = say("needs {needed} over the rest, its best month so far is {best} ({month})")
_NEEDS_MORE = say("needs {needed} over the rest, more than the goal; its best month so far is {best} ({month})")
_AT_MOST_OVER_THE_REST = say("may be at most {needed} over the rest, its best month so far is {best} ({month})")
_NEEDS_MONTHLY = _Pair(
    say("needs {needed} a month, its best so far is {best} ({month})"),
    say("needs more than {needed} a month, its best so far is {best} ({month})"),
)
_MAY_USE_MONTHLY = _Pair(
    say("may use {remaining} more, at most {needed} a month"),
    say("may use less than {remaining} more, less than {needed} a month"),
)
_MAY_USE = say("may use {remaining} more in {number} month", "may use {remaining} more in {number} months")
_MAY_HAVE_MONTHLY = say("may have {remaining} more at most, {needed} a month")
_MAY_HAVE = say(
    "may have {remaining} more at most in {number} month", "may have {remaining} more at most in {number} months"
)
_MAY_LOSE = say("may lose {amount} at most in {number} month", "may lose {amount} at most in {number} months")
_MAY_LOSE_MONTHLY = say("may lose {amount} at most, {monthly} a month")
_TO_SPARE = say("has {amount} to spare in {number} month", "has {amount} to spare in {number} months")
_TO_SPARE_MONTHLY = say("has {amount} to spare, {monthly} a month")
_HAS_TO_RISE = _Pair(say("has to rise by {apart}"), say("has to rise by more than {apart}"))
_HAS_TO_FALL = _Pair(say("has to come down by {apart}"), say("has to come down by more than {apart}"))


def what_it_takes(card: TargetCard) -> Message | None:
    """What the rest of the period needs or may still use, against the best month so far; None where nothing is left.

    Whoever keeps to the sentence holds the goal.
    """
    if card.target.each:
        return _each(card)
    if not card.needs or is_over(card):
        return None
    first = card.needs[0]
    if first.possible == "no":
        return _impossible(first)
    if first.of is not None:
        return _budget(card, first)
    if first.change is not None:
        return _level(card, first)
    if card.target.kind == "rate":
        return _rate(card, first)
    return _allowance(card, first) if first.kind == "allowance" else _need(card, first)


def _each(card: TargetCard) -> Message | None:
    """A span that missed stays so, and the period with it; the next one can still be had."""
    coming = coming_said(card)
    if coming is None or card.target.each is None or card.figures.hits == card.figures.spans:
        return None
    return say("can't be met {each} any more, next {coming}", each=EACH_WORDS[card.target.each], coming=coming)


def _impossible(need: Need) -> Message:
    if need.of is not None and need.amount < 0:
        return say("has had {used}, and can't be met any more, whatever the volume", used=used_said(need))
    return say("can't be met any more, whatever the months to come bring")


def _need(card: TargetCard, first: Need) -> Message:
    """What a sum needs, or may still lose where it has reached its goal and can fall."""
    monthly, rest = find(card, first, "month"), find(card, first, "rest") or first
    left = amount_said(card, rest, unit=True)
    if not rest.amount:
        return say("has nothing to spare any more")
    if rest.amount < 0 and monthly is None:
        told = _MAY_LOSE if is_loss(card) else _TO_SPARE
        return told.filled({"amount": left, "number": rest.months})
    if monthly is None:
        return say(
            "still needs {remaining} in {number} month",
            "still needs {remaining} in {number} months",
            remaining=left,
            number=rest.months,
        )
    each = amount_said(card, monthly, unit=True)
    if rest.amount < 0:
        told = _MAY_LOSE_MONTHLY if is_loss(card) else _TO_SPARE_MONTHLY
        return told.filled({"amount": left, "monthly": each})
    return _with_season(card, first, _with_best(_NEEDS_MONTHLY(monthly), each, card))


def _allowance(card: TargetCard, first: Need) -> Message:
    """What a sum may still have, or has to come down by where it is over its goal and can fall."""
    monthly, rest = find(card, first, "month"), find(card, first, "rest") or first
    left, of_range = amount_said(card, rest, unit=True), card.goal.is_range
    if not rest.amount:
        return say("may have nothing more") if of_range else say("may use nothing more")
    if rest.amount < 0:
        return _HAS_TO_FALL(rest, apart=left)
    if monthly is None:
        clause = _MAY_HAVE if of_range else _MAY_USE
        return clause.filled({"remaining": left, "number": rest.months})
    each = amount_said(card, monthly, unit=True)
    said = _MAY_USE_MONTHLY(monthly, remaining=left, needed=each)
    if of_range:  # its ends are included
        said = _MAY_HAVE_MONTHLY.filled(said.fills)
    return _with_season(card, first, said)


def _with_season(card: TargetCard, first: Need, said: Message) -> Message:
    """With what the next month has of it by the plan's season."""
    season = find(card, first, "month", seasonal=True)
    if season is None:
        return said
    amount = amount_said(card, season, unit=True)
    if not season.amount:
        return say("{said}, by the plan's season nothing in {month}", said=said, month=month_name(season.first))
    return say(
        "{said}, by the plan's season {amount} in {month}", said=said, amount=amount, month=month_name(season.first)
    )


def _rate(card: TargetCard, first: Need) -> Message:
    needed = amount_said(card, first, unit=True)
    if first.possible == "not_at_volume":
        return say("would need {needed} over the rest at the volume so far, more than all", needed=needed)
    if first.kind == "allowance":
        return _with_best(_AT_MOST_OVER_THE_REST, needed, card)
    goal = card.goal.value
    return _with_best(_NEEDS_MORE if goal is not None and first.amount > goal else _NEEDS_OVER_THE_REST, needed, card)


def _with_best(said: Message, needed: Said, card: TargetCard) -> Message:
    """What is needed, beside the best month so far: a test of whether it can be had."""
    best = best_value(card)
    value = "-" if best is None else counted(shown(best, card.goal, card.target))
    return said.filled(
        {
            "needed": needed,
            "best": value,
            "month": "-" if card.best_month is None else month_name(card.best_month, card.has_years),
        }
    )


def _budget(card: TargetCard, first: Need) -> Message:
    """A ceiling as a count: what the period may have at the mean volume so far, what is used, what is left a month."""
    monthly, rest = find(card, first, "month"), find(card, first, "rest") or first
    fills = {"budget": total_said(rest), "used": used_said(rest)}
    left = amount_said(card, rest, unit=True)
    if rest.amount < 0:
        return say(
            "may have {budget} in the whole period at the volume so far, has had {used}, {over} too many",
            **fills, over=left,
        )  # fmt: skip
    if monthly is None:
        return say(
            "may have {budget} in the whole period at the volume so far, has had {used}, {left} left",
            **fills,
            left=left,
        )
    return say(
        "may have {budget} in the whole period at the volume so far, has had {used}, at most {needed} a month now",
        **fills, needed=amount_said(card, monthly, unit=True),
    )  # fmt: skip


def _level(card: TargetCard, need: Need) -> Message | None:
    if need.kind == "allowance":
        return None
    return (_HAS_TO_RISE if need.change == "rise" else _HAS_TO_FALL)(need, apart=amount_said(card, need, unit=True))
