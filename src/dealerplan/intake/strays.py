"""Numbers that stand in no table: each needs a reason, or is refused."""

from __future__ import annotations

from dealerplan.errors import Invalid
from dealerplan.intake.ledger import Ledger
from dealerplan.intake.lexicon import EMPTY, Lexicon, is_number
from dealerplan.intake.reasons import UNCOUNTED, Out
from dealerplan.intake.value import is_figure
from dealerplan.sheets.cell import Content, Fault, Row, Sheet
from dealerplan.sheets.place import Place
from dealerplan.words import say

_HINT = say("a table needs headings: measure and value, or months across, or measures across")


def leave_all(ledger: Ledger, sheet: Sheet, out: Out) -> None:
    """Leave all numbers of a sheet out, but those of its headings and of its rows."""
    ordinals: set[int] = set()
    for at, row in enumerate(sheet.rows):
        _note_ordinals(row, ledger.lexicon, ordinals)
        heads = _is_of_headings(row, ledger.lexicon)
        for column, cell in enumerate(row):
            if column not in ordinals and is_figure(cell) and not (heads and _is_heading(cell, ledger.lexicon)):
                ledger.leave(out, Place(sheet.name, sheet.number(at), column + 1))


def strays(ledger: Ledger, sheet: Sheet, since: int, end: int) -> None:
    """Refuse numbers in rows of no table, those of a row at once; `--ignore-rest` leaves them out."""
    ordinals: set[int] = set()
    lexicon = ledger.lexicon
    for at in range(since, end):
        row = sheet.rows[at]
        _note_ordinals(row, lexicon, ordinals)
        named = next((mark.text for cell in row if (mark := lexicon.mark(cell)).named), None)
        heads = _is_of_headings(row, lexicon)
        found = [column for column, cell in enumerate(row)
                 if column not in ordinals and (_is_stray(cell, lexicon, heads) or (named and isinstance(cell, Fault)))]  # fmt: skip
        for column in found:
            place = Place(sheet.name, sheet.number(at), column + 1)
            if ledger.options.ignore_rest:
                ledger.leave(UNCOUNTED, place)
                continue
            message = say("this number stands in no table that is understood")
            if named is not None:
                message = say("this number of {measure} stands in no table that is understood", measure=named)
            ledger.unknown(f"{sheet.name or ''}!{sheet.number(at)}", place, Invalid(message, _HINT))
            break


def _is_stray(cell: Content, lexicon: Lexicon, heads: bool) -> bool:
    return is_number(cell) and not (heads and _is_heading(cell, lexicon))


def _is_of_headings(row: Row, lexicon: Lexicon) -> bool:
    """Whether nothing but headings stands in a row, so that 2026 in it is a year."""
    marks = [lexicon.mark(cell) for cell in row]
    return all(mark is EMPTY or (mark.is_known and not mark.named) or ":" in mark.text for mark in marks)


def _is_heading(cell: Content, lexicon: Lexicon) -> bool:
    """Whether a number is a year, a month or a day."""
    mark = lexicon.mark(cell)
    return is_number(cell) and not mark.figure


def _note_ordinals(row: Row, lexicon: Lexicon, ordinals: set[int]) -> None:
    for column, cell in enumerate(row):
        facets = lexicon.mark(cell).facets
        if facets.is_bare and facets.has("ordinal", "id"):
            ordinals.add(column)
        elif facets.is_bare and facets.roles:
            ordinals.discard(column)
