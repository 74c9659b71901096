"""Where a group's targets stand, a row each, and what has to be known to read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from dealerplan.domain.month import MONTHS_IN
from dealerplan.domain.shown import Percent, Points, Scale
from dealerplan.evaluate.rollup import GroupTarget
from dealerplan.evaluate.status import Status
from dealerplan.evaluate.tally import how_of
from dealerplan.view.document import NONE, Block, Cell, Column, Line, Table
from dealerplan.view.group.amounts import amount, amount_cell, is_short, named, scale_for
from dealerplan.view.group.page import GroupPage, count_cell, stores_said
from dealerplan.view.landing import SHORT
from dealerplan.view.standing import status_cell
from dealerplan.view.terms import SIGNS, STATUS, goal_said, joined, of_whole
from dealerplan.view.tree import named as in_tree
from dealerplan.words import Message, say

COLUMNS = (
    Column("target", say("Target"), "words"),
    Column("goal", say("Goal"), rank=2),
    Column("actual", say("To date"), rank=1),
    Column("attainment", say("Attained")),
    Column("ahead", say("Ahead, pts")),
    Column("on_track", say("OK")),
    Column("at_risk", say("Risk")),
    Column("behind", say("Behind")),
    Column("open", say("Open"), rank=4),
    Column("yoy", say("YoY (comp.)"), rank=3),
    Column("yoy_all", say("YoY (all)"), rank=5),
    Column("status", say("Status"), "fixed"),
)
COUNTED: Sequence[Sequence[Status]] = (
    ("on_track", "met"), ("at_risk",), ("behind", "missed"), ("no_data", "too_few", "undecided"),
)  # fmt: skip
"""The statuses that stores are counted by in the columns from on_track on."""


def target_blocks(page: GroupPage) -> Iterator[Block]:
    """Every target, and below it what its figures are of."""
    if not page.card.targets:
        return
    table = Table(COLUMNS, [_row(page, one, name) for one, name in in_tree(page.targets)])
    said = table.ids(lambda cell: cell != NONE)
    if page.card.as_of is None:
        said = [id for id in said if id in ("target", "goal")]
    yield table.only([column.id for column in COLUMNS if column.id in said or _always(page, column)])
    yield from _left_out(page)
    yield from _notes(page)


def _always(page: GroupPage, column: Column) -> bool:
    """Whether a column stands also where nothing is in it."""
    return page.card.as_of is not None and not column.rank


def _row(page: GroupPage, of: GroupTarget, name: Cell) -> list[Cell]:
    scale = row_scale(of)
    figures, target = of.rolled, of.target
    unit = target.unit
    if unit is not None and not is_short(unit) and target.label != unit.text and not (scale.large or scale.huge):
        name = name._replace(text=say("{target} ({unit})", target=name.text, unit=unit))
    if of.target.each:
        spans = of.spans
        own = [NONE if spans is None or not spans.spans else Cell(f"{spans.hits}/{spans.spans}"), NONE, NONE]
    else:
        attained = None if figures.attainment is None or not _is_attained(of) else of_whole(figures.attainment)
        own = [
            amount_cell(figures.actual, scale),
            NONE if attained is None else Cell(attained),
            NONE if of.ahead is None else Cell(Points(of.ahead)),
        ]
    counts = [count_cell(sum(of.counts.get(status, 0) for status in some)) for some in COUNTED]
    return [name, _goal(of, scale), *own, *counts, *_yoys(page, of, scale), group_status(of)]


def row_scale(of: GroupTarget) -> Scale:
    """The scale of a target's row."""
    asked = of.asked
    return scale_for(of.target, (of.goals.stores, of.rolled.actual, asked), (asked, of.rolled.expected))


def _is_attained(of: GroupTarget) -> bool:
    """Whether a share of the goal reads as what it is."""
    return of.target.kind == "flow" or (of.target.kind == "level" and of.goal is not None and not of.is_ceiling)


def _goal(of: GroupTarget, scale: Scale) -> Cell:
    shared, value = of.shared_goal, of.asked
    if shared is not None and (of.target.each or of.target.kind == "rate"):
        return Cell(goal_said(shared, of.target))
    if not any(line.tally.goals for line in of.lines):
        return Cell(say("tbd"), "quiet") if of.lines else NONE
    if value is None or of.goal is None:
        return Cell(say("by store"), "quiet")
    sign = "" if of.goal.op in (">=", "..") else SIGNS[of.goal.op or ">="]
    return Cell(amount(value, scale)._replace(before=sign))


def _yoys(page: GroupPage, of: GroupTarget, scale: Scale) -> list[Cell]:
    if of.yoy is None:
        return [NONE, NONE]
    is_sum = how_of(of.target, page.card.plan) == "sum"

    def cell(value: Fraction | None) -> Cell:
        if value is None:
            return NONE
        if is_sum:
            return Cell(Percent(value, (Fraction(0),), signed=True))
        if scale.percent:
            return Cell(Points(value, scale.decimals("zh"), named=True))
        return Cell(amount(value, scale, signed=True))

    return [cell(of.yoy.comparable), cell(of.yoy.all)]


def group_status(of: GroupTarget) -> Cell:
    """A group's status; of a goal for each span every store has its own."""
    if of.target.each:
        return Cell(say("by store"), "quiet")
    return NONE if of.status is None else status_cell(of.status)


def _left_out(page: GroupPage) -> Iterator[Line]:
    """How many targets there are beside those shown, and how they stand."""
    shown = {one.target.id for one in page.targets}
    rest = Counter(one.status for one in page.card.targets if one.target.id not in shown)
    if rest:
        told = [say("{number} {status}", number=rest[status], status=word)
                for status, (_, word, _) in STATUS.items() if rest[status]]  # fmt: skip
        if rest[None]:
            told.append(say("{number} by store", number=rest[None]))
        yield Line(say("and {more} more targets: {counts}", more=rest.total(), counts=told), "quiet")


def _notes(page: GroupPage) -> Iterator[Line]:
    """What the figures of the main target are of, and what is open in others."""
    main = page.card.main
    if main is not None:
        yield from _of_main(page, main)
    for one in page.targets:
        yield from _of_target(one)


def _of_main(page: GroupPage, main: GroupTarget) -> Iterator[Line]:
    goals, scale = main.goals, row_scale(main)
    label = main.target.label
    if goals.group is not None and goals.stores is not None:
        parts = [say("{target} against the group's own goal {goal}", target=label, goal=named(goals.group, scale))]
        if main.attainment_of_group_goal is not None:
            parts.append(say("{share} attained", share=of_whole(main.attainment_of_group_goal)))
        if main.pace_of_group_goal is not None:
            parts.append(say("pace {pace}", pace=of_whole(main.pace_of_group_goal)))
        if beyond := goals.above:
            word = _MORE if beyond > 0 else _FEWER
            parts.append(word.filled({"amount": named(abs(beyond), scale)}))
        yield Line(joined(parts), "quiet")
    yield from _landing(page, main)
    if goals.first is not None and goals.stores is not None and goals.first != goals.stores:
        told = say("{target}: stores' goals first {first}, in force {stores}", target=label,
                   first=named(goals.first, scale), stores=named(goals.stores, scale))  # fmt: skip
        closed = page.card.roster.closed
        yield Line(say("{told} ({closed} closed)", told=told, closed=stores_said(closed)) if closed else told, "quiet")
    if main.owed_share is not None and main.owed_share < 1:
        number = sum(len(months) for _, months in main.missing)
        yield Line(
            say(
                "{target}: of what is recorded, {share} of what was owed; {number} month of a store is not in",
                "{target}: of what is recorded, {share} of what was owed; {number} months of stores are not in",
                target=label, share=of_whole(main.owed_share), number=number,
            ),
            "quiet",
        )  # fmt: skip


def _landing(page: GroupPage, main: GroupTarget) -> Iterator[Line]:
    """Where the main target is expected to end, against what is asked of all together."""
    landing, goals, scale = page.card.landing(main), main.goals, row_scale(main)
    period = page.card.plan.period
    if landing is None or main.goal is None or main.goal.is_range or page.card.as_of == period.last:
        return
    told = SHORT[len(period) == MONTHS_IN["year"]].filled({"mid": named(landing.mid, scale)})
    parts = [say("{target}: {told}", target=main.target.label, told=told)]
    if landing.low is not None and landing.high is not None:
        parts.append(say("{low} to {high}", low=named(landing.low, scale), high=named(landing.high, scale)))
    known = [line.tally for line in main.lines if line.tally.goals]
    own = sum((tally.goals[0] for tally in known if tally.ahead is not None), Fraction(0))
    asked: Sequence[tuple[Fraction | None, Message, Message]] = []
    if landing.stores < len(known):  # like with like: those that will open are in the goals alone
        parts.append(say("from {some} of {stores}", some=landing.stores, stores=stores_said(len(known))))
        asked = [(own, *_THEIRS)] if main.target.kind == "flow" else []
    elif main.target.kind == "flow":
        asked = [(goals.group, *_GROUPS), (own, *_STORES)]
    for goal, below, above in asked:
        if goal is not None and (beyond := landing.mid - goal):
            parts.append((above if beyond > 0 else below).filled({"amount": named(abs(beyond), scale)}))
    yield Line(joined(parts))


_GROUPS = (say("{amount} below the group's goal"), say("{amount} above the group's goal"))
_THEIRS = (say("{amount} below their goals"), say("{amount} above their goals"))
_STORES = (say("{amount} below the stores' goals"), say("{amount} above the stores' goals"))
_MORE = say("the stores' goals come to {amount} more")
_FEWER = say("the stores' goals come to {amount} less")


def _of_target(of: GroupTarget) -> Iterator[Line]:
    label = of.target.label
    if of.goals.undecided:
        yield Line(say("{target}: {stores} undecided, not judged", target=label,
                       stores=stores_said(of.goals.undecided)), "quiet")  # fmt: skip
    if of.stale:
        yield Line(say("{target}: {stores} without this month's figure, not in the sum", target=label,
                       stores=stores_said(len(of.stale))), "quiet")  # fmt: skip
    if of.range is not None and (of.range.below or of.range.above):
        yield Line(say("{target}: {below} below, {within} within, {above} above their range", target=label,
                       **of.range._asdict()), "quiet")  # fmt: skip
    if of.status is None and not of.target.each:
        yield Line(say("{target}: stores' goals differ, so that the group has no one status", target=label), "quiet")
