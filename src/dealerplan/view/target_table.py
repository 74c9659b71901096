"""The one table of targets: in tree order, each row in one scale with its unit once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from dealerplan.domain.month import EACH_WORDS, Each, Month, Period
from dealerplan.domain.shown import Amount, Hits, Points, Scale, Scaled, count
from dealerplan.evaluate import TargetCard
from dealerplan.evaluate.figures import Change, share
from dealerplan.evaluate.review import SpanResult
from dealerplan.view.document import NONE, Bar, Cell, Column, Line, Table
from dealerplan.view.figures import best_value, changed, of_events, reads_backwards, to_date, year_on_year
from dealerplan.view.landing import landing_value
from dealerplan.view.need_cell import MISMATCHED, need_cell, season_cell
from dealerplan.view.scale import is_large, on_its_side, scale_of
from dealerplan.view.standing import is_monthly, percent_cell, verdict_cell
from dealerplan.view.terms import SIGNS, goal_text, of_whole, spans_said
from dealerplan.view.tree import named
from dealerplan.view.when import When, month_name, short_month
from dealerplan.words import Message, say, say_as


class Row(NamedTuple):
    """A target in its table: in which scale, and what a reported span longer than a month brought."""

    card: TargetCard
    scale: Scale
    span: SpanResult | None = None
    is_contradicted: bool = False

    def figure(self, value: Fraction | None, signed: bool = False) -> Cell:
        """A value of the target's formula."""
        return NONE if value is None else Cell(Scaled(value, self.scale, signed))

    def apart(self, value: Fraction | None) -> Cell:
        """A difference of two such values, of percentages in points."""
        if value is None:
            return NONE
        return Cell(
            Points(value, max(self.scale.decimals("zh"), 1)) if self.scale.percent else Scaled(value, self.scale, True)
        )


class _Column(NamedTuple):
    id: str
    title: Message
    cell: Callable[[Row], Cell]
    rank: int = 0
    bare: Message | None = None


def _unit(row: Row) -> Cell:
    return NONE if row.scale.unit is None or row.scale.percent else Cell(row.scale)


def _goal(row: Row) -> Cell:
    """The goal as a figure, with its sign where that is not a floor's."""
    goal, target = row.card.goal, row.card.target
    if goal.undecided or goal.value is None:
        return Cell(goal_text(goal, target), "quiet")
    each: object = EACH_WORDS[target.each] if target.each else ""
    sign = "" if goal.op in (">=", "..") and not target.each else SIGNS[goal.op or ">="]
    before: object = say("{each} {sign}", each=each, sign=sign) if each else sign
    low = Scaled(goal.value, row.scale, before=before)
    return Cell(low if goal.high is None else say("{low}–{high}", low=low, high=Scaled(goal.high, row.scale)))


def _actual(row: Row) -> Cell:
    """What there is; of a goal for each span how many held."""
    card = row.card
    if card.target.each and card.figures.spans is not None:
        return _held(card.figures.hits, card.figures.spans)
    return row.figure(card.figures.actual)


def _held(hits: int | None, spans: int | None) -> Cell:
    return Cell(Hits(hits or 0, spans)) if spans else NONE


def _attained(row: Row) -> Cell:
    """Attainment; of a level that has to fall from a start the way done."""
    card, figures = row.card, row.card.figures
    if card.target.each:
        if not figures.spans or figures.hits is None:
            return NONE
        return Cell(of_whole(Fraction(figures.hits, figures.spans)))
    if figures.way is not None and reads_backwards(card):
        return Cell(say("way {done}", done=of_whole(figures.way)))
    return NONE if reads_backwards(card) else percent_cell(figures.attainment)


def gap_cell(row: Row) -> Cell:
    """How far from plan; of a goal for each span how many missed it."""
    figures = row.card.figures
    if row.card.target.each:
        if not figures.spans or figures.hits is None:
            return NONE
        return Cell(count(figures.hits - figures.spans))
    return row.apart(figures.gap)


def _expected(row: Row) -> Cell:
    return (
        row.figure(row.card.figures.expected) if row.card.target.kind != "rate" and not row.card.target.each else NONE
    )


def _bar(row: Row) -> Cell:
    done, planned = row.card.figures.attainment, row.card.figures.planned_progress
    return Cell() if done is None or planned is None else percent_cell(planned)._replace(bar=Bar(done, planned))


def _need(row: Row) -> Cell:
    return MISMATCHED if row.is_contradicted else need_cell(row.card, row.scale)


def landing_cell(row: Row) -> Cell:
    """The period's end as it is expected; of a goal for each span how many will hold."""
    value = landing_value(row.card)
    if value is None:
        return NONE
    if row.card.target.each:
        return Cell(Scaled(value, Scale(), behind=spans_said("", row.card.target.each)))
    return Cell(on_its_side(value, row.scale, (row.card.goal.value, row.card.goal.high)))


def _month(row: Row) -> Cell:
    return NONE if row.card.month is None else row.figure(row.card.month.actual)


def _month_attained(row: Row) -> Cell:
    month = row.card.month
    return percent_cell(month.attainment if month and is_monthly(row.card.target) else None)


def _change(row: Row, change: Change) -> Cell:
    """A change, of percentages in points without their name, an amount in the row's scale."""
    said = changed(row.card, change)
    if isinstance(said, Points):
        return Cell(said._replace(named=False, places=max(row.scale.decimals("zh"), 1)))
    if isinstance(said, Amount):
        return Cell(Scaled(said.value, row.scale, signed=True))
    return NONE if said is None else Cell(said)


def _month_on_month(row: Row) -> Cell:
    """Against the month before; of a handful of things it says nothing."""
    return NONE if of_events(row.card) else _change(row, row.card.mom)


def _best(row: Row) -> Cell:
    value, month = best_value(row.card), row.card.best_month
    if value is None or month is None:
        return NONE
    return Cell(say("{value} ({month})", value=Scaled(value, row.scale), month=month_name(month, row.card.has_years)))


def _owner(row: Row) -> Cell:
    return Cell(row.card.owner) if row.card.owner else NONE


def _base(row: Row) -> Cell:
    found = row.card.yoy_to_date
    return NONE if found is None else row.figure(found.base)


def _span(pick: Callable[[SpanResult], Fraction | None]) -> Callable[[Row], Cell]:
    return lambda row: NONE if row.span is None or row.card.target.each else row.figure(pick(row.span))


def _span_hits(row: Row) -> Cell:
    """What a span brought; of a goal for each shorter span how many held."""
    if row.span is None or not row.card.target.each:
        return _span(lambda span: span.actual)(row)
    return _held(row.span.hits, row.span.spans)


def _span_rate(row: Row) -> Cell:
    if row.span is None or row.card.target.each or row.card.target.kind != "flow":
        return NONE
    return percent_cell(share(row.span.actual, row.span.expected))


def _span_base(row: Row) -> Cell:
    return NONE if row.span is None or row.span.yoy is None else row.figure(row.span.yoy.base)


def _span_yoy(row: Row) -> Cell:
    return NONE if row.span is None else _change(row, year_on_year(row.span.yoy))


_UNIT = _Column("unit", say("Unit"), _unit)
_GOAL = _Column("goal", say("Year's goal"), _goal, 3)
_ACTUAL = _Column("actual", say("To date"), _actual)
_EXPECTED = _Column("expected", say("Target to date"), _expected, 7)
_RATE = _Column("attainment", say("% of goal"), _attained, 2)
_BAR = _Column("progress", say("Progress | plan"), _bar, 9, say("% planned"))
_GAP = _Column("gap", say("vs plan"), gap_cell)
_LANDING = _Column("landing", say("Forecast"), landing_cell, 4)
_YOY = _Column("yoy_to_date", say("YoY"), lambda row: _change(row, to_date(row.card)), 5)
_MOM = _Column("mom", say("MoM"), _month_on_month, 8)
_NEED = _Column("needed", say("Needed"), _need, 1)
_SEASON = _Column("season", say("By season"), lambda row: season_cell(row.card, row.scale), 9)
_OWNER = _Column("owner", say("Owner"), _owner, 2)
_STATUS = _Column("status", say("Status"), lambda row: verdict_cell(row.card))

_BEST = _Column("best_month", say("Best month"), _best, 4)

_MONTH = (
    _UNIT, _GOAL, _ACTUAL, _EXPECTED, _RATE, _BAR, _GAP, _LANDING,
    _Column("month", say("{month}"), _month, 6), _Column("month_attainment", say("{month} %"), _month_attained, 4),
    _MOM, _YOY, _NEED, _SEASON, _OWNER, _STATUS,
)  # fmt: skip
_LONGER = (
    _UNIT,
    _Column("span_goal", say("{span} plan"), _span(lambda span: span.expected), 5),
    _Column("span_actual", say("{span}"), _span_hits, 2),
    _Column("span_rate", say("{span} %"), _span_rate, 3),
    _Column("span_last_year", say("Last year"), _span_base, 6),
    _Column("span_yoy", say("YoY"), _span_yoy, 6),
    _GOAL, _ACTUAL, _RATE, _GAP, _BEST, _LANDING, _NEED, _OWNER, _STATUS,
)  # fmt: skip
_YEAR = (
    _UNIT, _GOAL, _ACTUAL, _RATE, _GAP, _Column("last_year", say("Last year"), _base, 5), _YOY, _BEST,
    _LANDING, _NEED, _OWNER, _STATUS,
)  # fmt: skip
_BY_SPAN: Mapping[Each, tuple[_Column, ...]] = {"month": _MONTH, "quarter": _LONGER, "half": _LONGER, "year": _YEAR}
WORDS = ("owner",)
FIXED = ("unit", "progress", "status")


class Wanted(NamedTuple):
    """Which figures a table has: of a month, a quarter, half or year; of what is over nothing that is to come.

    `so_far` are the months of a quarter or half that has not ended.
    """

    each: Each = "month"
    as_of: Month | None = None
    results: Mapping[str, SpanResult] = MappingProxyType({})
    is_over: bool = False
    on_paper: bool = False
    is_year: bool = True
    contradicted: Collection[str] = ()
    so_far: Period | None = None


_TO_COME = ("landing", "needed", "season")
_ROOMY = ("expected", "progress", "mom", "season")
"""What paper has no room for."""


def target_table(cards: Sequence[TargetCard], wanted: Wanted) -> Table:
    """Every target in a row, with the columns that say something."""
    large, columns, rows = is_large(cards), _columns(wanted), []
    for card, name in named(cards):
        id = card.target.id
        row = Row(card, scale_of(card, large), wanted.results.get(id), id in wanted.contradicted)
        rows.append([name, *(column.cell(row) for column in columns)])
    table = Table(heads(wanted), rows)
    said = table.ids(_says)
    return table.only([one.id for one in table.columns if one.id in said or not (one.rank or one.id == "unit")])


def heads(wanted: Wanted) -> list[Column]:
    """The columns that a table may have, in order."""
    return [Column("target", say("Target"), "words"), *(_head(column, wanted) for column in _columns(wanted))]


def _columns(wanted: Wanted) -> list[_Column]:
    spared = [*(_TO_COME if wanted.is_over else ()), *(_ROOMY if wanted.on_paper else ())]
    return [one for one in _BY_SPAN[wanted.each] if one.id not in spared]


def at_a_glance(card: TargetCard, among: Sequence[TargetCard]) -> list[Cell]:
    """Unit, what there is, attainment, gap and forecast of one, in the scale that it has in the table of all."""
    row = Row(card, scale_of(card, is_large(among)))
    unit = Cell("%") if row.scale.percent else _unit(row)
    return [unit, *(cell(row) for cell in (_actual, _attained, gap_cell, landing_cell))]


def _head(column: _Column, wanted: Wanted) -> Column:
    content = "words" if column.id in WORDS else "fixed" if column.id in FIXED else "figures"
    fills: dict[str, object] = {}
    if "{month}" in column.title.template:
        fills = {"month": "" if wanted.as_of is None else short_month(wanted.as_of)}
    elif "{span}" in column.title.template:
        fills = {"span": _SPANS[wanted.each] if wanted.so_far is None else When(wanted.so_far, short=True)}
    title = column.title.filled(fills) if fills else column.title
    if (column.id == "last_year" and not wanted.is_over) or column.id == "span_last_year":
        title = say("Same months last year")
    if not wanted.is_year:
        title = _OF_A_PERIOD.get(column.id, title)
    return Column(column.id, title, content, column.rank, column.bare)  # type: ignore[arg-type]


_OF_A_PERIOD = {"goal": say("Goal"), "landing": say_as("of a period", "Forecast")}
_SPANS: Mapping[Each, Message] = {"quarter": say_as("reported", "Quarter"), "half": say_as("reported", "Half")}


def _says(cell: Cell) -> bool:
    return cell not in (NONE, Cell())


def marks(table: Table) -> Iterator[Line]:
    """What the mark in a table with needs means, where it has one."""
    if any(cell.marked for row in table.rows for cell in row):
        marked = [one.id for at, one in enumerate(table.columns) if any(row[at].marked for row in table.rows)]
        yield Line(say("Needed with !: above the best month so far."), "quiet", columns=marked)
