"""A year of actuals as accountants lay it out, and a month's form to fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import chain
from typing import Any, NamedTuple

from dealerplan.domain.month import Month
from dealerplan.domain.plan import Measure
from dealerplan.domain.shown import json_number
from dealerplan.evaluate.totals import MeasureYear, months_of
from dealerplan.view.document import Cell, Column, Document, Heading, Line, Said, Table
from dealerplan.view.grid import Figure, Grid, GridCell, MonthTitle, Style
from dealerplan.words import say

QUARTERS = (say("Q1"), say("Q2"), say("Q3"), say("Q4"))
# None of these words may say "total" or "mean" alone: before a row they would leave it out when it is read back.
OVER_TIME = {"sum": say("added up"), "last": say("the last"), "mean": say("averaged")}


class Row(NamedTuple):
    """A measure's year; `label` is what the measure is called in files."""

    store: str
    label: str
    measure: Measure
    figures: MeasureYear


class FormRow(NamedTuple):
    """A measure to fill in: who answers for it, last month's value, and this month's where it is known."""

    label: str
    measure: Measure
    owner: str
    last: Fraction | None
    now: Fraction | None


def year_grid(rows: Sequence[Row], year: int) -> Grid:
    """The accountant's layout: last year's same months, the year, each quarter's months and their subtotal."""
    stores = list(dict.fromkeys(row.store for row in rows))
    several = len(stores) > 1
    names = [say("Store"), say("Measure")] if several else [say("Measure")]
    keys = [*names, say("Id"), say("Unit"), say("Taken together"), say("Last year, same months"), say("Whole year")]
    upper = [GridCell(title, "head", down=2) for title in keys]
    lower = [GridCell("", "head") for _ in upper]
    for quarter, name in enumerate(QUARTERS):
        upper += [GridCell(name, "head", across=4), *[GridCell("", "head")] * 3]
        lower += [GridCell(MonthTitle(month), "head") for month in _months(year, quarter)]
        lower.append(GridCell(say("Subtotal"), "head"))
    titles = _titles(say("Actuals of {year}", year=year), None if several else stores, len(lower))
    heads = [*titles, upper, lower]
    return Grid(
        str(year), lambda: chain(heads, (_cells(row, several) for row in rows)), heads=len(heads), keys=len(names)
    )


def _months(year: int, quarter: int) -> Sequence[Month]:
    return months_of(year)[quarter * 3 : quarter * 3 + 3]


def _titles(title: Said, stores: Sequence[str] | None, width: int) -> list[list[GridCell]]:
    """The rows of titles; the store stands there, so that the file is never taken for another's."""
    lines = [_wide(title, "title", width)]
    return lines + [_wide(say("Store: {store}", store=store), "label", width) for store in stores or ()]


def _wide(content: Said, style: Style, width: int) -> list[GridCell]:
    return [GridCell(content, style, across=width), *[GridCell("", style)] * (width - 1)]


def _cells(row: Row, several: bool) -> list[GridCell]:
    measure, figures = row.measure, row.figures
    keys: tuple[Said, ...] = (row.label, measure.id, str(measure.unit or ""), OVER_TIME[measure.over_time])
    cells = [GridCell(key) for key in ((row.store, *keys) if several else keys)]
    cells += [_figure(figures.last_year, measure, "total"), _figure(figures.year, measure, "total")]
    for quarter, total in enumerate(figures.quarters):
        cells += [_figure(value, measure) for value in figures.months[quarter * 3 : quarter * 3 + 3]]
        cells.append(_figure(total, measure, "total"))
    return cells


def _figure(value: Fraction | None, measure: Measure, style: Style = "plain") -> GridCell:
    return GridCell(Figure(value, measure.unit, measure.decimals), style)


def form_grid(store: str, month: Month, rows: Sequence[FormRow]) -> Grid:
    """A month's form: what is recorded already stands in it, the rest is to be filled in."""
    heads = [GridCell(say("Measure"), "head"), GridCell(say("Id"), "head"), GridCell(say("Unit"), "head")]
    heads += [GridCell(say("What it counts"), "head"), GridCell(say("Owner"), "head")]
    heads += [GridCell(say("Last month"), "head"), GridCell(say("This month"), "head")]
    above = [*_titles(say("Actuals of {month}", month=month), [store], len(heads)), heads]
    return Grid(str(month), lambda: chain(above, map(_form_cells, rows)), heads=len(above), keys=1)


def _form_cells(row: FormRow) -> list[GridCell]:
    words = [row.label, row.measure.id, str(row.measure.unit or ""), row.measure.basis or "", row.owner]
    figures = [_figure(row.last, row.measure), _figure(row.now, row.measure, "input")]
    return [*(GridCell(word) for word in words), *figures]


def document(rows: Sequence[Row], year: int) -> Document:
    """The year as a table on screen."""
    heading = Heading(say("Actuals of {year}", year=year))
    if all(value is None for row in rows for value in row.figures.months):
        return Document([heading, Line(say("nothing recorded in {year}", year=year))])
    columns = [
        Column("store", say("Store"), "words", rank=4),
        Column("measure", say("Measure"), "words"),
        Column("unit", say("Unit"), "words", rank=2),
        Column("last_year", say("Last year, same months"), rank=1),
        Column("whole_year", say("Whole year")),
    ]
    for quarter, title in enumerate(QUARTERS):
        columns += [
            Column(str(month), say("{month}", month=MonthTitle(month)), rank=5) for month in _months(year, quarter)
        ]
        columns.append(Column(f"q{quarter + 1}", title))
    return Document([heading, Table(columns, [_on_screen(row) for row in rows])])


def _on_screen(row: Row) -> list[Cell]:
    keys = [Cell(row.store), Cell(row.label), Cell(str(row.measure.unit or ""))]
    figures = [cell.content for cell in _cells(row, several=False) if isinstance(cell.content, Figure)]
    return [*keys, *(Cell(figure.grouped()) for figure in figures)]


def payload(rows: Sequence[Row], year: int) -> Mapping[str, Any]:
    """The year as JSON has it."""
    return {"schema": "dealerplan.export/1", "year": year, "measures": [_payload(row, year) for row in rows]}


def _payload(row: Row, year: int) -> Mapping[str, Any]:
    figures = row.figures
    return {
        "store": row.store,
        "id": row.measure.id,
        "name": row.measure.name,
        "unit": str(row.measure.unit) if row.measure.unit else None,
        "over_time": row.measure.over_time,
        "last_year": json_number(figures.last_year),
        "year": json_number(figures.year),
        "quarters": [json_number(value) for value in figures.quarters],
        "months": {
            str(month): json_number(value) for month, value in zip(months_of(year), figures.months, strict=True)
        },
    }
