"""What there is to name of the plans in force: targets, notes, milestones and actions, each with the word to write."""

from __future__ import annotations

from collections.abc import Sequence

from dealerplan.app.done import milestones_of
from dealerplan.app.selection import Named, Wish, select, targets_of, words_for
from dealerplan.app.session import Session
from dealerplan.app.shell import quoted
from dealerplan.app.status import day_of, standing
from dealerplan.domain.month import Month
from dealerplan.domain.note import Action
from dealerplan.domain.plan import Plan
from dealerplan.view.lists import Listed, proposed


def to_show(
    session: Session, plans: Sequence[Plan], month: Month | None, known_at: str | None, store: str | None
) -> Listed:
    """The targets of the plans of a month, else of those in force, as known at a time."""
    day = day_of(session, known_at)
    cards = standing(session, select(plans, day, Wish(month=month)).plans, month, known_at)
    option = "" if month is None else f" --as-of {month}"
    return Listed(cards, words_for(targets_of(plans), month or day), f"{_of(store)}{option}")


def to_note(session: Session, plans: Sequence[Plan], store: str | None) -> Listed:
    """The targets of the plans in force with the notes on them; words are for the month that stands beside them."""
    cards = standing(session, select(plans, session.today, Wish()).plans)
    targets = targets_of(plans)
    by_month = {at: words_for(targets, at) for at in {proposed(card) for card in cards}}
    words = {full: word for card in cards for full, word in by_month[proposed(card)].items()
             if full.startswith(f"{card.plan.id}/")}  # fmt: skip
    known = session.known([card.plan for card in cards])
    notes = {card.plan.key: known[card.plan.store].notes(card.plan) for card in cards}
    actions = {card.plan.key: known[card.plan.store].actions(card.plan) for card in cards}
    return Listed(cards, words, _of(store), notes, actions)


def to_do(session: Session, plans: Sequence[Plan], noted: Sequence[Named[Action]], store: str | None) -> Listed:
    """The milestones of the plans in force, and their actions; `noted` are those of all `plans`."""
    cards = standing(session, select(plans, session.today, Wish()).plans)
    words = {**words_for(milestones_of(plans), session.today), **words_for(noted, session.today)}
    actions = {card.plan.key: [one.thing for one in noted if one.plan.key == card.plan.key] for card in cards}
    return Listed(cards, words, _of(store), actions=actions)


def _of(store: str | None) -> str:
    return "" if store is None else f" --store {quoted(store)}"
