"""A group as rows of CSV: one a target, or one a store and target."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dealerplan.domain.shown import json_number
from dealerplan.evaluate.group_card import GroupCard
from dealerplan.view import group_payload

PLAN_HEADS = ("plan", "group", "as_of", "structure", "time_progress", "due", "reported")
STANDING_HEADS = (
    "plan", "group", "as_of", "structure", "target", "target_name", "unit", "store", "name", "region", "brand", "class",
    "manager", "actual", "expected", "gap", "contribution", "share_of_short", "rank", "of", "peers_rank", "peers_of",
    "chance_p", "chance_side", "chance_excess", "chance_level", "status", "reason_not_ranked",
)  # fmt: skip
PARTS: Mapping[str, tuple[str, ...]] = {
    "goal": ("stores", "first", "group", "undecided", "without"),
    "yoy": ("all", "comparable", "stores"),
    "counts": ("met", "on_track", "at_risk", "behind", "missed", "no_data", "too_few", "undecided"),
    "gap_parts": ("short", "stores_short", "over", "stores_over", "level"),
    "mix": ("within", "mix"),
    "landing": ("low", "mid", "high", "chance", "years", "stores"),
    "range": ("below", "within", "above"),
}
PLAIN = (
    "id", "name", "kind", "unit", "goal", "actual", "expected", "expected_high", "attainment",
    "attainment_of_group_goal", "pace", "pace_of_group_goal", "ahead", "gap", "owed_share", "yoy", "status", "counts",
    "gap_parts", "mix", "landing", "range", "hits", "spans", "held", "counted", "missing", "stale",
)  # fmt: skip
TARGET_HEADS = (
    *PLAN_HEADS,
    *(head for key in PLAIN for head in ([f"{key}_{part}" for part in PARTS[key]] if key in PARTS else [key])),
)
"""The columns of JSON's targets; of lists how many they name."""


def target_rows(card: GroupCard) -> list[dict[str, Any]]:
    """A row for each target."""
    return [_of_plan(card) | _flat(group_payload.target(of, card, (), with_stores=False)) for of in card.targets]


def _of_plan(card: GroupCard) -> dict[str, Any]:
    coverage = card.coverage
    return {
        "plan": card.plan.id,
        "group": card.group.terms.id,
        "as_of": None if card.as_of is None else str(card.as_of),
        "structure": card.structure,
        "time_progress": json_number(card.time_progress),
        "due": None if coverage is None else coverage.due,
        "reported": None if coverage is None else coverage.reported,
    }


def _flat(found: Mapping[str, Any]) -> dict[str, Any]:
    """An object of JSON as one row."""
    row: dict[str, Any] = {}
    for key, value in found.items():
        if key in PARTS:
            row |= {f"{key}_{part}": (value or {}).get(part) for part in PARTS[key]}
        else:
            row[key] = len(value) if isinstance(value, list) else value
    return row


def standing_rows(card: GroupCard) -> Iterator[dict[str, Any]]:
    """A row for each store and target, the stores in the order of their table."""
    plan = _of_plan(card)
    for of in card.targets:
        unit = None if of.target.unit is None else str(of.target.unit)
        for one in card.standings(of):
            row = group_payload.standing_row(group_payload.standing(one, card))
            yield {**plan, "target": of.target.id, "target_name": of.target.name, "unit": unit, **row}
