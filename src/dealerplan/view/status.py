"""The progress table: what a manager looks at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from fractions import Fraction

from dealerplan.domain.formula import Name, quotient
from dealerplan.domain.month import MONTHS_IN, Month
from dealerplan.domain.plan import Plan, Target
from dealerplan.domain.shown import Amount, Percent
from dealerplan.evaluate import Scorecard, TargetCard
from dealerplan.evaluate.milestones import MilestoneCard, Result
from dealerplan.evaluate.status import STATUSES, Status
from dealerplan.view.document import NONE, Bar, Block, Cell, Column, Document, Heading, Line, Table, Tone
from dealerplan.view.figures import BY_ID, best_value, cell, column
from dealerplan.view.terms import MILESTONE, STATUS, counted, goal_said, goal_text, shown, side_of
from dealerplan.words import Message, say

NOT_DUE = Cell(say("{sign} {word}", sign="-", word=say("not due yet")), "quiet")


def status_document(cards: Sequence[Scorecard]) -> Document:
    """The status of several plans, one after the other."""
    return Document([block for card in cards for block in _plan(card)])


def _plan(card: Scorecard) -> Iterator[Block]:
    yield Heading(card.plan.name)
    yield Line(_context(card))
    if card.closed:
        yield Line(say("Closed: {months}", months=card.closed), "quiet")
    if card.targets:
        table = target_table(card)
        yield table
        yield from (*marks(table), *_notes(card))
    if card.milestones:
        yield Heading(say("Milestones as of {day}", day=card.day), 2)
        yield milestone_table(card.milestones, Month.of(card.day))
    if card.targets:
        yield Line(say("{counts}", counts=counts_said(card.targets)))


def _context(card: Scorecard) -> Message:
    plan = card.plan
    if card.as_of is None:
        return say("{store}, {period}: nothing recorded yet", store=plan.store, period=plan.period.label)
    return say(
        "{store}, {period}, as of {month}, time progress {progress}",
        store=plan.store, period=plan.period.label, month=card.as_of, progress=Percent(card.time_progress),
    )  # fmt: skip


_COLUMNS = (
    Column("target", say("Target"), "words"),
    Column("goal", say("Goal")),
    column("month", rank=5),
    Column("month_attainment", say("of owed"), rank=7),
    column("actual"),
    column("expected", rank=3),
    column("attainment", rank=1),
    Column("progress", say("Progress | plan"), "fixed", rank=4, bare=BY_ID["planned_progress"].title),
    column("progress_gap", rank=2),
    Column("needed", say("Still needed"), rank=3),
    Column("status", say("Status"), "fixed"),
    Column("owner", say("Owner"), "words", rank=6),
)


def target_table(card: Scorecard, ids: Container[str] | None = None) -> Table:
    """Every target in a row, with columns that say something; `ids` picks columns.

    Beside the target's name, which always stays, and only rows that say something in what is picked.
    """
    table = Table(_COLUMNS, [[name, *_row(one, card.plan)] for one, name in named(card.targets)])
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
    return card.target.name.removeprefix(f"{whole.target.name}.") if whole else card.target.name


def _row(card: TargetCard, plan: Plan) -> list[Cell]:
    """What stands beside a target's name."""
    figures, month = card.figures, card.month
    return [
        Cell(goal_said(card.goal, card.target)),
        value_cell(card, month.actual if month else None),
        percent_cell(month.attainment if month and is_monthly(card.target) else None),
        cell(card, "actual"),
        cell(card, "expected") if card.target.kind != "rate" else NONE,
        _attained(card),
        _bar(figures.attainment, figures.planned_progress),
        cell(card, "progress_gap"),
        needed(card, plan),
        verdict_cell(card),
        Cell(card.target.owner or "-", "plain" if card.target.owner else "quiet"),
    ]


def status_cell(status: Status) -> Cell:
    """A status as its sign, word and tone."""
    sign, word, tone = STATUS[status]
    return Cell(say("{sign} {word}", sign=sign, word=word), tone)


def verdict_cell(card: TargetCard) -> Cell:
    """A target's status; before the first span of a goal for each has ended, nothing is due."""
    return NOT_DUE if is_not_due(card) else status_cell(card.verdict.status)


def is_not_due(card: TargetCard) -> bool:
    """Whether a goal for each span has had none yet."""
    return card.verdict.status == "no_data" and is_early(card.target, len(card.months))


def is_monthly(target: Target) -> bool:
    """Whether a month owes an amount of its own."""
    return target.kind == "flow" and target.each in (None, "month")


def is_early(target: Target, months: int) -> bool:
    """Whether the first span of a goal for each is longer than so many months of the period."""
    return target.each is not None and months < MONTHS_IN[target.each]


def value_cell(card: TargetCard, value: Fraction | None) -> Cell:
    """A value of the target's formula."""
    return NONE if value is None else Cell(shown(value, card.goal, card.target))


def _attained(card: TargetCard) -> Cell:
    """Attainment; of a goal for each span, how many held."""
    if card.target.each:
        if not card.figures.spans:
            return NONE
        return Cell(say("{hits} of {spans}", hits=card.figures.hits, spans=card.figures.spans))
    return cell(card, "attainment")


def percent_cell(value: Fraction | None) -> Cell:
    """A share of a goal."""
    return NONE if value is None else Cell(Percent(value, (Fraction(1),)))


def _bar(done: Fraction | None, planned: Fraction | None) -> Cell:
    return Cell() if done is None or planned is None else percent_cell(planned)._replace(bar=Bar(done, planned))


def needed(card: TargetCard, plan: Plan, roomy: bool = False) -> Cell:
    """What the rest of the period needs, or may still use; an allowance has its unit where there is room."""
    figures, target = card.figures, card.target
    money, side = target.decimals > 0, side_of(card.goal)
    if figures.budget_left is not None:
        left = counted(Amount(figures.budget_left, money, side=side), numerator_unit(target, plan) if roomy else None)
        return Cell(say("{amount} left", amount=left), "bad" if figures.budget_left < 0 else "plain")
    if is_impossible(card, plan):
        return Cell(say("not possible any more"), "bad")
    if figures.required_rest is not None and (figures.required_rest > 0 or card.goal.is_ceiling):
        return _marked(card, say("rest at {rate}", rate=shown(figures.required_rest, card.goal, target, side)))
    if target.kind == "level" and figures.remaining and not card.goal.is_ceiling:
        return Cell(say("{amount} to go", amount=shown(figures.remaining, card.goal, target, side)))
    if figures.required_per_month is None or not figures.remaining:
        return NONE
    monthly = Amount(figures.required_per_month, money, rough=True, side=side)
    if card.goal.is_ceiling:
        return Cell(say("at most {amount}/month", amount=monthly))
    if figures.required_per_month < 1:
        rest = counted(Amount(figures.remaining, money, side=side), target.unit)
        months = figures.remaining / figures.required_per_month
        if target.unit is None:
            return Cell(say("{amount} within {months} {months:month|months}", amount=rest, months=months))
        return Cell(say("{amount} in {months} {months:month|months}", amount=rest, months=months))
    return _marked(card, say("{amount}/month", amount=monthly))


def numerator_unit(target: Target, plan: Plan) -> str | None:
    """The unit of N in a rate N / D, where N is one measure."""
    parts = quotient(target.formula)
    return plan.measures[parts[0].id].unit if parts and isinstance(parts[0], Name) else None


def _marked(card: TargetCard, said: Message) -> Cell:
    """What is needed, marked where no month so far has had as much."""
    return Cell(say("! {needed}", needed=said), "warning", marked=True) if is_unheard_of(card) else Cell(said)


def marks(table: Table) -> Iterator[Line]:
    """What the mark in a table with needs means, where it has one."""
    if any(cell.marked for row in table.rows for cell in row):
        yield Line(say("Still needed with !: more than any month so far had."), "quiet")


def is_impossible(card: TargetCard, plan: Plan) -> bool:
    """Whether a part by its whole would need more than 100% over the rest, at the volume so far."""
    needed, parts = card.figures.required_rest, quotient(card.target.formula)
    if needed is None or needed <= 1 or card.goal.is_ceiling or parts is None:
        return False
    part, whole = parts
    return isinstance(part, Name) and isinstance(whole, Name) and plan.measures[part.id].within == whole.id


def is_unheard_of(card: TargetCard) -> bool:
    """Whether the months to come would need more than the best month so far had."""
    figures, best = card.figures, best_value(card)
    needed = figures.required_per_month if card.target.kind == "flow" else figures.required_rest
    return needed is not None and best is not None and not card.goal.is_ceiling and needed > best


def _notes(card: Scorecard) -> Iterator[Line]:
    used = {part for one in card.targets for id, _ in one.inputs if id in card.plan.measures
            for part in card.plan.recorded_as(id)}  # fmt: skip
    for months, measures in unrecorded(card).items():
        if len(measures) == len(used):
            yield Line(say("Not recorded in {months}: anything", months=months), "warning")
        else:
            names = [card.plan.measures[id].name for id in measures]
            yield Line(say("Not recorded in {months}: {names}", months=months, names=names), "warning")
    yield from unjudged_spans(card.targets)
    yield from first_goals(card.targets)


def unjudged_spans(cards: Iterable[TargetCard]) -> Iterator[Line]:
    """Spans that neither held nor missed their goal."""
    for one in cards:
        if one.unjudged:
            spans = [span.period.label for span in one.unjudged]
            name = one.target.name
            yield Line(say("{name}: not judged in {spans}, where the formula divides by zero", name=name, spans=spans))


def first_goals(cards: Iterable[TargetCard]) -> Iterator[Line]:
    """What revised goals were at first."""
    for one in cards:
        if one.first is not None:
            first = goal_text(one.first, one.target)
            yield Line(say("{name}: the first goal was {goal}", name=one.target.name, goal=first), "quiet")


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
    counts = Counter(card.verdict.status for card in cards if not is_not_due(card))
    counted = [(STATUS[status][1], counts[status]) for status in STATUSES]
    counted.append((say("not due yet"), len(cards) - counts.total()))
    return [say("{number} {status}", number=number, status=word) for word, number in counted if number]


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
    ordered = sorted(cards, key=lambda card: (_URGENT.index(card.status), card.due))
    return Table(columns, [_milestone(card, now) for card in ordered])


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
        Cell(of.name),
        Cell(card.due.isoformat()),
        Cell(card.done_on.isoformat()) if card.done_on else NONE,
        Cell(of.owner) if of.owner else NONE,
        Cell(say("{results}", results=results)) if results else NONE,
        Cell(say("{sign} {word}", sign=sign, word=word), tone),
    ]


def result_said(result: Result) -> Message:
    """What a milestone brought, beside what it was to bring."""
    value = "-" if result.value is None else shown(result.value, result.goal, None)
    if result.held is False:
        return say("{name} {value} (missed {goal})", name=result.name, value=value, goal=goal_text(result.goal, None))
    if result.goal.undecided:
        return say("{name} {value}", name=result.name, value=value)
    return say("{name} {value} (goal {goal})", name=result.name, value=value, goal=goal_text(result.goal, None))
