"""Sheets of text alone, which may say of the others' figures what titles say."""

from __future__ import annotations

from collections.abc import Sequence

from dealerplan.errors import Invalid
from dealerplan.intake.ledger import Ledger
from dealerplan.intake.obstacles import spoken_obstacles
from dealerplan.intake.sentences import WRITE_ABOVE
from dealerplan.intake.titles import footers, texts_of
from dealerplan.intake.units import Unknown, is_new, units_in
from dealerplan.sheets.cell import Sheet
from dealerplan.sheets.place import place_in
from dealerplan.words import say

MOST_ROWS = 200  # that are read


def read_pages(ledger: Ledger, sheets: Sequence[Sheet]) -> None:
    """Say what sheets without tables say against the values, once all of these are known."""
    given = {one.month for one in ledger.given}
    month = next(iter(given)) if len(given) == 1 else None
    years = {one.year for one in given}
    year = next(iter(years)) if len(years) == 1 else None
    for sheet in sheets:
        rows = [*enumerate(sheet.rows[:MOST_ROWS])]
        spoken = [title for title in footers(rows, ledger.lexicon) if title.said or title.told.cut]
        for title, message, hint in spoken_obstacles(spoken, given, month, lambda when: when.month(year)):
            ledger.problem(place_in(sheet, title.row, title.column), message, hint)
        for at, row in rows:
            for column, text in texts_of(row):
                _read_unit(ledger, sheet, at, column, text)


def _read_unit(ledger: Ledger, sheet: Sheet, row: int, column: int, text: str) -> None:
    """Refuse a unit that scales, on a page of its own: of which figures is not said."""
    try:
        named = units_in(ledger.lexicon.without_lone_store(text))
    except Unknown:
        return  # whose figures they are
    except Invalid as error:
        ledger.refuse(place_in(sheet, row, column), error)
        return
    new = [unit for unit in named if is_new(unit, ledger.units, ledger.lexicon.money)]
    if new and ledger.given:
        message = say("the unit {unit} stands on a sheet without figures", unit=new[0])
        ledger.problem(place_in(sheet, row, column), message, WRITE_ABOVE)
