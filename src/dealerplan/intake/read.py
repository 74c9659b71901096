"""A file of actuals to values with their places: the entry to this room."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from dealerplan.domain.month import Month
from dealerplan.errors import DealerplanError, Invalid, Refused, UsageError
from dealerplan.intake.content import Sheet
from dealerplan.intake.doubts import strays
from dealerplan.intake.given import Given, IntakeError, Place, Vocabulary
from dealerplan.intake.heading import read_heading
from dealerplan.intake.lexicon import Lexicon
from dealerplan.intake.reading import Reading
from dealerplan.intake.rows import read_table
from dealerplan.intake.table import find_table
from dealerplan.words import say

MOST_BYTES = 64 << 20
_ZIP = b"PK\x03\x04"
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", say("this is an old or an encrypted workbook")),
    (b"\x09\x08\x10\x00", say("this is an old or an encrypted workbook")),
    (b"%PDF", say("this is a PDF")),
    (b"{\\rtf", say("this is a text document")),
)
_MARKUP = (b"<html", b"<!doctype", b"<?xml", b"<table", b"<head", b"<meta", b"<style")
_SAVE_AS = say("open it in a spreadsheet program and save it as xlsx or CSV")


def read_file(
    file: Path,
    name: str,
    measures: Vocabulary,
    stores: Collection[str],
    month: Month | None = None,
    computed: Collection[str] = (),
) -> list[Given]:
    """Every value of a file; `name` is how messages call it, `computed` are names of figures that nobody records.

    With a month, only that month's values; a file that names no month is wholly of it. Raises Refused with everything
    that is wrong, UsageError where the file can't be read at all.
    """
    try:
        with file.open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(say("{file} can't be read: {error}", file=name, error=error.strerror or error)) from None
    try:
        sheets = read_bytes(raw)
    except Invalid as error:
        raise Refused([IntakeError(name, None, error.message, error.hint)]) from None
    return _read_sheets(sheets, name, Lexicon(measures, stores, computed), month)


def read_bytes(raw: bytes) -> Sequence[Sheet]:
    """The sheets of a file, told by its content; raises Invalid."""
    if len(raw) > MOST_BYTES:
        message = say("the file is larger than {most} MiB", most=MOST_BYTES >> 20)
        raise Invalid(message, say("keep only what is to be recorded, or split the file"))
    if raw.startswith(_ZIP):
        from dealerplan.intake.workbook import read_sheets

        return read_sheets(raw)
    from dealerplan.intake.text import decode, read_rows

    for magic, message in _FOREIGN:
        if raw.startswith(magic):
            raise Invalid(message, _SAVE_AS)
    if raw[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_MARKUP):
        raise Invalid(say("this is a web page or XML, whatever its name says"), _SAVE_AS)
    return [read_rows(decode(raw))]


def _read_sheets(sheets: Sequence[Sheet], name: str, lexicon: Lexicon, month: Month | None) -> list[Given]:
    reading = Reading(name, lexicon, month, [sheet.name for sheet in sheets])
    tables = 0
    for sheet in sheets:
        if _is_skipped(sheet):
            continue
        start, reading.store, reading.read_to = 0, lexicon.store(sheet.name or ""), 0
        while (table := find_table(sheet, start, lexicon)) is not None:
            tables += 1
            _check_strays(reading, sheet, table.top)
            start = read_table(reading, sheet, table, start)
        _check_strays(reading, sheet, len(sheet.rows))
    if not tables:
        raise Refused([_nothing(sheets, name)])
    return reading.finish()


def _check_strays(reading: Reading, sheet: Sheet, end: int) -> None:
    """Refuse what seems to be values in the rows that no table has read."""
    for row, column, error in strays(sheet, reading.read_to, end, reading.lexicon):
        reading.problem(Place(sheet.name, row + 1, column + 1), error.message, error.hint)


def _is_skipped(sheet: Sheet) -> bool:
    """Whether a sheet's name says that it holds no actuals: `目标`, `2026年计划`, `去年`."""
    heading = read_heading(sheet.name or "")
    return heading is not None and heading.role == "skip"


def _nothing(sheets: Sequence[Sheet], name: str) -> DealerplanError:
    names = [sheet.name for sheet in sheets if sheet.name is not None]
    hint = say("a table needs headings: measure and value, or months across, or measures across")
    if names:
        return IntakeError(name, None, say("no table of actuals is found in the sheets {sheets}", sheets=names), hint)
    return IntakeError(name, None, say("no table of actuals is found"), hint)
