"""What the fast evaluation and the slow one say of a group, side by side."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from dealerplan.domain.group import FACTS
from dealerplan.evaluate.group_card import GroupCard
from dealerplan.evaluate.regions import Region
from dealerplan.evaluate.rollup import GroupTarget
from dealerplan.evaluate.standing import Standing
from tests.evaluate.make_group import GivenGroup


def agree(of: GivenGroup) -> GroupCard:
    """The group's card, all of which the slow evaluator says too."""
    card = of.card()
    slow = of.slow(card.main.target.id if card.main else "").answer()
    spanned = any(target.each for target in of.plan.targets)
    assert card.roster._asdict() == slow["stores"]
    assert spanned or covered(card) == slow["coverage"]
    for target in card.targets:
        expected = shown(slow["targets"][target.target.id], {line.store.id for line in target.lines})
        said = said_of(target, card)
        for figure in expected:
            assert said[figure] == expected[figure], figure
    return card


def shown(of: dict[str, Any], lines: Collection[str]) -> dict[str, Any]:
    """What the slow evaluator says, without numbers of the ranked where there is no rank, and empty regions; of those
    stores alone that have a line."""
    if "stores" in of:
        of["stores"] = [one for one in of["stores"] if one["store"] in lines and one["reason_not_ranked"] != "closed"]
        for one in of["stores"]:
            one["of"] = one["of"] if one["rank"] else None
            one["peers"] = one["peers"] if one["rank"] and one["peers"] else None
        for one in of["groups"]:
            del one["reported"]  # which `coverage` is compared by: what is of no whole span is asked all the same
        of["groups"] = [one for one in of["groups"] if one["due"] or one["actual"] is not None]
    return of


def covered(card: GroupCard) -> dict[str, Any]:
    coverage = card.coverage
    assert coverage is not None
    return {
        "due": coverage.due, "reported": coverage.reported, "partial": len(coverage.partial),
        "missing": [store.id for store in coverage.missing], "owed_share": coverage.owed_share,
    }  # fmt: skip


def said_of(of: GroupTarget, card: GroupCard) -> dict[str, Any]:
    figures, yoy = of.rolled, of.yoy
    return {
        "goal": of.goals._asdict(),
        "actual": figures.actual,
        "expected": figures.expected,
        "attainment": figures.attainment,
        "attainment_of_group_goal": of.attainment_of_group_goal,
        "pace": figures.pace,
        "pace_of_group_goal": of.pace_of_group_goal,
        "gap": figures.gap,
        "owed_share": of.owed_share,
        "yoy": yoy and yoy._asdict(),
        "status": "by_store" if of.target.each else of.status,
        "counts": dict(of.counts),
        "gap_parts": of.gap_parts and of.gap_parts._asdict(),
        "range": of.range and of.range._asdict(),
        "missing": {store.id: list(months) for store, months in of.missing},
        "stale": [(store.id, month, value) for store, month, value in of.stale],
        **(of.spans._asdict() if of.spans else {"hits": 0, "spans": 0, "held": 0, "counted": 0}),
        "groups": [row for by in FACTS for row in regions(by, card.regions(of, by))],
        "stores": [row(one, card) for one in card.standings(of) if one.line and one.reason != "closed"],
    }


def regions(by: str, of: Sequence[Region]) -> list[dict[str, Any]]:
    return [
        {
            "by": by, "value": one.value, "due": one.due, "actual": one.rolled.actual,
            "expected": one.rolled.expected, "pace": one.rolled.pace, "gap": one.rolled.gap, "status": one.status,
        }
        for one in sorted(of, key=lambda one: one.value)
        if one.value and (one.due or one.rolled.actual is not None)
    ]  # fmt: skip


def row(of: Standing, card: GroupCard) -> dict[str, Any]:
    assert of.line is not None
    tally = of.line.tally
    is_known = bool(tally.goals) and tally.actual is not None
    return {
        "store": of.store.id, "actual": tally.actual if is_known else None,
        "expected": tally.expected if is_known else None, "gap": tally.gap if is_known else None,
        "contribution": of.line.contribution, "share_of_short": of.line.share_of_short,
        "rank": of.among_all and of.among_all.rank, "of": of.among_all and of.among_all.of,
        "peers": of.among_peers if card.group.terms.peers else None,
        "status": tally.status, "reason_not_ranked": of.reason,
    }  # fmt: skip
