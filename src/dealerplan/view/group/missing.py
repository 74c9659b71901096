"""Who has not reported the month, and which milestones are late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dealerplan.domain.group import Store
from dealerplan.evaluate.group_milestones import GroupMilestone
from dealerplan.evaluate.tally import Reported
from dealerplan.view.document import Block, Facts, Heading, Items, Line, Said
from dealerplan.view.group.page import GroupPage, first_stores, labels, value_name
from dealerplan.view.when import month_name
from dealerplan.words import Message, say, say_as

FIRST = 6
"""How many stores with an overdue milestone are named."""


def missing_blocks(page: GroupPage) -> Iterator[Block]:
    """The stores that are silent, by region, and those that have reported a part."""
    coverage, month = page.card.coverage, page.card.as_of
    if coverage is None or month is None or not (coverage.missing or coverage.partial):
        return
    yield Heading(_title(page), 2)
    rows: list[tuple[Said, Sequence[Line]]] = []
    left = page.names
    for region, stores in _by_region(page, coverage.missing):
        if left is not None and left <= 0:
            break
        rows.append((region, [Line(say("{names}", names=labels(stores, left)))]))
        left = None if left is None else left - len(stores)
    told = len(rows)
    regions = list(_by_region(page, coverage.missing))
    if told < len(regions):
        more = sum(len(stores) for _, stores in regions[told:])
        rows.append((say("others"), [Line(say("{number} store", "{number} stores", number=more))]))
    if coverage.partial:
        rows.append((say("in part"), [Line(say("{names}", names=_partial(coverage.partial, page.names)))]))
    yield Facts(rows)


def _title(page: GroupPage) -> Message:
    coverage, month = page.card.coverage, page.card.as_of
    assert coverage is not None
    assert month is not None
    name, until = month_name(month), page.card.plan.reporting.on_time_day(month)
    days = 0 if until is None else (page.card.day - until).days
    number = len(coverage.missing)
    if not number:
        return say("Reported in part: {month}", month=name)
    if days > 0:
        stores = say("{number} store", "{number} stores", number=number)
        late = say("{number} day late", "{number} days late", number=days)
        return say("{month} not reported: {stores}, {late}", month=name, stores=stores, late=late)
    return say("{month} not reported: {stores}", month=name,
               stores=say("{number} store", "{number} stores", number=number))  # fmt: skip


def _by_region(page: GroupPage, stores: Sequence[Store]) -> Iterator[tuple[Said, list[Store]]]:
    found: dict[str, list[Store]] = {}
    for store in stores:
        found.setdefault(page.fact(store, page.by[0]), []).append(store)
    for value, own in found.items():
        yield value_name(value), own


def _partial(of: Sequence[tuple[Store, Reported]], most: int | None) -> Sequence[Said]:
    told = [
        say("{store} {recorded}/{asked}", store=store.label, recorded=one.recorded, asked=one.asked)
        for store, one in of
    ]
    return first_stores(told, most)


def milestone_blocks(page: GroupPage) -> Iterator[Block]:
    """How far the stores are with each milestone, those overdue by name."""
    if page.card.milestones:
        yield Heading(say("Milestones as of {day}", day=page.card.day), 2)
        yield Items([_milestone(one) for one in page.card.milestones])


def _milestone(of: GroupMilestone) -> Line:
    names = labels(of.overdue, FIRST)
    overdue = say_as("of stores", "{number} overdue: {names}", number=len(of.overdue), names=names)
    told: list[Said] = [
        say_as("of stores", "{number} {status}", number=number, status=word)
        for number, word in ((of.done, say("done")), (of.done_late, say("done late")), (of.upcoming, say("upcoming")))
        if number
    ]
    if of.overdue:
        told.append(overdue)
    name = say("{milestone} (due {day})", milestone=of.milestone.name, day=of.due)
    said = say("{name}: {parts}", name=name, parts=told or say("no store has it"))
    return Line(said, "warning" if of.overdue else "plain")
