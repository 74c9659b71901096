"""The stores of a group by its targets, and one store's targets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple

from dealerplan.domain.group import FACTS, Store
from dealerplan.domain.shown import Percent, Points, Scale
from dealerplan.evaluate.rollup import GroupTarget, StoreLine
from dealerplan.evaluate.tally import TargetTally
from dealerplan.view.document import NONE, Cell, Column, Heat, Said, Table
from dealerplan.view.group.amounts import amount, amount_cell, scale_for
from dealerplan.view.group.gap_list import gap_scale
from dealerplan.view.group.page import GroupPage
from dealerplan.view.group.target_table import row_scale
from dealerplan.view.standing import percent_cell, status_cell
from dealerplan.view.store_value import FACT_TITLES
from dealerplan.view.terms import STATUS, goal_said, of_whole
from dealerplan.words import Message, say


class Wanted(NamedTuple):
    """Which stores stand in a table; `signed` figures have the sign of their status; a store's name is a `link`."""

    stores: Sequence[Store]
    signed: bool = False
    link: Callable[[Store], str] = lambda _: ""


def store_table(page: GroupPage, wanted: Wanted) -> Table:
    """Stores by targets: how each stands to what it owes, of rates its own; and what it adds to the gap."""
    about = page.about
    columns = [
        Column("store", say("Store"), "words"),
        *(Column(fact, FACT_TITLES[fact], "fixed", rank=2) for fact in FACTS),
        *(Column(of.target.id, _title(of), heat=_heat(of), rank=1) for of in page.targets),
        *([Column("gap", say("Gap: {target}", target=about.target.label), rank=1)] if about is not None else []),
    ]
    rows = [_row(page, store, wanted) for store in wanted.stores]
    table = Table(columns, rows)
    said = table.ids(lambda cell: cell != NONE)
    return table.only([column.id for column in columns if column.id in said or column.id == "store"])


def _title(of: GroupTarget) -> Message:
    """What a column shows: `售后营业额 进度比`."""
    if _is_pace(of):
        return say("{target}: pace", target=of.target.label)
    return say("{target}", target=of.target.label)


def _row(page: GroupPage, store: Store, wanted: Wanted) -> list[Cell]:
    cells = [_cell(of, page.lines[of.target.id].get(store.id), wanted.signed) for of in page.targets]
    about = page.about
    gap = [] if about is None else [gap_cell(page, about, page.lines[about.target.id].get(store.id))]
    return [Cell(store.label, link=wanted.link(store)), *page.fact_cells(store), *cells, *gap]


def gap_cell(page: GroupPage, about: GroupTarget, line: StoreLine | None) -> Cell:
    """What a store adds to a gap."""
    if line is None or line.contribution is None:
        return NONE
    return Cell(amount(line.contribution, gap_scale(page, about), signed=True))


def _is_pace(of: GroupTarget) -> bool:
    """Whether stores are told by actual / owed."""
    return of.target.kind != "rate" and not of.target.each and of.goal is not None and not of.goal.is_range


def _figure(of: GroupTarget, tally: TargetTally) -> Said | None:
    if tally.each is not None:
        return f"{tally.each.hits}/{tally.each.spans}" if tally.each.spans else None
    if tally.whole is None or tally.actual is None:
        return None
    if _is_pace(of):
        return None if tally.pace is None else of_whole(tally.pace)
    limits = [*tally.goals, tally.expected]
    scale = scale_for(of.target, [tally.actual], limits)
    return amount(tally.actual, scale if len(set(limits)) > 1 else _like(scale, row_scale(of)))


def _like(one: Scale, other: Scale) -> Scale:
    """A scale as exact as another at least."""
    return one._replace(places=(max(one.places[0], other.places[0]), max(one.places[1], other.places[1])))


def _cell(of: GroupTarget, line: StoreLine | None, signed: bool) -> Cell:
    said = None if line is None else _figure(of, line.tally)
    if line is None or said is None:
        return NONE
    sign, _, tone = STATUS[line.tally.status]
    return Cell(say("{one} {other}", one=said, other=sign) if signed else said, tone)


def _heat(of: GroupTarget) -> Heat | None:
    """The rule by which a column's figures are coloured; None where stores have goals of their own."""
    if of.goal is None or of.target.each or of.goal.is_range:
        return None
    if _is_pace(of):
        good, strict = Fraction(1), of.goal.op in (">", "<")
    else:
        shared = of.shared_goal
        if shared is None or shared.value is None:
            return None
        good, strict = shared.value, shared.op in (">", "<")
    below = of.is_ceiling
    near = good + of.target.tolerance * abs(good) * (1 if below else -1)
    if of.target.kind == "flow":
        strict = False
    if _is_pace(of):
        return Heat(Percent(good), Percent(near), below, strict)
    scale = row_scale(of)
    return Heat(amount(good, scale), amount(near, scale), below, strict)


_TARGETS = (
    Column("target", say("Target"), "words"),
    Column("goal", say("Goal"), rank=2),
    Column("owed", say("Owed"), rank=1),
    Column("actual", say("Actual")),
    Column("pace", say("Pace"), rank=1),
    Column("gap", say("Gap")),
    Column("status", say("Status"), "fixed"),
)


def target_table_of(page: GroupPage, store: Store) -> Table:
    """A store's targets; those that are not its own are left out."""
    rows = []
    for of in page.card.targets:
        line = page.lines[of.target.id].get(store.id)
        if line is not None:
            rows.append(_target_row(of, line.tally))
    return Table(_TARGETS, rows)


def _target_row(of: GroupTarget, tally: TargetTally) -> list[Cell]:
    target = of.target
    scale = scale_for(target, (tally.actual, tally.expected, tally.gap, *tally.goals), (*tally.goals, tally.expected))
    pace = tally.pace if _is_pace(of) else None
    gap: Cell = NONE
    if tally.gap is not None:
        gap = Cell(Points(tally.gap, scale.decimals("zh"), named=True) if scale.percent
                   else amount(tally.gap, scale, signed=True))  # fmt: skip
    spans = tally.each
    if spans is not None:
        own = [NONE, Cell(f"{spans.hits}/{spans.spans}") if spans.spans else NONE, NONE, NONE]
    else:
        owed = tally.expected if target.kind != "rate" else None
        own = [amount_cell(owed, scale), amount_cell(tally.actual, scale),
               percent_cell(pace), gap]  # fmt: skip
    return [Cell(target.label), Cell(goal_said(tally.goal, target)), *own, status_cell(tally.status)]
