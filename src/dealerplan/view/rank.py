"""The stores of a group in the order of a target's ranks: as a document, as rows, as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dealerplan.domain.group import FACTS, LEAST_PEERS, Fact
from dealerplan.domain.shown import Percent
from dealerplan.evaluate.group_ranking import GroupRanking, Ranked
from dealerplan.evaluate.standing import Reason, Standing
from dealerplan.view.document import NONE, Block, Cell, Column, Document, Heading, Line, Said, Table
from dealerplan.view.group_head import target_head
from dealerplan.view.group_payload import RANK_SCHEMA, standing, standing_row
from dealerplan.view.standing import status_cell
from dealerplan.view.store_value import BASES, FACT_TITLES, TITLES, actual_cell, cases_said, owed_cell, value_said
from dealerplan.view.terms import runs
from dealerplan.words import Message, say, say_as


def rank_document(of: GroupRanking) -> Document:
    """The ranks, the best first; below who has none and why."""
    return Document([*_head(of), *_lists(of), *_chances(of), *_unranked(of)])


def _head(of: GroupRanking) -> Iterator[Block]:
    target = of.of.target
    yield from target_head(of.card, target)
    if of.card.as_of is None:
        return
    among = say("ranked among their peers") if of.among == "peers" else say("ranked among all")
    fills = {"number": of.number, "due": of.card.roster.due, "among": among, "basis": BASES[of.basis]}
    yield Line(say("{number} of {due} due stores {among}, {basis}", **fills))
    if target.kind == "rate" and target.min_volume is None:
        yield Line(
            say("A rank in a rate without min_volume says little of a small store: it should not decide pay."),
            "warning",
        )


def _lists(of: GroupRanking) -> Iterator[Block]:
    for some in of.ranked:
        if of.among == "peers":
            yield Heading(" ".join(filter(None, some.peers)) or "-", 2)
        if some.are_few:
            few = say("Fewer than {least} peers: no fair rank.", least=LEAST_PEERS)
            yield Line(few, "warning")
        yield _table(of, some)
    if not of.ranked:
        yield Line(say("No store is ranked."))


def _table(of: GroupRanking, some: Ranked) -> Table:
    """Ranks, what they are by, and how they moved; facts that all have in common are left out."""
    same = of.card.group.terms.peers if some.peers else ()
    facts = [fact for fact in FACTS if fact not in same]
    columns = (
        Column("rank", say("Rank")),
        Column("store", say("Store"), "words"),
        *(Column(fact, FACT_TITLES[fact], "words", rank=_NARROW[fact]) for fact in facts),
        Column("actual", say("Actual"), rank=1),
        Column("expected", say("Owed"), rank=1),
        Column("value", TITLES[of.basis]),
        Column("moved", say("Moved")),
        Column("chance", say_as("of a rank", "Chance"), "fixed"),
        Column("status", say("Status"), "fixed"),
    )
    rows = [_row(of, one, facts) for one in some.stores]
    table = Table(columns, rows)
    return table.only(table.ids(lambda cell: cell.text not in ("", "-")))


_NARROW: Mapping[Fact, int] = {"region": 2, "brand": 4, "class": 5, "manager": 3}
"""Which facts go first where the screen is narrow."""


def _row(of: GroupRanking, one: Standing, facts: Sequence[Fact]) -> list[Cell]:
    place, own = of.place(one), one.store.facts_in(of.card.facts_of)
    assert place is not None
    assert one.line is not None
    assert one.value is not None
    tally = one.line.tally
    return [
        Cell(str(place.rank)),
        Cell(_named(one)),
        *(Cell(own.get(fact, "-")) for fact in facts),
        actual_cell(tally, of.of.target),
        owed_cell(tally, of.of.target),
        Cell(value_said(one.value, of.basis, of.of.target, of.card.plan)),
        _moved(of, one),
        _chance(of, one),
        status_cell(tally.status),
    ]


def _named(one: Standing) -> Said:
    """A store, and the months that its figures are without."""
    missing = () if one.line is None else one.line.tally.missing
    return (
        say("{store} (without {months})", store=one.store.label, months=runs(missing)) if missing else one.store.label
    )


def _moved(of: GroupRanking, one: Standing) -> Cell:
    """How many places it went up, or that it had none a month before."""
    if one.store.id in of.moved:
        return Cell(f"{of.moved[one.store.id]:+}" if of.moved[one.store.id] else "0")
    return Cell(say("new"), "quiet") if of.moved else NONE


def _chance(of: GroupRanking, one: Standing) -> Cell:
    if one.chance is None:
        return NONE
    excess, is_bad = cases_said(one.chance.excess, of.of.target, of.card.plan), _is_bad(one)
    if one.chance.level == "alarm":
        word = say("alarm {excess}") if is_bad else say("far better {excess}")
        return Cell(word.filled({"excess": excess}), "bad" if is_bad else "good")
    return Cell(say("look {excess}", excess=excess), "warning" if is_bad else "plain")


def _is_bad(one: Standing) -> bool:
    """Whether there are more cases than there should be, or too few of what should be many."""
    is_above = one.chance is not None and one.chance.side == "above"
    return one.line is not None and one.line.tally.goal.is_ceiling is is_above


def _chances(of: GroupRanking) -> Iterator[Line]:
    """What the flags mean, at what rate of all stores."""
    if not any(one.chance for some in of.ranked for one in some.stores) or of.of.rolled.actual is None:
        return
    rate: Said = Percent(of.of.rolled.actual, places=2, trim=True)
    yield Line(
        say(
            "Beyond chance: cases more or fewer than at the group's rate of {rate}; odds below 0.1% are an alarm, "
            "or far better, below 2.5% worth a look.",
            rate=rate,
        ),
        "quiet",
        columns=("chance",),
    )


def _unranked(of: GroupRanking) -> Iterator[Block]:
    found = [(one, one.reason) for one in of.unranked if one.reason is not None]
    if not found:
        return
    yield Heading(say("Not ranked: {number}", number=len(found)), 2)
    columns = (
        Column("store", say("Store"), "words"),
        Column("region", FACT_TITLES["region"], "words", rank=2),
        Column("reason", say("Reason"), "words"),
    )
    rows = [
        [
            Cell(one.store.label),
            Cell(one.store.fact("region", of.card.facts_of) or "-"),
            Cell(_reason(of, reason)),
        ]
        for one, reason in found
    ]
    yield Table(columns, rows)


def _reason(of: GroupRanking, reason: Reason) -> Message:
    if reason == "new":
        return say("open for fewer than {number} whole months", number=of.card.group.terms.comparable)
    return _REASONS[reason]


_REASONS: Mapping[Reason, Message] = {
    "closed": say_as("of a store", "closed"),
    "to_open": say("not open yet"),
    "no_goal": say("no goal"),
    "undecided": say("goal undecided"),
    "no_data": say("nothing recorded"),
    "too_few": say("too few cases"),
    "nothing_owed": say("nothing owed yet"),
}


def rank_payload(of: GroupRanking) -> dict[str, Any]:
    """`dealerplan rank`; keys are promised in the contract."""
    return {
        "schema": RANK_SCHEMA,
        "plan": of.card.plan.id,
        "target": of.of.target.id,
        "as_of": None if of.card.as_of is None else str(of.card.as_of),
        "by": of.basis,
        "structure": of.card.structure,
        "of": of.number,
        "stores": _stores(of),
    }


def _stores(of: GroupRanking) -> list[dict[str, Any]]:
    """All stores in the order of the list, those without a rank last."""
    listed = [*(one for some in of.ranked for one in some.stores), *of.unranked]
    return [{**standing(one, of.card), "moved": of.moved.get(one.store.id)} for one in listed]


RANK_HEADS = (
    "rank", "of", "peers_rank", "peers_of", "store", "name", *FACTS, "actual", "expected", "gap", "contribution",
    "share_of_short", "moved", "chance_p", "chance_side", "chance_excess", "chance_level", "status",
    "reason_not_ranked",
)  # fmt: skip


def rank_rows(of: GroupRanking) -> list[dict[str, Any]]:
    """The same, a row a store."""
    return [standing_row(one) for one in _stores(of)]
