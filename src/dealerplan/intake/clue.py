"""Why no table was found: the word that stands in its way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dealerplan.errors import Invalid
from dealerplan.intake.given import IntakeError, Problem
from dealerplan.intake.ledger import Ledger
from dealerplan.intake.lexicon import EMPTY, Lexicon, Mark
from dealerplan.intake.table import SCANNED
from dealerplan.intake.units import NO_BRACKETS, names_scale
from dealerplan.sheets.cell import Sheet
from dealerplan.sheets.place import place_in
from dealerplan.words import say

_HINT = say("a table needs headings: measure and value, or months across, or measures across")


def no_table(sheets: Sequence[Sheet], ledger: Ledger) -> IntakeError | None:
    """What is wrong with a file without tables; `sheets` are those that were looked through. None where numbers are."""
    name = ledger.name
    for sheet in sheets:
        for row, column, error in _clues(sheet, ledger.lexicon):
            return IntakeError(name, place_in(sheet, row, column), error.message, error.hint)
    if ledger.has_any:
        return None
    names = [sheet.name for sheet in sheets if sheet.name is not None]
    if names:
        return IntakeError(name, None, say("no table of actuals is found in the sheets {sheets}", sheets=names), _HINT)
    return IntakeError(name, None, say("no table of actuals is found"), _HINT)


def _clues(sheet: Sheet, lexicon: Lexicon) -> Iterator[Problem]:
    """Words beside known headings that are not understood; then those that say that no actuals stand below."""
    rows = [[lexicon.mark(cell) for cell in row] for row in sheet.rows[:SCANNED]]
    cells = [(at, column, mark) for at, row in enumerate(rows) for column, mark in enumerate(row) if mark is not EMPTY]
    heads = {at for at, _, mark in cells if mark.facets.is_bare and mark.facets.roles}
    for at, column, mark in cells:
        if at in heads and not mark.is_known and ":" not in mark.text and not mark.figure:
            yield at, column, _unknown(mark, lexicon)
    for at, column, mark in cells:
        if mark.kind is not None and mark.kind != "actual":
            message = say("{text} says that no actuals of a month stand below", text=mark.text)
            yield at, column, Invalid(message, say("record the table of the month's own figures"))


def _unknown(mark: Mark, lexicon: Lexicon) -> Invalid:
    if lexicon.is_unchosen(mark.text):
        return lexicon.why_no_store(mark.text)
    hint = lexicon.meant_heading(mark.text, say("say what the column holds: a month, actual, goal, notes"))
    hint = NO_BRACKETS if names_scale(mark.text) else hint
    return Invalid(say("the heading {text} is not understood", text=mark.text), hint)
