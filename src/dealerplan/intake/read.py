"""A file of actuals to values with their places: the entry to this room."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from dealerplan.domain.month import Month
from dealerplan.errors import Invalid, Refused, unreadable
from dealerplan.intake.account import Account, Found
from dealerplan.intake.clue import left_out, no_table
from dealerplan.intake.doubts import strays
from dealerplan.intake.given import Given, IntakeError, Known, Options
from dealerplan.intake.heading import read_heading
from dealerplan.intake.period import is_total
from dealerplan.intake.reading import Reading
from dealerplan.intake.rows import read_table
from dealerplan.intake.table import find_table
from dealerplan.sheets.cell import Sheet
from dealerplan.sheets.place import Place
from dealerplan.sheets.read import MOST_BYTES, read_sheets


def read_file(file: Path, name: str, known: Known, month: Month | None = None, options: Options | None = None) -> Found:
    """Every value of a file; see read_stream."""
    try:
        with file.open("rb") as stream:
            return read_stream(stream, name, known, month, options)
    except OSError as error:
        raise unreadable(name, error) from None


def read_stream(
    stream: BinaryIO,
    name: str,
    known: Known,
    month: Month | None = None,
    options: Options | None = None,  # noqa: ARG001  # not heeded yet
) -> Found:
    """Every value of a stream; `name` is how messages call it.

    With a month, only that month's values; a file that names no month is wholly of it. Raises Refused with everything
    that is wrong, OSError where the stream can't be read.
    """
    try:
        sheets = read_sheets(stream.read(MOST_BYTES + 1))
    except Invalid as error:
        raise Refused([IntakeError(name, None, error.message, error.hint)]) from None
    given = _read_sheets(sheets, Reading(name, known, month, [sheet.name for sheet in sheets]))
    return Found(given, Account(taken=len(given)))


def _read_sheets(sheets: Sequence[Sheet], reading: Reading) -> list[Given]:
    lexicon, tables = reading.lexicon, 0
    for sheet in (looked := [sheet for sheet in sheets if not _is_skipped(sheet)]):
        if lexicon.is_unchosen(sheet.name or ""):
            reading.problem(Place(sheet.name, 1, 1), *lexicon.why_no_store(sheet.name or ""))
        start, reading.store, reading.read_to = 0, lexicon.store(sheet.name or ""), 0
        while (table := find_table(sheet, start, lexicon)) is not None:
            tables += 1
            _check_strays(reading, sheet, table.top)
            start = read_table(reading, sheet, table, start)
        _check_strays(reading, sheet, len(sheet.rows))
    if not looked:
        raise Refused([left_out([sheet.name for sheet in sheets], reading.name)])
    if not tables:
        raise Refused([no_table(looked, reading.name, lexicon)])
    return reading.finish()


def _check_strays(reading: Reading, sheet: Sheet, end: int) -> None:
    """Refuse what seems to be values in the rows that no table has read."""
    for row, column, error in strays(sheet, reading.read_to, end, reading.lexicon):
        reading.problem(Place(sheet.name, row + 1, column + 1), error.message, error.hint)


def _is_skipped(sheet: Sheet) -> bool:
    """Whether a sheet's name says that it holds no actuals of a month: `目标`, `2026年计划`, `去年`, `累计`."""
    name = sheet.name or ""
    heading = read_heading(name)
    return heading is not None and (heading.role == "skip" or (heading.role == "span" and is_total(name)))
