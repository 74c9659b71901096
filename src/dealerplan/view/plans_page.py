"""Several plans on one page: a row a plan with its main target, gap, forecast and owner; and who owes what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from dealerplan.domain.plan import told_apart
from dealerplan.domain.shown import count
from dealerplan.evaluate import Scorecard, TargetCard
from dealerplan.evaluate.ranking import money_gap
from dealerplan.view.document import NONE, Block, Cell, Column, Facts, Line, Table
from dealerplan.view.first_page.lists import gap_said, late
from dealerplan.view.first_page.page import Page
from dealerplan.view.standing import STANDINGS, tally, verdict_cell
from dealerplan.view.target_table import at_a_glance
from dealerplan.view.terms import and_more, first_few
from dealerplan.view.when import month_name
from dealerplan.words import Message, say

OWED = 4  # gaps named of a person
PEOPLE = 8
ZERO = Fraction(0)

_COLUMNS = (
    Column("plan", say("Plan"), "words"),
    Column("as_of", say("As of"), "fixed", rank=3),
    Column("main", say("Main target"), "words", rank=1),
    Column("unit", say("Unit"), "fixed"),
    Column("actual", say("To date")),
    Column("attainment", say("% of goal"), rank=5),
    Column("gap", say("vs plan")),
    Column("landing", say("Forecast"), rank=2),
    Column("status", say("Status"), "fixed"),
    Column("counts", say("Targets"), "words", rank=6),
    Column("overdue", say("Overdue"), rank=4),
    Column("owner", say("Owner"), "words", rank=2),
)


def plans_title(pages: Sequence[Page]) -> Message:
    """Of a store's plans: whose, of which month where they have one, and how many."""
    shops, months = {page.card.plan.shop for page in pages}, {page.card.as_of for page in pages}
    told = say("{number} plan at a glance", "{number} plans at a glance", number=len(pages))
    month = months.pop() if len(months) == 1 else None
    if month is not None:
        told = say("{told}, {month}", told=told, month=month_name(month, with_year=True))
    return say("{store}: {told}", store=shops.pop(), told=told) if len(shops) == 1 else told


def plans_page(pages: Sequence[Page]) -> Iterator[Block]:
    """The table, and what people owe over all of them."""
    plans = {one.card.plan.key: one.card.plan for one in pages}
    is_one = len({plan.id for plan in plans.values()}) == 1  # of several stores: a group's
    names = told_apart({key: one.name for key, one in plans.items()}, lambda key: plans[key].shop if is_one else key[1])
    table = Table(_COLUMNS, [_row(one, names[one.card.plan.key]) for one in pages])
    one_month = len({page.card.as_of for page in pages}) == 1  # the title says it
    said = [id for id in table.ids(lambda cell: cell != NONE) if not (one_month and id == "as_of")]
    yield table.only([one.id for one in _COLUMNS if not (one.rank or one.id == "unit") or one.id in said])
    if owed := list(_owed(pages)):
        yield Facts(owed)


def _row(page: Page, name: str) -> list[Cell]:
    card, main = page.card, page.main
    overdue = len(page.late_milestones) + len(page.late_actions)
    return [
        Cell(name, link=card.plan.anchor),
        NONE if card.as_of is None else Cell(month_name(card.as_of, with_year=True)),
        *([NONE] * 7 if main is None else _main(main, card)),
        _counts(card),
        Cell(count(overdue), "bad") if overdue else NONE,
        Cell(card.plan.owner) if card.plan.owner else NONE,
    ]


def _main(main: TargetCard, card: Scorecard) -> list[Cell]:
    return [Cell(main.target.label), *at_a_glance(main, card.targets), verdict_cell(main)]


def _counts(card: Scorecard) -> Cell:
    found = tally(card.targets)
    told = [say("{number} {status}", number=found[id], status=word) for id, word, _ in STANDINGS if found[id]]
    return Cell(say("{counts}", counts=told)) if told else NONE


def _owed(pages: Sequence[Page]) -> Iterator[tuple[str, list[Line]]]:
    """Who owes a reason for what is off track, or something overdue, over all plans; the largest gaps come first."""
    by: dict[str, list[tuple[Fraction, Message]]] = {}
    for page in pages:
        for one in page.unexplained:
            if owner := page.card.plan.owner_of(one.target):
                by.setdefault(owner, []).append((abs(money_gap(one) or ZERO), gap_said(one)))
    for page in pages:
        for person, said in late(page):
            if person is not None:
                by.setdefault(person, []).append((ZERO, said))
    people = sorted(by.items(), key=lambda one: -sum((gap for gap, _ in one[1]), ZERO))
    for owner, owed in people[:PEOPLE]:
        told = first_few([said for _, said in owed], OWED)
        names = and_more(told, len(owed) - len(told))
        yield owner, [Line(say("{names}", names=names), "warning")]
    if (more := len(people) - PEOPLE) > 0:
        yield "", [Line(say("and {number} more person", "and {number} more people", number=more), "quiet")]
