"""Why no table was found: the word that stands in its way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dealerplan.errors import Invalid
from dealerplan.intake.given import IntakeError, Problem
from dealerplan.intake.ledger import Ledger
from dealerplan.intake.lexicon import EMPTY, Lexicon, Mark
from dealerplan.intake.sentences import HEAD_IT, OWN_FIGURES
from dealerplan.intake.table import SCANNED
from dealerplan.intake.units import NO_BRACKETS, names_scale
from dealerplan.sheets.cell import Sheet
from dealerplan.sheets.place import place_in
from dealerplan.words import say


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
        message = say("no table of actuals is found in the sheets {sheets}", sheets=names)
        return IntakeError(name, None, message, HEAD_IT)
    return IntakeError(name, None, say("no table of actuals is found"), HEAD_IT)


def _clues(sheet: Sheet, lexicon: Lexicon) -> Iterator[Problem]:
    """Words beside known headings that are not understood; then those that say that no actuals stand below."""
    rows = [[lexicon.mark(cell) for cell in row] for row in sheet.rows[:SCANNED]]
    cells = [(at, column, mark) for at, row in enumerate(rows) for column, mark in enumerate(row) if mark is not EMPTY]
    heads = {at for at, _, mark in cells if mark.facets.is_bare and mark.facets.roles}
    for at, column, mark in cells:
        if at in heads and not mark.is_known and ":" not in mark.text and not mark.figure:
            yield at, column, _unknown(mark, lexicon)
    for at, column, mark in cells:
        if mark.other_kind is not None:
            message = say("{text} says that no actuals of a month stand below", text=mark.text)
            yield at, column, Invalid(message, OWN_FIGURES)


def _unknown(mark: Mark, lexicon: Lexicon) -> Invalid:
    error = lexicon.why_no_heading(mark.text)
    scales = names_scale(mark.text) and not lexicon.is_unchosen(mark.text)
    return Invalid(error.message, NO_BRACKETS) if scales else error
