"""What `--format json` prints of a group; keys are promised in the contract, and only ever added to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from dealerplan.domain.group import FACTS, Fact
from dealerplan.domain.shown import json_number
from dealerplan.evaluate.chance import Chance
from dealerplan.evaluate.coverage import Coverage, Roster
from dealerplan.evaluate.group_card import GroupCard
from dealerplan.evaluate.group_landing import GroupLanding
from dealerplan.evaluate.group_milestones import GroupMilestone
from dealerplan.evaluate.mix import Mix
from dealerplan.evaluate.regions import Region
from dealerplan.evaluate.rollup import GroupTarget
from dealerplan.evaluate.standing import Place, Standing

SCHEMA = "dealerplan.group/1"
RANK_SCHEMA = "dealerplan.rank/1"


def group(card: GroupCard, by: Sequence[Fact], with_stores: bool) -> dict[str, Any]:
    """A group at its as-of month; its targets with a row for each store where that is asked for."""
    return {
        "schema": SCHEMA,
        "plan": card.plan.id,
        "group": card.group.terms.id,
        "as_of": _text(card.as_of),
        "time_progress": json_number(card.time_progress),
        "structure": card.structure,
        "made_from": {
            "plan": card.version,
            "stores_table": card.group.table,
            "states": {store: str(state) for store, state in card.states.items()},
        },
        "coverage": None if card.coverage is None else coverage(card.coverage),
        "stores": roster(card.roster),
        "changed": [store.id for store in card.changed],
        "lost": list(card.lost),
        "targets": [target(one, card, by, with_stores) for one in card.targets],
        "milestones": [milestone(one) for one in card.milestones],
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def coverage(of: Coverage) -> dict[str, Any]:
    """How far the month is reported."""
    return {
        "due": of.due,
        "reported": of.reported,
        "on_time": of.on_time,
        "late": of.late,
        "missing": [store.id for store in of.missing],
        "partial": len(of.partial),
        "partial_stores": [
            {"store": store.id, "recorded": one.recorded, "asked": one.asked} for store, one in of.partial
        ],
        "closed_month": of.closed_month,
        "owed_share": json_number(of.owed_share),
    }  # fmt: skip


def roster(of: Roster) -> dict[str, int]:
    """How many stores there are, and of which kinds."""
    return of._asdict()


def milestone(of: GroupMilestone) -> dict[str, Any]:
    """How far the stores are with a milestone."""
    return {
        "id": of.milestone.id,
        "done": of.done,
        "done_late": of.done_late,
        "overdue": [store.id for store in of.overdue],
        "upcoming": of.upcoming,
    }


def target(of: GroupTarget, card: GroupCard, by: Sequence[Fact], with_stores: bool) -> dict[str, Any]:
    """A target of all stores."""
    figures = of.rolled
    found: dict[str, Any] = {
        "id": of.target.id,
        "name": of.target.name,
        "kind": of.target.kind,
        "unit": _text(of.target.unit),
        "goal": {
            "stores": json_number(of.goals.stores),
            "first": json_number(of.goals.first),
            "group": json_number(of.goals.group),
            "undecided": of.goals.undecided,
            "without": of.goals.without,
        },
        "actual": json_number(figures.actual),
        "expected": json_number(figures.expected),
        "expected_high": json_number(figures.high),
        "attainment": json_number(figures.attainment),
        "attainment_of_group_goal": json_number(of.attainment_of_group_goal),
        "pace": json_number(figures.pace),
        "pace_of_group_goal": json_number(of.pace_of_group_goal),
        "ahead": json_number(of.ahead),
        "gap": json_number(figures.gap),
        "owed_share": json_number(of.owed_share),
        "yoy": None if of.yoy is None else {
            "all": json_number(of.yoy.all),
            "comparable": json_number(of.yoy.comparable),
            "stores": of.yoy.stores,
        },
        "status": "by_store" if of.target.each else of.status,
        "counts": dict(of.counts),
        "gap_parts": None if of.gap_parts is None else {
            "short": json_number(of.gap_parts.short),
            "stores_short": of.gap_parts.stores_short,
            "over": json_number(of.gap_parts.over),
            "stores_over": of.gap_parts.stores_over,
            "level": of.gap_parts.level,
        },
        "mix": mix(card.mix(of)),
        "landing": landing(card.landing(of)),
        "range": None if of.range is None else of.range._asdict(),
        "hits": None if of.spans is None else of.spans.hits,
        "spans": None if of.spans is None else of.spans.spans,
        "held": None if of.spans is None else of.spans.held,
        "counted": None if of.spans is None else of.spans.counted,
        "missing": [{"store": store.id, "months": list(map(str, months))} for store, months in of.missing],
        "stale": [
            {"store": store.id, "month": str(month), "value": json_number(value)} for store, month, value in of.stale
        ],
        "groups": [region(one, fact, of.target.each is not None) for fact in by for one in card.regions(of, fact)],
    }  # fmt: skip
    if with_stores:
        found["stores"] = [standing(one, card) for one in card.standings(of)]
    return found


def mix(of: Mix | None) -> dict[str, Any] | None:
    """What of a rate's change is within the groups, and what is their mix."""
    return None if of is None else {"within": json_number(of.within), "mix": json_number(of.mix)}


def landing(of: GroupLanding | None) -> dict[str, Any] | None:
    """How the period will end."""
    if of is None:
        return None
    return {"low": json_number(of.low), "mid": json_number(of.mid), "high": json_number(of.high),
            "chance": json_number(of.chance), "years": of.years, "stores": of.stores}  # fmt: skip


def region(of: Region, by: Fact, by_store: bool = False) -> dict[str, Any]:
    """A target in the stores of one region, brand, class or manager; of one that is judged `by_store` no status."""
    return {
        "by": by,
        "value": of.value,
        "due": of.due,
        "reported": of.reported,
        "actual": json_number(of.rolled.actual),
        "expected": json_number(of.rolled.expected),
        "pace": json_number(of.rolled.pace),
        "gap": json_number(of.rolled.gap),
        "status": "by_store" if by_store else of.status,
        "behind": of.behind,
    }


def standing(of: Standing, card: GroupCard) -> dict[str, Any]:
    """A store's row."""
    facts, tally = of.store.facts_in(card.facts_of), None if of.line is None else of.line.tally
    return {
        "store": of.store.id,
        "name": of.store.name,
        **{fact: facts.get(fact) for fact in FACTS},
        "actual": None if tally is None else json_number(tally.actual),
        "expected": None if tally is None else json_number(tally.expected),
        "gap": None if tally is None else json_number(tally.gap),
        "contribution": None if of.line is None else json_number(of.line.contribution),
        "share_of_short": None if of.line is None else json_number(of.line.share_of_short),
        "rank": None if of.among_all is None else of.among_all.rank,
        "of": None if of.among_all is None else of.among_all.of,
        "peers": place(of.among_peers),
        "moved": None,
        "chance": chance(of.chance),
        "status": None if tally is None else tally.status,
        "reason_not_ranked": of.reason,
    }


def standing_row(found: Mapping[str, Any]) -> dict[str, Any]:
    """Such a row for CSV: what lies below `peers` and `chance` has columns of its own."""
    below = {f"{name}_{key}": value for name in ("peers", "chance") for key, value in (found[name] or {}).items()}
    return {**found, **below}


def place(of: Place | None) -> dict[str, int] | None:
    """A rank and how many have one."""
    return None if of is None else of._asdict()


def chance(of: Chance | None) -> dict[str, Any] | None:
    """What chance does not explain; the odds to six digits."""
    if of is None:
        return None
    return {"p": json_number(Fraction(f"{of.p:.6g}")), "side": of.side, "excess": json_number(of.excess),
            "level": of.level}  # fmt: skip
