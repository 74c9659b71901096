"""The form of `record`: on a terminal it asks for each value that a month lacks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from dealerplan.cli.insist import Declined, given, insist
from dealerplan.cli.screen import Screen
from dealerplan.domain.shown import InFull
from dealerplan.errors import SURE, Invalid, Refused
from dealerplan.words import say

if TYPE_CHECKING:
    from dealerplan.app.record import Question, Writing
    from dealerplan.app.session import Session
    from dealerplan.app.values import Typed
    from dealerplan.domain.month import Month
    from dealerplan.domain.plan import Plan


class Form(NamedTuple):
    """The answers, each of them one that may be recorded, and how, with all that somebody is sure of."""

    month: Month
    values: dict[str, Fraction]
    how: Writing


def ask_values(
    screen: Screen, session: Session, plans: Sequence[Plan], month: Month | None, how: Writing, sure: bool
) -> Form:
    """Ask for the month, if need be, and for each measure that it lacks; what is doubtful is asked right there."""
    from dealerplan.app.changes import MONTH
    from dealerplan.app.record import check_ended, check_values, questions

    flags = given({SURE: sure})
    month = month or _ask_month(screen, session, plans)
    values: dict[str, Fraction] = {}
    asked = questions(session, plans, month)
    if not asked:
        screen.say(say("{month} is recorded whole", month=month))
        return Form(month, values, how)
    insist(screen, flags, lambda flags: check_ended(session, plans, month, SURE in flags))
    agreed = {MONTH}
    screen.say(say("{month}: {number} to record; Enter leaves one out, Ctrl-C stops", month=month, number=len(asked)))
    for question in asked:

        def check(typed: Typed, flags: Sequence[str], id: str = question.measure.id) -> None:
            doubts = {(plans[0].store, month, id): typed.doubt} if typed.doubt else {}
            given_as = how._replace(doubts=doubts, sure={*agreed, id} if SURE in flags else agreed)
            check_values(session, plans, month, {**values, id: typed.value}, given_as)

        if (value := _ask(screen, question, flags, check)) is not None:
            values[question.measure.id] = value
            agreed.add(question.measure.id)
    return Form(month, values, how._replace(sure=agreed))


def _ask_month(screen: Screen, session: Session, plans: Sequence[Plan]) -> Month:
    from dealerplan.app.record import check_month
    from dealerplan.app.running import current_month
    from dealerplan.domain.month import Month

    usual = current_month(plans, session.today).plus(-1)
    while True:
        answer = screen.ask(say("Month [{month}]:", month=usual))
        try:
            month = Month.parse(answer) if answer else usual
            check_month(session, plans, month)
        except Invalid as error:
            screen.fail(error)
        else:
            return month


def _ask(
    screen: Screen, question: Question, flags: Sequence[str], check: Callable[[Typed, Sequence[str]], None]
) -> Fraction | None:
    """Ask until the answer is one to record, or none."""
    from dealerplan.app.values import named, read_typed

    measure = question.measure
    last = "-" if question.last is None else InFull(question.last, measure.unit)
    asked = say("  {name} ({unit}, last month {last}):", name=measure.name, unit=measure.unit or "-", last=last)
    while answer := screen.ask(asked):
        try:
            typed = read_typed(answer, measure.unit, screen.choose, named(measure))
            insist(screen, flags, partial(check, typed))
        except Declined:
            continue
        except (Invalid, Refused) as error:
            screen.fail(error)
        else:
            return typed.value
    return None
