"""A group as a workbook: what its screen says, stores by targets, the whole gap, and who is missing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from dealerplan.domain.group import FACTS, Store
from dealerplan.view.document import NONE, Block, Cell, Column, Document, Heading, Line, Masthead, Table
from dealerplan.view.group.amounts import amount_cell, scale_for
from dealerplan.view.group.gap_list import gap_scale
from dealerplan.view.group.page import GroupPage, count_cell
from dealerplan.view.group.stores import Wanted, gap_cell, store_table
from dealerplan.view.standing import status_cell
from dealerplan.view.store_value import FACT_TITLES
from dealerplan.view.terms import of_whole
from dealerplan.words import say


def group_workbook(page: GroupPage, screen: Document) -> Document:
    """Four sheets: what the `screen` says, and three lists."""
    return Document([*_summary(screen), *_stores(page), *_gap(page), *_missing(page)])


def _summary(screen: Document) -> Iterator[Block]:
    yield Heading(say("Summary"))
    for block in screen.blocks:
        if isinstance(block, Masthead):
            yield Line(say("{title}: {fields}", title=block.title, fields=list(block.fields)))
        else:
            yield block


def _stores(page: GroupPage) -> Iterator[Block]:
    yield Heading(say("Stores by targets"))
    yield Line(
        say("Actual / owed; of rates and scores the actual. Colours are rules, and follow the figures."), "quiet"
    )
    yield store_table(page, Wanted(page.card.group.stores))


def _gap(page: GroupPage) -> Iterator[Block]:
    """Every store, the one that is short the most first."""
    about = page.about
    yield Heading(say("Gap"))
    if about is None:
        yield Line(say("No target has a gap that stores add up to."))
        return
    yield Line(about.target.label)
    columns = (
        Column("store", say("Store"), "words"),
        *(Column(fact, FACT_TITLES[fact], "fixed") for fact in FACTS),
        Column("owed", say("Owed")), Column("actual", say("Actual")), Column("gap", say("Gap")),
        Column("share", say("Share of what is short")), Column("status", say("Status"), "fixed"),
    )  # fmt: skip
    scale = gap_scale(page, about)
    known = [line for line in about.lines if line.contribution is not None]
    known.sort(key=lambda line: (-(line.share_of_short or Fraction(0)), abs(line.contribution or Fraction(0))))
    rows = []
    for line in known:
        tally = line.tally
        own_scale = scale_for(about.target, [tally.actual], [tally.expected]) if page.is_ratio(about) else scale
        rows.append([
            *_who(page, line.store), amount_cell(tally.expected, own_scale),
            amount_cell(tally.actual, own_scale), gap_cell(page, about, line),
            Cell(of_whole(line.share_of_short or Fraction(0))), status_cell(tally.status),
        ])  # fmt: skip
    yield Table(columns, rows)


def _who(page: GroupPage, store: Store) -> list[Cell]:
    """A store and what it is."""
    return [Cell(store.label), *page.fact_cells(store)]


def _missing(page: GroupPage) -> Iterator[Block]:
    """Who is silent, or has reported a part; and which months are not in the figures."""
    yield Heading(say("Missing"))
    coverage = page.card.coverage
    if coverage is None or not (coverage.missing or coverage.partial):
        yield Line(say("All stores have reported."))
    else:
        rows = [[*_who(page, store), count_cell(0), NONE] for store in coverage.missing]
        rows += [
            [*_who(page, store), count_cell(one.recorded), count_cell(one.asked)] for store, one in coverage.partial
        ]
        yield Table(
            (
                Column("store", say("Store"), "words"),
                *(Column(fact, FACT_TITLES[fact], "fixed") for fact in FACTS),
                Column("recorded", say("Measures recorded")),
                Column("asked", say("Measures asked")),
            ),
            rows,
        )
    silent: dict[str, list[str]] = {}
    for of in page.card.targets:
        for store, months in of.missing:
            silent.setdefault(store.id, []).append(f"{of.target.label} ({', '.join(map(str, months))})")
    if silent:
        labels = {store.id: store.label for store in page.card.group.stores}
        yield Heading(say("Months that are not in the figures"), 2)
        yield Table(
            (Column("store", say("Store"), "words"), Column("months", say("Targets and months"), "words")),
            [[Cell(labels[id]), Cell(", ".join(told))] for id, told in silent.items()],
        )
