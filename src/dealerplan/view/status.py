"""The progress table: what a manager looks at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from fractions import Fraction

from dealerplan.domain.formula import measures_of, written
from dealerplan.domain.month import Month
from dealerplan.domain.plan import Target
from dealerplan.domain.shown import Percent
from dealerplan.evaluate import Scorecard, TargetCard
from dealerplan.evaluate.milestones import MilestoneCard, Result
from dealerplan.evaluate.status import STATUSES, Status
from dealerplan.view import other_plans
from dealerplan.view.discrepancies import discrepancies
from dealerplan.view.document import NONE, Bar, Block, Cell, Column, Document, Heading, Line, Table, Tone
from dealerplan.view.figures import BY_ID, cell, column, reads_backwards, stretch_said
from dealerplan.view.landing import landing_cell
from dealerplan.view.needs import marks, needed, season_cell
from dealerplan.view.other_plans import Other
from dealerplan.view.terms import MILESTONE, STATUS, goal_said, goal_text, joined, runs, shown
from dealerplan.words import Message, say

NOT_DUE = Cell(say("{sign} {word}", sign="-", word=say("not due yet")), "quiet")


def status_document(card: Scorecard, is_first_of_store: bool = True, others: Sequence[Other] = ()) -> Document:
    """The status of a plan, and below what there is to tell of others."""
    return Document([*_plan(card, is_first_of_store), *other_plans.lines(others)])


def _plan(card: Scorecard, is_first_of_store: bool) -> Iterator[Block]:
    yield Heading(card.plan.name)
    yield Line(_context(card))
    yield from discrepancies(card, is_first_of_store)
    if card.closed:
        yield Line(say("Closed: {months}", months=card.closed), "quiet")
    if card.no_business:
        yield Line(idle_said(card), "quiet")
    if card.targets:
        table = target_table(card)
        yield table
        yield from (*marks(table), *_notes(card))
    if card.milestones:
        yield Heading(say("Milestones as of {day}", day=card.day), 2)
        yield milestone_table(card.milestones, Month.of(card.day))
    if card.targets:
        yield Line(say("{counts}", counts=counts_said(card.targets)))


def idle_said(card: Scorecard) -> Message:
    """The months without business, each with its reason."""
    told = [say("{month} ({why})", month=month, why=card.why_idle.get(month, "-")) for month in card.no_business]
    return say("No business: {months}", months=told)


def _context(card: Scorecard) -> Message:
    plan = card.plan
    if card.as_of is None:
        return say("{store}, {period}: nothing recorded yet", store=plan.shop, period=plan.period.label)
    return say(
        "{store}, {period}, as of {month}, time progress {progress}",
        store=plan.shop, period=plan.period.label, month=card.as_of, progress=Percent(card.time_progress),
    )  # fmt: skip


_COLUMNS = (
    Column("target", say("Target"), "words"),
    Column("goal", say("Goal")),
    column("month", rank=5),
    Column("month_attainment", say("Of owed"), rank=7),
    column("actual"),
    column("expected", rank=3),
    column("attainment", rank=1),
    Column("progress", say("Progress | plan"), "fixed", rank=4, bare=BY_ID["planned_progress"].title),
    column("progress_gap", rank=2),
    Column("needed", say("Still needed"), rank=3),
    Column("season", say("Next month by season"), rank=8),
    column("landing", rank=9),
    Column("status", say("Status"), "fixed"),
    Column("owner", say("Owner"), "words", rank=6),
)


def target_table(card: Scorecard, ids: Container[str] | None = None) -> Table:
    """Every target in a row, with columns that say something; `ids` picks columns.

    Beside the target's name, which always stays, and only rows that say something in what is picked.
    """
    table = Table(_COLUMNS, [[name, *_row(one)] for one, name in named(card.targets)])
    if ids is not None:
        table = table.only(["target", *(column.id for column in _COLUMNS if column.id in ids)])
        table = Table(table.columns, [row for row in table.rows if any(map(_says, row[1:]))])
    said = table.ids(_says)
    return table.only([column.id for column in table.columns if not column.rank or column.id in said])


def _says(cell: Cell) -> bool:
    return cell not in (NONE, Cell())


def named(cards: Sequence[TargetCard]) -> Iterator[tuple[TargetCard, Cell]]:
    """Targets in the plan's order with their names, parts right below their whole."""
    by_id = {card.target.id: card for card in cards}
    for card, level in _in_order(cards):
        yield card, Cell(_name(card, by_id.get(card.target.part_of or "")), level=level)


def _in_order(cards: Sequence[TargetCard]) -> Iterator[tuple[TargetCard, int]]:
    ids = {card.target.id for card in cards}
    below: dict[str, list[TargetCard]] = {}
    for card in reversed(cards):
        whole = card.target.part_of
        below.setdefault(whole if whole in ids and whole else "", []).append(card)
    waiting = [(card, 0) for card in below.get("", [])]
    while waiting:
        card, level = waiting.pop()
        yield card, level
        waiting += [(part, level + 1) for part in below.get(card.target.id, [])]


def _name(card: TargetCard, whole: TargetCard | None) -> str:
    """A target's name; a member's goal below its whole needs the member's alone."""
    return card.target.label.removeprefix(f"{whole.target.name}.") if whole else card.target.label


def _row(card: TargetCard) -> list[Cell]:
    """What stands beside a target's name."""
    figures, month = card.figures, card.month
    return [
        Cell(goal_said(card.goal, card.target)),
        value_cell(card, month.actual, month.expected) if month else NONE,
        percent_cell(month.attainment if month and is_monthly(card.target) else None),
        cell(card, "actual"),
        cell(card, "expected") if card.target.kind != "rate" else NONE,
        _attained(card),
        _bar(figures.attainment, figures.planned_progress),
        cell(card, "progress_gap"),
        needed(card),
        season_cell(card),
        landing_cell(card),
        verdict_cell(card),
        Cell(card.target.owner or "-", "plain" if card.target.owner else "quiet"),
    ]


def status_cell(status: Status) -> Cell:
    """A status as its sign, word and tone."""
    sign, word, tone = STATUS[status]
    return Cell(say("{sign} {word}", sign=sign, word=word), tone)


def verdict_cell(card: TargetCard) -> Cell:
    """A target's status; before its months begin, or the first span of a goal for each has ended, nothing is due."""
    if card.is_not_due and card.is_to_come:
        return Cell(say("{sign} {word}", sign="-", word=say("from {month}", month=card.own.first)), "quiet")
    return NOT_DUE if card.is_not_due else status_cell(card.verdict.status)


def is_monthly(target: Target) -> bool:
    """Whether a month owes an amount of its own."""
    return target.kind == "flow" and target.each in (None, "month")


def value_cell(card: TargetCard, value: Fraction | None, *beside: Fraction | None) -> Cell:
    """A value of the target's formula, on its true side of what it stands beside."""
    return NONE if value is None else Cell(shown(value, card.goal, card.target, *beside))


def _attained(card: TargetCard) -> Cell:
    """Attainment; of a goal for each span how many held, of a level that has to fall from a start the way done."""
    if card.target.each:
        if not card.figures.spans:
            return NONE
        return Cell(say("{hits} of {spans}", hits=card.figures.hits, spans=card.figures.spans))
    if card.figures.way is not None and reads_backwards(card):
        return Cell(say("way {done}", done=Percent(card.figures.way, (Fraction(1),))))
    return cell(card, "attainment")


def percent_cell(value: Fraction | None) -> Cell:
    """A share of a goal."""
    return NONE if value is None else Cell(Percent(value, (Fraction(1),)))


def _bar(done: Fraction | None, planned: Fraction | None) -> Cell:
    return Cell() if done is None or planned is None else percent_cell(planned)._replace(bar=Bar(done, planned))


def _notes(card: Scorecard) -> Iterator[Line]:
    for months, measures in unrecorded(card).items():
        used = {part for one in card.targets for id in measures_of(one.target.formula)
                for part in card.plan.recorded_as(id)}  # fmt: skip
        if len(measures) == len(used):
            yield Line(say("Not recorded in {months}: anything", months=months), "warning")
        else:
            names = [card.plan.measures[id].name for id in measures]
            yield Line(say("Not recorded in {months}: {names}", months=months, names=names), "warning")
    yield from last_years(card.targets)
    yield from unjudged_spans(card.targets)
    yield from first_goals(card.targets)
    yield from first_formulas(card)
    yield from stretches(card.targets)


def last_years(cards: Iterable[TargetCard]) -> Iterator[Line]:
    """The months of last year that goals against it lack."""
    for one in cards:
        if one.last_year_lacks:
            months = runs(one.last_year_lacks)
            yield Line(say("{name}: last year lacks {months}", name=one.target.label, months=months), "warning")


def unjudged_spans(cards: Iterable[TargetCard]) -> Iterator[Line]:
    """Spans that neither held nor missed their goal."""
    for one in cards:
        if one.unjudged:
            spans = [span.period.months for span in one.unjudged]
            name = one.target.label
            yield Line(say("{name}: not judged in {spans}, where the formula divides by zero", name=name, spans=spans))


def first_goals(cards: Iterable[TargetCard]) -> Iterator[Line]:
    """What revised goals were at first."""
    for one in cards:
        if one.first is not None:
            first = say("the first goal was {goal}", goal=goal_text(one.first, one.target))
            yield Line(say("{name}: {said}", name=one.target.label, said=joined([first, *_restated(one)])), "quiet")


def first_formulas(card: Scorecard) -> Iterator[Line]:
    """What revised formulas were at first."""
    named = {id: measure.name for id, measure in card.plan.measures.items()}
    for one in card.targets:
        if one.first_formula is not None:
            first, now = written(one.first_formula, named), written(one.target.formula, named)
            said = say("by {formula}, the first formula was {first}", formula=now, first=first)
            yield Line(say("{name}: {said}", name=one.target.name, said=said), "quiet")


def _restated(card: TargetCard) -> Iterator[Message]:
    if card.restated is not None:
        yield say("the one from {month} is spread over the whole period, earlier months included", month=card.restated)


def stretches(cards: Iterable[TargetCard]) -> Iterator[Line]:
    """Goals beyond the goals, and how far they are reached."""
    for one in cards:
        if (stretch := stretch_said(one)) is not None:
            yield Line(say("{name}: stretch {stretch}", name=one.target.label, stretch=stretch), "quiet")


def unrecorded(card: Scorecard) -> dict[tuple[Month, ...], list[str]]:
    """Measures to be recorded, by the months that they lack."""
    months: dict[str, set[Month]] = {}
    for one in card.targets:
        for id, month in one.lacking:
            months.setdefault(id, set()).add(month)
    gaps: dict[tuple[Month, ...], list[str]] = {}
    for id, lacked in months.items():
        gaps.setdefault(tuple(sorted(lacked)), []).append(id)
    return gaps


def counts_said(cards: Sequence[TargetCard]) -> list[Message]:
    """How many targets have each status: `1 met`, `2 on track`."""
    counts = tally(cards)
    return [say("{number} {status}", number=counts[id], status=word) for id, word, _ in STANDINGS if counts[id]]


STANDINGS: tuple[tuple[str, Message, Tone], ...] = (
    *((status, STATUS[status][1], STATUS[status][2]) for status in STATUSES),
    ("not_due", say("not due yet"), "quiet"),
)
"""What targets are counted by, in words: their status, but for those of which nothing is due."""


def tally(cards: Iterable[TargetCard]) -> Counter[str]:
    """How many targets stand how, by the ids of STANDINGS."""
    return Counter("not_due" if card.is_not_due else card.verdict.status for card in cards)


def milestone_table(cards: Iterable[MilestoneCard], now: Month) -> Table:
    """What is overdue, then what is to come, then what is done, each in order of date."""
    columns = (
        Column("milestone", say("Milestone"), "words"),
        Column("due", say("Due"), "fixed"),
        Column("done_on", say("Done on"), "fixed", rank=1),
        Column("owner", say("Owner"), "words", rank=2),
        Column("results", say("Results"), "words", rank=4),
        Column("status", say("Status"), "fixed"),
    )
    return Table(columns, [_milestone(card, now) for card in by_urgency(cards)])


def by_urgency(cards: Iterable[MilestoneCard]) -> list[MilestoneCard]:
    """Milestones in the order of their table."""
    return sorted(cards, key=lambda card: (_URGENT.index(card.status), card.due))


_SOON: tuple[tuple[str, Message, Tone], ...] = (
    ("!", say("due this month"), "warning"),
    ("!", say("due next month"), "warning"),
)
_URGENT = ("overdue", "upcoming", "done_late", "done")


def fell_short(card: MilestoneCard) -> bool:
    """Whether a milestone is done and brought less than it was to."""
    return any(result.held is False for result in card.results)


def _milestone(card: MilestoneCard, now: Month) -> list[Cell]:
    of = card.milestone
    sign, word, tone = MILESTONE[card.status]
    if card.status == "upcoming" and Month.of(card.due) <= now.plus(1):
        sign, word, tone = _SOON[Month.of(card.due).since(now)]
    results = [result_said(result) for result in card.results]
    if fell_short(card):
        sign, word, tone = "!", say("{status}, {said}", status=word, said=say("results missed")), "warning"
    return [
        Cell(of.label),
        Cell(card.due.isoformat()),
        Cell(card.done_on.isoformat()) if card.done_on else NONE,
        Cell(of.owner) if of.owner else NONE,
        Cell(say("{results}", results=results)) if results else NONE,
        Cell(say("{sign} {word}", sign=sign, word=word), tone),
    ]


def result_said(result: Result) -> Message:
    """What a milestone brought, beside what it was to bring."""
    value = "-" if result.value is None else shown(result.value, result.goal, result)
    if result.held is False:
        return say("{name} {value} (missed {goal})", name=result.name, value=value, goal=goal_text(result.goal, result))
    if result.goal.undecided:
        return say("{name} {value}", name=result.name, value=value)
    return say("{name} {value} (goal {goal})", name=result.name, value=value, goal=goal_text(result.goal, result))
