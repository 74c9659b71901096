"""The status of a plan on one screen: the result, what needs somebody, how many are well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dealerplan.domain.plan import Target
from dealerplan.domain.shown import Hits, Scaled
from dealerplan.evaluate import TargetCard
from dealerplan.view import other_plans
from dealerplan.view.discrepancies import discrepancies
from dealerplan.view.document import NONE, Block, Cell, Column, Document, Heading, Line, Said, Table
from dealerplan.view.first_page.head import status_head
from dealerplan.view.first_page.lists import overdue_lines
from dealerplan.view.first_page.page import Page
from dealerplan.view.first_page.result import short_result
from dealerplan.view.milestones import milestone_counts
from dealerplan.view.need_cell import MISMATCHED, need_cell
from dealerplan.view.notes import unrecorded_lines
from dealerplan.view.other_plans import Other
from dealerplan.view.plans_page import plans_page, plans_title
from dealerplan.view.scale import is_large, scale_of
from dealerplan.view.standing import counts_said, verdict_cell
from dealerplan.view.target_table import Row, gap_cell, landing_cell, marks
from dealerplan.view.terms import and_more, first_few, spans_said
from dealerplan.words import Message, say, say_as

NAMED = 4
SHORT = 2  # signs of a unit behind a figure


def status_screen(page: Page, rows: int, others: Sequence[Other] = ()) -> Document:
    """What answers at once, with so many rows of what is off track; `--all` tells the rest."""
    return Document([*_plan(page, rows), *other_plans.lines(others)])


def plans_screen(pages: Sequence[Page], others: Sequence[Other] = ()) -> Document:
    """Several plans, a row each under their store."""
    blocks: list[Block] = []
    by_store: dict[str, list[Page]] = {}
    for page in pages:
        by_store.setdefault(page.card.plan.store, []).append(page)
    for own in by_store.values():
        blocks += [Heading(plans_title(own), 2), *plans_page(own)]
        for at, page in enumerate(own):
            told = [line.text for line in discrepancies(page.card, at == 0)]
            blocks += [Line(say("{plan}: {said}", plan=page.card.plan.name, said=one), "warning") for one in told]
    names = say("each: dealerplan status PLAN; all in full: dealerplan status --all")
    return Document([*blocks, Line(names, "quiet"), *other_plans.lines(others)])


def _plan(page: Page, rows: int) -> Iterator[Block]:
    card = page.card
    yield from status_head(page)
    yield from discrepancies(card)
    yield from unrecorded_lines(card)
    yield from page.in_one_scale(short_result(page))
    main = None if page.main is None else page.main.target.id
    off = [one for one in page.off_track if one.target.id != main]
    if off:
        lags = any(one.target.id == main for one in page.off_track)
        table = _table(page, off[:rows], _MORE if lags else _LAG)
        yield table
        if rows < len(off):
            yield Line(say("and {more} more", more=len(off) - rows), "quiet", columns=("target",))
        yield from marks(table)
    yield from _open_goals(page)
    yield from _contradictions(page)
    yield from overdue_lines(page)
    yield from _well(page)


_MORE = say("{number} more off track", "{number} more off track")
_LAG = say("{number} off track", "{number} off track")


def _table(page: Page, cards: Sequence[TargetCard], head: Message) -> Table:
    number = sum(page.main is None or one.target.id != page.main.target.id for one in page.off_track)
    columns = (
        Column("target", head.filled({"number": number}), "words"),
        Column("actual", say("To date")),
        Column("expected", say("Plan"), rank=4),
        Column("gap", say("vs plan")),
        Column("landing", say("Forecast"), rank=5),
        Column("status", say("Status"), "fixed"),
        Column("needed", say("Needed"), rank=2),
        Column("owner", say("Owner"), "words", rank=1),
    )
    table = Table(columns, [_row(page, one) for one in cards], notes=False)
    said = table.ids(lambda cell: cell != NONE)
    return table.only([one.id for one in columns if not one.rank or one.id in said])


def _row(page: Page, card: TargetCard) -> list[Cell]:
    figures, target = card.figures, card.target
    row = Row(card, scale_of(card, large=is_large(page.card.targets)))
    unit = _short_unit(target)
    behind: object = say_as("large money", "k") if row.scale.large else unit
    gap, landing = gap_cell(row), landing_cell(row)
    if target.each:
        held = Hits(figures.hits or 0, figures.spans or 0)
        told = [Cell(spans_said(held, target.each)), Cell(spans_said(held.of, target.each)), gap, landing]
    else:
        cells = (row.figure(figures.actual), row.figure(figures.expected), gap, landing)
        told = [_with_unit(cell, behind) for cell in cells]
    name = page.card.plan.owner_of(target)
    owner = Cell(name) if name else NONE
    need = MISMATCHED if target.id in page.contradicted else need_cell(card, row.scale, "" if row.scale.large else unit)
    return [Cell(target.label), *told, verdict_cell(card), _with_unit(need, behind) if row.scale.large else need, owner]


def _with_unit(cell: Cell, unit: object) -> Cell:
    """A figure with its unit right behind its digits."""
    if not isinstance(cell.text, Scaled):
        return cell
    return cell._replace(text=cell.text._replace(behind=say("{one}{two}", one=unit, two=cell.text.behind)))


def _short_unit(target: Target) -> str:
    """What a target's unit counts, behind a figure, where that is a sign or two: 元 of 元/台; nothing of shares."""
    head = "" if target.unit is None or target.as_percent else target.unit.text.partition("/")[0]
    return head if len(head) <= SHORT and not head.isascii() else ""


def _open_goals(page: Page) -> Iterator[Line]:
    names = [one.target.label for one in page.card.targets if one.verdict.status == "undecided"]
    if names:
        told = first_few(names, NAMED)
        yield Line(say("{number} goal still open: {names}", "{number} goals still open: {names}",
                       number=len(names), names=and_more(told, len(names) - len(told))))  # fmt: skip


def _contradictions(page: Page) -> Iterator[Line]:
    if page.findings:
        ids = {one.target for one in page.findings}
        names = [one.target.label for one in page.card.targets if one.target.id in ids]
        told = say("{number} contradiction: {names}", "{number} contradictions: {names}",
                   number=len(page.findings), names=names)  # fmt: skip
        yield Line(say("{told}; dealerplan check", told=told), "warning")


def _well(page: Page) -> Iterator[Line]:
    """How many are well, and where the rest is told."""
    card = page.card
    well = [one for one in card.targets if one.verdict.status in ("met", "on_track", "no_data", "too_few")]
    told: list[Said] = [*counts_said(well)]
    ended = page.has_ended  # what is late or not done has its own line
    rest = [one for one in card.milestones if one.status != "overdue" and not (ended and one.done_on is None)]
    if standing := milestone_counts(rest, ended):
        told.append(say("milestones {counts}", counts=standing))
    all_said = say("all: dealerplan status --all")
    yield Line(say("The rest: {counts}; {all}", counts=told, all=all_said) if told else all_said, "quiet")
