"""Flat rows for CSV, with the same keys as the JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from dealerplan.domain.finding import Finding
from dealerplan.errors import DealerplanError
from dealerplan.evaluate import Scorecard, TargetCard
from dealerplan.view import payload
from dealerplan.view.figures import FIGURES
from dealerplan.words import Lang

NEED_HEADS = (
    "need_kind", "need_amount", "need_unit", "need_per", "need_from", "need_to", "need_possible",
    "need_more_than_any_month", "need_strict", "need_change", "need_of",
)  # fmt: skip
"""The first of a target's needs, by which its status is judged."""

TARGET_HEADS = (
    "plan", "store", "as_of", "id", "name", "kind", "unit", "owner", "part_of", "goal", "each",
    *(head for one in FIGURES for head in one.heads()), *NEED_HEADS, "status", "missing",
)  # fmt: skip
FINDING_HEADS = ("code", "plan", "file", "target", "line", "message", "level", "column", "hint", "store")
MONTH_HEADS = ("month", "actual", "expected")
REVISION_HEADS = (
    "store",
    "measure",
    "month",
    "revision",
    "value",
    "recorded_at",
    "by",
    "source",
    "note",
    "why",
)


def target_rows(card: Scorecard, lang: Lang) -> Sequence[Mapping[str, Any]]:
    """One row a target."""
    return list(_plan(payload.plan(card, lang)))


def _plan(plan: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for target in plan["targets"]:
        parts = {f"{one.id}_{part}": (target[one.id] or {}).get(part) for one in FIGURES for part in one.parts}
        need = target["needs"][0] if target["needs"] else {}
        needed = {head: need.get(head.removeprefix("need_")) for head in NEED_HEADS}
        place = {key: plan[key] for key in ("plan", "store", "as_of")}
        flat = {
            "goal": target["goal"]["text"],
            "each": target["goal"]["each"],
            "missing": " ".join(target["missing"]),
        }
        yield {**target, **parts, **needed, **place, **flat}


def check_rows(found: Iterable[Finding], wrong: Iterable[DealerplanError], lang: Lang) -> Sequence[Mapping[str, Any]]:
    """One row a finding, one an error, whose id stands where a finding's code does."""
    errors = [payload.error(one, lang) for one in wrong]
    return [
        *({"level": "finding", **payload.finding(one, lang)} for one in found),
        *({"level": "error", "code": one["id"], **one} for one in errors),
    ]


def month_rows(card: TargetCard) -> Sequence[Mapping[str, Any]]:
    """One row a month of a target."""
    return [payload.month(one) for one in card.months]
