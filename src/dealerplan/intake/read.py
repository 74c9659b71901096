"""A file of actuals to values and the account of all its numbers: the entry to this room.

Cells (sheets/) are read into facets (lexicon), headings found (table), what holds for each number gathered (titles,
keys, columns, scales), and each number taken, left out or refused (rows), once, in the ledger.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from dealerplan.domain.month import Month
from dealerplan.errors import Invalid, Refused, unreadable
from dealerplan.intake.account import Found
from dealerplan.intake.clue import no_table
from dealerplan.intake.given import IntakeError, Known, Options
from dealerplan.intake.ledger import Ledger
from dealerplan.intake.pages import read_pages
from dealerplan.intake.reasons import of_sheet
from dealerplan.intake.rows import read_table
from dealerplan.intake.strays import leave_all, strays
from dealerplan.intake.table import find_table
from dealerplan.intake.titles import Surroundings, surroundings
from dealerplan.sheets.cell import Sheet
from dealerplan.sheets.facets import Facets, Kind, read_facets
from dealerplan.sheets.place import Place
from dealerplan.sheets.read import MOST_BYTES, read_sheets


def read_file(file: Path, name: str, known: Known, month: Month | None, options: Options) -> Found:
    """Every value of a file; see read_stream."""
    try:
        with file.open("rb") as stream:
            return read_stream(stream, name, known, month, options)
    except OSError as error:
        raise unreadable(name, error) from None


def read_stream(stream: BinaryIO, name: str, known: Known, month: Month | None, options: Options) -> Found:
    """Every value of a stream, and what became of all its numbers; `name` is how messages call it.

    With a month, only that month's values; a file that names no month is wholly of it. Raises Refused with everything
    that is wrong, OSError where the stream can't be read.
    """
    try:
        sheets = read_sheets(stream.read(MOST_BYTES + 1))
    except Invalid as error:
        raise Refused([IntakeError(name, None, error.message, error.hint)]) from None
    try:
        return _read(sheets, Ledger(name, known, month, options, [sheet.name for sheet in sheets]))
    except Invalid as error:  # more than is read
        raise Refused([IntakeError(name, None, error.message, error.hint)]) from None


def _read(sheets: Sequence[Sheet], ledger: Ledger) -> Found:
    tables, pages = 0, list[Sheet]()
    kinds = {index: _kind(ledger.lexicon.facets(sheet.name or "")) for index, sheet in enumerate(sheets)}
    actual = [index for index, kind in kinds.items() if kind is None]
    for index, sheet in enumerate(sheets):
        kind = kinds[index]
        ledger.is_summary = kind == "total" and read_facets(sheet.name or "").has("summary")
        if kind is not None and not (ledger.is_summary and not actual):
            leave_all(ledger, sheet, of_sheet(sheet.name or "", kind))
        else:
            found = _read_sheet(ledger, sheet)
            tables += found
            pages += [] if found else [sheet]
    if tables:
        read_pages(ledger, pages)
    if not tables and (why := no_table([sheets[index] for index in actual], ledger)) is not None:
        raise Refused([why])
    return ledger.finish()


def _read_sheet(ledger: Ledger, sheet: Sheet) -> int:
    """Read a sheet's tables; gives how many there are."""
    lexicon, name = ledger.lexicon, sheet.name or ""
    if lexicon.is_unchosen(name):
        ledger.refuse(Place(sheet.name, 1, 1), lexicon.why_no_store(name))
    ledger.store = lexicon.store(name)
    start = read_to = tables = 0
    around: Surroundings | None = None
    while (table := find_table(sheet, start, lexicon)) is not None:
        tables += 1
        strays(ledger, sheet, read_to, table.top)
        around = surroundings(sheet, start, table, lexicon, around)
        start, read_to = read_table(ledger, sheet, table, around)
    strays(ledger, sheet, read_to, len(sheet.rows))
    return tables


def _kind(facets: Facets) -> Kind | None:
    """What a sheet's name says that its figures are: `目标`, `去年`, `累计`; Q1 may hold months."""
    if facets.is_bare and facets.roles == ("measure",):
        return "unclear"  # 指标, KPI
    kind = facets.kind
    if not facets.is_bare or kind in (None, "actual", "days", "year") or facets.month is not None:
        return None
    if kind == "total" and not facets.has("total", "summary"):
        return None
    return kind if facets.has("derived") or not facets.compares else None
