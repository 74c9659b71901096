"""Which stores of a group have not reported a month: as a document, as JSON, as rows for a mail merge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from dealerplan.domain.group import Fact, Store
from dealerplan.evaluate.coverage import Coverage
from dealerplan.evaluate.group_due import GroupDue, Lacking
from dealerplan.view.document import NONE, Block, Cell, Column, Heading, Line, Said, Table
from dealerplan.view.group.page import labels
from dealerplan.view.store_value import FACT_TITLES
from dealerplan.view.terms import and_more, days_of, first_few, of_whole
from dealerplan.view.when import month_name
from dealerplan.words import MOST_NAMED, say, say_as


def group_due_blocks(of: GroupDue, by: Fact) -> Sequence[Block]:
    """How far a month is reported, region by region, and who lacks what."""
    return [*_head(of), *_by(of, by), *_lacking(of.sorted_by(by), by), *_late(of)]


def _head(of: GroupDue) -> Iterator[Block]:
    coverage = of.coverage
    yield Heading(of.plan.name)
    fills = {
        "group": of.group.terms.id,
        "month": month_name(of.month, with_year=True),
        "due": coverage.due,
        "reported": coverage.reported,
        "missing": len(coverage.missing),
        "partial": len(coverage.partial),
    }
    if not coverage.due:
        yield Line(say("{group}, {month}: no store is due", **fills))
        return
    fills["share"] = of_whole(Fraction(coverage.reported, coverage.due))
    counts = say(
        "{group}, {month}: {reported} of {due} stores have reported ({share}), {missing} not at all, {partial} in part",
        **fills,
    )
    yield Line(counts, "plain" if coverage.reported == coverage.due else "warning")
    if (days := days_of(of.plan, of.month)) is not None:
        yield Line(days, "quiet")
    if of.until is not None:
        yield Line(
            say(
                "On time until {day}: {on_time} on time, {late} late",
                day=of.until, on_time=coverage.on_time or 0, late=coverage.late or 0,
            ),
            "quiet",
        )  # fmt: skip
    if of.lacking and of.days_late:
        yield Line(say("Days late: {number}", number=of.days_late), "bad")


def _by(of: GroupDue, by: Fact) -> Iterator[Block]:
    """How far each region has reported; nothing where there is but one."""
    found = of.by(by)
    if len(found) < 2:
        return
    columns = (
        Column(by, FACT_TITLES[by], "words"),
        Column("due", say_as("stores", "Due")),
        Column("reported", say_as("stores", "Reported")),
        Column("on_time", say_as("stores", "On time"), rank=2),
        Column("late", say_as("stores", "Late"), rank=2),
        Column("missing", say_as("stores", "Nothing")),
        Column("partial", say_as("stores", "In part")),
        Column("names", say("Still to report"), "words", rank=1),
    )
    table = Table(columns, [_group(value, one) for value, one in found])
    yield table if of.until is not None else table.only({one.id for one in columns} - {"on_time", "late"})


def _group(value: str, of: Coverage) -> list[Cell]:
    stores = [*of.missing, *(store for store, _ in of.partial)]
    return [
        Cell(value or "-"),
        Cell(str(of.due)),
        Cell(str(of.reported), "good" if of.reported == of.due else "plain"),
        Cell(str(of.on_time or 0)),
        Cell(str(of.late or 0)),
        Cell(str(len(of.missing)), "bad" if of.missing else "plain"),
        Cell(str(len(of.partial)), "warning" if of.partial else "plain"),
        Cell(_stores(stores)) if stores else NONE,
    ]


def _lacking(of: GroupDue, by: Fact) -> Iterator[Block]:
    """Every store that lacks something; the fact that it is asked by stands first."""
    if not of.lacking:
        return
    yield Heading(say("Not reported"), 2)
    facts: tuple[Fact, ...] = (by, *(fact for fact in _FACTS if fact != by))
    columns = (
        *(Column(fact, FACT_TITLES[fact], "words", rank=0 if fact == by else 1) for fact in facts),
        Column("store", say("Store"), "words"),
        Column("id", say("Id"), "fixed", rank=3),
        Column("recorded", say("Recorded"), "fixed"),
        Column("measures", say_as("measures", "Missing"), "words", rank=2),
    )
    yield Table(columns, [_row(of, one, facts) for one in of.lacking])


_FACTS: tuple[Fact, ...] = ("region", "manager")


def _row(of: GroupDue, one: Lacking, facts: Sequence[Fact]) -> list[Cell]:
    own = one.store.facts_in(of.month)
    if one.some is None:
        recorded, measures = Cell(say("nothing"), "bad"), Cell(say("all {number}", number=len(one.measures)))
    else:
        recorded = Cell(say("{hits}/{spans}", hits=one.some.recorded, spans=one.some.asked), "warning")
        measures = Cell(_few([measure.name for measure in one.measures]))
    return [
        *(Cell(own.get(fact, "-")) for fact in facts),
        Cell(one.store.label),
        Cell(one.store.id),
        recorded,
        measures,
    ]


def _late(of: GroupDue) -> Iterator[Block]:
    if of.late:
        yield Line(say("Reported late: {stores}", stores=_stores(of.late)), "quiet")


def _stores(stores: Sequence[Store]) -> Said:
    return say("{names}", names=labels(stores, MOST_NAMED))


def _few(names: Sequence[Said]) -> Said:
    shown = first_few(names, MOST_NAMED)
    return say("{names}", names=list(and_more(shown, len(names) - len(shown))))


def group_due_payload(of: GroupDue) -> dict[str, Any]:
    """`dealerplan due` in a workspace of a group."""
    coverage = of.coverage
    return {
        "plan": of.plan.id,
        "group": of.group.terms.id,
        "month": str(of.month),
        "due": coverage.due,
        "reported": coverage.reported,
        "on_time": coverage.on_time,
        "late": coverage.late,
        "partial": len(of.partial),
        "missing": [_store(of, one) for one in of.lacking],
    }


def _store(of: GroupDue, one: Lacking) -> dict[str, Any]:
    return {
        "store": one.store.id,
        "region": _fact(one.store, "region", of),
        "manager": _fact(one.store, "manager", of),
        "measures": [measure.id for measure in one.measures],
        "days_late": of.days_late,
    }


def _fact(store: Store, fact: Fact, of: GroupDue) -> str | None:
    return store.facts_in(of.month).get(fact)


GROUP_DUE_HEADS = ("store", "name", "region", "manager", "month", "measures", "days_late", "plan")


def group_due_rows(found: Sequence[GroupDue]) -> list[dict[str, Any]]:
    """A row a store that lacks something; its measures by name."""
    return [
        {
            **_store(of, one),
            "name": one.store.name,
            "month": str(of.month),
            "measures": "; ".join(measure.name for measure in one.measures),
            "plan": of.plan.id,
        }
        for of in found
        for one in of.lacking
    ]
