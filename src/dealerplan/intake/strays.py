"""Numbers that stand in no table: each needs a reason, or is refused."""

from __future__ import annotations

import re

from dealerplan.errors import Invalid
from dealerplan.intake.ledger import Ledger
from dealerplan.intake.lexicon import EMPTY, Lexicon, is_number
from dealerplan.intake.reasons import OUTSIDE, Out
from dealerplan.intake.sentences import HEAD_IT
from dealerplan.intake.value import is_figure
from dealerplan.sheets.cell import Fault, Row, Sheet
from dealerplan.sheets.place import place_in
from dealerplan.words import say

CONTACT = re.compile(
    r"电话|手机|传真|邮编|单号|税号|账号|(?<![a-z])(?:tel|phone|fax|mobile|zip)(?![a-z])", re.IGNORECASE
)


def leave_all(ledger: Ledger, sheet: Sheet, out: Out) -> None:
    """Leave all numbers of a sheet out, but those of its headings and of its rows."""
    ordinals: set[int] = set()
    for at, row in enumerate(sheet.rows):
        _note_ordinals(row, ledger.lexicon, ordinals)
        for column, cell in enumerate(row):
            if column not in ordinals and is_figure(cell) and not _is_heading(row, column, ledger.lexicon):
                ledger.leave(out, place_in(sheet, at, column))


def strays(ledger: Ledger, sheet: Sheet, since: int, end: int) -> None:
    """Refuse numbers in rows of no table, those of a row at once; `--ignore-rest` leaves them out."""
    ordinals: set[int] = set()
    lexicon = ledger.lexicon
    for at in range(since, end):
        row = sheet.rows[at]
        _note_ordinals(row, lexicon, ordinals)
        named = next((mark.text for cell in row if (mark := lexicon.mark(cell)).named), None)
        found = [
            column
            for column, cell in enumerate(row)
            if column not in ordinals and (_is_stray(row, column, lexicon) or (named and isinstance(cell, Fault)))
        ]
        for column in found:
            place = place_in(sheet, at, column)
            if ledger.options.ignore_rest:
                ledger.leave(OUTSIDE, place)
                continue
            message = say("this number stands in no table that is understood")
            if named is not None:
                message = say("this number of {measure} stands in no table that is understood", measure=named)
            ledger.unknown(f"{sheet.name or ''}!{sheet.number(at)}", place, Invalid(message, HEAD_IT))
            break


def _is_stray(row: Row, column: int, lexicon: Lexicon) -> bool:
    return is_number(row[column]) and not _is_heading(row, column, lexicon)


def _is_heading(row: Row, column: int, lexicon: Lexicon) -> bool:
    """Whether a number is a year, a month or a day: nothing but headings stands before it."""
    if not is_number(row[column]):
        return False
    before = [mark for cell in row[:column] if (mark := lexicon.mark(cell)) is not EMPTY]
    if before and CONTACT.search(before[-1].text):
        return True
    if lexicon.mark(row[column]).figure:
        return False
    if before and before[-1].facets.has("month", "year"):
        return True
    return all(mark.is_known and not (mark.named or mark.total) for mark in before)


def _note_ordinals(row: Row, lexicon: Lexicon, ordinals: set[int]) -> None:
    for column, cell in enumerate(row):
        facets = lexicon.mark(cell).facets
        if facets.is_bare and facets.has("ordinal", "id"):
            ordinals.add(column)
        elif facets.is_bare and facets.roles:
            ordinals.discard(column)
