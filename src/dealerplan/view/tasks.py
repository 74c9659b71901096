"""Next month's tasks: a page for each person, with what the month asks, what is overdue, and a place to sign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dealerplan.domain.month import Month
from dealerplan.evaluate import TargetCard
from dealerplan.view.document import NONE, Block, Cell, Column, Document, Heading, Items, Line, Masthead, Table
from dealerplan.view.first_page.page import Page
from dealerplan.view.need_cell import MISMATCHED, need_cell, season_cell
from dealerplan.view.notes import counted_among_needs
from dealerplan.view.scale import is_large, scale_of
from dealerplan.view.target_table import Row, gap_cell
from dealerplan.view.terms import goal_said
from dealerplan.view.tree import named
from dealerplan.view.when import month_name
from dealerplan.words import Message, say

_COLUMNS = (
    Column("target", say("Target"), "words"),
    Column("unit", say("Unit"), "words"),
    Column("goal", say("Goal"), rank=2),
    Column("month_plan", say("Month's plan")),
    Column("gap", say("vs plan to date")),
    Column("needed", say("With the catch-up")),
    Column("done", say("Done"), "fixed"),
)


def tasks_document(pages: Sequence[Page]) -> Document:
    """The tasks of every person, over all plans, a page each."""
    going = [(page, page.next_month) for page in pages]
    months = [month for _, month in going if month is not None]
    if not months:
        told = Line(say("The plan's last month is reported: there are no tasks to come."))
        return Document([Masthead(pages[0].card.plan.name, [pages[0].card.plan.shop]), told])
    blocks: list[Block] = []
    for owner in dict.fromkeys(owner for page, month in going if month is not None for owner in _people(page)):
        own = [block for page, month in going if month is not None for block in _of_plan(page, owner, month)]
        if own:
            title = say("Tasks for {month}: {owner}", month=month_name(months[0], with_year=True),
                        owner=owner or say("nobody named"))  # fmt: skip
            blocks += [Heading(title), *own, Line(say("Agreed ____________  Date ____________"))]
    return Document(blocks)


def _of_plan(page: Page, owner: str | None, month: Month) -> Iterator[Block]:
    """What somebody has to do for one plan; nothing where that is nothing."""
    own = [*_targets(page, owner, month), *_due(page, owner, month)]
    if own:
        plan = page.card.plan
        yield Line(say("{store}, {plan}", store=plan.shop, plan=plan.department or plan.name))
        yield from own


def _people(page: Page) -> list[str | None]:
    """Who answers for something, in the plan's order; those without a name last."""
    plan = page.card.plan
    names = [plan.owner_of(one.target) for one in page.card.targets]
    names += [plan.owner_of(one.milestone) for one in page.card.milestones if one.done_on is None]
    names += [page.does(one) for one in page.actions if one.is_open(page.card.day)]
    found = list(dict.fromkeys(names))
    return [one for one in found if one is not None] + [None] * (None in found)


def _targets(page: Page, owner: str | None, month: Month) -> Iterator[Block]:
    own = [one for one in page.card.targets if page.card.plan.owner_of(one.target) == owner and not one.goal.undecided]
    if own:
        large = is_large(page.card.targets)
        ahead = {} if page.ahead is None else {one.target.id: one for one in page.ahead.targets}
        rows = [[name, *_row(page, card, ahead.get(card.target.id, card), large, month)] for card, name in named(own)]
        yield Table(_COLUMNS, rows)
        yield from counted_among_needs((ahead.get(one.target.id, one) for one in own), page.has_years)


def _row(page: Page, card: TargetCard, asked: TargetCard, large: bool, month: Month) -> list[Cell]:
    """What a month asks by the goals in force in it, beside the gap so far."""
    row = Row(card, scale_of(asked, large), None, card.target.id in page.contradicted)
    planned = row.figure(dict(asked.owing).get(month)) if asked.target.adds_up else NONE
    season = season_cell(asked, row.scale)  # a month's own share, where the plan's months differ
    need = MISMATCHED if row.is_contradicted else need_cell(asked, row.scale) if season == NONE else season
    return [Cell(row.scale), Cell(goal_said(asked.goal, asked.target)), planned, gap_cell(row), need, Cell("____")]


def _due(page: Page, owner: str | None, month: Month) -> Iterator[Block]:
    """What is overdue, or due until the month's end."""
    plan = page.card.plan
    end = plan.month_end.last_day(month)
    lines: list[Message] = []
    for one in page.card.milestones:
        if one.done_on is None and one.due <= end and plan.owner_of(one.milestone) == owner:
            told = say("{name}: overdue since {day}") if one.status == "overdue" else say("{name}: due {day}")
            lines.append(told.filled({"name": one.milestone.label, "day": one.due}))
    for action in page.actions:
        note = action.note
        if not action.is_open(page.card.day) or page.does(action) != owner or note.action is None:
            continue
        if note.due is None or note.due <= end:
            due = say("{name}: overdue since {day}") if action.is_overdue(page.card.day) else say("{name}: due {day}")
            told = due if note.due else say("{name}")
            lines.append(told.filled({"name": note.action, "day": note.due}))
    if lines:
        yield Items([Line(one) for one in lines])
