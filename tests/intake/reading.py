"""Files of actuals for tests, and how they are read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dealerplan.app.values import Dictionary
from dealerplan.domain.month import Month, Period
from dealerplan.domain.plan import Plan
from dealerplan.errors import Refused
from dealerplan.intake.account import Found
from dealerplan.intake.given import Given, Known, Options
from dealerplan.intake.read import read_file
from dealerplan.planfile.load import load

PLAN = """
plan: p
store: east
period: 2026
measures:
  intake:    {name: 接车台次, unit: 台, aliases: [Vehicles taken in]}
  reworked:  {name: 返修台次, unit: 台}
  revenue:   {name: 产值, unit: 元}
  score:     {name: 满意度, unit: "%"}
  rate:      {name: Rate}
  sold:      {name: 销量, unit: 台, members: [a, b]}
targets:
  t: {formula: intake + reworked + revenue + score + rate + sold, goal: 1}
  rework_rate: {name: 返修率, formula: reworked / intake, goal: under 2%}
"""

STORES = ("east", "west")
Values = dict[tuple[str | None, str, str], Fraction]


def plan() -> Plan:
    found = load(PLAN.encode(), "p.yaml")
    assert isinstance(found, Plan), [str(problem.message) for problem in found]
    return found


VOCABULARY = Dictionary([plan()])
PLANNED = plan().period
TWO_YEARS = Period(Month(2026, 1), Month(2027, 12))  # in which every month's name stands twice
KNOWN = Known(VOCABULARY, STORES, PLANNED, totals=plan().targets)
EAST = KNOWN._replace(stores=["east"], others=["west"])  # a workspace's one store that was chosen
OPTIONS = Options(date(2027, 12, 31))


def found(
    raw: bytes | str,
    month: str | None = None,
    planned: Iterable[Month] = PLANNED,
    options: Options = OPTIONS,
    known: Known = KNOWN,
) -> Found:
    """What a file gives."""
    with TemporaryDirectory() as folder:  # not the current one: called by hand, that is the repository
        file = Path(folder) / "file"
        file.write_bytes(raw.encode() if isinstance(raw, str) else raw)
        return read_file(
            file, "file", known._replace(planned=planned), None if month is None else Month.parse(month), options
        )


def given(
    raw: bytes | str, month: str | None = None, planned: Iterable[Month] = PLANNED, known: Known = KNOWN
) -> list[Given]:
    """Every value of a file."""
    return list(found(raw, month, planned, known=known).given)


def values(raw: bytes | str, month: str | None = None) -> Values:
    """Every value of a file by store, month and measure."""
    return {(one.store, str(one.month), one.measure): one.value for one in given(raw, month)}


def values_if_any(raw: bytes | str) -> Values:
    """Every value of a file that may have none, which is refused."""
    return {} if problems(raw) == ["file: the file has no values [fill it in first]"] else values(raw)


def problems(
    raw: bytes | str, month: str | None = None, planned: Iterable[Month] = PLANNED, known: Known = KNOWN
) -> list[str]:
    """What is wrong with a file, each with its hint."""
    try:
        given(raw, month, planned, known)
    except Refused as refused:
        return [f"{one.message} [{one.hint}]" if one.hint else str(one.message) for one in refused.problems]
    return []


def csv_bytes(rows: Sequence[Sequence[object]], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def xlsx_bytes(*sheets: tuple[str, Sequence[Any]], merged: Sequence[str] = ()) -> bytes:
    """A workbook of these sheets; `merged` are ranges of the first."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    for cells in merged:
        book.worksheets[0].merge_cells(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
