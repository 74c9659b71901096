"""What `--format json` prints, picked by hand; keys are promised in the contract, and only ever added to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from dealerplan.domain.actual import Done
from dealerplan.domain.due import Due
from dealerplan.domain.event import Numbered, State
from dealerplan.domain.finding import Finding
from dealerplan.domain.formula import written
from dealerplan.domain.goal import Goal
from dealerplan.domain.number import exact
from dealerplan.domain.plan import Target
from dealerplan.domain.shown import json_number
from dealerplan.errors import DealerplanError
from dealerplan.evaluate import Scorecard, TargetCard
from dealerplan.evaluate.drivers import Split
from dealerplan.evaluate.figures import MonthFigures
from dealerplan.evaluate.milestones import MilestoneCard
from dealerplan.evaluate.need import Need
from dealerplan.view import other_plans
from dealerplan.view.figures import FIGURES
from dealerplan.view.other_plans import Other
from dealerplan.words import Lang, Message, text


def status(plans: Sequence[Any], others: Sequence[Other]) -> dict[str, Any]:
    """`dealerplan status`, of plans that are shown and `others` that are told of."""
    return {
        "schema": "dealerplan.status/1",
        "plans": plans,
        "others": other_plans.payload(others),
    }


def plan(card: Scorecard, lang: Lang) -> dict[str, Any]:
    """One plan of the status; what it says in words is in the language asked for."""
    source = card.plan
    return {
        **_place(card),
        "department": source.department,
        "owner": source.owner,
        "currency": source.currency,
        "notes": source.notes,
        "day": card.day.isoformat(),
        "closed": [str(month) for month in card.closed],
        "no_business": [str(month) for month in card.no_business],
        "rewritten": [
            {"target": one.target, "what": one.what, "was": one.was, "now": one.now, "month": str(one.month)}
            for one in card.discrepancies.rewritten
        ],
        "unrecorded": [str(month) for month in card.discrepancies.unrecorded],
        "orphaned": [{"kind": one.kind, "id": one.id, "like": one.like} for one in card.discrepancies.orphaned],
        "unkept": card.discrepancies.unkept,
        "targets": [target(one, lang) for one in card.targets],
        "milestones": [milestone(one) for one in card.milestones],
        "counts": card.counts,
    }


def target(card: TargetCard, lang: Lang) -> dict[str, Any]:
    """One target with its figures."""
    of = card.target
    return {
        "id": of.id,
        "name": of.name,
        "kind": of.kind,
        "unit": str(of.unit) if of.unit else None,
        "owner": of.owner,
        "part_of": of.part_of,
        "formula": written(of.formula),
        "first_formula": written(card.first_formula) if card.first_formula else None,
        "goal": goal(card, of),
        "from": str(card.own.first),
        "until": str(card.own.last),
        **{one.id: _worded(one.json(card), lang) for one in FIGURES},
        "needs": [need(one) for one in card.needs],
        "drivers": None if card.drivers is None else drivers(card.drivers),
        "status": card.verdict.status,
        "rule": card.verdict.rule,
        "inputs": {name: json_number(value) for name, value in card.inputs},
        "missing": [str(month) for month in card.missing],
        "months": [month(one) for one in card.months],
        "cumulative": [
            {"month": str(one.month), "actual": json_number(one.total), "expected": json_number(one.owed)}
            for one in card.months
            if of.adds_up
        ],
    }


def month(of: MonthFigures) -> dict[str, Any]:
    """One month of a target."""
    return {"month": str(of.month), "actual": json_number(of.actual), "expected": json_number(of.expected)}


def _worded(value: object, lang: Lang) -> object:
    """A figure, with its words in a language."""
    if not isinstance(value, dict):
        return value
    return {key: text(part, lang) if isinstance(part, Message) else part for key, part in value.items()}


def need(of: Need) -> dict[str, Any]:
    """One need or allowance, rounded so that it does; `of` is the N of a rate that it is an amount of."""
    return {
        "kind": of.kind,
        "amount": json_number(of.amount, side="down" if of.kind == "allowance" else "up"),
        "unit": _text(of.unit),
        "per": of.per,
        "from": str(of.first),
        "to": str(of.last),
        "possible": of.possible,
        "more_than_any_month": of.more_than_any_month,
        "strict": of.strict,
        "change": of.change,
        "of": None if of.of is None else written(of.of),
    }


def drivers(of: Split) -> dict[str, Any]:
    """What makes up a flow's gap: by how much the volume and the price are off, and what that comes to."""

    def part(target: Target, gap: Fraction, amount: Fraction) -> dict[str, Any]:
        return {"target": target.id, "gap": json_number(gap), "amount": json_number(amount)}

    return {
        "gap": json_number(of.gap),
        "volume": part(of.volume_target, of.volume_gap, of.volume),
        "price": part(of.rate_target, of.price_gap, of.price),
    }


def goal(card: TargetCard, of: Target) -> dict[str, Any]:
    """The goal in force, and the first one where it was revised."""
    first = goal_alone(card.first) if card.first else None
    return {**goal_alone(card.goal), "each": of.each, "first": first}


def goal_alone(of: Goal) -> dict[str, Any]:
    """A goal by itself."""
    asked = {} if of.last_year is None else of.last_year._asdict()
    return {
        "text": of.text,
        "op": of.op,
        "value": json_number(of.value),
        "high": json_number(of.high),
        "last_year": {name: json_number(value) for name, value in asked.items() if value is not None} or None,
    }


def milestone(card: MilestoneCard) -> dict[str, Any]:
    """One milestone."""
    of = card.milestone
    return {
        "id": of.id,
        "name": of.name,
        "due": card.due.isoformat(),
        "first_due": of.due.isoformat() if card.due != of.due else None,
        "done_on": card.done_on.isoformat() if card.done_on else None,
        "owner": of.owner,
        "support": list(of.support),
        "status": card.status,
        "note": card.note,
        "results": [
            {
                "id": result.id,
                "name": result.name,
                "unit": str(result.unit) if result.unit else None,
                "goal": goal_alone(result.goal),
                "value": json_number(result.value),
                "held": result.held,
            }
            for result in card.results
        ],
    }


def show(card: Scorecard, of: TargetCard, lang: Lang) -> dict[str, Any]:
    """`dealerplan show`: a target of the status, and where it belongs."""
    return {"schema": "dealerplan.show/1", **_place(card), "target": target(of, lang)}


def _place(card: Scorecard) -> dict[str, Any]:
    """Which plan, and where it stands in time."""
    source = card.plan
    return {
        "plan": source.id,
        "name": source.name,
        "store": source.store,
        "store_name": source.store_name,
        "period": {"from": str(source.period.first), "to": str(source.period.last)},
        "as_of": _text(card.as_of),
        "time_progress": json_number(card.time_progress),
    }


def check(found: Sequence[Finding], wrong: Sequence[DealerplanError], lang: Lang) -> dict[str, Any]:
    """`dealerplan check`: what was found in plans, and what is wrong with those that can't be read.

    Sentences are in the language asked for.
    """
    return {
        "schema": "dealerplan.check/1",
        "findings": [finding(one, lang) for one in found],
        "errors": [error(one, lang) for one in wrong],
    }


def errors(wrong: Sequence[DealerplanError], lang: Lang) -> dict[str, Any]:
    """What is printed in place of any other answer."""
    return {"schema": "dealerplan.errors/1", "errors": [error(one, lang) for one in wrong]}


def error(one: DealerplanError, lang: Lang) -> dict[str, Any]:
    """One error; `id` stays the same in both languages, whatever names and figures stand in the message."""
    where = one.where
    return {
        "id": one.id,
        "file": where.file if where else None,
        "line": where.line if where else None,
        "column": where.column if where else None,
        "message": text(one.message, lang),
        "hint": None if one.hint is None else text(one.hint, lang),
    }


def finding(one: Finding, lang: Lang) -> dict[str, Any]:
    """One finding."""
    return {
        "code": one.code,
        "plan": one.plan,
        "file": one.path,
        "target": one.target,
        "line": one.line,
        "message": text(one.message, lang),
        **({"store": one.store} if one.store else {}),
    }


def history(entries: Sequence[Numbered]) -> dict[str, Any]:
    """`dealerplan history`."""
    return {"schema": "dealerplan.history/1", "revisions": [revision(entry) for entry in entries]}


def revision(of: Numbered) -> dict[str, Any]:
    """One revision of an actual, or a milestone's mark."""
    entry = of.entry
    return {
        "store": entry.store,
        "measure": of.subject,
        "month": "" if of.month is None else str(of.month),
        "revision": of.revision,
        "value": exact(of.value) if isinstance(of.value, Fraction) else None,
        "recorded_at": entry.at,
        "by": entry.by,
        "source": entry.source,
        "note": entry.note,
        "why": entry.why,
    } | ({"mark": _mark(of.value)} if isinstance(of.value, Done) else {})


MISSING_HEADS = ("plan", "store", "month", "measure", "name", "owners", "on_time_until", "days_late", "locked_after")


def due(found: Sequence[Due], others: Sequence[Other] = ()) -> dict[str, Any]:
    """`dealerplan due`."""
    return {
        "schema": "dealerplan.due/1",
        "plans": [_due(one) for one in found],
        "others": other_plans.payload(others),
    }


def _due(of: Due) -> dict[str, Any]:
    return {
        "plan": of.plan.id,
        "name": of.plan.name,
        "store": of.plan.store,
        "month": str(of.month),
        "measures": of.measures,
        "missing": [
            {"measure": one.measure.id, "name": one.measure.name, "owners": list(one.owners)} for one in of.missing
        ],
        "late": [{"measure": one.measure.id, "day": one.day.isoformat(), "by": one.by} for one in of.late],
        "turns": [
            {"turn": "opened" if one.opened else "closed", "day": one.day.isoformat(), "by": one.by, "why": one.why}
            for one in of.turns
        ],
        "on_time_until": _text(of.on_time_day),
        "days_late": of.days_late,
        "locked_after": _text(of.lock_day),
        "locked": of.locked,
        "closed": of.closed,
    }


def missing_rows(found: Sequence[Due]) -> list[dict[str, Any]]:
    """What is missing, one row a measure."""
    return [
        {
            "plan": of.plan.id,
            "store": of.plan.store,
            "month": str(of.month),
            "measure": one.measure.id,
            "name": one.measure.name,
            "owners": "; ".join(one.owners),
            "on_time_until": _text(of.on_time_day),
            "days_late": of.days_late,
            "locked_after": _text(of.lock_day),
        }
        for of in found
        for one in of.missing
    ]


STATE_HEADS = ("store", "entries", "hash")


def verified(book: str, states: Mapping[str, State]) -> dict[str, Any]:
    """`dealerplan verify`."""
    return {"schema": "dealerplan.verify/1", "book": book, "stores": [state(*one) for one in states.items()]}


def state(store: str, of: State) -> dict[str, Any]:
    """How far a store's entries go."""
    return {"store": store, **of._asdict()}


def _mark(done: Done) -> dict[str, Any]:
    return {"on": done.on.isoformat(), "results": {id: exact(value) for id, value in done.results.items()}}


def _text(value: object) -> str | None:
    return None if value is None else str(value)
