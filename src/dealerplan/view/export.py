"""A year of actuals as accountants lay it out, and a month's form to fill in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from dealerplan.domain.actual import Actuals
from dealerplan.domain.month import Month, Period
from dealerplan.domain.plan import Measure, leaves
from dealerplan.domain.shown import json_number
from dealerplan.view.document import Cell, Column, Document, Heading, Table
from dealerplan.view.grid import Figure, Grid, GridCell, MonthTitle, Style, said
from dealerplan.words import say

QUARTERS = (say("Q1"), say("Q2"), say("Q3"), say("Q4"))


class StoreActuals(NamedTuple):
    """A store's measures by id, and what is recorded for them."""

    store: str
    measures: Mapping[str, Measure]
    actuals: Actuals
    label: Callable[[Measure], str]
    """A measure's name, or its id where the name could mean another."""

    def value(self, id: str, month: Month) -> Fraction | None:
        """A month's value; of a sum once all its members have one."""
        parts = [self.actuals.get((leaf, month)) for leaf in leaves(self.measures, id)]
        return sum((part for part in parts if part is not None), Fraction(0)) if None not in parts else None

    def over(self, id: str, months: Sequence[Month]) -> Fraction | None:
        """What the recorded ones of some months are together: their sum, their last, or their mean."""
        found = [value for month in months if (value := self.value(id, month)) is not None]
        if not found:
            return None
        how = self.measures[id].over_time
        return found[-1] if how == "last" else sum(found, Fraction(0)) / (len(found) if how == "mean" else 1)


class Row(NamedTuple):
    """A measure's year: None where nothing is recorded. `quarters` are those of `months`."""

    store: str
    label: str
    measure: Measure
    last_year: Fraction | None
    year: Fraction | None
    months: Sequence[Fraction | None]
    quarters: Sequence[Fraction | None]


def year_rows(stores: Sequence[StoreActuals], year: int) -> list[Row]:
    """One row a measure, store by store, in the plans' order."""
    return [_row(one, measure, year) for one in stores for measure in one.measures.values()]


def _row(of: StoreActuals, measure: Measure, year: int) -> Row:
    months, before = list(_year(year)), list(_year(year - 1))
    return Row(
        of.store,
        of.label(measure),
        measure,
        of.over(measure.id, before),
        of.over(measure.id, months),
        [of.value(measure.id, month) for month in months],
        [of.over(measure.id, months[at : at + 3]) for at in range(0, 12, 3)],
    )


def _year(year: int) -> Period:
    return Period(Month(year, 1), Month(year, 12))


def year_grid(rows: Sequence[Row], year: int) -> Grid:
    """The accountant's layout: last year, the year, each quarter's months and their subtotal."""
    several = len({row.store for row in rows}) > 1
    keys = [say("Store"), say("Measure"), say("Unit")] if several else [say("Measure"), say("Unit")]
    width = len(keys) + 2 + 16
    upper = [GridCell(title, "head", down=2) for title in (*keys, say("Last year"), say("Whole year"))]
    lower = [GridCell("", "head") for _ in upper]
    for quarter, name in enumerate(QUARTERS):
        upper += [GridCell(name, "head", across=4), *[GridCell("", "head")] * 3]
        lower += [GridCell(MonthTitle(Month(year, quarter * 3 + at)), "head") for at in (1, 2, 3)]
        lower.append(GridCell(say("Subtotal"), "head"))
    title = [GridCell(say("Actuals of {year}", year=year), "title", across=width), *[GridCell()] * (width - 1)]
    return Grid(str(year), [title, upper, lower, *(_cells(row, several) for row in rows)], heads=3, keys=len(keys))


def _cells(row: Row, several: bool) -> list[GridCell]:
    keys = [row.store, row.label, row.measure.unit or ""]
    cells = [GridCell(key) for key in (keys if several else keys[1:])]
    cells += [_figure(row.last_year, row.measure, "total"), _figure(row.year, row.measure, "total")]
    for quarter, total in enumerate(row.quarters):
        cells += [_figure(value, row.measure) for value in row.months[quarter * 3 : quarter * 3 + 3]]
        cells.append(_figure(total, row.measure, "total"))
    return cells


def _figure(value: Fraction | None, measure: Measure, style: Style = "plain") -> GridCell:
    return GridCell(Figure(value, measure.unit, measure.decimals), style)


def form_grid(of: StoreActuals, month: Month) -> Grid:
    """A month's form: what is recorded already stands in it, the rest is to be filled in."""
    titles = (say("Measure"), say("Id"), say("Unit"), say("What it counts"), say("Last month"), say("This month"))
    title = [GridCell(say("Actuals of {month}", month=month), "title", across=len(titles)), *[GridCell()] * 5]
    rows = [title, [GridCell(head, "head") for head in titles]]
    for measure in of.measures.values():
        if not measure.members:
            words = [of.label(measure), measure.id, measure.unit or "", measure.basis or ""]
            before, now = of.value(measure.id, month.plus(-1)), of.value(measure.id, month)
            rows.append([*(GridCell(word) for word in words), _figure(before, measure), _figure(now, measure)])
    return Grid(str(month), rows, heads=2, keys=1)


def document(grid_rows: Sequence[Row], year: int) -> Document:
    """The year as a table on screen."""
    columns = [
        Column(say("Store"), "words", rank=3),
        Column(say("Measure"), "words"),
        Column(say("Unit"), "words", rank=2),
        Column(say("Last year"), rank=1),
        Column(say("Whole year")),
    ]
    for quarter, title in enumerate(QUARTERS):
        months = [Month(year, quarter * 3 + at) for at in (1, 2, 3)]
        columns += [Column(say("{month}", month=MonthTitle(month)), rank=4) for month in months]
        columns.append(Column(title))
    rows = [_on_screen(_cells(row, several=True)) for row in grid_rows]
    return Document([Heading(say("Actuals of {year}", year=year)), Table(columns, rows)])


def _on_screen(cells: Sequence[GridCell]) -> list[Cell]:
    return [Cell(said(cell.content)) for cell in cells]


def payload(rows: Sequence[Row], year: int) -> Mapping[str, Any]:
    """The year as JSON has it."""
    return {"schema": "dealerplan.export/1", "year": year, "measures": [_payload(row, year) for row in rows]}


def _payload(row: Row, year: int) -> Mapping[str, Any]:
    months = zip(_year(year), row.months, strict=True)
    return {
        "store": row.store,
        "id": row.measure.id,
        "name": row.measure.name,
        "unit": row.measure.unit,
        "last_year": json_number(row.last_year),
        "year": json_number(row.year),
        "quarters": [json_number(value) for value in row.quarters],
        "months": {str(month): json_number(value) for month, value in months},
    }
