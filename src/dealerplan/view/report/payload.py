"""What `report --format json` prints: the status of each plan, and what a report adds to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dealerplan.domain.formula import written
from dealerplan.domain.month import Period
from dealerplan.domain.note import Action, Note
from dealerplan.domain.plan import Phasing
from dealerplan.domain.shown import json_number
from dealerplan.evaluate import TargetCard
from dealerplan.evaluate.review import SpanResult
from dealerplan.evaluate.standing import StoreStanding
from dealerplan.view import payload
from dealerplan.view.report.actions import concerns
from dealerplan.view.report.facts import Correction, Report
from dealerplan.view.report.foot import options
from dealerplan.view.standing import moved
from dealerplan.words import Lang


def report(reports: Iterable[Report], lang: Lang) -> dict[str, Any]:
    """`dealerplan report`."""
    return {"schema": "dealerplan.report/1", "plans": [_plan(one, lang) for one in reports]}


def _plan(of: Report, lang: Lang) -> dict[str, Any]:
    review = of.review
    return {
        **payload.plan(of.card, lang),
        "span": {
            "kind": review.each,
            "label": review.span.label,
            "from": str(review.span.first),
            "to": str(review.span.last),
            "months": [str(month) for month in review.months],
        },
        "since": {
            id: {"status": str(since.status), "off_track": str(since.off_track)} for id, since in review.since.items()
        },
        "turns": {
            id: [{"from": str(one.month), "status": one.status} for one in turns] for id, turns in review.turns.items()
        },
        "changes": _changes(of),
        "results": {id: _result(one) for id, one in review.results.items()},
        "statuses": {str(month): statuses for month, statuses in review.statuses.items()},
        "revisions": [revision for one in of.card.targets for revision in _revisions(one)],
        **({} if of.standings is None else {"standing": [_among_peers(one) for one in of.standings]}),
        "reasons": [_note(one) for one in of.notes if one.month in review.months],
        "actions": [_action(of, one) for one in of.actions if concerns(of, one)],
        "state": {
            "book": of.sources.book._asdict(),
            "plan": {"file": of.card.plan.path, "hash": of.sources.plan_hash, "kept": of.sources.is_kept},
            "version": of.sources.version,
            "known_at": of.sources.known_at,
            "options": options([of]),
        },
    }


def _among_peers(one: StoreStanding) -> dict[str, Any]:
    return {
        "target": one.target.id,
        "rank": one.place.rank,
        "of": one.place.of,
        "by": one.basis,
        "value": json_number(one.value),
        "median": json_number(one.spread.median),
        "best_quarter": json_number(one.spread.best_quarter),
    }


def _changes(of: Report) -> dict[str, Any] | None:
    before = of.review.before
    if before is None:
        return None
    return {
        "since": str(before.as_of),
        "targets": [
            {"id": new.target.id, "before": _standing(old), "now": _standing(new)}
            for old, new in moved(before, of.card)
        ],
        "milestones": [
            one.milestone.id for one in of.card.milestones if one.done_on is not None and one.done_on > before.day
        ],
        "corrections": [_correction(one) for one in of.corrections],
    }


def _standing(card: TargetCard) -> dict[str, Any]:
    figures = card.figures
    return {
        "status": card.verdict.status,
        "actual": json_number(figures.actual),
        "attainment": json_number(figures.attainment),
        "hits": figures.hits,
        "spans": figures.spans,
    }


def _correction(one: Correction) -> dict[str, Any]:
    return {
        "measure": one.measure,
        "month": str(one.month),
        "before": json_number(one.before),
        "now": json_number(one.now),
        "why": one.why,
    }


def _result(one: SpanResult) -> dict[str, Any]:
    return {
        "actual": json_number(one.actual),
        "expected": json_number(one.expected),
        "gap": json_number(one.gap),
        "hits": one.hits,
        "spans": one.spans,
        "base": json_number(one.yoy.base) if one.yoy else None,
        "change": json_number(one.yoy.change) if one.yoy else None,
    }


def _revisions(card: TargetCard) -> Iterable[dict[str, Any]]:
    for one in card.target.revisions:
        yield {
            "target": card.target.id,
            "from": str(one.start),
            "goal": payload.goal_alone(one.goal) if one.goal else None,
            "formula": written(one.formula) if one.formula else None,
            "phasing": _phasing(one.phasing, card.own),
            "why": one.why,
        }


def _phasing(phasing: Phasing | None, months: Period) -> str | dict[str, Any] | None:
    """A phasing's rule, or the share of what is left of the goal in each month that has one."""
    if phasing is None or isinstance(phasing, str):
        return phasing
    shares = zip(months, phasing, strict=True)
    return {str(month): json_number(share) for month, share in shares if share}


def _note(note: Note) -> dict[str, Any]:
    return {"target": note.target, "month": str(note.month), "why": note.why}


def _action(of: Report, action: Action) -> dict[str, Any]:
    note, day = action.note, of.card.day
    done = action.done_on if not action.is_open(day) else None
    return {
        "id": action.id,
        "target": note.target,
        "month": str(note.month),
        "action": note.action,
        "owner": note.owner,
        "due": note.due.isoformat() if note.due else None,
        "done_on": done.isoformat() if done else None,
        "overdue": action.is_overdue(day),
    }
